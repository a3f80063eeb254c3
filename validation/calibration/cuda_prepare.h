// Kernels with their data on a CUDA device, by kind. All throw std::runtime_error where the device
// or a library refuses, and hold `device` by reference.
#pragma once

#include <filesystem>
#include <memory>

#include "models/hardware/kernel.h"
#include "validation/calibration/backend.h"
#include "validation/calibration/cuda_device.h"

namespace twin::calibration::cuda {

std::unique_ptr<PreparedKernel> prepare_launch(Device& device);
// copy, triad, reduction: always on the same buffers, so that the size says whether the cache holds
// them.
std::unique_ptr<PreparedKernel> prepare_stream(Device& device, const Kernel& kernel);
// softmax, layer_norm, attention, gemm: on rotated buffers, the caches cold.
std::unique_ptr<PreparedKernel> prepare_rows(Device& device, const Kernel& kernel);
std::unique_ptr<PreparedKernel> prepare_attention(Device& device, const Kernel& kernel);
// By cuBLASLt, the fastest of what its heuristics propose. Both operands lie with k running fastest
// ("TN"), which is what fp8 asks for and how the weights of a layer lie. In bf16 every element of
// the result is compared with that of the own kernel too, where k is a multiple of 8.
std::unique_ptr<PreparedKernel> prepare_gemm(Device& device, const Kernel& kernel);

std::unique_ptr<PreparedKernel> prepare_host_copy(Device& device, const Kernel& kernel);
std::unique_ptr<PreparedKernel> prepare_peer_copy(Device& device, const Kernel& kernel);
// By NCCL, over the first `kernel.devices` devices, not in place: the sum would grow without end.
std::unique_ptr<PreparedKernel> prepare_all_reduce(const Kernel& kernel);
// A temporary file in `folder`.
std::unique_ptr<PreparedKernel> prepare_checkpoint(Device& device, const Kernel& kernel,
                                                   const std::filesystem::path& folder);

// Another device that this one writes to directly; -1: none.
int peer_of(const Device& device);
// "13.1.0", "2.27.3"; empty: the library cannot be opened.
std::string gemm_library_version();
std::string all_reduce_library_version();

}  // namespace twin::calibration::cuda
