#include "validation/cases/run_rows.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "models/workload/plan_text.h"

namespace twin {
namespace {

double step_of(const TrainingRun& run, const ParallelPlan& plan, const TrainingSystem& system) {
    return TrainingEvaluator(run.task, setting_of(system)).step(plan).total().si();
}

}  // namespace

Row run_row(const TrainingRun& run, const TrainingSystem& system) {
    Row row{.quantity = fmt::format("{}, {}, {} GPUs, {}", run.id, run.model, run.gpus,
                                    plan_text(run.plan)),
            .unit = "s",
            .source = run.source,
            .measured = run.step->si(),
            .model = step_of(run, run.plan, system),
            .digits = 3,
            .error_in = ErrorIn::percent,
            .limit = {},
            .kind = fits_constants_of(run).empty() ? Kind::prediction : Kind::fit,
            .note = run.convention};
    if (!run.open.empty())
        row.note += fmt::format("; not stated, so: {}", run.open);
    if (!system.differs.empty())
        row.note += fmt::format("; {}", system.differs);
    if (const int nodes = system.shape.nodes(); nodes > system.network_nodes)
        row.note +=
            fmt::format("; on {} nodes, and the network part has {}: continued without contention",
                        nodes, system.network_nodes);
    if (run.assumed_chunks) {
        ParallelPlan one = run.plan;
        one.chunks = 1;
        row.note += fmt::format("; with one chunk {:+.1f} %",
                                100 * (step_of(run, one, system) / run.step->si() - 1));
    }
    return row;
}

void explain(Row& row, std::string_view explanation) {
    if (!explanation.empty())
        row.note += fmt::format("; {}", explanation);
    else if (std::abs(*error_of(row)) > largest_unexplained)
        row.limit = largest_unexplained;
}

Row run_mean_row(const std::vector<Row>& rows, std::string quantity, std::optional<double> limit,
                 std::string_view note, const std::function<bool(const Row&)>& counts) {
    double sum = 0, most = 0;
    int count = 0, fits = 0;
    for (const Row& row : rows)
        if (counts(row)) {
            const double size = std::abs(*error_of(row));
            sum += size;
            most = std::max(most, size);
            fits += row.kind == Kind::fit;
            ++count;
        }
    Row mean{.quantity = std::move(quantity),
             .unit = "%",
             .source = fmt::format("{} rows above, {} of them fits", count, fits),
             .measured = 0,
             .model = count > 0 ? std::optional(sum / count) : std::nullopt,
             .digits = 1,
             .error_in = ErrorIn::units,
             .limit = limit,
             .kind = fits > 0 ? Kind::fit : Kind::prediction,
             .note = fmt::format("the largest {:.1f} %", most)};
    if (!note.empty())
        mean.note += fmt::format("; {}", note);
    return mean;
}

std::vector<Row> skipped_rows(const SkippedRuns& skipped) {
    std::vector<Row> rows;
    for (const auto& [reason, ids] : skipped)
        rows.push_back({.quantity = fmt::format("rows without an estimate: {}", reason),
                        .unit = "rows",
                        .source = fmt::format("{}", fmt::join(ids, ", ")),
                        .measured = {},
                        .model = double(ids.size()),
                        .digits = 0,
                        .error_in = ErrorIn::units,
                        .limit = {},
                        .kind = Kind::comparison});
    return rows;
}

}  // namespace twin
