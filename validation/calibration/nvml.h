// What NVIDIA's driver says of its devices: libnvidia-ml.so.1, looked for when the program runs.
// Only readings: nothing here changes a device's settings. What a driver or device does not say is
// absent.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/units/quantity.h"

namespace twin::calibration {

struct NvmlFunctions;

// One device; holds the library open.
class NvmlDevice {
  public:
    std::optional<std::string> name() const;
    std::optional<Power> power() const;
    std::optional<Power> power_limit() const;  // in force
    std::optional<Energy> energy() const;      // counted since the driver was loaded
    std::optional<Frequency> core_clock() const;
    std::optional<Frequency> core_clock_most() const;  // that the device allows
    std::optional<Frequency> memory_clock() const;
    std::optional<Frequency> memory_clock_most() const;
    std::optional<TemperatureDifference> temperature() const;  // of the GPU, above 0 degC
    // Why the clock is below its highest, one bit a reason: see throttled().
    std::optional<std::uint64_t> clock_reasons() const;
    // How long heat has held the clock down since the driver was loaded.
    std::optional<Duration> thermal_slowdown() const;
    std::optional<double> utilisation() const;  // share of the last moments with a kernel running
    // Numbers of the processes with a context on the device, ascending, as the host counts them.
    std::optional<std::vector<unsigned>> processes() const;
    // Memory errors that could not be corrected, since the driver was loaded.
    std::optional<std::uint64_t> memory_errors() const;

    bool operator==(const NvmlDevice& other) const { return handle_ == other.handle_; }

  private:
    friend class Nvml;
    NvmlDevice(std::shared_ptr<const NvmlFunctions> functions, void* handle)
        : functions_(std::move(functions)), handle_(handle) {}

    std::shared_ptr<const NvmlFunctions> functions_;
    void* handle_;
};

class Nvml {
  public:
    explicit Nvml(const std::string& library = "libnvidia-ml.so.1");

    // Why nothing can be read; empty: all is well.
    const std::string& error() const { return error_; }
    std::optional<std::string> driver_version() const;
    std::vector<NvmlDevice> devices() const;
    // "0000:1B:00.0" as CUDA writes it.
    std::optional<NvmlDevice> device_at(const std::string& pci_bus_id) const;

  private:
    std::shared_ptr<const NvmlFunctions> functions_;  // nullptr: error_ says why
    std::string error_;
};

// Whether heat, the hardware's own protection or the rack's power brake holds the clock down. The
// power limit does not count, nor an idle clock, nor clocks that someone set.
bool throttled(std::uint64_t clock_reasons);

// The processes of this program among those with a context: `own`, and what came with the context
// where the device does not list it so (in a container).
std::vector<unsigned> our_processes(std::span<const unsigned> before,
                                    std::span<const unsigned> with_context, unsigned own);
// Whether one of `now` is not in `ours`.
bool has_others(std::span<const unsigned> now, std::span<const unsigned> ours);

}  // namespace twin::calibration
