// The network of a run as a page: load of links, a job's placement, who slows whom.
#include <QBuffer>
#include <QTest>
#include <gmock/gmock.h>

#include "gui/views/topology_view.h"
#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

constexpr auto gigabyte_per_second = Bandwidth::from_si(1e9);

// Two groups of 8 and 4 nodes, 1 GB/s between them. Job 0 has nodes 6 to 9 from the start, job 1
// nodes 4, 5, 10 and 11 in the second hour; there each has half of what it asks, so that job 0 runs
// half an hour longer, all of it beside job 1.
void write_shared_run(const std::filesystem::path& file) {
    const Site site = tiny_site();
    Recorder recorder(file, tiny_info(), site);
    const auto link = [](LinkKind kind, const char* name, int a, int b, double capacity,
                         bool shares, NodeRange nodes) {
        return LinkRecord{kind, name, a, b, capacity * gigabyte_per_second, shares, nodes};
    };
    recorder.links({link(LinkKind::group, "group 1", 0, -1, 1, false, {0, 8}),
                    link(LinkKind::group, "group 2", 1, -1, 1, false, {8, 4}),
                    link(LinkKind::pair, "groups 1 and 2", 0, 1, 1, true, {}),
                    link(LinkKind::storage_read, "storage, read", -1, -1, 4, true, {}),
                    link(LinkKind::storage_write, "storage, write", -1, -1, 2, true, {})});
    const double between[] = {0.5, 1, 0.25, 0, 0};  // GB/s, in each hour
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
    EXPECT_DOUBLE_EQ(view_.canvas().load_of(2), 0.5);
    EXPECT_DOUBLE_EQ(view_.canvas().load_of(3), 0.25);  // 1 of 4 GB/s
    workspace_.time().set_play_head(2 * 3600 + 1);
    EXPECT_DOUBLE_EQ(view_.canvas().load_of(2), 0.25);
    workspace_.time().show(0, 2 * 3600);
    view_.canvas().set_mean(true);
    EXPECT_DOUBLE_EQ(view_.canvas().load_of(2), 0.75);  // of 0.5 and 1
}

TEST_F(SharedRun, TellsWhereAJobLiesAndWhoSlowsIt) {
    EXPECT_TRUE(view_.canvas().describe_job().isEmpty());
    workspace_.selection().choose({Selected::Kind::job, 0});
    EXPECT_EQ(view_.canvas().describe_job().toStdString(),
              "Job 0: 4 nodes, 2 in group 1, 2 in group 2. It ran 30 min longer because others "
              "used its links. Most of it, 30 min, beside job 1.");
    workspace_.selection().choose({Selected::Kind::job, 1});
    EXPECT_EQ(view_.canvas().describe_job().toStdString(),
              "Job 1: 4 nodes, 2 in group 1, 2 in group 2. It ran 1 min longer because of how its "
              "nodes lie.");
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
              "Jobs that send there: job 0 (4 nodes), job 1 (4 nodes)");
    QTest::keyClick(&canvas, Qt::Key_J);  // 2 x 2 nodes each: the first of equals
    EXPECT_EQ(workspace_.selection().current(), (Selected{Selected::Kind::job, 0}));
    QTest::keyClick(&canvas, Qt::Key_Down);  // no more links: the group again
    EXPECT_EQ(canvas.place(), (TopologyPlace{Kind::group, 1}));
}

TEST_F(SharedRun, WritesItsLinks) {
    workspace_.time().set_play_head(1);
    EXPECT_THAT(csv(), StartsWith("Link,Kind,Flow [GB/s],Capacity [GB/s],Load [%],Shared\n"));
    EXPECT_THAT(csv(), HasSubstr("groups 1 and 2,pair of groups,0.5,1,50,yes\n"));
}

TEST(NetworkFlow, CountsTheNodesOfEachGroup) {
    NetworkFlow network;
    network.nodes = {{0, 8}, {8, 4}};
    const std::vector<NodeRange> where = {{2, 3}, {6, 4}};  // 2 3 4, 6 7 8 9
    EXPECT_THAT(network.nodes_by_group(where), ElementsAre(5, 2));
}

}  // namespace
}  // namespace twin
