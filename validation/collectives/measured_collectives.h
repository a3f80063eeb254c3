// Measured collectives in ../shared and the machines they were measured on.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/interconnect/collective.h"

namespace twin {

// One node; `table` is the middle of the file's name.
struct NcclMachine {
    std::string_view table, constants;  // the second: a name in collective_constants()
    int gpus;
    Bandwidth link_bandwidth;  // of one GPU, one direction: ../shared/facts/gpus.csv
};
std::span<const NcclMachine> nccl_machines();
FabricRates rates_of(const NcclMachine& machine);

struct NcclRow {
    std::string collective;  // as in the file
    CollectiveRequest request;
    int gpus = 1;
    Duration time{};
    bool held_out =
        false;  // from the fit: half of the sizes; rows that differ in the type only go together
};
// Errors: std::runtime_error that names the file.
std::vector<NcclRow> read_nccl_rows(const std::filesystem::path& shared,
                                    const NcclMachine& machine);

// JUPITER's all-reduce of 256 MB from JAX, four GPUs a node (../shared/facts/jupiter.md, 1.2).
struct AllReducePoint {
    int nodes;
    double bus_gb_per_second;
    bool fits;  // chose constants
};
std::span<const AllReducePoint> jupiter_all_reduces();
CollectiveRequest jupiter_all_reduce_request();
PlacementShape jupiter_shape(int nodes);  // in one group
FabricRates jupiter_rates();              // of the shipped parts

// OSU micro-benchmarks between two GPUs of JUWELS Booster, of one node or of two.
struct OsuRow {
    std::string test;  // "osu_latency", "osu_bw", "osu_bibw"
    int nodes = 1;
    DataSize message{};
    double result = 0;  // microseconds or MB/s
};
// Errors: std::runtime_error that names the file.
std::vector<OsuRow> read_osu_rows(const std::filesystem::path& shared);
// Of all rows of that test, nodes and message size; std::runtime_error if there are none.
double mean_result(const std::vector<OsuRow>& rows, std::string_view test, int nodes,
                   double message_bytes);
FabricRates juwels_booster_rates();  // of the shipped parts

}  // namespace twin
