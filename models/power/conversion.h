// Losses between the grid and the nodes' plugs, each where it arises. Equations and sources:
// README.md beside this file.
#pragma once

#include "models/hardware/parts.h"
#include "models/units/quantity.h"

namespace twin {

// What-ifs that a scenario may ask of the conversion.
struct ConversionPlan {
    enum class Sharing {
        equal,   // all rectifiers of a rack carry the same
        staged,  // only as many as the load needs, at the load at which they are best
    };
    Sharing rectifier_sharing = Sharing::equal;
    bool direct_current = false;  // central rectifiers feed the racks' busses; none in the racks
};

struct RackDraw {
    Power nodes{}, switches{}, rectifier_loss{};
    Power input() const { return nodes + switches + rectifier_loss; }
};

// For the sum of the nodes' inputs. Rising in nodes_power, continuous.
RackDraw rack_draw(const RackPart& rack, Power nodes_power, const ConversionPlan& plan);

// The most that one watt more at a node's plug can cost at the rack's input, at any load up to
// `nodes_power`.
double largest_rack_gain(const RackPart& rack, Power nodes_power, const ConversionPlan& plan);

struct SupplyDraw {
    Power transformer_loss{}, ups_loss{}, distribution_loss{}, rectifier_loss{};  // central ones
    Power grid{};  // computed from the grid's side, not as the sum of the others
};

// `it` at the racks' input; `other` (cooling) is fed by the transformers alone.
SupplyDraw supply_draw(const SupplyPart& supply, Power it, Power other, const ConversionPlan& plan);

}  // namespace twin
