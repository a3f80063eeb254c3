// A device that kernels are measured on. Implementations: cpu_backend.h; cuda_backend.h, which is
// built only with a CUDA compiler; the tests' own.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "validation/calibration/record.h"

namespace twin::calibration {

// A kernel with its data on the device, ready to run.
class PreparedKernel {
  public:
    virtual ~PreparedKernel() = default;
    // Compares its result on random data with a reference: empty, or what is wrong.
    virtual std::string check() = 0;
    // Runs it `times` times in a row, each on another of its rotated buffers, and waits: seconds
    // for all together by the device's own clock where it has one.
    virtual Duration run(int times) = 0;
    // For the point's note after check(): the cross-check's time, ...; no line break.
    virtual std::string note() { return {}; }
};

// What the device says of itself at this moment. Absent: it does not say.
struct DeviceState {
    std::optional<Power> power;
    std::optional<Energy> energy;  // counted since some start, for differences
    std::optional<Frequency> clock;
    std::optional<TemperatureDifference> temperature;  // above 0 degC
    bool busy_with_others = false;
    bool throttled = false;  // for another reason than the power limit
    std::string error;       // of the device; empty: none
};

class Backend {
  public:
    virtual ~Backend() = default;
    // Device, driver, libraries, clocks, cap, idle and context power; state and begin are the
    // caller's.
    virtual RecordHeader describe() = 0;
    virtual DeviceState state() = 0;
    // How long a kernel has to run for its watts: counters move in steps of up to 0.1 s, and some
    // devices say the mean of their last second.
    virtual Duration power_time() const { return 1.0 * second; }
    // The kernels that this device can run, in the order in which they are measured. `quick`: a few
    // of each kind, for a first look; else the full grid.
    virtual std::vector<Kernel> kernels(bool quick) = 0;
    // Throws std::runtime_error where the device or a library refuses.
    virtual std::unique_ptr<PreparedKernel> prepare(const Kernel& kernel) = 0;
};

// Thrown where there is no device of the kind: what() is the whole sentence ("no CUDA device:
// ...").
struct NoDevice : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct BackendRow {
    std::string_view name;  // "cpu", "cuda"
    std::string_view summary;
    // `folder`: where checkpoint_write makes its temporary file. Throws NoDevice.
    std::unique_ptr<Backend> (*open)(int device, const std::filesystem::path& folder);
    // A line for each device: "0: NVIDIA H100 80GB HBM3". Throws NoDevice.
    std::vector<std::string> (*devices)();
};
// Those that this program was built with.
std::span<const BackendRow> backends();

}  // namespace twin::calibration
