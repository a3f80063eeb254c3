// Collectives of one node against the measured NCCL tables.
#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <vector>

#include "validation/cases/cases.h"
#include "validation/collectives/nccl_rows.h"

namespace twin {
namespace {

// Sizes of the error, %, ascending.
std::vector<double> errors_of(const NcclMachine& machine, const std::vector<NcclRow>& rows,
                              std::string_view collective) {
    const FabricRates rates = rates_of(machine);
    const CollectiveConstants& constants = *find_collective_constants(machine.constants);
    std::vector<double> errors;
    for (const NcclRow& row : rows) {
        if (row.collective != collective || !row.held_out)
            continue;
        const PlacementShape shape{.gpus_per_node = row.gpus, .nodes_by_group = {1}};
        const Duration time = collective_cost(row.request, {shape, rates, constants}).total();
        errors.push_back(100 * std::abs(time / row.time - 1));
    }
    std::sort(errors.begin(), errors.end());
    return errors;
}

double quantile(const std::vector<double>& ascending, double share) {
    return ascending.at(std::size_t(share * double(ascending.size() - 1)));
}

constexpr std::array<std::string_view, 4> collectives = {"all_reduce", "all_gather",
                                                         "reduce_scatter", "alltoall"};

// Where the largest errors are, by table.
std::string_view note_of(std::string_view table) {
    if (table == "a100_sxm")
        return "largest where NCCL goes over to Simple too early (1 to 4 MiB on 2 and 4 GPUs)";
    if (table == "h100_sxm")
        return "largest in all-to-all on 4 and 8 GPUs, where single small rows took twice as long "
               "as their neighbours";
    return "largest between 8 and 32 MiB, where NCCL goes over to Simple or to the switches at "
           "another size for each collective and number of GPUs";
}

}  // namespace

std::vector<Row> nccl_tables(const CaseSetting& setting) {
    std::vector<Row> rows;
    for (const NcclMachine& machine : nccl_machines()) {
        const std::vector<NcclRow> measured = read_nccl_rows(setting.shared, machine);
        for (const std::string_view collective : collectives) {
            const std::vector<double> errors = errors_of(machine, measured, collective);
            const std::string source = fmt::format(
                "../shared/calibration/nccl_{}.csv, {} rows that "
                "chose no constant",
                machine.table, errors.size());
            rows.push_back(
                {.quantity = fmt::format("{}, {}, median error", machine.table, collective),
                 .unit = "%",
                 .source = source,
                 .measured = 0,
                 .model = quantile(errors, 0.5),
                 .digits = 1,
                 .error_in = ErrorIn::units,
                 .limit = 10,
                 .kind = Kind::prediction});
            rows.push_back(
                {.quantity = fmt::format("{}, {}, 90 % are below", machine.table, collective),
                 .unit = "%",
                 .source = source,
                 .measured = 0,
                 .model = quantile(errors, 0.9),
                 .digits = 1,
                 .error_in = ErrorIn::units,
                 .limit = {},
                 .kind = Kind::prediction,
                 .note = fmt::format("the largest: {:.0f} %; {}", errors.back(),
                                     note_of(machine.table))});
        }
    }
    return rows;
}

}  // namespace twin
