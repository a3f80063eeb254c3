#include "sim/series/weather.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <fmt/format.h>
#include <span>
#include <string>

#include "models/units/temperature.h"
#include "sim/series/calendar_rows.h"
#include "sim/series/laying.h"

namespace twin {
namespace {

constexpr SimDuration central_european = std::chrono::hours(1);  // MEZ, all year

ValueKind temperature(std::string_view name, std::vector<std::string_view> words) {
    std::vector<UnitRow> units = units_with(Dimension::temperature);
    UnitRow celsius = units.front();
    celsius.text = "C";
    units.push_back(celsius);
    return {name, std::move(words), std::move(units), -60, 60};
}

// Dry and wet bulb first, then what is only checked, where the file has it.
std::vector<ValueKind> kinds_of(const CsvReader& csv) {
    std::vector<ValueKind> kinds = {temperature("dry bulb", {"tdry", "dry"}),
                                    temperature("wet bulb", {"twet", "wet"})};
    for (ValueKind checked :
         {ValueKind{"relative humidity",
                    {"rh", "humidity"},
                    {{"%", Dimension::share, 0.01}, {"pct", Dimension::share, 0.01}},
                    0,
                    100},
          ValueKind{"pressure",
                    {"p", "pressure"},
                    {{"hPa", Dimension::pressure, 100}, {"kPa", Dimension::pressure, 1000}},
                    500,
                    1100}})
        if (has_column(csv, checked.words))
            kinds.push_back(std::move(checked));
    return kinds;
}

// No air is wetter than saturated. Assumption: files round to a tenth of a kelvin.
std::string check_bulbs(std::span<const double> values) {
    constexpr double rounding = 0.1 + 1e-9;
    if (values[1] <= values[0] + rounding)
        return "";
    return fmt::format("wet bulb: expected at most the dry bulb of {:.4g} degC, got {:.4g} degC",
                       Temperature::from_si(values[0]).in_celsius(),
                       Temperature::from_si(values[1]).in_celsius());
}

constexpr std::array month_days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

// Of the year without 29 February, from 0.
std::size_t hour_of_year(const CalendarHour& time) {
    int days = std::min(time.day, month_days[time.month - 1]) - 1;
    for (int m = 1; m < time.month; ++m)
        days += month_days[m - 1];
    return static_cast<std::size_t>(24 * days + time.hour);
}

constexpr std::size_t hours_of_year = 8760;

struct ReferenceYear {
    std::vector<double> dry_bulb, wet_bulb;  // by hour_of_year
};

ReferenceYear read_reference_year(CsvReader& csv, const std::vector<ValueKind>& kinds,
                                  SeriesReading& reading) {
    ReferenceYear year;
    const auto month = find_column(csv, "month", {"month"}, reading);
    const auto day_of_month = find_column(csv, "day", {"day"}, reading);
    const auto hour_ending = find_column(csv, "hour_MEZ", {"hour"}, reading);
    std::vector<ValueColumn> columns;
    for (const ValueKind& kind : kinds)
        if (const auto column = find_value_column(csv, kind, reading))
            columns.push_back(*column);
    if (!month || !day_of_month || !hour_ending || columns.size() != kinds.size())
        return year;
    while (csv.next()) {
        const std::size_t faults = reading.faults.size();
        const auto m = read_whole(csv, *month, "month", 1, 12, reading);
        const auto d =
            read_whole(csv, *day_of_month, "day", 1, m ? month_days[*m - 1] : 31, reading);
        const auto h = read_whole(csv, *hour_ending, "hour_MEZ", 1, 24, reading);
        std::vector<double> values;
        for (const ValueColumn& column : columns)
            values.push_back(column.read(csv, reading).value_or(0));
        if (reading.faults.size() == faults)
            if (std::string message = check_bulbs(values); !message.empty())
                reading.add_fault(csv.line(), 0, std::move(message));
        const std::size_t expected = year.dry_bulb.size();
        year.dry_bulb.push_back(values[0]);
        year.wet_bulb.push_back(values[1]);
        if (reading.faults.empty() && hour_of_year({*m, *d, *h - 1}) != expected)
            reading.add_fault(csv.line(), 0,
                              fmt::format("expected hour {} of the year without 29 February, got "
                                          "month {}, day {}, hour {}",
                                          expected + 1, *m, *d, *h));
    }
    if (reading.faults.empty() && year.dry_bulb.size() != hours_of_year)
        reading.add_fault(0, 0,
                          fmt::format("expected {} hours of a reference year, got {}",
                                      hours_of_year, year.dry_bulb.size()));
    return year;
}

}  // namespace

WeatherReading read_weather(const std::filesystem::path& path, const SeriesOptions& options,
                            CalendarTime from, CalendarTime until) {
    assert(from < until);
    WeatherReading reading;
    CsvReader csv(path, reading);
    const std::vector<ValueKind> kinds = kinds_of(csv);
    if (!has_column(csv, {"month"})) {
        auto series = read_calendar_rows(csv, kinds, options, reading, check_bulbs);
        reading.dry_bulb = std::move(series[0]);
        reading.wet_bulb = std::move(series[1]);
        return reading;
    }
    const ReferenceYear year = read_reference_year(csv, kinds, reading);
    if (!reading.faults.empty())
        return reading;
    const auto lay = [&](const std::vector<double>& values) {
        return lay_hours(
            from, until, [&](const CalendarHour& local) { return values[hour_of_year(local)]; },
            central_european);
    };
    reading.dry_bulb = lay(year.dry_bulb);
    reading.wet_bulb = lay(year.wet_bulb);
    return reading;
}

}  // namespace twin
