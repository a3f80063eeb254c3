// What the engine tells the recorder. Plain data; the meaning of every column is in schema.sql.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/units/ids.h"
#include "models/units/quantity.h"
#include "models/units/sim_time.h"
#include "models/units/temperature.h"

namespace twin {

enum class JobState { waiting, running, completed, killed_at_limit, failed };

// Why a job did not start at the instant it was submitted.
enum class WaitCause {
    none,   // it did
    nodes,  // fewer free nodes than it asked for
    order,  // nodes were free, but the policy kept them for a job before it
    power,  // nodes were free and the policy would, but the power cap left no room
};

// Of a job with checkpoints, over all its attempts up to where it ended or the run did.
struct CheckpointRecord {
    DataSize size{};                  // of one
    SimDuration interval{}, write{};  // of work between two; of one by itself
    std::int64_t checkpoints = 0;     // that were finished
    SimDuration writing{};            // in which work stood still for these
    SimDuration restarting{};         // before the work of an attempt went on
    SimDuration delayed{};            // of both, what they took longer than by themselves
};

// What a job has done of what its work is counted in.
struct WorkRecord {
    std::string unit;    // "steps" of a training, "solutions" of a code
    double planned = 0;  // all of them
    double done = 0;     // where its work stands at its end or that of the run
    double kept = 0;     // of that, not lost with an attempt or at its limit
    double tokens = 0;   // in each; 0: it is about none
};

struct JobRecord {
    JobIndex index = 0;
    std::int64_t log_id = -1;
    std::string name;
    SimTime submit{};
    SimTime start = sim_never;  // of the last attempt; sim_never: has not started
    SimTime end = sim_never;    // sim_never: has not ended (censored)
    SimDuration limit{};
    SimDuration run_time{};
    NodeCount nodes = 0;
    JobState state = JobState::waiting;
    WaitCause wait_cause = WaitCause::none;
    bool backfilled = false;
    int requeues = 0;  // times it was lost with a node and put back
    // Mean over its phases at full speed, those after its end included; of GPUs the share of the
    // time in which some kernel runs.
    double cpu_utilisation = 0, gpu_utilisation = 0;
    // Of its last attempt, killed at its limit: what no checkpoint has kept, of training all.
    SimDuration unkept{};
    Energy node_energy{};  // of its nodes at their plugs while it held them
    Energy gpu_energy{};   // of that, at the GPUs
    SimDuration slowed{};  // how much longer it ran because power caps or throttling slowed it
    // Its share of what the site drew, paid and emitted while it ran: of every interval in
    // proportion to its nodes' energy among that of all jobs. Idle nodes, losses and cooling are in
    // it. Zero where the site's energy is not simulated, or prices or carbon are not known.
    Energy grid_energy{};
    Money cost{};  // of the energy: prices, fees, levies, tax by the kWh; not the demand charge
    CarbonMass carbon_direct{}, carbon_life_cycle{};
    // How much longer it ran because of how its nodes lie (may be negative), because it asked more
    // of the storage than that has, because links were lost, because others used what it shares.
    // Then the job that took most from it, and for how much of the last.
    SimDuration slowed_by_placement{}, slowed_by_storage{}, slowed_by_lost_links{};
    SimDuration slowed_by_sharing{};
    std::optional<JobIndex> slowed_most_by{};
    SimDuration slowed_most{};
    int groups = 0;  // DragonFly+ groups that its nodes lie in
    NodeRanges where;
    std::optional<CheckpointRecord> checkpoints{};  // absent: it writes none
    std::optional<WorkRecord> work{};               // absent: not known what it computes
};

// Where the time of a lost attempt went. The rest of it is work that a checkpoint has kept.
struct AttemptTimes {
    SimDuration redone{};          // after its last finished checkpoint: must be done again
    SimDuration restarting{};      // before its work went on
    SimDuration writing{};         // of checkpoints, in which work stood still
    std::int64_t checkpoints = 0;  // that were finished
};

// An attempt at a job that ended because nodes were lost under it or its program failed, whether
// the job was put back or failed with it.
struct LostAttempt {
    JobIndex job = 0;
    int attempt = 1;  // 1: the first time that it started
    SimTime start = sim_start, lost = sim_start;
    NodeCount nodes = 0;
    std::string cause{};                  // "lose", "trip", or that of a random failure
    std::optional<AttemptTimes> times{};  // absent: all of it must be done again
    NodeRanges where{};                   // its nodes
};

// Means over one interval (exact integrals divided by its length), and the peak in it.
struct SiteSample {
    Power it_power{}, it_power_peak{};
    double busy_nodes = 0;       // allocated to jobs
    double available_nodes = 0;  // up and in the partition, busy or free
    double waiting_jobs = 0, waiting_nodes = 0;
    std::int64_t submitted = 0, started = 0, ended = 0;  // in the interval
};

// Where the IT power of an interval goes; the sum is SiteSample::it_power.
struct PowerSample {
    Power gpus{}, cpus{}, memory{}, nics{}, drives{}, fans{}, converter_loss{};  // in nodes
    Power switches{}, rectifier_loss{};                                          // in racks
    Power fixed{};                                                               // of the site
    Power gpu_cap{};  // mean of the cap in force on a GPU or module; 0: the site has none
    double throttled_groups =
        0;  // rack groups whose racks throttle because their water is too warm
};

// Means over an interval beyond the racks. Only where cooling or a supply is simulated.
struct PlantSample {
    Power cdu_pumps{}, primary_pumps{}, cooling_fans{}, air_handling{}, heat_pump{};
    Power transformer_loss{}, ups_loss{}, distribution_loss{}, rectifier_loss{};  // central ones
    Power site{};  // what all of the site draws, before photovoltaics and battery
    Power liquid_heat{}, air_heat{}, pump_heat{}, rejected{}, reused{}, delivered{}, stored{};
    VolumeFlow water{};  // evaporated
    // At the end of the interval; temperatures of the warmest group, flows of all together. Absent
    // without cooling.
    struct Readings {
        Temperature supply{}, return_{}, primary_supply{}, primary_return{}, dry_bulb{}, wet_bulb{};
        VolumeFlow secondary_flow{}, primary_flow{};
        double fan_speed = 0;  // share of the nominal one
    };
    std::optional<Readings> readings;
    // Largest relative residual of the balances over the steps of the interval.
    double electricity_residual = 0, heat_residual = 0;
};

// Of one rack group's cooling at the end of an interval.
struct GroupCooling {
    Temperature supply{}, return_{};
    VolumeFlow flow{};
    double valve = 0;
};

// What an interval costs and emits. Only where the scenario has an energy section.
struct EnergySample {
    Power photovoltaics{}, battery{};  // the battery's: charged - discharged
    Power discharged{}, battery_loss{};
    Power grid{}, feed_in{};  // drawn from and given to the grid; one of them is 0 mostly
    Energy stored{};          // in the battery at the end
    // Absent: the scenario says nothing of it.
    std::optional<EnergyPrice> price;  // of the market, mean over time
    std::optional<CarbonIntensity> carbon_direct, carbon_life_cycle;  // of the grid, mean over time
    std::optional<Money> cost;                                        // all that is paid by the kWh
    std::optional<CarbonMass> direct, life_cycle;  // location-based, of what is drawn from the grid
};

// A limit that a policy could not keep.
struct ViolationRecord {
    SimTime from{}, until{};
    std::string limit;  // "power.cap", "energy.contract", "cooling supply limit"
    std::string unit;   // of the two figures
    double value = 0;   // the limit
    double worst = 0;   // the most that was reached
    std::string cause;  // "nodes came back into service; delay_starts stops no job that runs"
};

// One line of the bill of the KPI window.
struct BillRecord {
    std::string item;     // "energy at the market's price", "grid fee", "demand charge"
    double quantity = 0;  // in `unit`
    std::string unit;     // "MWh", "kW"
    double price = 0;     // mean, in EUR per unit
    Money amount{};       // may be negative
    std::string note;     // "5.2 % of a year's charge", where that matters
};

// What the site drew, paid and emitted in intervals in which no job ran: nobody's share.
struct UnsharedRecord {
    Energy grid_energy{};
    Money cost{};
    CarbonMass carbon_direct{}, carbon_life_cycle{};
};

// A dated requirement of a law, and what it asks.
struct RequirementRecord {
    std::string law;        // "EnEfG section 11 (2)"
    std::string kpi;        // "pue_enefg"
    bool at_most = true;    // value <= threshold; else >=
    double threshold = 0;   // in the KPI's unit
    std::string from_date;  // from when it binds this site: "2027-07-01"
    std::string note;
};

// Facts about the site that KPIs need and the series do not hold.
struct SiteFacts {
    std::optional<double> renewable_share;  // of the purchased electricity by contract, 0 to 1
    std::optional<CarbonIntensity> market_based;  // of the contract, for market-based accounting
    std::optional<CarbonMass> embodied_per_year;  // of IT and building, over their lives
    std::optional<Power> contract;                // of the grid connection
};

struct PlaceSample {  // of a group or a rack
    Power it_power{};
    double busy_nodes = 0;
    bool operator==(const PlaceSample&) const = default;
};

// What jobs share. Of two directions the fuller one.
enum class LinkKind { group, pair, storage_read, storage_write };
struct LinkRecord {
    LinkKind kind = LinkKind::group;
    std::string name;    // "groups 3 and 7"
    int a = -1, b = -1;  // groups of the network, from 0; -1: none
    Bandwidth capacity{};
    bool shares = false;  // jobs share it; else it only tells what flows
    NodeRange nodes{};    // of a group; else none
    int parts = 0;        // cables of a pair, spine switches of a group; 0: none that could be lost
};
// What of a link is in service from a change on.
struct LinkState {
    std::size_t link = 0;  // its place among all links
    int lost = 0;          // of LinkRecord::parts
    double left = 1;       // share of its capacity, with what the losses of other links take of it
};
struct LinkSample {  // mean over an interval
    Bandwidth flow{}, capacity{};
};

// Of the KPI window; loads are of shared links between groups that hold nodes, 0 to 1.
struct NetworkTotals {
    std::optional<double> load_mean, load_p99;          // absent: there are no such links
    std::optional<double> storage_read, storage_write;  // mean loads; absent: no storage
};

struct LogEntry {  // a scenario event as it took effect
    SimTime at{};
    std::string kind;                // of change_kinds(), or "trip", "trip over"
    std::string what;                // "rack 17", "scheduling.policy = fcfs"
    std::string effect;              // "48 nodes down, 3 jobs requeued"
    std::vector<LinkState> links{};  // that are in another state by it
};

// One row of the limits table.
struct LimitRecord {
    std::string name;  // nodes, rack_power, it_power, power_cap, grid_contract, rack_water
    std::string unit;  // of the unit table; "nodes" for counts
    double limit = 0;  // in `unit`
    double p99 = 0;    // 99th percentile of what was used, over interval means
    double peak = 0;
    SimDuration at_limit{};  // time at the limit, inside the KPI window
    SimTime first_reached = sim_never;
    std::string where;  // the rack that came nearest; empty for the site
};

}  // namespace twin
