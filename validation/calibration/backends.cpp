#include <array>

#include "validation/calibration/backend.h"
#include "validation/calibration/cpu_backend.h"
#include "validation/calibration/cuda_backend.h"

namespace twin::calibration {
namespace {

constexpr std::array rows = {
    BackendRow{"cpu", "the processor that this runs on", open_cpu, cpu_devices},
    BackendRow{"cuda", "an NVIDIA GPU", open_cuda, cuda_devices},
};

}  // namespace

std::span<const BackendRow> backends() {
    return rows;
}

}  // namespace twin::calibration
