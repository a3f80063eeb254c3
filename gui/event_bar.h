// The kinds of events as buttons: dragged onto the time bar, or pressed for the play head.
#pragma once

#include <QToolBar>

#include "gui/workspace.h"

namespace twin {

class EventBar : public QToolBar {
    Q_OBJECT

  public:
    explicit EventBar(Workspace& workspace, QWidget* parent = nullptr);

  signals:
    void event_wanted(const QString& kind, double seconds);

  private:
    void update_buttons();

    Workspace& workspace_;
};

}  // namespace twin
