// What kernels take on one device, as text and as JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "models/hardware/kernel.h"
#include "models/power/kernel_power.h"

namespace twin {

// A kernel under one cap.
struct CappedRun {
    double share = 1;  // of the device's own limit
    Power cap{};
    KernelRun run;
};

struct KernelAnswer {
    Kernel kernel;
    KernelRun run;
    std::vector<CappedRun> caps;  // from the device's own limit downwards; empty: it has none
};

struct KernelReport {
    std::string device;        // "NVIDIA H100 SXM5, 80 GB HBM3"
    std::optional<Power> cap;  // that was asked for
    std::string cap_on;        // "the GPU", "the module"
    double times = 1;          // that each kernel runs, one after the other
    std::vector<KernelAnswer> kernels;
    std::vector<std::string> assumptions;   // whole sentences
    std::string calibration, derived_from;  // ids; the second may be empty
};

std::string kernel_report_text(const KernelReport& report);
nlohmann::ordered_json kernel_report_json(const KernelReport& report);

}  // namespace twin
