// Collectives of one node against the measured NCCL tables.
#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "validation/cases/cases.h"
#include "validation/collectives/measured_collectives.h"

namespace twin {
namespace {

struct Error {
    double percent = 0;  // its size
    std::string where;
    bool operator<(const Error& other) const { return percent < other.percent; }
};

// Of the held-out rows, ascending.
std::vector<Error> errors_of(const NcclMachine& machine, const std::vector<NcclRow>& rows,
                             std::string_view collective) {
    const FabricRates rates = rates_of(machine);
    const CollectiveConstants& constants = *find_collective_constants(machine.constants);
    std::vector<Error> errors;
    for (const NcclRow& row : rows) {
        if (row.collective != collective || !row.held_out)
            continue;
        const PlacementShape shape{.gpus_per_node = row.gpus, .nodes_by_group = {1}};
        const Duration time = collective_cost(row.request, {shape, rates, constants}).total();
        errors.push_back(
            {100 * std::abs(time / row.time - 1),
             fmt::format("{} KiB of {} on {} GPUs: measured {:.1f} us, model {:.1f} us",
                         row.request.size.si() / 1024,
                         row.request.switches_can_add ? "half" : "int8", row.gpus,
                         row.time.si() * 1e6, time.si() * 1e6)});
    }
    std::sort(errors.begin(), errors.end());
    return errors;
}

const Error& quantile(const std::vector<Error>& ascending, double share) {
    return ascending.at(std::size_t(share * double(ascending.size() - 1)));
}

// What ASTRA-sim 2 says with its H100 configuration, % of the same measurements.
struct AstraSimError {
    double mebibytes, error_percent;
};
constexpr std::array astra_sim_errors = {AstraSimError{1, 126}, AstraSimError{16, 5.7},
                                         AstraSimError{128, 14.4}, AstraSimError{512, 17.9}};

std::vector<Row> beside_astra_sim(const NcclMachine& machine,
                                  const std::vector<NcclRow>& table_rows) {
    const FabricRates rates = rates_of(machine);
    std::vector<Row> rows;
    for (const AstraSimError& error : astra_sim_errors)
        for (const NcclRow& row : table_rows) {
            if (row.request.collective != Collective::all_reduce || row.gpus != 8 ||
                !row.request.switches_can_add || row.request.size.si() != error.mebibytes * 1048576)
                continue;
            const PlacementShape shape{.gpus_per_node = row.gpus, .nodes_by_group = {1}};
            const Duration time =
                collective_cost(row.request,
                                {shape, rates, *find_collective_constants(machine.constants)})
                    .total();
            rows.push_back(
                {.quantity = fmt::format("all-reduce of {} MiB, 8 H100", error.mebibytes),
                 .unit = "us",
                 .source = "../shared/calibration/nccl_h100_sxm.csv, half",
                 .measured = row.time.si() * 1e6,
                 .model = time.si() * 1e6,
                 .digits = 1,
                 .error_in = ErrorIn::percent,
                 .limit = {},
                 .kind = row.held_out ? Kind::prediction : Kind::fit,
                 .note = fmt::format("ASTRA-sim 2 with its H100 configuration: {:+.1f} % "
                                     "(../shared/facts/ai-workloads.md, 2)",
                                     error.error_percent)});
        }
    return rows;
}

constexpr std::array<std::string_view, 4> measured_collectives = {"all_reduce", "all_gather",
                                                                  "reduce_scatter", "alltoall"};

}  // namespace

std::vector<Row> nccl_tables(const CaseSetting& setting) {
    std::vector<Row> rows;
    for (const NcclMachine& machine : nccl_machines()) {
        const std::vector<NcclRow> table_rows = read_nccl_rows(setting.shared, machine);
        for (const std::string_view collective : measured_collectives) {
            const std::vector<Error> errors = errors_of(machine, table_rows, collective);
            const std::string source = fmt::format(
                "../shared/calibration/nccl_{}.csv, {} rows of sizes "
                "that chose no constant",
                machine.table, errors.size());
            rows.push_back(
                {.quantity = fmt::format("{}, {}, median error", machine.table, collective),
                 .unit = "%",
                 .source = source,
                 .measured = 0,
                 .model = quantile(errors, 0.5).percent,
                 .digits = 1,
                 .error_in = ErrorIn::units,
                 .limit = 10,
                 .kind = Kind::prediction,
                 .note = "interpolation between sizes: others of the same collective and number "
                         "of GPUs chose the constants"});
            rows.push_back(
                {.quantity = fmt::format("{}, {}, 90 % are below", machine.table, collective),
                 .unit = "%",
                 .source = source,
                 .measured = 0,
                 .model = quantile(errors, 0.9).percent,
                 .digits = 1,
                 .error_in = ErrorIn::units,
                 .limit = {},
                 .kind = Kind::prediction,
                 .note = fmt::format("the largest, {:.0f} %: {}", errors.back().percent,
                                     errors.back().where)});
        }
        if (machine.table == "h100_sxm") {
            const std::vector<Row> beside = beside_astra_sim(machine, table_rows);
            rows.insert(rows.end(), beside.begin(), beside.end());
        }
    }
    return rows;
}

}  // namespace twin
