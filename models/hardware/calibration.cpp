#include "models/hardware/calibration.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace twin {
namespace {

// Of a curve: which kernels it stands for.
std::string label(KernelKind kind, Precision precision, int devices) {
    const KernelKindRow& row = row_of(kind);
    switch (kind) {
        case KernelKind::gemm:
        case KernelKind::attention:
            return fmt::format("{} {}", row.name, row_of(precision).name);
        case KernelKind::all_reduce:
            return fmt::format("{} over {}", row.name, devices);
        default:
            return std::string(row.name);
    }
}

std::string known_kernels(const Calibration& calibration) {
    std::vector<std::string> names;
    const auto add = [&](std::string name) {
        if (std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(std::move(name));
    };
    for (const GemmSurface& surface : calibration.gemm)
        add(label(KernelKind::gemm, surface.precision, 1));
    for (const RateCurve& curve : calibration.curves)
        add(label(curve.kind, curve.precision, curve.devices));
    for (const RowRates& rates : calibration.rows)
        add(label(rates.kind, Precision::fp32, 1));
    return names.empty() ? "launch" : fmt::format("{}", fmt::join(names, ", "));
}

// That of the kernel's own precision; else, where bytes alone count, of any other.
const RateCurve* curve_of(const Calibration& calibration, const Kernel& kernel) {
    const RateCurve* alike = nullptr;
    for (const RateCurve& curve : calibration.curves) {
        if (curve.kind != kernel.kind || curve.devices != kernel.devices || curve.points.empty())
            continue;
        if (curve.precision == kernel.precision)
            return &curve;
        if (alike == nullptr && kernel.kind != KernelKind::attention)
            alike = &curve;
    }
    return alike;
}

double rate_at(const RateCurve& curve, double size) {
    const auto& points = curve.points;
    const auto above = std::find_if(points.begin(), points.end(),
                                    [&](const RatePoint& point) { return point.size >= size; });
    if (above == points.begin())
        return points.front().rate;
    if (above == points.end())
        return points.back().rate;
    const RatePoint& low = *(above - 1);
    const double share = std::log(size / low.size) / std::log(above->size / low.size);
    return low.rate * std::pow(above->rate / low.rate, share);
}

}  // namespace

Calibration scaled(const Calibration& measured, const DeviceScale& scale) {
    Calibration other = measured;
    other.derived_from = measured.id;
    for (GemmSurface& surface : other.gemm) {
        const int units = scale.units.value_or(surface.units);
        // What a unit does for each wave takes it as much longer as its arithmetic.
        const double unit = scale.compute * surface.units / units;
        surface.peak = scale.compute * surface.peak;
        surface.memory_bandwidth = scale.memory * surface.memory_bandwidth;
        surface.units = units;
        surface.wave = surface.wave / unit;
        surface.split_k = surface.split_k / unit;
    }
    for (RateCurve& curve : other.curves) {
        if (!row_of(curve.kind).on_device)
            continue;
        const bool arithmetic = curve.kind == KernelKind::attention;
        for (RatePoint& point : curve.points)
            point.rate *= arithmetic ? scale.compute : scale.memory;
    }
    for (RowRates& rates : other.rows) {
        rates.bandwidth = scale.memory * rates.bandwidth;
        rates.units = scale.units.value_or(rates.units);
    }
    return other;
}

std::variant<KernelTime, UnitError> kernel_time(const Calibration& calibration,
                                                const Kernel& kernel) {
    if (kernel.kind == KernelKind::launch)
        return KernelTime{calibration.launch, calibration.launch, 0};
    const UnitError unknown{
        fmt::format("a kernel that calibration {} knows ({})", calibration.id,
                    known_kernels(calibration)),
        fmt::format("'{}'", label(kernel.kind, kernel.precision, kernel.devices)), ""};
    if (kernel.kind == KernelKind::gemm) {
        for (const GemmSurface& surface : calibration.gemm)
            if (surface.precision == kernel.precision) {
                const GemmTime time =
                    gemm_time(surface, {double(kernel.m), double(kernel.n), double(kernel.k)});
                return KernelTime{time.time, time.launch, time.compute_bound, 1, traffic(kernel)};
            }
        return unknown;
    }
    for (const RowRates& rates : calibration.rows)
        if (rates.kind == kernel.kind)
            return KernelTime{
                calibration.launch + row_time(rates, kernel), calibration.launch, 0,
                units_at_work(rates, double(kernel.m), double(kernel.n)),
                double(kernel.m) * traffic_of_a_row(rates, double(kernel.n), kernel.precision)};
    const RateCurve* curve = curve_of(calibration, kernel);
    if (curve == nullptr)
        return unknown;
    const bool arithmetic = kernel.kind == KernelKind::attention;
    const double size = arithmetic ? flops(kernel) : traffic(kernel).si();
    const double body = size / rate_at(*curve, size);
    const Duration time = calibration.launch + Duration::from_si(body);
    return KernelTime{time, calibration.launch, arithmetic ? body / time.si() : 0, 1,
                      traffic(kernel)};
}

}  // namespace twin
