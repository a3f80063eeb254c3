// The menu "Scenario" and what shows how a run goes on.
#pragma once

#include <QObject>

#include "gui/run_control.h"

class QAction;
class QLabel;
class QMainWindow;
class QProgressBar;
class QToolBar;

namespace twin {

class ScenarioMenu : public QObject {
    Q_OBJECT

  public:
    // Adds a menu, a tool bar and fields of the status bar to the window.
    ScenarioMenu(QMainWindow& window, Workspace& workspace, RunControl& control);

    // Asks before what is not saved is lost; false: the user wants to keep it open.
    bool may_close();
    // Empty: it is open, or the user keeps the one that is. Else a sentence that says why not.
    QString open(const QString& file);
    // Asks for an event at a time, and runs that future.
    void ask_for_event(const QString& kind, double seconds);

  signals:
    void scenario_opened();

  private:
    void open_with_dialog();
    void derive_from_run();
    bool save();
    bool save_as();
    void show_progress(const RunProgress& progress);
    void update();

    QMainWindow& window_;
    Workspace& workspace_;
    RunControl& control_;
    QAction* save_;
    QAction* run_;
    QAction* cancel_;
    QProgressBar* bar_;
    QLabel* rate_;
};

}  // namespace twin
