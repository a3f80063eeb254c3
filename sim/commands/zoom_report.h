// A collective as flows, beside its formula: as text, as JSON, and its links as CSV.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "sim/zoom/zoom.h"

namespace twin {

struct ZoomReport {
    std::string collective, site, network, library, routing;
    CollectiveRequest request;
    std::string algorithm;
    int nodes = 0, gpus_per_node = 1, groups = 0, leaves = 0;
    ZoomResult result;
    CollectiveCost formula;
    std::vector<std::string> assumptions;  // whole sentences

    int ranks() const { return nodes * gpus_per_node; }
};

// Why the two times are apart, or that they are not; whole sentences.
std::vector<std::string> reasons(const ZoomReport& report);

std::string zoom_report_text(const ZoomReport& report);
nlohmann::ordered_json zoom_report_json(const ZoomReport& report);
// All links that carry something: class, name, cables, bandwidth, bytes, share of the bandwidth
// that is reached, busy share, flows.
std::string zoom_links_csv(const ZoomReport& report);

}  // namespace twin
