// Air temperatures.
#pragma once

#include <filesystem>

#include "models/energy/time_series.h"
#include "sim/series/reading.h"

namespace twin {

struct WeatherReading : SeriesReading {
    TimeSeries dry_bulb, wet_bulb;  // K
};

// Either a calendar series: columns time, dry bulb and wet bulb ("tdry_C", "wet bulb (degC)").
// Or a reference year: columns month, day, hour_MEZ (1 to 24, the hour that ends then, UTC+1), dry
// and wet bulb, 8,760 rows in order, laid on the hours of [from, until), from < until; 29 February
// repeats 28 February. Legal are -60 to 60 degC, a wet bulb not above
// the dry one, and, where there are such columns, a relative
// humidity of 0 to 100 % and a pressure of 500 to 1,100 hPa. Throws as LineReader does where the
// file itself cannot be read.
WeatherReading read_weather(const std::filesystem::path& path, const SeriesOptions& options,
                            CalendarTime from, CalendarTime until);

}  // namespace twin
