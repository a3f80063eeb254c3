#include "validation/calibration/cpu_sensors.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>
#include <sys/resource.h>
#include <unistd.h>

#include "validation/calibration/number_in.h"

namespace twin::calibration {
namespace {

namespace fs = std::filesystem;

fs::path cpus_in(const fs::path& root) {
    return root / "sys/devices/system/cpu";
}

// The text behind the colon of the first line that begins with `key`.
std::string value_of(const fs::path& file, const std::string& key) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        const std::size_t colon = line.find(':');
        if (!line.starts_with(key) || colon == std::string::npos)
            continue;
        const std::size_t begin = line.find_first_not_of(" \t", colon + 1);
        return begin == std::string::npos ? "" : line.substr(begin);
    }
    return "";
}

std::vector<double> of_each_core(const fs::path& root, const std::string& file) {
    std::vector<double> values;
    for (int core = 0;; ++core) {
        const fs::path folder = cpus_in(root) / ("cpu" + std::to_string(core));
        if (!fs::exists(folder))
            break;
        if (const auto value = number_in(folder / file))
            values.push_back(*value);
    }
    return values;
}

double sum_of(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values)
        sum += value;
    return sum;
}

Duration seconds(const timeval& time) {
    return (double(time.tv_sec) + 1e-6 * double(time.tv_usec)) * second;
}

}  // namespace

std::string CpuSensors::name() const {
    const fs::path file = root_ / "proc/cpuinfo";
    const std::string x86 = value_of(file, "model name");
    return x86.empty() ? value_of(file, "Model") : x86;
}

DataSize CpuSensors::memory() const {
    double kibibytes = 0;
    std::istringstream(value_of(root_ / "proc/meminfo", "MemTotal")) >> kibibytes;
    return DataSize::from_si(1024 * kibibytes);
}

DataSize CpuSensors::last_caches() const {
    int last_level = 0;
    std::map<std::string, double> kibibytes_by_cores;  // of the last level, by who shares it
    for (const int core : cores_) {
        const fs::path caches = cpus_in(root_) / ("cpu" + std::to_string(core)) / "cache";
        for (int index = 0;; ++index) {
            const fs::path cache = caches / ("index" + std::to_string(index));
            const auto level = number_in(cache / "level"), kibibytes = number_in(cache / "size");
            if (!level || !kibibytes)
                break;
            if (*level > last_level) {
                last_level = int(*level);
                kibibytes_by_cores.clear();
            }
            std::string cores;
            std::ifstream(cache / "shared_cpu_list") >> cores;
            if (*level == last_level)
                kibibytes_by_cores[cores] = *kibibytes;
        }
    }
    double kibibytes = 0;
    for (const auto& [cores, size] : kibibytes_by_cores)
        kibibytes += size;
    return DataSize::from_si(1024 * kibibytes);
}

std::optional<Frequency> CpuSensors::clock() const {
    const auto kilohertz = of_each_core(root_, "cpufreq/scaling_cur_freq");
    if (kilohertz.empty())
        return std::nullopt;
    return sum_of(kilohertz) / double(kilohertz.size()) * 1e3 * hertz;
}

std::optional<Frequency> CpuSensors::highest_clock() const {
    const auto kilohertz = of_each_core(root_, "cpufreq/cpuinfo_max_freq");
    if (kilohertz.empty())
        return std::nullopt;
    return *std::max_element(kilohertz.begin(), kilohertz.end()) * 1e3 * hertz;
}

std::optional<TemperatureDifference> CpuSensors::temperature() const {
    for (int zone = 0;; ++zone) {
        const fs::path folder =
            root_ / "sys/class/thermal" / ("thermal_zone" + std::to_string(zone));
        std::string type;
        if (!(std::ifstream(folder / "type") >> type))
            return std::nullopt;
        if (type != "x86_pkg_temp")
            continue;
        const auto millidegrees = number_in(folder / "temp");
        return millidegrees ? std::optional(*millidegrees * 1e-3 * kelvin) : std::nullopt;
    }
}

double CpuSensors::throttle_events() const {
    return sum_of(of_each_core(root_, "thermal_throttle/core_throttle_count"));
}

std::optional<Duration> CpuSensors::busy_time() const {
    std::ifstream in(root_ / "proc/stat");
    double ticks = 0;
    bool known = false;
    for (std::string line; std::getline(in, line) && line.starts_with("cpu");) {
        std::istringstream fields(line.substr(3));
        int core = 0;
        double user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, soft = 0, steal = 0;
        // The first line is the sum of all cores.
        if (line.starts_with("cpu ") ||
            !(fields >> core >> user >> nice >> system >> idle >> wait >> irq >> soft >> steal) ||
            std::find(cores_.begin(), cores_.end(), core) == cores_.end())
            continue;
        ticks += user + nice + system + irq + soft + steal;
        known = true;
    }
    if (!known)
        return std::nullopt;
    return ticks / double(sysconf(_SC_CLK_TCK)) * second;
}

Duration own_time() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace twin::calibration
