// The window: pages of views, the time bar under them, docks beside them, and the actions.
#pragma once

#include <QMainWindow>
#include <map>

#include "gui/report_writer.h"
#include "gui/run/player.h"
#include "gui/run_control.h"
#include "gui/workspace.h"

class QActionGroup;
class QLabel;
class QMenu;
class QTabWidget;
class QToolBar;

namespace twin {

class LessonMenu;
class Notice;
class ScenarioMenu;
class TimeBar;
class View;

class MainWindow : public QMainWindow {
    Q_OBJECT

  public:
    // `runs_folder` takes the runs that are started here.
    MainWindow(ThemeName theme, const QString& runs_folder);
    ~MainWindow() override;

    Workspace& workspace() { return workspace_; }
    RunControl& run_control() { return control_; }
    ReportWriter& report_writer() { return report_writer_; }
    ScenarioMenu& scenario_menu() { return *scenario_menu_; }
    LessonMenu& lesson_menu() { return *lesson_menu_; }
    // Of the table of views; nullptr: no such view.
    View* view(const QString& name) const;
    void show_view(const QString& name);
    View* current_view() const;
    // Tells the user something went wrong, without a dialog that must be closed: a sentence in the
    // status bar, several lines above the pages.
    void tell(const QString& sentence);
    // For pictures that a program takes: what it opens is not what the user opened of late.
    void remember_no_runs();

  protected:
    void closeEvent(QCloseEvent* closing) override;

  private:
    void make_menus();
    void make_pages();
    void make_player_bar();
    void make_status();
    void make_welcome(const std::vector<QWidget*>& needs_run);
    void make_lessons();
    void open_run(bool as_b);
    void export_current();
    void write_report_as(const QString& ending);
    void apply_theme();
    void update_title();
    void update_actions();

    Workspace workspace_;
    Player player_;
    RunControl control_;
    ReportWriter report_writer_;
    ScenarioMenu* scenario_menu_;
    LessonMenu* lesson_menu_;
    QMenu* view_menu_;
    QToolBar* player_bar_;
    QTabWidget* pages_;
    TimeBar* time_bar_;
    Notice* notice_;
    QLabel* time_label_;
    QLabel* state_label_;
    std::map<QString, View*> views_;
    std::vector<QAction*> needs_run_;  // actions that make sense with a run only
};

}  // namespace twin
