#include <stdexcept>

#include "validation/calibration/fit.h"

namespace twin::calibration {

FittedCalibration fit(const Record&, const FitSettings&) {
    throw std::runtime_error("no fit here");
}

bool held_out(const Kernel&) {
    return false;
}

std::string calibration_toml(const Calibration&) {
    return {};
}

}  // namespace twin::calibration
