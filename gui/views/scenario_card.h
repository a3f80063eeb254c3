// A scenario as a card: its picture, what it asks, how long it takes; Enter opens it, Ctrl+Enter
// runs it.
#pragma once

#include <QWidget>

#include "gui/look/theme.h"
#include "gui/scenario/scenario_library.h"

class QLabel;
class QPushButton;

namespace twin {

class ScenarioCard : public QWidget {
    Q_OBJECT

  public:
    ScenarioCard(ScenarioBrief brief, const Theme& theme);

    const ScenarioBrief& brief() const { return brief_; }
    void set_theme(const Theme& theme);

  signals:
    void open_wanted(const QString& file);
    void run_wanted(const QString& file);
    void neighbour_wanted(int columns, int rows);  // by the arrow keys: -1, 0 or 1 each

  protected:
    void paintEvent(QPaintEvent* painting) override;
    void keyPressEvent(QKeyEvent* pressed) override;
    void mouseReleaseEvent(QMouseEvent* released) override;
    bool event(QEvent* happened) override;

  private:
    ScenarioBrief brief_;
    Theme theme_;
    QLabel *title_, *sentence_, *time_;
    QPushButton* run_;
};

}  // namespace twin
