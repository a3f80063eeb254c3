// Instants of the calendar as people write them (RFC 3339, the zone is required).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "models/units/sim_time.h"

namespace twin {

// "2024-04-07T00:00:00+02:00", "2022-04-07T00:00Z"; seconds may be left out, the zone may not.
// Nothing if the text is not such an instant between the years 1900 and 2200.
std::optional<CalendarTime> parse_calendar(std::string_view text);

// "2022-04-06T22:00:00Z"; fractions of a second only where there are any.
std::string format_calendar(CalendarTime time);

// "2022-04-06 22:00", UTC, cut to the minute.
std::string format_minute(CalendarTime time);

// The regular expression (ECMA 262) of the shape that parse_calendar takes.
inline constexpr std::string_view calendar_pattern =
    R"(^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})$)";

}  // namespace twin
