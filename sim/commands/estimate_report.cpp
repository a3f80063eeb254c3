#include "sim/commands/estimate_report.h"

#include <fmt/format.h>
#include <utility>

#include "models/units/unit_text.h"

namespace twin {
namespace {

struct Stage {
    const char* name;
    Power power;
    bool sum = false;  // of all above it
};

// From the chip to the grid; stages in which nothing is lost are left out.
std::vector<Stage> stages_of(const SiteChain& chain) {
    std::vector<Stage> stages;
    const auto add = [&](const char* name, Power power) {
        if (power > Power())
            stages.push_back({name, power});
    };
    add("GPUs", chain.gpus);
    add("CPUs", chain.cpus);
    add("memory", chain.memory);
    add("NICs", chain.nics);
    add("drives", chain.drives);
    add("node fans", chain.fans);
    add("converters on the boards", chain.converter_loss);
    stages.push_back({"at the nodes' plugs", chain.nodes(), true});
    add("switches", chain.switches);
    add("rectifiers in the racks", chain.rectifier_loss);
    add("site equipment", chain.fixed);
    stages.push_back({"at the racks", chain.racks(), true});
    add("cooling pumps", chain.pumps);
    add("dry coolers or towers", chain.cooling_fans);
    add("air handling", chain.air_handling);
    add("cables and busbars", chain.distribution_loss);
    add("central rectifiers", chain.central_rectifier_loss);
    add("UPS", chain.ups_loss);
    add("transformers", chain.transformer_loss);
    stages.push_back({"at the grid", chain.grid, true});
    return stages;
}

std::string text_of(Power power) {
    return format_quantity(power.si(), Dimension::power);
}
std::string text_of(Energy energy) {
    return format_quantity(energy.si(), Dimension::energy);
}

}  // namespace

std::vector<CostItem> cost_of(const EstimateAnswer& answer) {
    const Tariff& tariff = answer.tariff;
    const Power grid = answer.estimate.share.grid;
    const Energy energy = grid * answer.estimate.time;
    const double share_of_year = answer.estimate.time / (365 * day);
    std::vector<CostItem> items;
    items.push_back(
        {tariff.fixed_price ? "energy at the fixed price" : "energy at the market's price",
         tariff.fixed_price.value_or(answer.market + tariff.markup) * energy});
    const auto add = [&](const char* item, Money amount) {
        if (amount != Money())
            items.push_back({item, amount});
    };
    add("grid fee", tariff.grid_fee * energy);
    add("levies", tariff.levies * energy);
    add("electricity tax", tariff.tax * energy);
    add("demand charge, its share of a year", share_of_year * (tariff.demand_charge * grid));
    return items;
}

std::string estimate_text(const EstimateAnswer& answer) {
    const WorkloadEstimate& estimate = answer.estimate;
    const Energy grid = estimate.share.grid * estimate.time;
    std::string text = answer.workload + "\n\n";
    text += fmt::format("time  {}", format_quantity(estimate.time.si(), Dimension::duration));
    if (estimate.time > estimate.uncapped)
        text += fmt::format(" ({} without the cap)",
                            format_quantity(estimate.uncapped.si(), Dimension::duration));
    text += fmt::format("\n\n{:34}{:>12}{:>14}{:>12}\n", "stage", "power", "energy", "of grid");
    for (const Stage& stage : stages_of(estimate.share))
        text += fmt::format("{:34}{:>12}{:>14}{:>10.2f} %\n",
                            stage.sum ? stage.name : std::string("  ") + stage.name,
                            text_of(stage.power), text_of(stage.power * estimate.time),
                            100 * (stage.power / estimate.share.grid));
    text += fmt::format("{:34}{:>12}{:>14}{:>10.2f} %\n", "saved, did its nodes idle instead",
                        text_of(estimate.marginal_grid),
                        text_of(estimate.marginal_grid * estimate.time),
                        100 * (estimate.marginal_grid / estimate.share.grid));
    text += "\n";
    Money total;
    for (const CostItem& item : cost_of(answer)) {
        text += fmt::format("{:46}{:>14.2f} EUR\n", "  " + item.item, item.amount.in(euro));
        total += item.amount;
    }
    text += fmt::format("{:46}{:>14.2f} EUR\n\n", "cost", total.in(euro));
    text += fmt::format("{:46}{:>14.1f} kg CO2\n", "direct emissions, location-based",
                        (answer.direct * grid).in(kilogram_co2));
    text += fmt::format("{:46}{:>14.1f} kg CO2\n", "life-cycle emissions, location-based",
                        (answer.life_cycle * grid).in(kilogram_co2));
    if (answer.market_based)
        text += fmt::format("{:46}{:>14.1f} kg CO2\n", "emissions by contract, market-based",
                            (*answer.market_based * grid).in(kilogram_co2));
    text += "\n";
    for (const auto& assumption : answer.assumptions)
        text += "- " + assumption + "\n";
    return text;
}

nlohmann::ordered_json estimate_json(const EstimateAnswer& answer) {
    using Json = nlohmann::ordered_json;
    const WorkloadEstimate& estimate = answer.estimate;
    const auto energy = [&](Power power) { return (power * estimate.time).in(megawatt_hour); };
    Json out{{"workload", answer.workload},
             {"site", answer.site},
             {"nodes", answer.nodes},
             {"site_nodes", answer.site_nodes},
             {"time_s", estimate.time.in(second)},
             {"time_without_cap_s", estimate.uncapped.in(second)}};
    Json stages = Json::array();
    for (const Stage& stage : stages_of(estimate.share))
        stages.push_back({{"stage", stage.name},
                          {"sum", stage.sum},
                          {"power_kw", stage.power.in(kilowatt)},
                          {"energy_mwh", energy(stage.power)},
                          {"share_of_grid", stage.power / estimate.share.grid}});
    out["stages"] = std::move(stages);
    out["gpu_energy_mwh"] = energy(estimate.share.gpus);
    out["node_energy_mwh"] = energy(estimate.share.nodes());
    out["rack_energy_mwh"] = energy(estimate.share.racks());
    out["grid_energy_mwh"] = energy(estimate.share.grid);
    out["marginal_grid_energy_mwh"] = energy(estimate.marginal_grid);
    Json items = Json::array();
    Money total;
    for (const CostItem& item : cost_of(answer)) {
        items.push_back({{"item", item.item}, {"eur", item.amount.in(euro)}});
        total += item.amount;
    }
    const Energy grid = estimate.share.grid * estimate.time;
    out["cost"] = std::move(items);
    out["cost_eur"] = total.in(euro);
    out["carbon_direct_kg"] = (answer.direct * grid).in(kilogram_co2);
    out["carbon_life_cycle_kg"] = (answer.life_cycle * grid).in(kilogram_co2);
    if (answer.market_based)
        out["carbon_market_kg"] = (*answer.market_based * grid).in(kilogram_co2);
    if (estimate.supply)
        out["supply_temperature_degc"] = estimate.supply->in_celsius();
    out["assumptions"] = answer.assumptions;
    return out;
}

}  // namespace twin
