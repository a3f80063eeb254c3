// The processor that this runs on: all of its cores that the program may use. GEMM by OpenBLAS, the
// rest by cpu_kernels.h.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "validation/calibration/backend.h"

namespace twin::calibration {

// Throws NoDevice where `device` is not 0: all processors of a host are one device.
std::unique_ptr<Backend> open_cpu(int device, const std::filesystem::path& folder);

std::vector<std::string> cpu_devices();

}  // namespace twin::calibration
