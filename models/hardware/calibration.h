// What measurements of a device say of its kernels: the time of any kernel from its shape and
// type. Equations, fit and validation: README.md beside this file.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "models/hardware/figure.h"
#include "models/hardware/gemm_surface.h"
#include "models/hardware/kernel.h"
#include "models/hardware/row_rates.h"
#include "models/units/quantity.h"
#include "models/units/unit_text.h"

namespace twin {

// The rate of kernels of one kind, by size: bytes of traffic (of attention: flop) per second,
// between the points log-linear, outside them as at the nearest. A launch is beside it.
struct RatePoint {
    double size = 0;  // traffic in bytes, or flop of attention; > 0
    double rate = 0;  // bytes/s or flop/s; > 0
    bool operator==(const RatePoint&) const = default;
};
struct RateCurve {
    KernelKind kind = KernelKind::copy;
    Precision precision = Precision::fp32;  // that was measured; others are taken as alike in bytes
    int devices = 1;                        // of all_reduce
    std::vector<RatePoint> points;          // ascending in size, at least one
};

struct Calibration {
    std::string id, name;
    // Which measurements, when and by whom; of a derived one: from which device, and by which
    // figures. The evidence of every parameter in it.
    Evidence evidence = Evidence::fit;
    std::string note;
    std::string derived_from;       // id of the calibration that was scaled; empty: measured itself
    Duration launch{};              // of an empty kernel
    std::vector<GemmSurface> gemm;  // at most one of a precision
    std::vector<RateCurve> curves;  // at most one of a kind, precision and number of devices
    std::vector<RowRates> rows;     // at most one of a kind, and none of a kind with a curve
};

// What differs between a device and the one that a calibration was measured on.
struct DeviceScale {
    double compute = 1;        // ratio of the rates of arithmetic, > 0
    double memory = 1;         // ratio of the bandwidths of the memory, > 0
    std::optional<int> units;  // absent: as many
};
// The calibration of another device: times of arithmetic and traffic in these ratios, the launch
// and the work of a row as they were. Id, name and evidence are left to the caller.
Calibration scaled(const Calibration& measured, const DeviceScale& scale);

struct KernelTime {
    Duration time{};
    Duration launch{};         // part of it
    double compute_bound = 0;  // share that stretches when the cores' clock falls, 0 to 1
    double at_work = 1;        // of the device's units, where few rows leave others without any
    DataSize traffic{};  // that crosses the memory: of rows that are read twice more than once
};

// What is missing in the calibration for such a kernel is a UnitError: expected "a kernel that
// calibration h100-sxm knows (gemm bf16, gemm fp8, copy)", got "'gemm fp64'".
std::variant<KernelTime, UnitError> kernel_time(const Calibration& calibration,
                                                const Kernel& kernel);

}  // namespace twin
