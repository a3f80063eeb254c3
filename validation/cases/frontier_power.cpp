// Power of Frontier from the shipped parts, beside the formula of a peer with the same constants.
#include <array>
#include <fmt/format.h>

#include "models/site/site_power.h"
#include "sim/scenario/parts_catalog.h"
#include "validation/cases/cases.h"

namespace twin {
namespace {

struct OperatingPoint {
    std::string_view name;
    double cpu, gpu;      // utilisations
    double peer_mw;       // ExaDigiT RAPS, its own formula
    double telemetry_mw;  // SC24 paper; memory, unverified
};
constexpr std::array<OperatingPoint, 3> points = {{
    {"idle", 0, 0, 7.307, 7.4},
    {"HPL, CPU 33 %, GPU 79 %", 0.33, 0.79, 22.954, 21.3},
    {"peak", 1, 1, 28.228, 27.4},
}};

Row row_at(const OperatingPoint& point) {
    const Site site = build_site(shipped_parts().sites.at("frontier"));
    return {.quantity = std::string(point.name),
            .unit = "MW",
            .source = "ExaDigiT RAPS, commit 6c142bf, its formula with its constants of Frontier",
            .measured = point.peer_mw,
            .model = site_power(site, point.cpu, point.gpu).in(megawatt),
            .error_in = ErrorIn::percent,
            .limit = 0.1,
            .kind = Kind::equality,
            .note = "both compute one equation; this is no measurement"};
}

}  // namespace

std::vector<Row> frontier_power(const CaseSetting&) {
    std::vector<Row> rows;
    for (const OperatingPoint& point : points)
        rows.push_back(row_at(point));
    for (const OperatingPoint& point : points) {
        Row row = row_at(point);
        row.quantity += ", telemetry";
        row.source = "telemetry in the SC24 paper of ExaDigiT (memory, unverified)";
        row.measured = point.telemetry_mw;
        row.limit.reset();
        row.kind = Kind::comparison;
        row.note = "the measured figure is recalled, not looked up, so it scores nothing";
        rows.push_back(row);
    }
    return rows;
}

}  // namespace twin
