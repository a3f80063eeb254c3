#include "sim/series/zone.h"

#include "models/units/calendar.h"

namespace twin {
namespace {

using namespace std::chrono;

// Summer time begins and ends at 01:00 UTC (Directive 2000/84/EC).
CalendarTime last_sunday(year y, month m) {
    return sys_days(y / m / Sunday[last]) + hours(1);
}

}  // namespace

std::optional<Zone> Zone::parse(std::string_view text) {
    if (text == "UTC" || text == "Z")
        return Zone("UTC", minutes(0), false);
    if (text == "Europe/Berlin")
        return Zone(std::string(text), hours(1), true);
    if (!text.starts_with('+') && !text.starts_with('-'))
        return std::nullopt;
    // An offset is what the instant 2000-01-01T00:00 of that zone is before that of UTC.
    const auto there = parse_calendar("2000-01-01T00:00" + std::string(text));
    if (!there)
        return std::nullopt;
    const auto utc = CalendarTime(sys_days(year(2000) / January / 1));
    return Zone(std::string(text), duration_cast<minutes>(utc - *there), false);
}

std::string Zone::known() {
    return "UTC, Europe/Berlin or an offset such as +01:00";
}

minutes Zone::offset_at(CalendarTime time) const {
    const year y = year_month_day(floor<days>(time)).year();
    const bool summer =
        summer_time_ && last_sunday(y, March) <= time && time < last_sunday(y, October);
    return summer ? offset_ + hours(1) : offset_;
}

WallTime Zone::wall_time(CalendarTime time) const {
    return WallTime((time + offset_at(time)).time_since_epoch());
}

Zone::Instants Zone::instants(WallTime wall) const {
    Instants found;
    const auto as_utc = CalendarTime(wall.time_since_epoch());
    for (const minutes offset : {offset_ + hours(1), offset_}) {
        const CalendarTime candidate = as_utc - offset;
        if (offset_at(candidate) == offset)
            (found.count++ == 0 ? found.first : found.second) = candidate;
    }
    return found;
}

}  // namespace twin
