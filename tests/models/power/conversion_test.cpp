#include "models/power/conversion.h"

#include <gtest/gtest.h>

#include "models/power/efficiency.h"

namespace twin {
namespace {

// Loss 0.1 at 0.4 and 0.25 at 1: inputs 0.5 and 1.25.
const EfficiencyCurve curve = {{0.4, 0.8}, {1.0, 0.8}};
// Loss 0.05 at 0.2, 0.1 at 0.5, 0.6 at 1: inputs 0.25, 0.6, 1.6.
const EfficiencyCurve bent = {{0.2, 0.8}, {0.5, 0.5 / 0.6}, {1.0, 1 / 1.6}};

ConversionPlan staged() {
    return {.rectifier_sharing = ConversionPlan::Sharing::staged};
}

TEST(Efficiency, IsThatOfThePointAtAPoint) {
    EXPECT_DOUBLE_EQ(loss_at(bent, 0.2), 0.05);
    EXPECT_DOUBLE_EQ(loss_at(bent, 0.5), 0.1);
    EXPECT_DOUBLE_EQ(loss_at(bent, 1), 0.6);
}

TEST(Efficiency, LossIsAStraightLineBetweenPoints) {
    // a third of the way from 0.2 to 0.5: 0.05 + 0.05 / 3
    EXPECT_NEAR(loss_at(bent, 0.3), 0.05 + 0.05 / 3, 1e-15);
    EXPECT_NEAR(loss_at(bent, 0.75), 0.35, 1e-15);
}

TEST(Efficiency, BelowAndAboveThePointsItIsThatOfTheNearest) {
    EXPECT_DOUBLE_EQ(loss_at(bent, 0), 0);
    EXPECT_NEAR(loss_at(bent, 0.1), 0.025, 1e-15);
    EXPECT_NEAR(loss_at(bent, 2), 1.2, 1e-15);
}

TEST(Efficiency, InputIsLoadAndLossAndRises) {
    double before = -1;
    for (double load = 0; load < 1.5; load += 0.01) {
        const double input = input_at(bent, load);
        EXPECT_NEAR(input, load + loss_at(bent, load), 1e-14);
        EXPECT_GT(input, before);
        if (load > 0) {
            EXPECT_LT(input - before, 0.05);  // no jump: the steepest slope is 2
        }
        before = input;
    }
}

TEST(Efficiency, SteepestLossOfARange) {
    // slopes: 0.25 to 0.2, 1/6 to 0.5, 1 to 1, 0.6 above
    EXPECT_NEAR(steepest_loss(bent, 0, 0.1), 0.25, 1e-12);
    EXPECT_NEAR(steepest_loss(bent, 0.3, 0.4), 1.0 / 6, 1e-12);
    EXPECT_NEAR(steepest_loss(bent, 0.3, 0.6), 1, 1e-12);
    EXPECT_NEAR(steepest_loss(bent, 1.1, 2), 0.6, 1e-12);
    EXPECT_NEAR(steepest_loss({{1.0, 0.5}}, 0, 3), 1, 1e-12);
}

TEST(Efficiency, ProblemsOfACurve) {
    EXPECT_EQ(curve_problem(bent), "");
    EXPECT_EQ(curve_problem({}), "expected at least one point");
    EXPECT_EQ(curve_problem({{0.5, 0.9}, {0.5, 0.95}}),
              "expected ascending loads, got 50 % after 50 %");
    // 0.1 / 0.1 = 1 is more than 0.5 / 0.95
    EXPECT_EQ(curve_problem({{0.1, 0.1}, {0.5, 0.95}}),
              "expected more input at 50 % load than at 10 %, got less");
}

// Three rectifiers of 1 kW; two switches of 100 W.
RackPart rack_with(EfficiencyCurve efficiency, Power fixed_loss = {}) {
    RackPart rack;
    rack.switches = {2};
    rack.network_switch.power = {100 * watt};
    rack.rectifiers = {3};
    rack.rectifier.rating = {1 * kilowatt};
    rack.rectifier.efficiency = {std::move(efficiency)};
    rack.rectifier.fixed_loss = {fixed_loss};
    return rack;
}

double rack_input(const RackPart& rack, double nodes, const ConversionPlan& plan = {}) {
    return rack_draw(rack, nodes * watt, plan).input().in(watt);
}

TEST(RackDraw, OneEfficiencyAndAFixedLoss) {
    // Each gives (1000 + 200) / 3 + 20: 3 * (420 / 0.8) = (1000 + 200 + 60) / 0.8 = 1575
    const RackPart rack = rack_with({{1.0, 0.8}}, 20 * watt);
    const RackDraw draw = rack_draw(rack, 1000 * watt, {});
    EXPECT_DOUBLE_EQ(draw.input().in(watt), 1575);
    EXPECT_DOUBLE_EQ(draw.nodes.in(watt), 1000);
    EXPECT_DOUBLE_EQ(draw.switches.in(watt), 200);
    EXPECT_NEAR(draw.rectifier_loss.in(watt), 375, 1e-9);
    // linear: each watt more costs 1 / 0.8
    EXPECT_NEAR(rack_input(rack, 1001) - rack_input(rack, 1000), 1.25, 1e-9);
    EXPECT_NEAR(largest_rack_gain(rack, 5 * kilowatt, {}), 1.25, 1e-12);
}

TEST(RackDraw, EqualSharingFollowsTheCurve) {
    // 1300 + 200 W on three: 0.5 each, loss 0.1 kW each
    EXPECT_NEAR(rack_input(rack_with(bent), 1300), 1500 + 300, 1e-9);
    // 2800 + 200 W: all full, 0.6 kW each
    EXPECT_NEAR(rack_input(rack_with(bent), 2800), 3000 + 1800, 1e-9);
}

TEST(RackDraw, StagedTakesAsManyAsAreBest) {
    // Loss 0.1 kW as soon as it gives 0.01 kW, then up to 0.2 kW when full.
    const EfficiencyCurve standby = {{0.01, 0.01 / 0.11}, {1.0, 1 / 1.2}};
    const RackPart rack = rack_with(standby);
    // 300 + 200 W: one at 0.5 loses 0.1 + 0.1 * 0.49 / 0.99; three at 1/6 lose three times the 0.1
    const double one = 100 + 100 * 0.49 / 0.99;
    const double three = 3 * (100 + 100 * (0.5 / 3 - 0.01) / 0.99);
    EXPECT_NEAR(rack_input(rack, 300, staged()), 500 + one, 1e-9);
    EXPECT_NEAR(rack_input(rack, 300), 500 + three, 1e-9);
    // 2800 + 200 W need all three either way
    EXPECT_NEAR(rack_input(rack, 2800, staged()), 3600, 1e-9);
    EXPECT_NEAR(rack_input(rack, 2800), 3600, 1e-9);
}

TEST(RackDraw, StagedKeepsMoreOnWhereThatIsBetter) {
    // 800 + 200 W: one full loses 600 W, two at a half 200 W, three at a third 3 * 72.22
    EXPECT_NEAR(rack_input(rack_with(bent), 800, staged()), 1200, 1e-9);
}

TEST(RackDraw, StagedIsContinuousRisingAndNeverWorse) {
    for (const EfficiencyCurve& efficiency :
         {bent, curve, EfficiencyCurve{{0.01, 0.01 / 0.11}, {1.0, 1 / 1.2}},
          EfficiencyCurve{{0.1, 0.8}, {1.0, 0.98}}}) {
        const RackPart rack = rack_with(efficiency, 5 * watt);
        const double gain = largest_rack_gain(rack, 4 * kilowatt, staged());
        double before = rack_input(rack, 0, staged());
        for (double nodes = 1; nodes <= 4000; nodes += 1) {
            const double here = rack_input(rack, nodes, staged());
            EXPECT_GT(here, before) << nodes;
            EXPECT_LE(here - before, gain * 1.0000001) << nodes;
            EXPECT_LE(here, rack_input(rack, nodes) + 1e-9) << nodes;
            before = here;
        }
    }
}

TEST(RackDraw, LargestGainIsABoundAndIsReached) {
    const RackPart rack = rack_with(bent);
    // up to 1300 W of nodes: each up to 0.5; slopes 0.25 and 1/6, and from 0.2/3 on
    EXPECT_NEAR(largest_rack_gain(rack, 1200 * watt, {}), 1.25, 1e-12);
    EXPECT_NEAR(largest_rack_gain(rack, 2800 * watt, {}), 2, 1e-12);
    const double gain = largest_rack_gain(rack, 2800 * watt, {});
    double steepest = 0;
    for (double nodes = 0; nodes < 2800; nodes += 10)
        steepest =
            std::max(steepest, (rack_input(rack, nodes + 10) - rack_input(rack, nodes)) / 10);
    EXPECT_LE(steepest, gain + 1e-9);
    EXPECT_NEAR(steepest, gain, 1e-9);
}

TEST(RackDraw, DirectCurrentLeavesOutTheRectifiers) {
    const ConversionPlan plan{.direct_current = true};
    const RackPart rack = rack_with(bent, 20 * watt);
    EXPECT_DOUBLE_EQ(rack_input(rack, 1000, plan), 1200);
    EXPECT_EQ(rack_draw(rack, 1000 * watt, plan).rectifier_loss, Power());
    EXPECT_EQ(largest_rack_gain(rack, 1000 * watt, plan), 1);
}

TEST(RackDraw, WithoutRectifiersLosesNothing) {
    RackPart rack;
    EXPECT_EQ(rack_draw(rack, 500 * watt, {}).input(), 500 * watt);
    EXPECT_EQ(largest_rack_gain(rack, 500 * watt, {}), 1);
}

// Two transformers of 10 kW (100 W and 200 W of loss), half of the load behind a UPS of 10 kW.
SupplyPart supply() {
    SupplyPart part;
    part.transformers = {2};
    part.transformer_rating = {10 * kilowatt};
    part.transformer_no_load_loss = {100 * watt};
    part.transformer_load_loss = {200 * watt};
    part.ups_share = {0.5};
    part.ups_rating = {10 * kilowatt};
    part.ups_efficiency = {{{0.5, 0.8}, {1.0, 0.9}}};
    part.distribution_loss = {0.25};
    part.direct_current_efficiency = {{{1.0, 0.8}}};
    part.direct_current_rating = {20 * kilowatt};
    return part;
}

TEST(SupplyDraw, EachStageLosesWhereItIs) {
    const SupplyDraw draw = supply_draw(supply(), 8 * kilowatt, 2.75 * kilowatt, {});
    // busbars 8 * 1.25 = 10 kW; UPS gives 5 kW at 80 %: 6.25 kW
    EXPECT_NEAR(draw.distribution_loss.in(watt), 2000, 1e-9);
    EXPECT_NEAR(draw.ups_loss.in(watt), 1250, 1e-9);
    // transformers give 5 + 6.25 + 2.75 = 14 kW: 0.7 each; 2 * (100 + 0.49 * 200) = 396 W
    EXPECT_NEAR(draw.transformer_loss.in(watt), 396, 1e-9);
    EXPECT_NEAR(draw.grid.in(watt), 14396, 1e-9);
    EXPECT_EQ(draw.rectifier_loss, Power());
}

TEST(SupplyDraw, TheGridsSideAndTheLossesAgree) {
    for (const bool direct : {false, true})
        for (double it = 0; it < 30; it += 0.37) {
            const SupplyDraw draw =
                supply_draw(supply(), it * kilowatt, 1.3 * kilowatt, {.direct_current = direct});
            const Power sum = it * kilowatt + 1.3 * kilowatt + draw.transformer_loss +
                              draw.ups_loss + draw.distribution_loss + draw.rectifier_loss;
            EXPECT_NEAR(draw.grid / sum, 1, 1e-13) << it;
        }
}

TEST(SupplyDraw, WithoutLoadTheTransformersStillLose) {
    const SupplyDraw draw = supply_draw(supply(), Power(), Power(), {});
    EXPECT_EQ(draw.grid, 200 * watt);
    EXPECT_EQ(draw.transformer_loss, 200 * watt);
}

TEST(SupplyDraw, DirectCurrentTakesCentralRectifiersForUps) {
    const SupplyDraw draw = supply_draw(supply(), 8 * kilowatt, Power(), {.direct_current = true});
    // 10 kW / 0.8 = 12.5 kW; transformers 0.625: 2 * (100 + 0.390625 * 200) = 356.25 W
    EXPECT_NEAR(draw.rectifier_loss.in(watt), 2500, 1e-9);
    EXPECT_EQ(draw.ups_loss, Power());
    EXPECT_NEAR(draw.grid.in(watt), 12856.25, 1e-9);
}

TEST(SupplyDraw, StagesThatAreNotThereLoseNothing) {
    const SupplyDraw draw = supply_draw(SupplyPart{}, 8 * kilowatt, 1 * kilowatt, {});
    EXPECT_EQ(draw.grid, 9 * kilowatt);
}

}  // namespace
}  // namespace twin
