// HPL power of whole machines at one operating point, beside their published figures.
#include <array>
#include <fmt/format.h>

#include "models/site/site_power.h"
#include "sim/scenario/parts_catalog.h"
#include "validation/cases/cases.h"

namespace twin {
namespace {

// The point that ExaDigiT RAPS uses for Frontier; no figure of a part was chosen for these rows.
constexpr double hpl_cpu = 0.33, hpl_gpu = 0.79;

struct Machine {
    std::string_view site;
    NodeCount nodes;  // of a site with one row; 0: all
    double published_kw;
    std::string_view source, note;
};
constexpr std::array<Machine, 5> machines = {{
    {"jupiter-booster", 0, 15'794, "TOP500 2026/06, as transcribed in a public repository",
     "Rpeak of 52.1 Tflop/s a superchip says that HPL ran below the data sheet's clock, so at less "
     "than the power of this point"},
    {"jedi", 24, 67, "Green500 2024/06, an energy-optimised run (memory, unverified)",
     "24 nodes; an optimised run draws less than an HPL run, and the figure is recalled only"},
    {"juwels-booster", 0, 1'764, "TOP500 2020/11, as transcribed in a public repository",
     "partly luck: idle, switch and conversion figures of this machine are assumptions"},
    {"leonardo-booster", 0, 7'494, "TOP500 2026/06, as transcribed in a public repository",
     "GPUs ran near their limit; what the figure includes beside the racks is not public"},
    {"marenostrum5-acc", 0, 4'159, "TOP500 2026/06, as transcribed in a public repository",
     "928 W a GPU, everything included: out of reach of the shipped parts at a CPU utilisation of "
     "33 %"},
}};

}  // namespace

std::vector<Row> hpl_power(const CaseSetting&) {
    std::vector<Row> rows;
    for (const Machine& machine : machines) {
        SiteDescription description = shipped_parts().sites.at(std::string(machine.site));
        if (machine.nodes > 0)
            description.rows.at(0).nodes.value = machine.nodes;
        rows.push_back({.quantity = fmt::format("{}, HPL", description.name),
                        .unit = "kW",
                        .source = std::string(machine.source),
                        .measured = machine.published_kw,
                        .model = site_power(build_site(description), hpl_cpu, hpl_gpu).in(kilowatt),
                        .digits = 1,
                        .error_in = ErrorIn::percent,
                        .limit = {},  // comes with the device models
                        .kind = Kind::prediction,
                        .note = std::string(machine.note)});
    }
    rows.front().note +=
        "; no limit for these rows yet: one utilisation cannot stand for HPL on all machines, and "
        "models of the devices' clocks and activity come next";
    return rows;
}

}  // namespace twin
