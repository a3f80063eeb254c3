// Every key of a scenario file: its place, its rule and what it means. The one description that
// the reader, the JSON Schema and `twin check --show` follow; adding a key is one line here, or in
// job_keys.h (what a [[job]] is) or plant_keys.h (cooling and energy).
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/job_keys.h"
#include "sim/scenario/plant_keys.h"

namespace twin {

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
    v.key("part", s.part, part_of(words.racks, words).needed(), "their part; see twin list parts");
}

template <class Visitor>
void describe(Visitor& v, SiteSection& s, const Vocabulary& words) {
    v.key("part", s.part, part_of(words.sites, words).needed(),
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
    share_key(v, "exact_share", s.exact_share, Rule::between(0, 1),
              "share of the jobs that run to their limit");
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
    share_key(v, "offered_load", s.settings.offered_load,
              Rule{.min = 0, .max = 10, .above_min = true},
              "nodes times run time of all jobs over nodes times horizon of the site; scales the "
              "run times");
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
    share_key(v, "compute_bound", s.compute_bound, Rule::between(0, 1),
              "share of a job's time that stretches when its GPUs' clock falls, for jobs that do "
              "not say; the default is an assumption: half");
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

inline const std::vector<std::string> lost_jobs_words = {"requeue", "requeue_first", "fail"};

template <class Visitor>
void describe(Visitor& v, SchedulingSection& s, const Vocabulary& words) {
    v.key("policy", s.policy, Rule::one_of(words.policies).needed(),
          "which waiting jobs start; see twin list schedulers");
    v.key("placement", s.placement, Rule::one_of(words.placements),
          "on which free nodes; see twin list placements");
    v.key("partition_nodes", s.partition_nodes, Rule::positive(),
          "jobs run on the first so many nodes only; where absent: on all");
    v.key("lost_jobs", s.lost_jobs, Rule::one_of(lost_jobs_words),
          "a job that is interrupted goes to the end of the queue, or to its head, and starts anew "
          "or from its checkpoint, or has failed");
}

inline const std::vector<std::string> cap_policies = {"delay_starts", "lower_gpu_cap"};

template <class Visitor>
void describe(Visitor& v, JobTraffic& s) {
    v.key("network", s.network, Rule::not_negative(),
          "what each node sends to the others of its job, mean over its time");
    share_key(v, "network_bound", s.network_bound, Rule::between(0, 1),
              "share of a job's time that stretches when it gets less");
}

template <class Visitor>
void describe(Visitor& v, NetworkSection& s, const Vocabulary& words) {
    v.key("sharing", s.sharing, Rule::any(),
          "jobs slow each other where they use the same links or the storage; false: nothing that "
          "jobs ask of these has an effect");
    v.key(
        "routing", s.routing, Rule::one_of({"minimal", "adaptive"}),
        "minimal: traffic between two groups has their own links; adaptive: it goes through third "
        "groups where these are full, which takes twice the room. The default is the cautious "
        "assumption");
    v.key("storage", s.storage, part_of(words.storages, words),
          "the file system of the site that jobs use; where absent: its first");
    v.section("job_traffic", s.job_traffic, Rule::any(),
              "of jobs that say nothing of their communication, as those of logs and the "
              "generator; the default is an assumption: none");
}

template <class Visitor>
void describe(Visitor& v, PowerSection& s, const Vocabulary& words) {
    v.key("cap", s.cap, Rule::positive(), "the most that the site's IT may draw at its racks");
    v.key("cap_policy", s.cap_policy, Rule::one_of(cap_policies),
          "how the cap is kept: no job starts that could lift the site above it, or first the cap "
          "on all GPUs falls");
    v.key("gpu_cap", s.gpu_cap, Rule::positive(),
          "on each GPU, or on each module that a GPU shares with its CPU; where absent: that of "
          "the part");
    v.key("gpu_cap_floor", s.gpu_cap_floor, Rule::positive(),
          "how far lower_gpu_cap may go; where absent: what a busy GPU draws at its lowest clock");
    v.key("rectifiers", s.rectifiers, Rule::one_of({"equal", "staged"}),
          "all rectifiers of a rack share its load, or only as many work as are best");
    v.key("distribution", s.distribution, Rule::one_of({"alternating", "direct_current"}),
          "what feeds the racks; with direct current the rectifiers are central");
    v.key(
        "supply", s.supply, part_of(or_none(words.supplies), words),
        "transformers and UPS, a part; where absent: the site's, in a run with cooling or energy");
}

template <class Visitor>
void describe(Visitor& v, FailureCauseSection& s) {
    v.key("name", s.name, Rule::any().needed(), "of the cause");
    v.key("takes", s.takes, Rule::one_of(failing_words).needed(),
          "a GPU, a node or its link take the node out of service, a leaf switch all behind it; a "
          "program is interrupted and takes no node");
    v.key("share", s.share, Rule::between(0, 1).needed(),
          "of all failures; those of all causes are 100 %");
    v.key("repair_median", s.repair_median, Rule::positive(),
          "of the time out of service, which is log-normal; of a program none");
    v.key("repair_mean", s.repair_mean, Rule::positive(), "of the same; at least the median");
}

template <class Visitor>
void describe(Visitor& v, LinkFailureSection& s) {
    v.key("name", s.name, Rule::any().needed(), "of the cause");
    v.key("takes", s.takes, Rule::one_of(failing_link_words).needed(),
          "a cable between two groups, or a spine switch of a group with all its cables to others: "
          "their jobs go slower until it is repaired");
    v.key("mtbf", s.mtbf, Rule::positive().needed(),
          "mean time between failures of one cable, or of one switch");
    v.key("repair_median", s.repair_median, Rule::positive().needed(),
          "of the time out of service, which is log-normal");
    v.key("repair_mean", s.repair_mean, Rule::positive().needed(),
          "of the same; at least the median");
}

template <class Visitor>
void describe(Visitor& v, FailuresSection& s, const Vocabulary& words) {
    v.key("set", s.set, part_of(words.failures, words),
          "rate, causes and repair times, a part; see twin list parts");
    v.key("gpu_mtbf", s.gpu_mtbf, Rule::positive(),
          "mean time between failures of one GPU, all causes; replaces the set's rate");
    v.key("node_mtbf", s.node_mtbf, Rule::positive(),
          "mean time between failures of one node, all causes; replaces the set's rate");
    v.list("causes", s.causes, Rule::any(), "instead of the set's");
    v.list("links", s.links, Rule::any(),
           "of links between groups, instead of the set's; none where sharing is false");
}

// What an event of kind `set` may change while the run goes on.
inline const std::vector<std::string> changeable_settings = {"scheduling.policy",
                                                             "scheduling.placement",
                                                             "scheduling.partition_nodes",
                                                             "scheduling.lost_jobs",
                                                             "power.cap",
                                                             "power.cap_policy",
                                                             "power.gpu_cap",
                                                             "power.gpu_cap_floor"};

template <class Visitor>
void describe(Visitor& v, EventSection& s) {
    v.key("at", s.at, Rule::any().needed(), "when it happens");
    v.key("lose", s.lose, Rule::any(),
          "nodes that fail: \"rack 17\", \"racks 17-20\", \"group 3\", \"node jpbo-017-05\"");
    v.key("drain", s.drain, Rule::any(), "nodes that take no new job");
    v.key("restore", s.restore, Rule::any(), "nodes that come back");
    v.key("set", s.set, Rule::one_of(changeable_settings), "a setting that changes");
    v.key("shed", s.shed, Rule{.min = 0, .max = 1, .above_min = true},
          "the site's IT power must fall by this share of what it is at that moment");
    v.key("lose_cooling", s.lose_cooling, Rule::any(),
          "\"cdu 3\", \"cdus 3-5\" (of these rack groups) or \"dry_coolers 4\" (how many) fail");
    v.key("lose_links", s.lose_links, Rule::any(),
          "links between groups of the network fail: \"cable 3-7\", \"cables 3-7 4\" (four of "
          "them), \"tray 3-7\" (all), \"spine 2 of group 3\" (a spine switch), \"spines 1-4 of "
          "group 3\"");
    v.key("heat_wave", s.heat_wave, Rule::positive(), "it is so much warmer outdoors");
    v.key("price_spike", s.price_spike, Rule::positive(),
          "the market's price is so much higher; not under a fixed_price");
    v.key("to", s.to, Rule::any(), "the new value of what is set; none lifts a cap");
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
    v.key(
        "parts", s.parts, Rule::any(),
        "file of parts (tables [KIND.ID]) beside the shipped ones, named from this file's folder, "
        "or a list of them; twin-calibrate writes one");
    v.section("time", s.time, Rule::any(), "when");
    v.section("site", s.site, Rule::any().needed(), "what exists", words);
    v.section("workload", s.workload, Rule::any(), "what is asked of it");
    v.list("job", s.jobs, Rule::any(), "single jobs beside the trace and the generator", words);
    v.section("scheduling", s.scheduling, Rule::any().needed(), "who runs when and where", words);
    v.section("network", s.network, Rule::any(), "what jobs share on their way", words);
    v.section("power", s.power, Rule::any(), "caps, and how power reaches the nodes", words);
    v.section("cooling", s.cooling, Rule::any(),
              "the plant that cools; where absent: nothing beyond the racks is simulated", words);
    v.section("energy", s.energy, Rule::any(), "what the electricity costs and emits");
    v.section("failures", s.failures, Rule::any(),
              "nodes, links and programs that fail at random; where absent nothing does", words);
    v.list("event", s.events, Rule::any(), "what happens on the way");
    v.table("expect", s.expect, words.kpis, "what its KPIs must be: makes the scenario a test");
}

}  // namespace twin
