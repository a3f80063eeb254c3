#include "models/workload/codes.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <fmt/format.h>

namespace twin {
namespace {

bool on_gpus(const CodePart& code) {
    return code.devices == "gpus";
}

bool needs_arithmetic(const CodePart& code) {
    return on_gpus(code) && code.memory_share < 1;
}

// How much longer the same computation takes.
double stretch(const CodePart& code, const NodePart& measured, const NodePart& here) {
    if (!on_gpus(code))
        return double(measured.cpus * measured.cpu.cores) / (here.cpus * here.cpu.cores);
    const double gpus = double(measured.gpus) / here.gpus;
    const double by_memory = measured.gpu.memory_bandwidth.value / here.gpu.memory_bandwidth.value;
    if (!needs_arithmetic(code))
        return gpus * by_memory;
    const double by_arithmetic = measured.gpu.fp64_tensor->value / here.gpu.fp64_tensor->value;
    return gpus * (code.memory_share * by_memory + (1 - code.memory_share) * by_arithmetic);
}

}  // namespace

const CodeSize* CodePart::find_size(const std::string& size) const {
    const auto found = std::find_if(sizes.begin(), sizes.end(),
                                    [&](const CodeSize& row) { return row.name == size; });
    return found == sizes.end() ? nullptr : &*found;
}

std::vector<std::string> CodePart::size_names() const {
    std::vector<std::string> names;
    for (const CodeSize& size : sizes)
        names.push_back(size.name);
    return names;
}

CodeTime code_time(const CodePart& code, const CodeSize& size, NodeCount nodes) {
    assert(nodes > 0);
    const double work = size.work > 0 ? size.work.value : size.whole_work / nodes;
    CodeTime time;
    time.start = size.start;
    time.computing = code.fixed.value + work * code.work_time.value;
    time.networking = std::log2(nodes) * code.doubling_time.value +
                      std::pow(work, 2.0 / 3) * (nodes - 1) * code.spread_time.value;
    return time;
}

std::optional<CodeProblem> code_problem(const CodePart& code, NodeCount nodes,
                                        const CodeMachine& measured, const CodeMachine& here) {
    if (code.power_of_two && !std::has_single_bit(static_cast<std::uint32_t>(nodes)))
        return CodeProblem{
            "nodes", "a power of two for " + code.id, std::to_string(nodes),
            fmt::format("{} or {}", std::bit_floor(static_cast<std::uint32_t>(nodes)),
                        std::bit_ceil(static_cast<std::uint32_t>(nodes)))};
    if (on_gpus(code) && here.node.gpus == 0)
        return CodeProblem{"name", "a code for the site's nodes, which have no GPUs",
                           "'" + code.id + "'", "it runs on GPUs"};
    if (!on_gpus(code) && here.node.cpus * here.node.cpu.cores == 0)
        return CodeProblem{"name", "a code for the site's nodes, which have no CPUs",
                           "'" + code.id + "'", "it runs on CPUs"};
    for (const NodePart* node : {&measured.node, &here.node})
        if (needs_arithmetic(code) &&
            (!node->gpu.fp64_tensor || node->gpu.fp64_tensor->value <= FlopRate()))
            return CodeProblem{"name",
                               "a code whose time follows from the memory alone on " +
                                   node->gpu.id + ", whose FP64 rate is not known",
                               "'" + code.id + "'", "give a run time and a load instead"};
    return std::nullopt;
}

CodeTime code_time(const CodePart& code, const CodeSize& size, NodeCount nodes,
                   const CodeMachine& measured, const CodeMachine& here) {
    CodeTime time = code_time(code, size, nodes);
    time.computing = stretch(code, measured.node, here.node) * time.computing;
    if (measured.injection > Bandwidth() && here.injection > Bandwidth())
        time.networking = measured.injection / here.injection * time.networking;
    return time;
}

std::vector<Phase> code_phases(const CodePart& code, const CodeTime& time, double times,
                               const CodeMachine& here) {
    assert(times > 0);
    std::vector<Phase> phases;
    if (time.start > Duration()) {
        Phase start;
        start.duration = std::max(to_sim(time.start), SimDuration(1));
        start.cpu_utilisation = code.cpu_utilisation;
        phases.push_back(start);
    }
    const double computing = time.computing / time.step();
    Phase steps;
    steps.duration = std::max(to_sim(times * time.step()), SimDuration(1));
    steps.cpu_utilisation = code.cpu_utilisation;
    if (on_gpus(code)) {
        // While the network is waited for, kernels spin or rest: as resting.
        steps.gpu_activity = {computing * code.busy, computing * code.tensor,
                              computing * code.memory, computing * code.link};
        steps.compute_bound = computing * code.compute_bound;
    }
    steps.demand.network_bound = 1 - computing;
    steps.demand.network = (1 - computing) * code.network_share.value * here.injection;
    phases.push_back(steps);
    return phases;
}

}  // namespace twin
