#include "models/energy/photovoltaics.h"

#include <cmath>
#include <gtest/gtest.h>
#include <numbers>

#include "models/units/calendar.h"

namespace twin {
namespace {

using std::chrono::minutes;

CalendarTime at(const char* text) {
    return parse_calendar(text).value();
}

double cosine(double degrees) {
    return std::cos(degrees * std::numbers::pi / 180);
}

PhotovoltaicsPart juelich() {
    return {.peak = 1 * megawatt, .latitude = 50.9, .longitude = 6.4, .yearly_hours = 950 * hour};
}

TEST(Photovoltaics, TheSunStandsWhereTheAlmanacHasIt) {
    // Equinox 2024-03-20 03:06 UTC: at noon the sun is over the equator, where the clock of 0
    // degrees shows 12:07 (the sundial is 7.4 min late).
    EXPECT_NEAR(cosine_of_zenith(0, 0, at("2024-03-20T12:07Z")), 1, 1e-4);
    EXPECT_NEAR(cosine_of_zenith(50.9, 0, at("2024-03-20T12:07Z")), cosine(50.9), 0.005);
    // Solstices: declination +-23.44 degrees; the sundial of 6.4 degrees east is 25.6 min early,
    // and by the equation of time 1.8 min late on 20 June, 1.9 min early on 21 December.
    EXPECT_NEAR(cosine_of_zenith(50.9, 6.4, at("2024-06-20T11:36Z")), cosine(50.9 - 23.44), 0.002);
    EXPECT_NEAR(cosine_of_zenith(50.9, 6.4, at("2024-12-21T11:32Z")), cosine(50.9 + 23.44), 0.002);
}

TEST(Photovoltaics, NoonFollowsTheLongitude) {
    // On 15 April the equation of time is 0 (within half a minute): 15 degrees east have their noon
    // at 11:00 UTC, so 10:00 and 12:00 are equally high.
    EXPECT_NEAR(cosine_of_zenith(40, 15, at("2024-04-15T10:00Z")),
                cosine_of_zenith(40, 15, at("2024-04-15T12:00Z")), 0.003);
    EXPECT_GT(cosine_of_zenith(40, 15, at("2024-04-15T10:00Z")),
              cosine_of_zenith(40, 15, at("2024-04-15T13:00Z")) + 0.05);
}

TEST(Photovoltaics, TheClearSkyIsHaurwitzs) {
    EXPECT_NEAR(clear_sky_irradiance(1), 1098 * 0.942707, 0.01);   // exp(-0.059)
    EXPECT_NEAR(clear_sky_irradiance(0.5), 549 * 0.888696, 0.01);  // exp(-0.118)
    EXPECT_EQ(clear_sky_irradiance(0), 0);
    EXPECT_EQ(clear_sky_irradiance(-0.3), 0);
}

TEST(Photovoltaics, AYearGivesTheFullLoadHours) {
    const Photovoltaics roof(juelich());
    for (const auto& [from, days] :
         {std::pair{"2023-01-01T00:00Z", 365}, {"2024-01-01T00:00Z", 366}}) {
        Energy sum{};
        CalendarTime now = at(from);
        for (int i = 0; i < days * 96; ++i, now += minutes(15))
            sum += roof.mean_power(now, 15 * minute) * (15 * minute);
        // 365 or 366 of 365.2425 d.
        EXPECT_NEAR(sum.in(megawatt_hour), 950, 950 * 0.0015) << from;
    }
}

TEST(Photovoltaics, IsDarkAtNightAndHighestInJune) {
    const Photovoltaics roof(juelich());
    EXPECT_EQ(roof.mean_power(at("2024-06-20T23:00Z"), 15 * minute), Power{});
    const Power june = roof.mean_power(at("2024-06-20T11:30Z"), 15 * minute);
    const Power december = roof.mean_power(at("2024-12-21T11:30Z"), 15 * minute);
    // Haurwitz at cosines 0.8874 and 0.2700: 911.7 and 238.2 W/m2.
    EXPECT_NEAR(june / december, 911.7 / 238.2, 0.05);
    EXPECT_LT(june, juelich().peak);
}

TEST(Photovoltaics, PartsOfAStretchAddUp) {
    const Photovoltaics roof(juelich());
    const CalendarTime nine = at("2024-06-20T09:00Z");
    const Power whole = roof.mean_power(nine, 15 * minute);
    const Energy parts = roof.mean_power(nine, 4 * minute) * (4 * minute) +
                         roof.mean_power(nine + minutes(4), 11 * minute) * (11 * minute);
    EXPECT_NEAR(parts / (whole * (15 * minute)), 1, 1e-7);
}

TEST(Photovoltaics, KnowsWhatAClearYearGives) {
    // A level roof at 51 degrees north under skies that are always clear: 1,500 to 2,000 h.
    const Duration hours = Photovoltaics(juelich()).clear_sky_hours();
    EXPECT_GT(hours, 1500 * hour);
    EXPECT_LT(hours, 2000 * hour);
}

}  // namespace
}  // namespace twin
