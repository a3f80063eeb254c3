// Point to point on JUWELS Booster against the OSU micro-benchmarks.
#include <fmt/format.h>

#include "validation/cases/cases.h"
#include "validation/collectives/measured_collectives.h"

namespace twin {
namespace {

constexpr std::string_view osu_table =
    "../shared/facts/jubench/osu__osu_jwb_ompi_s23.csv, mean of its rows";

CollectiveCost cost_of(int nodes, double bytes) {
    static const FabricRates rates = juwels_booster_rates();
    const PlacementShape shape{.gpus_per_node = nodes == 1 ? 2 : 1,
                               .nodes_by_group = {NodeCount{nodes}}};
    return collective_cost({Collective::point_to_point, DataSize::from_si(bytes)},
                           {shape, rates, *find_collective_constants("MPI")});
}

Row bandwidth_row(const std::vector<OsuRow>& rows, int nodes, double bytes) {
    const CollectiveCost cost = cost_of(nodes, bytes);
    // A window of messages hides the latency between nodes; in a node one copy follows the other.
    const Duration time = nodes == 1 ? cost.total() : cost.total() - cost.latency;
    const bool fits = bytes == 67108864 || (nodes == 1 && bytes == 4194304);
    return {.quantity = fmt::format("bandwidth, {} MiB, {}", bytes / 1048576,
                                    nodes == 1 ? "in a node" : "between nodes"),
            .unit = "MB/s",
            .source = std::string(osu_table),
            .measured = mean_result(rows, "osu_bw", nodes, bytes),
            .model = bytes / time.si() / 1e6,
            .digits = 0,
            .error_in = ErrorIn::percent,
            .limit = {},
            .kind = fits ? Kind::fit : Kind::prediction};
}

}  // namespace

std::vector<Row> osu_juwels(const CaseSetting& setting) {
    const std::vector<OsuRow> measured = read_osu_rows(setting.shared);
    std::vector<Row> rows;
    for (const int nodes : {1, 2}) {
        rows.push_back({.quantity = nodes == 1 ? "latency, in a node" : "latency, between nodes",
                        .unit = "us",
                        .source = std::string(osu_table),
                        .measured = mean_result(measured, "osu_latency", nodes, 0),
                        .model = cost_of(nodes, 0).total().si() * 1e6,
                        .digits = 2,
                        .error_in = ErrorIn::percent,
                        .limit = {},
                        .kind = Kind::fit});
        for (const double bytes : {1048576.0, 4194304.0, 67108864.0})
            rows.push_back(bandwidth_row(measured, nodes, bytes));
    }
    Row both = bandwidth_row(measured, 2, 67108864);
    both.quantity = "both directions at once, 64 MiB, between nodes";
    both.measured = mean_result(measured, "osu_bibw", 2, 67108864);
    both.model = 2 * *both.model;
    both.kind = Kind::comparison;
    both.note =
        "the model has a NIC's full rate in each direction; here both share something, "
        "probably the GPU's PCIe lanes";
    rows.push_back(both);
    return rows;
}

}  // namespace twin
