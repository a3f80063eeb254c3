#include "gui/run_control.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

namespace twin {
namespace {

constexpr qint64 refresh_every_ms = 1000;

QString stamped(const QString& folder, const QString& name, const QString& ending) {
    const auto stamp = QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss-zzz"));
    return QDir(folder).filePath(name + u'-' + stamp + ending);
}

// Where the scenario of a run may lie.
QStringList places_of_scenario(const OpenRun& run) {
    const auto path = QString::fromStdString(run.facts()->summary.scenario_path);
    const QDir folder = QFileInfo(run.file()).dir();
    return {path, folder.filePath(path), folder.filePath(QFileInfo(path).fileName())};
}

// Where it lies now; empty: nowhere, or its text is another one.
QString scenario_of(const OpenRun& run) {
    const RunSummary& summary = run.facts()->summary;
    for (const QString& candidate : places_of_scenario(run)) {
        QFile file(candidate);
        if (file.open(QIODevice::ReadOnly) && file.readAll().toStdString() == summary.scenario_text)
            return QFileInfo(candidate).absoluteFilePath();
    }
    return {};
}

// Whether the document is the scenario of the run, with another text than it was run with.
bool is_changed(const ScenarioDocument& document, const OpenRun& run) {
    if (document.file().isEmpty() ||
        document.text().toStdString() == run.facts()->summary.scenario_text)
        return false;
    for (const QString& place : places_of_scenario(run))
        if (QFileInfo(place).absoluteFilePath() == document.file())
            return true;
    return false;
}

// The run's facts with the settings of the document; what the run's command line set stays.
RunFacts with_settings(RunFacts facts, const std::vector<ScenarioSetting>& settings) {
    std::erase_if(facts.settings, [](const Setting& setting) {
        return !setting.origin.starts_with("--set") || setting.path.starts_with("event.");
    });
    for (const ScenarioSetting& setting : settings)
        if (!setting.origin.empty())
            facts.settings.push_back({setting.path, setting.value, setting.origin});
    return facts;
}

}  // namespace

QString default_runs_folder() {
    return QDir(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation))
        .filePath(QStringLiteral("runs"));
}

RunControl::RunControl(Workspace& workspace, QString folder, QString program, QObject* parent)
    : QObject(parent),
      workspace_(workspace),
      folder_(std::move(folder)),
      process_(std::move(program)) {
    connect(&process_, &RunProcess::begun, this, &RunControl::show_result);
    connect(&process_, &RunProcess::progressed, this, [this](const RunProgress& progress) {
        OpenRun* const run = as_b_ ? workspace_.b() : workspace_.a();
        if (run != nullptr && since_refresh_.hasExpired(refresh_every_ms)) {
            since_refresh_.restart();
            run->refresh();
        }
        emit progressed(progress);
    });
    connect(&process_, &RunProcess::finished, this, &RunControl::end);
}

bool RunControl::may_run_document() {
    const ScenarioDocument& document = workspace_.document();
    if (!document.checked() || document.is_checking()) {
        emit told(tr("The scenario is still being checked."));
        return false;
    }
    const Problems& problems = document.checked()->problems;
    if (problems.empty())
        return true;
    emit told(tr("The scenario has %n problem(s).", nullptr, int(problems.size())) + u'\n' +
              QString::fromStdString(problems.front().text()));
    emit problems_shown();
    return false;
}

bool RunControl::save_document() {
    ScenarioDocument& document = workspace_.document();
    if (!document.is_modified() && !document.file().isEmpty())
        return true;
    const QString file = document.file().isEmpty()
                             ? stamped(folder_, QStringLiteral("scenario"), QStringLiteral(".toml"))
                             : document.file();
    QDir().mkpath(QFileInfo(file).path());
    const QString problem = document.save_as(file);
    if (!problem.isEmpty())
        emit told(problem);
    return problem.isEmpty();
}

void RunControl::run_document() {
    const ScenarioDocument& document = workspace_.document();
    if (!is_running() && document.is_open() && may_run_document() && save_document())
        start(document.file(), false);
}

void RunControl::fork(const NewEvent& event) {
    const RunFacts* const facts = workspace_.facts_a();
    if (is_running() || facts == nullptr)
        return;
    const ScenarioDocument& document = workspace_.document();
    if (is_changed(document, *workspace_.a())) {
        if (!may_run_document())
            return;
        const RunFacts changed = with_settings(*facts, document.checked()->settings);
        if (!save_document())
            return;
        run_fork(changed, document.file(), event);
        if (is_running())
            emit told(
                tr("The scenario has changed since A was run: B may differ from A before the "
                   "event, too."));
        return;
    }
    const QString base = scenario_of(*workspace_.a());
    if (base.isEmpty()) {
        emit told(tr("The scenario of this run, %1, is not where it was, or has changed since.")
                      .arg(QString::fromStdString(facts->summary.scenario_path)));
        return;
    }
    run_fork(*facts, base, event);
}

void RunControl::run_fork(const RunFacts& facts, const QString& base, const NewEvent& event) {
    const QString title =
        tr("%1, with %2 %3")
            .arg(QString::fromStdString(facts.summary.title), QString::fromStdString(event.kind),
                 QString::fromStdString(event.what));
    const std::string text = fork_text(facts, base.toStdString(), title.toStdString(), event);
    const QString file = stamped(folder_, QStringLiteral("fork"), QStringLiteral(".toml"));
    QDir().mkpath(folder_);
    QFile out(file);
    if (!out.open(QIODevice::WriteOnly) || out.write(text.data(), qint64(text.size())) < 0) {
        emit told(tr("Cannot write %1: %2").arg(file, out.errorString()));
        return;
    }
    out.close();
    start(file, true);
}

void RunControl::start(const QString& scenario, bool as_b) {
    as_b_ = as_b;
    QDir().mkpath(folder_);
    since_refresh_.start();
    emit told(tr("Running %1.").arg(QFileInfo(scenario).fileName()));
    // It may fail at once.
    process_.start(scenario, stamped(folder_, QFileInfo(scenario).completeBaseName(),
                                     QStringLiteral(".sqlite")));
    emit state_changed();
}

void RunControl::show_result() {
    if (as_b_)
        workspace_.open_b(process_.result());
    else
        workspace_.open_a(process_.result());
}

void RunControl::end(RunOutcome outcome, const QString& message) {
    // What the scenario expects it expects of the run as it was, not of another future.
    if (as_b_ && outcome == RunOutcome::expectation)
        outcome = RunOutcome::finished;
    OpenRun* const shown = as_b_ ? workspace_.b() : workspace_.a();
    const bool has_file = outcome == RunOutcome::finished || outcome == RunOutcome::expectation ||
                          outcome == RunOutcome::cancelled;
    const bool is_shown = shown != nullptr && shown->file() == process_.result();
    if (has_file && !QFileInfo::exists(process_.result())) {
        emit told(is_shown ? tr("%1 was removed while the run was written to it: what is shown is "
                                "all that is left of it.")
                                 .arg(process_.result())
                           : tr("The run ended before it had written anything."));
        emit state_changed();
        return;
    }
    if (is_shown)
        shown->refresh();
    else if (has_file)
        show_result();  // it was over before its first line of progress
    switch (outcome) {
        case RunOutcome::finished:
            emit told(tr("The run is finished: %1").arg(process_.result()));
            break;
        case RunOutcome::expectation:
            emit told(tr("The run is finished, but not as the scenario expects:") + u'\n' +
                      message);
            break;
        case RunOutcome::cancelled:
            emit told(tr("The run was cancelled; what it had simulated is kept."));
            break;
        case RunOutcome::bad_input:
        case RunOutcome::failed:
            emit told(message.isEmpty() ? tr("The run failed.") : message);
            break;
    }
    emit state_changed();
}

}  // namespace twin
