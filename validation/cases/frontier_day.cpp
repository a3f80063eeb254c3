// The energy of a day beside ExaDigiT RAPS, and each of its rules' share of the difference.
#include <array>
#include <fmt/format.h>
#include <stdexcept>

#include "sim/arrivals/job_list.h"
#include "sim/results/result_store.h"
#include "sim/scenario/parts_catalog.h"
#include "validation/cases/cases.h"
#include "validation/cases/peer_day.h"
#include "validation/child_process.h"

namespace twin {
namespace {

constexpr std::string_view peer =
    "ExaDigiT RAPS, commit 6c142bf, run on the same jobs without its cooling model";
constexpr double peer_energy_mwh = 386.69, peer_ended = 1398, peer_mean_wait_s = 47.95;
constexpr SimDuration one_day = std::chrono::hours(24);

std::vector<Job> jobs_of(const std::filesystem::path& list, NodeCount nodes) {
    JobListOptions options;
    options.max_nodes = nodes;
    options.from = SimDuration{};
    options.gpus_per_node = 4;
    JobListSource source(list, options, scan_job_list(list, options));
    std::vector<Job> jobs;
    while (auto job = source.next())
        jobs.push_back(std::move(*job));
    return jobs;
}

double kpi(const ResultStore& store, std::string_view name) {
    for (const Kpi& kpi : store.kpis())
        if (kpi.name == name && kpi.value)
            return *kpi.value;
    throw std::runtime_error(fmt::format("the run has no KPI '{}'", name));
}

struct Step {
    std::string_view name;
    PeerRules rules;
    std::string_view note;
};
constexpr std::array<Step, 3> steps = {{
    {"... its jobs hold their nodes 1 s longer",
     {.extra_second = true},
     "cause 1: the peer ends a job in the second after its last; every job draws 1 s more"},
    {"... and its backfill rule",
     {.extra_second = true, .limit_order = true},
     "cause 2: the peer takes running jobs in order of their limits, not of their ends, to find "
     "the head's shadow time, and knows no nodes left over at it: other jobs wait"},
    {"... and its power read every 15 s",
     {.extra_second = true, .limit_order = true, .sampled_power = true},
     "cause 3: the peer holds each reading for 15 s; twin integrates exactly. What is left is the "
     "peer's rounding to 0.01 MWh: there is no further cause"},
}};

}  // namespace

std::vector<Row> frontier_day(const CaseSetting& setting) {
    const auto file = setting.scratch / "frontier-day.sqlite";
    run_child_well({setting.twin, "run",
                    setting.repository / "scenarios/validation/frontier-day.toml", "--out", file,
                    "--force"});
    const ResultStore store(file);
    const double energy_mwh = kpi(store, "it_energy");
    const Site site = build_site(shipped_parts().sites.at("frontier"));
    const std::vector<Job> jobs =
        jobs_of(setting.repository / "scenarios/data/frontier-jobs-1d.csv.gz", site.nodes);

    std::vector<Row> rows;
    const auto add = [&rows](std::string_view quantity, std::string_view unit,
                             std::string_view source, double measured, double model,
                             std::optional<double> limit, std::string_view note) {
        rows.push_back({.quantity = std::string(quantity),
                        .unit = std::string(unit),
                        .source = std::string(source),
                        .measured = measured,
                        .model = model,
                        .digits = unit == "jobs" ? 0 : 3,
                        .error_in = ErrorIn::percent,
                        .limit = limit,
                        .kind = limit ? Kind::equality : Kind::comparison,
                        .note = std::string(note)});
    };
    Rows waits = store.query(
        "SELECT avg(start_ns - submit_ns) / 1e9 FROM job_record WHERE end_ns IS NOT NULL");
    waits.next();
    add("energy of the day", "MWh", peer, peer_energy_mwh, energy_mwh, 0.5,
        "twin run scenarios/validation/frontier-day.toml; causes of the difference below");
    add("jobs ended", "jobs", peer, peer_ended, kpi(store, "jobs_ended"), 0, "");
    add("mean wait of the jobs that ended", "s", peer, peer_mean_wait_s, waits.real(0), {},
        "true EASY lets more jobs pass: cause 2; with the peer's rules the wait is the peer's, as "
        "the last row shows");

    const PeerDay easy = simulate_peer_day(site, jobs, one_day, {});
    add("energy by a second way", "MWh",
        "EASY written anew without engine and result file (validation/cases/peer_day.cpp)",
        easy.energy.in(megawatt_hour), energy_mwh, 1e-6,
        "the start of the explanation: both ways give one energy");
    PeerDay result;
    for (const Step& step : steps) {
        result = simulate_peer_day(site, jobs, one_day, step.rules);
        add(step.name, "MWh", peer, peer_energy_mwh, result.energy.in(megawatt_hour), {},
            step.note);
    }
    add("energy with all rules of the peer", "MWh", peer, peer_energy_mwh,
        result.energy.in(megawatt_hour), 0.005, "the second way with the peer's rules");
    add("jobs ended with all its rules", "jobs", peer, peer_ended, result.ended, 0,
        "the second way with the peer's rules");
    add("mean wait with all its rules", "s", peer, peer_mean_wait_s, result.mean_wait_s, 0.02,
        "the second way with the peer's rules");
    return rows;
}

}  // namespace twin
