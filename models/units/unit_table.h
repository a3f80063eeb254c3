// The units that texts may use, one row each; `twin list units` prints this table.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace twin {

enum class Dimension {
    power,
    energy,
    duration,
    share,
    data_size,
    bandwidth,
    flop,
    flop_rate,
    tokens,
    frequency,
    temperature,
    temperature_difference,
    thermal_conductance,
    heat_capacity,
    volume,
    volume_flow,
    pressure,
    money,
    energy_price,
    demand_price,
    carbon_mass,
    carbon_intensity,
};

struct UnitRow {
    std::string_view text;  // "kW"
    Dimension dimension;
    double si;          // 1 kW = 1000 W
    double offset = 0;  // of a temperature: 0 degC = 273.15 K
};

std::span<const UnitRow> unit_table();
std::string_view to_text(Dimension dimension);    // "power"
std::string units_of(Dimension dimension);        // "W, kW, MW"
const UnitRow* find_unit(std::string_view text);  // nullptr: unknown; case-sensitive

}  // namespace twin
