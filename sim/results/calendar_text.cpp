#include "sim/results/calendar_text.h"

#include <fmt/format.h>

namespace twin {
namespace {

struct Parts {
    std::chrono::year_month_day date;
    std::chrono::hh_mm_ss<std::chrono::nanoseconds> time;
    explicit Parts(CalendarTime t)
        : date(std::chrono::floor<std::chrono::days>(t)),
          time(t - std::chrono::floor<std::chrono::days>(t)) {}
    std::string text(char between) const {
        return fmt::format("{:04}-{:02}-{:02}{}{:02}:{:02}", static_cast<int>(date.year()),
                           static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                           between, time.hours().count(), time.minutes().count());
    }
};

}  // namespace

std::string iso_utc(CalendarTime time) {
    const Parts parts(time);
    std::string text = fmt::format("{}:{:02}", parts.text('T'), parts.time.seconds().count());
    if (const auto fraction = parts.time.subseconds().count(); fraction != 0)
        text += fmt::format(".{:09}", fraction);
    return text + 'Z';
}

std::string minute_text(CalendarTime time) {
    return Parts(time).text(' ');
}

}  // namespace twin
