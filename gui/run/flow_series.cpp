#include "gui/run/flow_series.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace twin {
namespace {

// In the order of FlowColumn. What is paid by the kWh is the market's price where nothing comes
// from the grid.
constexpr std::array<const char*, flow_columns> expressions = {
    "coalesce(e.grid_w, q.site_w, s.it_power_w)",
    "e.photovoltaics_w",
    "e.battery_w",
    "e.discharged_w",
    "e.feed_in_w",
    "coalesce(q.site_w, s.it_power_w)",
    "q.transformer_loss_w",
    "q.ups_loss_w",
    "q.distribution_loss_w",
    "q.central_rectifier_loss_w",
    "s.it_power_w",
    "p.gpus_w",
    "p.cpus_w",
    "p.memory_w",
    "p.nics_w",
    "p.drives_w",
    "p.fans_w",
    "p.converter_loss_w",
    "p.switches_w",
    "p.rack_rectifier_loss_w",
    "p.fixed_w",
    "q.cdu_pumps_w",
    "q.primary_pumps_w",
    "q.cooling_fans_w",
    "q.air_handling_w",
    "q.heat_pump_w",
    "q.liquid_heat_w",
    "q.air_heat_w",
    "q.pump_heat_w",
    "q.rejected_w",
    "q.reused_w",
    "q.stored_w",
    "s.length_s",
    "CASE WHEN e.grid_w > 0 AND e.feed_in_w = 0 THEN e.cost_eur / (e.grid_w * s.length_s / 3600) "
    "ELSE e.price_eur_mwh / 1e6 END",
    "e.carbon_life_cycle_g_kwh / 1e6",
};

bool holds_rows(const ResultStore& store, const char* what) {
    auto rows = store.query(std::string("SELECT EXISTS (SELECT 1 FROM ") + what + ")");
    return rows.next() && rows.integer(0) != 0;
}

bool any(const std::vector<float>& values) {
    return std::any_of(values.begin(), values.end(), [](float value) { return value != 0; });
}

constexpr std::size_t of(FlowColumn column) {
    return std::size_t(column);
}

double factor_of(const FlowSeries& series, std::size_t k, FlowUnit unit) {
    switch (unit) {
        case FlowUnit::power:
            break;
        case FlowUnit::money:
            return double(series.columns[of(FlowColumn::price)][k]);
        case FlowUnit::carbon:
            return double(series.columns[of(FlowColumn::intensity)][k]);
    }
    return 1;
}

}  // namespace

FlowSeries read_flow_series(const ResultStore& store) {
    FlowSeries series;
    series.interval_s = std::chrono::duration<double>(store.run().interval).count();
    series.has_power = holds_rows(store, "series_power");
    series.has_plant = holds_rows(store, "series_plant");
    series.has_cooling = holds_rows(store, "series_plant WHERE supply_c IS NOT NULL");
    series.has_energy = holds_rows(store, "series_energy");
    std::string query = "SELECT ";
    for (const char* const expression : expressions)
        query += std::string(query.size() > 7 ? ", " : "") + expression;
    query +=
        " FROM series s LEFT JOIN series_power p ON p.interval = s.interval"
        " LEFT JOIN series_plant q ON q.interval = s.interval"
        " LEFT JOIN series_energy e ON e.interval = s.interval ORDER BY s.interval";
    auto rows = store.query(query);
    while (rows.next())
        for (std::size_t i = 0; i < flow_columns; ++i)
            series.columns[i].push_back(float(rows.real(int(i))));
    series.has_price = any(series.columns[of(FlowColumn::price)]);
    series.has_carbon = any(series.columns[of(FlowColumn::intensity)]);
    return series;
}

std::optional<std::size_t> interval_at(const FlowSeries& series, double seconds) {
    if (series.intervals() == 0)
        return std::nullopt;
    const auto k = std::size_t(std::max(0.0, seconds) / series.interval_s);
    return std::min(k, series.intervals() - 1);
}

std::size_t highest_interval(const FlowSeries& series) {
    const auto& site = series.columns[of(FlowColumn::site)];
    return std::size_t(std::max_element(site.begin(), site.end()) - site.begin());
}

FlowValues flow_values(const FlowSeries& series, std::size_t interval, FlowUnit unit) {
    FlowValues values{};
    const double factor = factor_of(series, interval, unit);
    for (std::size_t i = 0; i < of(FlowColumn::length); ++i)
        values[i] = factor * double(series.columns[i][interval]);
    for (std::size_t i = of(FlowColumn::length); i < flow_columns; ++i)
        values[i] = double(series.columns[i][interval]);
    return values;
}

std::optional<FlowValues> mean_flow_values(const FlowSeries& series, double from, double until,
                                           FlowUnit unit) {
    FlowValues sums{};
    double weights = 0;
    const auto first = std::size_t(std::max(0.0, from) / series.interval_s);
    for (std::size_t k = first; k < series.intervals(); ++k) {
        const double start = double(k) * series.interval_s;
        if (start >= until)
            break;
        const double end = start + double(series.columns[of(FlowColumn::length)][k]);
        const double weight = std::min(end, until) - std::max(start, from);
        if (weight <= 0)
            continue;
        const double factor = weight * factor_of(series, k, unit);
        for (std::size_t i = 0; i < of(FlowColumn::length); ++i)
            sums[i] += factor * double(series.columns[i][k]);
        for (std::size_t i = of(FlowColumn::length); i < flow_columns; ++i)
            sums[i] += weight * double(series.columns[i][k]);
        weights += weight;
    }
    if (weights <= 0)
        return std::nullopt;
    for (double& sum : sums)
        sum /= weights;
    return sums;
}

}  // namespace twin
