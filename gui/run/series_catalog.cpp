#include "gui/run/series_catalog.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace twin {
namespace {

constexpr auto site = "series_site", power = "series_power", plant = "series_plant",
               energy = "series_energy";

constexpr std::array series_rows = {
    SeriesRow{"it_power", QT_TRANSLATE_NOOP("Series", "IT power"), "W", site, "it_power_w",
              "it_power"},
    SeriesRow{"it_power_peak", QT_TRANSLATE_NOOP("Series", "IT power, highest"), "W", site,
              "it_power_peak_w", "it_power"},
    SeriesRow{"site_power", QT_TRANSLATE_NOOP("Series", "Site power"), "W", plant, "site_w", ""},
    SeriesRow{"grid_power", QT_TRANSLATE_NOOP("Series", "Power from the grid"), "W", energy,
              "grid_w", "grid_contract"},
    SeriesRow{"busy_nodes", QT_TRANSLATE_NOOP("Series", "Busy nodes"), "nodes", site, "busy_nodes",
              "nodes"},
    SeriesRow{"available_nodes", QT_TRANSLATE_NOOP("Series", "Available nodes"), "nodes", site,
              "available_nodes", ""},
    SeriesRow{"waiting_jobs", QT_TRANSLATE_NOOP("Series", "Waiting jobs"), "jobs", site,
              "waiting_jobs", ""},
    SeriesRow{"waiting_nodes", QT_TRANSLATE_NOOP("Series", "Nodes that waiting jobs ask for"),
              "nodes", site, "waiting_nodes", ""},
    SeriesRow{"started", QT_TRANSLATE_NOOP("Series", "Jobs started"), "jobs", site, "started", ""},
    SeriesRow{"gpus", QT_TRANSLATE_NOOP("Series", "GPUs"), "W", power, "gpus_w", ""},
    SeriesRow{"cpus", QT_TRANSLATE_NOOP("Series", "CPUs"), "W", power, "cpus_w", ""},
    SeriesRow{"memory", QT_TRANSLATE_NOOP("Series", "Memory"), "W", power, "memory_w", ""},
    SeriesRow{"nics", QT_TRANSLATE_NOOP("Series", "Network adapters"), "W", power, "nics_w", ""},
    SeriesRow{"switches", QT_TRANSLATE_NOOP("Series", "Switches"), "W", power, "switches_w", ""},
    SeriesRow{"it_losses", QT_TRANSLATE_NOOP("Series", "Losses in nodes and racks"), "W", power,
              "converter_loss_w + rack_rectifier_loss_w", ""},
    SeriesRow{"supply_losses", QT_TRANSLATE_NOOP("Series", "Losses of the supply"), "W", plant,
              "transformer_loss_w + ups_loss_w + distribution_loss_w + central_rectifier_loss_w",
              ""},
    SeriesRow{"gpu_cap", QT_TRANSLATE_NOOP("Series", "Cap on a GPU"), "W", power, "gpu_cap_w", ""},
    SeriesRow{"throttled_groups", QT_TRANSLATE_NOOP("Series", "Groups that throttle"), "groups",
              power, "throttled_groups", ""},
    SeriesRow{"cooling_power", QT_TRANSLATE_NOOP("Series", "Cooling"), "W", plant,
              "cdu_pumps_w + primary_pumps_w + cooling_fans_w + air_handling_w + heat_pump_w", ""},
    SeriesRow{"pumps", QT_TRANSLATE_NOOP("Series", "Pumps"), "W", plant,
              "cdu_pumps_w + primary_pumps_w", ""},
    SeriesRow{"cooling_fans", QT_TRANSLATE_NOOP("Series", "Fans of the coolers"), "W", plant,
              "cooling_fans_w", ""},
    SeriesRow{"pue", QT_TRANSLATE_NOOP("Series", "PUE"), "", plant,
              "site_w / (SELECT nullif(s.it_power_w, 0) FROM series_site s "
              "WHERE s.interval = t.interval)",
              ""},
    SeriesRow{"supply_temperature", QT_TRANSLATE_NOOP("Series", "Racks' water in, warmest"), "degC",
              plant, "supply_c", "rack_water"},
    SeriesRow{"return_temperature", QT_TRANSLATE_NOOP("Series", "Racks' water out, warmest"),
              "degC", plant, "return_c", ""},
    SeriesRow{"primary_supply", QT_TRANSLATE_NOOP("Series", "Primary water in"), "degC", plant,
              "primary_supply_c", ""},
    SeriesRow{"primary_return", QT_TRANSLATE_NOOP("Series", "Primary water out"), "degC", plant,
              "primary_return_c", ""},
    SeriesRow{"dry_bulb", QT_TRANSLATE_NOOP("Series", "Outdoor air"), "degC", plant, "dry_bulb_c",
              ""},
    SeriesRow{"wet_bulb", QT_TRANSLATE_NOOP("Series", "Outdoor wet bulb"), "degC", plant,
              "wet_bulb_c", ""},
    SeriesRow{"rejected_heat", QT_TRANSLATE_NOOP("Series", "Heat to the air"), "W", plant,
              "rejected_w", ""},
    SeriesRow{"reused_heat", QT_TRANSLATE_NOOP("Series", "Heat that is reused"), "W", plant,
              "reused_w", ""},
    SeriesRow{"water", QT_TRANSLATE_NOOP("Series", "Water evaporated"), "L/s", plant, "water_l_s",
              ""},
    SeriesRow{"fan_speed", QT_TRANSLATE_NOOP("Series", "Fan speed"), "", plant, "fan_speed", ""},
    SeriesRow{"price", QT_TRANSLATE_NOOP("Series", "Market price"), "EUR/MWh", energy,
              "price_eur_mwh", ""},
    SeriesRow{"carbon_direct", QT_TRANSLATE_NOOP("Series", "Carbon of the grid, direct"), "g/kWh",
              energy, "carbon_direct_g_kwh", ""},
    SeriesRow{"carbon_life_cycle", QT_TRANSLATE_NOOP("Series", "Carbon of the grid, life-cycle"),
              "g/kWh", energy, "carbon_life_cycle_g_kwh", ""},
    SeriesRow{"cost", QT_TRANSLATE_NOOP("Series", "Cost by the hour"), "EUR/h", energy,
              "cost_eur / (SELECT interval_ns / 3.6e12 FROM run)", ""},
    SeriesRow{"emission", QT_TRANSLATE_NOOP("Series", "Emission by the hour, life-cycle"), "kg/h",
              energy, "carbon_life_cycle_g / 1000 / (SELECT interval_ns / 3.6e12 FROM run)", ""},
    SeriesRow{"photovoltaics", QT_TRANSLATE_NOOP("Series", "Photovoltaics"), "W", energy,
              "photovoltaics_w", ""},
    SeriesRow{"battery", QT_TRANSLATE_NOOP("Series", "Battery, charging"), "W", energy, "battery_w",
              ""},
};

}  // namespace

std::span<const SeriesRow> series_table() {
    return series_rows;
}

const SeriesRow* find_series(const QString& name) {
    const auto row = std::find_if(series_rows.begin(), series_rows.end(),
                                  [&](const SeriesRow& r) { return name == r.name; });
    return row == series_rows.end() ? nullptr : &*row;
}

QString title_of(const SeriesRow& row) {
    return QCoreApplication::translate("Series", row.title);
}

SeriesPoints read_series(const ResultStore& store, const SeriesRow& row) {
    SeriesPoints points;
    points.interval_s = to_seconds(store.run().interval);
    auto rows_read = store.query(std::string("SELECT t.interval, ") + row.expression + " FROM " +
                                 row.table + " t ORDER BY t.interval");
    constexpr float unknown = std::numeric_limits<float>::quiet_NaN();
    bool any = false;
    while (rows_read.next()) {
        const auto interval = std::size_t(rows_read.integer(0));
        if (interval >= points.values.size())
            points.values.resize(interval + 1, unknown);
        if (rows_read.is_null(1))
            continue;
        points.values[interval] = float(rows_read.real(1));
        any = true;
    }
    if (!any)
        points.values.clear();
    return points;
}

std::vector<Column> columns_of(const SeriesPoints& points, double from, double until, int columns) {
    constexpr float unknown = std::numeric_limits<float>::quiet_NaN();
    std::vector<Column> result(std::size_t(std::max(columns, 0)), {unknown, unknown});
    const auto count = std::ptrdiff_t(points.values.size());
    const double width = (until - from) / columns;
    for (std::size_t i = 0; i < result.size(); ++i) {
        const double begin = from + double(i) * width;
        auto first = std::ptrdiff_t(std::floor(begin / points.interval_s));
        auto last = std::ptrdiff_t(std::ceil((begin + width) / points.interval_s));
        first = std::clamp<std::ptrdiff_t>(first, 0, count);
        last = std::clamp<std::ptrdiff_t>(last, first, count);
        for (std::ptrdiff_t k = first; k < last; ++k) {
            const float value = points.values[std::size_t(k)];
            if (std::isnan(value))
                continue;
            Column& column = result[i];
            column.least = std::isnan(column.least) ? value : std::min(column.least, value);
            column.largest = std::isnan(column.largest) ? value : std::max(column.largest, value);
        }
    }
    return result;
}

}  // namespace twin
