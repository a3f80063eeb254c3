// Checkpoints and restarts that share the storage, the links to it, and links that are lost,
// through the whole engine, by hand-derived shares.
#include <gtest/gtest.h>

#include "tests/sim/engine/small_network.h"

namespace twin {
namespace {

NetworkPlan with_storage(double read, double write) {
    NetworkPlan plan = two_groups();
    StoragePart storage;
    storage.name = "disk";
    storage.read_bandwidth.value = read * gb_s;
    storage.write_bandwidth.value = write * gb_s;
    plan.storage = storage;
    return plan;
}

// The storage hangs on a third group with 8 GB/s to each other one. Half of what a job reads comes
// over either: 20 GB/s take 1.25 times as long alone, 2.5 times beside another one. What is written
// goes the other way.
TEST(FabricStorage, WhatIsReadComesOverTheLinksOfTheStoragesGroup) {
    SmallRun run("fcfs");
    run.plan.network = with_storage(100, 100);
    run.plan.network->groups = 3;
    run.plan.network->storage_group = 2;
    run.plan.network->pairs.assign(9, 8.0 * gb_s);
    run.plan.network->uplinks.assign(3, 16.0 * gb_s);
    run.jobs = {reader(100, 20), reader(100, 20), reader(100, 0, 16)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-250 0-250 0-100");
    EXPECT_EQ(slowed(run), "0: 25000000000 125000000001 1 1: 25000000000 125000000001 0");
    EXPECT_EQ(run.text("SELECT group_concat(link || ' ' || flow_gb_s) FROM link_series "
                       "WHERE interval = 0 AND kind = 'pair'"),
              "groups 1 and 2 0.0,group 3 to group 1 8.0,group 1 to group 3 8.0,"
              "group 3 to group 2 8.0,group 2 to group 3 8.0");
    EXPECT_EQ(run.text("SELECT group_concat(link || ' ' || flow_gb_s) FROM link_series "
                       "WHERE interval = 0 AND kind = 'group'"),
              "group 1 8.0,group 2 8.0,group 3 16.0");
}

Checkpoints of_100_gb(bool blocking) {  // every 30 s of work; 10 s each
    Checkpoints checkpoints;
    checkpoints.size = DataSize::from_si(100e9);
    checkpoints.interval = seconds(30);
    checkpoints.write = seconds(10);
    checkpoints.blocking = blocking;
    checkpoints.restart = seconds(15);
    checkpoints.read = seconds(10);
    return checkpoints;
}

Job saving(std::int64_t run_time, bool blocking = false) {
    Job out = job(0, 4, run_time, 10 * run_time);
    out.checkpoints = of_100_gb(blocking);
    return out;
}

std::string saved(SmallRun& run) {
    return run.text("SELECT checkpoints FROM job_checkpoint WHERE idx = 0");
}

// From 30 on a checkpoint is written beside the second, which writes all that the storage can: each
// gets half of 10 GB/s. So its 100 GB take until 50, as the last 10 s of the second's work. The
// others, at 60 and 90, take 10 s; that of 90 is done with the job. Work goes on all the time.
TEST(FabricStorage, WhatIsWrittenMeanwhileSharesTheStorage) {
    SmallRun run("fcfs");
    run.plan.network = with_storage(10, 10);
    run.jobs = {saving(100), reader(40, 0, 10)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-100 0-50");
    EXPECT_EQ(slowed(run), "1: 0 10000000000 0");
    EXPECT_EQ(saved(run), "3");
    EXPECT_NEAR(run.number("SELECT value FROM kpi WHERE name = 'storage_write_load'"),
                100 * (400 + 300) / 1000.0, 1e-6);
}

// At 49 it is not whole: all 49 s are lost. At 51 only what came after 30.
TEST(FabricStorage, WhatIsWrittenMeanwhileIsSavedWhenItIsWhole) {
    for (const int lost_at : {49, 51})
        EXPECT_EQ(in_another_process([&] {
                      SmallRun run("fcfs");
                      run.plan.network = with_storage(10, 10);
                      run.plan.scheduling.lost_jobs = LostJobs::fail;
                      run.jobs = {saving(100), reader(40, 0, 10)};
                      run.plan.changes = {change(lost_at, ChangeKind::lose, {{0, 1}})};
                      run.simulate();
                      return run.text("SELECT redone_s FROM job_work WHERE idx = 0");
                  }),
                  lost_at == 49 ? "49.0" : "21.0");
}

// Beside two others one gets a third: 10 s take 30, from 30 to 60; the next one would begin then.
// With 120 GB it takes 36 s: the next waits until 66 and is whole at 102.
TEST(FabricStorage, TheNextCheckpointWaitsForTheLast) {
    for (const int lost_at : {101, 103})
        EXPECT_EQ(in_another_process([&] {
                      SmallRun run("fcfs");
                      run.plan.network = with_storage(10, 10);
                      run.plan.scheduling.lost_jobs = LostJobs::fail;
                      run.jobs = {saving(200), reader(500, 0, 10), reader(500, 0, 10)};
                      run.jobs.front().checkpoints->size = DataSize::from_si(120e9);
                      run.jobs.front().checkpoints->write = seconds(12);
                      run.plan.changes = {change(lost_at, ChangeKind::lose, {{0, 1}})};
                      run.simulate();
                      return run.text(
                          "SELECT round(redone_s, 6) || ' ' || checkpoints "
                          "FROM job_work "
                          "WHERE idx = 0");
                  }),
                  lost_at == 101 ? "71.0 1" : "37.0 2");
}

// As above half of 10 GB/s each from 30 on. A nanosecond before the 20 s are over a third one
// comes: of the checkpoint's 10 s 9,999,999,999.5 ns are done, which is all of it. So the second
// and the third have half each from 50 on: 5 s of the third's work until 60; of the second's 50
// then 45 are done, until 65 all.
TEST(FabricStorage, WhatHasEndedByRoundingWritesNoMore) {
    SmallRun run("fcfs");
    run.plan.network = with_storage(10, 10);
    run.jobs = {saving(59), reader(50, 0, 10), reader(5, 0, 10)};
    run.jobs.back().submit = sim_start + seconds(50) - SimDuration(1);
    run.simulate();
    EXPECT_EQ(run.text("SELECT group_concat((end_ns + 500) / 1000) FROM job_record"),
              "59000000,65000000,60000000");
}

// Lost at 25, before there is a checkpoint: it starts until 30 and reads nothing. 100 s of work and
// three checkpoints of 10 s.
TEST(FabricStorage, ARestartReadsNothingWhereNothingWasWritten) {
    SmallRun run("fcfs");
    run.plan.network = with_storage(10, 10);
    run.jobs = {saving(100, true), reader(100, 10)};
    run.jobs.front().run_time += seconds(30);
    run.plan.changes = {change(25, ChangeKind::lose, {{0, 1}})};
    run.simulate();
    EXPECT_EQ(run.schedule(), "25-160 0-100");
    EXPECT_EQ(slowed(run), "");
}

// Written from 30 to 40, lost at 45. The next attempt starts until 50 and reads 100 GB beside the
// second job, each at half of 10 GB/s: until 70. 70 s of work and two more checkpoints: 160. The
// second has done 60 of its 100 s at 70.
TEST(FabricStorage, WhatARestartReadsSharesTheStorage) {
    SmallRun run("fcfs");
    run.plan.network = with_storage(10, 10);
    run.jobs = {saving(100, true), reader(100, 10)};
    run.jobs.front().run_time += seconds(30);
    run.plan.changes = {change(45, ChangeKind::lose, {{0, 1}})};
    run.simulate();
    EXPECT_EQ(run.schedule(), "45-160 0-110");
    EXPECT_EQ(slowed(run), "0: 0 10000000000 1 1: 0 10000000000 0");
}

Change lost_links(std::int64_t at, const LinkLoss& links, bool ends = false) {
    Change out = change(at, ChangeKind::lose_links, {});
    out.links = links;
    out.ends = ends;
    return out;
}

// By placement, storage, lost links, sharing; by whom.
std::string delays_ns(SmallRun& run) {
    return run.text(
        "SELECT group_concat(placement_ns || ' ' || storage_ns || ' ' || lost_links_ns || ' ' || "
        "sharing_ns || ' ' || coalesce(slowed_most_by, '-'), '; ') FROM job_network");
}

// From 20 to 60 a quarter of the links is lost: 30 s of work in 40. Nobody else slows it.
TEST(FabricLosses, LostLinksSlowWhoUsesThem) {
    for (const LinkLoss& loss : {LinkLoss{0, 1, 4}, LinkLoss{1, -1, 1}})
        EXPECT_EQ(in_another_process([&] {
                      SmallRun run("fcfs");
                      run.plan.network = two_groups();
                      run.plan.network->cables = 16;
                      run.plan.network->spines = 4;
                      run.jobs = {sender(0, 100, 8)};
                      run.plan.changes = {lost_links(20, loss), lost_links(60, loss, true)};
                      run.simulate();
                      return run.schedule() + "; " + delays_ns(run) + "; " +
                             run.text("SELECT group_concat(effect) FROM event_log");
                  }),
                  std::string("0-110; 0 0 10000000000 0 -; ") +
                      (loss.b == 1 ? "12 of 16 cables left,16 of 16 cables left"
                                   : "3 of 4 spine switches left,4 of 4 spine switches left"));
}

// Of 16 cables a quarter, then one of 4 spine switches too: a pair loses both, and so does the
// group, which has no other pair. At 60 both come back, which is one state and no two.
TEST(FabricLosses, TheFileTellsWhatIsLeftOfEachLink) {
    SmallRun run("fcfs");
    run.plan.network = two_groups();
    run.plan.network->cables = 16;
    run.plan.network->spines = 4;
    run.jobs = {sender(0, 100, 8)};
    run.plan.changes = {lost_links(20, {0, 1, 4}), lost_links(30, {1, -1, 1}),
                        lost_links(60, {0, 1, 4}, true), lost_links(60, {1, -1, 1}, true)};
    run.simulate();
    EXPECT_EQ(run.text("SELECT group_concat(link || ' ' || lost || '/' || parts || ' ' || "
                       "capacity_left || ' ' || from_s || '-' || until_s, '; ') FROM link_outage"),
              "group 1 0/4 0.75 20.0-30.0; group 2 0/4 0.75 20.0-30.0; "
              "groups 1 and 2 4/16 0.75 20.0-30.0; "
              "group 1 0/4 0.5 30.0-60.0; group 2 1/4 0.5 30.0-60.0; "
              "groups 1 and 2 4/16 0.5 30.0-60.0");
    EXPECT_EQ(run.text("SELECT group_concat(lost || '/' || parts || ' ' || capacity_left, '; ') "
                       "FROM link_state WHERE at_ns = 0"),
              "0/4 1.0; 0/4 1.0; 0/16 1.0");
}

TEST(FabricLosses, WithoutAnyWayItStandsStill) {
    SmallRun run("fcfs");
    run.plan.network = two_groups();
    run.plan.network->cables = 16;
    run.jobs = {sender(0, 100, 8)};
    run.plan.changes = {lost_links(20, {0, 1, 16}), lost_links(60, {0, 1, 16}, true)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-140");
}

// Alone it gets half of what it asks: 90 s of work take 180, beside the 40 in which it stands still
// for what is lost, not for how its nodes lie. A byte a second flows: some nanoseconds of work.
TEST(FabricLosses, StandingStillIsNotThePlacements) {
    SmallRun run("fcfs");
    run.plan.network = two_groups();
    run.plan.network->cables = 16;
    run.jobs = {sender(0, 100, 16)};
    run.plan.changes = {lost_links(20, {0, 1, 16}), lost_links(60, {0, 1, 16}, true)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-240");
    EXPECT_EQ(run.text("SELECT ((placement_ns + 500) / 1000) || ' ' || sharing_ns || ' ' || "
                       "((lost_links_ns + 500) / 1000) FROM job_network"),
              "100000000 0 40000000");
}

// Two that fill the links, half of which are lost until both are done: each would go half as fast
// alone, and shares that half. 20 s of work take 40 by the loss and 40 more by the other one.
TEST(FabricLosses, WhatIsLeftIsSharedOnTopOfTheLoss) {
    SmallRun run("fcfs");
    run.plan.network = two_groups();
    run.plan.network->cables = 16;
    run.jobs = {sender(0, 20, 8), sender(0, 20, 8)};
    run.plan.changes = {lost_links(0, {0, 1, 8})};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-80 0-80");
    EXPECT_EQ(delays_ns(run), "0 0 20000000000 40000000000 1; 0 0 20000000000 40000000000 0");
    // 20 s of work of each are all that was done; the rest of 160 s of 4 nodes went to the network.
    EXPECT_NEAR(run.number("SELECT value FROM kpi WHERE name = 'lost_links_slowdown'"),
                100 * 20.0 / 60, 1e-9);
    EXPECT_NEAR(run.number("SELECT value FROM kpi WHERE name = 'throughput_node_hours'"),
                2 * 4 * 20 / 3600.0 / (80 / 86400.0), 1e-9);
}

// A quarter of the cables is lost from 20 to 60, then all of them: minimal routing leads through
// the third group, where there is room, and the log says so.
TEST(FabricLosses, WithoutCablesBytesGoAround) {
    SmallRun run("fcfs");
    run.plan.network = three_groups(false);
    run.plan.network->cables = 16;
    run.plan.network->group_of_node = {0, 1, 0, 1, 2, 2, 2, 2, 2, 2, 2, 2};
    run.jobs = {sender(0, 100, 8)};
    run.plan.changes = {lost_links(20, {0, 1, 4}), lost_links(60, {0, 1, 12})};
    run.simulate();
    // 30 of 40 s of work until 60, 50 s at full speed.
    EXPECT_EQ(run.schedule(), "0-110");
    EXPECT_EQ(delays_ns(run), "0 0 10000000000 0 -");
    EXPECT_EQ(run.text("SELECT group_concat(effect) FROM event_log"),
              "12 of 16 cables left,0 of 16 cables left, bytes go around through third groups");
}

// 8 GB/s over either link to the storage's group, of 16 cables from 4 spine switches each, of which
// some are lost from 20 to 60. All cables of a pair, or any under adaptive routing, are made up by
// third groups; spine switches are not: what is left of 40 s is 3/4, nothing, 1/4, 1/4, all, 3/4.
TEST(FabricLosses, LostSpineSwitchesCutTheStorageOff) {
    using Losses = std::vector<LinkLoss>;
    const std::pair<Losses, std::pair<int, int>> cases[] = {
        // ends, minimal and adaptive
        {{{2, -1, 1}}, {110, 110}}, {{{2, -1, 4}}, {140, 140}},
        {{{0, -1, 3}}, {130, 130}}, {{{0, -1, 1}, {2, -1, 2}}, {130, 130}},
        {{{0, 2, 16}}, {100, 100}}, {{{0, 2, 4}}, {110, 100}},
    };
    for (const auto& [losses, ends] : cases)
        for (const bool adaptive : {false, true})
            EXPECT_EQ(in_another_process([&] {
                          SmallRun run("fcfs");
                          run.plan.network = three_groups(adaptive);
                          run.plan.network->group_of_node = two_groups().group_of_node;
                          run.plan.network->storage = with_storage(100, 100).storage;
                          run.plan.network->storage_group = 2;
                          run.plan.network->cables = 16;
                          run.plan.network->spines = 4;
                          run.jobs = {reader(100, 16)};
                          for (const int at : {20, 60})
                              for (const LinkLoss& loss : losses)
                                  run.plan.changes.push_back(lost_links(at, loss, at == 60));
                          run.simulate();
                          return run.schedule();
                      }),
                      "0-" + std::to_string(adaptive ? ends.second : ends.first));
}

// From 20 on the traffic of groups 0 and 1 leads through group 2, over the links that the second
// job fills: 8 + 8 over 8, until both have done their 80 s.
TEST(FabricLosses, WithoutALinkTrafficLeadsThroughThirdGroups) {
    SmallRun run("fcfs");
    run.plan.network = three_groups(false);
    run.plan.network->cables = 16;
    run.plan.network->group_of_node = {0, 1, 0, 1, 0, 2, 0, 2, 1, 1, 2, 2};
    run.jobs = {sender(0, 100, 8), sender(0, 100, 8)};
    run.plan.changes = {lost_links(20, {0, 1, 16})};
    run.simulate();
    EXPECT_EQ(run.text("SELECT group_concat((end_ns + 500) / 1000) FROM job_record"),
              "180000000,180000000");
}

}  // namespace
}  // namespace twin
