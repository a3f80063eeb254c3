// What is asked of the machine.
#pragma once

#include <algorithm>
#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/interconnect/placement_shape.h"
#include "models/units/ids.h"
#include "models/units/quantity.h"
#include "models/units/sim_time.h"

namespace twin {

// What the paths of a GPU do, each as a share of what the path reaches at most, mean over time and
// over the GPUs of a node; 0 to 1.
struct GpuActivity {
    double busy = 0;    // some kernel runs
    double tensor = 0;  // arithmetic, tensor cores above all
    double memory = 0;  // traffic of the GPU's memory
    double link = 0;    // traffic of its links to other GPUs
    bool operator==(const GpuActivity&) const = default;
};

// What a phase wants of what jobs share, means over its time while nothing holds it up.
struct SharedDemand {
    // What each node sends through the network to the job's other nodes, to all of them alike; at
    // most what it can inject.
    Bandwidth network{};
    // Share of the time that stretches when that gets less; the rest computes meanwhile. 0 to 1,
    // with compute_bound at most 1.
    double network_bound = 0;
    // Of all its nodes together; the job goes as far as these flow.
    Bandwidth storage_read{}, storage_write{};
    bool operator==(const SharedDemand&) const = default;
};

// What a lower clock does to a stretch of a step: it goes as its own load lets it; so, and others
// wait for it; it waits for those that compute, and stretches as they do (a pipeline's bubble); it
// shrinks by what they grow, until nothing is left (a GPU that waits for its host's launches).
enum class Pace { own, computes, waits, gives_way };

// A stretch of a job in which the load of its nodes does not change. What a GPU does is told either
// by its utilisation alone (job logs) or by its activity; the other one stays 0.
struct Phase {
    SimDuration duration{};      // > 0; at the clock that the default cap allows
    double cpu_utilisation = 0;  // of all cores of a node, 0 to 1
    double gpu_utilisation = 0;  // mean over the GPUs of a node, 0 to 1
    GpuActivity gpu_activity{};
    // Share of the time that stretches when the GPU's clock falls; the rest waits for memory, links
    // or the CPU. 0 to 1.
    double compute_bound = 0;
    SharedDemand demand{};
    Pace pace = Pace::own;  // in a step
    // The stretches of the one step that repeats in this phase, without demand: what its nodes draw
    // and how a cap slows it follows from these, and what the phase says of its load is their mean.
    // Absent: alike throughout.
    std::shared_ptr<const std::vector<Phase>> step{};

    // Share of the time in which some kernel runs on a GPU, mean over those of a node.
    double gpu_busy() const { return gpu_utilisation + gpu_activity.busy; }
    bool operator==(const Phase& other) const {
        const bool alike = duration == other.duration && cpu_utilisation == other.cpu_utilisation &&
                           gpu_utilisation == other.gpu_utilisation &&
                           gpu_activity == other.gpu_activity &&
                           compute_bound == other.compute_bound && demand == other.demand &&
                           pace == other.pace && !step == !other.step;
        return alike && (!step || *step == *other.step);
    }
};

// What a job's work is counted in, where its scenario says what it computes.
struct CountedWork {
    std::string unit;          // "steps" of a training, "solutions" of a code
    double planned = 0;        // so many, > 0
    double tokens = 0;         // in each; 0: it is about none
    SimDuration before{};      // work before the first: programs start, models are read
    SimDuration length{};      // of all of them at full speed, > 0
    bool each_counts = false;  // of use by itself; else only all of them, or what a checkpoint kept
    // Of so much work from the start on.
    double done_in(SimDuration work) const {
        const double share =
            static_cast<double>((work - before).count()) / static_cast<double>(length.count());
        return planned * std::clamp(share, 0.0, 1.0);
    }
};

// What a job writes down so that a lost node does not cost all of its work. Equations and limits:
// checkpoints.h.
struct Checkpoints {
    DataSize size{};         // of all its nodes together
    SimDuration interval{};  // of work at full speed from one to the next, > 0, >= write
    SimDuration write{};     // of one, by itself
    bool blocking = true;    // work stands still while it is written
    // Of each attempt after one that was lost, before its work goes on: to find the fault, to start
    // the program, to read the checkpoint.
    SimDuration restart{};
    SimDuration read{};  // of these the last: to read it, once one was finished; <= restart
    bool operator==(const Checkpoints&) const = default;
};

// What the nodes of one group of the network send to those of another one, mean over a second of
// work; groups are positions in PlacementShape::nodes_by_group.
struct GroupTraffic {
    int from = 0, to = 0;
    Bandwidth rate{};
    bool operator==(const GroupTraffic&) const = default;
};

// A second of a job's work, as its phases tell it, on nodes that lie in a certain way, alone on the
// network. The bytes are the same however the nodes lie.
struct PlacedWork {
    double time = 1;                      // seconds that it takes; > 0
    double network_bound = 0;             // of these: in which it waits for the network
    Bandwidth network{};                  // what each node sends to others
    std::vector<GroupTraffic> between{};  // each pair of groups and way at most once, rates > 0
};

// For a job whose exchanges are known: what its nodes' places make of its work. Takes the place of
// SharedDemand::network, which goes to all alike.
class PlacementCost {
  public:
    virtual ~PlacementCost() = default;
    // Groups in the order of their nodes, of which the ranks follow each other. Lives as long as
    // this.
    virtual const PlacedWork& placed(const PlacementShape& shape) const = 0;
};

struct Job {
    JobIndex index = 0;        // position in the submission order of the run
    std::int64_t log_id = -1;  // job number in the log; -1 where there is none
    std::string name;          // of a [[job]]; empty for jobs of logs and generators
    SimTime submit{};
    NodeCount nodes = 0;  // > 0
    // What it takes: the sum of the phases, and of its blocking checkpoints; > 0, <= limit.
    SimDuration run_time{};
    SimDuration limit{};           // requested wall time; the job is killed there
    bool killed_at_limit = false;  // it would have run longer than its limit
    boost::container::small_vector<Phase, 1> phases;
    std::optional<Checkpoints> checkpoints{};          // absent: a lost node loses all work
    std::shared_ptr<const PlacementCost> placement{};  // absent: any nodes are alike
    std::shared_ptr<const CountedWork> counted{};      // absent: not known what it computes
};

}  // namespace twin
