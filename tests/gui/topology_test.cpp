// The network of a run as a page: load of links, a job's placement, who slows whom.
#include <QBuffer>
#include <QTest>
#include <gmock/gmock.h>

#include "gui/tables/network_tables.h"
#include "gui/views/topology_view.h"
#include "tests/gui/made_jobs.h"
#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

constexpr auto gigabyte_per_second = Bandwidth::from_si(1e9);

// Two groups of 8 and 4 nodes, 1 GB/s between them. Job 0 has nodes 6 to 9 from the start, job 1
// nodes 4, 5, 10 and 11 in the second hour; there each has half of what it asks, so that job 0 runs
// half an hour longer, all of it beside job 1. From 3 h on half of the cables are lost, from 4 h on
// a spine switch of group 2, too.
void write_shared_run(const std::filesystem::path& file) {
    const Site site = tiny_site();
    Recorder recorder(file, tiny_info(), site);
    const auto link = [](LinkKind kind, const char* name, int a, int b, double capacity,
                         bool shares, NodeRange nodes, int parts) {
        return LinkRecord{kind, name, a, b, capacity * gigabyte_per_second, shares, nodes, parts};
    };
    recorder.links({link(LinkKind::group, "group 1", 0, -1, 1, false, {0, 8}, 4),
                    link(LinkKind::group, "group 2", 1, -1, 1, false, {8, 4}, 4),
                    link(LinkKind::pair, "groups 1 and 2", 0, 1, 1, true, {}, 16),
                    link(LinkKind::storage_read, "storage, read", -1, -1, 4, true, {}, 0),
                    link(LinkKind::storage_write, "storage, write", -1, -1, 2, true, {}, 0)});
    const double between[] = {0.5, 1, 0.25, 0.25, 0};  // GB/s, in each hour
    for (std::int64_t k = 0; k < 5; ++k) {
        SiteSample sample;
        sample.it_power = kilowatt;
        sample.available_nodes = 12;
        recorder.sample(k, sample, {{}, {}}, {{}, {}, {}});
        const auto flow = between[k] * gigabyte_per_second;
        const auto read = (k == 0 ? 1.0 : 0.0) * gigabyte_per_second;
        recorder.link_flows(k, {{flow, gigabyte_per_second},
                                {flow, gigabyte_per_second},
                                {flow, gigabyte_per_second},
                                {read, 4 * gigabyte_per_second},
                                {Bandwidth(), 2 * gigabyte_per_second}});
    }
    recorder.event({at_second(10800),
                    "lose_links",
                    "cables 1-2 8",
                    "8 of 16 cables left",
                    {{0, 0, 0.5}, {1, 0, 0.5}, {2, 8, 0.5}}});
    recorder.event({at_second(14400),
                    "lose_links",
                    "spine 2",
                    "3 of 4 spine switches left",
                    {{0, 0, 0.25}, {1, 1, 0.25}, {2, 8, 0.25}}});
    JobRecord first = job_of(0, 0, 0, 9000, 4);
    first.where = {{6, 4}};
    first.groups = 2;
    first.slowed_by_sharing = seconds(1800);
    first.slowed_most_by = 1;
    first.slowed_most = seconds(1800);
    recorder.job(first);
    JobRecord second = job_of(1, 3600, 3600, 7200, 4);
    second.where = {{4, 2}, {10, 2}};
    second.groups = 2;
    second.slowed_by_placement = seconds(60);
    second.slowed_by_storage = seconds(30);
    second.slowed_by_lost_links = seconds(90);
    recorder.job(second);
    recorder.network({0.35, 1.0, 0.05, 0.0});
    recorder.finish(RunStatus::finished, tiny_totals());
}

class SharedRun : public testing::Test {
  protected:
    SharedRun() {
        write_shared_run(file_);
        view_.resize(900, 640);
        view_.show();
        workspace_.open_a(QString::fromStdString(file_.path().string()));
        EXPECT_TRUE(QTest::qWaitFor(
            [this] { return workspace_.is_settled() && view_.nothing_to_show().isEmpty(); }));
    }
    std::string csv() const {
        QBuffer out;
        out.open(QIODevice::WriteOnly);
        EXPECT_TRUE(view_.write_csv(out));
        return out.buffer().toStdString();
    }

    TemporaryFile file_{"gui-topology"};
    Workspace workspace_{ThemeName::light};
    TopologyView view_{workspace_};
};

TEST(Topology, SaysThatNoRunIsOpen) {
    Workspace workspace(ThemeName::light);
    const TopologyView view(workspace);
    EXPECT_THAT(view.nothing_to_show().toStdString(), StartsWith("No run is open."));
}

TEST(Topology, SaysThatARunSimulatesNoNetwork) {
    const TemporaryFile file("gui-no-network");
    write_tiny_run(file);
    Workspace workspace(ThemeName::light);
    const TopologyView view(workspace);
    workspace.open_a(QString::fromStdString(file.path().string()));
    ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.is_settled(); }));
    EXPECT_THAT(view.nothing_to_show().toStdString(),
                StartsWith("This run does not simulate its network"));
}

TEST_F(SharedRun, LoadsAreThoseOfThePlayHeadOrMeans) {
    workspace_.time().set_play_head(1800);
    EXPECT_DOUBLE_EQ(view_.canvas().now_of(2).load(), 0.5);
    EXPECT_DOUBLE_EQ(view_.canvas().now_of(3).load(), 0.25);  // 1 of 4 GB/s
    workspace_.time().set_play_head(2 * 3600 + 1);
    EXPECT_DOUBLE_EQ(view_.canvas().now_of(2).load(), 0.25);
    workspace_.time().show(0, 2 * 3600);
    view_.canvas().set_mean(true);
    EXPECT_DOUBLE_EQ(view_.canvas().now_of(2).load(), 0.75);  // of 0.5 and 1
}

// Jobs are named by their numbers in the log, one more than their indices.
TEST_F(SharedRun, TellsWhereAJobLiesAndWhoSlowsIt) {
    EXPECT_TRUE(view_.canvas().describe_job().isEmpty());
    workspace_.selection().choose({Selected::Kind::job, 0});
    EXPECT_EQ(
        view_.canvas().describe_job().toStdString(),
        "Chosen: job 1, 4 nodes: 2 in group 1, 2 in group 2. It ran 30 min longer because "
        "others used its links. Dashed rings: the groups of job 2. Most of it, 30 min, beside "
        "job 2.");
    workspace_.selection().choose({Selected::Kind::job, 1});
    EXPECT_EQ(
        view_.canvas().describe_job().toStdString(),
        "Chosen: job 2, 4 nodes: 2 in group 1, 2 in group 2. It ran 1 min longer because of "
        "how its nodes lie. It ran 30 s longer because the storage gave no more. It ran 1 min "
        "30 s longer because links were lost.");
}

TEST_F(SharedRun, KeysGoRoundTheGroupsAndThroughTheirLinks) {
    using Kind = TopologyPlace::Kind;
    TopologyCanvas& canvas = view_.canvas();
    workspace_.time().set_play_head(3600 + 1);  // both jobs run
    QTest::keyClick(&canvas, Qt::Key_Right);
    EXPECT_EQ(canvas.place(), (TopologyPlace{Kind::group, 0}));
    QTest::keyClick(&canvas, Qt::Key_Right);
    EXPECT_EQ(canvas.place(), (TopologyPlace{Kind::group, 1}));
    QTest::keyClick(&canvas, Qt::Key_Down);
    EXPECT_EQ(canvas.place(), (TopologyPlace{Kind::link, 2}));
    EXPECT_EQ(canvas.describe(canvas.place()).toStdString(),
              "Links between group 1 and group 2: 1 GB/s of 1 GB/s each way (100 %)\n"
              "Jobs that send there: job 1 (4 nodes), job 2 (4 nodes)");
    QTest::keyClick(&canvas, Qt::Key_J);  // 2 x 2 nodes each: the first of equals
    EXPECT_EQ(workspace_.selection().current(), (Selected{Selected::Kind::job, 0}));
    QTest::keyClick(&canvas, Qt::Key_Down);  // no more links: the group again
    EXPECT_EQ(canvas.place(), (TopologyPlace{Kind::group, 1}));
}

TEST_F(SharedRun, TellsWhatIsLeftOfLostLinks) {
    using Kind = TopologyPlace::Kind;
    TopologyCanvas& canvas = view_.canvas();
    workspace_.time().set_play_head(10799);
    EXPECT_EQ(canvas.describe_losses(), QString());
    QTest::keyClick(&canvas, Qt::Key_X);
    EXPECT_EQ(canvas.place(), TopologyPlace());
    workspace_.time().set_play_head(10800);
    EXPECT_EQ(canvas.describe_losses().toStdString(),
              "Lost: 8 of 16 cables left between group 1 and group 2.");
    EXPECT_DOUBLE_EQ(canvas.now_of(2).load(), 0.5);  // 0.25 of the 0.5 GB/s that are left
    EXPECT_EQ(canvas.describe({Kind::link, 2}).toStdString(),
              "Links between group 1 and group 2: 250 MB/s of 500 MB/s each way (50 %); 50 % of "
              "its bandwidth left: 8 of 16 cables left between group 1 and group 2");
    EXPECT_THAT(csv(), HasSubstr("group 2,group to all others,0.25,1,50,50,4,4,no\n"));
    EXPECT_THAT(csv(), HasSubstr("groups 1 and 2,pair of groups,0.25,1,50,50,8,16,yes\n"));
    workspace_.time().set_play_head(14401);
    EXPECT_EQ(canvas.describe_losses(1).toStdString(),
              "Lost: 3 of 4 spine switches left in group 2, 8 of 16 cables left between group 1 "
              "and group 2.");
    EXPECT_EQ(canvas.describe_losses(0).toStdString(),
              "Lost: 8 of 16 cables left between group 1 and group 2.");
    QTest::keyClick(&canvas, Qt::Key_X);
    EXPECT_EQ(canvas.place(), (TopologyPlace{Kind::group, 1}));
    QTest::keyClick(&canvas, Qt::Key_X);
    EXPECT_EQ(canvas.place(), (TopologyPlace{Kind::link, 2}));
    QTest::keyClick(&canvas, Qt::Key_X);
    EXPECT_EQ(canvas.place(), (TopologyPlace{Kind::group, 1}));
    // Over the whole run the worst state.
    workspace_.time().show(0, 18000);
    canvas.set_mean(true);
    EXPECT_EQ(canvas.now_of(2).service.left, 0.25);
    // 3 h of 1 GB/s, one of 0.5 and one of 0.25.
    EXPECT_DOUBLE_EQ(canvas.now_of(2).capacity_b_s, 0.75e9);
}

TEST_F(SharedRun, AGroupShowsItsNodesAndJobs) {
    using Kind = TopologyPlace::Kind;
    workspace_.time().set_play_head(3600 + 1);  // both jobs run
    QTest::keyClick(&view_.canvas(), Qt::Key_Right);
    EXPECT_EQ(view_.canvas().place(), (TopologyPlace{Kind::group, 0}));
    QTest::keyClick(&view_.canvas(), Qt::Key_Return);
    EXPECT_EQ(view_.group_canvas().group(), 0);
    EXPECT_TRUE(view_.group_canvas().isVisible());
    // Nodes 4 and 5 are the second job's, 6 and 7 the first one's; the site is not in the
    // catalogue.
    EXPECT_EQ(view_.group_canvas().switches(), nullptr);
    EXPECT_THAT(csv(), StartsWith("Node,Leaf switch,State,Job\n"));
    EXPECT_THAT(csv(), HasSubstr(",busy,job 2\n"));
    EXPECT_THAT(csv(), HasSubstr(",busy,job 1\n"));
    EXPECT_EQ(view_.picture().grab().isNull(), false);
    QTest::keyClick(&view_.group_canvas(), Qt::Key_PageDown);
    EXPECT_EQ(view_.group_canvas().group(), 1);
    QTest::keyClick(&view_.group_canvas(), Qt::Key_Backspace);
    EXPECT_FALSE(view_.group_canvas().isVisible());
}

TEST(GroupLayout, HasLeavesOverTheirNodesAndNothingInTwoPlaces) {
    GroupSwitches group;
    for (int leaf = 0; leaf < 3; ++leaf) {
        GroupSwitches::Switch own;
        own.index = leaf;
        for (int k = 0; k < 16; ++k)
            own.nodes.push_back(16 * leaf + k);
        group.switches.push_back(own);
    }
    for (int spine = 0; spine < 2; ++spine) {
        GroupSwitches::Switch own;
        own.leaf = false;
        own.index = spine;
        own.outside_cables = 1;
        group.switches.push_back(own);
        for (int leaf = 0; leaf < 3; ++leaf)
            group.links.push_back({leaf, 3 + spine, 1, {}});
    }
    const QRectF area(0, 0, 420, 320);
    const GroupLayout layout = lay_out_group(group, area);
    ASSERT_EQ(layout.nodes.size(), 48U);
    EXPECT_EQ(layout.links.size(), 6U);
    std::vector<QRectF> boxes = layout.switches;
    for (const GroupLayout::Node& node : layout.nodes)
        boxes.push_back(node.box);
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        EXPECT_TRUE(area.contains(boxes[i])) << i;
        for (std::size_t k = 0; k < i; ++k)
            EXPECT_FALSE(boxes[i].intersects(boxes[k])) << i << " and " << k;
    }
    // Node 20 hangs on the second leaf.
    EXPECT_GT(layout.box_of(20)->top(), layout.switches[1].bottom());
    EXPECT_NEAR(layout.box_of(20)->center().x(), layout.switches[1].center().x(), 70);
    EXPECT_EQ(layout.box_of(99), nullptr);
}

TEST(GroupJobs, AreThoseWithNodesThereTheLargestPartFirst) {
    NetworkFlow network;
    network.nodes = {{0, 8}, {8, 4}};
    const auto jobs = std::make_shared<const JobStore>(
        made_jobs({{0, 0, 100, {{0, 2}}}, {0, 0, 100, {{4, 6}}}, {0, 0, 100, {{10, 2}}}}));
    const Occupancy placed(jobs);
    EXPECT_THAT(jobs_in_group(network, 0, placed, {0, 1, 2}), ElementsAre(1, 0));  // 4 and 2 nodes
    GroupSwitches group;
    group.switches.resize(2);
    group.switches[0].nodes = {0, 1, 2, 3};
    group.switches[1].nodes = {4, 5, 6, 7};
    const auto rows = group_job_rows(network, 0, &group, placed, {1, 0}, jobs);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0][1].value.toDouble(), 4);
    EXPECT_EQ(rows[0][2].value.toDouble(), 6);
    EXPECT_EQ(rows[0][3].value.toDouble(), 1);              // the second leaf alone
    EXPECT_NEAR(rows[0][4].value.toDouble(), 33.33, 0.01);  // 2 of 6
}

TEST_F(SharedRun, WritesItsLinks) {
    workspace_.time().set_play_head(1);
    EXPECT_THAT(csv(), StartsWith("Link,Kind,Flow [GB/s],Capacity [GB/s],Left [%],Load of it [%],"
                                  "In service,Of,Shared\n"));
    EXPECT_THAT(csv(), HasSubstr("groups 1 and 2,pair of groups,0.5,1,100,50,16,16,yes\n"));
    EXPECT_THAT(csv(), HasSubstr("\"storage, read\",\"storage, reading\",1,4,,25,,,yes\n"));
}

TEST(NetworkFlow, CountsTheNodesOfEachGroup) {
    NetworkFlow network;
    network.nodes = {{0, 8}, {8, 4}};
    const std::vector<NodeRange> where = {{2, 3}, {6, 4}};  // 2 3 4, 6 7 8 9
    EXPECT_THAT(network.nodes_by_group(where), ElementsAre(5, 2));
}

}  // namespace
}  // namespace twin
