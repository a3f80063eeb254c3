#include "validation/calibration/cuda_backend.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <fmt/format.h>
#include <span>
#include <thread>
#include <unistd.h>

#include "validation/calibration/cuda_device.h"
#include "validation/calibration/cuda_grid.h"
#include "validation/calibration/cuda_prepare.h"
#include "validation/calibration/nvml.h"

namespace twin::calibration {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto byte = DataSize::from_si(1);

// How many devices CUDA sees; throws NoDevice where there is none.
int device_count() {
    int count = 0;
    const cudaError_t status = cudaGetDeviceCount(&count);
    if (status != cudaSuccess || count == 0) {
        cudaGetLastError();
        throw NoDevice(
            fmt::format("no CUDA device: {}",
                        cudaGetErrorString(status == cudaSuccess ? cudaErrorNoDevice : status)));
    }
    return count;
}

std::string version_text(int version) {  // 13000 is 13.0
    return fmt::format("{}.{}", version / 1000, version % 1000 / 10);
}

// What NVML says before the first call to CUDA, when nothing of ours is on the device.
struct BeforeCuda {
    NvmlDevice device;
    std::optional<Power> power;
    std::vector<unsigned> processes;
    std::optional<double> utilisation;
};

// Means of readings over a second; absent where there are none.
std::vector<std::optional<Power>> mean_powers(std::span<const NvmlDevice> devices) {
    constexpr int readings = 10;
    std::vector<std::optional<Power>> means(devices.size());
    for (int i = 0; i < readings && !devices.empty(); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        for (std::size_t d = 0; d < devices.size(); ++d)
            if (const auto power = devices[d].power())
                means[d] = (double(i) * means[d].value_or(*power) + *power) / double(i + 1);
    }
    return means;
}

std::vector<BeforeCuda> read_before_cuda(const Nvml& nvml) {
    const std::vector<NvmlDevice> devices = nvml.devices();
    const auto powers = mean_powers(devices);
    std::vector<BeforeCuda> readings;
    for (std::size_t d = 0; d < devices.size(); ++d)
        readings.push_back({devices[d], powers[d],
                            devices[d].processes().value_or(std::vector<unsigned>()),
                            devices[d].utilisation()});
    return readings;
}

class CudaBackend : public Backend {
  public:
    CudaBackend(int number, std::filesystem::path folder, Nvml nvml,
                const std::vector<BeforeCuda>& before)
        : folder_(std::move(folder)), nvml_(std::move(nvml)), device_(number) {
        std::array<char, 32> bus_id{};
        cuda::check(cudaDeviceGetPCIBusId(bus_id.data(), int(bus_id.size()), number),
                    "cudaDeviceGetPCIBusId");
        watched_ = nvml_.device_at(bus_id.data());
        if (!watched_)
            return;
        const auto with_context = watched_->processes().value_or(std::vector<unsigned>());
        std::vector<unsigned> without;
        const auto found = std::find_if(before.begin(), before.end(),
                                        [&](const BeforeCuda& b) { return b.device == *watched_; });
        if (found != before.end()) {
            without = found->processes;
            idle_power_ = found->power;
            busy_before_ = found->utilisation.value_or(0) > 0.05;
        }
        ours_ = our_processes(without, with_context, unsigned(getpid()));
        memory_errors_ = watched_->memory_errors();
        thermal_slowdown_ = watched_->thermal_slowdown();
    }

    RecordHeader describe() override {
        RecordHeader header;
        cudaDeviceProp properties{};
        cuda::check(cudaGetDeviceProperties(&properties, device_.number()),
                    "cudaGetDeviceProperties");
        header.device = properties.name;
        header.backend = "cuda";
        header.units = device_.units();
        header.memory = double(properties.totalGlobalMem) * byte;
        std::array<char, 256> host{};
        if (gethostname(host.data(), host.size() - 1) == 0)
            header.host = host.data();
        describe_libraries(header);

        const auto clock = [&](cudaDeviceAttr which) -> std::optional<Frequency> {
            const int kilohertz = device_.attribute(which);
            return kilohertz > 0 ? std::optional(1e3 * double(kilohertz) * hertz) : std::nullopt;
        };
        header.core_clock = clock(cudaDevAttrClockRate);
        header.memory_clock = clock(cudaDevAttrMemoryClockRate);
        if (watched_)
            describe_power(header);
        else
            header.remarks.push_back(fmt::format(
                "NVML says nothing of this device: no power, clocks, temperature, others ({}).",
                nvml_.error().empty() ? "it does not know its bus id" : nvml_.error()));
        const int lanes = cuda::fp32_lanes(device_.capability());
        if (header.core_clock && lanes > 0)
            // A multiplication and an addition a clock and lane.
            header.peak = FlopRate::from_si(2.0 * lanes * header.units * header.core_clock->si());
        const int bits = device_.attribute(cudaDevAttrGlobalMemoryBusWidth);
        if (header.memory_clock && bits > 0)
            // Two transfers a clock.
            header.memory_bandwidth =
                Bandwidth::from_si(2 * bits / 8.0 * header.memory_clock->si());
        return header;
    }

    DeviceState state() override {
        DeviceState state;
        // First: its time is the caller's.
        if (watched_)
            state.energy = watched_->energy();
        // A fault of a kernel stays until the program ends.
        if (const cudaError_t status = cudaStreamQuery(device_.stream());
            status != cudaSuccess && status != cudaErrorNotReady)
            state.error = fmt::format("CUDA: {}", cudaGetErrorString(status));
        if (!watched_)
            return state;
        state.power = watched_->power();
        state.clock = watched_->core_clock();
        state.temperature = watched_->temperature();
        state.throttled = throttled(watched_->clock_reasons().value_or(0));
        // The reasons are those of this moment, when the kernel has ended.
        const auto slowdown = watched_->thermal_slowdown();
        state.throttled =
            state.throttled || (slowdown && thermal_slowdown_ && *slowdown > *thermal_slowdown_);
        thermal_slowdown_ = slowdown;
        // The driver takes its time to list processes.
        constexpr auto seldom = std::chrono::milliseconds(500);
        if (const auto now = Clock::now(); now - looked_around_ >= seldom) {
            looked_around_ = now;
            const auto processes = watched_->processes();
            others_ = processes && has_others(*processes, ours_);
            const auto errors = watched_->memory_errors();
            if (errors && memory_errors_ && *errors > *memory_errors_)
                new_memory_errors_ = *errors - *memory_errors_;
        }
        state.busy_with_others = others_;
        if (state.error.empty() && new_memory_errors_ > 0)
            state.error =
                fmt::format("{} memory errors that could not be corrected", new_memory_errors_);
        return state;
    }

    std::vector<Kernel> kernels(bool quick) override {
        cuda::DeviceFigures figures;
        figures.capability = device_.capability();
        figures.half_fp64 = device_.attribute(cudaDevAttrSingleToDoublePrecisionPerfRatio) <= 4;
        // Beside a kernel's buffers: rotated sets, a library's workspace, the driver's own.
        constexpr double workspace = 256e6;
        figures.free_memory =
            (0.9 * double(device_.free_memory()) - 2 * double(device_.cache()) - workspace) * byte;
        figures.number = device_.number();
        figures.devices = device_count();
        figures.has_peer = cuda::peer_of(device_) >= 0;
        figures.has_nccl = !cuda::all_reduce_library_version().empty();
        return cuda::kernel_grid(figures, quick);
    }

    std::unique_ptr<PreparedKernel> prepare(const Kernel& kernel) override {
        switch (kernel.kind) {
            case KernelKind::launch:
                return cuda::prepare_launch(device_);
            case KernelKind::gemm:
                return cuda::prepare_gemm(device_, kernel);
            case KernelKind::copy:
            case KernelKind::triad:
            case KernelKind::reduction:
                return cuda::prepare_stream(device_, kernel);
            case KernelKind::softmax:
            case KernelKind::layer_norm:
                return cuda::prepare_rows(device_, kernel);
            case KernelKind::attention:
                return cuda::prepare_attention(device_, kernel);
            case KernelKind::host_to_device:
            case KernelKind::device_to_host:
                return cuda::prepare_host_copy(device_, kernel);
            case KernelKind::peer_copy:
                return cuda::prepare_peer_copy(device_, kernel);
            case KernelKind::all_reduce:
                return cuda::prepare_all_reduce(kernel);
            case KernelKind::checkpoint_write:
                return cuda::prepare_checkpoint(device_, kernel, folder_);
        }
        throw std::runtime_error("unknown kind of kernel");
    }

  private:
    void describe_libraries(RecordHeader& header) const {
        int runtime = 0, driver = 0;
        cuda::check(cudaRuntimeGetVersion(&runtime), "cudaRuntimeGetVersion");
        cuda::check(cudaDriverGetVersion(&driver), "cudaDriverGetVersion");
        header.driver = nvml_.driver_version().value_or("");
        header.libraries = {{"CUDA runtime", version_text(runtime)},
                            {"CUDA of the driver", version_text(driver)}};
        if (const std::string version = cuda::gemm_library_version(); !version.empty())
            header.libraries.emplace_back("cuBLASLt", version);
        else
            header.remarks.push_back("cuBLASLt cannot be opened: there are no products.");
        if (const std::string version = cuda::all_reduce_library_version(); !version.empty())
            header.libraries.emplace_back("NCCL", version);
        else
            header.remarks.push_back("NCCL cannot be opened: there is no all-reduce.");
    }

    void describe_power(RecordHeader& header) const {
        // The driver's figures stand before those of the runtime.
        if (const auto clock = watched_->core_clock_most())
            header.core_clock = clock;
        if (const auto clock = watched_->memory_clock_most())
            header.memory_clock = clock;
        header.power_cap = watched_->power_limit();
        header.idle_power = idle_power_;
        // Some devices say the mean of the last second: it is to hold nothing of what was before.
        device_.stream().wait();
        std::this_thread::sleep_for(std::chrono::milliseconds(1500));
        header.context_power = mean_powers(std::span(&*watched_, 1))[0];
        if (watched_->energy())
            header.power_source = "energy counter";
        else if (watched_->power())
            header.power_source = "sampled";
        if (busy_before_)
            header.remarks.push_back("The device was at work before the calibration began.");
        if (const auto processes = watched_->processes();
            processes && has_others(*processes, ours_))
            header.remarks.push_back("Other processes have a context on the device.");
        if (throttled(watched_->clock_reasons().value_or(0)))
            header.remarks.push_back(
                "The device's clock was held down when the calibration began, by heat or by a "
                "protection of its own.");
        if (memory_errors_.value_or(0) > 0)
            header.remarks.push_back(
                fmt::format("The device has had {} memory errors that could not be corrected.",
                            *memory_errors_));
    }

    std::filesystem::path folder_;
    Nvml nvml_;
    cuda::Device device_;
    std::optional<NvmlDevice> watched_;
    std::vector<unsigned> ours_;
    std::optional<Power> idle_power_;
    bool busy_before_ = false;
    std::optional<std::uint64_t> memory_errors_;  // before we began
    std::uint64_t new_memory_errors_ = 0;
    std::optional<Duration> thermal_slowdown_;
    bool others_ = false;
    Clock::time_point looked_around_{};
};

// Throws NoDevice where the device cannot run what was compiled.
void expect_capable(int device) {
    constexpr int least = 8;
    int major = 0;
    cuda::check(cudaDeviceGetAttribute(&major, cudaDevAttrComputeCapabilityMajor, device),
                "cudaDeviceGetAttribute");
    if (major < least)
        throw NoDevice(
            fmt::format("no CUDA device: device {} has compute capability {}, and {}.0 is needed",
                        device, major, least));
}

}  // namespace

std::unique_ptr<Backend> open_cuda(int device, const std::filesystem::path& folder) {
    Nvml nvml;
    const auto before = read_before_cuda(nvml);
    if (const int count = device_count(); device < 0 || device >= count)
        throw NoDevice(
            fmt::format("no CUDA device {}: there are devices 0 to {}", device, count - 1));
    expect_capable(device);
    return std::make_unique<CudaBackend>(device, folder, std::move(nvml), before);
}

std::vector<std::string> cuda_devices() {
    std::vector<std::string> lines;
    const int count = device_count();
    for (int device = 0; device < count; ++device) {
        cudaDeviceProp properties{};
        cuda::check(cudaGetDeviceProperties(&properties, device), "cudaGetDeviceProperties");
        lines.push_back(fmt::format("{}: {}", device, properties.name));
    }
    return lines;
}

}  // namespace twin::calibration
