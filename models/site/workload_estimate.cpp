#include "models/site/workload_estimate.h"

#include <algorithm>
#include <cassert>
#include <map>
#include <utility>
#include <vector>

#include "models/power/node_power.h"

namespace twin {
namespace {

constexpr std::pair<Power NodeDraw::*, Power SiteChain::*> uses[] = {
    {&NodeDraw::gpus, &SiteChain::gpus},
    {&NodeDraw::cpus, &SiteChain::cpus},
    {&NodeDraw::memory, &SiteChain::memory},
    {&NodeDraw::nics, &SiteChain::nics},
    {&NodeDraw::drives, &SiteChain::drives},
    {&NodeDraw::fans, &SiteChain::fans},
    {&NodeDraw::converter_loss, &SiteChain::converter_loss},
};

// What a node does in the mean over the whole workload.
struct MeanLoad {
    Duration time{};
    NodeDraw draw;
};

MeanLoad mean_load(const NodePart& node, std::span<const Phase> phases,
                   std::optional<Power> gpu_cap) {
    // A job repeats few phases often.
    std::vector<std::pair<Phase, Duration>> kinds;
    for (const Phase& phase : phases) {
        Phase kind = phase;
        kind.duration = {};
        const auto known = std::find_if(kinds.begin(), kinds.end(),
                                        [&](const auto& other) { return other.first == kind; });
        if (known == kinds.end())
            kinds.emplace_back(kind, to_quantity(phase.duration));
        else
            known->second += to_quantity(phase.duration);
    }
    MeanLoad mean;
    std::vector<std::pair<NodeDraw, Duration>> draws;
    for (const auto& [kind, length] : kinds) {
        const NodeDraw draw = node_draw(node, kind, gpu_cap);
        draws.emplace_back(draw, length / draw.speed);
        mean.time += draws.back().second;
    }
    for (const auto& [draw, length] : draws) {
        const double weight = length / mean.time;
        for (const auto& [of_node, of_site] : uses)
            mean.draw.*of_node += weight * (draw.*of_node);
    }
    return mean;
}

void add(SiteChain& chain, double count, const NodeDraw& draw) {
    for (const auto& [of_node, of_site] : uses)
        chain.*of_site += count * (draw.*of_node);
}

// The plant at rest.
void cool(const WorkloadConditions& conditions, const std::vector<Power>& liquid_heat,
          Power air_heat, SiteChain& chain, std::optional<Temperature>& supply) {
    CoolingInputs inputs;
    inputs.liquid_heat = liquid_heat;
    inputs.cdu_share.assign(liquid_heat.size(), 1.0);
    inputs.air_heat = air_heat;
    inputs.dry_bulb = conditions.dry_bulb;
    inputs.wet_bulb = conditions.wet_bulb;
    const CoolingModel& plant = *conditions.cooling;
    std::vector<double> states(plant.states()), rates(plant.states());
    plant.settle(inputs, states);
    const CoolingFluxes fluxes = plant.derivatives(inputs, states, rates);
    chain.pumps = fluxes.cdu_pumps + fluxes.primary_pumps;
    chain.cooling_fans = fluxes.fans;
    chain.air_handling = fluxes.air_handling;
    CoolingReadings readings;
    plant.read(inputs, states, readings);
    for (const auto& group : readings.groups)
        supply = std::max(supply.value_or(group.supply), group.supply);
}

// Of the whole site; the first `idle_nodes` nodes idle, the others do the same.
struct WholeSite {
    SiteChain chain;
    std::optional<Temperature> supply;
};

WholeSite whole_site(const Site& site, NodeCount idle_nodes,
                     const std::map<const RackPart*, MeanLoad>& loads,
                     const WorkloadConditions& conditions) {
    WholeSite whole;
    SiteChain& chain = whole.chain;
    std::vector<Power> liquid_heat(site.groups.size());
    Power air_heat = site.fixed_power;
    for (const Rack& rack : site.racks) {
        const NodeCount idle = std::clamp(idle_nodes - rack.first_node, 0, rack.nodes);
        const NodeDraw& busy_draw = loads.at(rack.part.get()).draw;
        const NodeDraw rest = idle_draw(rack.part->node);
        add(chain, rack.nodes - idle, busy_draw);
        add(chain, idle, rest);
        const Power nodes = (rack.nodes - idle) * busy_draw.input() + idle * rest.input();
        const RackDraw draw = rack_draw(*rack.part, nodes, conditions.conversion);
        chain.switches += draw.switches;
        chain.rectifier_loss += draw.rectifier_loss;
        const Power input = draw.input();
        liquid_heat[static_cast<std::size_t>(rack.group)] += conditions.liquid_share * input;
        air_heat += (1 - conditions.liquid_share) * input;
    }
    chain.fixed = site.fixed_power;
    if (conditions.cooling != nullptr)
        cool(conditions, liquid_heat, air_heat, chain, whole.supply);
    chain.grid = chain.racks() + chain.cooling();
    if (site.supply) {
        const SupplyDraw draw =
            supply_draw(*site.supply, chain.racks(), chain.cooling(), conditions.conversion);
        chain.transformer_loss = draw.transformer_loss;
        chain.ups_loss = draw.ups_loss;
        chain.distribution_loss = draw.distribution_loss;
        chain.central_rectifier_loss = draw.rectifier_loss;
        chain.grid = draw.grid;
    }
    return whole;
}

SiteChain operator*(double factor, SiteChain chain) {
    for (Power* power :
         {&chain.gpus, &chain.cpus, &chain.memory, &chain.nics, &chain.drives, &chain.fans,
          &chain.converter_loss, &chain.switches, &chain.rectifier_loss, &chain.fixed, &chain.pumps,
          &chain.cooling_fans, &chain.air_handling, &chain.transformer_loss, &chain.ups_loss,
          &chain.distribution_loss, &chain.central_rectifier_loss, &chain.grid})
        *power = factor * *power;
    return chain;
}

}  // namespace

WorkloadEstimate estimate_workload(const Site& site, NodeCount nodes, std::span<const Phase> phases,
                                   const WorkloadConditions& conditions) {
    assert(site.has_power && nodes > 0 && nodes <= site.nodes && !phases.empty());
    WorkloadEstimate estimate;
    std::map<const RackPart*, MeanLoad> loads;
    for (const Rack& rack : site.racks) {
        if (loads.contains(rack.part.get()))
            continue;
        const MeanLoad load = mean_load(rack.part->node, phases, conditions.gpu_cap);
        // The slowest nodes decide when it is done.
        estimate.time = std::max(estimate.time, load.time);
        estimate.uncapped =
            std::max(estimate.uncapped, mean_load(rack.part->node, phases, std::nullopt).time);
        loads.emplace(rack.part.get(), load);
    }
    const WholeSite busy = whole_site(site, 0, loads, conditions);
    const WholeSite without = whole_site(site, nodes, loads, conditions);
    estimate.share = double(nodes) / site.nodes * busy.chain;
    estimate.marginal_grid = busy.chain.grid - without.chain.grid;
    estimate.supply = busy.supply;
    if (busy.supply)
        estimate.holds_supply = *busy.supply <= conditions.cooling->supply_limit();
    return estimate;
}

}  // namespace twin
