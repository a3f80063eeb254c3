#include <nlohmann/json.hpp>
#include <ostream>

#include "models/units/calendar.h"
#include "sim/results/figure_text.h"
#include "sim/results/report.h"
#include "sim/results/report_content.h"

namespace twin {
namespace {

using Json = nlohmann::ordered_json;

Json or_null(std::optional<double> value) {
    return value ? Json(*value) : Json();
}

}  // namespace

void write_report_json(const ResultStore& store, std::ostream& out) {
    const ReportContent c(store);
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
             {"headroom_unit", difference_unit(l.unit)},
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
        kpis[kpi.name] = {{"topic", kpi.topic},
                          {"title", kpi.title},
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
    Json chain = Json::array();
    for (const ChainRow& row : c.chain)
        chain.push_back({{"stage", row.stage},
                         {"item", row.item},
                         {"kind", row.kind},
                         {"energy_kwh", row.energy_kwh},
                         {"percent_of_site", or_null(row.percent)}});
    Json cooling = Json::array();
    for (const ReadingRange& range : c.cooling)
        cooling.push_back({{"reading", range.reading},
                           {"unit", range.unit},
                           {"lowest", range.lowest},
                           {"mean", range.mean},
                           {"highest", range.highest}});
    Json bill = Json::array();
    for (const BillLine& b : c.bill)
        bill.push_back({{"item", b.item},
                        {"quantity", or_null(b.quantity)},
                        {"unit", b.unit},
                        {"price_eur", or_null(b.price_eur)},
                        {"amount_eur", b.amount_eur},
                        {"note", b.note}});
    Json compliance = Json::array();
    for (const Compliance& row : c.compliance)
        compliance.push_back({{"law", row.law},
                              {"kpi", row.kpi},
                              {"relation", row.relation},
                              {"threshold", row.threshold},
                              {"unit", row.unit},
                              {"value", or_null(row.value)},
                              {"verdict", row.verdict},
                              {"binds_from", row.from_date},
                              {"estimate", row.estimate},
                              {"note", row.note}});
    Json violations = Json::array();
    for (const ViolationRecord& v : c.violations)
        violations.push_back({{"from", format_calendar(r.at(v.from))},
                              {"until", format_calendar(r.at(v.until))},
                              {"limit", v.limit},
                              {"unit", v.unit},
                              {"value", v.value},
                              {"worst", v.worst},
                              {"cause", v.cause}});
    Json interruptions = Json::array();
    for (const InterruptionCause& i : c.interruptions)
        interruptions.push_back({{"cause", i.cause},
                                 {"interruptions", i.interruptions},
                                 {"node_hours_lost", i.node_hours_lost}});
    Json jobs = Json::array();
    for (const ListedJob& j : c.listed_jobs)
        jobs.push_back({{"idx", j.index},
                        {"name", j.name},
                        {"state", j.state},
                        {"nodes", j.nodes},
                        {"gpus", j.gpus},
                        {"wait_s", or_null(j.wait_s)},
                        {"run_s", or_null(j.run_s)},
                        {"attempts", j.attempts},
                        {"interruptions", j.interruptions},
                        {"lost_s", j.lost_s},
                        {"kept_s", j.kept_s},
                        {"slowed_s", j.slowed_s},
                        {"placement_s", j.placement_s},
                        {"storage_s", j.storage_s},
                        {"lost_links_s", j.lost_links_s},
                        {"sharing_s", j.sharing_s},
                        {"unit", j.unit.empty() ? Json() : Json(j.unit)},
                        {"planned", j.unit.empty() ? Json() : Json(j.planned)},
                        {"done", j.unit.empty() ? Json() : Json(j.done)},
                        {"kept", j.unit.empty() ? Json() : Json(j.kept)},
                        {"tokens_each", or_null(j.tokens)},
                        {"node_kwh", or_null(j.node_kwh)},
                        {"grid_kwh", or_null(j.grid_kwh)},
                        {"cost_eur", or_null(j.cost_eur)},
                        {"carbon_life_cycle_kg", or_null(j.carbon_kg)}});
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
        {"jobs", jobs},
        {"waits", waits},
        {"chain", chain},
        {"cooling", cooling},
        {"bill", bill},
        {"compliance", compliance},
        {"violations", violations},
        {"interruptions", interruptions},
        {"events", events},
        {"file", c.file},
    };
    // Texts of scenarios may hold bytes that are not UTF-8.
    out << report.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace twin
