#include "models/cooling/psychrometrics.h"

#include <gtest/gtest.h>

namespace twin {
namespace {

constexpr Pressure sea_level = 101325 * pascal;

TEST(Psychrometrics, SaturationPressureAfterMagnus) {
    EXPECT_DOUBLE_EQ(saturation_pressure(Temperature::celsius(0)).in(pascal), 611.2);
    // 611.2 exp(17.62 x 20 / 263.12) = 611.2 x 3.81640
    EXPECT_NEAR(saturation_pressure(Temperature::celsius(20)).in(pascal), 2332.6, 0.5);
}

TEST(Psychrometrics, WetBulbOfAPublishedExample) {
    // Stull, J. Appl. Meteor. Climatol. 50 (2011) 2267: 20 degC at 50 % has 13.7 degC.
    EXPECT_NEAR(wet_bulb(Temperature::celsius(20), 0.5, sea_level).in_celsius(), 13.7, 0.15);
}

TEST(Psychrometrics, WetBulbSatisfiesThePsychrometersEquation) {
    // e = e_s(T_w) - 6.53e-4 (1 + 9.44e-4 T_w) p (T - T_w)
    const double wet = wet_bulb(Temperature::celsius(33.5), 0.35, sea_level).in_celsius();
    const double vapour = saturation_pressure(Temperature::celsius(wet)).in(pascal)-6.53e-4 *
                          (1 + 9.44e-4 * wet) * 101325 * (33.5 - wet);
    EXPECT_NEAR(vapour, 0.35 * saturation_pressure(Temperature::celsius(33.5)).in(pascal), 1e-6);
}

TEST(Psychrometrics, SaturatedAirHasTheWetBulbOfItsDryBulb) {
    for (const double degrees : {-20.0, 0.0, 36.5})
        EXPECT_NEAR(wet_bulb(Temperature::celsius(degrees), 1, sea_level).in_celsius(), degrees,
                    1e-9);
    EXPECT_LT(wet_bulb(Temperature::celsius(-10), 0.1, sea_level), Temperature::celsius(-10));
    EXPECT_GT(wet_bulb(Temperature::celsius(50), 0, sea_level), Temperature::celsius(10));
}

TEST(Psychrometrics, EnthalpyOfSaturatedAir) {
    // ASHRAE Handbook Fundamentals, table of moist air: 76.50 kJ/kg at 25 degC, 129.46 at 35 degC;
    // the enhancement factor of moist air, 0.4 %, is left out here
    EXPECT_NEAR(saturated_enthalpy(Temperature::celsius(25)), 76.50e3, 0.4e3);
    EXPECT_NEAR(saturated_enthalpy(Temperature::celsius(35)), 129.46e3, 0.7e3);
}

}  // namespace
}  // namespace twin
