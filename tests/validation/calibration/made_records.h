// Points and records that tests make up.
#pragma once

#include <string>
#include <variant>

#include "validation/calibration/record.h"

namespace twin::calibration {

inline Kernel kernel_of(const std::string& text) {
    return std::get<Kernel>(read_kernel(text));
}

inline MeasuredPoint good_point(const std::string& kernel, double median_s) {
    MeasuredPoint point;
    point.kernel = kernel_of(kernel);
    point.repeats = 5;
    point.median = median_s * second;
    point.p10 = 0.95 * median_s * second;
    point.p90 = 1.1 * median_s * second;
    return point;
}

inline MeasuredPoint bad_point(const std::string& kernel, PointState state,
                               const std::string& note) {
    MeasuredPoint point;
    point.kernel = kernel_of(kernel);
    point.state = state;
    point.note = note;
    return point;
}

inline RecordHeader small_header() {
    RecordHeader header;
    header.device = "NVIDIA Test GPU";
    header.backend = "cuda";
    header.begun = "2026-11-22T23:10:00Z";
    header.state = RecordState::complete;
    return header;
}

}  // namespace twin::calibration
