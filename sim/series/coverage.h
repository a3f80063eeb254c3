// Does a series reach over a run?
#pragma once

#include <string>

#include "models/energy/time_series.h"

namespace twin {

// What is wrong with a series that does not cover [from, until): "expected values from ... until
// ..., got ... until ...: the last 1 h are missing". Empty: it covers them.
std::string missing_cover(const TimeSeries& series, CalendarTime from, CalendarTime until);

}  // namespace twin
