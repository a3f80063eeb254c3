#include "sim/scenario/code_job.h"

#include <fmt/format.h>

#include "models/interconnect/network.h"
#include "models/units/counted.h"
#include "models/workload/codes.h"
#include "sim/scenario/job_phases.h"
#include "sim/scenario/parts_catalog.h"

namespace twin {
namespace {

CodeMachine machine_of(const NodePart& node, const NetworkPart* network) {
    return {node, network == nullptr ? Bandwidth() : node_fabric(node, *network).injection()};
}

// The first word of a device's name.
std::string maker(const GpuPart& gpu) {
    return gpu.name.substr(0, gpu.name.find(' '));
}

}  // namespace

std::vector<Phase> code_job_phases(const CodeSettings& settings, NodeCount nodes,
                                   const RunPlan& plan, const std::string& field,
                                   FieldProblems& problems, std::vector<std::string>& remarks) {
    // Of a name that is none the reader has told.
    const auto found = plan.parts->codes.find(settings.name);
    if (found == plan.parts->codes.end() || nodes <= 0)
        return {};
    const CodePart& code = found->second;
    const auto node = common_node(plan.site);
    if (const UnitError* error = std::get_if<UnitError>(&node)) {
        problems.add(field, "expected " + error->expected, error->got, error->hint);
        return {};
    }
    const CodeSize* size = code.find_size(settings.size);
    if (size == nullptr) {
        const auto known = code.size_names();
        problems.add(field + ".size",
                     fmt::format("expected a size of {} ({})", code.id, fmt::join(known, ", ")),
                     "'" + settings.size + "'", did_you_mean(settings.size, known));
        return {};
    }
    const SiteDescription& site = plan.parts->sites.at(code.measured_on);
    const CodeMachine measured =
        machine_of(site.rows.front().part->node, &plan.parts->networks.at(site.network));
    const CodeMachine here = machine_of(*std::get<const NodePart*>(node), network_of(plan));
    if (const auto problem = code_problem(code, nodes, measured, here)) {
        const bool of_nodes = problem->key == "nodes";
        problems.add(of_nodes ? field.substr(0, field.rfind('.')) + ".nodes" : field + ".name",
                     "expected " + problem->expected, problem->got, problem->hint);
        return {};
    }
    if (nodes < code.least_nodes || nodes > code.most_nodes)
        remarks.push_back(fmt::format(
            "{} was measured on {} to {} nodes; on {} its scaling is continued beyond them",
            code.id, code.least_nodes.value, code.most_nodes.value, nodes));
    const GpuPart &known = measured.node.gpu, &gpu = here.node.gpu;
    if (code.devices == "gpus" && gpu.generation != known.generation)
        remarks.push_back(fmt::format(
            "{} was measured on {}; its time on {} follows from bandwidths and peak rates alone{}",
            code.id, known.name, gpu.name,
            maker(gpu) == maker(known)
                ? ""
                : fmt::format(", which say nothing of how well it is ported to GPUs of {}",
                              maker(gpu))));
    const CodeTime time = code_time(code, *size, nodes, measured, here);
    const double lasts = time.start.si() + double(settings.times) * time.step().si();
    if (lasts > TextForm<SimDuration>::longest) {
        problems.add(field + ".times", "expected a run of at most 100 years",
                     format_quantity(lasts, Dimension::duration));
        return {};
    }
    remarks.push_back(fmt::format(
        "{} {} on {}: {} of {}{}: {}", code.id, settings.size, counted(nodes, "node"),
        counted(settings.times, "solution"), format_quantity(time.step().si(), Dimension::duration),
        time.start > Duration() ? fmt::format(" after a start of {}",
                                              format_quantity(time.start.si(), Dimension::duration))
                                : "",
        format_quantity(lasts, Dimension::duration)));
    return code_phases(code, time, double(settings.times), here);
}

}  // namespace twin
