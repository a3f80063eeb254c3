// The cap on the site's IT power: which job may start, how far the GPUs' cap must fall, and what
// could not be kept. Knows no job but through the claims it is told.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/workload/job.h"
#include "sim/engine/facility.h"
#include "sim/scenario/run_plan.h"

namespace twin {

// What a running job may draw.
struct PowerClaim {
    // Of one node above idle, by rack kind: the most of all its phases, under the cap on GPUs that
    // the policy can go down to (delay_starts: the one in force).
    std::vector<Microwatts> most;
    NodeRanges where;
};

class PowerCap {
  public:
    // Steps between the GPUs' normal cap (0) and their floor (the last one). Assumption: 16 are
    // near enough, a site then stays below its cap by a sixteenth of what its GPUs can save; each
    // more is one more look at a load in every segment.
    static constexpr int levels = 17;
    // What a job's nodes draw above idle, by level; without those that throttle.
    using Ladder = std::array<Microwatts, levels>;

    // Both must outlive it.
    PowerCap(const RunPlan& plan, const Facility& facility);

    // A scenario without any cap costs nothing.
    bool tracks() const { return tracks_; }
    std::optional<Microwatts> cap() const;  // in force now

    // Changes of the scenario; all claims must be withdrawn before, and made again after set().
    void set(const PowerPlan& plan, const std::string& why);
    void shed(std::size_t event, Microwatts it_power, double share);
    void end_shed(std::size_t event);

    // The cap on the GPUs of a kind at a level; none: the part's own.
    std::optional<Power> gpu_cap(std::size_t kind, int level) const;
    int level() const { return level_; }
    void take_level(int level) { level_ = level; }
    // The lowest level at which what runs should fit the cap; the last one if none does.
    int wanted_level() const;

    // `holds_back`: jobs that may never start under the cap wait beside the queue.
    void begin_pass(bool holds_back) { refused_ = holds_back; }
    PowerClaim claim(const Job& job, NodeRanges where) const;
    enum class Admission {
        granted,  // all claims stay below the cap; this one is committed
        later,    // not beside what runs
        never,    // not beside idle nodes either: the cap or the nodes in service must change
    };
    Admission admit(const PowerClaim& claim);  // remembers a refusal until the next pass
    void commit(const PowerClaim& claim) { shift(claimed_, claim, 1); }
    void withdraw(const PowerClaim& claim) { shift(claimed_, claim, -1); }
    Ladder ladder(const Phase& phase, const NodeRanges& where) const;
    void add(const Ladder& ladder, int sign);
    void switch_off(NodeRange nodes) { light(nodes, -1); }
    void switch_on(NodeRange nodes);

    // At the end of every instant. Returns an excess that has ended.
    std::optional<ViolationRecord> watch(SimTime now);
    std::optional<ViolationRecord> finish(SimTime end);
    // Of the series. In time, before anything changes at `end`.
    void close_interval(SimTime end);
    // For the table of limits, where a cap was in force within the KPI window; after the last
    // interval was closed. Peak and P99 are the highest shares of the cap that was in force just
    // then, shown in watts of the one that the site came nearest to.
    std::optional<LimitRecord> limit(SimTime end);

  private:
    struct Excess {
        SimTime from{};
        Microwatts cap = 0, worst = 0;
        std::string cause;
    };
    void gather(SimTime now);
    int claim_level() const;
    std::vector<Microwatts> most_of(const Job& job) const;
    // What the site would draw if the nodes of its racks drew so much.
    struct Ledger {
        std::vector<Microwatts> nodes, inputs;  // by rack: at the plugs of its nodes, at its input
        Microwatts it = 0;
    };
    void add(Ledger& ledger, RackIndex rack, std::size_t kind, Microwatts by) const;
    void shift(Ledger& ledger, const PowerClaim& claim, int sign) const;
    void light(NodeRange nodes, int sign);
    ViolationRecord record(SimTime until) const;
    std::string cause_now() const;

    const Site& site_;
    const Facility& facility_;
    PowerPlan plan_;
    bool tracks_ = false;
    std::map<std::size_t, Microwatts> sheds_;  // by event
    std::vector<double> gain_;                 // by kind: at most, of a watt at a plug
    int level_ = 0;
    Ladder running_{};  // of all jobs
    Ledger claimed_;    // with all claims
    Ledger idle_;       // with none
    bool refused_ = false;
    std::string why_ = "the load of idle nodes and switches";  // but for sheds
    std::optional<Excess> excess_;
    SimTime window_start_;
    LimitClock clock_;
    // Since the last instant: IT power and the cap in force.
    SimTime since_{}, interval_start_{};
    Microwatts it_ = 0;
    std::optional<Microwatts> in_force_;
    // Of the KPI window: IT power as a share of the cap in force, and that cap.
    double highest_share_ = 0;
    Microwatts nearest_cap_ = 0;
    double share_seconds_ = 0, capped_seconds_ = 0;  // of the interval
    std::vector<double> shares_;                     // means of intervals while capped
};

}  // namespace twin
