#include "sim/series/coverage.h"

#include <fmt/format.h>

#include "models/units/calendar.h"
#include "models/units/unit_text.h"

namespace twin {
namespace {

std::string length_text(SimDuration length) {
    return format_quantity(to_seconds(length), Dimension::duration);
}

}  // namespace

std::string missing_cover(const TimeSeries& series, CalendarTime from, CalendarTime until) {
    if (series.covers(from, until))
        return "";
    const std::string wanted = fmt::format("expected values from {} until {}",
                                           format_calendar(from), format_calendar(until));
    if (series.values.empty())
        return wanted + ", got none";
    std::string text = fmt::format("{}, got {} until {}", wanted, format_calendar(series.first),
                                   format_calendar(series.end()));
    if (series.end() <= from || until <= series.first)
        return text + ": all of the run is missing";
    std::string_view join = ": ";
    if (from < series.first) {
        text += fmt::format("{}the first {} of the run are missing", join,
                            length_text(series.first - from));
        join = " and ";
    }
    if (series.end() < until)
        text += fmt::format("{}the last {} of the run are missing", join,
                            length_text(until - series.end()));
    return text;
}

}  // namespace twin
