// The plan of one run: all that the engine needs, nothing that it must still find out.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/site/site.h"
#include "sim/arrivals/merged_source.h"
#include "sim/scheduling/placements.h"
#include "sim/scheduling/schedulers.h"

namespace twin {

enum class LostJobs { requeue, fail };

// What a `set` event may change, and what a run starts with.
struct SchedulingPlan {
    const SchedulerRow* policy = nullptr;
    const PlacementRow* placement = nullptr;
    NodeCount partition_nodes = 0;  // jobs run on nodes 0 to partition_nodes - 1
    LostJobs lost_jobs = LostJobs::requeue;
};

// The kinds of events, one row each.
enum class ChangeKind { lose, drain, restore, set };
struct ChangeKindRow {
    ChangeKind kind;
    std::string_view name;     // the key of the event
    std::string_view summary;  // what it does
};
std::span<const ChangeKindRow> change_kinds();
std::string_view to_text(ChangeKind kind);

struct Change {
    SimTime at{};
    ChangeKind kind = ChangeKind::lose;
    std::string what;                    // "rack 17", "scheduling.policy = fcfs"
    std::size_t event = 0;               // of the scenario's [[event]]s, from 0
    bool ends = false;                   // the event's time (`for`) is over; kind restore or set
    NodeRanges nodes;                    // of lose, drain, restore
    std::optional<SchedulingPlan> plan;  // of set: what holds afterwards
};

struct RunPlan {
    CalendarTime start{};
    SimDuration warm_up{}, interval{};
    std::optional<SimDuration> horizon;
    std::optional<SimTime> last_submit;  // of the trace; how far a run without a horizon has come
    std::uint64_t seed = 0;
    Site site;
    std::unique_ptr<MergedSource> jobs;
    std::vector<std::string> job_sources;  // names of the inputs of `jobs`, in their order
    SchedulingPlan scheduling;
    std::vector<Change> changes;                // by time; equal times in the order of the file
    std::vector<std::filesystem::path> inputs;  // data files that the run reads
};

}  // namespace twin
