#include "models/hardware/gemm_surface.h"

#include <cmath>
#include <gmock/gmock.h>

namespace twin {
namespace {

constexpr auto microsecond = 1e-6 * second;

// 10 units of 1 Tflop/s each. One tile, 128 x 128, is efficient; all others are a thousand times
// slower. The memory is so fast that it does not count. A wave with k = 640 takes
// 2 * 128 * 128 * 640 flop / 1 Tflop/s = 20.97152 us.
GemmSurface made() {
    GemmSurface surface;
    surface.precision = Precision::bf16;
    surface.peak = FlopRate::from_si(10e12);
    surface.memory_bandwidth = Bandwidth::from_si(1e18);
    surface.units = 10;
    surface.tile_efficiency.fill(0.001);
    surface.tile_efficiency[3] = 1;
    // Splitting k would fill a part-filled wave: forbidden by its price.
    surface.split_k = 1 * second;
    return surface;
}
constexpr double wave_us = 20.97152;

double us(const GemmTime& time) {
    return time.time / microsecond;
}

TEST(GemmSurface, CountsWholeWaves) {
    const GemmSurface surface = made();
    EXPECT_NEAR(us(gemm_time(surface, {128, 128, 640})), wave_us, 1e-6);
    EXPECT_NEAR(us(gemm_time(surface, {128, 1280, 640})), wave_us, 1e-6);      // 10 tiles
    EXPECT_NEAR(us(gemm_time(surface, {128, 1281, 640})), 2 * wave_us, 1e-6);  // 11
    EXPECT_NEAR(us(gemm_time(surface, {129, 1280, 640})), 2 * wave_us, 1e-6);  // 20
    EXPECT_NEAR(us(gemm_time(surface, {129, 1281, 640})), 3 * wave_us, 1e-6);  // 22
}

TEST(GemmSurface, PaysForAShareOfTheIdleUnits) {
    GemmSurface surface = made();
    surface.quantisation = 0.5;
    // 11 tiles: half way between 1.1 and 2 waves; fewer than 10 are one wave.
    EXPECT_NEAR(us(gemm_time(surface, {128, 1281, 640})), 1.55 * wave_us, 1e-6);
    EXPECT_NEAR(us(gemm_time(surface, {128, 640, 640})), wave_us, 1e-6);
}

TEST(GemmSurface, TakesKInStepsOf64AndARamp) {
    GemmSurface surface = made();
    EXPECT_NEAR(us(gemm_time(surface, {128, 128, 577})), wave_us, 1e-6);
    surface.ramp_k = 64;
    EXPECT_NEAR(us(gemm_time(surface, {128, 128, 576})), wave_us, 1e-6);
}

// Grains of 8: the tile is 16 x 16, k goes by steps of 8, and a unit's part of it has two of them.
TEST(GemmSurface, MeasuresTilesAndStepsInGrains) {
    GemmSurface surface = made();
    surface.grain = 8;
    // 2 * 16 * 16 * 24 flop at 1 Tflop/s.
    constexpr double wave = 0.012288;
    EXPECT_NEAR(us(gemm_time(surface, {16, 160, 24})), wave, 1e-9);      // 10 tiles
    EXPECT_NEAR(us(gemm_time(surface, {16, 161, 24})), 2 * wave, 1e-9);  // 11
    EXPECT_NEAR(us(gemm_time(surface, {16, 16, 17})), wave, 1e-9);
    EXPECT_NEAR(us(gemm_time(surface, {16, 16, 25})), wave * 32 / 24, 1e-9);
    // Two units, each 16 of 32; of 31 none has two whole steps.
    surface.split_k = Duration();
    EXPECT_NEAR(us(gemm_time(surface, {16, 16, 32})), wave * 16 / 24, 1e-9);
    EXPECT_NEAR(us(gemm_time(surface, {16, 16, 31})), wave * 32 / 24, 1e-9);
}

TEST(GemmSurface, AddsLaunchAndWaves) {
    GemmSurface surface = made();
    surface.launch = 5 * microsecond;
    surface.wave = 2 * microsecond;
    const GemmTime time = gemm_time(surface, {128, 1281, 640});
    EXPECT_NEAR(us(time), 5 + 2 * (wave_us + 2), 1e-6);
    // All but the launch follows the clock.
    EXPECT_NEAR(time.compute_bound, 1 - 5 / us(time), 1e-9);
}

TEST(GemmSurface, SplitsKWhereUnitsAreIdle) {
    GemmSurface surface = made();
    surface.split_k = 1 * microsecond;
    // One tile: 4 units take 160 of k each, in steps of 64: 192. More splits would fall below 128.
    EXPECT_NEAR(us(gemm_time(surface, {128, 128, 640})), wave_us * 192 / 640 + 1, 1e-6);
}

TEST(GemmSurface, WaitsForTheMemory) {
    GemmSurface surface = made();
    surface.memory_bandwidth = Bandwidth::from_si(1e9);
    surface.memory_efficiency = 0.5;
    surface.saturation = 0.1;
    surface.overlap = 12;
    // A and B 2 * 128 * 640 elements and C 128 * 128, of 2 bytes: 360,448 bytes at 0.5 GB/s.
    const GemmTime time = gemm_time(surface, {128, 128, 640});
    EXPECT_NEAR(us(time), 720.896, 1e-3);
    EXPECT_LT(time.compute_bound, 1e-12);
    // One of ten units draws a quarter of what 4 units would.
    surface.saturation = 0.4;
    EXPECT_NEAR(us(gemm_time(surface, {128, 128, 640})), 4 * 720.896, 1e-3);
}

TEST(GemmSurface, JoinsArithmeticAndTrafficByTheExponent) {
    GemmSurface surface = made();
    surface.saturation = 0.1;
    surface.overlap = 2;
    // The same time for both: sqrt(2) of it together, half of it bound to the clock.
    surface.memory_bandwidth = Bandwidth::from_si(360448 / (wave_us * 1e-6));
    const GemmTime time = gemm_time(surface, {128, 128, 640});
    EXPECT_NEAR(us(time), wave_us * std::sqrt(2), 1e-6);
    EXPECT_NEAR(time.compute_bound, 0.5, 1e-9);
}

TEST(GemmSurface, PadsRowsThatAreNoMultipleOfFour) {
    GemmSurface surface = made();
    surface.padding = 3 * microsecond;
    surface.padding_share = 0.5;
    EXPECT_NEAR(us(gemm_time(surface, {124, 128, 640})), wave_us, 1e-6);
    EXPECT_NEAR(us(gemm_time(surface, {125, 128, 640})), 1.5 * wave_us + 3, 1e-6);
    EXPECT_NEAR(us(gemm_time(surface, {125, 128, 128})), wave_us / 5, 1e-6);  // one block of scales
}

TEST(GemmSurface, CorrectsByBothTables) {
    GemmSurface surface = made();
    surface.correction = GemmCorrection(std::array{GemmCorrection::Node{7, 7, 9, 100}});
    surface.tiling = {{128}, {128}, {640}, {50}};
    EXPECT_NEAR(us(gemm_time(surface, {128, 128, 640})), wave_us * std::exp(0.15), 1e-6);
    EXPECT_NEAR(us(analytic_gemm_time(surface, {128, 128, 640})), wave_us, 1e-6);
}

TEST(GemmCorrection, IsReadTrilinearlyInTheLogarithms) {
    // Corners of one cell, 2^4 to 2^5 along each axis; the value is 100 m + 10 n + k of the corner.
    std::vector<GemmCorrection::Node> nodes;
    for (const int m : {0, 1})
        for (const int n : {0, 1})
            for (const int k : {0, 1})
                nodes.push_back({std::int8_t(4 + m), std::int8_t(4 + n), std::int8_t(4 + k),
                                 std::int16_t(100 * m + 10 * n + k)});
    const GemmCorrection correction(nodes);
    const double half = 16 * std::sqrt(2), quarter = 16 * std::pow(2, 0.25);
    EXPECT_NEAR(correction.at({16, 16, 16}), 0, 1e-12);
    EXPECT_NEAR(correction.at({32, 32, 32}), 0.111, 1e-12);
    EXPECT_NEAR(correction.at({half, 16, 32}), 0.051, 1e-12);
    EXPECT_NEAR(correction.at({quarter, half, half}), 0.0305, 1e-12);
    // Outside as at the nearest face.
    EXPECT_NEAR(correction.at({1, 1e6, 16}), 0.010, 1e-12);
    EXPECT_EQ(correction.nodes(), nodes);
    EXPECT_EQ(GemmCorrection().at({5, 5, 5}), 0);
}

TEST(GemmCorrection, APlaceWithoutANodeHasNone) {
    const std::array nodes = {GemmCorrection::Node{2, 2, 4, 40}, GemmCorrection::Node{2, 2, 2, 20}};
    const GemmCorrection correction(nodes);
    EXPECT_EQ(correction.nodes().size(), 3u);
    EXPECT_NEAR(correction.at({4, 4, 8}), 0, 1e-12);
    EXPECT_NEAR(correction.at({4, 4, 8 * std::sqrt(2)}), 0.020, 1e-12);
}

TEST(GemmTiling, IsReadBetweenItsNodes) {
    const GemmTiling tiling{{1, 4}, {2, 8}, {16}, {0, 100, 200, 400}};
    EXPECT_NEAR(tiling.at({1, 2, 7}), 0, 1e-12);
    EXPECT_NEAR(tiling.at({1, 4, 7}), 0.050, 1e-12);
    EXPECT_NEAR(tiling.at({2, 4, 7}), 0.175, 1e-12);  // half way from 50 to 300
    EXPECT_NEAR(tiling.at({100, 1, 7}), 0.200, 1e-12);
    const GemmTiling by_k{{1}, {1}, {16, 64}, {0, 100}};
    EXPECT_NEAR(by_k.at({3, 3, 8}), 0, 1e-12);
    EXPECT_NEAR(by_k.at({3, 3, 32}), 0.050, 1e-12);
    EXPECT_NEAR(by_k.at({3, 3, 640}), 0.100, 1e-12);
}

}  // namespace
}  // namespace twin
