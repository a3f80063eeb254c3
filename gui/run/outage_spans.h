// Which nodes were out of service when, as far as a run's events name racks and groups.
#pragma once

#include <vector>

#include "gui/run/run_facts.h"

namespace twin {

struct Outage {
    double from_s = 0, until_s = 0;
    NodeIndex first_node = 0;
    NodeCount nodes = 0;
    bool drained = false;  // its jobs ran on
    std::string place;     // "rack 17"
};

std::vector<Outage> outages_of(const RunFacts& facts);

}  // namespace twin
