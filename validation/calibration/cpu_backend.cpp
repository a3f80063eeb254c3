#include "validation/calibration/cpu_backend.h"

#include <algorithm>
#include <cblas.h>
#include <chrono>
#include <cstring>
#include <fmt/format.h>
#include <sys/utsname.h>
#include <thread>

#include "validation/calibration/cpu_host.h"
#include "validation/calibration/cpu_prepare.h"
#include "validation/calibration/cpu_sensors.h"
#include "validation/calibration/grids.h"
#include "validation/calibration/rapl.h"
#include "validation/calibration/steady_now.h"

namespace twin::calibration {
namespace {

namespace fs = std::filesystem;

constexpr auto byte = DataSize::from_si(1);

class CpuBackend : public Backend {
  public:
    explicit CpuBackend(const fs::path& folder) {
        host_.folder = folder;
        // Where Linux does not say: more than most have, so that buffers are surely rotated.
        const DataSize cache = sensors_.last_caches();
        host_.cache = cache > DataSize() ? cache : 64e6 * byte;
        openblas_set_num_threads(host_.pool.size());
        restart_interval();
    }

    RecordHeader describe() override {
        RecordHeader header;
        header.device = sensors_.name();
        if (header.device.empty())
            header.device = "processor without a name";
        header.backend = "cpu";
        header.units = host_.pool.size();
        header.memory = sensors_.memory();
        header.core_clock = sensors_.highest_clock();
        utsname system{};
        if (uname(&system) == 0)
            header.driver = fmt::format("{} {}", system.sysname, system.release);
        // "OpenBLAS 0.3.21 ... Zen MAX_THREADS=64": the name is beside it.
        std::string version = openblas_get_config();
        if (version.starts_with("OpenBLAS "))
            version.erase(0, std::strlen("OpenBLAS "));
        header.libraries = {{"OpenBLAS", version}};
        // Others, and the watts of a processor that waits.
        restart_interval();
        const auto before = rapl_.energy();
        const Duration begin = steady_now();
        std::this_thread::sleep_for(std::chrono::milliseconds(500));
        if (const auto after = rapl_.energy(); before && after) {
            header.power_source = "RAPL";
            header.idle_power = (*after - *before) / (steady_now() - begin);
        } else {
            header.remarks.push_back(rapl_.absence());
        }
        if (const double share = share_of_others(); share > busy_share)
            header.remarks.push_back(
                fmt::format("Others used {:.0f} % of the cores at the start.", 100 * share));
        restart_interval();
        return header;
    }

    // RAPL counts in steps of a millisecond.
    Duration power_time() const override { return 0.1 * second; }

    DeviceState state() override {
        DeviceState state;
        state.energy = rapl_.energy();
        state.clock = sensors_.clock();
        state.temperature = sensors_.temperature();
        const double events = sensors_.throttle_events();
        state.throttled = events > throttle_events_;
        throttle_events_ = events;
        // The system counts in steps of 10 ms: a short interval says nothing.
        if (steady_now() - interval_begin_ >= 0.25 * second) {
            others_ = share_of_others();
            restart_interval();
        }
        state.busy_with_others = others_ > busy_share;
        return state;
    }

    std::vector<Kernel> kernels(bool quick) override {
        // A GEMM of a third of a second on a core of today, and streams far beyond the last cache.
        GridLimits limits{quick, 1e10 * host_.pool.size(),
                          std::min((quick ? 6.0 : 32.0) * host_.cache, sensors_.memory() / 16.0)};
        const auto fp32 = Precision::fp32;
        std::vector<Kernel> all = {{KernelKind::launch}};
        const auto add = [&](const std::vector<Kernel>& more) {
            all.insert(all.end(), more.begin(), more.end());
        };
        for (const KernelKind kind : {KernelKind::copy, KernelKind::triad, KernelKind::reduction})
            add(size_grid(kind, fp32, 16e3 * byte, limits));
        add(gemm_grid(Precision::fp64, limits));
        add(gemm_grid(fp32, limits));
        for (const KernelKind kind : {KernelKind::softmax, KernelKind::layer_norm})
            add(row_grid(kind, fp32, limits));
        // Plain loops are some ten times slower than the BLAS.
        limits.most_flops /= 10;
        add(attention_grid(fp32, limits));
        limits.most_traffic = std::min(limits.most_traffic, (quick ? 20e6 : 300e6) * byte);
        add(size_grid(KernelKind::checkpoint_write, fp32, 1e6 * byte, limits));
        return all;
    }

    std::unique_ptr<PreparedKernel> prepare(const Kernel& kernel) override {
        return cpu::prepare(host_, kernel);
    }

  private:
    // Of the cores' time, what others may use before a point counts as disturbed.
    static constexpr double busy_share = 0.1;

    void restart_interval() {
        interval_begin_ = steady_now();
        own_begin_ = own_time();
        busy_begin_ = sensors_.busy_time();
    }
    // Since the interval began; 0 where the system does not say.
    double share_of_others() const {
        const auto busy = sensors_.busy_time();
        if (!busy || !busy_begin_)
            return 0;
        const Duration others = *busy - *busy_begin_ - (own_time() - own_begin_);
        return others / ((steady_now() - interval_begin_) * double(host_.pool.size()));
    }

    CpuSensors sensors_;
    Rapl rapl_;
    cpu::Host host_;
    Duration interval_begin_{}, own_begin_{};
    std::optional<Duration> busy_begin_;
    double others_ = 0, throttle_events_ = sensors_.throttle_events();
};

}  // namespace

std::unique_ptr<Backend> open_cpu(int device, const fs::path& folder) {
    if (device != 0)
        throw NoDevice(
            fmt::format("no CPU device {}: all processors of a host are one, device 0", device));
    return std::make_unique<CpuBackend>(folder);
}

std::vector<std::string> cpu_devices() {
    return {fmt::format("0: {}, {} cores", CpuSensors().name(), usable_cores())};
}

}  // namespace twin::calibration
