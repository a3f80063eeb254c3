#include "sim/series/heat_demand.h"

#include <cassert>

#include "sim/series/laying.h"

namespace twin {

TimeSeries lay_heat_demand(const MonthlyHeat& demand, CalendarTime from, CalendarTime until) {
    assert(from < until);
    TimeSeries series{std::chrono::floor<std::chrono::hours>(from), std::chrono::hours(1)};
    while (series.end() < until) {
        using namespace std::chrono;
        const year_month_day date{floor<days>(series.end())};
        const sys_days begin = date.year() / date.month() / 1;
        const sys_days end = (date.year() / date.month() + months(1)) / 1;
        const Power mean = demand[unsigned(date.month()) - 1] / to_quantity(end - begin);
        series.values.push_back(mean.in(watt));
    }
    return series;
}

}  // namespace twin
