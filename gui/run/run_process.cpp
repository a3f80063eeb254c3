#include "gui/run/run_process.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>

namespace twin {
namespace {

constexpr int patience_ms = 3000;  // for a child that was asked to end

}  // namespace

RunProcess::RunProcess(QString program, QObject* parent)
    : QObject(parent), program_(std::move(program)), child_(this) {
    connect(&child_, &QProcess::readyReadStandardError, this, &RunProcess::read_lines);
    connect(&child_, &QProcess::readyReadStandardOutput, this, &RunProcess::read_report);
    connect(&child_, &QProcess::finished, this, &RunProcess::end);
    connect(&child_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            emit finished(RunOutcome::failed,
                          program_.isEmpty()
                              ? tr("The engine, twin, is not beside this program and not in the "
                                   "search path.")
                              : tr("Cannot start %1: %2").arg(program_, child_.errorString()));
    });
}

RunProcess::~RunProcess() {
    disconnect(&child_, nullptr, this, nullptr);
    if (!is_running())
        return;
    child_.terminate();
    if (!child_.waitForFinished(patience_ms))
        child_.kill();
    child_.waitForFinished(patience_ms);
}

QString RunProcess::program_beside_this_one() {
    const QString beside = QCoreApplication::applicationDirPath() + QStringLiteral("/twin");
    if (QFileInfo(beside).isExecutable())
        return beside;
    return QStandardPaths::findExecutable(QStringLiteral("twin"));
}

void RunProcess::start(const QString& scenario, const QString& result,
                       const QStringList& settings) {
    result_ = result;
    rest_.clear();
    said_.clear();
    begun_ = cancelled_ = false;
    report_rest_.clear();
    missed_.clear();
    QStringList arguments = {QStringLiteral("run"),     scenario,
                             QStringLiteral("--out"),   result,
                             QStringLiteral("--force"), QStringLiteral("--progress"),
                             QStringLiteral("json")};
    for (const QString& setting : settings)
        arguments += {QStringLiteral("--set"), setting};
    child_.start(program_, arguments);
}

void RunProcess::cancel() {
    if (!is_running())
        return;
    cancelled_ = true;
    child_.terminate();
}

void RunProcess::read_lines() {
    rest_ += child_.readAllStandardError();
    for (;;) {
        const qsizetype end = rest_.indexOf('\n');
        if (end < 0)
            return;
        const QByteArray line = rest_.left(end);
        rest_.remove(0, end + 1);
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        if (!object.contains(QLatin1String("simulated_s"))) {
            said_ += QString::fromUtf8(line) + u'\n';
            continue;
        }
        RunProgress progress;
        progress.simulated_s = object[QLatin1String("simulated_s")].toDouble();
        if (object[QLatin1String("percent")].isDouble())
            progress.percent = object[QLatin1String("percent")].toDouble();
        progress.events_per_s = object[QLatin1String("events_per_s")].toDouble();
        progress.submitted = object[QLatin1String("submitted")].toInteger();
        progress.ended = object[QLatin1String("ended")].toInteger();
        if (!begun_) {
            begun_ = true;
            emit begun();
        }
        emit progressed(progress);
    }
}

// The report is in the file; of what is printed only the lines "expect.KPI: expected ..." are not.
void RunProcess::read_report() {
    report_rest_ += child_.readAllStandardOutput();
    for (;;) {
        const qsizetype end = report_rest_.indexOf('\n');
        if (end < 0)
            return;
        const QByteArray line = report_rest_.left(end);
        report_rest_.remove(0, end + 1);
        if (line.startsWith("expect."))
            missed_ += QString::fromUtf8(line);
    }
}

void RunProcess::end(int status, QProcess::ExitStatus how) {
    read_lines();
    read_report();
    said_ += QString::fromUtf8(rest_);
    const QString said = said_.trimmed();
    constexpr int bad_input = 2, expectation = 3;  // exit statuses of twin, see README.md
    if (cancelled_)
        emit finished(RunOutcome::cancelled, {});
    else if (how == QProcess::CrashExit)
        emit finished(RunOutcome::failed,
                      begun_ ? tr("The engine ended unexpectedly (signal %1). What it had "
                                  "simulated is in %2.")
                                   .arg(status)
                                   .arg(result_)
                             : tr("The engine ended unexpectedly (signal %1), before it had "
                                  "simulated anything.")
                                   .arg(status));
    else if (status == 0)
        emit finished(RunOutcome::finished, {});
    else if (status == bad_input)
        emit finished(RunOutcome::bad_input, said);
    else if (status == expectation)
        emit finished(RunOutcome::expectation, missed_.join(u'\n'));
    else
        emit finished(RunOutcome::failed, said);
}

}  // namespace twin
