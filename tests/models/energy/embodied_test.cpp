#include "models/energy/embodied.h"

#include <gtest/gtest.h>

namespace twin {
namespace {

TEST(Embodied, SpreadsMachinesAndBuildingOverTheirLives) {
    const EmbodiedPart part{.gpu = 100 * kilogram_co2,
                            .node = 500 * kilogram_co2,
                            .rack = 3000 * kilogram_co2,
                            .building_per_kw = 1000 * kilogram_co2,
                            .it_years = 5,
                            .building_years = 20};
    // (8 x 100 + 2 x 500 + 1 x 3000) / 5 + 10 x 1000 / 20 = 960 + 500.
    const CarbonMass year =
        embodied_per_year(part, {.gpus = 8, .nodes = 2, .racks = 1, .it = 10 * kilowatt});
    EXPECT_DOUBLE_EQ(year.in(kilogram_co2), 1460);
}

}  // namespace
}  // namespace twin
