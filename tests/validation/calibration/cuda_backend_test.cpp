// Where there is a CUDA device: each kernel is right, and its time is not 0. Elsewhere: the
// sentence.
#include "validation/calibration/cuda_backend.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/validation/calibration/temporary_folder.h"

namespace twin::calibration {
namespace {

bool has_device() {
    try {
        return !cuda_devices().empty();
    } catch (const NoDevice&) {
        return false;
    }
}

TEST(CudaBackendTest, SaysThatThereIsNoDevice) {
    if (has_device())
        GTEST_SKIP() << "there is one";
    try {
        open_cuda(0, ".");
        FAIL();
    } catch (const NoDevice& none) {
        EXPECT_THAT(none.what(), testing::MatchesRegex("no CUDA device: .+"));
    }
}

// Sizes that are no multiples of 16 bytes, of a tile, of a block; each path of a kernel.
constexpr const char* kernels[] = {
    "launch",
    "copy fp32 0.004 kB",
    "copy fp32 1000.004 kB",
    "copy fp32 64 MB",
    "triad fp32 0.02 kB",
    "triad fp32 10000.012 kB",
    "triad fp64 80.008 kB",
    "reduction fp32 0.004 kB",
    "reduction fp32 10000.012 kB",
    "reduction fp64 80.008 kB",
    "softmax bf16 3x8",
    "softmax bf16 100x1000",
    "softmax bf16 7x1001",
    "softmax bf16 5x65536",
    "softmax fp32 9x1024",
    "softmax fp32 3x20000",
    "layer_norm bf16 100x1024",
    "layer_norm fp32 7x1001",
    "layer_norm bf16 5x65536",
    "attention bf16 3x64x64",
    "attention bf16 2x1x64",
    "attention bf16 3x100x128",
    "attention bf16 2x1000x64",
    "attention bf16 2x2048x128",
    "gemm bf16 1x1x8",
    "gemm bf16 128x128x32",
    "gemm bf16 129x131x40",
    "gemm bf16 1000x1025x1000",
    "gemm bf16 33x33x33",
    "gemm bf16 4096x4096x4096",
    "gemm bf16 1x8192x8192",
    "gemm fp32 100x100x100",
    "gemm tf32 129x129x129",
    "gemm fp64 100x33x7",
    "host_to_device fp32 1000.004 kB",
    "device_to_host fp32 1000.004 kB",
    "checkpoint_write fp32 1000.004 kB",
};

TEST(CudaBackendTest, EveryKernelIsRight) {
    if (!has_device())
        GTEST_SKIP() << "no CUDA device";
    const TemporaryFolder folder;
    const auto backend = open_cuda(0, folder / "");
    std::vector<Kernel> all;
    for (const char* text : kernels)
        all.push_back(std::get<Kernel>(read_kernel(text)));
    // Products in fp8 where the device has it; transfers between devices where there are two.
    for (const Kernel& kernel : backend->kernels(true))
        if (kernel.precision == Precision::fp8 || kernel.kind == KernelKind::peer_copy ||
            kernel.kind == KernelKind::all_reduce)
            all.push_back(kernel);
    for (const Kernel& kernel : all) {
        SCOPED_TRACE(kernel_text(kernel));
        try {
            const auto prepared = backend->prepare(kernel);
            EXPECT_EQ(prepared->check(), "");
            EXPECT_GT(prepared->run(3), Duration());
            if (kernel.kind != KernelKind::checkpoint_write) {
                EXPECT_GT(prepared->run(300), Duration());
            }
        } catch (const std::runtime_error& error) {
            ADD_FAILURE() << error.what();
        }
        EXPECT_EQ(backend->state().error, "");
    }
}

}  // namespace
}  // namespace twin::calibration
