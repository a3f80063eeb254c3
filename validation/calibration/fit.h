// From a record of measured points to the parameters of models/hardware/calibration.h.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "models/hardware/calibration.h"
#include "validation/calibration/record.h"

namespace twin::calibration {

// How far predictions are from measurements: |predicted / measured - 1|.
struct ErrorSummary {
    std::size_t points = 0;
    double median = 0, p90 = 0, worst = 0;
    double measured_spread = 0;  // median of the points' own spread; 0: not known
};

struct GroupErrors {
    std::string group;  // "gemm bf16, m, n, k >= 128", "gemm bf16, smaller", "copy"
    ErrorSummary fitted, held_out;
};

struct FitSettings {
    // Points are fitted or held out by a hash of their kernel, the same for any record; false: all
    // are fitted and nothing is held out.
    bool hold_out_half = true;
    // Of the datasheet, where the record does not say; by precision.
    std::vector<std::pair<Precision, FlopRate>> peaks;
    std::optional<Bandwidth> memory_bandwidth;
    std::optional<int> units;
    // Of the same device: what the record has no point of (a kind of kernel in a precision) is
    // fitted to the first of these that has some. They must outlive the fit.
    std::vector<const Record*> beside;
};

// What neither a data sheet nor the record gives and is therefore taken from the best points.
struct TakenFromPoints {
    std::vector<Precision> peaks;
    bool memory_bandwidth = false;
};

struct FittedCalibration {
    Calibration calibration;
    TakenFromPoints taken;
    std::vector<GroupErrors> errors;
    std::vector<std::string>
        remarks;  // whole sentences: kinds with too few points, points left out
};

// No kind of kernel has enough points: the two halves of a sentence.
struct TooFewPoints : std::runtime_error {
    TooFewPoints(const std::string& least, const std::string& had)
        : std::runtime_error("expected " + least + ", got " + had), expected(least), got(had) {}
    std::string expected, got;
};

// Only `good` points count. Deterministic: the same record gives the same bytes. Throws
// TooFewPoints.
FittedCalibration fit(const Record& record, const FitSettings& settings);

// Whether a point is held out of the fit.
bool held_out(const Kernel& kernel);

// The file models/parts/calibrations/ID.toml that reads back as `calibration`.
std::string calibration_toml(const Calibration& calibration);

}  // namespace twin::calibration
