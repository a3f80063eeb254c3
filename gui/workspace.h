// What all views share: the two runs, the time, the selection, the theme. One per window.
#pragma once

#include <QObject>
#include <memory>

#include "gui/look/theme.h"
#include "gui/run/open_run.h"
#include "gui/run/selection.h"
#include "gui/run/time_context.h"
#include "gui/scenario/scenario_document.h"

namespace twin {

class LessonSession;

class Workspace : public QObject {
    Q_OBJECT

  public:
    explicit Workspace(ThemeName theme);
    ~Workspace() override;

    OpenRun* a() const { return a_.get(); }  // null: no run
    OpenRun* b() const { return b_.get(); }  // the run to compare with; null: none
    // The facts of a run that is open and read, else null.
    const RunFacts* facts_a() const { return a_ ? a_->facts() : nullptr; }
    const RunFacts* facts_b() const { return b_ ? b_->facts() : nullptr; }

    // Opens a file in the place of A or B; an empty name closes it.
    void open_a(const QString& file);
    void open_b(const QString& file);
    void swap_runs();

    ScenarioDocument& document() { return document_; }
    LessonSession& lesson() { return *lesson_; }
    TimeContext& time() { return time_; }
    Selection& selection() { return selection_; }
    const Theme& theme() const { return theme_; }
    void set_theme(ThemeName name);

    // Whether no question to a run is open.
    bool is_settled() const;

  signals:
    void runs_changed();   // another run in A or B, or none; its facts may not be read yet
    void facts_changed();  // of A or B: read for the first time, or grown
    void theme_changed();
    void settled();
    void failed(const QString& sentence);

  private:
    std::unique_ptr<OpenRun> opened(const QString& file);
    void look_at_end();

    std::unique_ptr<OpenRun> a_, b_;
    ScenarioDocument document_;
    TimeContext time_;
    Selection selection_;
    Theme theme_;
    std::unique_ptr<LessonSession> lesson_;  // uses all of the above
};

}  // namespace twin
