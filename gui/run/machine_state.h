// The machine at the play head, for all who show it: one per workspace, reads both runs once.
#pragma once

#include <QObject>
#include <array>
#include <memory>

#include "gui/run/machine.h"
#include "gui/workspace.h"

namespace twin {

class MachineState : public QObject {
    Q_OBJECT

  public:
    // The workspace's; made at the first call, lives as long as the workspace.
    static MachineState& of(Workspace& workspace);

    enum class Which { a, b };
    // Null: no such run, or not read yet.
    const Machine* machine(Which run) const {
        const Side& side = sides_[std::size_t(run)];
        return side.machine && side.machine->jobs.is_read() ? side.machine.get() : nullptr;
    }
    // At the play head; null as machine().
    const MachineNow* now(Which run);

  signals:
    void read();   // a machine was read, or is gone
    void moved();  // the play head: now() is another

  private:
    explicit MachineState(Workspace& workspace);
    void ask();
    void ask(OpenRun* run, Which which);
    void take_jobs();

    struct Side {
        std::unique_ptr<Machine> machine;  // its jobs come apart
        std::unique_ptr<MachineNow> now;
        double asked_until_s = -1;
        RunStatus asked_status{};
    };
    Workspace& workspace_;
    std::array<Side, 2> sides_;
};

}  // namespace twin
