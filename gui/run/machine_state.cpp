#include "gui/run/machine_state.h"

#include "gui/run/job_store.h"

namespace twin {

MachineState& MachineState::of(Workspace& workspace) {
    auto* const there = workspace.findChild<MachineState*>();
    return there != nullptr ? *there : *new MachineState(workspace);
}

MachineState::MachineState(Workspace& workspace) : QObject(&workspace), workspace_(workspace) {
    connect(&workspace, &Workspace::runs_changed, this, [this] {
        sides_ = std::array<Side, 2>();
        emit read();
        ask();
    });
    connect(&workspace, &Workspace::facts_changed, this, qOverload<>(&MachineState::ask));
    connect(&workspace.time(), &TimeContext::play_head_changed, this, &MachineState::moved);
    ask();
}

void MachineState::ask() {
    ask(workspace_.a(), Which::a);
    ask(workspace_.b(), Which::b);
}

void MachineState::ask(OpenRun* run, Which which) {
    if (run == nullptr || run->facts() == nullptr)
        return;
    RunJobs& jobs = RunJobs::of(*run);
    connect(&jobs, &RunJobs::changed, this, &MachineState::take_jobs, Qt::UniqueConnection);
    jobs.want();
    // The facts of the other run are news too.
    Side& side = sides_[std::size_t(which)];
    const RunFacts& facts = *run->facts();
    if (side.asked_until_s == facts.end_s && side.asked_status == facts.summary.status)
        return;
    side.asked_until_s = facts.end_s;
    side.asked_status = facts.summary.status;
    const auto read = [outages = facts.outages](const ResultStore& store) {
        return read_machine(store, outages);
    };
    run->ask<Machine>(this, QStringLiteral("machine"), read, [this, run, which](Machine machine) {
        // The runs may have changed places since.
        if (run != (which == Which::a ? workspace_.a() : workspace_.b()))
            return;
        Side& answered = sides_[std::size_t(which)];
        answered.machine = std::make_unique<Machine>(std::move(machine));
        take_jobs();
    });
}

void MachineState::take_jobs() {
    for (const auto& [run, which] :
         {std::pair(workspace_.a(), Which::a), std::pair(workspace_.b(), Which::b)}) {
        Side& side = sides_[std::size_t(which)];
        if (run == nullptr || !side.machine)
            continue;
        side.machine->jobs = RunJobs::of(*run).occupancy();
        side.now.reset();
    }
    emit read();
}

const MachineNow* MachineState::now(Which run) {
    Side& side = sides_[std::size_t(run)];
    if (machine(run) == nullptr)
        return nullptr;
    const double head = workspace_.time().play_head();
    if (!side.now || side.now->at_s != head)
        side.now = std::make_unique<MachineNow>(machine_at(*side.machine, head));
    return side.now.get();
}

}  // namespace twin
