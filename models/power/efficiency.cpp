#include "models/power/efficiency.h"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>

namespace twin {
namespace {

double input_of(const EfficiencyPoint& point) {
    return point.load / point.efficiency;
}

double loss_of(const EfficiencyPoint& point) {
    return input_of(point) - point.load;
}

// A figure of the points as a function of the load.
template <class FigureOf>
double interpolated(const EfficiencyCurve& curve, double load, FigureOf figure_of) {
    assert(!curve.empty() && load >= 0);
    const auto above =
        std::find_if(curve.begin(), curve.end(),
                     [load](const EfficiencyPoint& point) { return point.load >= load; });
    if (above == curve.begin() || above == curve.end()) {
        const EfficiencyPoint& end = above == curve.end() ? curve.back() : curve.front();
        return figure_of(end) * (load / end.load);
    }
    const EfficiencyPoint& below = *(above - 1);
    const double way = (load - below.load) / (above->load - below.load);
    return figure_of(below) + way * (figure_of(*above) - figure_of(below));
}

}  // namespace

double loss_at(const EfficiencyCurve& curve, double load) {
    return interpolated(curve, load, loss_of);
}

double input_at(const EfficiencyCurve& curve, double load) {
    return interpolated(curve, load, input_of);
}

double steepest_loss(const EfficiencyCurve& curve, double low, double high) {
    assert(!curve.empty() && low >= 0 && low <= high);
    double steepest = -1;
    if (low <= curve.front().load)
        steepest = loss_of(curve.front()) / curve.front().load;
    for (std::size_t i = 1; i < curve.size(); ++i)
        if (low <= curve[i].load && high >= curve[i - 1].load)
            steepest = std::max(steepest, (loss_of(curve[i]) - loss_of(curve[i - 1])) /
                                              (curve[i].load - curve[i - 1].load));
    if (high >= curve.back().load)
        steepest = std::max(steepest, loss_of(curve.back()) / curve.back().load);
    return steepest;
}

std::string curve_problem(const EfficiencyCurve& curve) {
    if (curve.empty())
        return "expected at least one point";
    for (std::size_t i = 1; i < curve.size(); ++i) {
        const EfficiencyPoint &below = curve[i - 1], &here = curve[i];
        if (here.load <= below.load)
            return fmt::format("expected ascending loads, got {} % after {} %", 100 * here.load,
                               100 * below.load);
        if (input_of(here) <= input_of(below))
            return fmt::format("expected more input at {} % load than at {} %, got less",
                               100 * here.load, 100 * below.load);
    }
    return {};
}

}  // namespace twin
