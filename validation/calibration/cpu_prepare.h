// Kernels with their data on the cores of a host, by kind.
#pragma once

#include <memory>

#include "models/hardware/kernel.h"
#include "validation/calibration/backend.h"
#include "validation/calibration/cpu_host.h"

namespace twin::calibration::cpu {

// Holds `host` by reference. Throws std::runtime_error where there is no such kernel in that
// precision, or no memory for it.
std::unique_ptr<PreparedKernel> prepare(Host& host, const Kernel& kernel);

}  // namespace twin::calibration::cpu
