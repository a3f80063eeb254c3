// What a user sees first: the scenarios that come with the program, the recent runs, and what can
// be done here.
#pragma once

#include <QThreadPool>

#include "gui/lesson/lesson_library.h"
#include "gui/run/recent_runs.h"
#include "gui/scenario/scenario_library.h"
#include "gui/tables/cell_table.h"
#include "gui/views/view.h"

class QLabel;
class QScrollArea;

namespace twin {

class CardLayout;
class LessonCard;
class RecentList;
class RecentTable;
class ScenarioCard;

class WelcomeView : public View {
    Q_OBJECT

  public:
    explicit WelcomeView(Workspace& workspace);
    ~WelcomeView() override;

    QString nothing_to_show() const override { return {}; }
    bool write_csv(QIODevice& out) const override;
    bool is_ready() const override { return readings_ == 0; }
    QWidget& picture() override { return *content_; }

    const std::vector<ScenarioCard*>& cards() const { return cards_; }
    const std::vector<LessonCard*>& lessons() const { return lessons_; }
    QLabel& no_scenarios() { return *no_scenarios_; }
    QLabel& no_runs() { return *no_runs_; }
    RecentTable& recent() { return *recent_; }
    // Runs that are opened from now on are not put among the recent ones.
    void remember_no_runs() { remembers_runs_ = false; }
    RecentList& recent_list() { return *recent_list_; }

  signals:
    void scenario_wanted(const QString& file);
    void run_scenario_wanted(const QString& file);
    void run_wanted(const QString& file);
    void lesson_wanted(const QString& file);
    void view_wanted(const QString& name);
    void open_run_wanted();

  protected:
    void showEvent(QShowEvent* shown) override;

  private:
    QWidget* make_scenarios();
    QWidget* make_side();
    void read_library();
    void read_recent();
    void show_library(const ScenarioLibrary& library);
    void show_lessons(const std::vector<LessonBrief>& briefs);
    void note_open_runs();
    void go_from(std::size_t card, int columns, int rows);
    void follow(const QString& link);
    void apply_theme();

    QScrollArea* scroll_;
    QWidget* content_;
    CardLayout* card_layout_ = nullptr;
    QLabel *subtitle_, *no_scenarios_, *no_runs_;
    std::vector<QLabel*> help_;
    std::vector<ScenarioCard*> cards_;
    QLabel* lessons_heading_ = nullptr;
    CardLayout* lesson_layout_ = nullptr;
    std::vector<LessonCard*> lessons_;
    CellTable* list_;  // the scenarios, for CSV
    RecentTable* recent_;
    RecentList* recent_list_ = nullptr;
    QStringList noted_;  // the open runs that are in the settings
    int readings_ = 0;
    bool remembers_runs_ = true;
    QThreadPool pool_;  // one thread; ends before all that it answers to
};

}  // namespace twin
