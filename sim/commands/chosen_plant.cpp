#include "sim/commands/chosen_plant.h"

#include "sim/scenario/parts_catalog.h"

namespace twin {

const CoolingPlantPart* plant_of(const Scenario& scenario, const RunPlan& plan) {
    const PartsCatalog& parts = *plan.parts;
    const std::string& id = scenario.cooling && scenario.cooling->plant
                                ? *scenario.cooling->plant
                                : parts.sites.at(plan.site.id).cooling;
    const auto plant = parts.plants.find(id);
    return plant == parts.plants.end() ? nullptr : &plant->second;
}

bool evaporates_water(const Scenario& scenario, const RunPlan& plan) {
    const CoolingPlantPart* plant = plant_of(scenario, plan);
    if (plant == nullptr)
        return false;
    if (plant->rejection.value != "dry_coolers")
        return true;
    if (scenario.cooling && scenario.cooling->adiabatic)
        return *scenario.cooling->adiabatic;
    return plant->adiabatic_assist;
}

}  // namespace twin
