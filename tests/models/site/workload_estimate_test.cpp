#include "models/site/workload_estimate.h"

#include <array>
#include <gtest/gtest.h>

#include "models/power/node_power.h"

namespace twin {
namespace {

using std::chrono::hours;

// Nodes of one CPU: idle 100 W, busy 300 W; 50 W of memory, 100 W lost in the converter, which is
// ideal beside. So 250 W idle and 450 W busy at the plug.
NodePart node() {
    NodePart part;
    part.cpus.value = 1;
    part.cpu.cores.value = 8;
    part.cpu.idle_power.value = 100.0 * watt;
    part.cpu.max_power.value = 300.0 * watt;
    part.memory_power.value = 50.0 * watt;
    part.converter_loss.value = 100.0 * watt;
    return part;
}

// Two racks of 10 such nodes, with a switch of 500 W each, and 1 kW beside. No rectifiers.
Site site() {
    auto rack = std::make_shared<RackPart>();
    rack->node = node();
    rack->nodes.value = 10;
    rack->switches.value = 1;
    rack->network_switch.power.value = 500.0 * watt;
    SiteDescription description;
    description.id = "test";
    description.node_name = "n{node}";
    description.rows = {{rack, {2}, {}}};
    description.fixed_power.value = 1.0 * kilowatt;
    return build_site(description);
}

Phase busy(SimDuration duration, double cpu) {
    Phase phase;
    phase.duration = duration;
    phase.cpu_utilisation = cpu;
    return phase;
}

// 5 of 20 nodes carry a quarter of the site: 20 * 450 W in nodes, 2 * 500 W in switches, 1 kW
// beside: 11 kW, of which a quarter is 2.75 kW. Five idle nodes would draw 5 * 200 W less.
TEST(WorkloadEstimate, CarriesItsNodesShareOfTheSite) {
    const std::array phases{busy(hours(10), 1)};
    const WorkloadEstimate estimate = estimate_workload(site(), 5, phases, {});
    EXPECT_EQ(estimate.time, 10 * hour);
    EXPECT_NEAR(estimate.share.cpus.in(watt), 1500, 1e-9);
    EXPECT_NEAR(estimate.share.memory.in(watt), 250, 1e-9);
    EXPECT_NEAR(estimate.share.converter_loss.in(watt), 500, 1e-9);
    EXPECT_NEAR(estimate.share.nodes().in(watt), 2250, 1e-9);
    EXPECT_NEAR(estimate.share.switches.in(watt), 250, 1e-9);
    EXPECT_NEAR(estimate.share.fixed.in(watt), 250, 1e-9);
    EXPECT_NEAR(estimate.share.grid.in(watt), 2750, 1e-9);
    EXPECT_NEAR(estimate.marginal_grid.in(watt), 1000, 1e-9);
    EXPECT_FALSE(estimate.supply);
}

// A quarter of the time busy, three quarters idle: 100 W + 200 W / 4 in the CPU, twice over.
TEST(WorkloadEstimate, IsTheMeanOverItsPhases) {
    const std::array phases{busy(hours(1), 1), busy(hours(3), 0), busy(hours(1), 1),
                            busy(hours(3), 0)};
    const WorkloadEstimate estimate = estimate_workload(site(), 20, phases, {});
    EXPECT_EQ(estimate.time, 8 * hour);
    EXPECT_NEAR(estimate.share.cpus.in(watt), 20 * 150, 1e-9);
}

// One transformer without load losses that loses 400 W: the job's quarter is 100 W.
TEST(WorkloadEstimate, CarriesTheLossesOfTheSupply) {
    Site supplied = site();
    SupplyPart supply;
    supply.transformers.value = 1;
    supply.transformer_rating.value = 100.0 * kilowatt;
    supply.transformer_no_load_loss.value = 400.0 * watt;
    supplied.supply = supply;
    const std::array phases{busy(hours(1), 1)};
    const WorkloadEstimate estimate = estimate_workload(supplied, 5, phases, {});
    EXPECT_NEAR(estimate.share.transformer_loss.in(watt), 100, 1e-9);
    EXPECT_NEAR(estimate.share.grid.in(watt), 2850, 1e-6);
}

// A plant that draws 2 % of the water's heat in pumps, 1 % in fans and a tenth of the air's heat.
class SharePlant : public CoolingModel {
  public:
    std::size_t groups() const override { return 1; }
    std::size_t states() const override { return 1; }
    void settle(const CoolingInputs&, std::span<double> x) const override { x[0] = 0; }
    CoolingFluxes derivatives(const CoolingInputs& inputs, std::span<const double>,
                              std::span<double>) const override {
        CoolingFluxes fluxes;
        for (const Power heat : inputs.liquid_heat)
            fluxes.liquid_heat += heat;
        fluxes.primary_pumps = 0.02 * fluxes.liquid_heat;
        fluxes.fans = 0.01 * fluxes.liquid_heat;
        fluxes.air_handling = 0.1 * inputs.air_heat;
        return fluxes;
    }
    void read(const CoolingInputs& inputs, std::span<const double>,
              CoolingReadings& out) const override {
        out.groups.assign(1, {});
        out.groups[0].supply = inputs.dry_bulb + 20.0 * kelvin;
    }
    Energy stored_between(std::span<const double>, std::span<const double>) const override {
        return {};
    }
    Temperature supply_limit() const override { return Temperature::celsius(40); }
    Temperature trip_limit() const override { return Temperature::celsius(40); }
};

// Racks draw 10 kW: 9 kW into the water, 1 kW into the air, and 1 kW of what stands beside. Pumps
// 180 W, fans 90 W, air handling 200 W; the job carries a quarter.
TEST(WorkloadEstimate, CarriesItsShareOfTheCooling) {
    const SharePlant plant;
    WorkloadConditions conditions;
    conditions.cooling = &plant;
    conditions.liquid_share = 0.9;
    conditions.dry_bulb = Temperature::celsius(15);
    const std::array phases{busy(hours(1), 1)};
    const WorkloadEstimate estimate = estimate_workload(site(), 5, phases, conditions);
    EXPECT_NEAR(estimate.share.pumps.in(watt), 45, 1e-9);
    EXPECT_NEAR(estimate.share.cooling_fans.in(watt), 22.5, 1e-9);
    EXPECT_NEAR(estimate.share.air_handling.in(watt), 50, 1e-9);
    EXPECT_NEAR(estimate.share.grid.in(watt), 2750 + 117.5, 1e-9);
    EXPECT_NEAR(estimate.supply->in_celsius(), 35, 1e-9);
    EXPECT_TRUE(estimate.holds_supply);
    conditions.dry_bulb = Temperature::celsius(25);
    EXPECT_FALSE(estimate_workload(site(), 5, phases, conditions).holds_supply);
}

// Under a cap a phase lasts its duration over its speed, and the grid's energy with it.
TEST(WorkloadEstimate, TakesLongerUnderACap) {
    auto rack = std::make_shared<RackPart>();
    rack->nodes.value = 4;
    rack->node = node();
    rack->node.gpus.value = 1;
    GpuPart& gpu = rack->node.gpu;
    gpu.idle_power.value = 50.0 * watt;
    gpu.max_power.value = 400.0 * watt;
    gpu.busy_power.value = 100.0 * watt;
    gpu.tensor_power.value = 250.0 * watt;
    gpu.clock_exponent.value = 2;
    gpu.lowest_clock.value = 0.3;
    SiteDescription description;
    description.id = "test";
    description.node_name = "n{node}";
    description.rows = {{rack, {1}, {}}};
    const Site small = build_site(description);
    Phase phase;
    phase.duration = hours(10);
    phase.gpu_activity = {1, 1, 0, 0};
    phase.compute_bound = 1;
    WorkloadConditions conditions;
    conditions.gpu_cap = 250.0 * watt;
    const double speed = node_draw(rack->node, phase, conditions.gpu_cap).speed;
    ASSERT_LT(speed, 1);
    const std::array phases{phase};
    const WorkloadEstimate estimate = estimate_workload(small, 4, phases, conditions);
    EXPECT_NEAR(estimate.uncapped.in(hour), 10, 1e-9);
    EXPECT_NEAR(estimate.time.in(hour), 10 / speed, 1e-9);
    EXPECT_LE(estimate.share.gpus.in(watt), 4 * 250 + 1e-6);
}

}  // namespace
}  // namespace twin
