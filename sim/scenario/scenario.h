// What a scenario file says: one struct per section, one member per key. The keys, their rules and
// documentation stand together in keys.h. Const once it is checked.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "models/energy/battery.h"
#include "models/energy/embodied.h"
#include "models/energy/photovoltaics.h"
#include "models/energy/tariff.h"
#include "models/workload/training.h"
#include "sim/arrivals/generator.h"
#include "sim/arrivals/theta_statistics.h"
#include "sim/scenario/value_forms.h"

namespace twin {

struct TimeSection {
    std::optional<CalendarTime> start;
    std::optional<SimDuration> horizon;
    SimDuration warm_up{};
    SimDuration interval = std::chrono::minutes(5);
};

struct AddedRacks {
    int add = 0;
    std::string part;
};

struct SiteSection {
    std::string part;
    std::optional<NodeCount> nodes;
    std::optional<AddedRacks> racks;
    std::optional<Power> it_power_limit;
};

struct TraceSection {
    std::string file;
    std::optional<CalendarTime> from;
    double scale_nodes = 1;
};

// The horizon, the start and the number of nodes of `settings` belong to other sections.
struct GeneratorSection {
    std::optional<std::int64_t> jobs;
    std::optional<double> jobs_per_day;
    GeneratorSettings settings = theta_2022_settings();
};

struct DistributionSection {
    std::string distribution;
    std::optional<Share> mean, min, max;
    std::optional<double> concentration;
};

struct UtilisationSection {
    std::optional<DistributionSection> cpu, gpu;
    // Assumption: half of a job's time waits for memory, links or the CPU, which no cap slows.
    double compute_bound = 0.5;
};

struct WorkloadSection {
    std::uint64_t seed = 1;
    std::optional<TraceSection> trace;
    std::optional<GeneratorSection> generator;
    UtilisationSection utilisation;
};

// What the nodes of a job do: an activity of the catalogue, or utilisations.
struct LoadSettings {
    std::optional<std::string> activity;
    std::optional<Share> cpu_utilisation, gpu_utilisation, compute_bound;
    std::optional<Bandwidth> network;  // of each node
    std::optional<Share> network_bound;
    std::optional<Bandwidth> storage_read, storage_write;  // of all nodes
};

struct JobPhase {
    SimDuration lasts{};  // key `for`
    LoadSettings load;
};

// What each device of a job's nodes computes.
struct JobKernel {
    Kernel run;
    std::int64_t times = 1;
};

// A code of the catalogue that solves one of its problems, again and again.
struct CodeSettings {
    std::string name, size;
    std::int64_t times = 1;
};

// How the work of a training job is divided. Words are those of the enumerations of training.h.
struct PlanSettings {
    ParallelPlan plan;
    std::optional<int> data;  // absent: what the others leave of the job's GPUs
    std::string sharding{to_text(ParallelPlan().sharding)};
    std::string recompute{to_text(ParallelPlan().recompute)};
    std::string overlap_tensor{to_text(ParallelPlan().overlap_tensor)};
};

struct LoraSettings {
    int rank = 0;
};

struct TrainingSettings {
    std::string model;                 // an id, or the name of a file
    std::optional<TokenCount> tokens;  // exactly one of the two
    std::optional<std::int64_t> steps;
    std::optional<int> sequence, global_batch;  // absent: as the model was trained
    std::string precision = "bf16";
    std::variant<PlanText, PlanSettings> plan;  // in words, or as a table
    std::optional<LoraSettings> lora;
    // Assumption: tokens are held as whole numbers of 32 bits, as vocabularies above 65,536 need.
    DataSize token_size = DataSize::from_si(4);
    // Assumption: processes start, read weights and connect; its order is that of the minutes in
    // which MLPerf's runs begin.
    SimDuration start_up = std::chrono::minutes(2);
};

struct CheckpointsSection {
    std::optional<DataSize> size;    // absent: of the states that a training changes
    std::optional<Bandwidth> write;  // absent: as fast as the file system, and links to it
    CheckpointInterval interval;
    bool blocking = true;
    SimDuration restart{};
};

struct JobSection {
    std::string name;
    When submit{};
    NodeCount nodes = 0;
    std::optional<SimDuration> run_time;  // absent: it follows from one of the last three
    std::optional<SimDuration> limit;
    LoadSettings load;
    std::vector<JobPhase> phases;      // instead of `load`; repeated until the run time is over
    std::vector<JobKernel> kernels;    // instead of run time and load; one after the other
    std::optional<CodeSettings> code;  // so, too
    std::optional<TrainingSettings> training;  // and this
    std::optional<CheckpointsSection> checkpoints;
};

struct SchedulingSection {
    std::string policy;
    std::string placement = "lowest_first";
    std::optional<NodeCount> partition_nodes;
    std::string lost_jobs = "requeue";
};

// Of jobs that say nothing of their communication.
struct JobTraffic {
    Bandwidth network{};
    double network_bound = 0;
};

struct NetworkSection {
    bool sharing = true;
    // Assumption: no measurement says how well a machine's adaptive routing spreads the traffic of
    // a pair of groups; shortest paths are the cautious answer.
    std::string routing = "minimal";
    std::optional<std::string> storage;
    JobTraffic job_traffic;  // assumption: none, as logs say nothing of it
};

struct FailureCauseSection {
    std::string name, takes;
    Share share;
    std::optional<Duration> repair_median, repair_mean;
};

// Of links between groups, which have a rate of their own.
struct LinkFailureSection {
    std::string name, takes;
    Duration mtbf{}, repair_median{}, repair_mean{};
};

struct FailuresSection {
    std::optional<std::string> set;
    std::optional<Duration> gpu_mtbf, node_mtbf;  // instead of the set's
    std::vector<FailureCauseSection> causes;      // instead of the set's
    std::vector<LinkFailureSection> links;        // instead of the set's
};

struct PowerSection {
    std::optional<Power> cap;
    std::string cap_policy = "delay_starts";
    std::optional<Power> gpu_cap, gpu_cap_floor;
    std::string rectifiers = "equal";
    std::string distribution = "alternating";
    std::optional<std::string> supply;  // "none": losses of the supply are left out
};

struct HeatReuseSection {
    HeatDemand demand;
    Temperature supply{};
    bool heat_pump = false;
    std::optional<Share> carnot_share;
};

struct CoolingSection {
    std::optional<std::string> plant;  // "none": the section has no effect
    std::optional<Temperature> supply;
    std::optional<bool> adiabatic;
    std::optional<int> dry_coolers;
    // Of the XH3000 racks, about 97 %: userdocs.hpc.sav.sk/perun/cooling (the same platform).
    double liquid_share = 0.97;
    std::optional<HeatReuseSection> heat_reuse;
};

// A series in a file. Where only the file is named, the text stands for the table.
struct SeriesSection {
    std::string file;
    std::optional<std::string> zone;
    bool repair = false;
};

struct EnergySection {
    std::optional<SeriesSection> price, carbon, weather;
    std::optional<Tariff> tariff;
    std::optional<BatteryPart> battery;
    std::optional<PhotovoltaicsPart> photovoltaics;
    std::optional<Share> renewable_share;
    std::optional<CarbonIntensity> market_carbon;
    std::optional<EmbodiedPart> embodied;
    std::optional<std::string> requirements;
    std::optional<Date> operation_begun;
};

// Exactly one of lose, drain, restore, set, shed, lose_cooling, lose_links, heat_wave and
// price_spike.
struct EventSection {
    When at{};
    std::optional<std::string> lose, drain, restore, set, lose_cooling, lose_links;
    std::optional<Share> shed;
    std::optional<TemperatureDifference> heat_wave;
    std::optional<EnergyPrice> price_spike;
    std::optional<TextOrInteger> to;
    std::optional<SimDuration> lasts;  // key `for`
};

// What the scenario's author expects of a KPI: |KPI - value| <= within.
struct Expectation {
    NumberWithUnit value;
    NumberWithUnit within;
    std::string because;
};

struct Scenario {
    std::string title;
    std::string description;
    std::optional<FileNames> parts;
    TimeSection time;
    SiteSection site;
    WorkloadSection workload;
    std::vector<JobSection> jobs;
    SchedulingSection scheduling;
    NetworkSection network;
    PowerSection power;
    std::optional<CoolingSection> cooling;
    std::optional<EnergySection> energy;
    std::optional<FailuresSection> failures;
    std::vector<EventSection> events;
    std::map<std::string, Expectation> expect;  // by the KPI's name
};

}  // namespace twin
