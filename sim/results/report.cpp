#include "sim/results/report.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>

#include "models/units/calendar.h"
#include "models/units/unit_text.h"
#include "sim/results/figure_text.h"

namespace twin {
namespace {

using Json = nlohmann::ordered_json;

// What a report tells, read once.
struct Content {
    std::string file;
    RunSummary run;
    std::vector<LimitRecord> limits;
    std::vector<Kpi> kpis;
    std::vector<SizeWaits> waits;
    std::vector<Setting> settings;
    std::vector<InputFile> inputs;
    std::vector<CountRecord> counts;
    std::vector<LogEntry> events;

    explicit Content(const ResultStore& store)
        : file(store.file().string()),
          run(store.run()),
          limits(store.limits()),
          kpis(store.kpis()),
          waits(store.waits()),
          settings(store.settings()),
          inputs(store.inputs()),
          counts(store.counts()),
          events(store.events()) {}

    std::string kpi(std::string_view name) const {
        for (const Kpi& kpi : kpis)
            if (kpi.name == name)
                return figure_text(kpi.value, kpi.unit);
        return "-";
    }
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

// Short stays at a limit must not read as none.
std::string hours_text(SimDuration time) {
    const double hours = to_seconds(time) / 3600;
    return hours > 0 && hours < 1 ? fmt::format("{:.2g} h", hours) : fmt::format("{:.1f} h", hours);
}

// A little headroom must not read as none.
std::string percent_text(double share) {
    const double percent = 100 * share;
    const bool small = percent != 0 && std::abs(percent) < 1;
    return small ? fmt::format("{:.1g} %", percent) : fmt::format("{:.0f} %", percent);
}

std::string warning(const RunSummary& run) {
    const std::string until = format_minute(run.at(run.end));
    switch (run.status) {
        case RunStatus::finished:
            return "";
        case RunStatus::running:
            return fmt::format("RUNNING: the figures cover what is recorded so far, to {} UTC.",
                               until);
        case RunStatus::interrupted:
            return fmt::format("INTERRUPTED: the figures cover what was simulated, to {} UTC.",
                               until);
        case RunStatus::failed:
            return fmt::format(
                "FAILED: the run ended with an error; the figures cover what is recorded, to {} "
                "UTC.",
                until);
        case RunStatus::died:
            return fmt::format(
                "DIED: the process of this run is gone; the figures cover what is recorded, to {} "
                "UTC.",
                until);
    }
    return "";
}

std::string duration_text(SimDuration d) {
    return format_quantity(to_seconds(d), Dimension::duration);
}

std::string spaced(std::string name) {
    std::replace(name.begin(), name.end(), '_', ' ');
    return name;
}

SimDuration window_of(const RunSummary& run) {
    return std::max(run.end.time_since_epoch() - run.warm_up, SimDuration{});
}

class TextReport {
  public:
    TextReport(const Content& content, std::ostream& out) : c_(content), out_(out) {}

    void write() {
        if (const std::string text = warning(c_.run); !text.empty())
            print("{}\n\n", text);
        limits();
        what_was_run();
        arrivals();
        jobs();
        waits();
        power();
        events();
        print("\nFile: {}\n", c_.file);
    }

  private:
    template <class... Args>
    void print(fmt::format_string<Args...> format, Args&&... args) {
        out_ << fmt::format(format, std::forward<Args>(args)...);
    }
    void line(std::string_view label, std::string_view value, std::string_view note = "") {
        if (note.empty())
            print("  {:<22}{}\n", label, value);
        else
            print("  {:<22}{:<16}{}\n", label, value, note);
    }

    void limits() {
        print("{:<12}{:>13}{:>15}{:>21}{:>12}  {:<17}{}\n", "LIMITS", "limit", "used at P99",
              "headroom at P99", "at limit", "first reached", "where");
        for (const LimitRecord& l : c_.limits) {
            const double headroom = l.limit - l.p99;
            print(
                "{:<12}{:>13}{:>15}{:>21}{:>12}  {:<17}{}\n", spaced(l.name),
                figure_text(l.limit, l.unit), figure_text(l.p99, l.unit),
                l.limit > 0 ? fmt::format("{} ({})", figure_text(headroom, l.unit),
                                          percent_text(headroom / l.limit))
                            : figure_text(headroom, l.unit),
                hours_text(l.at_limit),
                l.first_reached == sim_never ? "never" : format_minute(c_.run.at(l.first_reached)),
                l.where.empty() ? "site" : l.where);
        }
        if (c_.limits.empty())
            print("none recorded\n");
        else
            print(
                "At the limit: nodes while a job waits for some; power while it is reached. Limits "
                "are "
                "watched,\nnothing is held back to keep them.\n");
    }

    void what_was_run() {
        const RunSummary& r = c_.run;
        print("\nRUN\n");
        line("title", r.title);
        line("scenario", r.scenario_path);
        line("site", r.gpus > 0 ? fmt::format("{}: {} nodes, {} GPUs", r.site_name,
                                              grouped(r.nodes), grouped(r.gpus))
                                : fmt::format("{}: {} nodes", r.site_name, grouped(r.nodes)));
        line("simulated",
             fmt::format("{} to {} UTC ({})", format_minute(r.start), format_minute(r.at(r.end)),
                         duration_text(r.end.time_since_epoch())));
        line("KPIs over",
             fmt::format("{}, after {} of warm-up; series every {}", duration_text(window_of(r)),
                         duration_text(r.warm_up), duration_text(r.interval)));
        for (const auto* path : {"scheduling.policy", "scheduling.placement"})
            if (const std::string value = c_.setting(path); !value.empty())
                line(std::string_view(path).substr(11), value);
        line("seed", fmt::format("{}", r.seed));
        for (const Setting& s : c_.settings)
            if (s.origin.starts_with("--set"))
                line("changed by --set", fmt::format("{} = {}", s.path, s.value));
        for (const auto* device : {"cpu", "gpu"})
            if (const std::string drawn = utilisation(device); !drawn.empty())
                line(fmt::format("{} utilisation", device), drawn);
        for (const InputFile& f : c_.inputs)
            line("input",
                 fmt::format("{} ({})", f.path,
                             format_quantity(static_cast<double>(f.bytes), Dimension::data_size)));
    }

    // How jobs were made busy whose log does not say: nobody measured it.
    std::string utilisation(const std::string& device) const {
        const std::string section = "workload.utilisation." + device + ".";
        std::string text;
        for (const Setting& s : c_.settings)
            if (s.path == section + "distribution")
                text = s.value + text;
            else if (s.path.starts_with(section))
                text += fmt::format(", {} {}", s.path.substr(section.size()), s.value);
        return text.empty() ? text : text + " (assumption of the scenario)";
    }

    void arrivals() {
        if (c_.counts.empty())
            return;
        print("\nARRIVALS\n");
        for (const CountRecord& count : c_.counts)
            if (count.value != 0)
                print("  {:<36}{:>12}  {}\n", count.name, grouped(static_cast<double>(count.value)),
                      count.source);
    }

    void jobs() {
        print("\nJOBS\n");
        line("submitted", number("jobs_submitted"));
        line("started", number("jobs_started"));
        line("ended", number("jobs_ended"),
             fmt::format("{} completed, {} killed at their limit, {} failed",
                         number("jobs_completed"), number("jobs_killed_at_limit"),
                         number("jobs_failed")));
        line("running at the end", number("jobs_running_at_end"), "censored");
        line("waiting at the end", number("jobs_waiting_at_end"), "censored");
        line("backfilled", number("jobs_backfilled"), "in the whole run");
        line("utilisation", c_.kpi("utilisation"),
             fmt::format("offered load {}", c_.kpi("offered_load")));
        line("stranded", c_.kpi("stranded_nodes"), "idle while jobs waited, mean");
        line("throughput", c_.kpi("throughput_jobs"), c_.kpi("throughput_node_hours"));
        line("bounded slowdown", c_.kpi("bounded_slowdown_mean"),
             fmt::format("mean; P95 {}", c_.kpi("bounded_slowdown_p95")));
        line("turnaround", c_.kpi("turnaround_mean"), "mean");
    }

    // A KPI's figure without what it counts.
    std::string number(std::string_view name) const {
        const std::string text = c_.kpi(name);
        return text.substr(0, text.find(' '));
    }

    void waits() {
        print("\n{:<12}{:>13}{:>15}{:>15}{:>15}{:>15}\n", "WAITS, nodes", "jobs", "mean", "P50",
              "P95", "longest");
        for (const SizeWaits& w : c_.waits)
            print("{:<12}{:>13}{:>15}{:>15}{:>15}{:>15}\n", w.size_class,
                  grouped(static_cast<double>(w.started)), figure_text(w.mean_s, "s"),
                  figure_text(w.p50_s, "s"), figure_text(w.p95_s, "s"), figure_text(w.max_s, "s"));
        if (c_.value("jobs_waiting_at_end").value_or(0) > 0)
            print("Of the jobs that have started; {} still wait and are not in these figures.\n",
                  number("jobs_waiting_at_end"));
    }

    void power() {
        print("\nPOWER\n");
        if (!c_.run.has_power) {
            print("  not known for this site\n");
            return;
        }
        line("IT power", c_.kpi("it_power_mean"),
             fmt::format("mean; P99 {}, peak {}, load factor {}", c_.kpi("it_power_p99"),
                         c_.kpi("it_power_peak"), c_.kpi("load_factor")));
        line("IT energy", c_.kpi("it_energy"),
             fmt::format("{} a node-hour", c_.kpi("energy_per_node_hour")));
    }

    void events() {
        if (c_.events.empty())
            return;
        print("\nEVENTS\n");
        for (const LogEntry& e : c_.events)
            print("  {}  {} {}: {}\n", format_minute(c_.run.at(e.at)), e.kind, e.what, e.effect);
    }

    const Content& c_;
    std::ostream& out_;
};

Json or_null(std::optional<double> value) {
    return value ? Json(*value) : Json();
}

}  // namespace

void write_report(const ResultStore& store, std::ostream& out) {
    TextReport(Content(store), out).write();
}

void write_report_json(const ResultStore& store, std::ostream& out) {
    const Content c(store);
    const RunSummary& r = c.run;
    Json limits = Json::array();
    for (const LimitRecord& l : c.limits)
        limits.push_back(
            {{"name", l.name},
             {"unit", l.unit},
             {"limit", l.limit},
             {"used_p99", l.p99},
             {"used_peak", l.peak},
             {"headroom_p99", l.limit - l.p99},
             {"hours_at_limit", to_seconds(l.at_limit) / 3600},
             {"first_reached",
              l.first_reached == sim_never ? Json() : Json(format_calendar(r.at(l.first_reached)))},
             {"where", l.where.empty() ? "site" : l.where}});
    Json inputs = Json::array();
    for (const InputFile& f : c.inputs)
        inputs.push_back({{"path", f.path}, {"sha256", f.sha256}, {"bytes", f.bytes}});
    Json settings = Json::array();
    for (const Setting& s : c.settings)
        settings.push_back({{"path", s.path}, {"value", s.value}, {"origin", s.origin}});
    Json counts = Json::array();
    for (const CountRecord& count : c.counts)
        counts.push_back({{"source", count.source}, {"name", count.name}, {"value", count.value}});
    Json kpis = Json::object();
    for (const Kpi& kpi : c.kpis)
        kpis[kpi.name] = {{"title", kpi.title},
                          {"value", or_null(kpi.value)},
                          {"unit", kpi.unit},
                          {"better", to_text(kpi.better)}};
    Json waits = Json::array();
    for (const SizeWaits& w : c.waits)
        waits.push_back({{"nodes", w.size_class},
                         {"jobs", w.started},
                         {"mean_s", or_null(w.mean_s)},
                         {"p50_s", or_null(w.p50_s)},
                         {"p95_s", or_null(w.p95_s)},
                         {"max_s", or_null(w.max_s)}});
    Json events = Json::array();
    for (const LogEntry& e : c.events)
        events.push_back({{"at", format_calendar(r.at(e.at))},
                          {"kind", e.kind},
                          {"what", e.what},
                          {"effect", e.effect}});
    const Json report = {
        {"status", to_text(r.status)},
        {"limits", limits},
        {"run",
         {{"title", r.title},
          {"description", r.description},
          {"scenario", r.scenario_path},
          {"site", r.site_name},
          {"nodes", r.nodes},
          {"gpus", r.gpus},
          {"has_power", r.has_power},
          {"seed", r.seed},
          {"program_version", r.program_version},
          {"start", format_calendar(r.start)},
          {"end", format_calendar(r.at(r.end))},
          {"simulated_s", to_seconds(r.end)},
          {"warm_up_s", to_seconds(r.warm_up)},
          {"kpi_window_s", to_seconds(window_of(r))},
          {"interval_s", to_seconds(r.interval)},
          {"inputs", inputs},
          {"settings", settings}}},
        {"counts", counts},
        {"kpis", kpis},
        {"waits", waits},
        {"events", events},
        {"file", c.file},
    };
    // Texts of scenarios may hold bytes that are not UTF-8.
    out << report.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace twin
