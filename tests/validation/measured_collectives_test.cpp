#include "validation/collectives/measured_collectives.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "validation/scratch_folder.h"

namespace twin {
namespace {

const NcclMachine machine{"toy", "NVLink 3", 8, Bandwidth::from_si(3e11)};

std::vector<NcclRow> rows_of(const std::filesystem::path& folder, std::string_view text) {
    std::filesystem::create_directories(folder / "calibration");
    std::ofstream(folder / "calibration/nccl_toy.csv")
        << "collective,dtype,num_gpus,message_size,latency_ms\n"
        << text;
    return read_nccl_rows(folder, machine);
}

TEST(MeasuredCollectives, ElementsBecomeBytesAndMillisecondsSeconds) {
    const ScratchFolder scratch;
    const auto rows =
        rows_of(scratch.path(), "all_reduce,half,4,1024,0.5\nalltoall,int8,8,1024,2\n");
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].request.collective, Collective::all_reduce);
    EXPECT_EQ(rows[0].request.size, DataSize::from_si(2048));
    EXPECT_TRUE(rows[0].request.switches_can_add);
    EXPECT_EQ(rows[0].gpus, 4);
    EXPECT_EQ(rows[0].time, 0.5e-3 * second);
    EXPECT_EQ(rows[1].request.collective, Collective::all_to_all);
    EXPECT_EQ(rows[1].request.size, DataSize::from_si(1024));
    EXPECT_FALSE(rows[1].request.switches_can_add);
}

TEST(MeasuredCollectives, MistakesNameTheFileAndTheLine) {
    const ScratchFolder scratch;
    const std::string file = (scratch.path() / "calibration/nccl_toy.csv").string();
    const auto message = [&](std::string_view text) -> std::string {
        try {
            rows_of(scratch.path(), text);
        } catch (const std::runtime_error& error) {
            return error.what();
        }
        return "none";
    };
    EXPECT_EQ(message("all_reduce,half,4,many,0.5\n"), file + ":2: expected a number, got 'many'");
    EXPECT_EQ(message("all_reduce,half,4,1024,0.5\nall_to_one,half,4,1,1\n"),
              file + ":3: expected a collective, got 'all_to_one'");
    EXPECT_EQ(message("all_reduce,half,4\n"), file + ":2: expected a number, got ''");
}

TEST(MeasuredCollectives, TheSameBytesOfAnotherTypeAreHeldOutTogether) {
    const ScratchFolder scratch;
    std::string halves, bytes;
    for (int size = 1; size <= 100; ++size) {
        halves += "all_reduce,half,4," + std::to_string(size) + ",1\n";
        bytes += "all_reduce,int8,4," + std::to_string(2 * size) + ",1.1\n";
    }
    const auto rows = rows_of(scratch.path(), halves + bytes);
    ASSERT_EQ(rows.size(), 200u);
    for (std::size_t i = 0; i < 100; ++i) {
        EXPECT_EQ(rows[i].request.size, rows[i + 100].request.size);
        EXPECT_EQ(rows[i].held_out, rows[i + 100].held_out) << rows[i].request.size.si();
    }
}

TEST(MeasuredCollectives, HalfOfTheRowsAreHeldOut) {
    const ScratchFolder scratch;
    std::string text;
    for (int size = 1; size <= 1000; ++size)
        text += "all_reduce,half,4," + std::to_string(size) + ",1\n";
    int held_out = 0;
    for (const NcclRow& row : rows_of(scratch.path(), text))
        held_out += row.held_out;
    EXPECT_NEAR(held_out, 500, 50);
}

// 4 GH200 with 150 GB/s to each other one, 4 NDR200 NICs, 16 nodes a leaf; one or three switches of
// 90 ns and two or four cables of 25 ns. JUWELS Booster has A100 with 100 GB/s to each other one.
TEST(MeasuredCollectives, MachinesAreTheShippedOnes) {
    const FabricRates jupiter = jupiter_rates();
    EXPECT_EQ(jupiter.node.gpus, 4);
    EXPECT_EQ(jupiter.node.links, GpuLinks::mesh);
    EXPECT_NEAR(jupiter.node.gpu_bandwidth.si(), 450e9, 1);
    EXPECT_NEAR(jupiter.node.nic_per_gpu().si(), 25e9, 1);
    EXPECT_EQ(jupiter.nodes_per_leaf, 16);
    EXPECT_NEAR(jupiter.leaf_latency.si(), 140e-9, 1e-12);
    EXPECT_NEAR(jupiter.group_latency.si(), 370e-9, 1e-12);
    const FabricRates juwels = juwels_booster_rates();
    EXPECT_NEAR(juwels.node.gpu_bandwidth.si(), 300e9, 1);
    EXPECT_NEAR(juwels.node.nic_per_gpu().si(), 25e9, 1);
    EXPECT_NEAR(juwels.leaf_latency.si(), 140e-9, 1e-12);
}

}  // namespace
}  // namespace twin
