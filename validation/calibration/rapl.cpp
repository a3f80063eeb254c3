#include "validation/calibration/rapl.h"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>

#include "validation/calibration/number_in.h"

namespace twin::calibration {
namespace {

namespace fs = std::filesystem;

std::string word_in(const fs::path& file) {
    std::string word;
    std::ifstream(file) >> word;
    return word;
}

// Zones are links to folders: "intel-rapl:0" is a package, "intel-rapl:0:0" a part of it;
// "intel-rapl-mmio:0" is the same package by another way.
std::vector<fs::path> zones_in(const fs::path& folder) {
    std::vector<fs::path> zones;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        if (!entry.path().filename().string().starts_with("intel-rapl:"))
            continue;
        const std::string name = word_in(entry.path() / "name");
        if (name.starts_with("package-") || name == "dram")
            zones.push_back(entry.path());
    }
    std::sort(zones.begin(), zones.end());
    return zones;
}

}  // namespace

Rapl::Rapl(const fs::path& folder) {
    const auto zones = zones_in(folder);
    if (zones.empty())
        absence_ = fmt::format("no power: {} has no energy counter of a package", folder.string());
    for (const fs::path& zone : zones) {
        const auto now = number_in(zone / "energy_uj");
        const auto range = number_in(zone / "max_energy_range_uj");
        if (!now || !range) {
            absence_ = fmt::format("no power: {} cannot be read (root may)",
                                   (zone / (now ? "max_energy_range_uj" : "energy_uj")).string());
            counters_.clear();
            return;
        }
        counters_.push_back({zone / "energy_uj", *range, *now});
    }
}

std::optional<Energy> Rapl::energy() {
    if (counters_.empty())
        return std::nullopt;
    for (Counter& counter : counters_) {
        const auto now = number_in(counter.file);
        if (!now)
            return std::nullopt;
        counted_ += *now - counter.last + (*now < counter.last ? counter.range : 0);
        counter.last = *now;
    }
    return counted_ * 1e-6 * joule;
}

}  // namespace twin::calibration
