// Heat that a consumer takes, by month.
#pragma once

#include <array>

#include "models/energy/time_series.h"
#include "models/units/quantity.h"

namespace twin {

using MonthlyHeat = std::array<Energy, 12>;  // January first, each >= 0

// The mean power of each month of the calendar (UTC) in hourly steps that cover [from, until),
// from < until, in W.
TimeSeries lay_heat_demand(const MonthlyHeat& demand, CalendarTime from, CalendarTime until);

}  // namespace twin
