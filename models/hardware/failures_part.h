// The struct that the files of models/parts/failures fill: how often parts of a machine fail, why,
// and how long their repair takes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/hardware/figure.h"
#include "models/units/quantity.h"

namespace twin {

struct FailureCausePart {
    std::string name;      // unique in its set
    std::string takes;     // gpu, node, link, leaf_switch, program
    Figure<double> share;  // of all failures; those of a set are 1 together
    // Of the time out of service, log-normal; absent: of a program, which takes no node.
    std::optional<Figure<Duration>> repair_median, repair_mean;
};

// Of links between groups of the network, which slow jobs and end none.
struct LinkFailurePart {
    std::string name;       // unique in its set
    std::string takes;      // global_cable, spine_switch
    Figure<Duration> mtbf;  // of one of them
    Figure<Duration> repair_median, repair_mean;
};

struct FailuresPart {
    std::string id, name;
    // Mean time between failures of all causes, of one GPU or of one node. Exactly one of them.
    std::optional<Figure<Duration>> gpu_mtbf, node_mtbf;
    std::vector<FailureCausePart> causes;
    std::vector<LinkFailurePart> links;
};

}  // namespace twin
