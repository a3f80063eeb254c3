// Jobs that share links and storage, through the whole engine, by hand-derived max-min shares. 12
// nodes; times in seconds unless the names say more.
#include <gtest/gtest.h>
#include <memory>

#include "tests/sim/engine/small_network.h"

namespace twin {
namespace {

// At first all of its nodes are in one group and nothing goes between two. After the loss of node 0
// it lies on 1 to 4, the last in the other group: 3 x 1 / 3 of 12 GB/s go over 8 GB/s, so that 20 s
// take 30.
TEST(Fabric, EachAttemptAsksWhereItLies) {
    SmallRun run("fcfs");
    run.plan.network = two_groups();
    for (int node = 0; node < 4; ++node)
        run.plan.network->group_of_node[static_cast<std::size_t>(node)] = 0;
    run.plan.network->group_of_node[4] = 1;
    run.jobs = {sender(0, 20, 16)};
    run.plan.changes = {change(10, ChangeKind::lose, {{0, 1}})};
    run.simulate();
    EXPECT_EQ(run.schedule(), "10-40");
}

// Each gets 4 of 8 GB/s and goes half as fast; when the second is done at 100 the first has 50 s of
// work left, which it does alone.
TEST(Fabric, TwoJobsOverTheSameTwoGroupsShareTheirLinks) {
    SmallRun run("fcfs");
    run.plan.network = two_groups();
    run.jobs = {sender(0, 100, 8), sender(0, 50, 8)};
    run.simulate();
    EXPECT_EQ(ends_ns(run), "150000000000 100000000000");
    EXPECT_EQ(slowed(run), "0: 0 50000000000 1 1: 0 50000000000 0");
    EXPECT_EQ(run.number("SELECT sum(slowed_ns) FROM job_record"), 0);
    // All bytes have gone over the links: 150 s x 8 GB/s fill them until the end.
    EXPECT_DOUBLE_EQ(run.number("SELECT value FROM kpi WHERE name = 'link_load_mean'"), 100);
    EXPECT_DOUBLE_EQ(run.number("SELECT value FROM kpi WHERE name = 'link_load_p99'"), 100);
    EXPECT_EQ(run.text("SELECT count(*) || ' ' || min(flow_gb_s) || ' ' || max(load) "
                       "FROM link_series WHERE link = 'groups 1 and 2'"),
              "15 8.0 1.0");
    EXPECT_EQ(run.text("SELECT run_s || ' ' || sharing_s || ' ' || slowed_most_s FROM job_slowdown "
                       "WHERE idx = 0"),
              "150.0 50.0 50.0");
    // 100 s of sharing on 4 nodes each beside 150 s of work.
    EXPECT_NEAR(run.number("SELECT value FROM kpi WHERE name = 'sharing_slowdown'"),
                100 * 100.0 / 150, 1e-9);
    EXPECT_EQ(run.number("SELECT value FROM kpi WHERE name = 'placement_slowdown'"), 0);
}

TEST(Fabric, AloneNobodyIsSlowed) {
    SmallRun run("fcfs");
    run.plan.network = two_groups();
    run.jobs = {sender(0, 100, 8), sender(100, 50, 8)};
    run.simulate();
    EXPECT_EQ(ends_ns(run), "100000000000 150000000000");
    EXPECT_EQ(slowed(run), "");
}

// Three get 8/3 GB/s each. The shortest has done its 20 s at 60; then two halves: the second has 10
// s of work left and does it in 20; the last has 20 - 10 left and does it alone.
TEST(Fabric, ThreeJobs) {
    SmallRun run("fcfs");
    run.plan.network = two_groups();
    run.jobs = {sender(0, 40, 8), sender(0, 30, 8), sender(0, 20, 8)};
    run.simulate();
    EXPECT_EQ(run.text("SELECT group_concat((end_ns + 5) / 10) FROM job_record"),
              "9000000000,8000000000,6000000000");
}

// Half of the time is bound. At half of the rate it takes 0.5 + 0.5 / 0.5 = 1.5 s for a second.
TEST(Fabric, OnlyTheBoundShareStretches) {
    SmallRun run("fcfs");
    run.plan.network = two_groups();
    run.jobs = {sender(0, 100, 8, 0.5), sender(0, 100, 8, 0.5)};
    run.simulate();
    EXPECT_EQ(ends_ns(run), "150000000000 150000000000");
    // 4 of 8 GB/s each in the mean at full speed, for 150 s: 2 x 400 GB.
    EXPECT_NEAR(run.number("SELECT value FROM kpi WHERE name = 'link_load_mean'"),
                100 * 800.0 / (150 * 8), 1e-6);
}

// The first asks less than its half: it gets all, the second the other 6 GB/s, 90 s take 120.
TEST(Fabric, WhoAsksLessThanHisPartGetsAll) {
    SmallRun run("fcfs");
    run.plan.network = two_groups();
    run.jobs = {sender(0, 200, 2), sender(0, 90, 8)};
    run.simulate();
    EXPECT_EQ(ends_ns(run), "200000000000 120000000000");
    EXPECT_EQ(slowed(run), "1: 0 30000000000 0");
}

// Between 20 and 60 the second goes beside the first: 20 s of its work in 40 s.
TEST(Fabric, SpeedFollowsComingAndGoing) {
    SmallRun run("fcfs");
    run.plan.network = two_groups();
    run.jobs = {sender(0, 100, 8), sender(20, 20, 8)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-120 20-60");
}

// At 50 the second is lost: the first has done 25 s of its 100 and does the rest alone.
TEST(Fabric, ALostNeighbourGivesTheSpeedBackAtOnce) {
    SmallRun run("fcfs");
    run.plan.network = two_groups();
    run.plan.scheduling.lost_jobs = LostJobs::fail;
    run.jobs = {sender(0, 100, 8), sender(0, 100, 8)};
    run.plan.changes = {change(50, ChangeKind::lose, {{5, 1}})};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-125 0-50");
}

// Nodes 8 to 11 are a group of their own.
TEST(Fabric, AJobWithinAGroupIsUntouched) {
    SmallRun run("fcfs");
    run.plan.network = two_groups(8);
    run.plan.network->groups = 3;
    run.plan.network->group_of_node.resize(12, 2);
    run.plan.network->pairs.assign(9, 8.0 * gb_s);
    run.plan.network->uplinks.assign(3, 16.0 * gb_s);
    run.jobs = {sender(0, 100, 8), sender(0, 100, 8), sender(0, 100, 8)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-200 0-200 0-100");
}

// It alone wants twice what the links carry: that is its placement, not sharing. Beside another one
// like it, it gets a quarter of what it asks.
TEST(Fabric, PlacementIsWhatAJobDoesToItself) {
    SmallRun run("fcfs");
    run.plan.network = two_groups();
    run.jobs = {sender(0, 100, 16), sender(300, 10, 16), sender(300, 10, 16)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-200 300-340 300-340");
    EXPECT_EQ(slowed(run),
              "0: 100000000000 0 - 1: 10000000000 20000000000 2 2: 10000000000 20000000000 1");
}

// 8 of the 12 GB/s that the first asks go the direct way, the rest through the third group, which
// gets and gives 4 of each of its two ways.
TEST(Fabric, AdaptiveRoutingTakesThirdGroupsWhereTheDirectLinksAreFull) {
    for (const bool adaptive : {false, true})
        EXPECT_EQ(in_another_process([&] {
                      SmallRun run("fcfs");
                      run.plan.network = three_groups(adaptive);
                      run.jobs = {sender(0, 100, 12)};
                      run.simulate();
                      return run.schedule() + " " +
                             std::to_string(
                                 std::lround(run.number("SELECT max(flow_gb_s) FROM link_series "
                                                        "WHERE link = 'groups 2 and 3'"))) +
                             " " +
                             std::to_string(
                                 std::lround(run.number("SELECT max(flow_gb_s) FROM link_series "
                                                        "WHERE link = 'group 3'")));
                  }),
                  adaptive ? "0-100 4 8" : "0-150 0 0");
}

// Two such jobs want 24 GB/s over two ways of 8, of which the detour costs two links: x + y = 3
// with x^64 = 2 y^64, so x = 3 / (1 + 2^(-1/64)) = 1.50813: what takes 100 s takes 150.8.
TEST(Fabric, DetoursAreSharedToo) {
    SmallRun run("fcfs");
    run.plan.network = three_groups(true);
    run.jobs = {sender(0, 100, 12), sender(0, 100, 12)};
    run.simulate();
    EXPECT_NEAR(run.number("SELECT end_ns / 1e9 FROM job_record WHERE idx = 0"), 150.81, 0.3);
    EXPECT_EQ(run.number("SELECT slowed_most_by FROM job_network WHERE idx = 0"), 1);
}

// The first asks 16 GB/s between groups 0 and 1, of which alone it gets 16 / 1.00542 = 15.914 (as
// above, x + y = 2), half of it through group 2. The second asks 8 between 0 and 2: together they
// leave group 0 with 23.914 over 16, so that a second's work takes the second one 1.4946 s, where
// shortest paths would not slow it at all.
TEST(Fabric, ADetourCostsThoseWhoseLinksItTakes) {
    SmallRun run("fcfs");
    run.plan.network = three_groups(true);
    run.plan.network->group_of_node = {0, 1, 0, 1, 0, 2, 0, 2, 1, 1, 2, 2};
    run.jobs = {sender(0, 200, 16), sender(0, 100, 8)};
    run.simulate();
    EXPECT_NEAR(run.number("SELECT end_ns / 1e9 FROM job_record WHERE idx = 1"), 149.46, 0.3);
    EXPECT_EQ(run.number("SELECT slowed_most_by FROM job_network WHERE idx = 1"), 0);
}

TEST(Fabric, SwitchedOffNothingIsShared) {
    SmallRun run("fcfs");
    run.plan.network = two_groups();
    run.plan.network->sharing = false;
    run.jobs = {sender(0, 100, 16), sender(0, 100, 8)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-100 0-100");
    EXPECT_EQ(run.number("SELECT count(*) FROM link"), 0);
    EXPECT_EQ(run.text("SELECT coalesce(value, 'none') FROM kpi WHERE name = 'link_load_mean'"),
              "none");
}

// 10 GB/s to read: each gets 5. Writing 2 of 4 holds nobody up.
TEST(Fabric, TheStorageIsShared) {
    SmallRun run("fcfs");
    run.plan.network = two_groups();
    StoragePart storage;
    storage.name = "disk";
    storage.read_bandwidth.value = 10.0 * gb_s;
    storage.write_bandwidth.value = 4.0 * gb_s;
    run.plan.network->storage = storage;
    run.jobs = {reader(100, 10), reader(50, 10), reader(100, 0, 2)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-150 0-100 0-100");
    EXPECT_DOUBLE_EQ(run.number("SELECT value FROM kpi WHERE name = 'storage_read_load'"), 100);
    EXPECT_NEAR(run.number("SELECT value FROM kpi WHERE name = 'storage_write_load'"),
                100 * 200.0 / 600, 1e-9);
}

// The second phase asks for nothing: the other one has the links for itself from 40 on.
TEST(Fabric, DemandIsThatOfThePhase) {
    SmallRun run("fcfs");
    run.plan.network = two_groups();
    Job two = sender(0, 20, 8);
    two.phases.push_back(phase(30, 1));
    two.run_time += seconds(30);
    run.jobs = {sender(0, 100, 8), two};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-120 0-70");
}

// Of a sender of 6 GB/s a node over two groups: a quarter longer, all of which it waits.
class Quarter : public PlacementCost {
  public:
    const PlacedWork& placed(const PlacementShape& shape) const override {
        EXPECT_EQ(shape.nodes_by_group, (std::vector<NodeCount>{2, 2}));
        return work_;
    }

  private:
    const PlacedWork work_{1.25, 1.25, 6.0 * gb_s, {{0, 1, 8.0 * gb_s}, {1, 0, 8.0 * gb_s}}};
};

// Its own cost of the placement is taken instead: its 8 GB a second of work flow in 1.25 s, at 6.4
// GB/s. Beside another one each gets 4 GB/s, so that a second takes 2 s of either: 40 s take 80,
// until when the other one has done 40 of its 100 s.
TEST(Fabric, AJobsOwnCostOfItsPlacementIsAsked) {
    SmallRun run("fcfs");
    run.plan.network = two_groups();
    Job own = sender(0, 40, 8);
    own.placement = std::make_shared<Quarter>();
    run.jobs = {own, sender(100, 100, 8), own};
    run.jobs[2].submit = sim_start + seconds(100);
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-50 100-240 100-180");
    EXPECT_EQ(slowed(run), "0: 10000000000 0 - 1: 0 40000000000 2 2: 10000000000 30000000000 1");
    // All bytes of all jobs, wherever and however fast: 8 GB for each of 180 s of work.
    EXPECT_NEAR(run.number("SELECT sum(load * 10) FROM link_series WHERE kind = 'pair'"),
                8 * 180 / 8.0, 1e-6);
}

// What goes between groups is as its work says: a ring from group to group, one way over each
// pair, 6 GB/s of the 8 GB/s, though every node sends 100. Two of them take turns of 4 GB/s: 50 s
// take 75. Of all links of a group only one way is used by each.
class Ring : public PlacementCost {
  public:
    const PlacedWork& placed(const PlacementShape& shape) const override {
        EXPECT_EQ(shape.nodes_by_group.size(), 3U);
        return work_;
    }

  private:
    const PlacedWork work_{
        1, 1, 100.0 * gb_s, {{0, 1, 6.0 * gb_s}, {1, 2, 6.0 * gb_s}, {2, 0, 6.0 * gb_s}}};
};
TEST(Fabric, TrafficBetweenGroupsFollowsItsPattern) {
    SmallRun run("fcfs");
    run.plan.network = three_groups(false);
    run.plan.network->group_of_node = {0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2};
    Job ring = sender(0, 50, 8);
    ring.placement = std::make_shared<Ring>();
    ring.submit = sim_start;
    Job later = ring;
    later.submit = sim_start + seconds(50);
    run.jobs = {ring, later, later};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-50 50-125 50-125");
    EXPECT_EQ(slowed(run), "1: 0 25000000000 2 2: 0 25000000000 1");
    EXPECT_EQ(run.text("SELECT group_concat(link || ' ' || flow_gb_s) FROM link_series "
                       "WHERE interval = 0"),
              "group 1 6.0,group 2 6.0,group 3 6.0,groups 1 and 2 6.0,groups 1 and 3 6.0,"
              "groups 2 and 3 6.0");
    EXPECT_DOUBLE_EQ(run.number("SELECT max(load) FROM link_series"), 1);
}

// Its steps alone would take what they do wherever its nodes lie; but it sends 16 GB a second of
// work over 8 GB/s: no more than that flows, and a second takes two.
class Impatient : public PlacementCost {
  public:
    const PlacedWork& placed(const PlacementShape&) const override { return work_; }

  private:
    const PlacedWork work_{1, 0.1, 16.0 * gb_s, {{0, 1, 16.0 * gb_s}, {1, 0, 16.0 * gb_s}}};
};
TEST(Fabric, NoLinkCarriesMoreThanItsBandwidthWhateverAPlacementSays) {
    SmallRun run("fcfs");
    run.plan.network = two_groups();
    Job one = sender(0, 50, 8);
    one.placement = std::make_shared<Impatient>();
    run.jobs = {one};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-100");
    EXPECT_EQ(slowed(run), "0: 50000000000 0 -");
    EXPECT_DOUBLE_EQ(run.number("SELECT max(load) FROM link_series"), 1);
    EXPECT_DOUBLE_EQ(run.number("SELECT value FROM kpi WHERE name = 'link_load_p99'"), 100);
}

// It reads ten times what the storage has while it computes: 20 s take 200, by the storage and not
// by its placement, whether or not its work knows what that costs.
TEST(Fabric, AStorageThatIsTooSlowIsNoPlacement) {
    SmallRun run("fcfs");
    run.plan.network = two_groups();
    StoragePart storage;
    storage.name = "disk";
    storage.read_bandwidth.value = 10.0 * gb_s;
    storage.write_bandwidth.value = 10.0 * gb_s;
    run.plan.network->storage = storage;
    Job own = reader(20, 100);
    own.placement = std::make_shared<Quarter>();
    run.jobs = {own, reader(20, 100)};
    run.jobs[1].submit = sim_start + seconds(300);
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-200 300-500");
    EXPECT_EQ(run.text("SELECT group_concat(placement_ns || ' ' || storage_ns || ' ' || "
                       "lost_links_ns || ' ' || sharing_ns) FROM job_network"),
              "5000000000 175000000000 0 0,0 180000000000 0 0");
    EXPECT_DOUBLE_EQ(run.number("SELECT max(load) FROM link_series"), 1);
}

// Each node sends 50 GB/s in the mean, a tenth of the time is bound: 100 GB/s while it
// communicates, what it can inject. Alone it gets half of that, 1 + 0.1 s a second; beside another
// one a quarter: its bytes take 50 / 25 = 2 s, more than 1 + 0.1 x 3.
TEST(Fabric, NothingGoesFasterThanItsBytesFlow) {
    SmallRun run("fcfs");
    run.plan.network = two_groups();
    run.plan.network->pairs = {{}, 200.0 / 3 * gb_s, 200.0 / 3 * gb_s, {}};
    run.jobs = {sender(0, 100, 4.0 / 3 * 500, 0.1), sender(0, 100, 4.0 / 3 * 500, 0.1)};
    run.simulate();
    EXPECT_EQ(run.text("SELECT group_concat((end_ns + 5) / 10) FROM job_record"),
              "20000000000,20000000000");
    EXPECT_EQ(run.text("SELECT ((placement_ns + 5) / 10) || ' ' || ((sharing_ns + 5) / 10) "
                       "FROM job_network WHERE idx = 0"),
              "1000000000 9000000000");
}

// A cap of 200 W halves the clock: 0.5 + 0.5 / 0.5 = 1.5 s a second; half of the network adds 0.5.
// So 50 s are done at 100, when the cap is lifted; the rest takes 1.5 s a second.
TEST(Fabric, CapsAndSharingAdd) {
    SmallRun run("fcfs", gpu_site());
    run.plan.network = two_groups();
    run.plan.power.gpu_cap = 200.0 * watt;
    run.plan.changes = {power_change(100, {})};
    for (int i = 0; i < 2; ++i) {
        Job one = gpu_job(0, 4, 100, 1000);
        one.phases.front().compute_bound = 0.5;
        one.phases.front().demand = sender(0, 1, 8, 0.5).phases.front().demand;
        run.jobs.push_back(one);
    }
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-175 0-175");
    EXPECT_EQ(run.of_jobs("slowed_ns"), "25000000000 25000000000");
    EXPECT_EQ(slowed(run), "0: 0 50000000000 1 1: 0 50000000000 0");
}

// Jobs of several phases come and go for hours: the times add up, and twice all is the same.
TEST(Fabric, ManyJobsAreTheSameTwice) {
    for (const bool adaptive : {false, true}) {
        const auto once = [&] {
            SmallRun run("easy");
            run.plan.network = adaptive ? three_groups(true) : two_groups();
            for (Job& one : random_jobs(7, 60, 8, 300)) {
                one.limit = 100 * one.limit;
                one.killed_at_limit = false;
                for (Phase& phase : one.phases)
                    phase.demand = {.network = 6.0 * gb_s, .network_bound = 0.7};
                run.jobs.push_back(one);
            }
            run.simulate();
            const auto shared =
                run.number("SELECT count(*) FROM job_network WHERE sharing_ns > 1e9");
            const auto wrong = run.number(
                "SELECT count(*) FROM job_record LEFT JOIN job_network USING (idx) WHERE state <> "
                "2 "
                "OR abs(end_ns - start_ns - run_ns - coalesce(placement_ns + sharing_ns, 0)) > "
                "100");
            return (shared > 10 && wrong == 0 ? "good: " : "bad: ") + run.everything();
        };
        const std::string first = in_another_process(once);
        EXPECT_EQ(first.substr(0, 5), "good:");
        EXPECT_EQ(first, in_another_process(once));
    }
}

}  // namespace
}  // namespace twin
