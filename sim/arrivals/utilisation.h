// How busy a job keeps its nodes, where the source of the job does not say.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "models/workload/job.h"
#include "sim/arrivals/faults.h"

namespace twin {

// A distribution of shares, 0 to 1.
struct UtilisationSettings {
    enum class Kind { fixed, uniform, beta };
    Kind kind = Kind::fixed;
    double mean = 0;           // fixed, beta (there strictly between 0 and 1)
    double concentration = 0;  // beta: alpha + beta, > 0; the variance is mean(1-mean)/(1+this)
    double min = 0, max = 1;   // uniform
};

// `field` names the settings in the faults: "gpu_utilisation".
std::vector<SettingFault> check(const UtilisationSettings& settings, std::string_view field);

// Sets the utilisation of all phases of the job, from its index alone (streams "cpu_utilisation"
// and "gpu_utilisation"). Absent settings leave what the job has. Precondition: the settings have
// no faults.
void draw_utilisation(Job& job, const std::optional<UtilisationSettings>& cpu,
                      const std::optional<UtilisationSettings>& gpu, std::uint64_t seed);

}  // namespace twin
