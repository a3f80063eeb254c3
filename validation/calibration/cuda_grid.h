// Which kernels a CUDA device is measured with, from its figures. Plain C++: tested without one.
#pragma once

#include <vector>

#include "models/hardware/kernel.h"
#include "validation/calibration/grids.h"

namespace twin::calibration::cuda {

struct DeviceFigures {
    int capability = 80;     // 10 times the major number and the minor one: 90 of H100
    bool half_fp64 = false;  // fp64 at half of fp32's rate, as devices for computing centres have
    DataSize free_memory{};  // for buffers
    int number = 0;          // of the device
    int devices = 1;         // of the host
    bool has_peer = false;   // another one that this one writes to directly
    bool has_nccl = false;
};

// In the order in which they are measured: what is soon done first, then GEMM by precision.
std::vector<Kernel> kernel_grid(const DeviceFigures& figures, bool quick);

// Whether the library takes such a product: fp8 wants a device that has it and rows of whole 16
// bytes.
bool gemm_is_possible(const Kernel& kernel, int capability);

// What a kernel's buffers take of the device's memory at least.
DataSize buffers_of(const Kernel& kernel);

// fp32 lanes of a multiprocessor; 0: not known.
int fp32_lanes(int capability);

}  // namespace twin::calibration::cuda
