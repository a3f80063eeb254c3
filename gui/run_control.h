// Runs the open scenario, or another future of the open run, and keeps the window told.
#pragma once

#include <QElapsedTimer>
#include <QObject>

#include "gui/run/run_process.h"
#include "gui/scenario/fork.h"
#include "gui/workspace.h"

namespace twin {

class RunControl : public QObject {
    Q_OBJECT

  public:
    // `folder` takes the runs and the scenarios of forks; it is made when it is needed. `program`
    // is the path of `twin`.
    RunControl(Workspace& workspace, QString folder, QString program, QObject* parent = nullptr);

    bool is_running() const { return process_.is_running(); }
    const QString& folder() const { return folder_; }

    // Saves the document where it has a file, runs it and shows the run as A.
    void run_document();
    // Runs the scenario of A with one more event, and shows it as B. If that scenario is open and
    // has been changed since, the text in the editor is saved and run with the event, once it is
    // sound.
    void fork(const NewEvent& event);
    void cancel() { process_.cancel(); }

  signals:
    void state_changed();
    void progressed(const RunProgress& progress);
    void told(const QString& sentence);  // for people: what is going on, or went wrong
    void problems_shown();               // the document has problems: show them

  private:
    // False: told why not.
    bool save_document();
    bool may_run_document();
    void run_fork(const RunFacts& facts, const QString& base, const NewEvent& event);
    void start(const QString& scenario, bool as_b);
    void show_result();
    void end(RunOutcome outcome, const QString& message);

    Workspace& workspace_;
    QString folder_;
    RunProcess process_;
    bool as_b_ = false;
    QElapsedTimer since_refresh_;
};

// In the user's own data folder.
QString default_runs_folder();

}  // namespace twin
