// Random failures and checkpoints: what a run makes of published rates, beside what is published of
// interruptions and effective time, and beside the formulas.
#include <array>
#include <fmt/format.h>
#include <fstream>

#include "models/workload/checkpoints.h"
#include "sim/results/result_store.h"
#include "sim/scenario/parts_catalog.h"
#include "validation/cases/cases.h"
#include "validation/child_process.h"

namespace twin {
namespace {

// One job that does not end on nodes of JUPITER, with enough to spare. 405e9 parameters.
struct LongJob {
    std::string set;
    int nodes = 4096;
    int days = 54;
    int seed = 1;
    std::string write = "2 TB/s";
    std::string interval = "daly";
};

struct Outcome {
    double interruptions = 0, effective = 0, job_mtbf_h = 0;
    Duration interval{}, write{};
};

Outcome run_long_job(const CaseSetting& setting, const LongJob& job) {
    const auto scenario = setting.scratch / "failures.toml";
    const auto file = setting.scratch / "failures.sqlite";
    std::ofstream(scenario) << fmt::format(R"(title = "one long job"
[time]
start    = "2024-01-01T00:00:00Z"
horizon  = "{0} d"
interval = "1 d"
[site]
part = "jupiter-booster"
[workload]
seed = {1}
[scheduling]
policy    = "fcfs"
lost_jobs = "requeue_first"
[failures]
set = "{2}"
[[job]]
name        = "long"
submit      = "+0 s"
nodes       = {3}
run_time    = "{0} d"
limit       = "{0} d"
checkpoints = {{ size = "5.67 TB", write = "{4}", interval = "{5}", restart = "10 min" }}
)",
                                           job.days, job.seed, job.set, job.nodes, job.write,
                                           job.interval);
    run_child_well({setting.twin, "run", scenario, "--out", file, "--force"});
    const ResultStore store(file);
    Rows row = store.query(
        "SELECT interruptions, useful_s / span_s, run_s / 3600 / interruptions, interval_s, "
        "write_s FROM job_work");
    row.next();
    return {row.real(0), row.real(1), row.real(2), row.real(3) * second, row.real(4) * second};
}

constexpr std::string_view llama = "arXiv 2407.21783, Table 5";
constexpr std::string_view meta =
    "arXiv 2410.21680, quoted in public repositories (facts/failures.csv)";

void add_llama(const CaseSetting& setting, std::vector<Row>& rows) {
    constexpr int seeds = 10;
    double interruptions = 0, effective = 0;
    for (int seed = 1; seed <= seeds; ++seed) {
        const Outcome run = run_long_job(setting, {.set = "llama-3-h100", .seed = seed});
        interruptions += run.interruptions / seeds;
        effective += run.effective / seeds;
    }
    rows.push_back({.quantity = "16,384 GPUs, 54 days: interruptions, mean of 10 seeds",
                    .unit = "",
                    .source = std::string(llama),
                    .measured = 419,
                    .model = interruptions,
                    .digits = 1,
                    .limit = 3.2,
                    .kind = Kind::fit,
                    .note = "the rate is that of this run. Two standard deviations of ten Poisson "
                            "numbers of 419 are 3.1 %; restarts are exposed too"});
    rows.push_back({.quantity = "the same: effective time, where more than 90 % are published",
                    .unit = "%",
                    .source = std::string(llama),
                    .measured = 90,
                    .model = 100 * effective,
                    .digits = 2,
                    .kind = Kind::prediction,
                    .note = "a lower bound, so no limit. Checkpoints of 14 bytes a parameter at 2 "
                            "TB/s by Daly's interval; the restart of 10 min is an assumption, what "
                            "MegaScale takes at most to detect and diagnose"});
}

// MTTF of jobs by their size: the rate of nodes over the number of nodes.
void add_meta(const CaseSetting& setting, std::vector<Row>& rows) {
    const Outcome run = run_long_job(setting, {.set = "meta-rsc-1", .nodes = 2048, .days = 90});
    rows.push_back({.quantity = "RSC-1, 16,384 GPUs: time between failures, in a run of 90 days",
                    .unit = "h",
                    .source = std::string(meta),
                    .measured = 1.8,
                    .model = run.job_mtbf_h,
                    .digits = 3,
                    .limit = 6.0,
                    .kind = Kind::fit,
                    .note = "the rate of nodes is published beside it; 1,200 failures leave 2.9 % "
                            "of chance, of which the limit is two deviations"});
    struct Size {
        int gpus;
        double hours;
        std::string_view note;
    };
    constexpr std::array sizes = {
        Size{131'072, 0.23, "their projection from the same rate"},
        Size{1'024, 7.9,
             "measured. Not inverse to the size: the published rate of nodes is that of large "
             "jobs, and gives 28.8 h here. No constant of this model depends on the size"},
        Size{8, 47.7 * 24, "measured; as above, small jobs fail more often than their nodes"},
    };
    const Duration of_node = shipped_parts().failures.at("meta-rsc-1").node_mtbf->value;
    for (const Size& size : sizes)
        rows.push_back({.quantity = fmt::format("RSC-1, {} GPUs: time between failures", size.gpus),
                        .unit = "h",
                        .source = std::string(meta),
                        .measured = size.hours,
                        .model = (of_node / (size.gpus / 8.0)).in(hour),
                        .digits = 3,
                        .kind = Kind::prediction,
                        .note = std::string(size.note)});
}

// A year of the same failures, a checkpoint of 120 s: shares beside the formulas, and which
// interval is the best.
void add_sweep(const CaseSetting& setting, std::vector<Row>& rows) {
    const Duration mtbf = shipped_parts().failures.at("llama-3-h100").gpu_mtbf->value / 16384;
    const LongJob base{.set = "llama-3-h100", .days = 365, .seed = 7, .write = "47.25 GB/s"};
    const Duration write = 120 * second;
    const Duration best = daly_interval(write, mtbf);
    double most = 0, most_at = 0;
    for (const double factor : {0.3, 0.5, 0.7, 1.0, 1.4, 2.0, 3.0}) {
        LongJob job = base;
        job.interval = fmt::format("{:.3f} s", (factor * best).in(second));
        const Outcome run = run_long_job(setting, job);
        const CheckpointSetting formula{run.interval, run.write, 10 * minute + run.write, mtbf};
        if (run.effective > most) {
            most = run.effective;
            most_at = factor;
        }
        rows.push_back(
            {.quantity = fmt::format("effective time of a year, {:g} x Daly's interval", factor),
             .unit = "%",
             .source = "Daly 2006, equation 20",
             .measured = 100 * daly_effective_share(formula),
             .model = 100 * run.effective,
             .digits = 2,
             .error_in = ErrorIn::units,
             .limit = 0.8,
             .kind = Kind::equality,
             .note = fmt::format("Meta's formula: {:.2f} %. 2,800 failures leave 1.9 % "
                                 "of what is lost to chance, up to 0.8 points at two "
                                 "deviations",
                                 100 * meta_effective_share(formula))});
    }
    rows.push_back({.quantity = "interval of this sweep with the most effective time, over Daly's",
                    .unit = "",
                    .source = "Daly 2006, equation 37",
                    .measured = 1,
                    .model = most_at,
                    .digits = 1,
                    .error_in = ErrorIn::units,
                    .limit = 0.41,
                    .kind = Kind::equality,
                    .note = "all runs have the same failures; around the best it is flat: 0.7 and "
                            "1.4 cost less than a point"});
}

}  // namespace

std::vector<Row> failures(const CaseSetting& setting) {
    std::vector<Row> rows;
    add_llama(setting, rows);
    add_meta(setting, rows);
    add_sweep(setting, rows);
    return rows;
}

}  // namespace twin
