#include "sim/results/kpis.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <fmt/format.h>
#include <numeric>
#include <string>

#include "sim/results/records.h"

namespace twin {
namespace {

constexpr std::array classes = {
    SizeClass{1, "1-16", "1_16", 1, 16},          SizeClass{2, "17-128", "17_128", 17, 128},
    SizeClass{3, "129-512", "129_512", 129, 512}, SizeClass{4, "513-2048", "513_2048", 513, 2048},
    SizeClass{5, ">2048", "over_2048", 2049, 0},
};

constexpr std::array rows = {
    KpiRow{"utilisation", "%", Better::higher, "Utilisation",
           "node-hours allocated to jobs / node-hours available (up and in the partition), exact "
           "integrals (kpis: capacity)",
           "SELECT 100 * busy_node_s / available_node_s FROM window_total"},
    KpiRow{"offered_load", "%", Better::neither, "Offered load",
           "sum of nodes x run time of the jobs submitted in the window / node-hours available",
           "SELECT 100 * node_s_submitted / available_node_s FROM job_total, window_total"},
    KpiRow{"stranded_nodes", "nodes", Better::lower, "Stranded nodes",
           "mean of available - allocated nodes over the intervals in which jobs waited "
           "(kpis: capacity, idle while jobs wait)",
           "SELECT sum((available_nodes - busy_nodes) * length_s) / sum(length_s) FROM series "
           "WHERE waiting_jobs > 0 AND interval >= (SELECT first_interval FROM kpi_window)"},

    KpiRow{"jobs_submitted", "jobs", Better::neither, "Jobs submitted", "submitted in the window",
           "SELECT submitted FROM job_total"},
    KpiRow{"jobs_started", "jobs", Better::neither, "Jobs started", "started in the window",
           "SELECT started FROM job_total"},
    KpiRow{"jobs_ended", "jobs", Better::neither, "Jobs ended",
           "completed, killed at their limit or failed in the window",
           "SELECT ended FROM job_total"},
    KpiRow{"jobs_completed", "jobs", Better::higher, "Jobs completed", "completed in the window",
           "SELECT completed FROM job_total"},
    KpiRow{"jobs_killed_at_limit", "jobs", Better::neither, "Jobs killed at their limit",
           "stopped at their requested wall time in the window", "SELECT killed FROM job_total"},
    KpiRow{"jobs_failed", "jobs", Better::lower, "Jobs failed",
           "lost with a node and not put back, in the window", "SELECT failed FROM job_total"},
    KpiRow{"jobs_running_at_end", "jobs", Better::neither, "Jobs running at the end",
           "censored: started, not ended when the simulation stopped",
           "SELECT running FROM job_total"},
    KpiRow{"jobs_waiting_at_end", "jobs", Better::lower, "Jobs waiting at the end",
           "censored: submitted, not started when the simulation stopped",
           "SELECT waiting FROM job_total"},
    KpiRow{"jobs_backfilled", "jobs", Better::neither, "Jobs backfilled",
           "started before a job that had waited longer, in the whole run",
           "SELECT backfilled FROM job_total"},
    KpiRow{"requeues", "", Better::lower, "Requeues",
           "times that jobs were lost with a node and put back, in the whole run",
           "SELECT requeues FROM job_total"},

    KpiRow{"throughput_jobs", "jobs/d", Better::higher, "Throughput, jobs",
           "jobs completed or killed at their limit in the window / its days (kpis: queue)",
           "SELECT (completed + killed) * 86400 / length_s FROM job_total, window_total"},
    KpiRow{"throughput_node_hours", "node-h/d", Better::higher, "Throughput, node-hours",
           "sum of nodes x (end - start) of these jobs / days of the window",
           "SELECT node_s_finished * 24 / length_s FROM job_total, window_total"},
    KpiRow{"makespan", "s", Better::lower, "Makespan",
           "last end - first submit, over all jobs of the run (Parallel Workloads Archive)",
           "SELECT makespan_s FROM job_total"},

    KpiRow{"bounded_slowdown_mean", "", Better::lower, "Mean bounded slowdown",
           "max(1, (w + r) / max(r, 10 s)) of jobs submitted in the window that completed or were "
           "killed at their limit; w wait, r run time (Feitelson 1997; kpis: queue)",
           "SELECT slowdown_mean FROM wait_by_size WHERE size_class = 0"},
    KpiRow{"bounded_slowdown_p95", "", Better::lower, "P95 bounded slowdown",
           "95th percentile of the same, nearest rank",
           "SELECT slowdown_p95 FROM wait_by_size WHERE size_class = 0"},
    KpiRow{"turnaround_mean", "s", Better::lower, "Mean turnaround",
           "end - submit of the same jobs (kpis: queue)",
           "SELECT turnaround_mean_s FROM wait_by_size WHERE size_class = 0"},

    KpiRow{
        "it_power_mean", "MW", Better::neither, "IT power, mean",
        "IT energy / length of the window",
        "SELECT it_energy_j / length_s / 1e6 FROM window_total WHERE (SELECT has_power FROM run)"},
    KpiRow{"it_power_p99", "MW", Better::lower, "IT power, P99",
           "99th percentile of the interval means in the window, nearest rank (kpis: power)",
           "SELECT it_power_w / 1e6 FROM series_site, kpi_window, run "
           "WHERE has_power AND interval >= first_interval ORDER BY it_power_w LIMIT 1 OFFSET "
           "(SELECT (99 * count(*) + 99) / 100 - 1 FROM series_site, kpi_window "
           "WHERE interval >= first_interval)"},
    KpiRow{"it_power_peak", "MW", Better::lower, "IT power, peak",
           "highest at any instant of the window",
           "SELECT it_power_peak_w / 1e6 FROM window_total WHERE (SELECT has_power FROM run)"},
    KpiRow{"load_factor", "%", Better::higher, "Load factor", "mean IT power / peak IT power",
           "SELECT 100 * it_energy_j / length_s / it_power_peak_w FROM window_total "
           "WHERE (SELECT has_power FROM run)"},
    KpiRow{"it_energy", "MWh", Better::neither, "IT energy",
           "integral of the IT power over the window (E_IT of EN 50600)",
           "SELECT it_energy_j / 3.6e9 FROM window_total WHERE (SELECT has_power FROM run)"},
    KpiRow{"energy_per_node_hour", "kWh", Better::lower, "IT energy per node-hour",
           "IT energy / node-hours allocated to jobs, idle nodes' share included",
           "SELECT it_energy_j / 3.6e6 / (busy_node_s / 3600) FROM window_total "
           "WHERE (SELECT has_power FROM run)"},
};

struct WaitMeasure {
    const char* name;
    const char* column;
    const char* title;
    const char* formula;
};
constexpr std::array wait_measures = {
    WaitMeasure{"wait_mean", "wait_mean_s", "Mean wait", "mean of start - submit"},
    WaitMeasure{"wait_p50", "wait_p50_s", "P50 wait", "median of start - submit, nearest rank"},
    WaitMeasure{"wait_p95", "wait_p95_s", "P95 wait",
                "95th percentile of start - submit, nearest rank"},
    WaitMeasure{"wait_max", "wait_max_s", "Longest wait", "largest start - submit"},
};

// The rows above, and the waits of all jobs and of each size class.
std::vector<KpiRow> all_rows() {
    static std::deque<std::string> texts;  // outlives the rows that look into it
    const auto keep = [](std::string text) -> std::string_view {
        return texts.emplace_back(std::move(text));
    };
    std::vector<KpiRow> table(rows.begin(), rows.end());
    const auto add = [&](int id, const std::string& suffix, const std::string& of) {
        for (const auto& m : wait_measures)
            table.push_back(
                {keep(m.name + suffix), "s", Better::lower, keep(m.title + of),
                 keep(fmt::format("{} of jobs{} submitted in the window that have started; of a "
                                  "requeued job the last start (kpis: queue)",
                                  m.formula, of)),
                 keep(fmt::format("SELECT {} FROM wait_by_size WHERE size_class = {}", m.column,
                                  id))});
    };
    add(0, "", "");
    for (const auto& c : classes)
        add(c.id, fmt::format("_{}", c.label), fmt::format(" on {} nodes", c.name));
    return table;
}

// Value number ceil(percent * n / 100) of the sorted list; reorders it. `values` is not empty.
template <class T>
T nearest_rank(std::vector<T>& values, std::size_t percent) {
    const auto rank = static_cast<std::ptrdiff_t>((percent * values.size() + 99) / 100);
    const auto at = values.begin() + (rank - 1);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

template <class T>
double mean(const std::vector<T>& values) {
    double sum = 0;
    for (const T value : values)
        sum += static_cast<double>(value);
    return sum / static_cast<double>(values.size());
}

struct ClassJobs {
    std::vector<std::int64_t> waits;  // ns
    std::vector<double> slowdowns;
    std::vector<std::int64_t> turnarounds;  // ns
    void append(const ClassJobs& other) {
        waits.insert(waits.end(), other.waits.begin(), other.waits.end());
        slowdowns.insert(slowdowns.end(), other.slowdowns.begin(), other.slowdowns.end());
        turnarounds.insert(turnarounds.end(), other.turnarounds.begin(), other.turnarounds.end());
    }
};

std::vector<ClassJobs> read_window_jobs(SQLite::Database& db) {
    std::vector<ClassJobs> jobs(classes.size() + 1);
    SQLite::Statement job(db,
                          "SELECT submit_ns, start_ns, end_ns, nodes, state FROM job_record "
                          "WHERE submit_ns >= (SELECT warm_up_ns FROM run) "
                          "AND start_ns IS NOT NULL ORDER BY idx");
    while (job.executeStep()) {
        const std::int64_t submit = job.getColumn(0).getInt64();
        const std::int64_t start = job.getColumn(1).getInt64();
        const std::int64_t end = job.getColumn(2).getInt64();
        const int nodes = job.getColumn(3).getInt();
        const auto state = static_cast<JobState>(job.getColumn(4).getInt());
        const auto above = std::find_if(classes.begin(), classes.end(), [&](const SizeClass& c) {
            return c.max_nodes == 0 || nodes <= c.max_nodes;
        });
        ClassJobs& of = jobs[static_cast<std::size_t>(above->id)];
        of.waits.push_back(start - submit);
        if (state != JobState::completed && state != JobState::killed_at_limit)
            continue;
        constexpr std::int64_t bound = 10'000'000'000;
        const auto run = static_cast<double>(std::max(end - start, bound));
        of.slowdowns.push_back(std::max(1.0, static_cast<double>(end - submit) / run));
        of.turnarounds.push_back(end - submit);
    }
    return jobs;
}

}  // namespace

std::string_view to_text(Better better) {
    switch (better) {
        case Better::higher:
            return "higher";
        case Better::lower:
            return "lower";
        case Better::neither:
            return "neither";
    }
    return {};
}

std::span<const SizeClass> size_classes() {
    return classes;
}

std::span<const KpiRow> kpi_table() {
    static const std::vector<KpiRow> table = all_rows();
    return table;
}

const KpiRow* find_kpi(std::string_view name) {
    for (const auto& row : kpi_table())
        if (row.name == name)
            return &row;
    return nullptr;
}

void fill_wait_by_size(SQLite::Database& db, std::string_view schema) {
    // Percentiles of half a million jobs by SQL alone would take seconds of sorting.
    std::vector<ClassJobs> jobs = read_window_jobs(db);
    for (const auto& c : classes)
        jobs[0].append(jobs[static_cast<std::size_t>(c.id)]);
    SQLite::Statement insert(
        db,
        fmt::format("INSERT INTO {}.wait_by_size VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", schema));
    for (std::size_t id = 0; id < jobs.size(); ++id) {
        auto& [waits, slowdowns, turnarounds] = jobs[id];
        insert.clearBindings();
        insert.bind(1, static_cast<std::int64_t>(id));
        insert.bind(2, static_cast<std::int64_t>(waits.size()));
        if (!waits.empty()) {
            insert.bind(3, mean(waits) / 1e9);
            insert.bind(4, static_cast<double>(nearest_rank(waits, 50)) / 1e9);
            insert.bind(5, static_cast<double>(nearest_rank(waits, 95)) / 1e9);
            insert.bind(6, static_cast<double>(nearest_rank(waits, 100)) / 1e9);
        }
        insert.bind(7, static_cast<std::int64_t>(slowdowns.size()));
        if (!slowdowns.empty()) {
            insert.bind(8, mean(slowdowns));
            insert.bind(9, nearest_rank(slowdowns, 95));
            insert.bind(10, mean(turnarounds) / 1e9);
        }
        insert.exec();
        insert.reset();
    }
}

std::vector<std::optional<double>> compute_kpis(SQLite::Database& db) {
    // Views that many KPIs ask are evaluated once; a temporary table goes before the view.
    for (const char* view : {"kpi_window", "window_total", "job_total"}) {
        db.exec(fmt::format("DROP TABLE IF EXISTS temp.{}", view));
        db.exec(fmt::format("CREATE TEMP TABLE {0} AS SELECT * FROM main.{0}", view));
    }
    std::vector<std::optional<double>> values;
    for (const auto& row : kpi_table()) {
        SQLite::Statement query(db, std::string(row.sql));
        values.emplace_back();
        if (query.executeStep() && !query.getColumn(0).isNull())
            values.back() = query.getColumn(0).getDouble();
    }
    for (const char* view : {"kpi_window", "window_total", "job_total"})
        db.exec(fmt::format("DROP TABLE temp.{}", view));
    return values;
}

}  // namespace twin
