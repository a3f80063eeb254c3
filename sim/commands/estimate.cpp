#include <fmt/format.h>
#include <optional>

#include "models/power/node_power.h"
#include "sim/commands/commands.h"
#include "sim/commands/estimate_report.h"
#include "sim/commands/input_error.h"
#include "sim/commands/run_scenario.h"
#include "sim/scenario/cooling_plan.h"
#include "sim/scenario/job_phases.h"
#include "sim/scenario/parts_catalog.h"

namespace twin {
namespace {

// What an estimate takes where nobody says otherwise: means of the series in scenarios/data as they
// are shipped, each with its source in scenarios/data/SOURCES.md.
constexpr auto mean_price = 78.39 * (euro / megawatt_hour);       // ENTSO-E, DE-LU day-ahead, 2024
constexpr auto mean_direct = 273.9 * (gram_co2 / kilowatt_hour);  // Electricity Maps, DE, 2024
constexpr auto mean_life_cycle = 332.1 * (gram_co2 / kilowatt_hour);  // the same
constexpr auto mean_dry_bulb = Temperature::celsius(11.48);  // DWD test reference year, Aachen
constexpr auto mean_wet_bulb = Temperature::celsius(8.80);   // the same, by psychrometry

struct EstimateOptions {
    std::string scenario;
    std::vector<std::string> settings;
    std::optional<std::string> job;
    std::optional<std::string> site, nodes, time, activity, cpu, gpu, compute_bound;
    std::optional<std::string> gpu_cap, outdoor, wet_bulb, price, direct, life_cycle;
    bool json = false;
};

// An option that stands for a key of a scenario.
struct KeyOption {
    const char* option;
    const char* key;
    std::optional<std::string> EstimateOptions::*value;
    const char* help;
};

constexpr KeyOption job_options[] = {
    {"--site", "site.part", &EstimateOptions::site, "the machine; see twin list sites"},
    {"--nodes", "job.0.nodes", &EstimateOptions::nodes, "how many it asks for"},
    {"--time", "job.0.run_time", &EstimateOptions::time,
     "how long it runs under the parts' own caps"},
    {"--activity", "job.0.activity", &EstimateOptions::activity,
     "what its GPUs do; see twin list parts"},
    {"--cpu-utilisation", "job.0.cpu_utilisation", &EstimateOptions::cpu, "of all cores"},
    {"--gpu-utilisation", "job.0.gpu_utilisation", &EstimateOptions::gpu,
     "mean over the GPUs, instead of an activity"},
    {"--compute-bound", "job.0.compute_bound", &EstimateOptions::compute_bound,
     "share of its time that stretches when the GPUs' clock falls"},
};
constexpr KeyOption gpu_cap_option = {"--gpu-cap", "power.gpu_cap", &EstimateOptions::gpu_cap,
                                      "on each GPU or module"};

[[noreturn]] void refuse(const std::string& option, const std::string& expected,
                         const std::string& got, const std::string& hint = "") {
    throw InputError(
        {{{option, 0, 0}, "", fmt::format("expected {}, got {}", expected, got), hint}});
}

// The workload of the options as a scenario, so that its rules and sentences hold. The empty table
// [energy] makes the site's supply part of it.
ScenarioText scenario_of(const EstimateOptions& options) {
    ScenarioText text;
    text.root = parse_text("[energy]\n[[job]]\n", "twin estimate", text.problems);
    const auto set = [&](const std::string& key, const std::string& value, std::string origin) {
        set_value(text.root, key, value, {std::move(origin), 0, 0}, text.problems);
    };
    const std::string self = "twin estimate";
    set("title", "estimate", self);
    set("time.start", "2024-01-01T00:00:00Z", self);
    set("scheduling.policy", "fcfs", self);
    set("job.0.name", "estimate", self);
    set("job.0.submit", "+0 s", self);
    for (const KeyOption& option : job_options)
        if (const auto& value = options.*option.value)
            set(option.key, *value, fmt::format("{} {}", option.option, *value));
    return text;
}

void check_use(const EstimateOptions& options) {
    Problems problems;
    const auto add = [&](const char* option, std::string message) {
        problems.push_back({{option, 0, 0}, "", std::move(message), ""});
    };
    if (!options.scenario.empty()) {
        for (const KeyOption& option : job_options)
            if (options.*option.value)
                add(option.option, "expected no such option beside a scenario, got '" +
                                       *(options.*option.value) + "'");
    } else {
        for (const KeyOption& option : {job_options[0], job_options[1], job_options[2]})
            if (!(options.*option.value))
                add(option.option, "required without a scenario: expected a value, got nothing");
        if (!options.activity && !options.gpu && !options.cpu)
            add("--activity",
                "required without a scenario, or --gpu-utilisation or "
                "--cpu-utilisation: expected a value, got nothing");
        for (const std::string& setting : options.settings)
            add("--set", "expected no such option without a scenario, got '" + setting + "'");
        if (options.job)
            add("--job", "expected no such option without a scenario, got '" + *options.job + "'");
    }
    if (!problems.empty())
        throw InputError(problems);
    if (options.site) {
        const auto site = shipped_parts().sites.find(*options.site);
        if (site != shipped_parts().sites.end() && !site->second.has_power)
            refuse("--site", "a site whose power is known", "'" + *options.site + "'",
                   "see twin list sites");
    }
}

template <class T>
std::optional<T> value_of(const char* option, const std::optional<std::string>& text,
                          const Rule& rule = Rule::any()) {
    if (!text)
        return std::nullopt;
    TextNode node;
    node.kind = TextNode::Kind::string;
    node.text = *text;
    const auto value = TextForm<T>::read(node, rule);
    if (const UnitError* error = std::get_if<UnitError>(&value))
        refuse(option, error->expected, error->got, error->hint);
    return std::get<T>(value);
}

// As in weather files.
const Rule outdoors = Rule::between(Temperature::celsius(-60).si(), Temperature::celsius(60).si());

const JobSection& chosen_job(const Scenario& scenario, const EstimateOptions& options) {
    std::vector<std::string> names;
    for (const JobSection& job : scenario.jobs) {
        if (options.job ? job.name == *options.job : scenario.jobs.size() == 1)
            return job;
        names.push_back(job.name);
    }
    if (names.empty())
        refuse(options.scenario, "a scenario with a [[job]]", "none");
    refuse("--job", fmt::format("one of the scenario's jobs ({})", fmt::join(names, ", ")),
           options.job ? "'" + *options.job + "'" : "nothing",
           options.job ? did_you_mean(*options.job, names) : "");
}

// Conditions and prices: those of the options, else of the scenario's series in the mean over the
// job's time, else of the shipped defaults.
class Question {
  public:
    Question(const EstimateOptions& options, const CheckedScenario& checked, const RunPlan& plan)
        : options_(options),
          scenario_(checked.scenario),
          plan_(plan),
          job_(chosen_job(checked.scenario, options)) {
        FieldProblems known(checked.places);  // planned_run found none
        workload_.run_time = std::min(job_.run_time, job_.limit.value_or(job_.run_time));
        add_phases(job_, scenario_.workload.utilisation.compute_bound, plan.site, "job", workload_,
                   known);
        from_ = plan.start + (job_.submit.in(plan.start) - sim_start);
        until_ = from_ + workload_.run_time;
    }

    EstimateAnswer answer() {
        EstimateAnswer out;
        out.site = plan_.site.id;
        out.nodes = job_.nodes;
        out.site_nodes = plan_.site.nodes;
        out.workload = fmt::format("{} on {} of {} nodes of {}", what(), job_.nodes,
                                   plan_.site.nodes, plan_.site.name);
        if (plan_.energy) {
            out.tariff = plan_.energy->tariff;
            out.market_based = plan_.energy->market_based;
        }
        out.market = price();
        out.direct = carbon("direct", "--carbon-direct", options_.direct,
                            plan_.energy ? &plan_.energy->carbon_direct : nullptr, mean_direct);
        out.life_cycle =
            carbon("life-cycle", "--carbon-life-cycle", options_.life_cycle,
                   plan_.energy ? &plan_.energy->carbon_life_cycle : nullptr, mean_life_cycle);
        WorkloadConditions conditions;
        conditions.gpu_cap = plan_.power.gpu_cap;
        conditions.conversion = plan_.conversion;
        const auto plant = cooling(conditions);
        conditions.cooling = plant.get();
        out.estimate = estimate_workload(
            plan_.site, job_.nodes, {workload_.phases.data(), workload_.phases.size()}, conditions);
        assume(
            "The whole site does the same; the workload carries its nodes' share of switches, "
            "losses and cooling, which are those of the mean load. In a run a job also carries a "
            "share of the nodes that idle beside it (twin export RUN.sqlite job_energy).");
        assume_cost(out.tariff);
        assume_left_out();
        if (!plan_.site.supply)
            assume(scenario_.power.supply == "none"
                       ? "No losses between the grid and the racks: power.supply is none."
                       : "No losses between the grid and the racks: the site's supply is not "
                         "known.");
        if (out.estimate.supply && !out.estimate.holds_supply)
            assume(
                fmt::format("The plant cannot hold its water: {:.1f} degC reach the racks, "
                            "which throttle above {:.1f} degC; the estimate does not slow them.",
                            out.estimate.supply->in_celsius(), plant->supply_limit().in_celsius()));
        out.assumptions = std::move(assumptions_);
        return out;
    }

  private:
    void assume(std::string sentence) { assumptions_.push_back(std::move(sentence)); }

    void assume_cost(const Tariff& tariff) {
        const EnergyPrice fees = tariff.grid_fee + tariff.levies + tariff.tax;
        if (fees == EnergyPrice() && tariff.demand_charge == DemandPrice() && !tariff.fixed_price)
            assume(
                "Only the market's price is paid: no fees, levies, tax or demand charge; a "
                "scenario says them in energy.tariff.");
        if (tariff.demand_charge != DemandPrice())
            assume(
                "The demand charge is that of the workload's mean power for its share of a year; "
                "a run charges the site's highest quarter-hour and shares it among no jobs.");
    }

    void assume_left_out() {
        std::vector<std::string> parts;
        if (scenario_.cooling && scenario_.cooling->heat_reuse)
            parts.emplace_back("cooling.heat_reuse");
        if (plan_.energy && plan_.energy->battery)
            parts.emplace_back("energy.battery");
        if (plan_.energy && plan_.energy->photovoltaics)
            parts.emplace_back("energy.photovoltaics");
        if (plan_.power.cap)
            parts.emplace_back("power.cap");
        if (!plan_.changes.empty())
            parts.emplace_back("events");
        if (!parts.empty())
            assume(fmt::format("Left out, a run has them: {}.", fmt::join(parts, ", ")));
    }

    std::string what() const {
        if (!options_.scenario.empty())
            return "'" + job_.name + "'";
        return job_.load.activity.value_or("a job");
    }

    // Mean of a series over the job's time, as far as the series goes.
    std::optional<double> mean(const TimeSeries& series) const {
        if (series.values.empty())
            return std::nullopt;
        const CalendarTime until = std::min(until_, series.end());
        if (from_ < series.first || from_ >= until)
            return std::nullopt;
        return series.mean(from_, until);
    }

    EnergyPrice price() {
        const auto given = value_of<EnergyPrice>("--price", options_.price);
        const bool fixed = plan_.energy && plan_.energy->tariff.fixed_price;
        if (given && fixed)
            refuse("--price", "no such option beside the scenario's energy.tariff.fixed_price",
                   "'" + *options_.price + "'", "use --set energy.tariff.fixed_price");
        if (given)
            return *given;
        if (fixed)
            return {};
        if (plan_.energy)
            if (const auto own = mean(plan_.energy->price))
                return EnergyPrice::from_si(*own);
        assume(
            fmt::format("Energy costs {:.2f} EUR/MWh, the mean of 2024 on the day-ahead market "
                        "of DE-LU (ENTSO-E); say otherwise with --price.",
                        mean_price.in(euro / megawatt_hour)));
        return mean_price;
    }

    CarbonIntensity carbon(const char* method, const char* option,
                           const std::optional<std::string>& text, const TimeSeries* series,
                           CarbonIntensity usual) {
        if (const auto given = value_of<CarbonIntensity>(option, text, Rule::not_negative()))
            return *given;
        if (series != nullptr)
            if (const auto own = mean(*series))
                return CarbonIntensity::from_si(*own);
        assume(
            fmt::format("The grid emits {:.1f} g/kWh ({}), the mean of Germany in 2024 "
                        "(Electricity Maps); say otherwise with {}.",
                        usual.in(gram_co2 / kilowatt_hour), method, option));
        return usual;
    }

    std::shared_ptr<const CoolingModel> cooling(WorkloadConditions& conditions) {
        const auto dry = value_of<Temperature>("--outdoor", options_.outdoor, outdoors);
        const auto wet = value_of<Temperature>("--wet-bulb", options_.wet_bulb, outdoors);
        std::optional<CoolingPlan> plan = plan_.cooling;
        if (!plan && options_.scenario.empty())
            plan = site_cooling(plan_.site);
        if (!plan && (dry || wet))
            refuse(dry ? "--outdoor" : "--wet-bulb", "no such option without a cooling plant",
                   dry ? *options_.outdoor : *options_.wet_bulb,
                   "none is known of " + plan_.site.id);
        if (!plan) {
            assume("Cooling draws nothing: no plant is known of the site or asked for.");
            return nullptr;
        }
        conditions.liquid_share = plan->liquid_share;
        if (dry) {
            conditions.dry_bulb = *dry;
            conditions.wet_bulb = wet.value_or(*dry - (mean_dry_bulb - mean_wet_bulb));
        } else if (const auto own = mean(plan->dry_bulb)) {
            conditions.dry_bulb = Temperature::from_si(*own);
            conditions.wet_bulb =
                wet.value_or(Temperature::from_si(mean(plan->wet_bulb).value_or(*own)));
        } else {
            conditions.dry_bulb = mean_dry_bulb;
            conditions.wet_bulb = wet.value_or(mean_wet_bulb);
            assume(
                fmt::format("It is {:.2f} degC outdoors, wet bulb {:.2f} degC, the mean of the "
                            "DWD reference year of Aachen; say otherwise with --outdoor.",
                            mean_dry_bulb.in_celsius(), conditions.wet_bulb.in_celsius()));
        }
        if (conditions.wet_bulb > conditions.dry_bulb)
            refuse("--wet-bulb",
                   fmt::format("at most the {} of the air",
                               TextForm<Temperature>::write(conditions.dry_bulb)),
                   "'" + *options_.wet_bulb + "'");
        return plan->model;
    }

    const EstimateOptions& options_;
    const Scenario& scenario_;
    const RunPlan& plan_;
    const JobSection& job_;
    Job workload_;
    CalendarTime from_{}, until_{};
    std::vector<std::string> assumptions_;
};

void estimate(const EstimateOptions& options) {
    check_use(options);
    ScenarioText text = options.scenario.empty()
                            ? scenario_of(options)
                            : read_scenario(options.scenario, options.settings);
    if (options.gpu_cap)
        set_value(text.root, gpu_cap_option.key, *options.gpu_cap,
                  {fmt::format("{} {}", gpu_cap_option.option, *options.gpu_cap), 0, 0},
                  text.problems);
    const CheckedScenario checked = checked_scenario(text);
    RunPlan plan = planned_run(checked, {});
    if (!plan.site.has_power)
        refuse(options.scenario, "a site whose power is known", "'" + plan.site.id + "'",
               "see twin list sites");
    // A run without cooling and energy ends at the racks, an estimate goes on to the grid.
    if (!checked.scenario.power.supply && !plan.site.supply)
        plan.site.supply = shipped_parts().sites.at(plan.site.id).supply;
    const EstimateAnswer answer = Question(options, checked, plan).answer();
    if (options.json)
        fmt::print("{}\n", estimate_json(answer).dump(2));
    else
        fmt::print("{}", estimate_text(answer));
}

}  // namespace

void add_estimate(CLI::App& command, int&) {
    auto options = std::make_shared<EstimateOptions>();
    command.add_option("SCENARIO", options->scenario,
                       "scenario file (TOML) that holds the workload as a [[job]]");
    command.add_option("--job", options->job, "its name, where the scenario has several");
    command
        .add_option("--set", options->settings,
                    "path.to.key=value: replace a key of the scenario; can be repeated")
        ->allow_extra_args(false);
    for (const KeyOption& option : job_options)
        command.add_option(option.option, (*options).*option.value, option.help);
    command.add_option(gpu_cap_option.option, options->gpu_cap, gpu_cap_option.help);
    command.add_option("--outdoor", options->outdoor, "air temperature, e.g. \"20 degC\"");
    command.add_option("--wet-bulb", options->wet_bulb, "wet bulb of that air");
    command.add_option("--price", options->price, "of energy, e.g. \"85 EUR/MWh\"");
    command.add_option("--carbon-direct", options->direct, "of the grid, e.g. \"274 g/kWh\"");
    command.add_option("--carbon-life-cycle", options->life_cycle, "of the grid");
    command.add_flag("--json", options->json, "machine-readable, on standard output");
    command.footer(
        "Left out are heat reuse, battery, photovoltaics, the site's power cap and events: twin "
        "run "
        "has them.");
    command.callback([options] { estimate(*options); });
}

}  // namespace twin
