// Carbon emitted before the first watt: making the machines and the building, spread over their
// lives. Figures for JUPITER, with their sources: scenarios/sites/jupiter-energy.toml.
#pragma once

#include "models/units/quantity.h"

namespace twin {

struct EmbodiedPart {
    CarbonMass gpu{};              // each, with its memory and its share of the board
    CarbonMass node{};             // each, without its GPUs
    CarbonMass rack{};             // each, without its nodes
    CarbonMass building_per_kw{};  // building, cooling and supply, for each kW of IT
    double it_years = 1;           // life of GPUs, nodes and racks; > 0
    double building_years = 1;     // > 0
};

struct EmbodiedCounts {
    double gpus = 0, nodes = 0, racks = 0;
    Power it{};  // that building and supply are made for
};

// Of a year of their lives, in equal shares.
CarbonMass embodied_per_year(const EmbodiedPart& part, const EmbodiedCounts& counts);

}  // namespace twin
