// Numbers and times as the window shows them: the user's locale, units of the unit table.
#pragma once

#include <QString>
#include <optional>
#include <string_view>

#include "models/units/calendar.h"

namespace twin {

// Four significant digits in a fitting unit where `unit` is of the unit table ("W" of 15.79e6 is
// "15.79 MW"), else with groups of digits and `unit` behind; "-" for none.
QString figure(std::optional<double> value, std::string_view unit);
// In this very unit: "21.6 h", "0.94 %".
QString figure_in(std::optional<double> value, std::string_view unit);
// Bytes per second as "12.5 GB/s".
QString rate_text(double bytes_per_second);
// Digits alone.
QString number(double value, int significant = 4);
// How QLocale is to write a day: "8 Apr", in German "8. Apr.".
QString day_format();
// "8 Apr 2024 13:05" (UTC, as everything in a run), of seconds after `start`.
QString moment(CalendarTime start, double seconds);
// "3 d 4 h", "12 min", "8 s": the largest part and the one below it.
QString span_of_time(double seconds);

}  // namespace twin
