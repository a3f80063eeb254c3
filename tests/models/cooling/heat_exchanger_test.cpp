#include "models/cooling/heat_exchanger.h"

#include <cmath>
#include <gtest/gtest.h>

#include "models/cooling/exchanger_table.h"
#include "tests/models/cooling/small_plant.h"

namespace twin {
namespace {

TEST(HeatExchanger, CounterflowEffectiveness) {
    // (1 - e^-1) / (1 - 0.5 e^-1) = 0.6321206 / 0.8160603
    EXPECT_NEAR(counterflow_effectiveness(2, 0.5), 0.7746004, 1e-6);
    // One stream much larger: 1 - e^-2
    EXPECT_NEAR(counterflow_effectiveness(2, 0), 1 - std::exp(-2), 1e-12);
    // Equal streams: 3 / (1 + 3)
    EXPECT_DOUBLE_EQ(counterflow_effectiveness(3, 1), 0.75);
    EXPECT_DOUBLE_EQ(counterflow_effectiveness(0, 0.7), 0);
}

TEST(HeatExchanger, EffectivenessIsSmoothWhereBothStreamsAreEqual) {
    for (const double ntu : {0.1, 3.0, 20.0}) {
        // The series and the fraction meet at ntu (1 - ratio) = 1e-6.
        const double ratio = 1 - 1e-6 / ntu;
        EXPECT_NEAR(counterflow_effectiveness(ntu, ratio + 1e-12),
                    counterflow_effectiveness(ntu, ratio - 1e-12), 1e-10);
    }
}

TEST(HeatExchanger, ConductanceFallsWithTheFlowOfAFilm) {
    // 1 / (0.4 x 2^0.8 + 0.4 + 0.2), 2^0.8 = 1.7411011
    EXPECT_NEAR(conductance_share(0.4, 0.5, 0.8, 0.4, 1, 0.8), 1 / 1.29644044, 1e-8);
    EXPECT_DOUBLE_EQ(conductance_share(0.4, 1, 0.8, 0.4, 1, 0.8), 1);
}

TEST(ExchangerTable, EffectivenessIsThatOfTheSecondaryStream) {
    const ExchangerTable table(small_part());
    // 40 kW/K between two streams of 10 kW/K: 4 / (1 + 4)
    EXPECT_NEAR(table.effectiveness(1, 1), 0.8, 1e-12);
    // A primary stream of 0.5 kW/K takes all it can, a twentieth of what the secondary carries.
    EXPECT_NEAR(table.effectiveness(1, 0.05), 0.05, 1e-6);
}

TEST(ExchangerTable, InvertsTheExchangerBetweenItsLimits) {
    const ExchangerTable table(small_part());
    for (double secondary = 0.5; secondary <= 1; secondary += 0.0371)
        for (double primary = 0.06; primary < 1; primary += 0.0219) {
            const double wanted = table.effectiveness(secondary, primary);
            const auto opening = table.opening(secondary, wanted);
            EXPECT_DOUBLE_EQ(opening.effectiveness, wanted);
            EXPECT_NEAR(opening.primary, primary, 1e-4) << secondary;
        }
}

TEST(ExchangerTable, TheValveStopsAtItsLimits) {
    const ExchangerTable table(small_part());
    EXPECT_NEAR(table.opening(1, 0.9).effectiveness, 0.8, 1e-12);
    EXPECT_DOUBLE_EQ(table.opening(1, 0.9).primary, 1);
    EXPECT_NEAR(table.opening(1, -3).effectiveness, 0.05, 1e-6);
    EXPECT_DOUBLE_EQ(table.opening(1, -3).primary, 0.05);
}

}  // namespace
}  // namespace twin
