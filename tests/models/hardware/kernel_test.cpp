#include "models/hardware/kernel.h"

#include <gmock/gmock.h>

namespace twin {
namespace {

constexpr auto byte = DataSize::from_si(1);

Kernel kernel(std::string_view text) {
    const auto read = read_kernel(text);
    EXPECT_TRUE(std::holds_alternative<Kernel>(read)) << text;
    return std::get<Kernel>(read);
}

std::string error(std::string_view text) {
    const auto read = read_kernel(text);
    if (std::holds_alternative<Kernel>(read))
        return "no error";
    const UnitError& e = std::get<UnitError>(read);
    return e.expected + ", got " + e.got + (e.hint.empty() ? "" : " (" + e.hint + ")");
}

TEST(Kernel, TextsReadBack) {
    for (const char* text :
         {"launch", "gemm bf16 8192x4096x1", "copy fp32 1 GB", "triad fp64 3 kB",
          "reduction fp32 1 TB", "softmax bf16 4096x128", "layer_norm fp32 1x1",
          "attention bf16 32x4096x128", "host_to_device fp32 256 MB", "device_to_host fp32 7 byte",
          "peer_copy fp32 1 MB", "all_reduce bf16 256 MB 4", "checkpoint_write fp32 10 GB"})
        EXPECT_EQ(kernel_text(kernel(text)), text);
}

TEST(Kernel, EveryKindIsAmongThem) {
    for (const KernelKindRow& row : kernel_kinds()) {
        EXPECT_EQ(row_of(row.kind).name, row.name);
        const std::string shape = row.shape == KernelShape::none    ? ""
                                  : row.shape == KernelShape::m_n_k ? " fp32 2x3x4"
                                  : row.shape == KernelShape::heads ? " fp32 2x3x4"
                                  : row.shape == KernelShape::rows  ? " fp32 2x3"
                                                                    : " fp32 5 kB";
        const std::string devices = row.kind == KernelKind::all_reduce ? " 2" : "";
        const std::string text = std::string(row.name) + shape + devices;
        EXPECT_EQ(kernel_text(kernel(text)), text);
    }
}

TEST(Kernel, ASizeMayStandWithoutABlank) {
    EXPECT_EQ(kernel_text(kernel("  copy  fp32  64kB ")), "copy fp32 64 kB");
    EXPECT_EQ(kernel("all_reduce bf16 256MB 8").devices, 8);
}

TEST(Kernel, CountsFlops) {
    EXPECT_EQ(flops(kernel("gemm bf16 2x3x5")), 60);  // 2 * 2 * 3 * 5
    // 2 heads of 3 tokens: scores 3 * 3 * 5 products and sums, values likewise: 2 * 2 * 90.
    EXPECT_EQ(flops(kernel("attention bf16 2x3x5")), 360);
    EXPECT_EQ(flops(kernel("triad fp64 80 byte")), 20);
    EXPECT_EQ(flops(kernel("reduction fp32 40 byte")), 10);
    EXPECT_EQ(flops(kernel("softmax fp32 2x3")), 30);
    EXPECT_EQ(flops(kernel("all_reduce fp32 64 byte 4")), 12);  // 16 elements * 3/4
    EXPECT_EQ(flops(kernel("copy fp32 1 GB")), 0);
    EXPECT_EQ(flops(kernel("launch")), 0);
}

TEST(Kernel, CountsTheLeastTraffic) {
    // A 10 and B 15 elements of 1 byte, C 6 of 2.
    EXPECT_EQ(traffic(kernel("gemm fp8 2x3x5")), 37 * byte);
    EXPECT_EQ(traffic(kernel("copy fp32 10 byte")), 20 * byte);
    EXPECT_EQ(traffic(kernel("triad fp32 10 byte")), 30 * byte);
    EXPECT_EQ(traffic(kernel("reduction fp32 10 byte")), 10 * byte);
    EXPECT_EQ(traffic(kernel("softmax bf16 2x3")), 24 * byte);
    EXPECT_EQ(traffic(kernel("attention bf16 2x3x5")), 240 * byte);
    EXPECT_EQ(traffic(kernel("peer_copy fp32 10 byte")), 10 * byte);
    EXPECT_EQ(traffic(kernel("launch")), 0 * byte);
}

TEST(Kernel, MistakesAreWholeSentences) {
    EXPECT_EQ(
        error("fft fp32 8"),
        "a kernel such as \"gemm bf16 8192x8192x8192\", got 'fft fp32 8' (kernels are launch, "
        "gemm, copy, triad, reduction, softmax, layer_norm, attention, host_to_device, "
        "device_to_host, peer_copy, all_reduce, checkpoint_write)");
    EXPECT_EQ(
        error("gemm fp16 8x8x8"),
        "a kernel such as \"gemm bf16 8192x8192x8192\", got 'gemm fp16 8x8x8' (precisions are "
        "fp64, fp32, tf32, bf16, fp8, fp8_block, fp4)");
    const std::string gemm = "a kernel such as \"gemm bf16 8192x8192x8192\", got ";
    for (const std::string text :
         {"gemm bf16 8x8", "gemm bf16 8x8x0", "gemm bf16 8x8x8x8", "gemm bf16 8x8x-1", "gemm bf16",
          "gemm bf16 8x8x8 1", "gemm bf16 8x8x3000000000"})
        EXPECT_EQ(error(text), gemm + "'" + text + "'");
    EXPECT_EQ(error("copy fp32 1 W"),
              "a kernel such as \"copy fp32 1 GB\", got 'copy fp32 1 W' (W is a unit of power)");
    EXPECT_EQ(error("copy fp32 0 GB"), "a kernel such as \"copy fp32 1 GB\", got 'copy fp32 0 GB'");
    EXPECT_EQ(error("all_reduce bf16 1 GB 1"),
              "a kernel such as \"all_reduce bf16 256 MB 4\", got 'all_reduce bf16 1 GB 1' (the "
              "last number is that of devices, at least 2)");
    EXPECT_EQ(error("launch bf16"), "a kernel such as \"launch\", got 'launch bf16'");
    EXPECT_THAT(error(""), testing::HasSubstr("got ''"));
}

}  // namespace
}  // namespace twin
