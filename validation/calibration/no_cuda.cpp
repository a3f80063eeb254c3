// Stands in for cuda_backend.cpp where there is no CUDA compiler.
#include "validation/calibration/cuda_backend.h"

namespace twin::calibration {
namespace {

constexpr const char* reason = "no CUDA device: this program was built without CUDA";

}  // namespace

std::unique_ptr<Backend> open_cuda(int, const std::filesystem::path&) {
    throw NoDevice(reason);
}

std::vector<std::string> cuda_devices() {
    throw NoDevice(reason);
}

}  // namespace twin::calibration
