#include "models/hardware/calibration.h"

#include <cmath>
#include <gmock/gmock.h>

namespace twin {
namespace {

constexpr auto microsecond = 1e-6 * second;

Calibration made() {
    Calibration calibration;
    calibration.id = "made";
    calibration.launch = 2 * microsecond;
    GemmSurface surface;
    surface.precision = Precision::bf16;
    surface.peak = FlopRate::from_si(10e12);
    surface.memory_bandwidth = Bandwidth::from_si(1e18);
    surface.units = 10;
    surface.tile_efficiency.fill(1);
    surface.launch = 3 * microsecond;
    surface.wave = 4 * microsecond;
    surface.split_k = 1 * second;
    calibration.gemm = {surface};
    // 1 MB at 100 GB/s, 100 MB at 400 GB/s.
    calibration.curves = {{KernelKind::copy, Precision::fp32, 1, {{1e6, 100e9}, {100e6, 400e9}}},
                          {KernelKind::attention, Precision::bf16, 1, {{1e9, 1e14}}},
                          {KernelKind::all_reduce, Precision::bf16, 4, {{1e6, 50e9}}}};
    calibration.rows = {{.kind = KernelKind::softmax,
                         .start = 1 * microsecond,
                         .column = 0.01 * microsecond,
                         .bandwidth = Bandwidth::from_si(1e12)}};
    return calibration;
}

KernelTime time_of(const Calibration& calibration, std::string_view text) {
    const auto kernel = std::get<Kernel>(read_kernel(text));
    const auto time = kernel_time(calibration, kernel);
    EXPECT_TRUE(std::holds_alternative<KernelTime>(time)) << text;
    return std::holds_alternative<KernelTime>(time) ? std::get<KernelTime>(time) : KernelTime{};
}

double us(const Calibration& calibration, std::string_view text) {
    return time_of(calibration, text).time / microsecond;
}

std::string error(const Calibration& calibration, std::string_view text) {
    const auto time = kernel_time(calibration, std::get<Kernel>(read_kernel(text)));
    const UnitError* e = std::get_if<UnitError>(&time);
    return e == nullptr ? "no error" : "expected " + e->expected + ", got " + e->got;
}

TEST(Calibration, ReadsCurvesByTheLogarithm) {
    const Calibration calibration = made();
    EXPECT_NEAR(us(calibration, "copy fp32 500 kB"), 2 + 10, 1e-9);    // 1 MB at 100 GB/s
    EXPECT_NEAR(us(calibration, "copy fp32 5 MB"), 2 + 50, 1e-9);      // half way: 200 GB/s
    EXPECT_NEAR(us(calibration, "copy fp32 50 MB"), 2 + 250, 1e-9);    // 400 GB/s
    EXPECT_NEAR(us(calibration, "copy fp32 500 MB"), 2 + 2500, 1e-9);  // beyond: as the last
    EXPECT_NEAR(us(calibration, "copy fp32 500 byte"), 2 + 0.01, 1e-9);
    const KernelTime time = time_of(calibration, "copy fp32 500 kB");
    EXPECT_NEAR(time.launch / microsecond, 2, 1e-12);
    EXPECT_EQ(time.compute_bound, 0);
}

TEST(Calibration, TakesOtherPrecisionsAsAlikeInBytes) {
    EXPECT_NEAR(us(made(), "copy bf16 500 kB"), 2 + 10, 1e-9);
    EXPECT_EQ(error(made(), "attention fp8 8x128x64"),
              "expected a kernel that calibration made knows (gemm bf16, copy, attention bf16, "
              "all_reduce over 4, softmax), got 'attention fp8'");
}

// 1 us, 100 columns of one thread, 1,000 rows of 2 x 400 byte at 1 TB/s; in bf16 half the bytes.
TEST(Calibration, TellsRowsByTheirLength) {
    const KernelTime time = time_of(made(), "softmax fp32 1000x100");
    EXPECT_NEAR(time.time / microsecond, 2 + 1 + 1 + 0.8, 1e-9);
    EXPECT_EQ(time.launch, 2 * microsecond);
    EXPECT_EQ(time.compute_bound, 0);
    EXPECT_NEAR(us(made(), "softmax bf16 1000x100"), 2 + 1 + 1 + 0.4, 1e-9);
}

TEST(Calibration, CountsFlopOfAttention) {
    // 4 * 8 * 1024 * 1024 * 64 flop = 2.147483648 Gflop at 100 Tflop/s.
    const KernelTime time = time_of(made(), "attention bf16 8x1024x64");
    EXPECT_NEAR(time.time / microsecond, 2 + 21.47483648, 1e-9);
    EXPECT_NEAR(time.compute_bound, 21.47483648 / 23.47483648, 1e-9);
}

TEST(Calibration, LaunchesAndProducts) {
    EXPECT_NEAR(us(made(), "launch"), 2, 1e-12);
    EXPECT_EQ(time_of(made(), "launch").compute_bound, 0);
    const KernelTime time = time_of(made(), "gemm bf16 64x64x64");
    // One tile of 64 x 64 on one unit of 1 Tflop/s: 0.524288 us, a wave's 4 and the launch's 3.
    EXPECT_NEAR(time.time / microsecond, 7.524288, 1e-6);
    EXPECT_NEAR(time.launch / microsecond, 3, 1e-12);
}

// Whole by exp(-1): 7.524288 us become 2.76803, the launch's 3 us 1.10364.
TEST(Calibration, TheLaunchIsCorrectedWithTheWhole) {
    Calibration calibration = made();
    calibration.gemm[0].tiling = {{64}, {64}, {64}, {-1000}};
    const KernelTime time = time_of(calibration, "gemm bf16 64x64x64");
    EXPECT_NEAR(time.time / microsecond, 7.524288 * std::exp(-1), 1e-6);
    EXPECT_NEAR(time.launch / microsecond, 3 * std::exp(-1), 1e-9);
    // What the clock stretches is not more than what runs beside the launch.
    EXPECT_GT(time.compute_bound, 0.6);
    EXPECT_GE(1 - time.launch / time.time, time.compute_bound - 1e-12);
}

TEST(Calibration, SaysWhatItDoesNotKnow) {
    const std::string known =
        "expected a kernel that calibration made knows (gemm bf16, copy, attention bf16, "
        "all_reduce over 4, softmax), got ";
    EXPECT_EQ(error(made(), "gemm fp64 8x8x8"), known + "'gemm fp64'");
    EXPECT_EQ(error(made(), "triad fp32 1 GB"), known + "'triad'");
    EXPECT_EQ(error(made(), "all_reduce bf16 1 GB 8"), known + "'all_reduce over 8'");
    EXPECT_NEAR(us(made(), "all_reduce fp32 1 MB 4"), 2 + 20, 1e-9);
    Calibration empty;
    empty.id = "empty";
    EXPECT_EQ(error(empty, "copy fp32 1 GB"),
              "expected a kernel that calibration empty knows (launch), got 'copy'");
}

TEST(Calibration, IsScaledToAnotherDevice) {
    const Calibration other = scaled(made(), {2, 3, 5});
    EXPECT_EQ(other.derived_from, "made");
    const GemmSurface& surface = other.gemm.front();
    EXPECT_EQ(surface.peak, FlopRate::from_si(20e12));
    EXPECT_EQ(surface.memory_bandwidth, Bandwidth::from_si(3e18));
    EXPECT_EQ(surface.units, 5);
    // Half as many units at twice the rate: each four times as fast.
    EXPECT_NEAR(surface.wave / microsecond, 1, 1e-12);
    EXPECT_NEAR(surface.split_k / second, 0.25, 1e-12);
    EXPECT_EQ(surface.launch, 3 * microsecond);
    EXPECT_EQ(other.launch, 2 * microsecond);
    EXPECT_NEAR(us(other, "copy fp32 5 MB"), 2 + 50.0 / 3, 1e-9);  // 600 GB/s
    EXPECT_NEAR(us(other, "attention bf16 8x1024x64"), 2 + 10.73741824, 1e-9);
    // The memory's share of a row is a third, its own work as it was.
    EXPECT_NEAR(us(other, "softmax fp32 1000x100"), 2 + 1 + 1 + 0.8 / 3, 1e-9);
    // Links between devices are not scaled.
    EXPECT_NEAR(us(other, "all_reduce bf16 1 MB 4"), 2 + 20, 1e-9);
}

TEST(Calibration, ScaledByOneIsTheSame) {
    const Calibration same = scaled(made(), {});
    for (const char* text : {"gemm bf16 500x300x700", "copy fp32 3 MB", "attention bf16 8x128x64"})
        EXPECT_EQ(us(same, text), us(made(), text));
}

}  // namespace
}  // namespace twin
