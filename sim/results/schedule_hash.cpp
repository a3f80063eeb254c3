#include "sim/results/schedule_hash.h"

#include <algorithm>
#include <fmt/format.h>

#include "sim/digest/sha256.h"
#include "sim/results/run_file.h"

namespace twin {

ScheduleSummary summarise_schedule(const ResultStore& store) {
    Rows row = store.query(
        "SELECT idx, (submit_ns - first) / 1000000000, (start_ns - first) / 1000000000, "
        "(end_ns - first) / 1000000000, nodes, backfilled, end_ns IS NULL "
        "FROM (SELECT min(submit_ns) AS first FROM job_record) CROSS JOIN job_record ORDER BY idx");
    ScheduleSummary s;
    Sha256 hash;
    fmt::memory_buffer lines;
    std::int64_t work = 0;  // node-seconds
    double slowdowns = 0;
    while (row.next()) {
        const std::int64_t submit = row.integer(1), start = row.integer(2), end = row.integer(3);
        if (row.integer(6) != 0)
            throw file_error(
                "read", store.file(),
                fmt::format("job {} has not ended: no whole schedule", row.integer(0)));
        fmt::format_to(std::back_inserter(lines), "{} {} {}\n", row.integer(0), start, end);
        if (lines.size() > 1 << 16) {
            hash.add({lines.data(), lines.size()});
            lines.clear();
        }
        const std::int64_t run = end - start;
        ++s.jobs;
        s.sum_wait_s += start - submit;
        s.sum_start_s += start;
        s.makespan_s = std::max(s.makespan_s, end);
        s.backfilled += row.integer(5);
        work += row.integer(4) * run;
        slowdowns += std::max(1.0, static_cast<double>(end - submit) /
                                       static_cast<double>(std::max<std::int64_t>(run, 10)));
    }
    hash.add({lines.data(), lines.size()});
    s.sha256 = hash.finish();
    if (s.jobs > 0) {
        s.mean_wait_s = static_cast<double>(s.sum_wait_s) / static_cast<double>(s.jobs);
        s.mean_bounded_slowdown = slowdowns / static_cast<double>(s.jobs);
    }
    const auto capacity = static_cast<double>(s.makespan_s) * store.run().nodes;
    if (capacity > 0)
        s.utilisation = static_cast<double>(work) / capacity;
    return s;
}

}  // namespace twin
