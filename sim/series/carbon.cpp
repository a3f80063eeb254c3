#include "sim/series/carbon.h"

#include <array>
#include <cassert>
#include <fmt/format.h>
#include <optional>

#include "sim/series/calendar_rows.h"
#include "sim/series/laying.h"

namespace twin {
namespace {

std::array<ValueKind, 2> carbon_kinds() {
    std::vector<UnitRow> units = units_with(Dimension::carbon_intensity);
    // As Electricity Maps writes it.
    for (const char* text : {"gCO2eq/kWh", "gCO₂eq/kWh"})
        units.push_back({text, Dimension::carbon_intensity, units.front().si});
    return {ValueKind{"direct", {"direct"}, units, 0},
            ValueKind{"life_cycle", {"life", "lca"}, units, 0}};
}

struct Means {
    std::optional<double> direct, life_cycle;
};
using MeansTable = std::array<std::array<Means, 24>, 12>;

void read_means(CsvReader& csv, const std::array<ValueKind, 2>& kinds, MeansTable& means,
                SeriesReading& reading) {
    const auto month = find_column(csv, "month", {"month"}, reading);
    const auto hour_of_day = find_column(csv, "hour_utc", {"hour"}, reading);
    const auto direct = find_value_column(csv, kinds[0], reading);
    const auto life_cycle = find_value_column(csv, kinds[1], reading);
    if (!month || !hour_of_day || !direct || !life_cycle)
        return;
    while (csv.next()) {
        const auto m = read_whole(csv, *month, "month", 1, 12, reading);
        const auto h = read_whole(csv, *hour_of_day, "hour_utc", 0, 23, reading);
        const auto d = direct->read(csv, reading);
        const auto l = life_cycle->read(csv, reading);
        if (!m || !h || !d || !l)
            continue;
        Means& cell = means[*m - 1][*h];
        if (cell.direct)
            reading.add_fault(csv.line(), 0,
                              fmt::format("expected each month and hour once, got month {} and "
                                          "hour {} again",
                                          *m, *h));
        cell = {d, l};
    }
    for (int m = 0; m < 12; ++m)
        for (int h = 0; h < 24; ++h)
            if (!means[m][h].direct && reading.faults.empty())
                reading.add_fault(0, 0,
                                  fmt::format("expected every month and hour, got none for month "
                                              "{} and hour {}",
                                              m + 1, h));
}

}  // namespace

CarbonReading read_carbon(const std::filesystem::path& path, const SeriesOptions& options,
                          CalendarTime from, CalendarTime until) {
    assert(from < until);
    CarbonReading reading;
    CsvReader csv(path, reading);
    const auto kinds = carbon_kinds();
    if (!has_column(csv, {"month"})) {
        auto series = read_calendar_rows(csv, kinds, options, reading);
        reading.direct = std::move(series[0]);
        reading.life_cycle = std::move(series[1]);
        return reading;
    }
    MeansTable means;
    read_means(csv, kinds, means, reading);
    if (!reading.faults.empty())
        return reading;
    const auto cell = [&](const CalendarHour& utc) -> const Means& {
        return means[utc.month - 1][utc.hour];
    };
    reading.direct =
        lay_hours(from, until, [&](const CalendarHour& utc) { return *cell(utc).direct; });
    reading.life_cycle =
        lay_hours(from, until, [&](const CalendarHour& utc) { return *cell(utc).life_cycle; });
    return reading;
}

}  // namespace twin
