// What a scenario file says: one struct per section, one member per key. The keys, their rules and
// documentation stand together in keys.h. Const once it is checked.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/arrivals/generator.h"
#include "sim/arrivals/theta_statistics.h"
#include "sim/scenario/text_form.h"

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
};

struct WorkloadSection {
    std::uint64_t seed = 1;
    std::optional<TraceSection> trace;
    std::optional<GeneratorSection> generator;
    UtilisationSection utilisation;
};

struct JobSection {
    std::string name;
    When submit{};
    NodeCount nodes = 0;
    SimDuration run_time{};
    std::optional<SimDuration> limit;
    Share cpu_utilisation{}, gpu_utilisation{};
};

struct SchedulingSection {
    std::string policy;
    std::string placement = "lowest_first";
    std::optional<NodeCount> partition_nodes;
    std::string lost_jobs = "requeue";
};

// Exactly one of lose, drain, restore and set.
struct EventSection {
    When at{};
    std::optional<std::string> lose, drain, restore, set;
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
    TimeSection time;
    SiteSection site;
    WorkloadSection workload;
    std::vector<JobSection> jobs;
    SchedulingSection scheduling;
    std::vector<EventSection> events;
    std::map<std::string, Expectation> expect;  // by the KPI's name
};

}  // namespace twin
