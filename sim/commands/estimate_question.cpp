#include "sim/commands/estimate_question.h"

#include <algorithm>
#include <fmt/format.h>

#include "sim/commands/chosen_plant.h"
#include "sim/commands/estimate_defaults.h"
#include "sim/commands/input_error.h"
#include "sim/scenario/cooling_plan.h"
#include "sim/scenario/job_phases.h"

namespace twin {
namespace {

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

// Conditions and prices: those of the options, else of the scenario's series in the mean over the
// job's time, else of the shipped defaults.
class Answer {
  public:
    explicit Answer(const EstimateQuestion& question)
        : given_(question.given),
          from_options_(question.from_options),
          scenario_(question.checked.scenario),
          plan_(question.plan),
          job_(question.job) {
        if (question.known != nullptr) {
            workload_ = *question.known;
            full_run_time_ = workload_.run_time;
        } else {
            FieldProblems known(question.checked.places);  // planned_run found none
            PlannedJob planned = planned_job(
                job_, {scenario_.workload.utilisation.compute_bound, {}}, plan_, "job", known);
            workload_ = std::move(planned.job);
            full_run_time_ = planned.full_run_time;
        }
        from_ = plan_.start + (job_.submit.in(plan_.start) - sim_start);
        until_ = from_ + workload_.run_time;
    }

    EstimateAnswer give() {
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
        out.direct = carbon("direct", "--carbon-direct", given_.direct,
                            plan_.energy ? &plan_.energy->carbon_direct : nullptr, mean_direct);
        out.life_cycle =
            carbon("life-cycle", "--carbon-life-cycle", given_.life_cycle,
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
        if (const auto cap = plan_.power.gpu_cap;
            cap && std::any_of(plan_.site.racks.begin(), plan_.site.racks.end(),
                               [](const Rack& rack) { return rack.part->node.module_cap; }))
            assume(
                fmt::format("The cap of {} holds for each module: a GPU and its share of the "
                            "CPUs.",
                            format_quantity(cap->si(), Dimension::power)));
        assume_limit(out.estimate);
        if (!from_options_)
            for (const std::string& remark : plan_.remarks)
                if (!is_of_another_job(remark))
                    assume("Of the scenario, as twin check says: " + remark + ".");
        out.assumptions = std::move(assumptions_);
        return out;
    }

  private:
    void assume(std::string sentence) { assumptions_.push_back(std::move(sentence)); }

    // Remarks on a job begin with "job.3: ".
    bool is_of_another_job(const std::string& remark) const {
        if (!remark.starts_with("job."))
            return false;
        const auto number = &job_ - scenario_.jobs.data();
        return !remark.starts_with(fmt::format("job.{}: ", number));
    }

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

    SimDuration limit() const { return workload_.limit; }

    // A run ends the job there. Beside the options there is no limit.
    void assume_limit(const WorkloadEstimate& estimate) {
        if (from_options_)
            return;
        const std::string text = TextForm<SimDuration>::write(limit());
        if (full_run_time_ > limit())
            assume(fmt::format(
                "The job would run for {}: a run kills it at its limit of {}, where the "
                "estimate ends.",
                TextForm<SimDuration>::write(full_run_time_), text));
        if (estimate.time > estimate.uncapped && estimate.time > to_quantity(limit()))
            assume(
                fmt::format("A run kills the job at its limit of {}: slowed by the cap on the "
                            "GPUs it needs {}, of which the estimate tells.",
                            text, format_quantity(estimate.time.si(), Dimension::duration)));
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
        if (!from_options_)
            return "'" + job_.name + "'";
        if (!workload_.name.empty() && workload_.name != job_.name)
            return workload_.name;
        return job_.load.activity.value_or("a job");
    }

    // Mean of a series over the job's time, as far as the series goes.
    std::optional<double> mean(const TimeSeries& series, std::string_view of) {
        if (series.values.empty() || from_ < series.first || from_ >= series.end())
            return std::nullopt;
        if (until_ > series.end())
            assume(fmt::format(
                "The {} of the scenario ends at {}, before the job does: its mean until "
                "then holds for the rest too.",
                of, format_calendar(series.end())));
        return series.mean(from_, std::min(until_, series.end()));
    }

    EnergyPrice price() {
        const auto given = value_of<EnergyPrice>("--price", given_.price);
        const bool fixed = plan_.energy && plan_.energy->tariff.fixed_price;
        if (given && fixed)
            refuse("--price", "no such option beside the scenario's energy.tariff.fixed_price",
                   "'" + *given_.price + "'", "use --set energy.tariff.fixed_price");
        if (given)
            return *given;
        if (fixed)
            return {};
        if (plan_.energy)
            if (const auto own = mean(plan_.energy->price, "price"))
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
            if (const auto own = mean(*series, fmt::format("carbon intensity ({})", method)))
                return CarbonIntensity::from_si(*own);
        assume(
            fmt::format("The grid emits {:.1f} g/kWh ({}), the mean of Germany in 2024 "
                        "(Electricity Maps); say otherwise with {}.",
                        usual.in(gram_co2 / kilowatt_hour), method, option));
        return usual;
    }

    std::shared_ptr<const CoolingModel> cooling(WorkloadConditions& conditions) {
        const auto dry = value_of<Temperature>("--outdoor", given_.outdoor, outdoors);
        const auto wet = value_of<Temperature>("--wet-bulb", given_.wet_bulb, outdoors);
        std::optional<CoolingPlan> plan = plan_.cooling;
        if (!plan && from_options_)
            plan = site_cooling(plan_);
        if (!plan && (dry || wet))
            refuse(dry ? "--outdoor" : "--wet-bulb", "no such option without a cooling plant",
                   dry ? *given_.outdoor : *given_.wet_bulb, "none is known of " + plan_.site.id);
        if (!plan) {
            const std::string& own = plan_.parts->sites.at(plan_.site.id).cooling;
            assume(own.empty()
                       ? "Cooling draws nothing: no plant is known of the site or asked for."
                       : fmt::format("Cooling draws nothing, as in a run of the scenario, "
                                     "which has no [cooling] table: with one the site's "
                                     "plant, {}, would cool.",
                                     own));
            return nullptr;
        }
        conditions.liquid_share = plan->liquid_share;
        set_air(*plan, dry, wet, conditions);
        if (conditions.wet_bulb > conditions.dry_bulb)
            refuse("--wet-bulb",
                   fmt::format("at most the {} of the air",
                               TextForm<Temperature>::write(conditions.dry_bulb)),
                   "'" + *given_.wet_bulb + "'");
        return plan->model;
    }

    void set_air(const CoolingPlan& plan, const std::optional<Temperature>& dry,
                 const std::optional<Temperature>& wet, WorkloadConditions& conditions) {
        const std::optional<double> own = mean(plan.dry_bulb, "weather");
        if (dry) {
            if (!wet && evaporates_water(scenario_, plan_))
                refuse("--wet-bulb", "a temperature (degC) beside --outdoor", "nothing",
                       "the plant evaporates water");
            conditions.dry_bulb = *dry;
            conditions.wet_bulb = wet.value_or(*dry);  // a dry plant does not look at it
            if (own)
                assume(
                    fmt::format("It is {:.2f} degC outdoors, not the {:.2f} degC of the scenario's "
                                "weather in the mean over the job's time.",
                                dry->in_celsius(), Temperature::from_si(*own).in_celsius()));
        } else if (own) {
            conditions.dry_bulb = Temperature::from_si(*own);
            conditions.wet_bulb = wet.value_or(Temperature::from_si(
                plan.wet_bulb.mean(from_, std::min(until_, plan.wet_bulb.end()))));
        } else {
            conditions.dry_bulb = mean_dry_bulb;
            conditions.wet_bulb = wet.value_or(mean_wet_bulb);
            assume(
                fmt::format("It is {:.2f} degC outdoors, wet bulb {:.2f} degC, the mean of the "
                            "DWD reference year of Aachen; say otherwise with --outdoor.",
                            mean_dry_bulb.in_celsius(), conditions.wet_bulb.in_celsius()));
        }
    }

    const GivenConditions& given_;
    const bool from_options_;
    const Scenario& scenario_;
    const RunPlan& plan_;
    const JobSection& job_;
    Job workload_;
    SimDuration full_run_time_{};  // without its limit
    CalendarTime from_{}, until_{};
    std::vector<std::string> assumptions_;
};

}  // namespace

void add_conditions(CLI::App& command, GivenConditions& given) {
    command.add_option("--outdoor", given.outdoor,
                       "air temperature, e.g. \"20 degC\"; replaces the scenario's weather");
    command.add_option("--wet-bulb", given.wet_bulb,
                       "wet bulb of the air, where the plant evaporates water");
    command.add_option("--price", given.price, "of energy, e.g. \"85 EUR/MWh\"");
    command.add_option("--carbon-direct", given.direct, "of the grid, e.g. \"274 g/kWh\"");
    command.add_option("--carbon-life-cycle", given.life_cycle, "of the grid");
}

EstimateAnswer estimate_answer(const EstimateQuestion& question) {
    return Answer(question).give();
}

}  // namespace twin
