#include "models/energy/time_series.h"

#include <algorithm>
#include <cassert>

namespace twin {
namespace {

// Index of the step that holds `time`; `time` may be the end.
std::size_t step_of(const TimeSeries& series, CalendarTime time) {
    assert(series.covers(time, time));
    const auto index = static_cast<std::size_t>((time - series.first) / series.step);
    return std::min(index, series.values.size() - 1);
}

}  // namespace

CalendarTime TimeSeries::end() const {
    return first + static_cast<SimDuration::rep>(values.size()) * step;
}

bool TimeSeries::covers(CalendarTime from, CalendarTime until) const {
    return !values.empty() && first <= from && until <= end();
}

double TimeSeries::at(CalendarTime time) const {
    return values[step_of(*this, time)];
}

CalendarTime TimeSeries::next_step(CalendarTime time) const {
    assert(covers(time, time));
    return first + ((time - first) / step + 1) * step;
}

double TimeSeries::interpolated(CalendarTime time) const {
    const std::size_t here = step_of(*this, time);
    const SimDuration past_middle =
        time - (first + static_cast<SimDuration::rep>(here) * step) - step / 2;
    const bool backwards = past_middle < SimDuration::zero();
    if (backwards ? here == 0 : here + 1 == values.size())
        return values[here];
    const double neighbour = values[backwards ? here - 1 : here + 1];
    const double share =
        static_cast<double>(std::abs(past_middle.count())) / static_cast<double>(step.count());
    return values[here] + share * (neighbour - values[here]);
}

double TimeSeries::mean(CalendarTime from, CalendarTime until) const {
    assert(from < until && covers(from, until));
    double sum = 0;
    for (CalendarTime here = from; here < until;) {
        const CalendarTime next = std::min(next_step(here), until);
        sum += at(here) * static_cast<double>((next - here).count());
        here = next;
    }
    return sum / static_cast<double>((until - from).count());
}

}  // namespace twin
