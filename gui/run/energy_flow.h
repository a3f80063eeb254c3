// Where a site's electricity comes from, what it becomes and where its heat goes: nodes in columns
// and the flows between them. What flows into a node flows out of it.
#pragma once

#include <QStringList>
#include <optional>
#include <vector>

#include "gui/look/theme.h"
#include "gui/run/flow_series.h"

namespace twin {

struct FlowNode {
    QString name;   // "gpus": the same in every flow
    QString title;  // translated
    Tone tone{};
    int column = 0;       // from the sources on the left
    int rank = 0;         // from the top of its column
    double value = 0;     // what flows through it
    QStringList members;  // names of those that were merged into it; empty: it is one
};

struct FlowLink {
    int from = 0, to = 0;  // index in `nodes`
    double value = 0;
};

struct EnergyFlow {
    std::vector<FlowNode> nodes;  // with a flow, by column, then rank
    std::vector<FlowLink> links;  // with a flow
    double total = 0;             // all that comes in from the left
};

// Leaves out what the series do not know. Empty without power.
EnergyFlow energy_flow(const FlowSeries& series, const FlowValues& values);

// Nodes below `least` that have the same neighbours become one, "CDU pumps +3". One alone stays.
EnergyFlow with_small_merged(const EnergyFlow& flow, double least);

// -1: it has none.
int find_node(const EnergyFlow& flow, const QString& name);
// Of a node of another flow that may have merged several; none: `flow` has none of them.
std::optional<double> value_of(const EnergyFlow& flow, const FlowNode& node);
// A figure of the flow's unit: "14.90 MW", "1.2 kEUR/h", "230 kg/h".
QString flow_figure(double value, FlowUnit unit);
// "14.90 MW from the grid = 14.52 MW IT + ..."
QString balance_of(const FlowSeries& series, const FlowValues& values, FlowUnit unit);

}  // namespace twin
