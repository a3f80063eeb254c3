#include "gui/run/energy_flow.h"

#include <gtest/gtest.h>

#include "gui/views/sankey_layout.h"
#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

// The tiny run with plant and energy: IT power 1, 2, 5, 3, 2 kW in five hours. Of it 0.1 for
// cooling (0.05 of that the heat pump) and 0.05 lost in the supply: the site draws 1.15 of it.
struct EnergyFlowTest : testing::Test {
    TemporaryFile file{"flow.sqlite"};
    FlowSeries series;
    void SetUp() override {
        write_energy_run(file);
        series = read_flow_series(ResultStore(file));
    }
    EnergyFlow at(std::size_t interval) const {
        return energy_flow(series, flow_values(series, interval, FlowUnit::power));
    }
};

double value_of(const EnergyFlow& flow, const char* name) {
    const int i = find_node(flow, QLatin1String(name));
    return i < 0 ? 0 : flow.nodes[std::size_t(i)].value;
}

void expect_balance(const EnergyFlow& flow) {
    std::vector<double> in(flow.nodes.size()), out(flow.nodes.size());
    for (const FlowLink& link : flow.links) {
        out[std::size_t(link.from)] += link.value;
        in[std::size_t(link.to)] += link.value;
    }
    double sources = 0, ends = 0;
    for (std::size_t i = 0; i < flow.nodes.size(); ++i) {
        const QString& name = flow.nodes[i].name;
        if (in[i] == 0)
            sources += out[i];
        else if (out[i] == 0)
            ends += in[i];
        else
            EXPECT_NEAR(in[i], out[i], 1e-5 * flow.total) << name.toStdString();
    }
    EXPECT_NEAR(sources, flow.total, 1e-5 * flow.total);
    EXPECT_NEAR(ends, flow.total, 1e-5 * flow.total);
}

TEST_F(EnergyFlowTest, WhatFlowsInFlowsOut) {
    for (std::size_t k = 0; k < 5; ++k)
        expect_balance(at(k));
}

TEST_F(EnergyFlowTest, FollowsTheElectricityToTheHeat) {
    const EnergyFlow flow = at(0);  // 1 kW of IT
    EXPECT_NEAR(value_of(flow, "grid"), 1150, 0.01);
    EXPECT_NEAR(value_of(flow, "cooling"), 100, 0.01);
    EXPECT_NEAR(value_of(flow, "transformer_loss"), 20, 0.01);
    EXPECT_NEAR(value_of(flow, "supply"), 1030, 0.01);  // with 20 of the UPS, 10 of distribution
    EXPECT_NEAR(value_of(flow, "nodes"), 860, 0.01);
    EXPECT_NEAR(value_of(flow, "gpus"), 600, 0.01);
    EXPECT_NEAR(value_of(flow, "water"), 910, 0.01);  // 900 of racks, 10 of pumps
    EXPECT_NEAR(value_of(flow, "reuse"), 280, 0.01);  // 230 and the heat pump's 50
    EXPECT_NEAR(value_of(flow, "to_store"), 20, 0.01);
    // 660 of the roof, 100 of rooms, 50 of cooling + 50 of losses - 10 of pumps into water
    EXPECT_NEAR(value_of(flow, "outdoors"), 850, 0.01);
    EXPECT_EQ(find_node(flow, QStringLiteral("photovoltaics")), -1);
}

TEST_F(EnergyFlowTest, KnowsPhotovoltaicsAndBattery) {
    const EnergyFlow sunny = at(4);  // 2.5 kW of photovoltaics, 2.3 kW drawn, 0.2 kW fed in
    EXPECT_NEAR(value_of(sunny, "photovoltaics"), 2500, 0.01);
    EXPECT_NEAR(value_of(sunny, "feed_in"), 200, 0.01);
    EXPECT_EQ(value_of(sunny, "grid"), 0);
    EXPECT_NEAR(value_of(at(1), "charged"), 200, 0.01);
    EXPECT_NEAR(value_of(at(3), "discharged"), 100, 0.01);
}

TEST_F(EnergyFlowTest, TellsMoneyAndCarbonOfTheInterval) {
    // 1.15 kW for 0.1725 EUR in the hour; 300 g/kWh of life-cycle carbon.
    const FlowValues money = flow_values(series, 0, FlowUnit::money);
    EXPECT_NEAR(money[std::size_t(FlowColumn::grid)], 0.1725, 1e-6);
    const FlowValues carbon = flow_values(series, 0, FlowUnit::carbon);
    EXPECT_NEAR(carbon[std::size_t(FlowColumn::grid)], 0.345, 1e-6);
}

TEST_F(EnergyFlowTest, MeansWeighTheTimeThatIsSeen) {
    // Half an hour of 2 kW and one hour of 5 kW: 6 kWh in 1.5 h.
    const auto mean = mean_flow_values(series, 5400, 10800, FlowUnit::power);
    ASSERT_TRUE(mean);
    EXPECT_NEAR((*mean)[std::size_t(FlowColumn::it)], 4000, 0.01);
    // 1 kW at 0.1725 / 1.15 and 2 kW at 0.5 / 2.5 EUR/kWh: (0.15 + 0.4) / 2 of IT power.
    const auto money = mean_flow_values(series, 0, 7200, FlowUnit::money);
    EXPECT_NEAR((*money)[std::size_t(FlowColumn::it)], 0.275, 1e-6);
    EXPECT_FALSE(mean_flow_values(series, 1e6, 2e6, FlowUnit::power));
    EXPECT_EQ(highest_interval(series), 2u);
    EXPECT_EQ(interval_at(series, 7200), 2u);
    EXPECT_EQ(interval_at(series, 1e6), 4u);
}

TEST_F(EnergyFlowTest, SaysTheBalance) {
    const FlowValues values = flow_values(series, 1, FlowUnit::power);
    EXPECT_EQ(balance_of(series, values, FlowUnit::power).toStdString(),
              "2.5 kW from the grid = 2 kW IT + 100 W losses in the supply + 200 W cooling + "
              "200 W into the battery");
}

TEST_F(EnergyFlowTest, MergingKeepsTheBalance) {
    const EnergyFlow flow = at(2);
    const EnergyFlow merged = with_small_merged(flow, 0.1 * flow.total);
    expect_balance(merged);
    EXPECT_LT(merged.nodes.size(), flow.nodes.size());
    // UPS 100 W and distribution 50 W have the same neighbours.
    const int losses = find_node(merged, QStringLiteral("ups_loss+"));
    ASSERT_GE(losses, 0);
    const FlowNode& node = merged.nodes[std::size_t(losses)];
    EXPECT_NEAR(node.value, 150, 0.01);
    EXPECT_EQ(node.title.toStdString(), "UPS loss +1");
    EXPECT_NEAR(twin::value_of(flow, node).value_or(0), 150, 0.01);
}

TEST_F(EnergyFlowTest, EndsAtTheRacksWithoutAPlant) {
    FlowSeries part = series;
    part.has_plant = part.has_cooling = part.has_energy = false;
    const EnergyFlow flow = energy_flow(part, flow_values(part, 0, FlowUnit::power));
    EXPECT_EQ(find_node(flow, QStringLiteral("grid")), -1);
    EXPECT_NEAR(flow.total, 1000, 0.01);
    part.has_power = false;
    EXPECT_TRUE(energy_flow(part, flow_values(part, 0, FlowUnit::power)).nodes.empty());
}

TEST_F(EnergyFlowTest, NoLabelCoversAnother) {
    const EnergyFlow flow = at(2);
    for (const QSizeF room : {QSizeF(1240, 500), QSizeF(2520, 1100)}) {
        const SankeyLayout layout = lay_out_sankey(flow, QRectF(QPointF(10, 10), room), 34, 0);
        ASSERT_EQ(layout.nodes.size(), flow.nodes.size());
        ASSERT_EQ(layout.bands.size(), flow.links.size());
        for (std::size_t i = 0; i < layout.nodes.size(); ++i) {
            const QRectF& label = layout.nodes[i].label;
            EXPECT_TRUE(QRectF(QPointF(10, 10), room).adjusted(-1, -1, 1, 1).contains(label));
            for (std::size_t k = 0; k < i; ++k)
                EXPECT_FALSE(label.intersects(layout.nodes[k].label)) << i << ' ' << k;
        }
    }
}

}  // namespace
}  // namespace twin
