// Waits beside Batsim with batsched on the same jobs; a neighbour, not a reference.
#include <array>
#include <fmt/format.h>
#include <fstream>

#include "sim/results/schedule_hash.h"
#include "validation/cases/cases.h"
#include "validation/child_process.h"

namespace twin {
namespace {

struct Neighbour {
    std::string_view policy, theirs;
    double mean_wait_s, makespan_s;
};
constexpr std::array<Neighbour, 3> neighbours = {{
    {"easy", "easy_bf", 259.858, 195'557.4},
    {"easy", "easy_bf_fast", 588.318, 198'027},
    {"conservative", "conservative_bf", 421.830, 194'866.3},
}};

// The job list stands outside the repository, so the scenario that names it is made here.
void write_scenario(const std::filesystem::path& file, const std::filesystem::path& jobs,
                    std::string_view policy) {
    std::ofstream(file) << fmt::format(R"(title = "1,000 jobs on 6,000 nodes"

[time]
start    = "2024-01-01T00:00:00Z"
interval = "1 d"

[site]
part  = "flat-pool"
nodes = 6000

[workload.trace]
file = "{}"

[scheduling]
policy = "{}"
)",
                                       jobs.string(), policy);
}

}  // namespace

std::vector<Row> batsim_neighbour(const CaseSetting& setting) {
    std::vector<Row> rows;
    for (const Neighbour& other : neighbours) {
        const auto scenario = setting.scratch / "batsim.toml";
        const auto file = setting.scratch / "batsim.sqlite";
        write_scenario(scenario, setting.shared / "peers/batsim-jobs-1000.csv.gz", other.policy);
        run_child_well({setting.twin, "run", scenario, "--out", file, "--force"});
        const ScheduleSummary ours = summarise_schedule(ResultStore(file));
        const auto add = [&](std::string_view quantity, double theirs, double model) {
            rows.push_back(
                {.quantity = fmt::format("{} beside {}, {}", other.policy, other.theirs, quantity),
                 .unit = "s",
                 .source = "Batsim 4.2.0 on SimGrid 3.32 with batsched, run on the same 1,000 jobs",
                 .measured = theirs,
                 .model = model,
                 .digits = 1,
                 .error_in = ErrorIn::percent,
                 .limit = {},
                 .kind = Kind::comparison,
                 .note = "not scored: batsched reserves concrete machines for the head of the "
                         "queue, and so refuses backfills that counting nodes allows; its own two "
                         "EASY differ by more than a factor of two in the mean wait"});
        };
        add("mean wait", other.mean_wait_s, ours.mean_wait_s);
        add("makespan", other.makespan_s, static_cast<double>(ours.makespan_s));
    }
    return rows;
}

}  // namespace twin
