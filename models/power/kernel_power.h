// How fast a device runs a kernel, what it draws meanwhile and what a power cap changes: a
// calibration's times joined with the part's power. Equations, limits: README.md beside this file.
#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include "models/hardware/calibration.h"
#include "models/hardware/kernel.h"
#include "models/hardware/parts.h"
#include "models/units/quantity.h"
#include "models/units/unit_text.h"
#include "models/workload/job.h"

namespace twin {

// What most of a kernel's time waits for.
enum class KernelBound { arithmetic, memory, launch, transfer };
std::string_view to_text(KernelBound bound);

// One execution of a kernel that is run again and again. Rates are means over `time`.
struct KernelRun {
    Duration time{};
    FlopRate flop_rate{};
    double peak_share = 0;     // of the precision's peak; 0 where no peak is known or of none
    Bandwidth traffic_rate{};  // of the least traffic that the kernel needs
    double memory_share = 0;   // of the memory's bandwidth; above 1 where caches serve it
    // Of a GPU, for a phase: at the clock of its own limit, arithmetic as a share of the cycles.
    // Never all zero, which a phase takes for no activity: an empty kernel is busy for 1e-9.
    GpuActivity activity{};
    double cpu_utilisation = 0;  // of a CPU, for a phase: all its cores, but for the launch
    Power power{};
    double clock = 1;  // as a share of the full one
    Energy energy{};   // power for `time`
    double compute_bound = 0;
    KernelBound bound = KernelBound::launch;
    bool at_limit = false;  // the limit or the cap holds the clock below the full one
};

// On a GPU by itself. The calibration is what the device did under its own limit, max_power; a
// `cap` (> 0) below it lowers the clock, above it nothing. The error is that of kernel_time.
std::variant<KernelRun, UnitError> run_kernel(const GpuPart& gpu, const Calibration& calibration,
                                              const Kernel& kernel,
                                              std::optional<Power> cap = std::nullopt);

// On one GPU of a node whose CPUs are busy by `cpu_utilisation`: its own limit is what the node
// leaves it, the cap is on the module where the node has a module cap. Time and power are those of
// node_draw for a phase of this activity and compute_bound. So is the clock, but where a measured
// rate needs a higher one than the paths leave it within the limit: then it is what that rate
// needs, falls in the same ratio, and is nowhere below the lowest. Precondition: it has GPUs.
std::variant<KernelRun, UnitError> run_kernel(const NodePart& node, double cpu_utilisation,
                                              const Calibration& calibration, const Kernel& kernel,
                                              std::optional<Power> gpu_cap = std::nullopt);

// On all cores of a CPU: at max_power but for the launch, whatever the kernel; CPUs have no cap.
std::variant<KernelRun, UnitError> run_kernel(const CpuPart& cpu, const Calibration& calibration,
                                              const Kernel& kernel);

}  // namespace twin
