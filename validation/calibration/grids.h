// Which kernels of a kind are measured: shapes for any device, cut to what it holds and to how long
// one execution may take.
#pragma once

#include <vector>

#include "models/hardware/kernel.h"

namespace twin::calibration {

struct GridLimits {
    bool quick = false;       // a few of each kind, for a first look
    double most_flops = 0;    // of one execution of a GEMM or an attention
    DataSize most_traffic{};  // of one execution of any kernel
};

// Cubes, slabs, thin and small ones, one to sixteen rows (inference), sizes that are not multiples
// of any tile. About 200 within 3e10 flop.
std::vector<Kernel> gemm_grid(Precision precision, const GridLimits& limits);

// Of a kind with the shape `size`: from `smallest` on, two an octave, each once.
std::vector<Kernel> size_grid(KernelKind kind, Precision precision, DataSize smallest,
                              const GridLimits& limits);

// softmax and layer_norm.
std::vector<Kernel> row_grid(KernelKind kind, Precision precision, const GridLimits& limits);

std::vector<Kernel> attention_grid(Precision precision, const GridLimits& limits);

// The same kernels in the order in which they are measured: kinds and precisions in turn, each in a
// random order that is always the same. A measurement that ends early has seen the range of each.
std::vector<Kernel> spread_out(std::vector<Kernel> kernels);

}  // namespace twin::calibration
