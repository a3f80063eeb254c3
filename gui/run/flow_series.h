// The powers that an energy flow is drawn from, of every interval, in memory: read once, so that
// playing needs no query.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "sim/results/result_store.h"

namespace twin {

// In W; the last three are what a value is multiplied with.
enum class FlowColumn {
    grid,
    photovoltaics,
    battery,  // charged - discharged
    discharged,
    feed_in,
    site,
    transformer_loss,
    ups_loss,
    distribution_loss,
    central_rectifier_loss,
    it,
    gpus,
    cpus,
    memory,
    nics,
    drives,
    fans,
    converter_loss,
    switches,
    rack_rectifier_loss,
    fixed,
    cdu_pumps,
    primary_pumps,
    cooling_fans,
    air_handling,
    heat_pump,
    liquid_heat,
    air_heat,
    pump_heat,
    rejected,
    reused,
    stored,
    length,        // of the interval [s]
    price,         // what is paid by the kWh [EUR/Wh]
    intensity,     // life-cycle carbon of the grid [kg/Wh]
    column_count,  // not a column
};
constexpr auto flow_columns = std::size_t(FlowColumn::column_count);

// What a flow is told in: W, EUR/h or kg/h.
enum class FlowUnit { power, money, carbon };

using FlowValues = std::array<double, flow_columns>;

struct FlowSeries {
    double interval_s = 1;
    std::array<std::vector<float>, flow_columns> columns;
    bool has_power = false, has_plant = false, has_cooling = false, has_energy = false;
    bool has_price = false, has_carbon = false;

    std::size_t intervals() const { return columns[0].size(); }
};

// Throws as ResultStore does.
FlowSeries read_flow_series(const ResultStore& store);

// The interval in which a second lies; none: nothing is recorded there.
std::optional<std::size_t> interval_at(const FlowSeries& series, double seconds);
// The interval that draws the most; 0 for none.
std::size_t highest_interval(const FlowSeries& series);

// Values of one interval, in the unit: W, EUR/h, kg/h.
FlowValues flow_values(const FlowSeries& series, std::size_t interval, FlowUnit unit);
// Means over the time between, weighted with the part of each interval that lies in it. Prices are
// multiplied interval by interval. None: nothing is recorded there.
std::optional<FlowValues> mean_flow_values(const FlowSeries& series, double from, double until,
                                           FlowUnit unit);

}  // namespace twin
