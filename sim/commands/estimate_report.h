// The answer for one workload, as text and as JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "models/energy/tariff.h"
#include "models/site/workload_estimate.h"

namespace twin {

struct EstimateAnswer {
    std::string workload;  // "llm-training on 1024 of the 5884 nodes of the JUPITER Booster"
    std::string site;      // id of the part
    NodeCount nodes = 0, site_nodes = 0;
    WorkloadEstimate estimate;
    Tariff tariff;
    EnergyPrice market{};
    CarbonIntensity direct{}, life_cycle{};
    std::optional<CarbonIntensity> market_based;  // of the contract
    std::vector<std::string> assumptions;         // whole sentences
};

struct CostItem {
    std::string item;
    Money amount{};
};
// What the workload's grid energy costs; items that are nothing are left out. The demand charge is
// that of its mean power, for its share of the year.
std::vector<CostItem> cost_of(const EstimateAnswer& answer);

std::string estimate_text(const EstimateAnswer& answer);
nlohmann::ordered_json estimate_json(const EstimateAnswer& answer);

}  // namespace twin
