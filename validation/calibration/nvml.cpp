#include "validation/calibration/nvml.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "validation/calibration/shared_library.h"

namespace twin::calibration {
namespace {

// Names, numbers and layouts of NVIDIA's "NVML API Reference Guide".
using Return = int;
constexpr Return success = 0;
constexpr Return insufficient_size = 7;
constexpr unsigned core_domain = 1;    // NVML_CLOCK_SM
constexpr unsigned memory_domain = 2;  // NVML_CLOCK_MEM
constexpr unsigned gpu_sensor = 0;     // NVML_TEMPERATURE_GPU
constexpr unsigned uncorrected = 1;    // NVML_MEMORY_ERROR_TYPE_UNCORRECTED
constexpr unsigned since_load = 0;     // NVML_VOLATILE_ECC

// nvmlClocksEventReasons; those that count as throttling.
constexpr std::uint64_t hardware_slowdown = 0x08, software_thermal = 0x20, hardware_thermal = 0x40,
                        power_brake = 0x80;

struct Utilisation {
    unsigned gpu, memory;  // percent
};
struct Violation {
    unsigned long long reference, violation;  // us since some start, ns
};
constexpr unsigned thermal_policy = 1;  // NVML_PERF_POLICY_THERMAL
struct ProcessV1 {
    unsigned pid;
    unsigned long long memory;
};
// Of the second and the third version of the function.
struct ProcessV2 {
    unsigned pid;
    unsigned long long memory;
    unsigned gpu_instance, compute_instance;
};

using Reading = Return(void*, unsigned*);
using Counter = Return(void*, unsigned long long*);
using DomainReading = Return(void*, unsigned, unsigned*);

}  // namespace

struct NvmlFunctions {
    explicit NvmlFunctions(const std::string& file)
        : library({file}),
          initialise(library.function<Return()>("nvmlInit_v2")),
          shut_down(library.function<Return()>("nvmlShutdown")),
          error_string(library.function<const char*(Return)>("nvmlErrorString")),
          driver_version(library.function<Return(char*, unsigned)>("nvmlSystemGetDriverVersion")),
          count(library.function<Return(unsigned*)>("nvmlDeviceGetCount_v2")),
          by_index(library.function<Return(unsigned, void**)>("nvmlDeviceGetHandleByIndex_v2")),
          by_bus_id(
              library.function<Return(const char*, void**)>("nvmlDeviceGetHandleByPciBusId_v2")),
          name(library.function<Return(void*, char*, unsigned)>("nvmlDeviceGetName")),
          power(library.function<Reading>("nvmlDeviceGetPowerUsage")),
          power_limit(library.function<Reading>("nvmlDeviceGetEnforcedPowerLimit")),
          energy(library.function<Counter>("nvmlDeviceGetTotalEnergyConsumption")),
          clock(library.function<DomainReading>("nvmlDeviceGetClockInfo")),
          clock_most(library.function<DomainReading>("nvmlDeviceGetMaxClockInfo")),
          temperature(library.function<DomainReading>("nvmlDeviceGetTemperature")),
          clock_reasons(library.function<Counter>("nvmlDeviceGetCurrentClocksEventReasons")),
          violation(library.function<Return(void*, unsigned, Violation*)>(
              "nvmlDeviceGetViolationStatus")),
          utilisation(
              library.function<Return(void*, Utilisation*)>("nvmlDeviceGetUtilizationRates")),
          processes_v1(library.function<Return(void*, unsigned*, ProcessV1*)>(
              "nvmlDeviceGetComputeRunningProcesses")),
          processes_v2(library.function<Return(void*, unsigned*, ProcessV2*)>(
              "nvmlDeviceGetComputeRunningProcesses_v2")),
          memory_errors(library.function<Return(void*, unsigned, unsigned, unsigned long long*)>(
              "nvmlDeviceGetTotalEccErrors")) {
        // Older drivers have these under other names.
        if (clock_reasons == nullptr)
            clock_reasons = library.function<Counter>("nvmlDeviceGetCurrentClocksThrottleReasons");
        // Some drivers' third version has longer rows; that of the second never changed.
        if (processes_v2 == nullptr)
            processes_v2 = library.function<Return(void*, unsigned*, ProcessV2*)>(
                "nvmlDeviceGetComputeRunningProcesses_v3");
    }
    ~NvmlFunctions() {
        if (initialised && shut_down != nullptr)
            shut_down();
    }
    NvmlFunctions(const NvmlFunctions&) = delete;
    NvmlFunctions& operator=(const NvmlFunctions&) = delete;

    SharedLibrary library;
    bool initialised = false;
    Return (*initialise)();
    Return (*shut_down)();
    const char* (*error_string)(Return);
    Return (*driver_version)(char*, unsigned);
    Return (*count)(unsigned*);
    Return (*by_index)(unsigned, void**);
    Return (*by_bus_id)(const char*, void**);
    Return (*name)(void*, char*, unsigned);
    Reading* power;
    Reading* power_limit;
    Counter* energy;
    DomainReading* clock;
    DomainReading* clock_most;
    DomainReading* temperature;
    Counter* clock_reasons;
    Return (*violation)(void*, unsigned, Violation*);
    Return (*utilisation)(void*, Utilisation*);
    Return (*processes_v1)(void*, unsigned*, ProcessV1*);
    Return (*processes_v2)(void*, unsigned*, ProcessV2*);
    Return (*memory_errors)(void*, unsigned, unsigned, unsigned long long*);
};

namespace {

std::optional<unsigned> read(Reading* function, void* device) {
    unsigned value = 0;
    if (function == nullptr || function(device, &value) != success)
        return std::nullopt;
    return value;
}

std::optional<std::uint64_t> read(Counter* function, void* device) {
    unsigned long long value = 0;
    if (function == nullptr || function(device, &value) != success)
        return std::nullopt;
    return value;
}

std::optional<unsigned> read(DomainReading* function, void* device, unsigned domain) {
    unsigned value = 0;
    if (function == nullptr || function(device, domain, &value) != success)
        return std::nullopt;
    return value;
}

std::optional<Power> milliwatts(std::optional<unsigned> value) {
    return value ? std::optional(1e-3 * double(*value) * watt) : std::nullopt;
}

std::optional<Frequency> megahertz(std::optional<unsigned> value) {
    return value ? std::optional(1e6 * double(*value) * hertz) : std::nullopt;
}

template <class Process>
std::optional<std::vector<unsigned>> processes_by(Return (*function)(void*, unsigned*, Process*),
                                                  void* device) {
    // Others may come between two calls.
    for (std::size_t room = 32; room <= 4096; room *= 2) {
        std::vector<Process> rows(room);
        auto count = unsigned(room);
        const Return status = function(device, &count, rows.data());
        if (status == insufficient_size)
            continue;
        if (status != success)
            return std::nullopt;
        std::vector<unsigned> pids;
        for (std::size_t i = 0; i < std::min<std::size_t>(count, room); ++i)
            pids.push_back(rows[i].pid);
        std::sort(pids.begin(), pids.end());
        pids.erase(std::unique(pids.begin(), pids.end()), pids.end());
        return pids;
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::string> NvmlDevice::name() const {
    std::array<char, 128> text{};
    if (functions_->name == nullptr ||
        functions_->name(handle_, text.data(), unsigned(text.size() - 1)) != success)
        return std::nullopt;
    return text.data();
}

std::optional<Power> NvmlDevice::power() const {
    return milliwatts(read(functions_->power, handle_));
}

std::optional<Power> NvmlDevice::power_limit() const {
    return milliwatts(read(functions_->power_limit, handle_));
}

std::optional<Energy> NvmlDevice::energy() const {
    const auto millijoules = read(functions_->energy, handle_);
    return millijoules ? std::optional(1e-3 * double(*millijoules) * joule) : std::nullopt;
}

std::optional<Frequency> NvmlDevice::core_clock() const {
    return megahertz(read(functions_->clock, handle_, core_domain));
}

std::optional<Frequency> NvmlDevice::core_clock_most() const {
    return megahertz(read(functions_->clock_most, handle_, core_domain));
}

std::optional<Frequency> NvmlDevice::memory_clock() const {
    return megahertz(read(functions_->clock, handle_, memory_domain));
}

std::optional<Frequency> NvmlDevice::memory_clock_most() const {
    return megahertz(read(functions_->clock_most, handle_, memory_domain));
}

std::optional<TemperatureDifference> NvmlDevice::temperature() const {
    const auto degrees = read(functions_->temperature, handle_, gpu_sensor);
    return degrees ? std::optional(double(*degrees) * kelvin) : std::nullopt;
}

std::optional<std::uint64_t> NvmlDevice::clock_reasons() const {
    return read(functions_->clock_reasons, handle_);
}

std::optional<Duration> NvmlDevice::thermal_slowdown() const {
    Violation time{};
    if (functions_->violation == nullptr ||
        functions_->violation(handle_, thermal_policy, &time) != success)
        return std::nullopt;
    return 1e-9 * double(time.violation) * second;
}

std::optional<double> NvmlDevice::utilisation() const {
    Utilisation percent{};
    if (functions_->utilisation == nullptr || functions_->utilisation(handle_, &percent) != success)
        return std::nullopt;
    return percent.gpu / 100.0;
}

std::optional<std::vector<unsigned>> NvmlDevice::processes() const {
    if (functions_->processes_v2 != nullptr)
        return processes_by(functions_->processes_v2, handle_);
    if (functions_->processes_v1 != nullptr)
        return processes_by(functions_->processes_v1, handle_);
    return std::nullopt;
}

std::optional<std::uint64_t> NvmlDevice::memory_errors() const {
    unsigned long long errors = 0;
    if (functions_->memory_errors == nullptr ||
        functions_->memory_errors(handle_, uncorrected, since_load, &errors) != success)
        return std::nullopt;
    return errors;
}

Nvml::Nvml(const std::string& library) {
    auto functions = std::make_shared<NvmlFunctions>(library);
    if (!functions->library.is_open()) {
        error_ = functions->library.error();
        return;
    }
    if (functions->initialise == nullptr) {
        error_ = fmt::format("{} has no function nvmlInit_v2", library);
        return;
    }
    if (const Return status = functions->initialise(); status != success) {
        error_ = fmt::format("nvmlInit_v2: {}", functions->error_string == nullptr
                                                    ? fmt::format("error {}", status)
                                                    : functions->error_string(status));
        return;
    }
    functions->initialised = true;
    functions_ = std::move(functions);
}

std::optional<std::string> Nvml::driver_version() const {
    std::array<char, 128> text{};
    if (functions_ == nullptr || functions_->driver_version == nullptr ||
        functions_->driver_version(text.data(), unsigned(text.size() - 1)) != success)
        return std::nullopt;
    return text.data();
}

std::vector<NvmlDevice> Nvml::devices() const {
    std::vector<NvmlDevice> found;
    unsigned count = 0;
    if (functions_ == nullptr || functions_->count == nullptr || functions_->by_index == nullptr ||
        functions_->count(&count) != success)
        return found;
    for (unsigned i = 0; i < count; ++i) {
        void* handle = nullptr;
        if (functions_->by_index(i, &handle) == success)
            found.push_back(NvmlDevice(functions_, handle));
    }
    return found;
}

std::optional<NvmlDevice> Nvml::device_at(const std::string& pci_bus_id) const {
    void* handle = nullptr;
    if (functions_ == nullptr || functions_->by_bus_id == nullptr ||
        functions_->by_bus_id(pci_bus_id.c_str(), &handle) != success)
        return std::nullopt;
    return NvmlDevice(functions_, handle);
}

bool throttled(std::uint64_t clock_reasons) {
    return (clock_reasons &
            (hardware_slowdown | software_thermal | hardware_thermal | power_brake)) != 0;
}

std::vector<unsigned> our_processes(std::span<const unsigned> before,
                                    std::span<const unsigned> with_context, unsigned own) {
    const auto contains = [](std::span<const unsigned> list, unsigned pid) {
        return std::find(list.begin(), list.end(), pid) != list.end();
    };
    if (contains(with_context, own))
        return {own};
    // A driver may be late to list it; a container may know it by another number.
    std::vector<unsigned> ours = {own};
    for (const unsigned pid : with_context)
        if (!contains(before, pid))
            ours.push_back(pid);
    return ours;
}

bool has_others(std::span<const unsigned> now, std::span<const unsigned> ours) {
    return std::any_of(now.begin(), now.end(), [&](unsigned pid) {
        return std::find(ours.begin(), ours.end(), pid) == ours.end();
    });
}

}  // namespace twin::calibration
