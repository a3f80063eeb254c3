// Every key of a scenario file: its place, its rule and what it means. The one description that
// the reader, the JSON Schema and `twin check --show` follow; adding a key is one line here.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/key_visitors.h"
#include "sim/scenario/scenario.h"

namespace twin {

// The words that a scenario may use where it chooses from a table of the program.
struct Vocabulary {
    std::vector<std::string> sites, racks, policies, placements;
    std::vector<std::string> kpis;  // of sim/results, which this folder does not know
};

template <class Visitor>
void describe(Visitor& v, TimeSection& s) {
    v.key("start", s.start, Rule::any(),
          "calendar instant at which the run starts; where absent: workload.trace.from, else the "
          "first submit of the trace");
    v.key("horizon", s.horizon, Rule::positive(),
          "length of the run, warm-up included; where absent it ends with the last job");
    v.key("warm_up", s.warm_up, Rule::not_negative(),
          "stretch at the start that is simulated, but outside the KPIs");
    v.key("interval", s.interval, Rule{.min = 1}, "series are means over intervals of this length");
}

template <class Visitor>
void describe(Visitor& v, AddedRacks& s, const Vocabulary& words) {
    v.key("add", s.add, Rule::positive().needed(), "number of full racks to add to the site");
    v.key("part", s.part, Rule::one_of(words.racks).needed(), "their part; see twin list parts");
}

template <class Visitor>
void describe(Visitor& v, SiteSection& s, const Vocabulary& words) {
    v.key("part", s.part, Rule::one_of(words.sites).needed(),
          "the machine, a part of the catalogue; see twin list sites");
    v.key("nodes", s.nodes, Rule::between(1, 10'000'000),
          "number of processors of the site flat-pool; of no other site");
    v.section("racks", s.racks, Rule::any(), "changes of the site's racks", words);
    v.key("it_power_limit", s.it_power_limit, Rule::between(1e3, 1e11),
          "what the site's IT may draw; replaces the figure of the part");
}

template <class Visitor>
void describe(Visitor& v, TraceSection& s) {
    v.key("file", s.file, Rule::any().needed(),
          "job log (.swf, .swf.gz) or job list (.csv, .csv.gz), named from this file's folder");
    v.key("from", s.from, Rule::any(),
          "instant of the log that becomes time.start; earlier jobs are left out; where absent: "
          "the first submit");
    v.key("scale_nodes", s.scale_nodes, Rule{.min = 0, .max = 1e6, .above_min = true},
          "factor on the jobs' numbers of nodes, rounded to whole nodes, at least 1");
}

template <class Visitor>
void describe(Visitor& v, SizeRange& s) {
    v.key("min", s.min, Rule::positive().needed(), "smallest number of nodes");
    v.key("max", s.max, Rule::positive().needed(), "largest; sizes are log-uniform between");
    v.key("weight", s.weight, Rule::not_negative().needed(),
          "share of the jobs, relative to the other ranges");
}

template <class Visitor>
void describe(Visitor& v, RunTimeSettings& s) {
    v.key("median", s.median, Rule::positive(),
          "of the log-normal distribution before its cut; derived where offered_load is given");
    v.key("sigma", s.sigma, Rule::between(0, 10), "standard deviation of the logarithm");
    v.key("min", s.min, Rule{.min = 1}, "shortest run time; the tails are cut off");
    v.key("max", s.max, Rule{.min = 1}, "longest run time");
}

template <class Visitor>
void describe(Visitor& v, LimitSettings& s) {
    Share exact{s.exact_share};
    v.key("exact_share", exact, Rule::between(0, 1), "share of the jobs that run to their limit");
    s.exact_share = exact.value;
    v.key("excess_median", s.excess_median, Rule::positive(),
          "median of limit / run time - 1 of the others (log-normal)");
    v.key("excess_sigma", s.excess_sigma, Rule::between(0, 10),
          "standard deviation of its logarithm");
    v.key("grain", s.grain, Rule::positive(), "limits are rounded up to multiples of this");
    v.key("max", s.max, Rule::positive(), "the longest limit");
}

template <class Visitor>
void describe(Visitor& v, GeneratorSection& s) {
    v.key("jobs", s.jobs, Rule::between(1, 1e9), "exactly so many jobs in the horizon");
    v.key("jobs_per_day", s.jobs_per_day, Rule{.min = 0, .max = 1e8, .above_min = true},
          "mean rate of a Poisson process; instead of jobs");
    std::optional<Share> load;
    if (s.settings.offered_load)
        load = Share{*s.settings.offered_load};
    v.key("offered_load", load, Rule{.min = 0, .max = 10, .above_min = true},
          "nodes times run time of all jobs over nodes times horizon of the site; scales the run "
          "times");
    if (load)
        s.settings.offered_load = load->value;
    v.key("hour_weights", s.settings.submits.hour_weights, Rule::not_negative(),
          "relative rate of submits by hour of the day, UTC");
    v.key("day_weights", s.settings.submits.day_weights, Rule::not_negative(),
          "relative rate of submits by day of the week, Monday first");
    v.list("sizes", s.settings.sizes, Rule::any(), "ranges of numbers of nodes");
    v.section("run_time", s.settings.run_time, Rule::any(), "distribution of the run times");
    v.section("limit", s.settings.limit, Rule::any(), "distribution of the requested wall times");
}

template <class Visitor>
void describe(Visitor& v, DistributionSection& s) {
    v.key("distribution", s.distribution, Rule::one_of({"fixed", "uniform", "beta"}).needed(),
          "fixed (mean), uniform (min, max) or beta (mean, concentration)");
    v.key("mean", s.mean, Rule::between(0, 1), "of fixed and beta");
    v.key("concentration", s.concentration, Rule::positive(),
          "alpha + beta of beta: the larger, the narrower");
    v.key("min", s.min, Rule::between(0, 1), "of uniform");
    v.key("max", s.max, Rule::between(0, 1), "of uniform");
}

template <class Visitor>
void describe(Visitor& v, UtilisationSection& s) {
    v.section("cpu", s.cpu, Rule::any(), "of all cores of a job's nodes; where absent 0 %");
    v.section("gpu", s.gpu, Rule::any(), "mean over the GPUs of a job's nodes; where absent 0 %");
}

template <class Visitor>
void describe(Visitor& v, WorkloadSection& s) {
    v.key("seed", s.seed, Rule::not_negative(), "of all random streams");
    v.section("trace", s.trace, Rule::any(), "jobs of a log");
    v.section("generator", s.generator, Rule::any(),
              "jobs drawn from distributions; the defaults are those of Argonne's Theta in 2022");
    v.section("utilisation", s.utilisation, Rule::any(),
              "how busy jobs of a log or the generator keep their nodes, where the log does not "
              "say: an assumption of the scenario");
}

template <class Visitor>
void describe(Visitor& v, JobSection& s) {
    v.key("name", s.name, Rule::any().needed(), "of the job");
    v.key("submit", s.submit, Rule::any().needed(), "when it is submitted");
    v.key("nodes", s.nodes, Rule::positive().needed(), "how many it asks for");
    v.key("run_time", s.run_time, Rule::positive().needed(), "how long it runs");
    v.key("limit", s.limit, Rule::positive(),
          "requested wall time, at which it is killed; where absent: its run time");
    v.key("cpu_utilisation", s.cpu_utilisation, Rule::between(0, 1), "of all cores of its nodes");
    v.key("gpu_utilisation", s.gpu_utilisation, Rule::between(0, 1), "mean over its nodes' GPUs");
}

template <class Visitor>
void describe(Visitor& v, SchedulingSection& s, const Vocabulary& words) {
    v.key("policy", s.policy, Rule::one_of(words.policies).needed(),
          "which waiting jobs start; see twin list schedulers");
    v.key("placement", s.placement, Rule::one_of(words.placements),
          "on which free nodes; see twin list placements");
    v.key("partition_nodes", s.partition_nodes, Rule::positive(),
          "jobs run on the first so many nodes only; where absent: on all");
    v.key("lost_jobs", s.lost_jobs, Rule::one_of({"requeue", "fail"}),
          "a job that loses a node goes to the end of the queue and starts anew, or has failed");
}

// What an event of kind `set` may change while the run goes on.
inline const std::vector<std::string> changeable_settings = {
    "scheduling.policy", "scheduling.placement", "scheduling.partition_nodes",
    "scheduling.lost_jobs"};

template <class Visitor>
void describe(Visitor& v, EventSection& s) {
    v.key("at", s.at, Rule::any().needed(), "when it happens");
    v.key("lose", s.lose, Rule::any(),
          "nodes that fail: \"rack 17\", \"racks 17-20\", \"group 3\", \"node jpbo-017-05\"");
    v.key("drain", s.drain, Rule::any(), "nodes that take no new job");
    v.key("restore", s.restore, Rule::any(), "nodes that come back");
    v.key("set", s.set, Rule::one_of(changeable_settings), "a setting that changes");
    v.key("to", s.to, Rule::any(), "its new value");
    v.key("for", s.lasts, Rule::positive(), "after which what it changed is as before");
}

template <class Visitor>
void describe(Visitor& v, Expectation& s) {
    v.key("value", s.value, Rule::any().needed(), "expected, in a unit of the KPI");
    v.key("within", s.within, Rule::not_negative().needed(),
          "largest difference, in a unit of the KPI or in % of the value");
    v.key("because", s.because, Rule::any().needed(), "where the value comes from");
}

template <class Visitor>
void describe(Visitor& v, Scenario& s, const Vocabulary& words) {
    v.key("title", s.title, Rule::any().needed(), "one line");
    v.key("description", s.description, Rule::any(), "what it asks, with which data");
    v.section("time", s.time, Rule::any(), "when");
    v.section("site", s.site, Rule::any().needed(), "what exists", words);
    v.section("workload", s.workload, Rule::any(), "what is asked of it");
    v.list("job", s.jobs, Rule::any(), "single jobs beside the trace and the generator");
    v.section("scheduling", s.scheduling, Rule::any().needed(), "who runs when and where", words);
    v.list("event", s.events, Rule::any(), "what happens on the way");
    v.table("expect", s.expect, words.kpis, "what its KPIs must be: makes the scenario a test");
}

}  // namespace twin
