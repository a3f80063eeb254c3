// What the map says in words of a node, rack, group or job at the play head.
#pragma once

#include <QString>

#include "gui/run/machine.h"
#include "gui/run/selection.h"

namespace twin {

// Some lines, the first one its name; empty for nothing.
QString describe(const Machine& machine, const MachineNow& now, Selected what);
// Of the whole machine, one line: "5,884 nodes: 4,100 busy, 1,784 free".
QString describe_all(const Machine& machine, const MachineNow& now);
// What the file does not say of this time, whole sentences; empty: nothing is missing.
QString describe_unknown(const Machine& machine, const MachineNow& now);

}  // namespace twin
