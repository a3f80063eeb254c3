#include <algorithm>
#include <array>
#include <filesystem>
#include <fmt/format.h>
#include <string>

#include "models/hardware/kernel.h"
#include "models/hardware/precision.h"
#include "models/interconnect/collective.h"
#include "models/interconnect/routing.h"
#include "models/interconnect/topologies.h"
#include "models/units/unit_table.h"
#include "models/units/unit_text.h"
#include "sim/commands/commands.h"
#include "sim/lessons/read_lesson.h"
#include "sim/results/kpis.h"
#include "sim/scenario/parts_catalog.h"
#include "sim/scenario/run_plan.h"
#include "sim/scheduling/placements.h"
#include "sim/scheduling/schedulers.h"
#include "sim/zoom/zoom_fabric.h"

namespace twin {
namespace {

void list_schedulers() {
    for (const auto& row : schedulers())
        fmt::print("{:16} {}\n", row.name, row.summary);
}

void list_placements() {
    for (const auto& row : placements())
        fmt::print("{:16} {}\n", row.name, row.summary);
}

void list_events() {
    for (const auto& row : change_kinds())
        fmt::print("{:16} {}\n", row.name, row.summary);
}

void list_sites() {
    for (const auto& [id, description] : shipped_parts().sites) {
        int nodes = 0;
        for (const auto& row : description.rows) {
            const int each = row.nodes > 0 ? row.nodes.value : row.part->nodes.value;
            nodes += row.count * each;
        }
        for (const int number : description.missing_racks.value) {
            int first = description.first_rack_number;
            for (const auto& row : description.rows) {
                if (number >= first && number < first + row.count)
                    nodes -= row.nodes > 0 ? row.nodes.value : row.part->nodes.value;
                first += row.count;
            }
        }
        const std::string size = nodes > 0 ? fmt::format("{} nodes", nodes) : "set site.nodes";
        fmt::print("{:18} {:28} {}\n", id, description.name, size);
    }
}

void list_models() {
    for (const auto& [id, model] : shipped_parts().models) {
        const TransformerShape shape = model.shape();
        std::string more;
        if (shape.latent.used())
            more += ", latent attention";
        if (shape.experts > 0)
            more += fmt::format(", {} of {} experts", shape.experts_per_token, shape.experts);
        const double predicting = mtp_parameters(shape);
        if (shape.mtp_layers > 0)
            more += fmt::format(", {:.4g} G more for multi-token prediction", predicting / 1e9);
        fmt::print("{:18} {:52} {:>7.4g} G weights, {} layers of {}{}\n", id, model.name,
                   (parameters(shape) - predicting) / 1e9, shape.layers, shape.hidden, more);
    }
}

void list_parts() {
    std::string last;
    for (const auto& figure : shipped_part_figures()) {
        const std::string part = figure.kind + "/" + figure.id;
        if (part != last)
            fmt::print("{}{}\n", last.empty() ? "" : "\n", part);
        last = part;
        fmt::print("  {} = {}{}{}\n", figure.field, figure.value,
                   figure.evidence.empty() ? "" : "  # ", figure.evidence);
    }
}

void list_kpis() {
    for (const auto& row : kpi_table())
        fmt::print("{:30} {:10} {}; {}\n", row.name, row.unit.empty() ? "-" : row.unit, row.title,
                   row.formula);
}

void list_lessons() {
    const std::filesystem::path folder = "scenarios/lessons";
    std::vector<std::filesystem::path> files;
    if (std::filesystem::is_directory(folder))
        for (const auto& entry : std::filesystem::directory_iterator(folder))
            if (is_lesson_file(entry.path()))
                files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    if (files.empty())
        throw std::runtime_error("no lessons: expected " + folder.string() +
                                 "/NAME.lesson.toml below the current folder");
    for (const auto& file : files) {
        const ReadLesson read = read_lesson(file, {});
        fmt::print("{:44} {:3} min  {}\n", file.string(), read.lesson.minutes,
                   read.problems.empty() ? read.lesson.title.en : read.problems.front().text());
    }
}

void list_topologies() {
    for (const TopologyRow& row : topologies()) {
        std::vector<std::string_view> keys;
        for (const TopologyParameter& parameter : row.parameters)
            keys.push_back(parameter.name);
        fmt::print("{:16} {}; {}\n", row.name, row.summary, fmt::join(keys, ", "));
    }
}

// Of scenarios, and those that only flows have.
void list_routings() {
    for (const RoutingRow& row : routings())
        fmt::print("{:16} {}\n", row.name, row.summary);
    for (const ZoomRoutingRow& row : zoom_routings())
        if (std::none_of(routings().begin(), routings().end(),
                         [&](const RoutingRow& known) { return known.name == row.name; }))
            fmt::print("{:16} {}; twin zoom alone has it\n", row.name, row.summary);
}

void list_networks() {
    for (const auto& [id, part] : shipped_parts().networks)
        fmt::print("{:20} {:16} {:5} nodes  {}\n", id, part.topology, node_slots(part), part.name);
}

void list_collective_algorithms() {
    for (const CollectiveAlgorithm& row : collective_algorithms())
        fmt::print("{:16} {}\n", row.name, row.how);
}

void list_libraries() {
    const auto shown = [](Duration time) {
        return format_quantity(time.si(), Dimension::duration);
    };
    for (const CollectiveConstants& row : collective_constants()) {
        fmt::print("{:10} {}; {}\n", row.name, row.summary,
                   row.algorithms.empty()
                       ? "all algorithms"
                       : fmt::format("algorithms {}", fmt::join(row.algorithms, ", ")));
        const std::string first = shown(row.network.front().ring_step),
                          last = shown(row.network.back().ring_step);
        fmt::print(
            "{:10}   reaches {:.3g} % of a NIC's port and {:.3g} % of what NVLink gives "
            "elsewhere; a step between nodes {}\n",
            "", 100 * row.nic_fraction, 100 * row.link_share,
            first == last ? first : first + " to " + last);
    }
    fmt::print("Equations, all constants and their sources: models/interconnect/COLLECTIVES.md.\n");
}

void list_codes() {
    for (const auto& [id, part] : shipped_parts().codes)
        fmt::print("{:10} {}; sizes {}; {} to {} nodes of {}\n", id, part.name,
                   fmt::join(part.size_names(), ", "), part.least_nodes.value,
                   part.most_nodes.value, part.measured_on);
}

void list_kernels() {
    for (const KernelKindRow& row : kernel_kinds())
        fmt::print("{:16} {}\n", row.name, row.summary);
}

void list_precisions() {
    for (const PrecisionRow& row : precisions())
        fmt::print("{:16} {}\n", row.name, row.summary);
}

void list_units() {
    for (const auto& row : unit_table())
        fmt::print("{:8} {:14} {:g} in SI\n", row.text, to_text(row.dimension), row.si);
}

struct ListRow {
    const char* name;
    void (*print)();
    const char* summary;
};

constexpr std::array lists = {
    ListRow{"sites", list_sites, "machines, by id"},
    ListRow{"networks", list_networks, "networks of sites, by id"},
    ListRow{"models", list_models, "language models, by id"},
    ListRow{"codes", list_codes, "codes that are no training, with their problems"},
    ListRow{"parts", list_parts, "all parts with their figures and sources"},
    ListRow{"schedulers", list_schedulers, "who runs when (scheduling.policy)"},
    ListRow{"placements", list_placements, "who runs where (scheduling.placement)"},
    ListRow{"routings", list_routings, "how traffic finds its way (network.routing)"},
    ListRow{"events", list_events, "what an [[event]] can do"},
    ListRow{"topologies", list_topologies, "kinds of networks and their figures"},
    ListRow{"collectives", list_collective_algorithms, "algorithms of collectives"},
    ListRow{"libraries", list_libraries, "whose collectives (--library), and where from"},
    ListRow{"kernels", list_kernels, "kinds of kernels"},
    ListRow{"precisions", list_precisions, "types of numbers"},
    ListRow{"kpis", list_kpis, "figures of a run, with their formulas"},
    ListRow{"units", list_units, "units that texts may have"},
    ListRow{"lessons", list_lessons, "lessons below the current folder"},
};

void list_lists() {
    for (const ListRow& row : lists)
        fmt::print("{:16} {}\n", row.name, row.summary);
}

}  // namespace

void add_list(CLI::App& command, int&) {
    auto what = std::make_shared<std::string>();
    std::vector<std::string> names;
    for (const auto& row : lists)
        names.emplace_back(row.name);
    command.add_option("WHAT", *what, "which table; where absent: what can be listed")
        ->check(CLI::IsMember(names));
    command.callback([what] {
        if (what->empty())
            list_lists();
        for (const auto& row : lists)
            if (*what == row.name)
                row.print();
    });
}

}  // namespace twin
