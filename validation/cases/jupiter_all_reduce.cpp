// All-reduce between nodes of JUPITER.
#include <fmt/format.h>

#include "validation/cases/cases.h"
#include "validation/collectives/measured_collectives.h"

namespace twin {

std::vector<Row> jupiter_all_reduce(const CaseSetting&) {
    const FabricRates rates = jupiter_rates();
    const CollectiveConstants& constants = *find_collective_constants("JUPITER");
    const CollectiveRequest request = jupiter_all_reduce_request();
    std::vector<Row> rows;
    for (const AllReducePoint& point : jupiter_all_reduces()) {
        const PlacementShape shape = jupiter_shape(point.nodes);
        const CollectiveCost cost = collective_cost(request, {shape, rates, constants});
        const Duration time = cost.total();
        rows.push_back(
            {.quantity = fmt::format("bus bandwidth, 256 MB, {} {} of 4", point.nodes,
                                     point.nodes == 1 ? "node" : "nodes"),
             .unit = "GB/s",
             .source = "NCCL by JAX: users' public notes (../shared/facts/jupiter.md, 1.2)",
             .measured = point.bus_gb_per_second,
             .model = bus_bandwidth(request, shape.gpus(), time).si() / 1e9,
             .digits = 1,
             .error_in = ErrorIn::percent,
             .limit = {},
             .kind = point.fits ? Kind::fit : Kind::comparison,
             .note = fmt::format("{}: {:.0f} % links of the node, {:.0f} % NICs, {:.0f} % latency; "
                                 "no prediction: that the levels take turns was chosen "
                                 "with all four points in sight",
                                 cost.algorithm, 100 * (cost.node_links / time),
                                 100 * (cost.nics / time), 100 * (cost.latency / time))});
    }
    return rows;
}

}  // namespace twin
