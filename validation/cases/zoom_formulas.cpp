// The formulas of collectives against the same collectives as flows in SimGrid.
#include <array>
#include <fmt/format.h>
#include <stdexcept>

#include "validation/cases/cases.h"
#include "validation/child_process.h"

namespace twin {
namespace {

struct Question {
    std::string_view collective, algorithm, machine, library, size, nodes, where;
    std::string_view why{};  // it is not within the limit
};

// Halves of two groups, and a job that fills groups one after the other, on each kind of network.
constexpr std::string_view one_leaf = "in a leaf", one_group = "in a group",
                           two_groups = "in two groups", three_groups = "in three groups";
// A network of scenarios/validation/torus.parts.toml with JUPITER's nodes.
constexpr std::string_view tori = "torus-", full_torus = "on all of the torus";
constexpr std::string_view part_of_torus =
                               "the formula has the links of a torus as full as if all of its "
                               "switches sent, the flows those of the job's part of it "
                               "(models/interconnect/COLLECTIVES.md)",
                           torus_trees =
                               "edges of a tree pass links of a torus that other edges use, which "
                               "the formula does not know (models/interconnect/COLLECTIVES.md)";
constexpr std::string_view hidden =
    "the formula adds all latencies to the bytes, as NCCL's tuner does; of the flows' those pass "
    "while chunks wait for the slowest hop of their ring (sim/zoom/README.md)";

// clang-format off
constexpr std::array questions = {
    Question{"all_reduce", "ring", "jupiter-booster", "JUPITER", "256 MB", "0", "in a node"},
    Question{"all_reduce", "hierarchical", "jupiter-booster", "JUPITER", "256 MB", "0-15", one_leaf},
    Question{"all_reduce", "hierarchical", "jupiter-booster", "JUPITER", "1 GB", "0-239", one_group},
    Question{"all_reduce", "hierarchical", "jupiter-booster", "JUPITER", "1 GB", "0-31,240-271", two_groups},
    Question{"all_reduce", "hierarchical", "jupiter-booster", "JUPITER", "1 GB", "0-511", three_groups},
    Question{"all_reduce", "ring", "jupiter-booster", "NVLink 4", "8 GB", "0-15", one_leaf},
    Question{"all_reduce", "ring", "jupiter-booster", "NVLink 4", "8 GB", "0-127", one_group},
    Question{"all_reduce", "ring", "jupiter-booster", "NVLink 4", "1 GB", "0-511", three_groups, hidden},
    Question{"all_reduce", "tree", "jupiter-booster", "NVLink 4", "1 MB", "0-15", one_leaf},
    Question{"all_reduce", "tree", "jupiter-booster", "NVLink 4", "1 GB", "0-511", three_groups},
    Question{"all_reduce", "hierarchical by group", "jupiter-booster", "MPI", "1 GB", "0-31,240-271", two_groups},
    Question{"all_reduce", "hierarchical by group", "jupiter-booster", "MPI", "1 GB", "0-511", three_groups},
    Question{"all_gather", "ring", "jupiter-booster", "NVLink 4", "8 GB", "0-31,240-271", two_groups},
    Question{"all_gather", "hierarchical", "jupiter-booster", "JUPITER", "1 GB", "0-127", one_group},
    Question{"reduce_scatter", "hierarchical", "jupiter-booster", "JUPITER", "1 GB", "0-31,240-271", two_groups},
    Question{"broadcast", "ring", "jupiter-booster", "NVLink 4", "1 GB", "0-15", one_leaf},
    Question{"broadcast", "tree", "jupiter-booster", "NVLink 4", "1 GB", "0-63", one_group},
    Question{"all_to_all", "direct", "jupiter-booster", "JUPITER", "1 GB", "0-15", one_leaf},
    Question{"all_to_all", "direct", "jupiter-booster", "JUPITER", "1 GB", "0-63", one_group},
    Question{"all_to_all", "direct", "jupiter-booster", "JUPITER", "1 GB", "0-31,240-271", two_groups},
    Question{"all_to_all", "direct", "jupiter-booster", "JUPITER", "1 GB", "0-19,240-259,480-499", three_groups},
    Question{"all_to_all", "direct", "jupiter-booster", "JUPITER", "1 GB", "0-39,240-249", "30 and 10 in two groups"},
    Question{"point_to_point", "direct", "jupiter-booster", "JUPITER", "64 MB", "0,240", two_groups},
    Question{"all_reduce", "ring", "juwels-booster", "NVLink 3", "4 GB", "0-31", one_group},
    Question{"all_to_all", "direct", "juwels-booster", "NVLink 3", "1 GB", "0-23,48-71", two_groups},
    Question{"all_reduce", "tree", "leonardo-booster", "NVLink 3", "256 MB", "0-179", one_group},
    Question{"all_to_all", "direct", "leonardo-booster", "NVLink 3", "1 GB", "0-39", one_group},
    Question{"all_reduce", "ring", "marenostrum5-acc", "NVLink 4", "8 GB", "0-31,160-191", two_groups},
    Question{"all_to_all", "direct", "marenostrum5-acc", "NVLink 4", "1 GB", "0-31,160-191", two_groups},
    Question{"all_to_all", "direct", "marenostrum5-acc", "NVLink 4", "1 GB", "0-19,160-179,320-339", three_groups},
    Question{"all_to_all", "direct", "torus-12", "NVLink 4", "1 GB", "0-47", full_torus},
    Question{"all_to_all", "direct", "torus-3x4", "NVLink 4", "1 GB", "0-47", full_torus},
    Question{"all_to_all", "direct", "torus-2x2x3", "NVLink 4", "1 GB", "0-47", full_torus},
    Question{"all_to_all", "direct", "torus-4x4x4", "NVLink 4", "1 GB", "0-63", "on 16 of 64 switches"},
    Question{"all_to_all", "direct", "torus-4x4x4", "NVLink 4", "1 GB", "0-47", "on 12 of 64 switches", part_of_torus},
    Question{"all_to_all", "direct", "torus-3x4", "NVLink 4", "1 GB", "0-23", "on half of the torus", part_of_torus},
    Question{"all_reduce", "ring", "torus-3x4", "NVLink 4", "8 GB", "0-47", full_torus},
    Question{"all_reduce", "ring", "torus-4x4x4", "NVLink 4", "8 GB", "0-255", full_torus},
    Question{"all_reduce", "tree", "torus-12", "NVLink 4", "1 GB", "0-47", full_torus, torus_trees},
    Question{"all_reduce", "tree", "torus-3x4", "NVLink 4", "1 GB", "0-47", full_torus, torus_trees},
    Question{"all_reduce", "tree", "torus-2x2x3", "NVLink 4", "1 GB", "0-47", full_torus},
    Question{"all_reduce", "tree", "torus-4x4x4", "NVLink 4", "1 GB", "0-255", full_torus, torus_trees},
};
// clang-format on

// The number behind `key` in the object of that name.
double number_in(const std::string& json, std::string_view object, std::string_view key) {
    const std::size_t begin = json.find(fmt::format("\"{}\": {{", object));
    const std::string name = fmt::format("\"{}\": ", key);
    const std::size_t found = begin == std::string::npos ? begin : json.find(name, begin);
    if (found == std::string::npos)
        throw std::runtime_error(fmt::format("expected {}.{} in: {}", object, key, json));
    return std::stod(json.substr(found + name.size()));
}

}  // namespace

std::vector<Row> zoom_formulas(const CaseSetting& setting) {
    std::vector<Row> rows;
    for (const Question& question : questions) {
        std::vector<std::string> command = {setting.twin.string(),
                                            "zoom",
                                            std::string(question.collective),
                                            std::string(question.size),
                                            "--nodes",
                                            std::string(question.nodes),
                                            "--algorithm",
                                            std::string(question.algorithm),
                                            "--library",
                                            std::string(question.library),
                                            "--json"};
        if (question.machine.starts_with(tori))
            command.insert(
                command.end(),
                {"--node", "jupiter-booster", "--network", std::string(question.machine), "--parts",
                 (setting.repository / "scenarios/validation/torus.parts.toml").string()});
        else
            command.insert(command.end(), {"--site", std::string(question.machine)});
        const std::string json = run_child_well(command).output;
        rows.push_back(
            {.quantity =
                 fmt::format("{} of {}, {}, {}, nodes {} {}", question.collective, question.size,
                             question.algorithm, question.machine, question.nodes, question.where),
             .unit = "ms",
             .source = "flows with max-min shares over the same links, by SimGrid 3.32 (twin zoom)",
             .measured = 1e3 * number_in(json, "flows", "time_s"),
             .model = 1e3 * number_in(json, "formula", "time_s"),
             .digits = 3,
             .error_in = ErrorIn::percent,
             .limit = 10,
             .kind = Kind::equality,
             .note = fmt::format("constants of {}{}{}", question.library,
                                 question.why.empty() ? "" : "; ", question.why)});
    }
    return rows;
}

}  // namespace twin
