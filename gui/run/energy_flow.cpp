#include "gui/run/energy_flow.h"

#include <QCoreApplication>
#include <algorithm>
#include <map>
#include <span>

#include "gui/look/figures.h"

namespace twin {
namespace {

using C = FlowColumn;

struct NodeRow {
    const char* name;
    const char* title;  // for people, in the context "Flow"
    Tone tone;
    int column, rank;
};

constexpr NodeRow node_rows[] = {
    {"grid", QT_TRANSLATE_NOOP("Flow", "Grid"), Tone::accent, 0, 0},
    {"photovoltaics", QT_TRANSLATE_NOOP("Flow", "Photovoltaics"), Tone::reuse, 0, 1},
    {"discharged", QT_TRANSLATE_NOOP("Flow", "Battery"), Tone::warning, 0, 2},
    {"transformers", QT_TRANSLATE_NOOP("Flow", "Transformers"), Tone::accent, 1, 0},
    {"supply", QT_TRANSLATE_NOOP("Flow", "UPS, distrib."), Tone::accent, 2, 0},
    {"cooling", QT_TRANSLATE_NOOP("Flow", "Cooling"), Tone::cooling, 2, 1},
    {"transformer_loss", QT_TRANSLATE_NOOP("Flow", "Transf. loss"), Tone::loss, 2, 2},
    {"feed_in", QT_TRANSLATE_NOOP("Flow", "Fed into the grid"), Tone::reuse, 2, 3},
    {"charged", QT_TRANSLATE_NOOP("Flow", "Into the battery"), Tone::warning, 2, 4},
    {"racks", QT_TRANSLATE_NOOP("Flow", "Racks, other IT"), Tone::it, 3, 0},
    {"cdu_pumps", QT_TRANSLATE_NOOP("Flow", "CDU pumps"), Tone::cooling, 3, 1},
    {"primary_pumps", QT_TRANSLATE_NOOP("Flow", "Primary pumps"), Tone::cooling, 3, 2},
    {"cooling_fans", QT_TRANSLATE_NOOP("Flow", "Roof fans"), Tone::cooling, 3, 3},
    {"air_handling", QT_TRANSLATE_NOOP("Flow", "Air handling"), Tone::cooling, 3, 4},
    {"heat_pump", QT_TRANSLATE_NOOP("Flow", "Heat pump"), Tone::cooling, 3, 5},
    {"ups_loss", QT_TRANSLATE_NOOP("Flow", "UPS loss"), Tone::loss, 3, 6},
    {"distribution_loss", QT_TRANSLATE_NOOP("Flow", "Distribution loss"), Tone::loss, 3, 7},
    {"rectifier_loss", QT_TRANSLATE_NOOP("Flow", "Central rectifiers"), Tone::loss, 3, 8},
    {"nodes", QT_TRANSLATE_NOOP("Flow", "Nodes"), Tone::it, 4, 0},
    {"switches", QT_TRANSLATE_NOOP("Flow", "Switches"), Tone::it, 4, 1},
    {"fixed", QT_TRANSLATE_NOOP("Flow", "Other IT"), Tone::it, 4, 2},
    {"rack_rectifier_loss", QT_TRANSLATE_NOOP("Flow", "Rack rectifiers"), Tone::loss, 4, 3},
    {"plant_heat", QT_TRANSLATE_NOOP("Flow", "Cooling, losses"), Tone::heat, 4, 4},
    {"gpus", QT_TRANSLATE_NOOP("Flow", "GPUs"), Tone::it, 5, 0},
    {"cpus", QT_TRANSLATE_NOOP("Flow", "CPUs"), Tone::it, 5, 1},
    {"memory", QT_TRANSLATE_NOOP("Flow", "Memory"), Tone::it, 5, 2},
    {"nics", QT_TRANSLATE_NOOP("Flow", "NICs"), Tone::it, 5, 3},
    {"drives", QT_TRANSLATE_NOOP("Flow", "Drives"), Tone::it, 5, 4},
    {"fans", QT_TRANSLATE_NOOP("Flow", "Fans"), Tone::cooling, 5, 5},
    {"converter_loss", QT_TRANSLATE_NOOP("Flow", "Converter loss"), Tone::loss, 5, 6},
    {"it_heat", QT_TRANSLATE_NOOP("Flow", "Heat of IT"), Tone::heat, 6, 0},
    {"from_store", QT_TRANSLATE_NOOP("Flow", "Water cools"), Tone::cooling, 6, 1},
    {"water", QT_TRANSLATE_NOOP("Flow", "Into water"), Tone::cooling, 7, 0},
    {"room_air", QT_TRANSLATE_NOOP("Flow", "Into room air"), Tone::heat, 7, 1},
    {"reuse", QT_TRANSLATE_NOOP("Flow", "District heat"), Tone::reuse, 8, 0},
    {"outdoors", QT_TRANSLATE_NOOP("Flow", "Outdoor air"), Tone::heat, 8, 1},
    {"to_store", QT_TRANSLATE_NOOP("Flow", "Water warms"), Tone::cooling, 8, 2},
};

int row_of(std::string_view name) {
    return int(std::find_if(std::begin(node_rows), std::end(node_rows),
                            [&](const NodeRow& row) { return row.name == name; }) -
               std::begin(node_rows));
}

QString text(const char* source) {
    return QCoreApplication::translate("Flow", source);
}

// Collects links by name, then leaves out what has no flow.
class Builder {
  public:
    explicit Builder(double least) : least_(least) {}

    void link(std::string_view from, std::string_view to, double value) {
        if (value > least_)
            links_.push_back({row_of(from), row_of(to), value});
    }

    EnergyFlow finish() {
        EnergyFlow flow;
        constexpr auto rows = std::size(node_rows);
        std::vector<double> in(rows), out(rows);
        for (const FlowLink& link : links_) {
            out[std::size_t(link.from)] += link.value;
            in[std::size_t(link.to)] += link.value;
        }
        std::vector<int> place(rows, -1);
        for (std::size_t i = 0; i < rows; ++i) {
            const double value = std::max(in[i], out[i]);
            if (value <= 0)
                continue;
            const NodeRow& row = node_rows[i];
            place[i] = int(flow.nodes.size());
            flow.nodes.push_back({QString::fromLatin1(row.name),
                                  text(row.title),
                                  row.tone,
                                  row.column,
                                  row.rank,
                                  value,
                                  {}});
        }
        for (const FlowLink& link : links_)
            flow.links.push_back(
                {place[std::size_t(link.from)], place[std::size_t(link.to)], link.value});
        return flow;
    }

  private:
    double least_;  // rounding of single precision is no flow
    std::vector<FlowLink> links_;
};

struct Part {
    const char* name;
    FlowColumn column;
};
constexpr Part cooling_parts[] = {{"cdu_pumps", C::cdu_pumps},
                                  {"primary_pumps", C::primary_pumps},
                                  {"cooling_fans", C::cooling_fans},
                                  {"air_handling", C::air_handling},
                                  {"heat_pump", C::heat_pump}};
constexpr Part supply_losses[] = {{"ups_loss", C::ups_loss},
                                  {"distribution_loss", C::distribution_loss},
                                  {"rectifier_loss", C::central_rectifier_loss}};
constexpr Part node_parts[] = {{"gpus", C::gpus},
                               {"cpus", C::cpus},
                               {"memory", C::memory},
                               {"nics", C::nics},
                               {"drives", C::drives},
                               {"fans", C::fans},
                               {"converter_loss", C::converter_loss}};
constexpr Part rack_parts[] = {{"switches", C::switches},
                               {"fixed", C::fixed},
                               {"rack_rectifier_loss", C::rack_rectifier_loss}};

double sum_of(std::span<const Part> parts, const FlowValues& values) {
    double sum = 0;
    for (const Part& part : parts)
        sum += values[std::size_t(part.column)];
    return sum;
}

}  // namespace

EnergyFlow energy_flow(const FlowSeries& series, const FlowValues& values) {
    if (!series.has_power)
        return {};
    const auto at = [&](FlowColumn column) { return values[std::size_t(column)]; };
    Builder build(1e-6 * at(C::it));
    const double cooling = sum_of(cooling_parts, values);
    const double losses = sum_of(supply_losses, values);
    if (series.has_plant || series.has_energy) {
        build.link("grid", "transformers", at(C::grid));
        build.link("photovoltaics", "transformers", at(C::photovoltaics));
        build.link("discharged", "transformers", at(C::discharged));
        build.link("transformers", "supply", at(C::it) + losses);
        build.link("transformers", "cooling", cooling);
        build.link("transformers", "transformer_loss", at(C::transformer_loss));
        build.link("transformers", "feed_in", at(C::feed_in));
        build.link("transformers", "charged", at(C::battery) + at(C::discharged));
        build.link("supply", "racks", at(C::it));
    }
    for (const Part& part : supply_losses)
        build.link("supply", part.name, at(part.column));
    for (const Part& part : cooling_parts)
        build.link("cooling", part.name, at(part.column));
    build.link("racks", "nodes", sum_of(node_parts, values));
    for (const Part& part : rack_parts)
        build.link("racks", part.name, at(part.column));
    for (const Part& part : node_parts)
        build.link("nodes", part.name, at(part.column));
    if (series.has_cooling) {
        for (const Part& part : node_parts)
            build.link(part.name, "it_heat", at(part.column));
        for (const Part& part : rack_parts)
            build.link(part.name, "it_heat", at(part.column));
        for (const Part& part : cooling_parts)
            build.link(part.name, "plant_heat", at(part.column));
        for (const Part& part : supply_losses)
            build.link(part.name, "plant_heat", at(part.column));
        build.link("transformer_loss", "plant_heat", at(C::transformer_loss));
        build.link("it_heat", "water", at(C::liquid_heat));
        build.link("it_heat", "room_air", at(C::air_heat));
        build.link("from_store", "water", -at(C::stored));
        build.link("plant_heat", "water", at(C::pump_heat));
        build.link("plant_heat", "reuse", at(C::heat_pump));
        build.link(
            "plant_heat", "outdoors",
            cooling - at(C::heat_pump) + losses + at(C::transformer_loss) - at(C::pump_heat));
        build.link("water", "reuse", at(C::reused));
        build.link("water", "to_store", at(C::stored));
        build.link("water", "outdoors", at(C::rejected));
        build.link("room_air", "outdoors", at(C::air_heat));
    }
    EnergyFlow flow = build.finish();
    flow.total = series.has_plant || series.has_energy
                     ? at(C::grid) + at(C::photovoltaics) + at(C::discharged)
                     : at(C::it);
    return flow;
}

EnergyFlow with_small_merged(const EnergyFlow& flow, double least) {
    using Neighbours = std::pair<std::vector<int>, std::vector<int>>;
    std::vector<Neighbours> neighbours(flow.nodes.size());
    for (const FlowLink& link : flow.links) {
        neighbours[std::size_t(link.to)].first.push_back(link.from);
        neighbours[std::size_t(link.from)].second.push_back(link.to);
    }
    std::map<Neighbours, std::vector<int>> alike;
    for (std::size_t i = 0; i < flow.nodes.size(); ++i)
        if (flow.nodes[i].value < least)
            alike[neighbours[i]].push_back(int(i));
    // The first of each group stands for all of it.
    std::vector<int> stands_for(flow.nodes.size());
    for (std::size_t i = 0; i < stands_for.size(); ++i)
        stands_for[i] = int(i);
    EnergyFlow merged;
    merged.total = flow.total;
    std::vector<FlowNode> nodes = flow.nodes;
    for (const auto& [around, group] : alike) {
        if (group.size() < 2)
            continue;
        FlowNode& first = nodes[std::size_t(group.front())];
        first.value = 0;
        for (const int i : group) {
            stands_for[std::size_t(i)] = group.front();
            first.value += flow.nodes[std::size_t(i)].value;
            first.members += flow.nodes[std::size_t(i)].name;
        }
        first.name += QStringLiteral("+");
        first.title += QStringLiteral(" +%1").arg(group.size() - 1);
    }
    std::vector<int> place(nodes.size(), -1);
    for (std::size_t i = 0; i < nodes.size(); ++i)
        if (stands_for[i] == int(i)) {
            place[i] = int(merged.nodes.size());
            merged.nodes.push_back(nodes[i]);
        }
    for (const FlowLink& link : flow.links) {
        const int from = place[std::size_t(stands_for[std::size_t(link.from)])];
        const int to = place[std::size_t(stands_for[std::size_t(link.to)])];
        const auto same = std::find_if(
            merged.links.begin(), merged.links.end(),
            [&](const FlowLink& other) { return other.from == from && other.to == to; });
        if (same != merged.links.end())
            same->value += link.value;
        else
            merged.links.push_back({from, to, link.value});
    }
    return merged;
}

int find_node(const EnergyFlow& flow, const QString& name) {
    for (std::size_t i = 0; i < flow.nodes.size(); ++i)
        if (flow.nodes[i].name == name)
            return int(i);
    return -1;
}

std::optional<double> value_of(const EnergyFlow& flow, const FlowNode& node) {
    std::optional<double> sum;
    for (const QString& name : node.members.isEmpty() ? QStringList{node.name} : node.members)
        if (const int i = find_node(flow, name); i >= 0)
            sum = sum.value_or(0) + flow.nodes[std::size_t(i)].value;
    return sum;
}

QString flow_figure(double value, FlowUnit unit) {
    switch (unit) {
        case FlowUnit::power:
            break;
        case FlowUnit::money:
            return number(value) + QStringLiteral(" EUR/h");
        case FlowUnit::carbon:
            return number(value) + QStringLiteral(" kg/h");
    }
    return figure(value, "W");
}

QString balance_of(const FlowSeries& series, const FlowValues& values, FlowUnit unit) {
    const auto at = [&](FlowColumn column) { return values[std::size_t(column)]; };
    QString left, right;
    const auto add = [&](QString& side, const char* title, double value) {
        if (value <= 0)
            return;
        if (!side.isEmpty())
            side += QStringLiteral(" + ");
        side += text(title).arg(flow_figure(value, unit));
    };
    if (!series.has_plant && !series.has_energy) {
        add(left, QT_TRANSLATE_NOOP("Flow", "%1 IT"), at(C::it));
        add(right, QT_TRANSLATE_NOOP("Flow", "%1 nodes"), sum_of(node_parts, values));
        add(right, QT_TRANSLATE_NOOP("Flow", "%1 switches and other IT"),
            at(C::switches) + at(C::fixed));
        add(right, QT_TRANSLATE_NOOP("Flow", "%1 rack rectifiers"), at(C::rack_rectifier_loss));
    } else {
        if (series.has_energy)
            add(left, QT_TRANSLATE_NOOP("Flow", "%1 from the grid"), at(C::grid));
        else
            add(left, QT_TRANSLATE_NOOP("Flow", "%1 drawn by the site"), at(C::site));
        add(left, QT_TRANSLATE_NOOP("Flow", "%1 photovoltaics"), at(C::photovoltaics));
        add(left, QT_TRANSLATE_NOOP("Flow", "%1 from the battery"), at(C::discharged));
        add(right, QT_TRANSLATE_NOOP("Flow", "%1 IT"), at(C::it));
        add(right, QT_TRANSLATE_NOOP("Flow", "%1 losses in the supply"),
            sum_of(supply_losses, values) + at(C::transformer_loss));
        add(right, QT_TRANSLATE_NOOP("Flow", "%1 cooling"), sum_of(cooling_parts, values));
        add(right, QT_TRANSLATE_NOOP("Flow", "%1 fed into the grid"), at(C::feed_in));
        add(right, QT_TRANSLATE_NOOP("Flow", "%1 into the battery"),
            at(C::battery) + at(C::discharged));
    }
    return left + QStringLiteral(" = ") + right;
}

}  // namespace twin
