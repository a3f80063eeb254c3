#include "models/units/temperature.h"

#include <gtest/gtest.h>

namespace twin {
namespace {

TEST(Temperature, CountsFromAbsoluteZeroInside) {
    EXPECT_EQ(Temperature::celsius(36).si(), 309.15);
    EXPECT_EQ(Temperature::from_si(273.15).in_celsius(), 0);
    EXPECT_LT(Temperature::celsius(-1), Temperature::celsius(1));
}

TEST(Temperature, DiffersByKelvins) {
    EXPECT_NEAR((Temperature::celsius(46) - Temperature::celsius(36)).in(kelvin), 10, 1e-12);
    EXPECT_NEAR((Temperature::celsius(36) + 4.0 * kelvin).in_celsius(), 40, 1e-12);
    EXPECT_NEAR((Temperature::celsius(36) - 4.0 * kelvin).in_celsius(), 32, 1e-12);
}

}  // namespace
}  // namespace twin
