#include "sim/results/report.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "models/units/calendar.h"
#include "models/units/unit_text.h"
#include "sim/results/figure_text.h"
#include "sim/results/report_content.h"
#include "sim/results/report_parts.h"

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

std::string duration_text(SimDuration d) {
    return format_quantity(to_seconds(d), Dimension::duration);
}

class RunSections {
  public:
    explicit RunSections(const ReportContent& content) : c_(content) {}

    std::vector<ReportSection> made() {
        limits();
        what_was_run();
        arrivals();
        jobs();
        add(listed_jobs_section(c_));
        waits();
        add(network_section(c_));
        power();
        chain();
        cooling();
        heat_reuse();
        money();
        carbon();
        compliance();
        violations();
        add(interruptions_section(c_));
        add(events_section(c_));
        return std::move(sections_);
    }

  private:
    ReportSection& section(std::string id, std::string heading, std::string qualifier = "") {
        return sections_.emplace_back(
            ReportSection{std::move(id), std::move(heading), std::move(qualifier), {}, {}, {}, {}});
    }
    void line(std::string_view label, std::string value, std::string note = "") {
        auto& blocks = sections_.back().blocks;
        if (blocks.empty() || !std::holds_alternative<std::vector<ReportRow>>(blocks.back()))
            blocks.emplace_back(std::vector<ReportRow>());
        std::get<std::vector<ReportRow>>(blocks.back())
            .push_back({std::string(label), std::move(value), std::move(note)});
    }
    void say(std::string text) { sections_.back().blocks.emplace_back(Paragraph{std::move(text)}); }
    ReportTable& table(std::vector<TableColumn> columns, ReportTable::Head head) {
        ReportTable table;
        table.columns = std::move(columns);
        table.head = head;
        return std::get<ReportTable>(sections_.back().blocks.emplace_back(std::move(table)));
    }

    void limits() {
        section("limits", "Limits");
        ReportTable& t = table({{"", 16},
                                {"limit", 12, true},
                                {"used at P99", 13, true},
                                {"headroom at P99", 20, true},
                                {"at limit", 12, true},
                                {"first reached", 17},
                                {"where", 0}},
                               ReportTable::Head::in_heading);
        for (const LimitRecord& l : c_.limits) {
            const std::string headroom = figure_text(l.limit - l.p99, difference_unit(l.unit));
            t.rows.push_back(
                {{limit_title(l.name), figure_text(l.limit, l.unit), figure_text(l.p99, l.unit),
                  // The zero of degC is no zero of which a share could be told.
                  l.limit > 0 && l.unit != "degC"
                      ? fmt::format("{} ({})", headroom, percent_text((l.limit - l.p99) / l.limit))
                      : headroom,
                  hours_text(l.at_limit),
                  l.first_reached == sim_never ? "never"
                                               : format_minute(c_.run.at(l.first_reached)),
                  l.where.empty() ? "site" : l.where}});
        }
        if (c_.limits.empty())
            say("none recorded");
        else
            say("At the limit: nodes while a job waits for some; others while they are reached. "
                "Limits are\nwatched; only power caps and water that is too warm hold anything "
                "back.");
    }

    void what_was_run() {
        const RunSummary& r = c_.run;
        section("run", "Run");
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
        section("arrivals", "Arrivals");
        ReportTable& t =
            table({{"counted", 36}, {"number", 12, true}, {"of", 0}}, ReportTable::Head::none);
        for (const CountRecord& count : c_.counts)
            if (count.value != 0)
                t.rows.push_back(
                    {{count.name, grouped(static_cast<double>(count.value)), count.source}});
    }

    void jobs() {
        section("jobs", "Jobs");
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
            std::string others;
            if (c_.value("gpu_hours_cut").value_or(0) > 0)
                others += fmt::format("; {} cut off at limits", number("gpu_hours_cut"));
            if (c_.knows("gpu_hours_slowed"))
                others += fmt::format("; {} to slower clocks", number("gpu_hours_slowed"));
            if (c_.value("gpu_hours_network").value_or(0) > 0)
                others += fmt::format("; {} to the network", number("gpu_hours_network"));
            line("GPU-hours lost", number("gpu_hours_lost"), "to failures" + others);
        }
        if (c_.knows("mtbf"))
            line("MTBF", c_.kpi("mtbf"), "of the system, by losses of nodes");
        if (c_.knows("effective_time")) {
            line("effective time", c_.kpi("effective_time"),
                 fmt::format("of jobs with checkpoints; {} writes them, {} restarts",
                             c_.kpi("checkpoint_overhead"), c_.kpi("restart_overhead")));
            if (c_.knows("job_mtbf"))
                line(
                    "MTBF, jobs", c_.kpi("job_mtbf"),
                    fmt::format("of these; Young/Daly interval {}", c_.kpi("checkpoint_interval")));
        }
    }

    // A KPI's figure without what it counts.
    std::string number(std::string_view name) const {
        const std::string text = c_.kpi(name);
        return text.substr(0, text.find(' '));
    }

    void waits() {
        section("waits", "Waits");
        ReportTable& t = table({{"nodes", 12},
                                {"jobs", 13, true},
                                {"mean", 15, true},
                                {"P50", 15, true},
                                {"P95", 15, true},
                                {"longest", 15, true}},
                               ReportTable::Head::in_heading);
        t.corner = ", nodes";
        for (const SizeWaits& w : c_.waits)
            t.rows.push_back({{w.size_class, grouped(static_cast<double>(w.started)),
                               figure_text(w.mean_s, "s"), figure_text(w.p50_s, "s"),
                               figure_text(w.p95_s, "s"), figure_text(w.max_s, "s")}});
        if (c_.value("jobs_waiting_at_end").value_or(0) > 0)
            say(
                fmt::format("Of the jobs that have started; {} still wait and are not in these "
                            "figures.",
                            number("jobs_waiting_at_end")));
    }

    void power() {
        section("power", "Power");
        if (!c_.run.has_power) {
            say("not known for this site");
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
        section("chain", "Chain");
        ReportTable& t = table({{"stage", 16},
                                {"energy", 12, true},
                                {c_.knows("site_energy") ? "of site" : "of IT", 12, true},
                                {"added on the way", 0}},
                               ReportTable::Head::in_heading);
        t.breaks = ", ";
        std::string added;
        for (const ChainRow& row : c_.chain) {
            if (row.kind != "total") {
                if (row.energy_kwh != 0)
                    added += fmt::format("{}{} {}{}", added.empty() ? "" : ", ", row.item,
                                         percent_of(row), row.kind == "loss" ? " lost" : "");
                continue;
            }
            t.rows.push_back(
                {{row.item, figure_text(row.energy_kwh, "kWh"), percent_of(row), added}});
            added.clear();
        }
    }
    static std::string percent_of(const ChainRow& row) {
        return row.percent ? fmt::format("{:.3g} %", *row.percent) : "-";
    }

    void cooling() {
        if (c_.cooling.empty())
            return;
        section("cooling", "Cooling");
        line("PUE", c_.kpi("pue"),
             c_.knows("pue") ? fmt::format("EnEfG {}; iTUE {}, TUE {}", c_.kpi("pue_enefg"),
                                           c_.kpi("itue"), c_.kpi("tue"))
                             : "not known: the losses of the supply are not simulated");
        line("electricity", c_.kpi("cooling_energy"), "pumps, fans, air handling; no heat pump");
        line("water", c_.kpi("water"), fmt::format("WUE {}", c_.kpi("wue")));
        line("throttling", c_.kpi("throttled_group_hours"),
             "sum over rack groups whose water was too warm");
        ReportTable& t = table({{"at intervals' ends", 22},
                                {"lowest", 14, true},
                                {"mean", 14, true},
                                {"highest", 14, true}},
                               ReportTable::Head::own_line);
        for (const ReadingRange& r : c_.cooling)
            t.rows.push_back({{r.reading, figure_text(r.lowest, r.unit),
                               figure_text(r.mean, r.unit), figure_text(r.highest, r.unit)}});
    }

    void heat_reuse() {
        if (!c_.knows("heat_offered"))
            return;
        section("heat-reuse", "Heat reuse");
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
        section("money", "Energy and money");
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
        ReportTable& t = table({{"bill", 28},
                                {"quantity", 12, true},
                                {"price", 16, true},
                                {"amount", 14, true},
                                {"", 0}},
                               ReportTable::Head::own_line);
        for (const BillLine& b : c_.bill)
            t.rows.push_back({{b.item, bill_figure(b.quantity, b.unit),
                               bill_figure(b.price_eur, "EUR/" + b.unit),
                               grouped(b.amount_eur) + " EUR", b.note}});
        t.rows.back().is_total = true;
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
        section("carbon", "Carbon", " (CO2 equivalent, by method)");
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
        section("compliance", "Compliance");
        ReportTable& t = table({{"law", 31},
                                {"KPI", 20},
                                {"required", 12, true},
                                {"value", 12, true},
                                {"verdict", 11, false, true},
                                {"binds from", 0}},
                               ReportTable::Head::in_heading);
        for (const Compliance& r : c_.compliance)
            t.rows.push_back({{r.law, r.title.empty() ? r.kpi : r.title,
                               fmt::format("{} {}", r.relation, figure_text(r.threshold, r.unit)),
                               figure_text(r.value, r.unit), r.verdict, r.from_date},
                              r.note});
        say("Thresholds are those of a dated file, which laws may have left behind.");
        if (c_.compliance.front().estimate)
            say(fmt::format("The law asks about a year: verdicts from {} are estimates.",
                            duration_text(window_of(c_.run))));
    }

    void violations() {
        if (c_.violations.empty())
            return;
        constexpr std::size_t shown = 5;
        section("violations", "Violations", fmt::format(": {}", c_.violations.size()));
        ReportTable& t = table({{"from", 16}, {"for", 10, true}, {"limit and what was reached", 0}},
                               ReportTable::Head::none);
        t.note_indent = 30;
        for (std::size_t i = 0; i < std::min(shown, c_.violations.size()); ++i) {
            const ViolationRecord& v = c_.violations[i];
            t.rows.push_back(
                {{format_minute(c_.run.at(v.from)), hours_text(v.until - v.from),
                  fmt::format("{}: limit {}, reached {}", v.limit, figure_text(v.value, v.unit),
                              figure_text(v.worst, v.unit))},
                 v.cause});
        }
        if (c_.violations.size() > shown)
            say(fmt::format("and {} more: twin export {} violation", c_.violations.size() - shown,
                            c_.file));
    }

    void add(ReportSection section) {
        if (!section.blocks.empty())
            sections_.push_back(std::move(section));
    }

    const ReportContent& c_;
    std::vector<ReportSection> sections_;
};

}  // namespace

std::string status_warning(const RunSummary& run) {
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

Report report_on(const ReportContent& content) {
    Report report;
    report.title = content.run.title;
    if (std::string text = status_warning(content.run); !text.empty())
        report.warnings.push_back(std::move(text));
    report.sections = RunSections(content).made();
    report.end = "File: " + content.file;
    return report;
}

void write_report(const ResultStore& store, std::ostream& out) {
    write_text(report_on(ReportContent(store)), out);
}

}  // namespace twin
