#include "sim/results/kpi_measures.h"

#include <array>
#include <deque>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "sim/results/wait_by_size.h"

namespace twin {
namespace {

// What network and storage cost jobs, by cause.
struct DelayMeasure {
    const char* name;
    const char* column;
    const char* title;
    const char* what;
};
constexpr std::array delay_measures = {
    DelayMeasure{"sharing_slowdown", "sharing_ns", "Slow-down from sharing",
                 "others who used the same links or storage cost"},
    DelayMeasure{"placement_slowdown", "placement_ns", "Slow-down from placement",
                 "the lie of their nodes cost"},
    DelayMeasure{"lost_links_slowdown", "lost_links_ns", "Slow-down from lost links",
                 "links that were lost cost"},
    DelayMeasure{"storage_slowdown", "storage_ns", "Slow-down from storage",
                 "a storage that is slower than they ask, alone, cost"},
};

struct WaitMeasure {
    const char* name;
    const char* column;
    const char* title;
    const char* formula;
};
constexpr std::array wait_measures = {
    WaitMeasure{"wait_mean", "wait_mean_s", "Mean wait", "mean of the time in the queue"},
    WaitMeasure{"wait_p50", "wait_p50_s", "P50 wait",
                "median of the time in the queue, nearest rank"},
    WaitMeasure{"wait_p95", "wait_p95_s", "P95 wait",
                "95th percentile of the time in the queue, nearest rank"},
    WaitMeasure{"wait_max", "wait_max_s", "Longest wait", "longest time in the queue"},
};

std::vector<KpiRow> rows_of_measures() {
    static std::deque<std::string> texts;  // outlives the rows that look into it
    const auto keep = [](std::string text) -> std::string_view {
        return texts.emplace_back(std::move(text));
    };
    std::vector<KpiRow> table;
    for (const auto& m : delay_measures)
        table.push_back(
            {"network", m.name, "%", Better::lower, m.title,
             keep(fmt::format("node-hours that {} the jobs that completed or were killed at their "
                              "limit in the window / their node-hours without, of all their "
                              "attempts (kpis: network)",
                              m.what)),
             keep(fmt::format(
                 "SELECT 100 * total(j.nodes * (n.{0} / 1e9)) / total(j.nodes * ((j.end_ns - "
                 "j.start_ns - coalesce(n.{0}, 0) + (SELECT total(l.lost_ns - l.start_ns) "
                 "FROM lost_attempt l WHERE l.idx = j.idx)) / 1e9)) FROM network_total "
                 "CROSS JOIN run r CROSS JOIN job_record j LEFT JOIN job_network n "
                 "ON n.idx = j.idx "
                 "WHERE j.state IN (2, 3) AND j.end_ns >= r.warm_up_ns HAVING count(*) > 0",
                 m.column))});
    const auto add = [&](int id, const std::string& suffix, const std::string& of) {
        for (const auto& m : wait_measures)
            table.push_back(
                {"waits", keep(m.name + suffix), "s", Better::lower, keep(m.title + of),
                 keep(fmt::format("{} of jobs{} submitted in the window that have started; of a "
                                  "requeued job that before all its attempts (kpis: queue)",
                                  m.formula, of)),
                 keep(fmt::format("SELECT {} FROM wait_by_size WHERE size_class = {}", m.column,
                                  id))});
    };
    add(0, "", "");
    for (const SizeClass& c : size_classes())
        add(c.id, fmt::format("_{}", c.label), fmt::format(" on {} nodes", c.name));
    return table;
}

}  // namespace

std::span<const KpiRow> measured_kpis() {
    static const std::vector<KpiRow> table = rows_of_measures();
    return table;
}

}  // namespace twin
