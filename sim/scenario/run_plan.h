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

#include "models/cooling/cooling_model.h"
#include "models/energy/battery.h"
#include "models/energy/photovoltaics.h"
#include "models/energy/requirements.h"
#include "models/energy/tariff.h"
#include "models/energy/time_series.h"
#include "models/power/conversion.h"
#include "models/site/site.h"
#include "sim/arrivals/failure_process.h"
#include "sim/arrivals/merged_source.h"
#include "sim/scheduling/placements.h"
#include "sim/scheduling/schedulers.h"

namespace twin {

struct PartsCatalog;

enum class LostJobs { requeue, requeue_first, fail };

// What a `set` event may change, and what a run starts with.
struct SchedulingPlan {
    const SchedulerRow* policy = nullptr;
    const PlacementRow* placement = nullptr;
    NodeCount partition_nodes = 0;  // jobs run on nodes 0 to partition_nodes - 1
    LostJobs lost_jobs = LostJobs::requeue;
};

enum class CapPolicy {
    delay_starts,   // no job starts whose known phases could lift the site above the cap
    lower_gpu_cap,  // the cap on all GPUs falls, down to a floor; then starts are delayed
};

// What a `set` or `shed` event may change of the site's power, and what a run starts with.
struct PowerPlan {
    std::optional<Power> cap;  // on the IT power at the racks' input
    CapPolicy policy = CapPolicy::delay_starts;
    std::optional<Power> gpu_cap;        // on each GPU (or module); absent: the parts' own
    std::optional<Power> gpu_cap_floor;  // of lower_gpu_cap; absent: lowest_gpu_cap of each part
};

// What the run needs of cooling; absent where the scenario has no such section.
struct CoolingPlan {
    std::shared_ptr<const CoolingModel> model;
    TimeSeries dry_bulb, wet_bulb;  // K, cover the run
    TimeSeries heat_demand;         // W; empty: nobody takes heat
    double liquid_share = 1;        // of a rack's power that goes into its water
    int dry_coolers = 0;            // or tower cells, that lose_cooling may lose
    // Throttling ends so far below the supply limit. Assumption: enough that a sensor's noise does
    // not switch it.
    TemperatureDifference release = 1.0 * kelvin;
};

// What jobs share beside nodes, where the site's network is known: links between the network's
// groups, and a file system. One direction each: jobs send as much as they receive.
struct NetworkPlan {
    bool sharing = true;  // false: what jobs ask of it has no effect
    // Traffic between two groups has their own links (`pairs`), where there are any, and goes
    // through third groups where these are full, unless it is routed minimally. Without links of
    // their own it uses all links of both groups (`uplinks`).
    bool minimal_routing = true;
    int groups = 1;                         // where pairs have links: with those that hold no nodes
    std::vector<GroupIndex> group_of_node;  // of the network; those of the racks may be others
    std::vector<Bandwidth> pairs;           // a * groups + b; 0: no links of their own
    std::vector<Bandwidth> uplinks;         // of each group to all others; empty for one group
    Bandwidth injection{};                  // of a node
    int cables = 0;                         // between two groups; 0: no links of their own
    int spines = 0;                         // of each group, on which its links end; 0: none
    GroupIndex storage_group = -1;          // on which file systems hang; -1: beside the groups
    int gpus_per_node = 0;                  // of the first rack's nodes
    std::optional<StoragePart> storage;

    Bandwidth pair(GroupIndex a, GroupIndex b) const {
        return pairs[static_cast<std::size_t>(a * groups + b)];
    }
};

// Links between groups that are out of service: cables between two groups, or spine switches of one
// with all cables that end there.
struct LinkLoss {
    GroupIndex a = 0, b = -1;  // -1: of a alone
    int count = 0;             // cables, or spine switches
};

struct EnergyPlan {
    TimeSeries price;                             // EUR/J, covers the run; empty: fixed price
    TimeSeries carbon_direct, carbon_life_cycle;  // g/J; cover the run, or empty
    Tariff tariff;
    std::optional<BatteryPart> battery;
    std::optional<PhotovoltaicsPart> photovoltaics;
    std::optional<double> renewable_share;        // of the purchased electricity, by contract
    std::optional<CarbonIntensity> market_based;  // of the contract
    std::optional<CarbonMass> embodied_per_year;  // of IT and building
    std::vector<DatedRequirement> requirements;   // those that apply to the site
};

// The kinds of events, one row each.
enum class ChangeKind {
    lose,
    drain,
    restore,
    set,
    shed,          // the site's power falls by a share
    lose_cooling,  // CDUs or dry coolers fail
    heat_wave,     // outdoors gets warmer
    price_spike,   // the market's price rises
    lose_links,    // cables between groups or spine switches fail
};
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
    std::optional<PowerPlan> power;      // of set: what holds afterwards, beside shed
    double share = 0;                    // of shed: of the IT power when it begins; 0 when it ends
    std::vector<double> cdu_share;       // of lose_cooling: what works afterwards, by group
    double rejection_share = 1;          // of lose_cooling: of dry coolers or tower cells
    TemperatureDifference warmer{};      // of heat_wave: what holds afterwards
    EnergyPrice dearer{};                // of price_spike: what holds afterwards
    LinkLoss links;                      // of lose_links: of this event alone
};

// What reading a data file met and repaired: "repaired: hour that was missing" -> 1.
struct DataCount {
    std::string source, name;
    std::int64_t value = 0;
};

struct RunPlan {
    CalendarTime start{};
    SimDuration warm_up{}, interval{};
    std::optional<SimDuration> horizon;
    std::optional<SimTime> last_submit;  // of the trace; how far a run without a horizon has come
    std::uint64_t seed = 0;
    std::shared_ptr<const PartsCatalog> parts;  // that the scenario may name
    Site site;
    std::unique_ptr<MergedSource> jobs;
    std::vector<std::string> job_sources;  // names of the inputs of `jobs`, in their order
    SchedulingPlan scheduling;
    PowerPlan power;
    ConversionPlan conversion;
    std::optional<CoolingPlan> cooling;
    std::optional<NetworkPlan> network;  // absent: the site's is not known
    std::optional<EnergyPlan> energy;
    std::optional<FailurePlan> failures;        // random ones
    std::vector<Change> changes;                // by time; equal times in the order of the file
    std::vector<std::filesystem::path> inputs;  // data files that the run reads
    std::vector<DataCount> counts;              // of those that are series
    // What is legal, but a planner should know before he runs it: whole sentences.
    std::vector<std::string> remarks;
};

}  // namespace twin
