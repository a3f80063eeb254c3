#include <array>
#include <fmt/format.h>

#include "models/units/calendar.h"
#include "models/units/unit_text.h"
#include "sim/results/compare.h"
#include "sim/results/report_html.h"
#include "sim/results/report_pictures.h"
#include "sim/results/run_file.h"

namespace twin {
namespace {

// KPIs that are seen first, where a run knows them.
constexpr std::array<std::string_view, 9> first_kpis = {
    "utilisation", "wait_mean",   "wait_p95",         "it_power_mean",    "site_power_peak",
    "pue",         "grid_energy", "electricity_cost", "carbon_life_cycle"};

std::string span_text(const RunSummary& run) {
    return fmt::format("{}, {} nodes; {} to {} UTC", run.site_name, grouped(run.nodes),
                       format_minute(run.start), format_minute(run.at(run.end)));
}

ReportSection page_section(std::string id, std::string heading) {
    ReportSection section;
    section.id = std::move(id);
    section.heading = std::move(heading);
    section.shown = Shown::on_pages;
    return section;
}

ReportSection what_is_missing(const ReportContent& c, std::string id, std::string heading) {
    ReportSection section = page_section(std::move(id), std::move(heading));
    const auto say = [&](std::string text) {
        section.blocks.emplace_back(Paragraph{std::move(text), Shown::on_pages});
    };
    if (!c.run.has_power)
        say("The site is a flat pool of which no watts are known: there is no power and no "
            "energy.");
    if (c.cooling.empty())
        say("Cooling is not simulated: there are no temperatures, no heat and no PUE.");
    if (!c.knows("grid_energy"))
        say("The scenario says nothing of energy: there is nothing drawn from a grid.");
    if (c.bill.empty())
        say("No price is known: there is no bill.");
    if (!c.knows("carbon_life_cycle") && !c.knows("carbon_direct"))
        say("The carbon of the grid is not known: there are no emissions by location.");
    if (c.compliance.empty())
        say("No requirements of laws were given: there is no verdict on them.");
    return section;
}

void add_if_any(Report& report, ReportSection section) {
    if (!section.blocks.empty())
        report.sections.push_back(std::move(section));
}

ReportSection all_kpis(const ReportContent& c) {
    ReportSection section = page_section("kpis", "KPIs and how they are computed");
    ReportTable table;
    table.columns = {{"KPI"}, {"value", 0, true}, {"is better", 0}, {"formula"}};
    std::string_view topic;
    for (const Kpi& kpi : c.kpis) {
        if (!kpi.value)
            continue;
        if (kpi.topic != topic)
            table.rows.push_back({{kpi.topic}, "", true});
        topic = kpi.topic;
        table.rows.push_back(
            {{kpi.title, figure_text(kpi.value, kpi.unit),
              kpi.better == Better::neither ? "" : std::string(to_text(kpi.better)), kpi.formula}});
    }
    section.blocks.emplace_back(
        Paragraph{fmt::format("Over the KPI window of {}. What has no meaning in this run is left "
                              "out.",
                              format_quantity(to_seconds(window_of(c.run)), Dimension::duration))});
    section.blocks.emplace_back(std::move(table));
    return section;
}

ReportSection provenance(const ReportContent& c, std::string id, std::string heading) {
    ReportSection section = page_section(std::move(id), std::move(heading));
    section.blocks.emplace_back(std::vector<ReportRow>{
        {"file", c.file},
        {"status", std::string(to_text(c.run.status))},
        {"scenario", c.run.scenario_path},
        {"seed", fmt::format("{}", c.run.seed)},
        {"program version", c.run.program_version},
        {"schema version", fmt::format("{}", schema_version), "of the result file"},
    });
    ReportTable inputs;
    inputs.columns = {{"input file"}, {"bytes", 0, true}, {"SHA-256"}};
    for (const InputFile& f : c.inputs)
        inputs.rows.push_back({{f.path, grouped(static_cast<double>(f.bytes)), f.sha256}});
    section.blocks.emplace_back(std::move(inputs));
    section.blocks.emplace_back(
        Paragraph{"The same scenario, seed, program version and input files give the same run."});
    return section;
}

ReportSection all_settings(const ReportContent& c) {
    ReportSection section = page_section("settings", "Settings, as they ran");
    ReportTable table;
    table.columns = {{"setting"}, {"value"}, {"from"}};
    for (const Setting& s : c.settings)
        table.rows.push_back({{s.path, s.value, s.origin}});
    section.blocks.emplace_back(std::move(table));
    return section;
}

std::vector<Tile> tiles_of(const ReportContent& c) {
    std::vector<Tile> tiles;
    for (const std::string_view name : first_kpis)
        for (const Kpi& kpi : c.kpis)
            if (kpi.name == name && kpi.value)
                tiles.push_back({kpi.title, figure_text(kpi.value, kpi.unit)});
    return tiles;
}

std::vector<Tile> tiles_of(const Comparison& c) {
    std::vector<Tile> tiles;
    for (const std::string_view name : first_kpis)
        for (const KpiDifference& d : c.kpis)
            if (d.name == name && d.a && d.b)
                tiles.push_back({d.title, figure_text(d.a, d.unit), figure_text(d.b, d.unit),
                                 d.delta_percent
                                     ? fmt::format("{}, {:+.2f} %", delta_text(d), *d.delta_percent)
                                     : delta_text(d),
                                 std::string(to_text(d.verdict))});
    return tiles;
}

}  // namespace

Report illustrated_report(const ResultStore& run) {
    const ReportContent content(run);
    Report report = report_on(content);
    report.subtitle = span_text(content.run);
    report.about = content.run.description;
    report.tiles = tiles_of(content);
    for (PlacedPicture& placed : report_pictures({run, content}, nullptr))
        for (ReportSection& section : report.sections)
            if (section.id == placed.section)
                section.pictures.push_back(std::move(placed.picture));
    add_if_any(report, what_is_missing(content, "missing", "What this run does not hold"));
    report.sections.push_back(all_kpis(content));
    report.sections.push_back(provenance(content, "provenance", "Provenance"));
    report.sections.push_back(all_settings(content));
    if (!content.run.scenario_text.empty()) {
        ReportSection scenario = page_section("scenario", "The scenario's own file");
        scenario.verbatim = content.run.scenario_text;
        report.sections.push_back(std::move(scenario));
    }
    return report;
}

Report illustrated_report(const ResultStore& a, const ResultStore& b) {
    const ReportContent content_a(a), content_b(b);
    const Comparison comparison = compare_runs(a, b);
    Report report = report_on(comparison);
    const std::string span_a = span_text(content_a.run), span_b = span_text(content_b.run);
    report.subtitle =
        span_a == span_b ? "Both: " + span_a : fmt::format("A: {}. B: {}", span_a, span_b);
    report.tiles = tiles_of(comparison);
    ReportSection pictures = page_section("pictures", "Pictures: A solid, B dashed");
    const PictureSource other{b, content_b};
    for (PlacedPicture& placed : report_pictures({a, content_a}, &other))
        pictures.pictures.push_back(std::move(placed.picture));
    if (!pictures.pictures.empty())
        report.sections.insert(report.sections.begin(), std::move(pictures));
    add_if_any(report, what_is_missing(content_a, "missing-a", "What A does not hold"));
    add_if_any(report, what_is_missing(content_b, "missing-b", "What B does not hold"));
    report.sections.push_back(provenance(content_a, "provenance-a", "Provenance of A"));
    report.sections.push_back(provenance(content_b, "provenance-b", "Provenance of B"));
    return report;
}

}  // namespace twin
