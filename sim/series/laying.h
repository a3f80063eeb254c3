// Values by month, day and hour, laid on the calendar of a run.
#pragma once

#include <chrono>

#include "models/energy/time_series.h"

namespace twin {

struct CalendarHour {
    int month = 1, day = 1;  // from 1
    int hour = 0;            // 0 to 23
};

inline CalendarHour calendar_hour(CalendarTime time) {
    const auto midnight = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{midnight};
    return {static_cast<int>(unsigned(date.month())), static_cast<int>(unsigned(date.day())),
            static_cast<int>((time - midnight) / std::chrono::hours(1))};
}

// An hourly series that covers [from, until), from < until: value(CalendarTime) of each full hour.
template <typename Value>
TimeSeries lay_instants(CalendarTime from, CalendarTime until, Value value) {
    TimeSeries series{std::chrono::floor<std::chrono::hours>(from), std::chrono::hours(1)};
    while (series.end() < until)
        series.values.push_back(value(series.end()));
    return series;
}

// The same with value(CalendarHour) of UTC + `offset`.
template <typename Value>
TimeSeries lay_hours(CalendarTime from, CalendarTime until, Value value,
                     SimDuration offset = SimDuration::zero()) {
    return lay_instants(from, until,
                        [&](CalendarTime time) { return value(calendar_hour(time + offset)); });
}

}  // namespace twin
