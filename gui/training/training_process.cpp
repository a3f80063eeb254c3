#include "gui/training/training_process.h"

namespace twin {

TrainingProcess::TrainingProcess(QString program, QObject* parent)
    : QObject(parent), program_(std::move(program)), child_(this) {
    connect(&child_, &QProcess::finished, this, &TrainingProcess::end);
    connect(&child_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            emit refused(program_.isEmpty()
                             ? tr("The engine, twin, is not beside this program and not in the "
                                  "search path.")
                             : tr("Cannot start %1: %2").arg(program_, child_.errorString()));
    });
}

TrainingProcess::~TrainingProcess() {
    disconnect(&child_, nullptr, this, nullptr);
    child_.kill();
    child_.waitForFinished(1000);
}

void TrainingProcess::ask(const TrainingQuestion& question) {
    waiting_ = question;
    if (child_.state() == QProcess::NotRunning)
        start();
    else
        child_.kill();
}

void TrainingProcess::start() {
    const TrainingQuestion question = *waiting_;
    waiting_.reset();
    child_.start(program_, question.arguments());
}

void TrainingProcess::end(int status, QProcess::ExitStatus how) {
    const QByteArray out = child_.readAllStandardOutput();
    const QString said = QString::fromUtf8(child_.readAllStandardError()).trimmed();
    if (waiting_)
        return start();
    const auto answer =
        how == QProcess::NormalExit && status == 0 ? read_training_answer(out) : std::nullopt;
    if (answer)
        emit answered(*answer);
    else
        emit refused(said.isEmpty() ? tr("The engine, twin, ended without an answer.") : said);
}

}  // namespace twin
