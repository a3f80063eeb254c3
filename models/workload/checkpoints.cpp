#include "models/workload/checkpoints.h"

#include <algorithm>
#include <cmath>

namespace twin {

Duration young_interval(Duration write, Duration mtbf) {
    return std::sqrt(2 * write.si() * mtbf.si()) * second;
}

// Daly 2006, equation 37.
Duration daly_interval(Duration write, Duration mtbf) {
    if (write >= 2 * mtbf)
        return mtbf;
    const double ratio = write / (2 * mtbf);
    return young_interval(write, mtbf) * (1 + std::sqrt(ratio) / 3 + ratio / 9) - write;
}

// Daly 2006, equation 20, as the share of work in the wall time.
double daly_effective_share(const CheckpointSetting& setting) {
    const double cycle = (setting.interval + setting.write) / setting.mtbf;
    return setting.interval /
           (setting.mtbf * std::exp(setting.restart / setting.mtbf) * std::expm1(cycle));
}

double meta_effective_share(const CheckpointSetting& setting) {
    const double lost = (setting.restart + setting.interval / 2) / setting.mtbf;
    return std::max(0.0, 1 - lost) / (1 + setting.write / setting.interval);
}

DataSize training_state(double parameters) {
    // 2 + 4 + 4 + 4 bytes: ZeRO (arXiv 1910.02054), section 3.1, without its gradients.
    return DataSize::from_si(14 * parameters);
}

std::int64_t checkpoints_in(SimDuration work, const Checkpoints& checkpoints) {
    return std::max<std::int64_t>(0, (work - SimDuration(1)) / checkpoints.interval);
}

SimDuration checkpoint_overhead(SimDuration work, const Checkpoints& checkpoints) {
    return checkpoints.blocking ? checkpoints_in(work, checkpoints) * checkpoints.write
                                : SimDuration(0);
}

SimDuration work_within(SimDuration time, const Checkpoints& checkpoints) {
    if (!checkpoints.blocking)
        return time;
    const SimDuration cycle = checkpoints.interval + checkpoints.write;
    return time / cycle * checkpoints.interval + std::min(time % cycle, checkpoints.interval);
}

SimDuration kept_within(SimDuration time, const Checkpoints& checkpoints) {
    if (checkpoints.blocking)
        return time / (checkpoints.interval + checkpoints.write) * checkpoints.interval;
    return std::max(time - checkpoints.write, SimDuration(0)) / checkpoints.interval *
           checkpoints.interval;
}

}  // namespace twin
