#include "sim/results/wait_by_size.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <algorithm>
#include <array>
#include <cstdint>
#include <fmt/format.h>
#include <vector>

#include "sim/results/nearest_rank.h"
#include "sim/results/records.h"

namespace twin {
namespace {

constexpr std::array classes = {
    SizeClass{1, "1-16", "1_16", 1, 16},          SizeClass{2, "17-128", "17_128", 17, 128},
    SizeClass{3, "129-512", "129_512", 129, 512}, SizeClass{4, "513-2048", "513_2048", 513, 2048},
    SizeClass{5, ">2048", "over_2048", 2049, 0},
};

template <class T>
double mean(const std::vector<T>& values) {
    double sum = 0;
    for (const T value : values)
        sum += static_cast<double>(value);
    return sum / static_cast<double>(values.size());
}

struct ClassJobs {
    std::vector<std::int64_t> waits;  // ns, before all attempts
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
                          "SELECT t.wait_ns, t.held_ns, j.end_ns - j.submit_ns, j.nodes, j.state "
                          "FROM job_record j JOIN job_time t ON t.idx = j.idx "
                          "WHERE j.submit_ns >= (SELECT warm_up_ns FROM run) "
                          "AND j.start_ns IS NOT NULL ORDER BY j.idx");
    while (job.executeStep()) {
        const std::int64_t wait = job.getColumn(0).getInt64();
        const std::int64_t run = job.getColumn(1).getInt64();
        const std::int64_t turnaround = job.getColumn(2).getInt64();
        const int nodes = job.getColumn(3).getInt();
        const auto state = static_cast<JobState>(job.getColumn(4).getInt());
        const auto above = std::find_if(classes.begin(), classes.end(), [&](const SizeClass& c) {
            return c.max_nodes == 0 || nodes <= c.max_nodes;
        });
        ClassJobs& of = jobs[static_cast<std::size_t>(above->id)];
        of.waits.push_back(wait);
        if (state != JobState::completed && state != JobState::killed_at_limit)
            continue;
        constexpr std::int64_t bound = 10'000'000'000;
        const auto bounded = static_cast<double>(std::max(run, bound));
        of.slowdowns.push_back(std::max(1.0, static_cast<double>(turnaround) / bounded));
        of.turnarounds.push_back(turnaround);
    }
    return jobs;
}

}  // namespace

std::span<const SizeClass> size_classes() {
    return classes;
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

}  // namespace twin
