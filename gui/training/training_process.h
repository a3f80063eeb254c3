// `twin estimate training` as a child process: one question at a time, the newest one wins.
#pragma once

#include <QObject>
#include <QProcess>
#include <optional>

#include "gui/training/training_question.h"

namespace twin {

class TrainingProcess : public QObject {
    Q_OBJECT

  public:
    explicit TrainingProcess(QString program, QObject* parent = nullptr);
    ~TrainingProcess() override;  // ends the child

    void ask(const TrainingQuestion& question);  // answered() or refused() follows
    bool is_asking() const {
        return waiting_.has_value() || child_.state() != QProcess::NotRunning;
    }

  signals:
    void answered(const TrainingAnswer& answer);
    void refused(const QString& sentences);  // what twin says is wrong with the question

  private:
    void start();
    void end(int status, QProcess::ExitStatus how);

    QString program_;
    QProcess child_;
    std::optional<TrainingQuestion> waiting_;  // to be asked when the child has ended
};

}  // namespace twin
