// When parts of the machine fail, which, and how long repairs take: for each cause a Poisson
// process over all parts of its kind, whether they are busy or not, with log-normal times of
// repair. What a failure does is the engine's. A cause draws from streams of its own name: another
// one that comes or goes does not shift it, and neither does what the failures do.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/units/quantity.h"
#include "models/units/sim_time.h"
#include "sim/arrivals/rng.h"

namespace twin {

enum class FailingPart {
    gpu,           // takes its node along
    node,          // anything else in it
    link,          // of a node into the network: it cannot be reached
    leaf_switch,   // its nodes cannot be reached
    program,       // software, of a job: takes no node
    global_cable,  // between two groups of the network: what is left of their links is slower
    spine_switch,  // of a group of the network, with all its cables to others
};
// It slows jobs, and interrupts none.
constexpr bool is_between_groups(FailingPart part) {
    return part == FailingPart::global_cable || part == FailingPart::spine_switch;
}

// Of the time that a part is out of service.
struct RepairTime {
    Duration median{}, mean{};  // 0 < median <= mean; equal: always the same. Both 0: at once
    bool operator==(const RepairTime&) const = default;
};

struct FailureCause {
    std::string name;  // unique
    FailingPart part = FailingPart::node;
    Duration mtbf{};  // between failures on the whole site, > 0
    RepairTime repair;
};

struct FailurePlan {
    bool by_gpu = true;  // a node fails in proportion to its GPUs; else all alike
    std::vector<FailureCause> causes;
    int nodes_per_leaf = 0;  // of leaf_switch, > 0 where there is such a cause
    // A run may meet so many: with 1,000,000 one of Llama 3's rate comes to the clock's end.
    std::int64_t most = 1'000'000;

    // Of those of them that interrupt a job on this share of the parts that count (of all GPUs, or
    // of all nodes). Of a leaf switch's each interrupts as if it took one node: too few for small
    // jobs.
    Duration mtbf_of(double share) const;
};

class FailureProcess {
  public:
    // Preconditions as stated above.
    FailureProcess(const FailureCause& cause, std::uint64_t seed);

    struct Failure {
        SimTime at{};
        double where = 0;  // share of the parts, in their order, before the one that fails: [0, 1)
        SimDuration repair{};
    };
    // Never earlier than the one before. Nothing: none comes while the clock runs.
    std::optional<Failure> next();

  private:
    SimDuration repair_time(std::uint64_t number) const;

    std::string name_;
    std::uint64_t seed_;
    Duration mtbf_, median_;
    double sigma_;  // of the repair time's logarithm
    Rng rng_;
    double at_ = 0;  // s
    std::uint64_t drawn_ = 0;
};

}  // namespace twin
