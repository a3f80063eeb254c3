#include "validation/calibration/grids.h"

#include <algorithm>
#include <array>
#include <gmock/gmock.h>

namespace twin::calibration {
namespace {

const GridLimits two_cores{false, 2e10, DataSize::from_si(1e9)};

bool holds(const std::vector<Kernel>& kernels, const auto& condition) {
    return std::any_of(kernels.begin(), kernels.end(), condition);
}

TEST(Grids, ProductsAreOfEveryKindAndEachOnce) {
    const auto kernels = gemm_grid(Precision::fp64, two_cores);
    EXPECT_GE(kernels.size(), 100U);
    EXPECT_LE(kernels.size(), 250U);
    EXPECT_TRUE(holds(kernels, [](const Kernel& k) { return k.m == 1; }));
    EXPECT_TRUE(holds(kernels, [](const Kernel& k) { return k.m % 2 == 1 && k.m > 100; }));
    EXPECT_TRUE(holds(kernels, [](const Kernel& k) { return k.m == k.n && k.n == k.k; }));
    EXPECT_TRUE(holds(kernels, [](const Kernel& k) { return k.k > 100 * k.m; }));
    for (const Kernel& kernel : kernels) {
        EXPECT_LE(flops(kernel), two_cores.most_flops);
        EXPECT_LE(traffic(kernel), two_cores.most_traffic);
        EXPECT_EQ(std::count(kernels.begin(), kernels.end(), kernel), 1) << kernel_text(kernel);
        EXPECT_EQ(std::get<Kernel>(read_kernel(kernel_text(kernel))), kernel);
    }
}

TEST(Grids, AQuickLookIsSmall) {
    GridLimits quick = two_cores;
    quick.quick = true;
    EXPECT_LE(gemm_grid(Precision::fp32, quick).size(), 40U);
    EXPECT_GE(gemm_grid(Precision::fp32, quick).size(), 30U);
    EXPECT_LE(size_grid(KernelKind::copy, Precision::fp32, DataSize::from_si(16e3), quick).size(),
              11U);
}

// 16 kB, 22.6 kB, 32 kB, ...: two an octave, whole elements, to 2 x 500 MB of traffic.
TEST(Grids, SizesAreTwoAnOctave) {
    const auto kernels =
        size_grid(KernelKind::copy, Precision::fp32, DataSize::from_si(16e3), two_cores);
    EXPECT_EQ(kernels[0].size, DataSize::from_si(16e3));
    EXPECT_EQ(kernels[1].size, DataSize::from_si(22656));
    EXPECT_EQ(kernels[2].size, DataSize::from_si(32e3));
    EXPECT_GT(kernels.back().size, DataSize::from_si(300e6));
    EXPECT_LE(kernels.back().size, DataSize::from_si(500e6));
}

TEST(Grids, RowsAndHeadsKeepWithinTheLimits) {
    for (const Kernel& kernel : row_grid(KernelKind::softmax, Precision::fp32, two_cores))
        EXPECT_LE(traffic(kernel), two_cores.most_traffic);
    const auto heads = attention_grid(Precision::fp32, two_cores);
    EXPECT_GE(heads.size(), 10U);
    for (const Kernel& kernel : heads)
        EXPECT_LE(flops(kernel), two_cores.most_flops);
}

TEST(GridsTest, SpreadsAGridOverAnyBeginning) {
    std::vector<Kernel> kernels;
    for (int m = 1; m <= 64; ++m)
        kernels.push_back({KernelKind::gemm, Precision::bf16, m, 8, 8});
    kernels.push_back({KernelKind::launch});
    for (int m = 1; m <= 4; ++m)
        kernels.push_back({KernelKind::gemm, Precision::fp8, m, 8, 8});
    const auto spread = spread_out(kernels);
    EXPECT_THAT(spread, testing::UnorderedElementsAreArray(kernels));
    EXPECT_EQ(spread_out(kernels), spread);
    // One of each kind and precision, then the second of those that have one.
    EXPECT_EQ(spread[0].precision, Precision::bf16);
    EXPECT_EQ(spread[1].kind, KernelKind::launch);
    EXPECT_EQ(spread[2].precision, Precision::fp8);
    EXPECT_EQ(spread[3].precision, Precision::bf16);
    EXPECT_EQ(spread[4].precision, Precision::fp8);
    // Of 64 in a row, the first 16 come from each quarter: by chance one would be missed twice in
    // a hundred orders, 4 (48 choose 16) / (64 choose 16).
    std::array<int, 4> quarters{};
    int seen = 0;
    for (const Kernel& kernel : spread)
        if (kernel.precision == Precision::bf16 && kernel.kind == KernelKind::gemm && seen++ < 16)
            ++quarters[std::size_t(kernel.m - 1) / 16];
    EXPECT_THAT(quarters, testing::Each(testing::Ge(1)));
}

}  // namespace
}  // namespace twin::calibration
