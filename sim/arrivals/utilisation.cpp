#include "sim/arrivals/utilisation.h"

#include <algorithm>
#include <boost/random/beta_distribution.hpp>
#include <cmath>
#include <fmt/core.h>
#include <string>

#include "sim/arrivals/rng.h"

namespace twin {
namespace {

using Kind = UtilisationSettings::Kind;

double draw(const UtilisationSettings& settings, Rng rng) {
    switch (settings.kind) {
        case Kind::fixed:
            return settings.mean;
        case Kind::uniform:
            return settings.min + (settings.max - settings.min) * rng.uniform();
        case Kind::beta:
            break;
    }
    boost::random::beta_distribution<double> beta(settings.mean * settings.concentration,
                                                  (1 - settings.mean) * settings.concentration);
    return std::clamp(beta(rng), 0., 1.);
}

}  // namespace

std::vector<SettingFault> check(const UtilisationSettings& settings, std::string_view field) {
    std::vector<SettingFault> faults;
    const auto expect = [&](bool ok, std::string_view name, std::string_view expected, double got) {
        if (!ok)
            faults.push_back({fmt::format("{}.{}", field, name),
                              fmt::format("expected {}, got {}", expected, got)});
    };
    switch (settings.kind) {
        case Kind::fixed:
            expect(settings.mean >= 0 && settings.mean <= 1, "mean", "0 to 1", settings.mean);
            break;
        case Kind::uniform:
            expect(settings.min >= 0 && settings.min <= 1, "min", "0 to 1", settings.min);
            expect(settings.max >= settings.min && settings.max <= 1, "max",
                   "a value from 'min' to 1", settings.max);
            break;
        case Kind::beta:
            expect(settings.mean > 0 && settings.mean < 1, "mean", "a value between 0 and 1",
                   settings.mean);
            // Under 0.01 the gamma numbers behind a beta number underflow to 0 / 0.
            expect(settings.concentration >= 0.1 && settings.concentration <= 1e6, "concentration",
                   "0.1 to 1,000,000", settings.concentration);
            break;
    }
    return faults;
}

void draw_utilisation(Job& job, const std::optional<UtilisationSettings>& cpu,
                      const std::optional<UtilisationSettings>& gpu, std::uint64_t seed) {
    const auto index = static_cast<std::uint64_t>(job.index);
    if (cpu) {
        const double value = draw(*cpu, Rng(seed, "cpu_utilisation", index));
        for (Phase& phase : job.phases)
            phase.cpu_utilisation = value;
    }
    if (gpu) {
        const double value = draw(*gpu, Rng(seed, "gpu_utilisation", index));
        for (Phase& phase : job.phases)
            phase.gpu_utilisation = value;
    }
}

}  // namespace twin
