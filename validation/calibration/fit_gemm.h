// The fit of one surface of GEMM times: first the parameters of its equations, then its two tables
// to what these leave. The method: models/hardware/README.md.
#pragma once

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

// Figures of the datasheet (precision, peak, memory_bandwidth, units) come from `device`, all
// others from the samples. Deterministic. At least fewest_gemm_samples.
GemmSurface fit_gemm(std::span<const GemmSample> samples, const GemmSurface& device);

}  // namespace twin::calibration
