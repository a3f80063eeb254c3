// Random failures of a run: when a cause of the plan strikes, which nodes it takes and when they
// come back. Each cause has one failure ahead of it on the clock. What a failure hits that is out
// of service, or of a program where no job runs, did not happen.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/arrivals/failure_process.h"
#include "sim/engine/clock.h"
#include "sim/engine/dispatcher.h"
#include "sim/results/recorder.h"
#include "sim/scenario/run_plan.h"

namespace twin {

class Failures {
  public:
    // All must outlive it. Sets events of class failure, whose subject is its own. A plan without
    // failures has none.
    Failures(const RunPlan& plan, Clock& clock, Dispatcher& dispatcher, Recorder& recorder);

    void begin();
    // `events`: those of class failure of this instant.
    void happen(SimTime now, std::span<const Event> events);
    // Nodes are out of service that come back.
    bool repairing() const { return nodes_out_ > 0; }

  private:
    void await(std::size_t cause);
    void fail(SimTime now, std::size_t cause);
    void fail_link(SimTime now, std::size_t cause);
    void await_repair(SimTime at, std::string what, std::optional<LinkLoss> links);
    void repair(SimTime now, std::size_t number);
    NodeIndex node_at(double share) const;
    NodeRanges nodes_behind_leaf_of(NodeIndex node) const;

    const RunPlan& plan_;
    Clock& clock_;
    Dispatcher& dispatcher_;
    Recorder& recorder_;
    std::vector<FailureProcess> processes_;      // by cause
    std::vector<FailureProcess::Failure> next_;  // by cause
    std::vector<std::int64_t> parts_before_;     // of each rack: GPUs, or nodes; and of all
    struct Repair {
        std::string what;               // nodes or links, in words
        std::optional<LinkLoss> links;  // absent: nodes
    };
    std::map<std::size_t, Repair> repairs_;  // by number
    std::int64_t met_ = 0;                   // failures, whatever they struck
    std::size_t failed_ = 0;                 // of these that took nodes or links
    int nodes_out_ = 0;                      // of these under repair that took nodes
};

}  // namespace twin
