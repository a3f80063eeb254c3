#include <algorithm>
#include <gmock/gmock.h>

#include "models/interconnect/topologies.h"
#include "sim/scenario/parts_catalog.h"
#include "tests/sim/scenario/scenario_files.h"

namespace twin {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string shipped_text(const std::string& kind, const std::string& id) {
    for (const auto& file : shipped_part_files())
        if (file.kind == kind && file.id == id)
            return file.text;
    return "";
}

// What is said of JUPITER's network after one change of its text.
std::vector<std::string> mistakes_with(const std::string& words, const std::string& by) {
    std::string text = shipped_text("networks", "jupiter-booster");
    text.replace(text.find(words), words.size(), by);
    Problems problems;
    read_parts(
        {{"switches", "quantum-2", shipped_text("switches", "quantum-2")}, {"networks", "x", text}},
        problems);
    return sentences(problems);
}

TEST(NetworkParts, EverySiteFitsItsNetwork) {
    const PartsCatalog& parts = shipped_parts();
    std::vector<std::string> with_network;
    for (const auto& [id, site] : parts.sites) {
        if (site.network.empty())
            continue;
        with_network.push_back(id);
        const Topology topology =
            build_topology(parts.networks.at(site.network), build_site(site).nodes);
        // The groups of the site are those of its network.
        const Site built = build_site(site);
        for (std::size_t group = 0; group < built.groups.size(); ++group) {
            const Vertex first = topology.node(built.groups[group].first_node);
            ASSERT_EQ(topology.graph[first].group, static_cast<GroupIndex>(group)) << id;
        }
        EXPECT_EQ(connected_nodes(topology).size(), static_cast<std::size_t>(built.nodes));
    }
    EXPECT_THAT(with_network, ElementsAre("jupiter-booster", "juwels-booster", "leonardo-booster",
                                          "marenostrum5-acc"));
}

TEST(NetworkParts, OfJupiter) {
    const NetworkPart& part = shipped_parts().networks.at("jupiter-booster");
    EXPECT_EQ(node_slots(part), 6000);
    EXPECT_EQ(build_topology(part, 5884).switches, 837);
}

// 16 NICs, 31 switches of the group and 14 x 20 / 32 = 8.75 cables to others at a switch.
TEST(NetworkParts, OfAlps) {
    const NetworkPart& part = shipped_parts().networks.at("alps");
    EXPECT_THAT(topology_problems(part), IsEmpty());
    EXPECT_EQ(node_slots(part), 2688);
    const Topology alps = build_topology(part, 2688);
    EXPECT_EQ(count_cables(alps, CableKind::global), 21 * 20 / 2 * 14);
    EXPECT_EQ(diameter(alps), 3);
}

// What twin list parts shows.
TEST(NetworkParts, AreListedWithTheirEvidence) {
    const auto figures = shipped_part_figures();
    const auto cables = std::find_if(figures.begin(), figures.end(), [](const PartFigure& f) {
        return f.kind == "networks" && f.id == "jupiter-booster" && f.field == "global_cables";
    });
    ASSERT_NE(cables, figures.end());
    EXPECT_EQ(cables->value, "16");
    EXPECT_THAT(cables->evidence, testing::StartsWith("assumption: 1 from each spine"));
}

// 18 down and 22 up at each spine of 40 ports; 20 x 19 / 2 pairs x 10 cables.
TEST(NetworkParts, PortsOfLeonardoAndJuwels) {
    const Topology leonardo = build_topology(shipped_parts().networks.at("leonardo-booster"), 3456);
    EXPECT_EQ(count_cables(leonardo, CableKind::global), 23 * 22 / 2 * 18);
    for (Vertex v = 0; leonardo.is_switch(v); ++v)
        if (leonardo.graph[v].kind == VertexKind::spine) {
            ASSERT_EQ(boost::out_degree(v, leonardo.graph), 40u);
        }
    const Topology juwels = build_topology(shipped_parts().networks.at("juwels-booster"), 936);
    EXPECT_EQ(count_cables(juwels, CableKind::global), 1900);
}

TEST(NetworkParts, MistakesAreWholeSentences) {
    EXPECT_THAT(mistakes_with("\"dragonfly-plus\"", "\"dragonfly-minus\""),
                ElementsAre("models/parts/networks/x.toml:4:18: topology: expected one of "
                            "dragonfly-plus, dragonfly, two-tier, three-tier, fat-tree, torus, got "
                            "'dragonfly-minus'; did you mean 'dragonfly-plus'?"));
    EXPECT_THAT(
        mistakes_with("global_cables     = { value = 16", "global_cables     = { value = 21"),
        ElementsAre("models/parts/networks/x.toml:17:21: global_cables: expected at most the 64 "
                    "ports of a switch, got 65 at a spine (30 to leaves + 35 to 26 other groups)"));
    EXPECT_THAT(
        mistakes_with("storage_group     = { value = 27", "storage_group     = { value = 20"),
        ElementsAre("models/parts/networks/x.toml:12:21: storage_group: expected one of the last 2 "
                    "of 27 groups, got 20"));
    EXPECT_THAT(mistakes_with("\"quantum-2\"", "\"quantum-3\""),
                ElementsAre("models/parts/networks/x.toml:5:18: network_switch: expected the id "
                            "of a part, got 'quantum-3'; did you mean 'quantum-2'?"));
    EXPECT_THAT(mistakes_with("groups            = { value = 27", "groups = { value = 0"),
                ElementsAre("models/parts/networks/x.toml:10:10: groups: expected 1 to 256 "
                            "(groups of switches), got 0"));
}

TEST(NetworkParts, ASiteNeedsANetworkThatHoldsIt) {
    const auto mistakes = [](const std::string& words, const std::string& by) {
        std::vector<PartFile> files = shipped_part_files();
        for (auto& file : files)
            if (file.kind == "sites" && file.id == "jupiter-booster")
                file.text.replace(file.text.find(words), words.size(), by);
        Problems problems;
        read_parts(files, problems);
        return sentences(problems);
    };
    EXPECT_THAT(mistakes("network   = \"jupiter-booster\"", "network   = \"juwels-booster\""),
                ElementsAre("models/parts/sites/jupiter-booster.toml:5:13: network: expected a "
                            "network of at least 5884 nodes, got the 960 slots of "
                            "juwels-booster"));
    EXPECT_THAT(mistakes("network   = \"jupiter-booster\"", "network   = \"jupiter\""),
                ElementsAre(testing::StartsWith(
                    "models/parts/sites/jupiter-booster.toml:5:13: network: expected the id of a "
                    "part, got 'jupiter'")));
}

}  // namespace
}  // namespace twin
