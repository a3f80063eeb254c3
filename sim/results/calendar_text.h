// Instants of the calendar as text, UTC.
#pragma once

#include <string>

#include "models/units/sim_time.h"

namespace twin {

std::string iso_utc(CalendarTime time);  // "2022-04-07T00:00:00Z", with a fraction if it has one
std::string minute_text(CalendarTime time);  // "2022-04-07 00:00", cut, not rounded

}  // namespace twin
