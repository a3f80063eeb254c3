#include "validation/cases/gemm_tables.h"

#include <gtest/gtest.h>

namespace twin {
namespace {

MeasuredGemm row(std::int64_t m, Precision precision = Precision::bf16) {
    MeasuredGemm made;
    made.kernel.precision = precision;
    made.kernel.m = m;
    made.kernel.n = made.kernel.k = 4096;
    return made;
}

// One surface, BF16, of any figures.
Calibration any_calibration() {
    GemmSurface surface;
    surface.peak = FlopRate::from_si(1e14);
    surface.memory_bandwidth = Bandwidth::from_si(1e12);
    surface.units = 100;
    surface.tile_efficiency.fill(0.8);
    surface.launch = Duration::from_si(2e-6);
    Calibration known;
    known.gemm = {surface};
    return known;
}

bool all(const MeasuredGemm&) {
    return true;
}

TEST(GemmTables, LargeIsFrom128InAllThree) {
    EXPECT_TRUE(is_large(row(128).kernel));
    EXPECT_FALSE(is_large(row(127).kernel));
}

// Of 1 to 10 the median lies between 5 and 6, the 90th percentile a tenth of the way from 9 to 10.
TEST(GemmTables, ErrorsAreQuantilesOfTheirSizes) {
    // Ten rows whose predicted time is 1 to 10 % more or less than the measured one.
    const Calibration known = any_calibration();
    std::vector<MeasuredGemm> rows;
    for (int i = 1; i <= 10; ++i) {
        MeasuredGemm one = row(128 * i);
        const auto time = std::get<KernelTime>(kernel_time(known, one.kernel)).time;
        one.time = time / (1 + (i % 2 ? 0.01 : -0.01) * i);
        rows.push_back(one);
    }
    const GemmErrors errors = gemm_errors(known, rows, all);
    EXPECT_EQ(errors.points, 10u);
    EXPECT_NEAR(errors.median, 5.5, 1e-9);
    EXPECT_NEAR(errors.p90, 9.1, 1e-9);
    EXPECT_NEAR(errors.worst, 10, 1e-9);
    // What is not meant or not known to the calibration does not count.
    rows.push_back(row(128, Precision::fp64));
    EXPECT_EQ(gemm_errors(known, rows, all).points, 10u);
    EXPECT_EQ(gemm_errors(known, rows, [](const MeasuredGemm& one) { return one.kernel.m <= 256; })
                  .points,
              2u);
    EXPECT_EQ(gemm_errors(known, {}, all).points, 0u);
}

TEST(GemmTables, PrecisionsStandInTheTablesOrder) {
    const std::vector<MeasuredGemm> rows = {row(1, Precision::fp8), row(1), row(2, Precision::fp8)};
    EXPECT_EQ(precisions_of(rows), (std::vector{Precision::fp8, Precision::bf16}));
}

}  // namespace
}  // namespace twin
