// What a report tells, read once: text, pages and JSON are forms of it.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/results/figure_text.h"
#include "sim/results/result_store.h"

namespace twin {

// More [[job]]s than these have no rows of their own in a report.
inline constexpr std::size_t most_listed_jobs = 20;

struct ReportContent {
    std::string file;
    RunSummary run;
    std::vector<LimitRecord> limits;
    std::vector<Kpi> kpis;
    std::vector<SizeWaits> waits;
    std::vector<Setting> settings;
    std::vector<InputFile> inputs;
    std::vector<CountRecord> counts;
    std::vector<LogEntry> events;
    std::vector<std::pair<SimTime, double>> lost_node_hours;  // as the store tells them
    std::vector<ListedJob> listed_jobs;
    std::vector<ChainRow> chain;
    std::vector<ReadingRange> cooling;
    std::vector<BillLine> bill;
    std::vector<Compliance> compliance;
    std::vector<ViolationRecord> violations;
    std::vector<InterruptionCause> interruptions;

    explicit ReportContent(const ResultStore& store)
        : file(store.file().string()),
          run(store.run()),
          limits(store.limits()),
          kpis(store.kpis()),
          waits(store.waits()),
          settings(store.settings()),
          inputs(store.inputs()),
          counts(store.counts()),
          events(store.events()),
          lost_node_hours(store.lost_node_hours()),
          listed_jobs(store.listed_jobs(most_listed_jobs)),
          chain(store.chain()),
          cooling(store.cooling()),
          bill(store.bill()),
          compliance(store.compliance()),
          violations(store.violations()),
          interruptions(store.interruption_causes()) {}

    std::string kpi(std::string_view name) const {
        for (const Kpi& kpi : kpis)
            if (kpi.name == name)
                return figure_text(kpi.value, kpi.unit);
        return "-";
    }
    bool knows(std::string_view name) const { return value(name).has_value(); }
    std::optional<double> value(std::string_view name) const {
        for (const Kpi& kpi : kpis)
            if (kpi.name == name)
                return kpi.value;
        return std::nullopt;
    }
    std::string setting(std::string_view path) const {
        for (const Setting& s : settings)
            if (s.path == path)
                return s.value;
        return "";
    }
};

// The length of the KPI window.
inline SimDuration window_of(const RunSummary& run) {
    return std::max(run.end.time_since_epoch() - run.warm_up, SimDuration{});
}

// What must be known before a figure is believed; "" for a run that has finished.
std::string status_warning(const RunSummary& run);

}  // namespace twin
