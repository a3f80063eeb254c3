#include "validation/calibration/cuda_grid.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>

namespace twin::calibration::cuda {
namespace {

constexpr auto byte = DataSize::from_si(1);

DeviceFigures h100() {
    return {90, true, 70e9 * byte, 0, 1, false, true};
}

std::map<std::string, int> counts(const std::vector<Kernel>& kernels) {
    std::map<std::string, int> counts;
    for (const Kernel& kernel : kernels) {
        const std::string name(row_of(kernel.kind).name);
        ++counts[kernel.kind == KernelKind::gemm
                     ? name + " " + std::string(row_of(kernel.precision).name)
                     : name];
    }
    return counts;
}

bool has(const std::vector<Kernel>& kernels, const std::string& text) {
    return std::any_of(kernels.begin(), kernels.end(),
                       [&](const Kernel& kernel) { return kernel_text(kernel) == text; });
}

TEST(CudaGridTest, HoldsEachKernelOnce) {
    for (const bool quick : {false, true}) {
        std::map<std::string, int> seen;
        for (const Kernel& kernel : kernel_grid(h100(), quick))
            EXPECT_EQ(++seen[kernel_text(kernel)], 1) << kernel_text(kernel);
    }
}

TEST(CudaGridTest, CoversEveryPrecisionAndReachesFarBeyondTheCache) {
    const auto kernels = kernel_grid(h100(), false);
    auto of = counts(kernels);
    for (const char* precision : {"bf16", "tf32", "fp64", "fp32"}) {
        EXPECT_GE(of[std::string("gemm ") + precision], 300) << precision;
        EXPECT_LE(of[std::string("gemm ") + precision], 450) << precision;
    }
    EXPECT_GE(of["gemm fp8"], 250);
    EXPECT_EQ(of["launch"], 1);
    EXPECT_TRUE(has(kernels, "gemm bf16 16384x16384x16384"));
    EXPECT_TRUE(has(kernels, "gemm bf16 1x8192x8192"));
    EXPECT_TRUE(has(kernels, "gemm bf16 777x1333x555"));
    // Two an octave up to 4 GB, from 64 kB: 4e9 / 64e3 is a little less than 16 octaves.
    EXPECT_EQ(of["copy"], 32);
    EXPECT_EQ(of["triad"], 32);
    EXPECT_EQ(of["reduction"], 32);
    for (const Kernel& kernel : kernels)
        if (kernel.kind == KernelKind::copy) {
            EXPECT_LE(kernel.size, 4e9 * byte);
        }
    EXPECT_EQ(of["peer_copy"], 0);
    EXPECT_EQ(of["all_reduce"], 0);
    EXPECT_LT(kernel_grid(h100(), true).size(), 350u);
}

TEST(CudaGridTest, TakesFp8WhereDeviceAndShapeHaveIt) {
    const Kernel aligned{KernelKind::gemm, Precision::fp8, 7, 32, 48};
    EXPECT_TRUE(gemm_is_possible(aligned, 90));
    EXPECT_TRUE(gemm_is_possible(aligned, 89));
    EXPECT_FALSE(gemm_is_possible(aligned, 80));
    EXPECT_FALSE(gemm_is_possible({KernelKind::gemm, Precision::fp8, 16, 33, 48}, 90));
    EXPECT_FALSE(gemm_is_possible({KernelKind::gemm, Precision::fp8, 16, 32, 40}, 90));
    EXPECT_TRUE(gemm_is_possible({KernelKind::gemm, Precision::bf16, 33, 33, 33}, 80));
    EXPECT_FALSE(gemm_is_possible({KernelKind::gemm, Precision::fp4, 32, 32, 32}, 100));

    DeviceFigures a100 = h100();
    a100.capability = 80;
    EXPECT_EQ(counts(kernel_grid(a100, false))["gemm fp8"], 0);
    for (const Kernel& kernel : kernel_grid(h100(), false))
        if (kernel.precision == Precision::fp8) {
            EXPECT_TRUE(kernel.n % 16 == 0 && kernel.k % 16 == 0) << kernel_text(kernel);
        }
}

TEST(CudaGridTest, LeavesOutWhatDoesNotFit) {
    DeviceFigures small = h100();
    small.free_memory = 1e9 * byte;
    const auto kernels = kernel_grid(small, false);
    EXPECT_FALSE(kernels.empty());
    for (const Kernel& kernel : kernels)
        EXPECT_LE(buffers_of(kernel), small.free_memory) << kernel_text(kernel);
    // 3 x 2 x 16384^2 bytes are 1.6 GB; a quarter of it fits, with the own kernel's result beside.
    EXPECT_FALSE(has(kernels, "gemm bf16 16384x16384x16384"));
    EXPECT_TRUE(has(kernels, "gemm bf16 8192x8192x8192"));
}

TEST(CudaGridTest, CountsTheBuffersOfAKernel) {
    // A and B of 2 bytes, C of 2 bytes twice: 2 (4*8 + 8*16 + 2 * 4*16) = 576 bytes with k = 8.
    EXPECT_DOUBLE_EQ(buffers_of({KernelKind::gemm, Precision::bf16, 4, 16, 8}).in(byte), 576);
    // Sent and received.
    EXPECT_DOUBLE_EQ(
        buffers_of({KernelKind::all_reduce, Precision::bf16, 0, 0, 0, 1e6 * byte, 2}).in(byte),
        2e6);
    EXPECT_DOUBLE_EQ(buffers_of({KernelKind::triad, Precision::fp32, 0, 0, 0, 1e6 * byte}).in(byte),
                     3e6);
}

TEST(CudaGridTest, MeasuresFp64BrieflyWhereItIsSlow) {
    DeviceFigures workstation = h100();
    workstation.half_fp64 = false;
    for (const Kernel& kernel : kernel_grid(workstation, false))
        if (kernel.kind == KernelKind::gemm && kernel.precision == Precision::fp64) {
            EXPECT_LE(flops(kernel), 1e11) << kernel_text(kernel);
        }
    EXPECT_TRUE(has(kernel_grid(h100(), false), "gemm fp64 16384x16384x16384"));
}

TEST(CudaGridTest, MeasuresOtherDevicesWhereThereAreSome) {
    DeviceFigures node = h100();
    node.devices = 4;
    node.has_peer = true;
    auto of = counts(kernel_grid(node, false));
    EXPECT_GT(of["peer_copy"], 10);
    // Over two and over four.
    EXPECT_EQ(of["all_reduce"], 2 * of["peer_copy"]);
    // The fourth takes part in that over four alone.
    node.number = 3;
    EXPECT_EQ(counts(kernel_grid(node, false))["all_reduce"], of["peer_copy"]);
    node.has_nccl = false;
    EXPECT_EQ(counts(kernel_grid(node, false))["all_reduce"], 0);
}

TEST(CudaGridTest, KnowsTheLanesOfAMultiprocessor) {
    EXPECT_EQ(fp32_lanes(80), 64);
    EXPECT_EQ(fp32_lanes(90), 128);
    EXPECT_EQ(fp32_lanes(75), 0);
}

}  // namespace
}  // namespace twin::calibration::cuda
