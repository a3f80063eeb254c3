#include "sim/results/compare.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <ostream>
#include <utility>

#include "sim/results/figure_text.h"
#include "sim/results/report_content.h"
#include "sim/results/report_sections.h"

namespace twin {
namespace {

using Json = nlohmann::ordered_json;
using Keys = std::vector<std::pair<std::string, std::string>>;  // path, value

// Everything that a run was given, in its order.
Keys keys_of(const ResultStore& store) {
    Keys keys;
    for (const Setting& s : store.settings())
        keys.emplace_back(s.path, s.value);
    const RunSummary run = store.run();
    keys.emplace_back("seed", std::to_string(run.seed));
    for (const InputFile& f : store.inputs())
        keys.emplace_back("input " + f.path, "sha256 " + f.sha256.substr(0, 12));
    keys.emplace_back("program version", run.program_version);
    return keys;
}

std::optional<std::string> value_of(const Keys& keys, const std::string& path) {
    const auto found =
        std::find_if(keys.begin(), keys.end(), [&](const auto& key) { return key.first == path; });
    return found == keys.end() ? std::nullopt : std::optional(found->second);
}

std::vector<SettingDifference> differing(const Keys& a, const Keys& b) {
    std::vector<SettingDifference> differences;
    for (const auto& [path, value] : a)
        if (const auto other = value_of(b, path); other != value)
            differences.push_back({path, value, other});
    for (const auto& [path, value] : b)
        if (!value_of(a, path))
            differences.push_back({path, {}, value});
    return differences;
}

std::vector<LimitPair> pairs(const std::vector<LimitRecord>& a, const std::vector<LimitRecord>& b) {
    std::vector<LimitPair> pairs;
    const auto pair_of = [&](const LimitRecord& limit) -> LimitPair& {
        for (LimitPair& pair : pairs)
            if (pair.name == limit.name && pair.unit == limit.unit)
                return pair;
        return pairs.emplace_back(LimitPair{limit.name, limit.unit, {}, {}});
    };
    for (const LimitRecord& limit : a)
        pair_of(limit).a = {limit.limit, limit.p99};
    for (const LimitRecord& limit : b)
        pair_of(limit).b = {limit.limit, limit.p99};
    return pairs;
}

KpiDifference difference(const Kpi& a, const Kpi* b) {
    KpiDifference d{a.topic, a.name,  a.title,
                    a.unit,  a.value, b == nullptr ? std::nullopt : b->value,
                    {},      {},      Verdict::none};
    if (!d.a || !d.b)
        return d;
    d.delta = *d.b - *d.a;
    // The zero of degC is no zero of which a share could be told.
    if (*d.a != 0 && d.unit != "degC")
        d.delta_percent = 100 * *d.delta / std::abs(*d.a);
    // Sums of doubles in another order are no difference.
    if (std::abs(*d.delta) <= 1e-9 * std::max(std::abs(*d.a), std::abs(*d.b)))
        d.verdict = Verdict::same;
    else if (a.better != Better::neither)
        d.verdict =
            (*d.delta > 0) == (a.better == Better::higher) ? Verdict::better : Verdict::worse;
    return d;
}

template <class T>
Json or_null(const std::optional<T>& value) {
    return value ? Json(*value) : Json();
}

ReportSection section_of(std::string id, std::string heading, ReportTable table) {
    ReportSection section;
    section.id = std::move(id);
    section.heading = std::move(heading);
    section.blocks.emplace_back(std::move(table));
    return section;
}

ReportSection limits_section(const Comparison& c) {
    ReportTable table;
    table.head = ReportTable::Head::in_heading;
    table.columns = {{"", 22},
                     {"A: limit", 19, true},
                     {"A: used at P99", 19, true},
                     {"B: limit", 19, true},
                     {"B: used at P99", 19, true}};
    for (const LimitPair& l : c.limits) {
        const auto use = [&](const std::optional<LimitPair::Use>& u, double LimitPair::Use::*of) {
            return u ? figure_text(*u.*of, l.unit) : "-";
        };
        table.rows.push_back(
            {{limit_title(l.name), use(l.a, &LimitPair::Use::limit), use(l.a, &LimitPair::Use::p99),
              use(l.b, &LimitPair::Use::limit), use(l.b, &LimitPair::Use::p99)}});
    }
    return section_of("limits", "Limits", std::move(table));
}

ReportSection kpi_section(const Comparison& c) {
    ReportTable table;
    table.head = ReportTable::Head::in_heading;
    table.columns = {{"", 29},        {"A", 18, true},         {"B", 18, true}, {"B - A", 17, true},
                     {"%", 10, true}, {"B is", 0, false, true}};
    std::string_view topic;
    for (const KpiDifference& d : c.kpis) {
        if (!d.a && !d.b)
            continue;
        if (d.topic != topic)
            table.rows.push_back({{d.topic}, "", true});
        topic = d.topic;
        table.rows.push_back(
            {{d.title, figure_text(d.a, d.unit), figure_text(d.b, d.unit), delta_text(d),
              d.delta_percent ? fmt::format("{:+.2f}", *d.delta_percent) : "-",
              std::string(to_text(d.verdict))}});
    }
    return section_of("kpi", "KPI", std::move(table));
}

ReportSection settings_section(const Comparison& c) {
    ReportTable table;
    table.is_stacked = true;
    table.columns = {{"setting"}, {"A"}, {"B"}};
    for (const SettingDifference& s : c.settings)
        table.rows.push_back({{s.path, s.a.value_or("-"), s.b.value_or("-")}});
    if (!c.settings.empty())
        return section_of("settings", "Settings that differ", std::move(table));
    ReportSection none;
    none.id = "settings";
    none.heading = "Settings that differ";
    none.blocks.emplace_back(Paragraph{"none: the runs were given the same settings"});
    return none;
}

}  // namespace

std::string_view to_text(Verdict verdict) {
    switch (verdict) {
        case Verdict::better:
            return "better";
        case Verdict::worse:
            return "worse";
        case Verdict::same:
            return "same";
        case Verdict::none:
            return "";
    }
    return {};
}

std::string delta_text(const KpiDifference& d) {
    if (!d.delta)
        return "-";
    // A difference of shares is in percentage points.
    if (d.unit == "%")
        return fmt::format("{:+.4g} pp", *d.delta);
    const std::string text = figure_text(d.delta, difference_unit(d.unit));
    return *d.delta > 0 ? "+" + text : text;
}

Comparison compare_runs(const ResultStore& a, const ResultStore& b) {
    const RunSummary run_a = a.run(), run_b = b.run();
    Comparison c{a.file().string(),
                 b.file().string(),
                 run_a.title,
                 run_b.title,
                 run_a.status,
                 run_b.status,
                 {},
                 pairs(a.limits(), b.limits()),
                 {},
                 {}};
    for (const auto& [letter, run] : {std::pair("A: ", &run_a), std::pair("B: ", &run_b)})
        if (const std::string warning = status_warning(*run); !warning.empty())
            c.warnings.push_back(letter + warning);
    const auto kpis_b = b.kpis();
    for (const Kpi& kpi : a.kpis()) {
        const auto other = std::find_if(kpis_b.begin(), kpis_b.end(),
                                        [&](const Kpi& k) { return k.name == kpi.name; });
        c.kpis.push_back(difference(kpi, other == kpis_b.end() ? nullptr : &*other));
    }
    c.settings = differing(keys_of(a), keys_of(b));
    return c;
}

Report report_on(const Comparison& c) {
    Report report;
    report.title = "Two runs compared";
    report.warnings = c.warnings;
    const auto run = [](char letter, const std::string& title, const std::string& file,
                        RunStatus status) {
        return fmt::format(
            "{}: {} ({}{})", letter, title, file,
            status == RunStatus::finished ? "" : fmt::format(", {}", to_text(status)));
    };
    report.lead = {run('A', c.title_a, c.file_a, c.status_a),
                   run('B', c.title_b, c.file_b, c.status_b)};
    if (!c.limits.empty())
        report.sections.push_back(limits_section(c));
    report.sections.push_back(kpi_section(c));
    report.sections.push_back(settings_section(c));
    return report;
}

void write_comparison(const Comparison& c, std::ostream& out) {
    write_text(report_on(c), out);
}

void write_comparison_json(const Comparison& c, std::ostream& out) {
    Json kpis = Json::array();
    for (const KpiDifference& d : c.kpis)
        kpis.push_back({{"topic", d.topic},
                        {"name", d.name},
                        {"title", d.title},
                        {"unit", d.unit},
                        {"a", or_null(d.a)},
                        {"b", or_null(d.b)},
                        {"delta", or_null(d.delta)},
                        {"delta_percent", or_null(d.delta_percent)},
                        {"verdict", to_text(d.verdict)}});
    Json limits = Json::array();
    for (const LimitPair& l : c.limits) {
        const auto use = [](const std::optional<LimitPair::Use>& u) {
            return u ? Json{{"limit", u->limit}, {"used_p99", u->p99}} : Json();
        };
        limits.push_back({{"name", l.name}, {"unit", l.unit}, {"a", use(l.a)}, {"b", use(l.b)}});
    }
    Json settings = Json::array();
    for (const SettingDifference& s : c.settings)
        settings.push_back({{"path", s.path}, {"a", or_null(s.a)}, {"b", or_null(s.b)}});
    const auto run = [](const std::string& title, const std::string& file, RunStatus status) {
        return Json{{"title", title}, {"file", file}, {"status", to_text(status)}};
    };
    const Json comparison = {{"a", run(c.title_a, c.file_a, c.status_a)},
                             {"b", run(c.title_b, c.file_b, c.status_b)},
                             {"limits", limits},
                             {"kpis", kpis},
                             {"settings", settings}};
    out << comparison.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace twin
