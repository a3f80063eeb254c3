// A lesson being worked through: where the student is, what was chosen, predicted, run and
// answered. Outlives every page that shows it.
#pragma once

#include <QObject>
#include <QStringList>
#include <QThreadPool>
#include <vector>

#include "gui/run/run_process.h"
#include "sim/lessons/lesson_results.h"

namespace twin {

class Workspace;

enum class LessonStep { story, setup, predict, reveal, explain, quiz, next };
constexpr int lesson_steps = 7;
QString title_of(LessonStep step);

class LessonSession : public QObject {
    Q_OBJECT

  public:
    explicit LessonSession(Workspace& workspace);
    ~LessonSession() override;

    // Where runs go, and what makes them.
    void set_engine(const QString& program, const QString& runs_folder);
    // Reads it off the window's thread; open_ended() follows, unless another is asked for before.
    void open(const QString& file);
    bool is_opening() const { return opening_; }
    bool is_open() const { return lesson_.has_value(); }
    const Lesson& lesson() const { return *lesson_; }  // of an open one

    LessonStep step() const { return step_; }
    void go_to(LessonStep step);  // where why_not() is empty
    QString why_not(LessonStep step) const;

    // A text of the lesson in the window's language, with the figures that are known.
    QString text(const LocalText& text) const;
    static Language language();

    const KnobSettings& knobs() const { return outcome_.knobs; }
    void set_knob(const std::string& name, const std::string& value);  // before the runs
    // The keys of the scenario that the lesson shows, and their values; once they are read.
    const std::vector<std::pair<QString, QString>>& shown_settings() const { return shown_; }

    const std::optional<Answer>& prediction() const { return prediction_; }
    void predict(const std::optional<Answer>& answer);  // before the runs
    std::optional<Answer> what_came_out() const;        // of the prediction

    enum class RunState { waits, runs, done };
    struct Run {
        std::string name;  // "a"
        RunState state = RunState::waits;
        double percent = 0;
        QString file;
        QStringList settings;  // as --set takes them
    };
    const std::vector<Run>& runs() const { return runs_; }
    QString why_not_run() const;  // empty: run() runs
    void run();
    void cancel();
    bool is_running() const { return running_; }  // until all figures are read
    bool has_run() const;
    const QString& failure() const { return failure_; }  // a sentence; empty: none
    const LessonOutcome& outcome() const { return outcome_; }
    // Forgets the runs and all answers, keeps the knobs. Runs under way are cancelled; nothing
    // waits for their end.
    void start_again();

    int reveal_step() const { return reveal_step_; }
    void show_reveal(int step);

    const std::optional<Answer>& answer(std::size_t item) const { return answers_[item]; }
    void give_answer(std::size_t item, const Answer& answer);  // once
    std::optional<Answer> right(const Question& question) const;
    int marks() const;

  signals:
    // After opened() where `problem` is empty; else sentences that say why it cannot be opened, and
    // nothing has changed.
    void open_ended(const QString& file, const QString& problem);
    void opened();      // or started again: what pages held is gone
    void changed();     // anything but progress
    void progressed();  // of the runs
    void view_wanted(const QString& name);
    void series_wanted(const QStringList& names);

  private:
    void take(const Lesson& lesson);
    void forget();
    void drop_process();
    void read_shown();
    void run_next();
    void end_run(RunOutcome outcome, const QString& message);
    void fail(const QString& sentence);
    using Files = std::pair<QString, QString>;  // of A and of B; empty: no run
    Files open_runs(const std::vector<std::string>& names);
    Files open_files() const;
    void apply_reveal();

    Workspace& workspace_;
    QString program_, folder_;
    std::optional<Lesson> lesson_;
    LessonStep step_ = LessonStep::story;
    std::vector<std::pair<QString, QString>> shown_;
    std::optional<Answer> prediction_;
    std::vector<Run> runs_;
    std::unique_ptr<RunProcess> process_;
    bool running_ = false;
    QString failure_;
    LessonOutcome outcome_;
    int reveal_step_ = -1;
    std::optional<Files> revealing_;  // what the step shows, until the facts of both are read
    std::vector<std::optional<Answer>> answers_;
    bool opening_ = false;
    // What was read for an older number is dropped.
    int asked_ = 0;       // files to open
    int lessons_ = 0;     // that were opened
    int generation_ = 0;  // of the runs
    QThreadPool pool_;    // ends before all that it answers to
};

}  // namespace twin
