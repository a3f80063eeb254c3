#include "models/workload/checkpoints.h"

#include <chrono>
#include <cmath>
#include <gtest/gtest.h>

namespace twin {
namespace {

using std::chrono::minutes;

// 2 x 300 s x 86400 s is the square of 7200 s.
TEST(Checkpoints, YoungsIntervalIsTheRootOfTwiceWriteTimesMtbf) {
    EXPECT_DOUBLE_EQ(young_interval(300 * second, 1 * day).in(second), 7200);
}

// 300 / (2 x 86400) = 1/576, its root 1/24: 7200 s (1 + 1/72 + 1/5184) - 300 s.
TEST(Checkpoints, DalysIntervalCorrectsYoungs) {
    EXPECT_NEAR(daly_interval(300 * second, 1 * day).in(second), 7200 + 100 + 7200.0 / 5184 - 300,
                1e-9);
}

// From write = 2 mtbf on; just below, 2 x 0.9999 M (1 + 1/3 + 1/9) - 2 x 0.9999 M is 0.8889 M.
TEST(Checkpoints, DalysIntervalIsTheMtbfWhereWritingTakesTwice) {
    EXPECT_DOUBLE_EQ(daly_interval(2 * hour, 1 * hour).in(hour), 1);
    EXPECT_DOUBLE_EQ(daly_interval(50 * hour, 1 * hour).in(hour), 1);
    EXPECT_NEAR(daly_interval(1.9998 * hour, 1 * hour).in(hour), 0.8889, 0.0002);
}

// Without failures (M = 1e9 h) one write an interval: 50 / 55. With M = 100 h, an interval of 9 h,
// a write of 1 h and a restart of 2 h: 9 / (100 e^0.02 (e^0.1 - 1)) = 9 / (102.02013 x 0.10517092).
TEST(Checkpoints, DalysShareOfTheTime) {
    EXPECT_NEAR(daly_effective_share({50 * minute, 5 * minute, 1 * hour, 1e9 * hour}), 50.0 / 55,
                1e-8);
    EXPECT_NEAR(daly_effective_share({9 * hour, 1 * hour, 2 * hour, 100 * hour}),
                9 / (102.0201340 * 0.1051709181), 1e-8);
}

// (1 - (2 + 4.5) / 100) / (1 + 1/9) = 0.935 x 0.9; where half an interval is longer than the mean
// time between failures nothing is left.
TEST(Checkpoints, MetasShareOfTheTime) {
    EXPECT_NEAR(meta_effective_share({9 * hour, 1 * hour, 2 * hour, 100 * hour}), 0.8415, 1e-12);
    EXPECT_EQ(meta_effective_share({300 * hour, 1 * hour, 2 * hour, 100 * hour}), 0);
}

// Of the exact share, not of its own derivation: neighbours on both sides are worse.
TEST(Checkpoints, NoIntervalKeepsMoreOfTheTimeThanDalys) {
    for (const double write : {1.0, 60.0, 1200.0}) {
        const Duration mtbf = 3 * hour;
        const Duration best = daly_interval(write * second, mtbf);
        const auto share = [&](double factor) {
            return daly_effective_share({factor * best, write * second, 10 * minute, mtbf});
        };
        EXPECT_GT(share(1), share(0.8)) << write;
        EXPECT_GT(share(1), share(1.25)) << write;
        // Between the two it is flat: within 0.3 % of the best of a fine search.
        double most = 0;
        for (double factor = 0.5; factor < 2; factor += 0.001)
            most = std::max(most, share(factor));
        EXPECT_GT(share(1), 0.997 * most) << write;
    }
}

// BLOOM, 176e9 parameters: 14 bytes each are 2.464 TB; 2.3 TB were written (failures.csv).
TEST(Checkpoints, AStateIsFourteenBytesAParameter) {
    EXPECT_DOUBLE_EQ(training_state(176e9).si(), 2.464e12);
    EXPECT_NEAR(training_state(176e9).si(), 2.3e12, 0.08 * 2.3e12);
}

// 60 min of work, every 20 min: after 20 and 40, not at the end; every 19 min: 19, 38, 57.
TEST(Checkpoints, NoneIsWrittenAtTheEnd) {
    Checkpoints checkpoints;
    checkpoints.interval = minutes(20);
    checkpoints.write = minutes(2);
    EXPECT_EQ(checkpoints_in(minutes(60), checkpoints), 2);
    EXPECT_EQ(checkpoints_in(minutes(60) + SimDuration(1), checkpoints), 3);
    EXPECT_EQ(checkpoints_in(minutes(20), checkpoints), 0);
    EXPECT_EQ(checkpoints_in(SimDuration(0), checkpoints), 0);
    EXPECT_EQ(checkpoint_overhead(minutes(60), checkpoints), minutes(4));
    checkpoints.interval = minutes(19);
    EXPECT_EQ(checkpoints_in(minutes(60), checkpoints), 3);
    checkpoints.blocking = false;
    EXPECT_EQ(checkpoint_overhead(minutes(60), checkpoints), SimDuration(0));
}

// 20 min of work and 2 min of writing: at 50 min two cycles and 6 min more; at 43 the second is not
// yet written. While work goes on the second began at 40 and is written at 42.
TEST(Checkpoints, AStoppedAttemptKeepsWhatIsWritten) {
    Checkpoints checkpoints;
    checkpoints.interval = minutes(20);
    checkpoints.write = minutes(2);
    EXPECT_EQ(work_within(minutes(50), checkpoints), minutes(46));
    EXPECT_EQ(kept_within(minutes(50), checkpoints), minutes(40));
    EXPECT_EQ(work_within(minutes(43), checkpoints), minutes(40));
    EXPECT_EQ(kept_within(minutes(43), checkpoints), minutes(20));
    EXPECT_EQ(kept_within(minutes(44), checkpoints), minutes(40));
    checkpoints.blocking = false;
    EXPECT_EQ(work_within(minutes(50), checkpoints), minutes(50));
    EXPECT_EQ(kept_within(minutes(41), checkpoints), minutes(20));
    EXPECT_EQ(kept_within(minutes(42), checkpoints), minutes(40));
    EXPECT_EQ(kept_within(minutes(1), checkpoints), SimDuration(0));
}

}  // namespace
}  // namespace twin
