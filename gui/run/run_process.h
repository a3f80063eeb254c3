// The engine as a child process: `twin run` with its progress. A crash of it is a message, not a
// lost window.
#pragma once

#include <QObject>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <optional>

namespace twin {

struct RunProgress {
    double simulated_s = 0;
    std::optional<double> percent;  // none where the horizon is not known
    double events_per_s = 0;
    std::int64_t submitted = 0, ended = 0;
};

enum class RunOutcome {
    finished,
    cancelled,    // on request; what was simulated is in the file
    bad_input,    // the scenario has problems; nothing was written
    expectation,  // finished, but a KPI is not as the scenario expects
    failed,       // a file, a disk, or the program itself
};

class RunProcess : public QObject {
    Q_OBJECT

  public:
    // `program` is the path of `twin`.
    explicit RunProcess(QString program, QObject* parent = nullptr);
    ~RunProcess() override;  // ends the child

    // Replaces `result`; `settings` are set on top of the scenario, "power.gpu_cap=500 W".
    // Precondition: !is_running().
    void start(const QString& scenario, const QString& result, const QStringList& settings = {});
    // Ends the run cleanly; finished(cancelled) follows.
    void cancel();
    bool is_running() const { return child_.state() != QProcess::NotRunning; }
    const QString& result() const { return result_; }

    // Where `twin` is: beside this program, or in the search path; empty: nowhere.
    static QString program_beside_this_one();

  signals:
    void begun();  // the result file can be opened
    void progressed(const RunProgress& progress);
    // `message` is for people: what the program said on standard error where it was not finished,
    // and what is not as the scenario expects.
    void finished(RunOutcome outcome, const QString& message);

  private:
    void read_lines();
    void read_report();
    void end(int status, QProcess::ExitStatus how);

    QString program_, result_;
    QProcess child_;
    QByteArray rest_;  // of a line that is not complete
    QString said_;
    QByteArray report_rest_;
    QStringList missed_;  // lines of the report: expectations that do not hold
    bool begun_ = false, cancelled_ = false;
};

}  // namespace twin
