#include "models/power/conversion.h"

#include <algorithm>
#include <cassert>

#include "models/power/efficiency.h"

namespace twin {
namespace {

bool has_rectifiers(const RackPart& rack, const ConversionPlan& plan) {
    return rack.rectifiers > 0 && !plan.direct_current;
}

// What a rack's rectifiers give: its load and their own fixed loss.
Power rectifier_output(const RackPart& rack, Power nodes_power) {
    return nodes_power + double(rack.switches) * rack.network_switch.power.value +
           double(rack.rectifiers) * rack.rectifier.fixed_loss.value;
}

// Loss by the curve at an output of `full` ratings together.
double equal_loss(const EfficiencyCurve& curve, int rectifiers, double full) {
    return rectifiers * loss_at(curve, full / rectifiers);
}

// The best of: m of them at work, each with the same load, none above its rating; or as many as
// can be at their rating and one with the rest. The second keeps the loss continuous where a
// further rectifier is needed.
double staged_loss(const EfficiencyCurve& curve, int rectifiers, double full) {
    const int at_rating = static_cast<int>(full);
    if (at_rating >= rectifiers)
        return equal_loss(curve, rectifiers, full);
    double least = at_rating * loss_at(curve, 1) + loss_at(curve, full - at_rating);
    for (int m = at_rating + 1; m <= rectifiers; ++m)
        least = std::min(least, equal_loss(curve, m, full));
    return least;
}

// One stage: what goes in for `out`, and what is lost, each by its own formula.
struct Stage {
    Power in{}, loss{};
};

Stage converter(const EfficiencyCurve& curve, Power rating, Power out) {
    const double load = out / rating;
    return {input_at(curve, load) * rating, loss_at(curve, load) * rating};
}

}  // namespace

RackDraw rack_draw(const RackPart& rack, Power nodes_power, const ConversionPlan& plan) {
    assert(nodes_power >= Power());
    RackDraw draw;
    draw.nodes = nodes_power;
    draw.switches = double(rack.switches) * rack.network_switch.power.value;
    if (has_rectifiers(rack, plan)) {
        const RectifierPart& part = rack.rectifier;
        const double full = rectifier_output(rack, nodes_power) / part.rating.value;
        const double loss = plan.rectifier_sharing == ConversionPlan::Sharing::staged
                                ? staged_loss(part.efficiency, rack.rectifiers, full)
                                : equal_loss(part.efficiency, rack.rectifiers, full);
        draw.rectifier_loss =
            loss * part.rating.value + double(rack.rectifiers) * part.fixed_loss.value;
    }
    return draw;
}

double largest_rack_gain(const RackPart& rack, Power nodes_power, const ConversionPlan& plan) {
    assert(nodes_power >= Power());
    if (!has_rectifiers(rack, plan))
        return 1;
    const EfficiencyCurve& curve = rack.rectifier.efficiency;
    const Power rating_of_all = double(rack.rectifiers) * rack.rectifier.rating.value;
    const double low = rectifier_output(rack, Power()) / rating_of_all;
    const double high = rectifier_output(rack, nodes_power) / rating_of_all;
    // Staged, any one of them may be anywhere up to its rating, or above it where all are.
    if (plan.rectifier_sharing == ConversionPlan::Sharing::staged)
        return 1 + steepest_loss(curve, 0, std::max(1.0, high));
    return 1 + steepest_loss(curve, low, high);
}

SupplyDraw supply_draw(const SupplyPart& supply, Power it, Power other,
                       const ConversionPlan& plan) {
    assert(it >= Power() && other >= Power());
    SupplyDraw draw;
    draw.distribution_loss = supply.distribution_loss * it;
    const Power busbars = (1 + supply.distribution_loss) * it;
    Power low_voltage = other;
    if (plan.direct_current) {
        const Stage rectifiers =
            converter(supply.direct_current_efficiency, supply.direct_current_rating, busbars);
        draw.rectifier_loss = rectifiers.loss;
        low_voltage += rectifiers.in;
    } else if (supply.ups_share > 0) {
        const Stage ups =
            converter(supply.ups_efficiency, supply.ups_rating, supply.ups_share * busbars);
        draw.ups_loss = ups.loss;
        low_voltage += ups.in + (1 - supply.ups_share) * busbars;
    } else {
        low_voltage += busbars;
    }
    if (supply.transformers == 0) {
        draw.grid = low_voltage;
        return draw;
    }
    const double transformers = supply.transformers;
    const double load = low_voltage / (transformers * supply.transformer_rating.value);
    draw.transformer_loss = transformers * supply.transformer_no_load_loss.value +
                            transformers * load * load * supply.transformer_load_loss.value;
    draw.grid =
        transformers *
        (supply.transformer_no_load_loss.value +
         load * (supply.transformer_rating.value + load * supply.transformer_load_loss.value));
    return draw;
}

}  // namespace twin
