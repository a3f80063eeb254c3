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

// Where the scenario of a run lies now; empty: nowhere, or its text is another one.
QString scenario_of(const OpenRun& run) {
    const RunSummary& summary = run.facts()->summary;
    const auto path = QString::fromStdString(summary.scenario_path);
    for (const QString& candidate :
         {path, QFileInfo(run.file()).dir().filePath(path),
          QFileInfo(run.file()).dir().filePath(QFileInfo(path).fileName())}) {
        QFile file(candidate);
        if (file.open(QIODevice::ReadOnly) && file.readAll().toStdString() == summary.scenario_text)
            return QFileInfo(candidate).absoluteFilePath();
    }
    return {};
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

void RunControl::run_document() {
    ScenarioDocument& document = workspace_.document();
    if (is_running() || !document.is_open())
        return;
    if (!document.checked() || document.is_checking()) {
        emit told(tr("The scenario is still being checked."));
        return;
    }
    if (!document.checked()->problems.empty()) {
        emit told(tr("The scenario has %n problem(s).", nullptr,
                     int(document.checked()->problems.size())));
        emit problems_shown();
        return;
    }
    if (document.is_modified() || document.file().isEmpty()) {
        const QString file =
            document.file().isEmpty()
                ? stamped(folder_, QStringLiteral("scenario"), QStringLiteral(".toml"))
                : document.file();
        QDir().mkpath(QFileInfo(file).path());
        const QString problem = document.save_as(file);
        if (!problem.isEmpty()) {
            emit told(problem);
            return;
        }
    }
    start(document.file(), false);
}

void RunControl::fork(const NewEvent& event) {
    const RunFacts* const facts = workspace_.facts_a();
    if (is_running() || facts == nullptr)
        return;
    const QString base = scenario_of(*workspace_.a());
    if (base.isEmpty()) {
        emit told(tr("The scenario of this run, %1, is not where it was, or has changed since.")
                      .arg(QString::fromStdString(facts->summary.scenario_path)));
        return;
    }
    const QString title =
        tr("%1, with %2 %3")
            .arg(QString::fromStdString(facts->summary.title), QString::fromStdString(event.kind),
                 QString::fromStdString(event.what));
    const std::string text = fork_text(*facts, base.toStdString(), title.toStdString(), event);
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
    if (shown != nullptr && shown->file() == process_.result())
        shown->refresh();
    else if (has_file && QFileInfo::exists(process_.result()))
        show_result();  // it was over before its first line of progress
    switch (outcome) {
        case RunOutcome::finished:
            emit told(tr("The run is finished: %1").arg(process_.result()));
            break;
        case RunOutcome::expectation:
            emit told(tr("The run is finished, but a figure is not as the scenario expects."));
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
