// Sentences that do not fit the status bar, above the pages until they are closed.
#pragma once

#include <QFrame>

#include "gui/workspace.h"

class QPlainTextEdit;

namespace twin {

class Notice : public QFrame {
    Q_OBJECT

  public:
    explicit Notice(Workspace& workspace, QWidget* parent = nullptr);

    // Shows itself; a newer text takes the place of an older one.
    void tell(const QString& sentences);
    QString text() const;

  private:
    void apply_theme();

    Workspace& workspace_;
    QPlainTextEdit* text_;
};

}  // namespace twin
