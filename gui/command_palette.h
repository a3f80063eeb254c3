// Ctrl+K: every action of the window by its name.
#pragma once

#include <QDialog>

class QLineEdit;
class QListWidget;

namespace twin {

class CommandPalette : public QDialog {
    Q_OBJECT

  public:
    // Of all actions below `window` that can be triggered now.
    explicit CommandPalette(QWidget& window);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void fill(const QString& wanted);
    void take();

    QWidget& window_;
    QLineEdit* field_;
    QListWidget* list_;
    QList<QAction*> actions_;  // in the order of the list
};

// "Play: Step" for the action of a menu; its own text, without the mark of its key, elsewhere.
QString full_name(const QAction& action);

}  // namespace twin
