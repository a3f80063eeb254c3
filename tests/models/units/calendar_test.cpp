#include "models/units/calendar.h"

#include <gtest/gtest.h>
#include <regex>

namespace twin {
namespace {

TEST(Calendar, ReadsInstantsWithTheirZone) {
    using namespace std::chrono;
    // 2022-04-07 is 19089 days after 1970-01-01 (52 years of 365 days + 13 leap days + 96 days).
    const auto midnight = sys_days(days(52 * 365 + 13 + 96));
    EXPECT_EQ(parse_calendar("2022-04-07T00:00Z"), midnight);
    EXPECT_EQ(parse_calendar("2022-04-07T00:00:00+02:00"), midnight - hours(2));
    EXPECT_EQ(parse_calendar("2022-04-06T20:30:01.5-03:30"), midnight + milliseconds(1500));
}

TEST(Calendar, RefusesWhatIsNoInstant) {
    for (const auto* text :
         {"", "2022-04-07", "2022-04-07T00:00", "2022-02-30T00:00Z", "2022-04-07T24:00Z",
          "2022-04-07T00:00+2:00", "2022-04-07 00:00Z", "2022-04-07T00:00Zz", "1899-01-01T00:00Z",
          "2022-04-07T00:00:00.Z", "2022-04-07T00:00:0Z"})
        EXPECT_FALSE(parse_calendar(text)) << text;
}

TEST(Calendar, WritesWhatItReads) {
    for (const auto* text :
         {"2022-04-07T00:00:00Z", "2024-02-29T23:59:59Z", "2022-04-07T00:00:00.25Z"}) {
        EXPECT_EQ(format_calendar(parse_calendar(text).value()), text);
        EXPECT_TRUE(std::regex_match(text, std::regex(std::string(calendar_pattern))));
    }
}

TEST(Calendar, WritesInstantsBefore1970AndMinutes) {
    EXPECT_EQ(format_calendar(CalendarTime(std::chrono::seconds(-1))), "1969-12-31T23:59:59Z");
    EXPECT_EQ(format_minute(parse_calendar("2024-02-29T23:59:58Z").value()), "2024-02-29 23:59");
}

}  // namespace
}  // namespace twin
