#include "models/units/unit_table.h"

#include <array>

namespace twin {
namespace {

constexpr double kibi = 1024;

constexpr std::array unit_rows = {
    UnitRow{"W", Dimension::power, 1},
    UnitRow{"mW", Dimension::power, 1e-3},
    UnitRow{"kW", Dimension::power, 1e3},
    UnitRow{"MW", Dimension::power, 1e6},
    UnitRow{"GW", Dimension::power, 1e9},

    UnitRow{"J", Dimension::energy, 1},
    UnitRow{"kJ", Dimension::energy, 1e3},
    UnitRow{"MJ", Dimension::energy, 1e6},
    UnitRow{"GJ", Dimension::energy, 1e9},
    UnitRow{"Wh", Dimension::energy, 3.6e3},
    UnitRow{"kWh", Dimension::energy, 3.6e6},
    UnitRow{"MWh", Dimension::energy, 3.6e9},
    UnitRow{"GWh", Dimension::energy, 3.6e12},

    UnitRow{"s", Dimension::duration, 1},
    UnitRow{"ms", Dimension::duration, 1e-3},
    UnitRow{"us", Dimension::duration, 1e-6},
    UnitRow{"ns", Dimension::duration, 1e-9},
    UnitRow{"min", Dimension::duration, 60},
    UnitRow{"h", Dimension::duration, 3600},
    UnitRow{"d", Dimension::duration, 86400},

    UnitRow{"%", Dimension::share, 0.01},

    UnitRow{"byte", Dimension::data_size, 1},
    UnitRow{"kB", Dimension::data_size, 1e3},
    UnitRow{"MB", Dimension::data_size, 1e6},
    UnitRow{"GB", Dimension::data_size, 1e9},
    UnitRow{"TB", Dimension::data_size, 1e12},
    UnitRow{"PB", Dimension::data_size, 1e15},
    UnitRow{"KiB", Dimension::data_size, kibi},
    UnitRow{"MiB", Dimension::data_size, kibi* kibi},
    UnitRow{"GiB", Dimension::data_size, kibi* kibi* kibi},

    UnitRow{"GB/s", Dimension::bandwidth, 1e9},
    UnitRow{"MB/s", Dimension::bandwidth, 1e6},
    UnitRow{"TB/s", Dimension::bandwidth, 1e12},
    UnitRow{"Gb/s", Dimension::bandwidth, 1e9 / 8},
    UnitRow{"Tb/s", Dimension::bandwidth, 1e12 / 8},

    UnitRow{"flop", Dimension::flop, 1},
    UnitRow{"kflop", Dimension::flop, 1e3},
    UnitRow{"Mflop", Dimension::flop, 1e6},
    UnitRow{"Gflop", Dimension::flop, 1e9},
    UnitRow{"Tflop", Dimension::flop, 1e12},
    UnitRow{"Pflop", Dimension::flop, 1e15},

    UnitRow{"Gflop/s", Dimension::flop_rate, 1e9},
    UnitRow{"Tflop/s", Dimension::flop_rate, 1e12},
    UnitRow{"Pflop/s", Dimension::flop_rate, 1e15},
    UnitRow{"Eflop/s", Dimension::flop_rate, 1e18},

    UnitRow{"token", Dimension::tokens, 1},
    UnitRow{"ktoken", Dimension::tokens, 1e3},
    UnitRow{"Mtoken", Dimension::tokens, 1e6},
    UnitRow{"Gtoken", Dimension::tokens, 1e9},
    UnitRow{"Ttoken", Dimension::tokens, 1e12},

    UnitRow{"Hz", Dimension::frequency, 1},
    UnitRow{"MHz", Dimension::frequency, 1e6},
    UnitRow{"GHz", Dimension::frequency, 1e9},

    UnitRow{"degC", Dimension::temperature, 1, 273.15},
    UnitRow{"K", Dimension::temperature_difference, 1},

    UnitRow{"kW/K", Dimension::thermal_conductance, 1e3},
    UnitRow{"MW/K", Dimension::thermal_conductance, 1e6},
    UnitRow{"kJ/K", Dimension::heat_capacity, 1e3},
    UnitRow{"MJ/K", Dimension::heat_capacity, 1e6},

    UnitRow{"L", Dimension::volume, 1e-3},
    UnitRow{"m3", Dimension::volume, 1},
    UnitRow{"L/s", Dimension::volume_flow, 1e-3},
    UnitRow{"m3/h", Dimension::volume_flow, 1.0 / 3600},
    UnitRow{"m3/s", Dimension::volume_flow, 1},
    UnitRow{"kPa", Dimension::pressure, 1e3},
    UnitRow{"bar", Dimension::pressure, 1e5},

    UnitRow{"EUR", Dimension::money, 1},
    UnitRow{"kEUR", Dimension::money, 1e3},
    UnitRow{"MEUR", Dimension::money, 1e6},
    UnitRow{"EUR/MWh", Dimension::energy_price, 1 / 3.6e9},
    UnitRow{"ct/kWh", Dimension::energy_price, 10 / 3.6e9},
    UnitRow{"EUR/kWh", Dimension::energy_price, 1000 / 3.6e9},
    UnitRow{"EUR/kW/a", Dimension::demand_price, 1e-3},

    UnitRow{"g", Dimension::carbon_mass, 1},
    UnitRow{"kg", Dimension::carbon_mass, 1e3},
    UnitRow{"t", Dimension::carbon_mass, 1e6},
    UnitRow{"g/kWh", Dimension::carbon_intensity, 1 / 3.6e6},
};

struct DimensionRow {
    Dimension dimension;
    std::string_view text;
};

constexpr std::array dimension_rows = {
    DimensionRow{Dimension::power, "power"},
    DimensionRow{Dimension::energy, "energy"},
    DimensionRow{Dimension::duration, "duration"},
    DimensionRow{Dimension::share, "share"},
    DimensionRow{Dimension::data_size, "data size"},
    DimensionRow{Dimension::bandwidth, "bandwidth"},
    DimensionRow{Dimension::flop, "amount of arithmetic"},
    DimensionRow{Dimension::flop_rate, "compute rate"},
    DimensionRow{Dimension::tokens, "number of tokens"},
    DimensionRow{Dimension::frequency, "frequency"},
    DimensionRow{Dimension::temperature, "temperature"},
    DimensionRow{Dimension::temperature_difference, "temperature difference"},
    DimensionRow{Dimension::thermal_conductance, "thermal conductance"},
    DimensionRow{Dimension::heat_capacity, "heat capacity"},
    DimensionRow{Dimension::volume, "volume"},
    DimensionRow{Dimension::volume_flow, "flow"},
    DimensionRow{Dimension::pressure, "pressure"},
    DimensionRow{Dimension::money, "sum of money"},
    DimensionRow{Dimension::energy_price, "price of energy"},
    DimensionRow{Dimension::demand_price, "price of peak power"},
    DimensionRow{Dimension::carbon_mass, "mass of CO2"},
    DimensionRow{Dimension::carbon_intensity, "carbon intensity"},
};

}  // namespace

std::span<const UnitRow> unit_table() {
    return unit_rows;
}

std::string_view to_text(Dimension dimension) {
    for (const auto& row : dimension_rows)
        if (row.dimension == dimension)
            return row.text;
    return {};
}

std::string units_of(Dimension dimension) {
    std::string list;
    for (const auto& row : unit_rows) {
        if (row.dimension != dimension)
            continue;
        if (!list.empty())
            list += ", ";
        list += row.text;
    }
    return list;
}

const UnitRow* find_unit(std::string_view text) {
    for (const auto& row : unit_rows)
        if (row.text == text)
            return &row;
    return nullptr;
}

}  // namespace twin
