// A time axis for painted widgets: ticks at round times of the run's calendar.
#pragma once

#include <QPainter>
#include <vector>

#include "gui/look/theme.h"
#include "models/units/calendar.h"

namespace twin {

struct TimeTick {
    double at_s;
    QString label;  // two lines
};

// At most about `most` of them.
std::vector<TimeTick> time_ticks(CalendarTime start, double from, double until, int most);

inline constexpr int time_axis_height = 34;

// Lines through `area`, which shows `from` to `until`, and labels under it.
void paint_time_axis(QPainter& painter, const Theme& theme, CalendarTime start, double from,
                     double until, const QRectF& area);

}  // namespace twin
