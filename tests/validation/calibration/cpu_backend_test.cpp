#include "validation/calibration/cpu_backend.h"

#include <gmock/gmock.h>
#include <numeric>
#include <set>

#include "tests/validation/calibration/made_records.h"
#include "tests/validation/calibration/temporary_folder.h"
#include "validation/calibration/cpu_kernels.h"
#include "validation/calibration/worker_pool.h"

namespace twin::calibration {
namespace {

using testing::ElementsAre;

TEST(CpuBackend, EveryKernelGivesWhatItsReferenceGives) {
    TemporaryFolder folder;
    const auto backend = open_cpu(0, folder / "");
    for (const std::string text :
         {"launch", "gemm fp64 64x64x64", "gemm fp32 129x65x33", "gemm fp64 1x300x200",
          "gemm fp32 700x600x500", "copy fp32 100 kB", "copy fp64 1 MB", "triad fp32 100 kB",
          "triad fp64 64 byte", "reduction fp32 3 MB", "reduction fp64 100 kB",
          "softmax fp32 17x1000", "softmax fp32 1x1000000", "softmax fp64 3x1",
          "layer_norm fp32 33x777", "layer_norm fp64 5x64", "attention fp32 3x65x64",
          "attention fp64 1x17x128", "checkpoint_write fp32 100 kB"}) {
        const auto kernel = backend->prepare(kernel_of(text));
        EXPECT_EQ(kernel->check(), "") << text;
        EXPECT_GT(kernel->run(2), Duration()) << text;
        EXPECT_EQ(kernel->check(), "") << text << " after it ran";
    }
    // The temporary file is gone.
    EXPECT_TRUE(std::filesystem::is_empty(folder / ""));
}

TEST(CpuBackend, RefusesWhatItHasNot) {
    const auto backend = open_cpu(0, ".");
    const auto refusal = [&](const std::string& text) {
        try {
            backend->prepare(kernel_of(text));
        } catch (const std::runtime_error& error) {
            return std::string(error.what());
        }
        return std::string("nothing");
    };
    EXPECT_EQ(refusal("gemm bf16 64x64x64"), "the cpu backend computes in fp64 and fp32");
    EXPECT_EQ(refusal("host_to_device fp32 1 MB"), "the cpu backend has no kernel host_to_device");
    EXPECT_EQ(refusal("attention fp32 1x8x512"), "heads have at most 256 elements here");
    EXPECT_THROW(open_cpu(1, "."), NoDevice);
}

TEST(CpuBackend, DescribesTheHost) {
    const RecordHeader header = open_cpu(0, ".")->describe();
    EXPECT_NE(header.device, "");
    EXPECT_EQ(header.backend, "cpu");
    EXPECT_EQ(header.units, usable_cores());
    EXPECT_EQ(header.libraries.at(0).first, "OpenBLAS");
    // Either watts, or why not.
    EXPECT_EQ(header.idle_power.has_value(), header.power_source == "RAPL");
    EXPECT_TRUE(header.idle_power.has_value() || !header.remarks.empty());
}

TEST(CpuBackend, TheGridHoldsEachKernelOnce) {
    const auto backend = open_cpu(0, ".");
    std::set<std::string> texts;
    const auto kernels = backend->kernels(true);
    for (const Kernel& kernel : kernels)
        texts.insert(kernel_text(kernel));
    EXPECT_EQ(texts.size(), kernels.size());
    EXPECT_GT(backend->kernels(false).size(), 3 * kernels.size());
}

TEST(WorkerPool, AllWorkAndAllIsDone) {
    WorkerPool pool(3);
    std::vector<int> ran(3);
    for (int round = 0; round < 200; ++round)
        pool.run([&](int worker) { ++ran[std::size_t(worker)]; });
    EXPECT_THAT(ran, ElementsAre(200, 200, 200));
    std::vector<int> touched(1001);
    pool.run_ranges(1001, 64, [&](int, std::int64_t begin, std::int64_t end) {
        EXPECT_EQ(begin % 64, 0);
        for (std::int64_t i = begin; i < end; ++i)
            ++touched[std::size_t(i)];
    });
    EXPECT_THAT(touched, testing::Each(1));
}

// [1 2; 3 4] [5 6; 7 8] = [19 22; 43 50]
TEST(CpuKernels, TheBlockedProductIsAProduct) {
    const std::vector<double> a = {1, 2, 3, 4}, b = {5, 6, 7, 8};
    std::vector<double> c(4, -1);
    cpu::blocked_gemm(a.data(), b.data(), c.data(), 2, 2, 0, 2);
    EXPECT_THAT(c, ElementsAre(19, 22, 43, 50));
}

}  // namespace
}  // namespace twin::calibration
