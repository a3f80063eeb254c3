#include "sim/series/zone.h"

#include <gtest/gtest.h>

#include "tests/sim/series/messages.h"

namespace twin {
namespace {

WallTime wall(std::string_view text) {
    return WallTime(instant(std::string(text) + "Z").time_since_epoch());
}

TEST(Zone, ReadsNamesAndOffsets) {
    for (const char* text : {"UTC", "Europe/Berlin", "+01:00", "-03:30"})
        EXPECT_EQ(Zone::parse(text).value().name(), text);
    for (const char* text :
         {"", "Berlin", "Europe/Paris", "+1:00", "01:00", "CET", ":30Z", ":00+01:00", ":30.5Z"})
        EXPECT_FALSE(Zone::parse(text)) << text;
}

TEST(Zone, OffsetsHoldAllYear) {
    const Zone zone = Zone::parse("-03:30").value();
    const auto july = zone.instants(wall("2024-07-01T12:00"));
    EXPECT_EQ(july.count, 1);
    EXPECT_EQ(july.first, instant("2024-07-01T15:30Z"));
    EXPECT_EQ(zone.wall_time(july.first), wall("2024-07-01T12:00"));
}

TEST(Zone, BerlinIsAnHourAheadInWinterAndTwoInSummer) {
    const Zone berlin = Zone::parse("Europe/Berlin").value();
    EXPECT_EQ(berlin.instants(wall("2024-01-01T00:00")).first, instant("2023-12-31T23:00Z"));
    EXPECT_EQ(berlin.instants(wall("2024-07-01T00:00")).first, instant("2024-06-30T22:00Z"));
}

TEST(Zone, BerlinSkipsAnHourOnTheLastSundayOfMarch) {
    const Zone berlin = Zone::parse("Europe/Berlin").value();
    // 31 March 2024 and 26 March 2023 are the last Sundays of their months.
    for (const char* day : {"2024-03-31", "2023-03-26"}) {
        const std::string date = day;
        EXPECT_EQ(berlin.instants(wall(date + "T01:59")).first, instant(date + "T00:59Z"));
        EXPECT_EQ(berlin.instants(wall(date + "T02:00")).count, 0);
        EXPECT_EQ(berlin.instants(wall(date + "T02:59")).count, 0);
        EXPECT_EQ(berlin.instants(wall(date + "T03:00")).first, instant(date + "T01:00Z"));
    }
    EXPECT_EQ(berlin.instants(wall("2024-03-24T02:00")).count, 1);
}

TEST(Zone, BerlinShowsAnHourTwiceOnTheLastSundayOfOctober) {
    const Zone berlin = Zone::parse("Europe/Berlin").value();
    for (const char* day : {"2024-10-27", "2023-10-29"}) {
        const std::string date = day;
        const auto twice = berlin.instants(wall(date + "T02:30"));
        EXPECT_EQ(twice.count, 2);
        EXPECT_EQ(twice.first, instant(date + "T00:30Z"));
        EXPECT_EQ(twice.second, instant(date + "T01:30Z"));
        EXPECT_EQ(berlin.wall_time(twice.first), berlin.wall_time(twice.second));
        EXPECT_EQ(berlin.instants(wall(date + "T01:59")).count, 1);
        EXPECT_EQ(berlin.instants(wall(date + "T03:00")).first, instant(date + "T02:00Z"));
    }
}

}  // namespace
}  // namespace twin
