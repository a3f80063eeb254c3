#include "validation/calibration/shared_library.h"

#include <dlfcn.h>
#include <fmt/format.h>
#include <stdexcept>

namespace twin::calibration {

SharedLibrary::SharedLibrary(const std::vector<std::string>& names) {
    // It stays mapped: what a library of CUDA does when the process ends must find its code.
    for (const std::string& name : names) {
        if (void* const handle = dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE)) {
            handle_ = std::shared_ptr<void>(handle, [](void* open) { dlclose(open); });
            name_ = name;
            error_.clear();
            return;
        }
        if (error_.empty())
            error_ = dlerror();
    }
}

void* SharedLibrary::address(const char* name) const {
    return handle_ ? dlsym(handle_.get(), name) : nullptr;
}

void* SharedLibrary::required_address(const char* name) const {
    if (void* const found = address(name))
        return found;
    throw std::runtime_error(handle_ ? fmt::format("{} has no function {}", name_, name) : error_);
}

}  // namespace twin::calibration
