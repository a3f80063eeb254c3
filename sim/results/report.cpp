#include "sim/results/report.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <ostream>

#include "models/units/calendar.h"
#include "models/units/unit_text.h"
#include "sim/results/figure_text.h"
#include "sim/results/report_content.h"

namespace twin {
namespace {

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

class TextReport {
  public:
    TextReport(const ReportContent& content, std::ostream& out) : c_(content), out_(out) {}

    void write() {
        if (const std::string text = warning(c_.run); !text.empty())
            print("{}\n\n", text);
        limits();
        what_was_run();
        arrivals();
        jobs();
        waits();
        power();
        chain();
        cooling();
        heat_reuse();
        money();
        carbon();
        compliance();
        violations();
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
        print("{:<16}{:>12}{:>13}{:>20}{:>12}  {:<17}{}\n", "LIMITS", "limit", "used at P99",
              "headroom at P99", "at limit", "first reached", "where");
        for (const LimitRecord& l : c_.limits) {
            const std::string headroom = figure_text(l.limit - l.p99, difference_unit(l.unit));
            print(
                "{:<16}{:>12}{:>13}{:>20}{:>12}  {:<17}{}\n", limit_title(l.name),
                figure_text(l.limit, l.unit), figure_text(l.p99, l.unit),
                // The zero of degC is no zero of which a share could be told.
                l.limit > 0 && l.unit != "degC"
                    ? fmt::format("{} ({})", headroom, percent_text((l.limit - l.p99) / l.limit))
                    : headroom,
                hours_text(l.at_limit),
                l.first_reached == sim_never ? "never" : format_minute(c_.run.at(l.first_reached)),
                l.where.empty() ? "site" : l.where);
        }
        if (c_.limits.empty())
            print("none recorded\n");
        else
            print(
                "At the limit: nodes while a job waits for some; others while they are reached. "
                "Limits are\nwatched; only power caps and water that is too warm hold anything "
                "back.\n");
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
        if (c_.knows("gpu_hours")) {
            line("GPU-hours", number("gpu_hours"), fmt::format("goodput {}", number("goodput")));
            line("GPU-hours lost", number("gpu_hours_lost"),
                 c_.knows("gpu_hours_slowed")
                     ? fmt::format("to failures; {} to slower clocks", number("gpu_hours_slowed"))
                     : "to failures");
        }
        if (c_.knows("mtbf"))
            line("MTBF", c_.kpi("mtbf"), "of the system, by losses of nodes");
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
        if (c_.knows("site_power_mean"))
            line("site power", c_.kpi("site_power_mean"),
                 fmt::format("mean; P99 {}, highest interval {}", c_.kpi("site_power_p99"),
                             c_.kpi("site_power_peak")));
        if (c_.knows("energy_per_gpu_hour"))
            line("a GPU-hour", c_.kpi("energy_per_gpu_hour"), what_a_gpu_hour_costs());
    }
    std::string what_a_gpu_hour_costs() const {
        std::string text = "of the site";
        if (c_.knows("cost_per_gpu_hour"))
            text += "; " + c_.kpi("cost_per_gpu_hour");
        if (c_.knows("carbon_per_gpu_hour"))
            text +=
                fmt::format("{} {} CO2 (life-cycle)", c_.knows("cost_per_gpu_hour") ? " and" : ";",
                            c_.kpi("carbon_per_gpu_hour"));
        return text;
    }

    // Energy from the GPUs to the grid, a line for each stage, with what is added on its way.
    void chain() {
        if (c_.chain.empty())
            return;
        constexpr std::size_t indent = 42;
        print("\n{:<16}{:>12}{:>12}  {}\n", "CHAIN", "energy",
              c_.knows("site_energy") ? "of site" : "of IT", "added on the way");
        std::string added;
        for (const ChainRow& row : c_.chain) {
            if (row.kind != "total") {
                if (row.energy_kwh != 0)
                    added += fmt::format("{}{} {}{}", added.empty() ? "" : ", ", row.item,
                                         percent_of(row), row.kind == "loss" ? " lost" : "");
                continue;
            }
            print("{}\n",
                  wrapped(fmt::format("{:<16}{:>12}{:>12}  {}", row.item,
                                      figure_text(row.energy_kwh, "kWh"), percent_of(row), added),
                          ", ", indent));
            added.clear();
        }
    }
    static std::string percent_of(const ChainRow& row) {
        return row.percent ? fmt::format("{:.3g} %", *row.percent) : "-";
    }
    // In lines of at most 100 columns, broken at the spaces that end a `gap`.
    static std::string wrapped(const std::string& text, std::string_view gap, std::size_t indent) {
        constexpr std::size_t width = 100;
        std::string lines, rest = text;
        while (rest.size() > width) {
            const std::size_t found = rest.rfind(gap, width + 1 - gap.size());
            if (found == std::string::npos || found < indent)
                break;
            const std::size_t next = found + gap.size();
            lines += rest.substr(0, next - 1) + '\n';
            rest = std::string(indent, ' ') + rest.substr(next);
        }
        rest.erase(rest.find_last_not_of(' ') + 1);
        return lines + rest;
    }

    void cooling() {
        if (c_.cooling.empty())
            return;
        print("\nCOOLING\n");
        line("PUE", c_.kpi("pue"),
             c_.knows("pue") ? fmt::format("EnEfG {}; iTUE {}, TUE {}", c_.kpi("pue_enefg"),
                                           c_.kpi("itue"), c_.kpi("tue"))
                             : "not known: the losses of the supply are not simulated");
        line("electricity", c_.kpi("cooling_energy"), "pumps, fans, air handling; no heat pump");
        line("water", c_.kpi("water"), fmt::format("WUE {}", c_.kpi("wue")));
        line("throttling", c_.kpi("throttled_group_hours"),
             "sum over rack groups whose water was too warm");
        print("  {:<22}{:>14}{:>14}{:>14}\n", "at intervals' ends", "lowest", "mean", "highest");
        for (const ReadingRange& r : c_.cooling)
            print("  {:<22}{:>14}{:>14}{:>14}\n", r.reading, figure_text(r.lowest, r.unit),
                  figure_text(r.mean, r.unit), figure_text(r.highest, r.unit));
    }

    void heat_reuse() {
        if (!c_.knows("heat_offered"))
            return;
        print("\nHEAT REUSE\n");
        line("offered", c_.kpi("heat_offered"),
             fmt::format("mean, at {}; {} at this rate", c_.kpi("heat_temperature"),
                         c_.kpi("heat_offered_a")));
        line("reused", c_.kpi("heat_reused"),
             fmt::format("ERF {}, ERE {}", c_.kpi("erf"), c_.kpi("ere")));
        line("delivered", c_.kpi("heat_delivered"),
             fmt::format("with {} of the heat pump", c_.kpi("heat_pump_energy")));
    }

    void money() {
        if (!c_.knows("grid_energy"))
            return;
        print("\nENERGY AND MONEY\n");
        line("from the grid", c_.kpi("grid_energy"),
             c_.knows("full_load_hours") ? fmt::format("renewable {}; at full load {}",
                                                       c_.kpi("ref"), c_.kpi("full_load_hours"))
                                         : fmt::format("renewable {}", c_.kpi("ref")));
        if (c_.knows("photovoltaics_energy"))
            line("photovoltaics", c_.kpi("photovoltaics_energy"), "generated");
        if (c_.knows("battery_charged"))
            line("battery", c_.kpi("battery_charged"),
                 fmt::format("charged; discharged {}, lost {}", c_.kpi("battery_discharged"),
                             c_.kpi("battery_loss")));
        if (c_.knows("fed_in_energy"))
            line("fed into the grid", c_.kpi("fed_in_energy"));
        if (c_.knows("contract_headroom"))
            line("contract headroom", c_.kpi("contract_headroom"),
                 fmt::format("to the highest quarter-hour; stranded {}, to P99",
                             c_.kpi("stranded_power")));
        if (c_.knows("price_market"))
            line("market price", c_.kpi("price_market"),
                 fmt::format("mean; weighted with what was drawn x {}; paid x {}",
                             c_.kpi("price_timing"), c_.kpi("price_ratio")));
        if (c_.bill.empty())
            return;
        print("  {:<28}{:>12}{:>16}{:>14}\n", "bill", "quantity", "price", "amount");
        for (const BillLine& b : c_.bill) {
            print("{}\n", wrapped(fmt::format("  {:<28}{:>12}{:>16}{:>14}  {}", b.item,
                                              bill_figure(b.quantity, b.unit),
                                              bill_figure(b.price_eur, "EUR/" + b.unit),
                                              grouped(b.amount_eur) + " EUR", b.note),
                                  " ", 74));
        }
    }

    // In the unit of the bill: its lines are multiplied and compared.
    static std::string bill_figure(std::optional<double> value, const std::string& unit) {
        if (!value)
            return "-";
        return std::abs(*value) < 1000 ? fmt::format("{:.4g} {}", *value, unit)
                                       : fmt::format("{} {}", grouped(*value), unit);
    }

    void carbon() {
        const bool location = c_.knows("carbon_life_cycle") || c_.knows("carbon_direct");
        if (!location && !c_.knows("carbon_market") && !c_.knows("carbon_embodied"))
            return;
        print("\nCARBON (CO2 equivalent, by method)\n");
        if (location) {
            line("location, direct", c_.kpi("carbon_direct"),
                 fmt::format("{}; CUE {}", c_.kpi("carbon_direct_per_kwh"), c_.kpi("cue")));
            line("location, life-cycle", c_.kpi("carbon_life_cycle"),
                 fmt::format("{}; CUE {}", c_.kpi("carbon_life_cycle_per_kwh"),
                             c_.kpi("cue_life_cycle")));
        }
        if (c_.knows("carbon_market"))
            line("market-based", c_.kpi("carbon_market"), "by the contract's intensity");
        if (c_.knows("carbon_embodied"))
            line("embodied", c_.kpi("carbon_embodied"), "this window's share of a year's");
    }

    void compliance() {
        if (c_.compliance.empty())
            return;
        print("\n{:<31}{:<20}{:>12}{:>12}  {:<11}{}\n", "COMPLIANCE", "KPI", "required", "value",
              "verdict", "binds from");
        for (const Compliance& r : c_.compliance) {
            print("{:<31}{:<20}{:>12}{:>12}  {:<11}{}\n", r.law, r.title.empty() ? r.kpi : r.title,
                  fmt::format("{} {}", r.relation, figure_text(r.threshold, r.unit)),
                  figure_text(r.value, r.unit), r.verdict, r.from_date);
            if (!r.note.empty())
                print("{}\n", wrapped("  " + r.note, " ", 2));
        }
        print("Thresholds are those of a dated file, which laws may have left behind.\n");
        if (c_.compliance.front().estimate)
            print("The law asks about a year: verdicts from {} are estimates.\n",
                  duration_text(window_of(c_.run)));
    }

    void violations() {
        if (c_.violations.empty())
            return;
        constexpr std::size_t shown = 5;
        print("\nVIOLATIONS: {}\n", c_.violations.size());
        for (std::size_t i = 0; i < std::min(shown, c_.violations.size()); ++i) {
            const ViolationRecord& v = c_.violations[i];
            print("  {}  {:>8}  {}: limit {}, reached {}\n{:30}{}\n",
                  format_minute(c_.run.at(v.from)), hours_text(v.until - v.from), v.limit,
                  figure_text(v.value, v.unit), figure_text(v.worst, v.unit), "", v.cause);
        }
        if (c_.violations.size() > shown)
            print("  and {} more: twin export {} violation\n", c_.violations.size() - shown,
                  c_.file);
    }

    void events() {
        if (c_.events.empty())
            return;
        print("\nEVENTS\n");
        for (const LogEntry& e : c_.events)
            print("  {}  {} {}: {}\n", format_minute(c_.run.at(e.at)), e.kind, e.what, e.effect);
    }

    const ReportContent& c_;
    std::ostream& out_;
};

}  // namespace

void write_report(const ResultStore& store, std::ostream& out) {
    TextReport(ReportContent(store), out).write();
}

}  // namespace twin
