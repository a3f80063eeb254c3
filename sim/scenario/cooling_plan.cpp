#include "sim/scenario/cooling_plan.h"

#include <algorithm>

#include "models/cooling/set_point_check.h"
#include "models/power/node_power.h"
#include "sim/scenario/parts_catalog.h"
#include "sim/scenario/series_file.h"
#include "sim/series/heat_demand.h"
#include "sim/series/weather.h"

namespace twin {
namespace {

std::vector<int> racks_per_group(const Site& site) {
    std::vector<int> racks;
    for (const Group& group : site.groups)
        racks.push_back(group.racks);
    return racks;
}

TimeSeries demand_series(const HeatDemand& demand, const RunPlan& plan) {
    if (const Power* power = std::get_if<Power>(&demand.value))
        return {plan.start, *plan.horizon, {power->si()}};
    return lay_heat_demand(std::get<MonthlyEnergies>(demand.value), plan.start,
                           plan.start + *plan.horizon);
}

// What reaches the plant when every node is fully busy, or as much as the caps allow.
CoolingInputs design_load(const RunPlan& plan) {
    const Site& site = plan.site;
    Phase busy;
    busy.duration = std::chrono::hours(1);
    busy.cpu_utilisation = busy.gpu_utilisation = 1;
    std::vector<Power> groups(site.groups.size());
    Power all = site.fixed_power;
    for (const Rack& rack : site.racks) {
        const Power node = node_draw(rack.part->node, busy, plan.power.gpu_cap).input();
        const Power input = rack_draw(*rack.part, rack.nodes * node, plan.conversion).input();
        groups[static_cast<std::size_t>(rack.group)] += input;
        all += input;
    }
    Power most = all;
    if (plan.power.cap)
        most = std::min(most, *plan.power.cap);
    if (site.it_power_limit)
        most = std::min(most, site.it_power_limit->value);
    CoolingInputs inputs;
    const double share = plan.cooling->liquid_share;
    for (const Power group : groups) {
        inputs.liquid_heat.push_back(share * (most / all) * group);
        inputs.air_heat += (1 - share) * (most / all) * group;
    }
    inputs.air_heat += site.fixed_power;
    inputs.cdu_share.assign(groups.size(), 1.0);
    return inputs;
}

// The hour in which the weather asks most of the plant.
void set_worst_weather(const RunPlan& plan, bool wet, CoolingInputs& inputs) {
    const TimeSeries& deciding = wet ? plan.cooling->wet_bulb : plan.cooling->dry_bulb;
    const CalendarTime end = plan.start + *plan.horizon;
    double worst = 0;
    for (CalendarTime at = plan.start; at < end; at = deciding.next_step(at)) {
        if (deciding.at(at) <= worst)
            continue;
        worst = deciding.at(at);
        inputs.dry_bulb = Temperature::from_si(plan.cooling->dry_bulb.at(at));
        inputs.wet_bulb = Temperature::from_si(plan.cooling->wet_bulb.at(at));
    }
}

// How large the plant is and what it keeps, where the scenario does not say.
void add_size_remark(const WarmWaterPlant& plant, const CoolingPlantPart& part,
                     const CoolingSection& section, RunPlan& plan) {
    if (section.dry_coolers && section.supply)
        return;
    plan.remarks.push_back(fmt::format(
        "cooling: {} has CDUs: {:g}; {}: {}{}; set point of the racks' water: {}{}", part.id,
        plant.size().cdus, part.rejection.value == "dry_coolers" ? "dry coolers" : "tower cells",
        plant.size().rejection_units,
        section.dry_coolers ? "" : " (as many as the CDUs need; change cooling.dry_coolers)",
        format_quantity(plant.supply_set_point().si(), Dimension::temperature),
        section.supply ? "" : " (change cooling.supply)"));
}

// Legal, but the planner should know: the set point in the warmest hour, and heat that nobody gets.
void add_remarks(const WarmWaterPlant& plant, const CoolingPlantPart& part,
                 const CoolingSection& section, RunPlan& plan) {
    CoolingInputs inputs = design_load(plan);
    const bool wet = part.rejection.value != "dry_coolers" ||
                     section.adiabatic.value_or(part.adiabatic_assist.value);
    set_worst_weather(plan, wet, inputs);
    const std::string hot = set_point_problem(plant, inputs);
    if (!hot.empty())
        plan.remarks.push_back("cooling: all nodes busy in the warmest hour of the run: " + hot);
    if (!section.heat_reuse || section.heat_reuse->heat_pump)
        return;
    std::vector<double> states(plant.states());
    plant.settle(inputs, states);
    CoolingReadings readings;
    plant.read(inputs, states, readings);
    const TemperatureDifference approach = HeatReusePlan().approach;
    if (readings.primary_return <= section.heat_reuse->supply + approach)
        plan.remarks.push_back(fmt::format(
            "cooling.heat_reuse: with all nodes busy the water comes back at {}, the consumer asks "
            "for {} behind an exchanger that loses {}: without a heat pump it gets nothing",
            format_quantity(readings.primary_return.si(), Dimension::temperature),
            format_quantity(section.heat_reuse->supply.si(), Dimension::temperature),
            format_quantity(approach.si(), Dimension::temperature_difference)));
}

class CoolingBuilder {
  public:
    CoolingBuilder(const Scenario& scenario, RunPlan& plan, FieldProblems& problems)
        : s_(*scenario.cooling), scenario_(scenario), plan_(plan), problems_(problems) {}

    void build() {
        const CoolingPlantPart* part = chosen_part();
        if (part == nullptr)
            return;
        check_overrides(*part);
        CoolingPlan cooling;
        cooling.liquid_share = s_.liquid_share;
        add_weather(cooling);
        if (!problems_.none())
            return;
        const auto plant = make_plant(*part, racks_per_group(plan_.site), overrides());
        cooling.model = plant;
        cooling.dry_coolers = plant->size().rejection_units;
        if (s_.heat_reuse)
            cooling.heat_demand = demand_series(s_.heat_reuse->demand, plan_);
        plan_.cooling = std::move(cooling);
        add_size_remark(*plant, *part, s_, plan_);
        add_remarks(*plant, *part, s_, plan_);
    }

  private:
    const CoolingPlantPart* chosen_part() {
        if (s_.plant == "none") {
            if (s_.heat_reuse)
                problems_.add("cooling.heat_reuse", "expected no such table without a plant", "one",
                              "cooling.plant is none");
            return nullptr;
        }
        if (!needs_site_power())
            return nullptr;
        const std::string id = s_.plant.value_or(plan_.parts->sites.at(plan_.site.id).cooling);
        if (id.empty()) {
            std::vector<std::string> known;
            for (const auto& [plant, part] : plan_.parts->plants)
                known.push_back(plant);
            problems_.add("cooling.plant",
                          fmt::format("required, the plant of {} is not known: expected one of {}",
                                      plan_.site.id, fmt::join(known, ", ")),
                          "nothing");
            return nullptr;
        }
        return &plan_.parts->plants.at(id);
    }

    bool needs_site_power() {
        if (!plan_.site.has_power)
            problems_.add(
                "cooling",
                fmt::format("expected no such table, the power of {} is not known", plan_.site.id),
                "one");
        return plan_.site.has_power;
    }

    void add_weather(CoolingPlan& cooling) {
        if (!scenario_.energy || !scenario_.energy->weather)
            return problems_.add("energy.weather", "required with [cooling]: expected a file",
                                 "nothing");
        SeriesFile file(*scenario_.energy->weather, "energy.weather", plan_, problems_);
        if (!file.sound())
            return;
        WeatherReading reading =
            read_weather(file.path(), file.options(), file.from(), file.until());
        if (!file.accept(reading))
            return;
        file.check_cover(reading.dry_bulb);
        cooling.dry_bulb = std::move(reading.dry_bulb);
        cooling.wet_bulb = std::move(reading.wet_bulb);
    }

    void check_overrides(const CoolingPlantPart& part) {
        const bool dry = part.rejection.value == "dry_coolers";
        if (s_.adiabatic && !dry)
            problems_.add("cooling.adiabatic",
                          fmt::format("expected no such key, {} has cooling towers", part.id),
                          TextForm<bool>::write(*s_.adiabatic));
        else if (s_.adiabatic && *s_.adiabatic && part.adiabatic_efficiency <= 0)
            problems_.add("cooling.adiabatic",
                          fmt::format("expected false, {} has no adiabatic assist", part.id),
                          "true");
        // Racks that have begun to throttle would never stop.
        const TemperatureDifference release = CoolingPlan().release;
        if (s_.supply && *s_.supply >= part.supply_limit - release)
            problems_.add(
                "cooling.supply",
                fmt::format("expected less than {}: racks throttle above {} and go on until their "
                            "water is {} colder",
                            TextForm<Temperature>::write(part.supply_limit - release),
                            TextForm<Temperature>::write(part.supply_limit),
                            format_quantity(release.si(), Dimension::temperature_difference)),
                TextForm<Temperature>::write(*s_.supply));
        if (s_.heat_reuse && s_.heat_reuse->carnot_share && !s_.heat_reuse->heat_pump)
            problems_.add("cooling.heat_reuse.carnot_share",
                          "expected no such key without heat_pump = true",
                          TextForm<Share>::write(*s_.heat_reuse->carnot_share));
    }

    PlantOverrides overrides() const {
        PlantOverrides changes;
        changes.supply_set_point = s_.supply;
        changes.adiabatic_assist = s_.adiabatic;
        changes.rejection_units = s_.dry_coolers;
        if (s_.heat_reuse) {
            HeatReusePlan& reuse = changes.heat_reuse.emplace();
            reuse.supply = s_.heat_reuse->supply;
            reuse.heat_pump = s_.heat_reuse->heat_pump;
            if (s_.heat_reuse->carnot_share)
                reuse.carnot_share = s_.heat_reuse->carnot_share->value;
        }
        return changes;
    }

    const CoolingSection& s_;
    const Scenario& scenario_;
    RunPlan& plan_;
    FieldProblems& problems_;
};

}  // namespace

void build_cooling(const Scenario& scenario, RunPlan& plan, FieldProblems& problems) {
    if (scenario.cooling)
        CoolingBuilder(scenario, plan, problems).build();
}

std::optional<CoolingPlan> site_cooling(const RunPlan& plan) {
    const std::string& id = plan.parts->sites.at(plan.site.id).cooling;
    if (id.empty())
        return std::nullopt;
    CoolingPlan cooling;
    const auto plant = make_plant(plan.parts->plants.at(id), racks_per_group(plan.site));
    cooling.model = plant;
    cooling.liquid_share = CoolingSection().liquid_share;
    cooling.dry_coolers = plant->size().rejection_units;
    return cooling;
}

}  // namespace twin
