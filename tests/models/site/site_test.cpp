#include "models/site/site.h"

#include <gtest/gtest.h>

#include "models/site/site_power.h"

namespace twin {
namespace {

std::shared_ptr<const RackPart> rack_of_slots(int slots, int gpus_per_node = 4) {
    RackPart rack;
    rack.nodes = {slots};
    rack.node.gpus = {gpus_per_node};
    return std::make_shared<const RackPart>(rack);
}

// 122 racks of 48 nodes and one of 28: 122 * 48 + 28 = 5884.
SiteDescription jupiter() {
    SiteDescription site;
    site.node_name = "jpbo-{rack:03}-{slot:02}";
    const auto rack = rack_of_slots(48);
    site.rows = {{rack, {122}, {48}}, {rack, {1}, {28}}};
    site.racks_per_group = {5};
    return site;
}

// 75 racks of 128 slots from rack 0, rack 41 missing: nodes 5248 to 5375 are not there.
SiteDescription frontier() {
    SiteDescription site;
    site.node_name = "frontier{node:05}";
    site.rows = {{rack_of_slots(128), {75}, {}}};
    site.first_rack_number = {0};
    site.missing_racks = {{41}};
    return site;
}

void expect_names_to_invert(const Site& site) {
    for (NodeIndex node = 0; node < site.nodes; ++node)
        ASSERT_EQ(site.node_named(site.name_of(node)), node) << site.name_of(node);
}

TEST(Site, NumbersRacksInRowOrder) {
    const Site site = build_site(jupiter());
    EXPECT_EQ(site.nodes, 5884);
    EXPECT_EQ(site.gpus(), 23536);
    ASSERT_EQ(site.racks.size(), 123u);
    EXPECT_EQ(site.racks[0].number, 1);
    EXPECT_EQ(site.racks[122].number, 123);
    EXPECT_EQ(site.racks[122].first_node, 122 * 48);
    EXPECT_EQ(site.racks[122].nodes, 28);
}

TEST(Site, FindsTheRackOfANode) {
    const Site site = build_site(jupiter());
    EXPECT_EQ(site.rack_of(0), 0);
    EXPECT_EQ(site.rack_of(47), 0);
    EXPECT_EQ(site.rack_of(48), 1);
    EXPECT_EQ(site.rack_of(5883), 122);
}

TEST(Site, NamesNodesAsOnTheMachine) {
    const Site site = build_site(jupiter());
    EXPECT_EQ(site.name_of(0), "jpbo-001-01");
    EXPECT_EQ(site.name_of(48), "jpbo-002-01");
    EXPECT_EQ(site.name_of(16 * 48 + 4), "jpbo-017-05");
    EXPECT_EQ(site.name_of(5883), "jpbo-123-28");
    expect_names_to_invert(site);
}

TEST(Site, KnowsNoOtherNames) {
    const Site site = build_site(jupiter());
    for (const auto* name :
         {"jpbo-123-29", "jpbo-124-01", "jpbo-000-01", "jpbo-001-00", "jpbo-001-49", "jpbo-1-1",
          "jpbo-0001-01", "jpbo-001-01 ", "jpbo-001-", "jpbo-001", "jpbo--01", "jwb-001-01", "",
          "jpbo-99999999999-01", "jpbo--01-01"})
        EXPECT_EQ(site.node_named(name), std::nullopt) << name;
}

TEST(Site, GroupsConsecutiveRackNumbers) {
    // 123 racks in fives: 24 groups of 240 nodes, then racks 121, 122 and 123: 48 + 48 + 28.
    const Site site = build_site(jupiter());
    ASSERT_EQ(site.groups.size(), 25u);
    EXPECT_EQ(site.groups[0].name, "group 1");
    EXPECT_EQ(site.groups[0].racks, 5);
    EXPECT_EQ(site.groups[0].nodes, 240);
    EXPECT_EQ(site.groups[24].name, "group 25");
    EXPECT_EQ(site.groups[24].first_rack, 120);
    EXPECT_EQ(site.groups[24].racks, 3);
    EXPECT_EQ(site.groups[24].first_node, 5760);
    EXPECT_EQ(site.groups[24].nodes, 124);
    EXPECT_EQ(site.racks[4].group, 0);
    EXPECT_EQ(site.racks[5].group, 1);
}

TEST(Site, WithoutGroupSizeIsOneGroup) {
    auto description = jupiter();
    description.racks_per_group = {0};
    const Site site = build_site(description);
    ASSERT_EQ(site.groups.size(), 1u);
    EXPECT_EQ(site.groups[0].racks, 123);
    EXPECT_EQ(site.groups[0].nodes, 5884);
}

TEST(Site, LeavesOutAMissingRackAndKeepsAllNumbers) {
    const Site site = build_site(frontier());
    EXPECT_EQ(site.nodes, 9472);  // 74 * 128
    ASSERT_EQ(site.racks.size(), 74u);
    EXPECT_EQ(site.racks[40].number, 40);
    EXPECT_EQ(site.racks[41].number, 42);
    EXPECT_EQ(site.racks[41].first_node, 5248);
    EXPECT_EQ(site.racks[73].number, 74);
    EXPECT_EQ(site.name_of(5247), "frontier05247");
    EXPECT_EQ(site.name_of(5248), "frontier05376");
    EXPECT_EQ(site.name_of(9471), "frontier09599");
    EXPECT_EQ(site.node_named("frontier05248"), std::nullopt);
    EXPECT_EQ(site.node_named("frontier05375"), std::nullopt);
    EXPECT_EQ(site.node_named("frontier09600"), std::nullopt);
    expect_names_to_invert(site);
}

TEST(Site, MissingRacksDoNotShiftGroups) {
    // Racks 1 to 6 in pairs, 2, 3 and 4 missing: group 1 = {1}, group 2 = {}, group 3 = {5, 6}.
    SiteDescription description;
    description.node_name = "r{rack}n{slot}";
    description.rows = {{rack_of_slots(10), {6}, {}}};
    description.missing_racks = {{2, 3, 4}};
    description.racks_per_group = {2};
    const Site site = build_site(description);
    ASSERT_EQ(site.groups.size(), 2u);
    EXPECT_EQ(site.groups[0].nodes, 10);
    EXPECT_EQ(site.groups[1].name, "group 3");
    EXPECT_EQ(site.groups[1].first_rack, 1);
    EXPECT_EQ(site.groups[1].racks, 2);
    EXPECT_EQ(site.racks[2].group, 1);
    EXPECT_EQ(site.name_of(10), "r5n1");
    EXPECT_EQ(site.node_named("r2n1"), std::nullopt);
    expect_names_to_invert(site);
}

TEST(Site, RowsMayMixParts) {
    SiteDescription description;
    description.node_name = "n{node}";
    description.rows = {{rack_of_slots(2, 4), {2}, {}}, {rack_of_slots(3, 8), {1}, {2}}};
    const Site site = build_site(description);
    EXPECT_EQ(site.nodes, 6);
    EXPECT_EQ(site.gpus(), 4 * 4 + 2 * 8);
    EXPECT_EQ(site.name_of(5), "n5");

    description.first_node_number = {1};
    const Site from_one = build_site(description);
    EXPECT_EQ(from_one.name_of(5), "n6");
    EXPECT_EQ(from_one.node_named("n0"), std::nullopt);
    expect_names_to_invert(from_one);
    expect_names_to_invert(site);
}

TEST(Site, FlatPoolTakesAnyNumberOfNodes) {
    SiteDescription description;
    description.node_name = "node{node}";
    description.rows = {{rack_of_slots(0, 0), {1}, {11200}}};
    description.has_power = false;
    const Site site = build_site(description);
    EXPECT_EQ(site.nodes, 11200);
    EXPECT_EQ(site.gpus(), 0);
    EXPECT_FALSE(site.has_power);
    EXPECT_EQ(site.name_of(11199), "node11199");
}

TEST(NodeName, GoodPatterns) {
    for (const auto* pattern : {"jpbo-{rack:03}-{slot:02}", "{node}", "n{node:05}.jsc",
                                "r{rack}s{slot}", "{slot}-{rack} {node}"})
        EXPECT_EQ(node_name_problem(pattern), "") << pattern;
}

TEST(NodeName, ProblemsSayWhatIsWrong) {
    const std::string apart = "does not tell nodes apart; it needs {node}, or {rack} and {slot}";
    EXPECT_EQ(node_name_problem(""), apart);
    EXPECT_EQ(node_name_problem("jpbo"), apart);
    EXPECT_EQ(node_name_problem("jpbo-{rack:03}"), apart);
    EXPECT_EQ(node_name_problem("{rak}-{slot}"),
              "unknown placeholder '{rak}'; known are {rack}, {slot} and {node}");
    EXPECT_EQ(node_name_problem("{node:3}"),
              "the width in '{node:3}' must be 01 to 09, as in {rack:03}");
    EXPECT_EQ(node_name_problem("{rack:03}{slot:02}"),
              "two placeholders without text between them");
    EXPECT_EQ(node_name_problem("{rack}0{slot}"), "'0' after a placeholder starts with a digit");
    EXPECT_EQ(node_name_problem("n{node"), "a brace without its partner");
    EXPECT_EQ(node_name_problem("n}{node}"), "a brace without its partner");
}

// Frontier with the constants of ExaDigiT RAPS.
Site frontier_with_power() {
    RackPart rack;
    rack.nodes = {128};
    rack.switches = {8 * 4};  // 8 chassis of 4 switches and 4 rectifiers
    rack.network_switch.power = {250 * watt};
    rack.rectifiers = {8 * 4};
    rack.rectifier.rating = {12.5 * kilowatt};
    rack.rectifier.fixed_loss = {17 * watt};
    rack.rectifier.efficiency = {{{1.0, 0.96}}};
    rack.node.gpus = {4};
    rack.node.gpu.idle_power = {88 * watt};
    rack.node.gpu.max_power = {560 * watt};
    rack.node.gpu.clock_exponent = {2};
    rack.node.gpu.lowest_clock = {0.2};
    rack.node.cpus = {1};
    rack.node.cpu.idle_power = {90 * watt};
    rack.node.cpu.max_power = {280 * watt};
    rack.node.memory_power = {74.26 * watt};
    rack.node.nic_power = {4 * 20 * watt};
    rack.node.drive_power = {30 * watt};
    rack.node.converter_loss = {13 * watt};
    rack.node.converter_efficiency = {0.98};

    auto description = frontier();
    description.rows[0].part = std::make_shared<const RackPart>(rack);
    description.fixed_power = {25 * 8473.47 * watt};  // cooling units: 211,836.75 W
    return build_site(description);
}

TEST(SitePower, FrontierIdle) {
    // node: 90 + 4*88 + 74.26 + 80 + 30 = 626.26; (626.26 + 13) / 0.98 = 652.30612
    // rack: (128 * 652.30612 + 32*250 + 32*17) / 0.96 = (83495.184 + 8544) / 0.96 = 95874.150
    // site: 74 * 95874.150 + 211836.75 = 7306523.8 W; RAPS prints 7.307 MW
    const auto power = site_power(frontier_with_power(), 0, 0);
    EXPECT_NEAR(power.in(watt), 7306523.8, 1);
    EXPECT_NEAR(power.in(megawatt), 7.307, 0.001 * 7.307);
}

TEST(SitePower, StagingDoesNothingWhereTheEfficiencyIsFlat) {
    ConversionPlan plan;
    plan.rectifier_sharing = ConversionPlan::Sharing::staged;
    const Site site = frontier_with_power();
    EXPECT_NEAR(site_power(site, Phase{}, plan).in(watt), site_power(site, 0, 0).in(watt), 1e-6);
}

TEST(SitePower, FrontierHpl) {
    // node: 0.33*280 + 0.67*90 + 3.16*560 + 0.84*88 + 184.26 = 2180.48; 2193.48 / 0.98 = 2238.2449
    // rack: (128 * 2238.2449 + 8544) / 0.96 = (286495.347 + 8544) / 0.96 = 307332.653
    // site: 74 * 307332.653 + 211836.75 = 22954453.1 W; RAPS prints 22.954 MW
    const auto power = site_power(frontier_with_power(), 0.33, 0.79);
    EXPECT_NEAR(power.in(watt), 22954453.1, 1);
    EXPECT_NEAR(power.in(megawatt), 22.954, 0.001 * 22.954);
}

TEST(SitePower, FrontierPeak) {
    // node: 280 + 4*560 + 184.26 = 2704.26; 2717.26 / 0.98 = 2772.7143
    // rack: (128 * 2772.7143 + 8544) / 0.96 = (354907.429 + 8544) / 0.96 = 378595.238
    // site: 74 * 378595.238 + 211836.75 = 28227884.4 W; RAPS prints 28.228 MW
    const auto power = site_power(frontier_with_power(), 1, 1);
    EXPECT_NEAR(power.in(watt), 28227884.4, 1);
    EXPECT_NEAR(power.in(megawatt), 28.228, 0.001 * 28.228);
}

}  // namespace
}  // namespace twin
