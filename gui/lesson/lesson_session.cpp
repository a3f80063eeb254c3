#include "gui/lesson/lesson_session.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <algorithm>

#include "gui/lesson/lesson_library.h"
#include "gui/look/figures.h"
#include "gui/scenario/scenario_check.h"
#include "gui/scenario/text_change.h"
#include "gui/workspace.h"

namespace twin {
namespace {

// What "rack 3" is; groups, racks, nodes and jobs are counted from 0.
Selected selected(const std::string& text) {
    const auto parts = words_in(text);
    if (parts.size() != 2)
        return {};
    using Kind = Selected::Kind;
    const Kind kind = parts[0] == "group"  ? Kind::group
                      : parts[0] == "rack" ? Kind::rack
                      : parts[0] == "node" ? Kind::node
                                           : Kind::job;
    return {kind, std::stoi(parts[1])};
}

}  // namespace

QString title_of(LessonStep step) {
    static constexpr std::array titles = {
        QT_TRANSLATE_NOOP("Lesson", "Story"),       QT_TRANSLATE_NOOP("Lesson", "Set up"),
        QT_TRANSLATE_NOOP("Lesson", "Predict"),     QT_TRANSLATE_NOOP("Lesson", "Look"),
        QT_TRANSLATE_NOOP("Lesson", "Explanation"), QT_TRANSLATE_NOOP("Lesson", "Quiz"),
        QT_TRANSLATE_NOOP("Lesson", "Go on")};
    return QCoreApplication::translate("Lesson", titles[std::size_t(step)]);
}

LessonSession::LessonSession(Workspace& workspace) : workspace_(workspace) {
    pool_.setMaxThreadCount(1);
    connect(&workspace_, &Workspace::facts_changed, this, &LessonSession::apply_reveal);
    connect(&workspace_, &Workspace::failed, this, [this] { revealing_.reset(); });
}

LessonSession::~LessonSession() = default;

void LessonSession::set_engine(const QString& program, const QString& runs_folder) {
    program_ = program;
    folder_ = runs_folder;
}

Language LessonSession::language() {
    return QLocale().language() == QLocale::German ? Language::german : Language::english;
}

void LessonSession::open(const QString& file) {
    opening_ = true;
    pool_.start([this, file, asked = ++asked_] {
        Lesson lesson;
        QStringList sentences;
        try {
            ReadLesson read = read_for_window(file);
            for (const Problem& problem : read.problems)
                sentences += QString::fromStdString(problem.text());
            lesson = std::move(read.lesson);
        } catch (const std::exception& error) {
            sentences += QString::fromUtf8(error.what());
        }
        QMetaObject::invokeMethod(
            this,
            [this, file, asked, lesson = std::move(lesson), problem = sentences.join(u'\n')] {
                if (asked != asked_)
                    return;
                opening_ = false;
                if (problem.isEmpty())
                    take(lesson);
                emit open_ended(file, problem);
            },
            Qt::QueuedConnection);
    });
}

void LessonSession::take(const Lesson& lesson) {
    forget();
    lesson_ = lesson;
    shown_.clear();
    outcome_.knobs = starting_knobs(*lesson_);
    answers_.assign(lesson_->quiz.size(), std::nullopt);
    for (const auto& [name, run] : lesson_->runs)
        runs_.emplace_back().name = name;
    step_ = LessonStep::story;
    read_shown();
    emit opened();
    emit changed();
}

void LessonSession::forget() {
    ++generation_;
    drop_process();
    running_ = false;
    runs_.clear();
    prediction_.reset();
    outcome_ = {};
    failure_.clear();
    answers_.clear();
    reveal_step_ = -1;
    revealing_.reset();
}

// The child ends in its own time: to wait for it would hold up the window.
void LessonSession::drop_process() {
    if (!process_)
        return;
    RunProcess* const gone = process_.release();
    disconnect(gone, nullptr, this, nullptr);
    if (!gone->is_running())
        return gone->deleteLater();
    gone->setParent(this);
    connect(gone, &RunProcess::finished, gone, &QObject::deleteLater);
    gone->cancel();
}

// Off the window's thread: a scenario is read with all its bases.
void LessonSession::read_shown() {
    pool_.start(
        [this, lesson = ++lessons_, keys = lesson_->shown, file = lesson_->scenario().string()] {
            std::vector<std::pair<QString, QString>> found;
            QString problem;
            try {
                const std::string text = "base = " + toml_string(file) + "\n";
                const CheckedText checked = check_text(text, file + ".shown.toml");
                if (!checked.problems.empty())
                    problem = QString::fromStdString(checked.problems.front().text());
                for (const std::string& key : keys)
                    for (const ScenarioSetting& setting : checked.settings)
                        if (setting.path == key)
                            found.emplace_back(QString::fromStdString(key),
                                               QString::fromStdString(setting.value));
            } catch (const std::exception& error) {
                problem = QString::fromUtf8(error.what());
            }
            QMetaObject::invokeMethod(
                this,
                [this, lesson, found = std::move(found), problem] {
                    if (lesson != lessons_)
                        return;
                    shown_ = found;
                    if (!problem.isEmpty())
                        failure_ = problem;
                    emit changed();
                },
                Qt::QueuedConnection);
        });
}

void LessonSession::go_to(LessonStep step) {
    if (!is_open() || !why_not(step).isEmpty() || step == step_)
        return;
    step_ = step;
    if (step == LessonStep::reveal && reveal_step_ < 0)
        show_reveal(0);
    emit changed();
}

QString LessonSession::why_not(LessonStep step) const {
    if (step >= LessonStep::reveal && !has_run())
        return tr("First predict, then run: what comes after shows what the runs gave.");
    return {};
}

QString LessonSession::text(const LocalText& text) const {
    const FigureWriter write = [](std::optional<double> value, const std::string& unit,
                                  bool exact_unit) {
        return (exact_unit ? figure_in(value, unit) : figure(value, unit)).toStdString();
    };
    return QString::fromStdString(
        filled(text.in(language()), *lesson_, outcome_, language(), write));
}

void LessonSession::set_knob(const std::string& name, const std::string& value) {
    if (is_running() || has_run() || outcome_.knobs[name] == value)
        return;
    outcome_.knobs[name] = value;
    emit changed();
}

void LessonSession::predict(const std::optional<Answer>& answer) {
    if (is_running() || has_run() || prediction_ == answer)
        return;
    prediction_ = answer;
    emit changed();
}

std::optional<Answer> LessonSession::what_came_out() const {
    return right(lesson_->prediction);
}

bool LessonSession::has_run() const {
    return !runs_.empty() && !running_ && outcome_.runs.size() == runs_.size();
}

QString LessonSession::why_not_run() const {
    if (is_running())
        return tr("The runs are under way.");
    if (has_run())
        return tr("The runs are done. \"Start again\" makes new ones.");
    if (!prediction_)
        return tr("Predict first: whoever has guessed learns more from what comes out.");
    return {};
}

void LessonSession::run() {
    if (!is_open() || !why_not_run().isEmpty())
        return;
    ++generation_;
    failure_.clear();
    running_ = true;
    outcome_.runs.clear();
    const auto stamp = QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss-zzz"));
    const QString stem = QFileInfo(QString::fromStdString(lesson_->file.string())).baseName();
    QDir().mkpath(folder_);
    for (Run& run : runs_) {
        const auto name = QString::fromStdString(run.name);
        run.state = RunState::waits;
        run.percent = 0;
        run.file =
            QDir(folder_).filePath(QStringLiteral("lesson-%1-%2-%3.sqlite").arg(stem, name, stamp));
        run.settings.clear();
        for (const LessonSetting& set : settings_of_run(*lesson_, run.name, outcome_.knobs))
            run.settings += QString::fromStdString(set.key + "=" + set.value);
    }
    run_next();
    emit changed();
}

// The runs one after the other, then all that they gave is there.
void LessonSession::run_next() {
    const auto next = std::find_if(runs_.begin(), runs_.end(),
                                   [](const Run& run) { return run.state == RunState::waits; });
    if (next == runs_.end())
        return;
    next->state = RunState::runs;
    process_ = std::make_unique<RunProcess>(program_);
    connect(process_.get(), &RunProcess::progressed, this, [this](const RunProgress& progress) {
        for (Run& run : runs_)
            if (run.state == RunState::runs)
                run.percent = progress.percent.value_or(0);
        emit progressed();
    });
    connect(process_.get(), &RunProcess::finished, this, &LessonSession::end_run);
    const std::string title = lesson_->runs.at(next->name).name.in(language());
    // It may fail at once.
    process_->start(
        QString::fromStdString(lesson_->scenario().string()), next->file,
        next->settings + QStringList{QString::fromStdString("title=" + toml_string(title))});
}

void LessonSession::end_run(RunOutcome outcome, const QString& message) {
    // Still on the stack of the process that tells it.
    const auto ended = std::shared_ptr<RunProcess>(process_.release(),
                                                   [](RunProcess* gone) { gone->deleteLater(); });
    if (outcome == RunOutcome::cancelled)
        return fail(tr("The runs were cancelled."));
    if (outcome != RunOutcome::finished && outcome != RunOutcome::expectation)
        return fail(message.isEmpty() ? tr("The run failed.") : message);
    const auto run = std::find_if(runs_.begin(), runs_.end(),
                                  [](const Run& one) { return one.state == RunState::runs; });
    run->state = RunState::done;
    run->percent = 100;
    pool_.start([this, generation = generation_, name = run->name, file = run->file] {
        LessonResult result;
        QString problem;
        try {
            result = read_result(file.toStdString());
        } catch (const std::exception& error) {
            problem = QString::fromUtf8(error.what());
        }
        QMetaObject::invokeMethod(
            this,
            [this, generation, name, result = std::move(result), problem] {
                if (generation != generation_)
                    return;
                if (!problem.isEmpty())
                    return fail(problem);
                outcome_.runs[name] = result;
                running_ = outcome_.runs.size() < runs_.size();
                if (!running_)
                    open_runs({"a", "b"});
                emit changed();
            },
            Qt::QueuedConnection);
    });
    run_next();
    emit changed();
}

void LessonSession::fail(const QString& sentence) {
    ++generation_;
    drop_process();
    running_ = false;
    failure_ = sentence;
    outcome_.runs.clear();
    for (Run& run : runs_)
        run.state = RunState::waits;
    emit changed();
}

void LessonSession::cancel() {
    if (process_)
        process_->cancel();
}

void LessonSession::start_again() {
    if (!is_open())
        return;
    const KnobSettings knobs = outcome_.knobs;
    forget();
    outcome_.knobs = knobs;
    answers_.assign(lesson_->quiz.size(), std::nullopt);
    for (const auto& [name, run] : lesson_->runs)
        runs_.emplace_back().name = name;
    step_ = LessonStep::setup;
    emit opened();
    emit changed();
}

LessonSession::Files LessonSession::open_files() const {
    const auto file_of = [](const OpenRun* run) {
        return run == nullptr ? QString() : run->file();
    };
    return {file_of(workspace_.a()), file_of(workspace_.b())};
}

LessonSession::Files LessonSession::open_runs(const std::vector<std::string>& names) {
    const auto file_of = [this](const std::string& name) {
        for (const Run& run : runs_)
            if (run.name == name)
                return run.file;
        return QString();
    };
    const Files wanted{names.empty() ? QString() : file_of(names[0]),
                       names.size() < 2 ? QString() : file_of(names[1])};
    const Files now = open_files();
    if (now.first != wanted.first)
        workspace_.open_a(wanted.first);
    if (now.second != wanted.second)
        workspace_.open_b(wanted.second);
    return wanted;
}

void LessonSession::show_reveal(int step) {
    if (!has_run() || step < 0 || step >= int(lesson_->reveal.size()))
        return;
    reveal_step_ = step;
    const RevealStep& reveal = lesson_->reveal[std::size_t(step)];
    revealing_ = open_runs(words_in(reveal.runs));
    emit view_wanted(QString::fromStdString(reveal.view));
    apply_reveal();
    emit changed();
}

void LessonSession::apply_reveal() {
    if (!revealing_)
        return;
    // The step is not about runs that somebody opens in the meantime.
    if (open_files() != *revealing_)
        return revealing_.reset();
    if (workspace_.facts_a() == nullptr ||
        (workspace_.b() != nullptr && workspace_.facts_b() == nullptr))
        return;
    revealing_.reset();
    const RevealStep& reveal = lesson_->reveal[std::size_t(reveal_step_)];
    const CalendarTime start = workspace_.facts_a()->summary.start;
    const auto seconds = [start](const When& when) {
        return std::chrono::duration<double>(when.in(start).time_since_epoch()).count();
    };
    TimeContext& time = workspace_.time();
    if (reveal.from && reveal.until)
        time.show(seconds(*reveal.from), seconds(*reveal.until));
    else
        time.show_all();
    if (reveal.at)
        time.set_play_head(seconds(*reveal.at));
    workspace_.selection().choose(selected(reveal.select));
    if (!reveal.series.empty()) {
        QStringList series;
        for (const std::string& name : reveal.series)
            series += QString::fromStdString(name);
        emit series_wanted(series);
    }
}

void LessonSession::give_answer(std::size_t item, const Answer& answer) {
    if (!has_run() || item >= answers_.size() || answers_[item])
        return;
    answers_[item] = answer;
    emit changed();
}

std::optional<Answer> LessonSession::right(const Question& question) const {
    return has_run() ? right_answer(question, outcome_.values(*lesson_)) : std::nullopt;
}

int LessonSession::marks() const {
    int marks = 0;
    for (std::size_t i = 0; i < answers_.size(); ++i) {
        const Question& question = lesson_->quiz[i];
        const auto wanted = right(question);
        marks += answers_[i] && wanted && is_right(question, *answers_[i], *wanted);
    }
    return marks;
}

}  // namespace twin
