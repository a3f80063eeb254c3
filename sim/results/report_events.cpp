#include <algorithm>
#include <fmt/format.h>
#include <numeric>

#include "models/units/calendar.h"
#include "sim/results/report_parts.h"

namespace twin {
namespace {

constexpr std::size_t few_events = 20;   // are listed, all of them
constexpr std::size_t first_events = 5;  // of more than these
constexpr std::size_t costly_events = 5;

bool loses_work(const LogEntry& event) {
    return event.kind == "lose" || event.kind == "trip" || event.kind == "interrupt";
}

// Node-hours of work that each event cost: what was lost at its instant falls to the first event
// there that loses any.
std::vector<double> costs_of(const ReportContent& content) {
    std::vector<double> costs(content.events.size());
    auto loss = content.lost_node_hours.begin();
    for (std::size_t i = 0; i < costs.size(); ++i) {
        const LogEntry& event = content.events[i];
        while (loss != content.lost_node_hours.end() && loss->first < event.at)
            ++loss;
        if (loss == content.lost_node_hours.end() || loss->first != event.at || !loses_work(event))
            continue;
        costs[i] = loss->second;
        ++loss;
    }
    return costs;
}

std::string node_hours(double hours) {
    return fmt::format("{} node-h", grouped(hours));
}

struct OfAKind {
    std::string kind;
    std::size_t number = 0;
    SimTime first{}, last{};
    double cost = 0;
};

ReportTable by_kind(const ReportContent& content, const std::vector<double>& costs) {
    std::vector<OfAKind> kinds;  // in the order in which they came first
    for (std::size_t i = 0; i < costs.size(); ++i) {
        const LogEntry& event = content.events[i];
        auto of = std::find_if(kinds.begin(), kinds.end(),
                               [&](const OfAKind& kind) { return kind.kind == event.kind; });
        if (of == kinds.end())
            of = kinds.insert(of, {event.kind, 0, event.at, event.at, 0});
        ++of->number;
        of->last = event.at;
        of->cost += costs[i];
    }
    ReportTable table;
    table.columns = {
        {"kind", 16}, {"number", 10, true}, {"first", 18}, {"last", 18}, {"work lost", 16, true}};
    for (const OfAKind& kind : kinds)
        table.rows.push_back(
            {{kind.kind, grouped(static_cast<double>(kind.number)),
              format_minute(content.run.at(kind.first)), format_minute(content.run.at(kind.last)),
              kind.cost > 0 ? node_hours(kind.cost) : ""}});
    return table;
}

// The first ones, and those that cost most, in the order in which they came.
std::vector<std::size_t> told_of(const std::vector<double>& costs) {
    std::vector<std::size_t> order(costs.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return costs[a] > costs[b]; });
    std::vector<std::size_t> told;
    for (std::size_t i = 0; i < std::min(order.size(), costly_events); ++i)
        if (costs[order[i]] > 0)
            told.push_back(order[i]);
    for (std::size_t i = 0; i < std::min(order.size(), first_events); ++i)
        told.push_back(i);
    std::sort(told.begin(), told.end());
    told.erase(std::unique(told.begin(), told.end()), told.end());
    return told;
}

}  // namespace

ReportSection interruptions_section(const ReportContent& content) {
    ReportSection section;
    section.id = "interruptions";
    section.heading = "Interruptions of jobs";
    const auto& causes = content.interruptions;
    if (std::none_of(causes.begin(), causes.end(), [](const InterruptionCause& i) {
            return i.cause != "lose" && i.cause != "trip";
        }))
        return section;
    ReportTable table;
    table.columns = {{"cause", 44}, {"number", 10, true}, {"work lost", 18, true}};
    table.head = ReportTable::Head::in_heading;
    for (const InterruptionCause& i : causes)
        table.rows.push_back({{i.cause, fmt::format("{}", i.interruptions),
                               fmt::format("{:.1f} node-h", i.node_hours_lost)}});
    section.blocks.emplace_back(std::move(table));
    double lost = 0, without = 0;
    for (const InterruptionCause& i : causes) {
        lost += i.node_hours_lost;
        without += i.without_checkpoints;
    }
    if (without > 0)
        section.blocks.emplace_back(Paragraph{
            fmt::format("Of the work lost {:.3g} % was of jobs without checkpoints, which start "
                        "anew: of jobs of logs and\ngenerators nothing else is known.",
                        100 * without / lost)});
    return section;
}

ReportSection events_section(const ReportContent& content) {
    ReportSection section;
    section.id = "events";
    section.heading = "Events";
    if (content.events.empty())
        return section;
    const std::vector<double> costs = costs_of(content);
    const bool all = content.events.size() <= few_events;
    std::vector<std::size_t> told(content.events.size());
    std::iota(told.begin(), told.end(), 0);
    if (!all) {
        section.qualifier = fmt::format(": {}", grouped(static_cast<double>(costs.size())));
        section.blocks.emplace_back(by_kind(content, costs));
        told = told_of(costs);
    }
    ReportTable table;
    table.columns = {{"at", 18}, {"event and effect", 0}};
    table.head = ReportTable::Head::none;
    for (const std::size_t i : told) {
        const LogEntry& e = content.events[i];
        table.rows.push_back(
            {{format_minute(content.run.at(e.at)),
              fmt::format("{} {}: {}{}", e.kind, e.what, e.effect,
                          costs[i] > 0 ? fmt::format("; {} lost", node_hours(costs[i])) : "")}});
    }
    section.blocks.emplace_back(std::move(table));
    if (!all)
        section.blocks.emplace_back(
            Paragraph{fmt::format("These are the first and those that cost most work. All of them: "
                                  "twin export {} event",
                                  content.file)});
    return section;
}

}  // namespace twin
