// The fit of one surface of GEMM times: first the parameters of its equations, then its two tables
// to what these leave. The method: models/hardware/README.md.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "models/hardware/gemm_surface.h"
#include "models/units/quantity.h"

namespace twin::calibration {

struct GemmSample {
    GemmShape shape;
    Duration time;
};

// Fewer tell nothing.
inline constexpr std::size_t fewest_gemm_samples = 12;

// Grains of the tiles that a fit may choose from (GemmSurface::grain).
inline constexpr std::array<int, 1> gpu_grains = {64};
inline constexpr std::array<int, 4> cpu_grains = {64, 16, 8, 4};

// Figures of the datasheet (precision, peak, memory_bandwidth, units) come from `device`, the grain
// is the one of `grains` (at least one) that suits best, all others come from the samples.
// Deterministic. At least fewest_gemm_samples.
GemmSurface fit_gemm(std::span<const GemmSample> samples, const GemmSurface& device,
                     std::span<const int> grains);

}  // namespace twin::calibration
