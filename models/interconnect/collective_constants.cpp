#include "models/interconnect/collective_constants.h"

#include <algorithm>
#include <limits>

namespace twin {
namespace {

constexpr auto byte = DataSize::from_si(1);
constexpr auto microsecond = 1e-6 * second;
constexpr double instant = std::numeric_limits<double>::infinity();

// Fit: printed by twin-fit-collectives; half of the rows of ../shared/calibration/nccl_*.csv (of
// NCCL 2.27 to 2.29, one node), chosen by a hash of machine, collective, GPUs and bytes. NVLink 3:
// A100; NVLink 4: H100; NVLink 5: B200, GB200. `instant`: no row needed the term.
// clang-format off
constexpr NodeConstants nvlink_3{
    .name = "NVLink 3",
    .ring = {{
        {0 * byte, 7.82 * microsecond, 0.989 * microsecond, instant, 0.0112},
        {8192 * byte, 10.2 * microsecond, 1.22 * microsecond, 0.524, 0.36},
        {4194304 * byte, 36.1 * microsecond, 5.86 * microsecond, 0.752, 1.99},
    }},
    .peer = {{
        {0 * byte, 12.5 * microsecond, 0 * microsecond, 0.184, instant},
        {1048576 * byte, 19.8 * microsecond, 0 * microsecond, 0.533, 1.37},
        {4194304 * byte, 46.5 * microsecond, 0 * microsecond, 0.71, 2.73},
    }},
    .switches = {},
};
constexpr NodeConstants nvlink_4{
    .name = "NVLink 4",
    .ring = {{
        {0 * byte, 4.58 * microsecond, 0.787 * microsecond, 0.0296, 0.0573},
        {8192 * byte, 5.03 * microsecond, 1.04 * microsecond, 0.68, 0.363},
        {4194304 * byte, 15.6 * microsecond, 3.28 * microsecond, 0.832, 1.42},
    }},
    .peer = {{
        {0 * byte, 6.71 * microsecond, 0 * microsecond, 0.172, 0.0161},
        {65536 * byte, 13.5 * microsecond, 0 * microsecond, 0.593, instant},
        {4194304 * byte, 27.0 * microsecond, 0 * microsecond, 0.68, 9.5},
    }},
    .switches = {{8, 69.0 * microsecond, 0.584}},
};
constexpr NodeConstants nvlink_5{
    .name = "NVLink 5",
    .ring = {{
        {0 * byte, 8.05 * microsecond, 1.2 * microsecond, 0.036, 0.00866},
        {4096 * byte, 8.44 * microsecond, 1.35 * microsecond, 0.452, 0.352},
        {2097152 * byte, 14.5 * microsecond, 6.14 * microsecond, 0.832, 1.1},
    }},
    .peer = {{
        {0 * byte, 10.3 * microsecond, 0 * microsecond, 0.0292, 0.0232},
        {131072 * byte, 16.8 * microsecond, 0 * microsecond, 0.533, 1.72},
        {33554432 * byte, 31.8 * microsecond, 0 * microsecond, 0.725, 0.846},
    }},
    .switches = {{8, 90.0 * microsecond, 0.481}},
};
// clang-format on

// Open MPI with UCX on JUWELS Booster. Fit: the 64 MiB and 4 MiB rows of osu_bw inside the node and
// the means of osu_latency; from 8 KiB on a copy is set up first (assumption: the usual size).
constexpr NodeProtocol mpi_eager{{}, 0.527 * microsecond, {}, 0.941, instant};
constexpr NodeProtocol mpi_copy{8192 * byte, 4.17 * microsecond, {}, 0.941, instant};
constexpr NodeConstants mpi{.name = "MPI",
                            .ring = {{mpi_eager, mpi_copy, mpi_copy}},
                            .peer = {{mpi_eager, mpi_copy, mpi_copy}},
                            .switches = {}};

// What NCCL's own tuner takes for its steps over a network: NVIDIA/nccl, src/graph/tuning.cc,
// commit 01afd20: hwLat NET, ring 2.7, 4.0, 9.6 and tree 5.0, 8.5, 50 us for LL, LL128, Simple;
// busBw of a ring by LL over nodes 1/4, by LL128 0.92. They are guesses of its authors, not
// measured here; that commit has CollNet but no NVLS yet. Later versions have 14 and 28 for Simple
// (memory, unverified). The one file says that a tree's step of Simple holds the time of a chunk of
// 256 kB.
constexpr std::array<NetworkProtocol, 3> nccl_network = {{
    {2.7 * microsecond, 5.0 * microsecond, 0.25},
    {4.0 * microsecond, 8.5 * microsecond, 0.92},
    {9.6 * microsecond, 50 * microsecond, 1},
}};
// Fit: osu_latency and 1 byte of osu_bw between two nodes of JUWELS Booster.
constexpr NetworkProtocol mpi_network{1.13 * microsecond, 1.13 * microsecond, 1};
constexpr auto message_gap = 0.641 * microsecond;

// Fit: JUPITER's all-reduce of 256 MB on 4 nodes, and on 1 node for the share of the links. The
// second is far below what the same links give elsewhere; COLLECTIVES.md, Scope and limits.
constexpr double nccl_nic_fraction = 0.849, jupiter_link_share = 0.193;
// Fit: osu_bw of 64 MiB between two nodes.
constexpr double mpi_nic_fraction = 0.982;

// NCCL has no hierarchical algorithms: NVIDIA/nccl, src/include/nccl_common.h (tree, ring, CollNet,
// NVLS; memory, unverified); all-to-all and messages are its send and receive.
constexpr std::string_view nccl_algorithms[] = {"ring", "tree", "in-network", "direct"};
// Nor has NCCL on JUPITER; but that the levels take turns, which its four points ask for, is what a
// hierarchical algorithm does. By group there is no evidence.
constexpr std::string_view jupiter_algorithms[] = {"ring", "tree", "hierarchical", "in-network",
                                                   "direct"};

constexpr CollectiveConstants nccl(const NodeConstants& node, std::string_view summary) {
    return {.name = node.name,
            .summary = summary,
            .node = node,
            .link_share = 1,
            .network = nccl_network,
            .nic_fraction = nccl_nic_fraction,
            .message_gap = message_gap,
            .algorithms = nccl_algorithms};
}

constexpr std::array table = {
    nccl(nvlink_3,
         "NCCL between A100 (NVLink 3): measured tables of NCCL's tests inside a node; between "
         "nodes NCCL's own tuner and JUPITER's share of a NIC"),
    nccl(nvlink_4,
         "NCCL between H100 and GH200 (NVLink 4): measured tables of NCCL's tests on H100 inside "
         "a node; between nodes as NVLink 3"),
    nccl(nvlink_5,
         "NCCL between B200 and GB200 (NVLink 5): measured tables of NCCL's tests inside a node; "
         "between nodes as NVLink 3"),
    CollectiveConstants{.name = "JUPITER",
                        .summary =
                            "NCCL on JUPITER Booster as one user measured it: all-reduces of 256 "
                            "MB from JAX on 1 and 4 nodes; starts and steps as NVLink 4",
                        .node = nvlink_4,
                        .link_share = jupiter_link_share,
                        .network = nccl_network,
                        .nic_fraction = nccl_nic_fraction,
                        .message_gap = message_gap,
                        .algorithms = jupiter_algorithms,
                        .rings_span_nodes = false},
    CollectiveConstants{.name = mpi.name,
                        .summary = "Open MPI with UCX: single messages of OSU's benchmarks on "
                                   "JUWELS Booster, in a node and between two",
                        .remark = "MPI has the constants of single messages (JUWELS Booster, OSU's "
                                  "benchmarks): no collective of it was measured, so its times are "
                                  "bounds from below, and that they are shorter than NCCL's says "
                                  "nothing.",
                        .node = mpi,
                        .link_share = 1,
                        .network = {mpi_network, mpi_network, mpi_network},
                        .nic_fraction = mpi_nic_fraction,
                        .message_gap = message_gap},
};

}  // namespace

bool CollectiveConstants::has(std::string_view algorithm) const {
    return algorithms.empty() ||
           std::find(algorithms.begin(), algorithms.end(), algorithm) != algorithms.end();
}

std::span<const CollectiveConstants> collective_constants() {
    return table;
}

const CollectiveConstants* find_collective_constants(std::string_view name) {
    for (const CollectiveConstants& constants : table)
        if (constants.name == name)
            return &constants;
    return nullptr;
}

const CollectiveConstants* nccl_constants(std::string_view gpu_generation, GpuLinks links_of_node) {
    if (links_of_node == GpuLinks::host_bridge)
        return nullptr;
    struct Links {
        std::string_view generation, name;
    };
    static constexpr std::array links = {Links{"ampere", "NVLink 3"}, Links{"hopper", "NVLink 4"},
                                         Links{"blackwell", "NVLink 5"}};
    for (const Links& entry : links)
        if (entry.generation == gpu_generation)
            return find_collective_constants(entry.name);
    return nullptr;
}

}  // namespace twin
