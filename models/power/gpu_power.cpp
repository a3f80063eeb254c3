#include "models/power/gpu_power.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace twin {
namespace {

// The share of a GPU's power above idle that falls with its clock where only its utilisation is
// known: that of all its paths together.
double core_share(const GpuPart& gpu) {
    const Power cores = gpu.busy_power.value + gpu.tensor_power.value;
    const Power all = cores + gpu.memory_power.value + gpu.link_power.value;
    return all > Power() ? cores / all : 1;
}

}  // namespace

GpuLoad load_of_utilisation(const GpuPart& gpu, double utilisation) {
    assert(utilisation >= 0 && utilisation <= 1);
    const Power at_utilisation =
        gpu.idle_power + utilisation * (gpu.max_power - gpu.idle_power.value);
    const Power above_idle = at_utilisation - gpu.idle_power;
    const double share = core_share(gpu);
    return {gpu.idle_power, share * above_idle, (1 - share) * above_idle, 1};
}

GpuLoad load_of_activity(const GpuPart& gpu, const GpuActivity& activity) {
    const Power base = gpu.idle_power.value + gpu.context_power.value;
    const double working =
        std::max({activity.busy, activity.tensor, activity.memory, activity.link});
    assert(working >= 0 && working <= 1);
    if (working == 0)
        return {base, Power(), Power(), 0};
    return {
        base,
        (activity.busy * gpu.busy_power.value + activity.tensor * gpu.tensor_power.value) / working,
        (activity.memory * gpu.memory_power.value + activity.link * gpu.link_power.value) / working,
        working};
}

GpuLoad load_of(const GpuPart& gpu, const Phase& phase) {
    return phase.gpu_activity == GpuActivity{} ? load_of_utilisation(gpu, phase.gpu_utilisation)
                                               : load_of_activity(gpu, phase.gpu_activity);
}

double lowest_cores_share(const GpuPart& gpu) {
    return std::pow(gpu.lowest_clock, gpu.clock_exponent);
}

double cores_share_under(const GpuPart& gpu, const GpuLoad& load, Power limit) {
    const Power fixed = load.base + load.rest;
    if (fixed + load.cores <= limit || load.cores <= Power())
        return 1;
    return std::max((limit - fixed) / load.cores, lowest_cores_share(gpu));
}

double clock_of(const GpuPart& gpu, double cores_share) {
    return cores_share >= 1 ? 1 : std::pow(cores_share, 1 / gpu.clock_exponent.value);
}

}  // namespace twin
