// NVIDIA GPUs. Without a CUDA compiler no_cuda.cpp stands in for the implementation.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "validation/calibration/backend.h"

namespace twin::calibration {

// `folder`: where checkpoint_write makes its temporary file. Throws NoDevice, with the reason in a
// whole sentence.
std::unique_ptr<Backend> open_cuda(int device, const std::filesystem::path& folder);

// A line for each device: "0: NVIDIA H100 80GB HBM3". Throws NoDevice as above.
std::vector<std::string> cuda_devices();

}  // namespace twin::calibration
