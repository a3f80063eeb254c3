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
    std::vector<std::string> sites, racks, supplies, plants, storages, activities, codes, models,
        policies, placements;
    std::vector<std::string> failures;  // sets of them
    std::vector<std::string> kpis;      // of sim/results, which this folder does not know
    bool own_parts = false;             // of a schema: files may bring parts beside these
};

inline Rule part_of(std::vector<std::string> ids, const Vocabulary& words) {
    Rule rule = Rule::one_of(std::move(ids));
    rule.open = words.own_parts;
    return rule;
}

// As share_key of key_visitors.h, for what may be absent.
template <class Visitor>
void share_key(Visitor& v, std::string_view name, std::optional<double>& value, const Rule& rule,
               std::string_view documentation) {
    std::optional<Share> share;
    if (value)
        share = Share{*value};
    v.key(name, share, rule, documentation);
    if (share)
        value = share->value;
}

// Part ids and the word for no part at all.
inline std::vector<std::string> or_none(std::vector<std::string> ids) {
    ids.emplace_back("none");
    return ids;
}

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

template <class Visitor>
void describe(Visitor& v, LoadSettings& s, const Vocabulary& words) {
    v.key("activity", s.activity, part_of(words.activities, words),
          "what its GPUs do, a part for the site's generation of GPUs; instead of "
          "gpu_utilisation");
    v.key("cpu_utilisation", s.cpu_utilisation, Rule::between(0, 1),
          "of all cores of its nodes; where absent: that of the activity, else 0 %");
    v.key("gpu_utilisation", s.gpu_utilisation, Rule::between(0, 1),
          "mean over its nodes' GPUs; where absent: 0 %");
    v.key("compute_bound", s.compute_bound, Rule::between(0, 1),
          "share of its time that stretches when its GPUs' clock falls; where absent: that of the "
          "activity, else workload.utilisation.compute_bound");
    v.key("network", s.network, Rule::not_negative(),
          "what each of its nodes sends to its others, mean over its time; where absent: "
          "network.job_traffic");
    v.key("network_bound", s.network_bound, Rule::between(0, 1),
          "share of its time that stretches when it gets less of the network; where absent: 0 %");
    v.key("storage_read", s.storage_read, Rule::not_negative(),
          "what all of its nodes read from the storage, mean over its time; where absent: nothing");
    v.key("storage_write", s.storage_write, Rule::not_negative(), "what they write");
}

template <class Visitor>
void describe(Visitor& v, JobPhase& s, const Vocabulary& words) {
    v.key("for", s.lasts, Rule::positive().needed(), "how long it lasts under the default cap");
    describe(v, s.load, words);
}

template <class Visitor>
void describe(Visitor& v, JobKernel& s) {
    v.key("run", s.run, Rule::any().needed(),
          "kernel, type and shape: \"gemm bf16 8192x8192x8192\", \"copy fp32 1 GB\"");
    v.key("times", s.times, Rule::positive(), "how often");
}

template <class Visitor>
void describe(Visitor& v, CodeSettings& s, const Vocabulary& words) {
    v.key("name", s.name, part_of(words.codes, words).needed(), "a part; see twin list codes");
    v.key("size", s.size, Rule::any().needed(), "of its problem; see twin list codes");
    v.key("times", s.times, Rule::positive(), "how often it is solved, after one start");
}

// The words of an enumeration of training.h.
template <class Enum>
Rule words_of(std::initializer_list<Enum> values) {
    std::vector<std::string> texts;
    for (const Enum value : values)
        texts.emplace_back(to_text(value));
    return Rule::one_of(std::move(texts));
}

inline Rule precision_words() {
    std::vector<std::string> names;
    for (const PrecisionRow& row : precisions())
        names.emplace_back(row.name);
    return Rule::one_of(std::move(names));
}

template <class Visitor>
void describe(Visitor& v, PlanSettings& s) {
    v.key("tensor", s.plan.tensor, Rule::positive(), "GPUs that divide each layer's products");
    v.key("context", s.plan.context, Rule::positive(), "GPUs that divide a sequence");
    v.key("pipeline", s.plan.pipeline, Rule::positive(), "stages that divide the layers");
    v.key("data", s.data, Rule::positive(),
          "copies of the model; where absent: what the others leave of the job's GPUs");
    v.key("expert", s.plan.expert, Rule::positive(), "GPUs that divide the experts of a layer");
    v.key("chunks", s.plan.chunks, Rule::positive(),
          "of layers on each stage, interleaved; 1: one forward, one backward");
    v.key("micro_batch", s.plan.micro_batch, Rule::positive(), "sequences at once");
    v.key("sequence_parallel", s.plan.sequence_parallel, Rule::any(),
          "what tensor parallelism leaves whole is divided, too");
    v.key("fused_attention", s.plan.fused_attention, Rule::any(),
          "its scores never go through memory");
    v.key("fused_elements", s.plan.fused_elements, Rule::any(),
          "loss, positions and sums take few passes over memory");
    v.key("tokens_once_a_node", s.plan.tokens_once_a_node, Rule::any(),
          "tokens go once to each node of their experts, which hands them on; else to each expert");
    v.key("sharding", s.sharding,
          words_of({Sharding::none, Sharding::optimiser, Sharding::gradients, Sharding::weights}),
          "what the copies divide among each other (ZeRO 0 to 3)");
    v.key("recompute", s.recompute,
          words_of({Recompute::none, Recompute::selective, Recompute::full}),
          "what of the forward pass is computed again instead of kept");
    v.key("overlap_data", s.plan.overlap_data, Rule::any(),
          "gradients and weights travel while layers compute");
    v.key("overlap_tensor", s.overlap_tensor,
          words_of({TensorOverlap::none, TensorOverlap::backward, TensorOverlap::all}),
          "which collectives of tensor parallelism hide behind products");
    v.key("overlap_pipeline", s.plan.overlap_pipeline, Rule::any(),
          "stages send while they compute; only with several chunks");
    v.key("wide_gradients", s.plan.wide_gradients, Rule::any(), "summed in 32 bits, else in 16");
}

template <class Visitor>
void describe(Visitor& v, LoraSettings& s) {
    v.key("rank", s.rank, Rule::positive().needed(), "of the factors beside the frozen weights");
}

template <class Visitor>
void describe(Visitor& v, TrainingSettings& s, const Vocabulary& words) {
    v.key("model", s.model, part_of(words.models, words).needed(),
          "language model, a part; see twin list models");
    v.key("tokens", s.tokens, Rule::positive().needed_without({"steps"}),
          "that it sees; rounded up to whole steps");
    v.key("steps", s.steps, Rule::positive(), "of the optimiser; instead of tokens");
    v.key("sequence", s.sequence, Rule::positive(),
          "tokens of one; where absent: as the model was trained");
    v.key("global_batch", s.global_batch, Rule::positive(),
          "sequences of a step; where absent: as the model was trained");
    v.key("precision", s.precision, precision_words(), "of the layers' products");
    v.section_or("plan", "auto", s.plan,
                 "how the work is divided over the job's GPUs; auto: the fastest that is found");
    v.section("lora", s.lora, Rule::any(),
              "low-rank factors are trained beside frozen weights; where absent: all weights");
    v.key("token_size", s.token_size, Rule::not_negative(), "read from storage for each token");
    v.key("start_up", s.start_up, Rule::not_negative(),
          "before the first step: processes start, read weights and connect");
}

template <class Visitor>
void describe(Visitor& v, CheckpointsSection& s) {
    v.key("size", s.size, Rule::positive(),
          "of one, all its nodes together; where absent: what a training changes");
    v.key("write", s.write, Rule::positive(),
          "how fast all its nodes together write one, and read it again; where absent: as fast as "
          "the file system that jobs use");
    v.key(
        "interval", s.interval, Rule::positive(),
        "work from one to the next: a duration, or daly or young, from what it takes to write one "
        "and the mean time between failures on so many nodes");
    v.key("blocking", s.blocking, Rule::any(),
          "work stands still while one is written; else it goes on, and the next one waits until "
          "this one is whole");
    v.key("restart", s.restart, Rule::not_negative(),
          "before its work goes on after it was interrupted: to find the fault and start the "
          "program; reading the checkpoint comes to it");
}

template <class Visitor>
void describe(Visitor& v, JobSection& s, const Vocabulary& words) {
    v.key("name", s.name, Rule::any().needed(), "of the job");
    v.key("submit", s.submit, Rule::any().needed(), "when it is submitted");
    v.key("nodes", s.nodes, Rule::positive().needed(), "how many it asks for");
    v.key("run_time", s.run_time, Rule::positive().needed_without({"kernels", "code", "training"}),
          "how long it runs");
    v.key("limit", s.limit, Rule::positive(),
          "requested wall time, at which it is killed; where absent: its run time (with a restart, "
          "if it has checkpoints), twice that of jobs that network or storage may slow");
    describe(v, s.load, words);
    v.list("phases", s.phases, Rule::any(),
           "what it does in turn (a training step: compute, then communication), over and over "
           "until its run time is over; instead of one load",
           words);
    v.list("kernels", s.kernels, Rule::any(),
           "what each GPU of its nodes computes (each CPU where they have no GPUs), one after the "
           "other; instead of run time and load, which follow from the device's calibration");
    v.section("code", s.code, Rule::any(),
              "a code of the catalogue with a problem of its own; instead of run time and load, "
              "which follow from its fitted scaling",
              words);
    v.section("training", s.training, Rule::any(),
              "a language model that its nodes train; instead of run time and load, which follow "
              "from model, plan, devices and network",
              words);
    v.section("checkpoints", s.checkpoints, Rule::any(),
              "from which it goes on when it is interrupted; where absent it starts anew");
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
void describe(Visitor& v, HeatReuseSection& s) {
    v.key("demand", s.demand, Rule::not_negative().needed(),
          "heat that the consumer takes at most: a constant power, or the energy of each month, "
          "January first");
    v.key("supply", s.supply, Rule{.min = 273.15, .max = 473.15}.needed(),
          "temperature that the consumer asks for");
    v.key("heat_pump", s.heat_pump, Rule::any(), "lifts the heat to that temperature");
    v.key("carnot_share", s.carnot_share, Rule{.min = 0, .max = 1, .above_min = true},
          "coefficient of performance of the heat pump over that of Carnot's; where absent: 50 %");
}

template <class Visitor>
void describe(Visitor& v, CoolingSection& s, const Vocabulary& words) {
    v.key("plant", s.plant, part_of(or_none(words.plants), words),
          "a part; where absent: the site's; none: no plant is simulated");
    v.key("supply", s.supply, Rule{.min = 273.15, .max = 373.15},
          "set point of the water to the racks; where absent: that of the plant");
    v.key("adiabatic", s.adiabatic, Rule::any(),
          "water is sprayed before the dry coolers when it is warm; where absent: as the plant's "
          "part says");
    v.key("dry_coolers", s.dry_coolers, Rule::between(1, 10'000),
          "how many; where absent: as the plant's part says");
    share_key(v, "liquid_share", s.liquid_share, Rule::between(0, 1),
              "of the racks' heat that goes into their water, the rest into the rooms' air; the "
              "default is that of XH3000 racks");
    v.section("heat_reuse", s.heat_reuse, Rule::any(), "a consumer of the waste heat");
}

template <class Visitor>
void describe(Visitor& v, SeriesSection& s) {
    v.key("file", s.file, Rule::any().needed(),
          "CSV (.csv, .csv.gz), named from this file's folder");
    v.key("zone", s.zone, Rule::any(),
          "of times without one: \"UTC\", \"Europe/Berlin\", \"+01:00\"; where absent: UTC if the "
          "column's name says so, else each time must name its own");
    v.key(
        "repair", s.repair, Rule::any(),
        "missing values are filled, those of the hour that clocks skip dropped, and both counted; "
        "else they are problems, as doubled values always are");
}

template <class Visitor>
void describe(Visitor& v, Tariff& s) {
    v.key("fixed_price", s.fixed_price, Rule::any(), "of energy, instead of the market's");
    v.key("markup", s.markup, Rule::any(), "of the supplier, on the market's price");
    v.key("grid_fee", s.grid_fee, Rule::not_negative(), "by the kWh");
    v.key("levies", s.levies, Rule::not_negative(), "by the kWh");
    v.key("tax", s.tax, Rule::not_negative(), "by the kWh");
    v.key("feed_in", s.feed_in, Rule::not_negative(), "paid for what is given to the grid");
    v.key("demand_charge", s.demand_charge, Rule::not_negative(),
          "on the highest quarter-hour of the year");
    v.key("contract", s.contract, Rule::positive(), "the most that the site may draw");
}

template <class Visitor>
void describe(Visitor& v, BatteryPart& s) {
    v.key("capacity", s.capacity, Rule::positive().needed(), "usable");
    v.key("c_rate", s.c_rate, Rule{.min = 0, .max = 100, .above_min = true},
          "largest power over capacity, in 1/h; the same both ways");
    share_key(v, "round_trip", s.round_trip, Rule{.min = 0, .max = 1, .above_min = true},
              "energy out over energy in, both at the meter");
    share_key(v, "start_charge", s.start_charge, Rule::between(0, 1), "of the capacity");
    v.key("charge_below", s.charge_below, Rule::any(),
          "price under which it charges, compared with the market's alone (without markup, fees, "
          "tax); under a fixed_price only beside peak_limit and above that price");
    v.key("discharge_above", s.discharge_above, Rule::any(),
          "price over which it discharges, compared with the market's alone; none under a "
          "fixed_price");
    v.key("peak_limit", s.peak_limit, Rule::positive(),
          "it keeps the site's draw from the grid below");
}

template <class Visitor>
void describe(Visitor& v, PhotovoltaicsPart& s) {
    v.key("peak", s.peak, Rule::positive().needed(), "nominal power of all modules");
    v.key("latitude", s.latitude, Rule::between(-66, 66).needed(), "degrees, north is positive");
    v.key("longitude", s.longitude, Rule::between(-180, 180).needed(), "degrees, east is positive");
    v.key("yearly_hours", s.yearly_hours,
          Rule{.min = 0, .max = 4380 * 3600.0, .above_min = true}.needed(),
          "energy of a year over the peak");
}

template <class Visitor>
void describe(Visitor& v, EmbodiedPart& s) {
    const Rule years{.min = 0, .max = 100, .above_min = true};
    v.key("gpu", s.gpu, Rule::not_negative().needed(), "each, with its share of the board");
    v.key("node", s.node, Rule::not_negative().needed(), "each, without its GPUs");
    v.key("rack", s.rack, Rule::not_negative().needed(), "each, without its nodes");
    v.key("building_per_kw", s.building_per_kw, Rule::not_negative().needed(),
          "building, plant and supply, for each kW of IT");
    v.key("it_years", s.it_years, Rule(years).needed(), "life of GPUs, nodes and racks");
    v.key("building_years", s.building_years, Rule(years).needed(), "life of the building");
}

template <class Visitor>
void describe(Visitor& v, EnergySection& s) {
    v.file_section("price", s.price, "of the market, CSV; negative ones are legal");
    v.file_section("carbon", s.carbon, "intensity of the grid, direct and life-cycle, CSV");
    v.file_section("weather", s.weather, "dry and wet bulb outdoors, for the cooling, CSV");
    v.section("tariff", s.tariff, Rule::any(), "what is paid beside the market's price");
    v.section("battery", s.battery, Rule::any(), "on the site, behind the meter");
    v.section("photovoltaics", s.photovoltaics, Rule::any(), "on the site, behind the meter");
    v.key("renewable_share", s.renewable_share, Rule::between(0, 1),
          "of the purchased electricity, by contract");
    v.key("market_carbon", s.market_carbon, Rule::not_negative(),
          "intensity that the contract states, for market-based accounting");
    v.section("embodied", s.embodied, Rule::any(), "carbon of making what the site is");
    v.key("requirements", s.requirements, Rule::any(),
          "what a law asks, and from when: CSV, named from this file's folder");
    v.key("operation_begun", s.operation_begun, Rule::any(),
          "when the site began to operate: decides which requirements bind it");
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
          "them), \"tray 3-7\" (all), \"spine 3\" (a spine switch of group 3), \"spines 3 2\"");
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
