// Published training runs that were gathered before the model was asked about any of them.
#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "validation/cases/cases.h"
#include "validation/cases/run_rows.h"

namespace twin {
namespace {

constexpr std::string_view unseen_file = "validation/training/unseen_runs.csv";

struct UnseenExplanation {
    std::string_view source, model;  // how the fields begin
    std::string_view text;
};
constexpr std::array<UnseenExplanation, 0> unseen_explanations = {};

std::string_view explanation_of_unseen(const TrainingRun& run) {
    for (const UnseenExplanation& one : unseen_explanations)
        if (run.source.starts_with(one.source) && run.model.starts_with(one.model))
            return one.text;
    return {};
}

}  // namespace

std::vector<Row> unseen_runs(const CaseSetting& setting) {
    std::vector<Row> rows;
    std::vector<std::string> sources;  // in the order of the file
    SkippedRuns skipped;
    for (const TrainingRun& run : read_training_runs(setting.repository / unseen_file)) {
        std::string reason = run.skipped;
        const auto system = reason.empty() ? training_system(run) : nullptr;
        if (reason.empty() && !system)
            reason = "no part describes the machine";
        if (reason.empty()) {
            const auto problems = training_problems(run.task, run.plan, setting_of(*system));
            if (!problems.empty())
                reason = problems.front();
        }
        if (!reason.empty()) {
            skipped[reason].push_back(run.id);
            continue;
        }
        rows.push_back(run_row(run, *system, explanation_of_unseen(run)));
        if (std::find(sources.begin(), sources.end(), run.source) == sources.end())
            sources.push_back(run.source);
    }
    const std::vector<Row> runs = rows;
    for (const std::string& source : sources)
        rows.push_back(run_mean_row(runs, fmt::format("{}, mean size of the error", source), {}, "",
                                    [&](const Row& row) { return row.source == source; }));
    rows.push_back(run_mean_row(runs, "all rows, mean size of the error", {},
                                "no constant and no assumption was chosen with them in sight",
                                [](const Row&) { return true; }));
    const std::vector<Row> without = skipped_rows(skipped);
    rows.insert(rows.end(), without.begin(), without.end());
    return rows;
}

}  // namespace twin
