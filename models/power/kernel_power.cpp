#include "models/power/kernel_power.h"

#include <algorithm>
#include <cassert>

#include "models/power/gpu_power.h"
#include "models/power/node_power.h"
#include "models/workload/llm_activity.h"

namespace twin {
namespace {

const GemmSurface* surface_of(const Calibration& calibration, Precision precision) {
    for (const GemmSurface& surface : calibration.gemm)
        if (surface.precision == precision)
            return &surface;
    return nullptr;
}

// Of the device at its full clock. A surface's own peak may be one that a limit holds down (that of
// a GH200 from an H100's), so only the ratio of its precisions counts where there is one.
FlopRate peak_of(const GpuPart& gpu, const Calibration& calibration, Precision precision) {
    const GemmSurface* surface = surface_of(calibration, precision);
    const GemmSurface* bf16 = surface_of(calibration, Precision::bf16);
    if (surface && bf16)
        return surface->peak / bf16->peak * gpu.bf16_dense.value;
    const FlopRate known = peak_rate(gpu, precision);
    return surface && known == FlopRate() ? surface->peak : known;
}

// Kernels whose arithmetic is products of matrices; that of the others is part of being busy.
bool multiplies_matrices(const Kernel& kernel) {
    return kernel.kind == KernelKind::gemm || kernel.kind == KernelKind::attention;
}

// What crosses the device's links to its peers.
DataSize sent(const Kernel& kernel) {
    if (kernel.kind == KernelKind::peer_copy)
        return kernel.size;
    // Each device sends and receives 2 (n - 1) / n of the message.
    if (kernel.kind == KernelKind::all_reduce)
        return 2.0 * (kernel.devices - 1) / kernel.devices * kernel.size;
    return {};
}

// Copy engines move transfers while the cores rest; an all-reduce is a kernel of its own.
bool keeps_cores_busy(const Kernel& kernel) {
    return row_of(kernel.kind).on_device || kernel.kind == KernelKind::all_reduce;
}

KernelBound bound_of(const Kernel& kernel, const KernelTime& time) {
    if (2.0 * time.launch >= time.time)
        return KernelBound::launch;
    if (!row_of(kernel.kind).on_device)
        return KernelBound::transfer;
    return time.compute_bound >= 0.5 ? KernelBound::arithmetic : KernelBound::memory;
}

// Without power and clock.
KernelRun rates_of(const Kernel& kernel, const KernelTime& time, FlopRate peak, Bandwidth memory) {
    KernelRun run;
    run.time = time.time;
    run.compute_bound = time.compute_bound;
    run.bound = bound_of(kernel, time);
    run.flop_rate = FlopRate::from_si(flops(kernel) / time.time.si());
    run.traffic_rate = time.traffic / time.time;
    if (multiplies_matrices(kernel) && peak > FlopRate())
        run.peak_share = run.flop_rate / peak;
    if (memory > Bandwidth())
        run.memory_share = run.traffic_rate / memory;
    return run;
}

double working_share(const KernelTime& time) {
    return std::clamp(1 - time.launch / time.time, 0.0, 1.0);
}

// What the paths do but for the matrix products.
GpuActivity activity_of(const GpuPart& gpu, const Kernel& kernel, const KernelTime& time,
                        const KernelRun& run) {
    const double working = working_share(time);
    GpuActivity activity;
    activity.busy = keeps_cores_busy(kernel) ? time.at_work * working : 0;
    activity.memory = std::min(run.memory_share, working);
    if (gpu.link_bandwidth)
        activity.link = std::min(sent(kernel) / time.time / gpu.link_bandwidth->value, working);
    if (activity == GpuActivity{})
        activity.busy = least_busy;
    return activity;
}

// The highest clock at which a GPU that reaches `share` of the peak keeps `limit`; its matrix
// products then take share / clock of the cycles. At least the clock that this rate needs.
double clock_under(const GpuPart& gpu, const GpuActivity& others, double share, Power limit) {
    const auto keeps = [&](double clock) {
        GpuActivity activity = others;
        activity.tensor = std::min(share / clock, others.busy);
        const GpuLoad load = load_of_activity(gpu, activity);
        const double cores_share = cores_share_under(gpu, load, limit);
        return cores_share >= 1 || clock_of(gpu, cores_share) >= clock;
    };
    double low = gpu.lowest_clock;
    if (share > 0)
        low = std::clamp(share / others.busy, low, 1.0);
    double high = 1;
    if (keeps(high))
        return high;
    // 50 halvings leave less than the doubles resolve.
    for (int i = 0; i < 50; ++i) {
        const double middle = (low + high) / 2;
        (keeps(middle) ? low : high) = middle;
    }
    return low;
}

std::variant<KernelRun, UnitError> run_under(const GpuPart& gpu, const Calibration& calibration,
                                             const Kernel& kernel, Power own_limit, Power limit) {
    const auto known = kernel_time(calibration, kernel);
    if (const UnitError* error = std::get_if<UnitError>(&known))
        return *error;
    const KernelTime& time = std::get<KernelTime>(known);
    KernelRun run =
        rates_of(kernel, time, peak_of(gpu, calibration, kernel.precision), gpu.memory_bandwidth);
    run.activity = activity_of(gpu, kernel, time, run);
    const double own_clock = clock_under(gpu, run.activity, run.peak_share, own_limit);
    run.activity.tensor = std::min(run.peak_share / own_clock, run.activity.busy);

    // The same as node_draw has it.
    const GpuLoad load = load_of_activity(gpu, run.activity);
    const double own = cores_share_under(gpu, load, own_limit);
    const double now = std::min(own, cores_share_under(gpu, load, limit));
    const double slower = clock_of(gpu, own) / clock_of(gpu, now);
    const double stretch = run.compute_bound * slower + 1 - run.compute_bound;
    run.time = stretch * run.time;
    run.flop_rate = 1 / stretch * run.flop_rate;
    run.traffic_rate = 1 / stretch * run.traffic_rate;
    run.peak_share /= stretch;
    run.memory_share /= stretch;
    run.clock = std::max(own_clock / slower, gpu.lowest_clock.value);
    run.power = load.at(now);
    run.energy = run.power * run.time;
    run.at_limit = now < 1;
    return run;
}

}  // namespace

std::string_view to_text(KernelBound bound) {
    switch (bound) {
        case KernelBound::arithmetic:
            return "arithmetic";
        case KernelBound::memory:
            return "memory";
        case KernelBound::launch:
            return "launch";
        case KernelBound::transfer:
            return "transfer";
    }
    return {};
}

std::variant<KernelRun, UnitError> run_kernel(const GpuPart& gpu, const Calibration& calibration,
                                              const Kernel& kernel, std::optional<Power> cap) {
    const Power own = gpu.max_power;
    return run_under(gpu, calibration, kernel, own, cap ? std::min(own, *cap) : own);
}

std::variant<KernelRun, UnitError> run_kernel(const NodePart& node, double cpu_utilisation,
                                              const Calibration& calibration, const Kernel& kernel,
                                              std::optional<Power> gpu_cap) {
    return run_under(node.gpu, calibration, kernel, gpu_limit(node, cpu_utilisation),
                     gpu_limit(node, cpu_utilisation, gpu_cap));
}

std::variant<KernelRun, UnitError> run_kernel(const CpuPart& cpu, const Calibration& calibration,
                                              const Kernel& kernel) {
    const auto known = kernel_time(calibration, kernel);
    if (const UnitError* error = std::get_if<UnitError>(&known))
        return *error;
    const KernelTime& time = std::get<KernelTime>(known);
    const GemmSurface* surface = surface_of(calibration, kernel.precision);
    KernelRun run = surface ? rates_of(kernel, time, surface->peak, surface->memory_bandwidth)
                            : rates_of(kernel, time, FlopRate(), Bandwidth());
    run.cpu_utilisation = time.at_work * working_share(time);
    run.power = cpu.idle_power + run.cpu_utilisation * (cpu.max_power - cpu.idle_power.value);
    run.energy = run.power * run.time;
    return run;
}

}  // namespace twin
