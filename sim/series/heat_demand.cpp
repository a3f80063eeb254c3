#include "sim/series/heat_demand.h"

#include <cassert>

#include "sim/series/laying.h"

namespace twin {

TimeSeries lay_heat_demand(const MonthlyHeat& demand, CalendarTime from, CalendarTime until) {
    assert(from < until);
    return lay_instants(from, until, [&](CalendarTime time) {
        using namespace std::chrono;
        const year_month_day date{floor<days>(time)};
        const sys_days begin = date.year() / date.month() / 1;
        const sys_days end = (date.year() / date.month() + months(1)) / 1;
        const Power mean = demand[unsigned(date.month()) - 1] / to_quantity(end - begin);
        return mean.in(watt);
    });
}

}  // namespace twin
