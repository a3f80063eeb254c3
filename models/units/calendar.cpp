#include "models/units/calendar.h"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>

namespace twin {
namespace {

// Reads fixed-width fields from the front of a text.
class FieldCursor {
  public:
    explicit FieldCursor(std::string_view text) : rest_(text) {}

    bool done() const { return rest_.empty(); }
    bool at(char c) const { return !rest_.empty() && rest_.front() == c; }

    bool skip(char c) {
        if (!at(c))
            return false;
        rest_.remove_prefix(1);
        return true;
    }

    // -1 unless `width` digits follow.
    int digits(std::size_t width) {
        if (rest_.size() < width)
            return -1;
        int value = 0;
        for (std::size_t i = 0; i < width; ++i) {
            if (rest_[i] < '0' || rest_[i] > '9')
                return -1;
            value = value * 10 + (rest_[i] - '0');
        }
        rest_.remove_prefix(width);
        return value;
    }

    std::size_t digits_ahead() const {
        return static_cast<std::size_t>(
            std::find_if(rest_.begin(), rest_.end(), [](char c) { return c < '0' || c > '9'; }) -
            rest_.begin());
    }

  private:
    std::string_view rest_;
};

std::optional<std::chrono::minutes> parse_zone(FieldCursor& cursor) {
    if (cursor.skip('Z'))
        return std::chrono::minutes(0);
    const bool east = cursor.at('+');
    if (!cursor.skip('+') && !cursor.skip('-'))
        return std::nullopt;
    const int hours = cursor.digits(2);
    if (!cursor.skip(':'))
        return std::nullopt;
    const int minutes = cursor.digits(2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
        return std::nullopt;
    const auto offset = std::chrono::hours(hours) + std::chrono::minutes(minutes);
    return east ? offset : -offset;
}

std::string date_text(std::chrono::sys_days days) {
    const std::chrono::year_month_day date{days};
    return fmt::format("{:04}-{:02}-{:02}", int(date.year()), unsigned(date.month()),
                       unsigned(date.day()));
}

}  // namespace

std::optional<CalendarTime> parse_calendar(std::string_view text) {
    using namespace std::chrono;
    FieldCursor cursor(text);
    const int y = cursor.digits(4);
    if (!cursor.skip('-'))
        return std::nullopt;
    const int m = cursor.digits(2);
    if (!cursor.skip('-'))
        return std::nullopt;
    const int d = cursor.digits(2);
    if (!cursor.skip('T'))
        return std::nullopt;
    const int hour_of_day = cursor.digits(2);
    if (!cursor.skip(':'))
        return std::nullopt;
    const int minute_of_hour = cursor.digits(2);
    int second_of_minute = 0;
    nanoseconds fraction{0};
    if (cursor.skip(':')) {
        second_of_minute = cursor.digits(2);
        if (cursor.skip('.')) {
            const std::size_t width = cursor.digits_ahead();
            if (width == 0 || width > 9)
                return std::nullopt;
            std::int64_t scale = 1'000'000'000;
            for (std::size_t i = 0; i < width; ++i)
                scale /= 10;
            fraction = nanoseconds(cursor.digits(width) * scale);
        }
    }
    const auto zone = parse_zone(cursor);
    if (!zone || !cursor.done())
        return std::nullopt;
    const year_month_day date{year(y), month(static_cast<unsigned>(m)),
                              std::chrono::day(static_cast<unsigned>(d))};
    if (y < 1900 || y > 2200 || !date.ok())
        return std::nullopt;
    if (hour_of_day < 0 || hour_of_day > 23 || minute_of_hour < 0 || minute_of_hour > 59 ||
        second_of_minute < 0 || second_of_minute > 59)
        return std::nullopt;
    return sys_days(date) + hours(hour_of_day) + minutes(minute_of_hour) +
           seconds(second_of_minute) + fraction - *zone;
}

std::string format_calendar(CalendarTime time) {
    const auto days_part = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::hh_mm_ss clock{time - days_part};
    std::string out =
        fmt::format("{}T{:02}:{:02}:{:02}", date_text(days_part), clock.hours().count(),
                    clock.minutes().count(), clock.seconds().count());
    if (clock.subseconds().count() != 0) {
        out += fmt::format(".{:09}", clock.subseconds().count());
        out.erase(out.find_last_not_of('0') + 1);
    }
    return out + "Z";
}

std::string format_minute(CalendarTime time) {
    const auto days_part = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::hh_mm_ss clock{time - days_part};
    return fmt::format("{} {:02}:{:02}", date_text(days_part), clock.hours().count(),
                       clock.minutes().count());
}

}  // namespace twin
