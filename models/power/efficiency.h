// What a converter loses at a load, from the curve that its part gives.
#pragma once

#include <string>

#include "models/hardware/parts.h"

namespace twin {

// Loss and input at an output of `load`, all as shares of the rated output. Between the points
// both are straight lines; below the first and above the last the efficiency is that of the point.
// So both are continuous and zero without load. Each is interpolated for itself:
// input = load + loss holds because the points say so. Precondition: the curve has points.
double loss_at(const EfficiencyCurve& curve, double load);
double input_at(const EfficiencyCurve& curve, double load);

// The most that `loss_at` rises for each unit of load from `low` to `high` (low <= high).
double steepest_loss(const EfficiencyCurve& curve, double low, double high);

// What is wrong with a curve, as a phrase for a problem; empty when it is good. Loads ascend, and
// more output takes more input.
std::string curve_problem(const EfficiencyCurve& curve);

}  // namespace twin
