#include "sim/engine/checkpoint_work.h"

#include <gtest/gtest.h>

#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

using Stage = CheckpointWork::Stage;

Checkpoints settings(bool blocking) {
    Checkpoints checkpoints;
    checkpoints.size = DataSize::from_si(10e9);
    checkpoints.interval = seconds(30);
    checkpoints.write = seconds(5);
    checkpoints.blocking = blocking;
    checkpoints.restart = seconds(7);
    return checkpoints;
}

// 100 s of work, 30 s between checkpoints: 30, 60, 90. 20 s of work later two are ahead after the
// next one.
TEST(CheckpointWork, TellsWhatIsAhead) {
    CheckpointWork work(settings(true), {0, seconds(100)});
    work.begin_attempt(at_second(0));
    EXPECT_EQ(work.stage(), Stage::computing);
    EXPECT_EQ(work.left(), seconds(30));
    EXPECT_EQ(work.pauses(seconds(100)), seconds(15));
    work.pass(at_second(0), at_second(20), seconds(20), {0, seconds(80)});
    EXPECT_EQ(work.left(), seconds(10));
    EXPECT_EQ(work.pauses(seconds(80)), seconds(15));
    work.pass(at_second(20), at_second(30), seconds(10), {0, seconds(70)});
    work.next_stage(at_second(30), {0, seconds(70)});
    EXPECT_EQ(work.stage(), Stage::writing);
    EXPECT_EQ(work.left(), seconds(5));
    EXPECT_EQ(work.pauses(seconds(70)), seconds(15));
    EXPECT_EQ(work.saved().left, seconds(100));
    // 10 GB in 5 s, by CPUs that work as before; GPUs rest.
    Phase phase;
    phase.cpu_utilisation = 0.3;
    phase.gpu_utilisation = 0.9;
    EXPECT_EQ(work.pause(phase).demand.storage_write, Bandwidth::from_si(2e9));
    EXPECT_EQ(work.pause(phase).cpu_utilisation, 0.3);
    EXPECT_EQ(work.pause(phase).gpu_utilisation, 0);
    work.pass(at_second(30), at_second(35), seconds(5), {0, seconds(70)});
    work.next_stage(at_second(35), {0, seconds(70)});
    EXPECT_EQ(work.saved().left, seconds(70));
    EXPECT_EQ(work.pauses(seconds(70)), seconds(10));
}

// A storage that others use as well: half of the speed, so that 5 s take 10.
TEST(CheckpointWork, CountsWhatWritingTookInTheEnd) {
    CheckpointWork work(settings(true), {0, seconds(100)});
    work.begin_attempt(at_second(0));
    work.pass(at_second(0), at_second(30), seconds(30), {0, seconds(70)});
    work.next_stage(at_second(30), {0, seconds(70)});
    work.pass(at_second(30), at_second(34), seconds(2), {0, seconds(70)});
    EXPECT_EQ(work.left(), seconds(3));
    work.pass(at_second(34), at_second(40), seconds(3), {0, seconds(70)});
    work.next_stage(at_second(40), {0, seconds(70)});
    EXPECT_EQ(work.record(at_second(40)).writing, seconds(10));
    EXPECT_EQ(work.record(at_second(40)).checkpoints, 1);
}

// 30 s of work begin one that is written while 8 more are done, at half of the speed: 5 s take 10.
// It saves where it began. One second before that all is lost.
TEST(CheckpointWork, AnAsynchronousOneSavesWhereItBegan) {
    for (const bool whole : {false, true}) {
        CheckpointWork work(settings(false), {0, seconds(100)});
        work.begin_attempt(at_second(0));
        EXPECT_EQ(work.left(), seconds(30));
        EXPECT_EQ(work.pauses(seconds(100)), SimDuration(0));
        EXPECT_FALSE(work.writes_behind());
        work.pass(at_second(0), at_second(30), seconds(30), {0, seconds(70)});
        work.next_stage(at_second(30), {0, seconds(70)});
        EXPECT_EQ(work.stage(), Stage::computing);
        EXPECT_TRUE(work.writes_behind());
        EXPECT_EQ(work.write_left(), seconds(5));
        EXPECT_EQ(work.behind().storage_write, Bandwidth::from_si(2e9));
        EXPECT_EQ(work.left(), SimDuration::max());
        const auto lost = whole ? 40 : 39;
        work.pass(at_second(30), at_second(lost), seconds(8), {0, seconds(62)},
                  seconds(lost - 30) / 2);
        EXPECT_EQ(work.writes_behind(), !whole);
        const AttemptTimes times = work.lose_attempt(at_second(lost));
        EXPECT_EQ(work.saved().left, whole ? seconds(70) : seconds(100));
        EXPECT_EQ(times.redone, whole ? seconds(10) : seconds(39));
        EXPECT_EQ(times.checkpoints, whole ? 1 : 0);
    }
}

// The first takes 40 s, 10 longer than the work between two: the second begins when it is whole,
// the third 30 s of work after that.
TEST(CheckpointWork, TheNextAsynchronousOneWaits) {
    CheckpointWork work(settings(false), {0, seconds(200)});
    work.begin_attempt(at_second(0));
    work.pass(at_second(0), at_second(30), seconds(30), {0, seconds(170)});
    work.next_stage(at_second(30), {0, seconds(170)});
    work.pass(at_second(30), at_second(70), seconds(40), {0, seconds(130)}, seconds(5));
    EXPECT_EQ(work.saved().left, seconds(170));
    EXPECT_TRUE(work.writes_behind());
    work.pass(at_second(70), at_second(75), seconds(5), {0, seconds(125)}, seconds(5));
    EXPECT_EQ(work.saved().left, seconds(130));
    EXPECT_FALSE(work.writes_behind());
    EXPECT_EQ(work.left(), seconds(25));
}

// 7 s, of which the last 5 read the 10 GB that were written from 30 to 35.
TEST(CheckpointWork, ARestartReadsAtItsEnd) {
    Checkpoints its = settings(true);
    its.read = seconds(5);
    CheckpointWork work(its, {0, seconds(100)});
    work.begin_attempt(at_second(0));
    work.pass(at_second(0), at_second(30), seconds(30), {0, seconds(70)});
    work.next_stage(at_second(30), {0, seconds(70)});
    work.pass(at_second(30), at_second(35), seconds(5), {0, seconds(70)});
    work.next_stage(at_second(35), {0, seconds(70)});
    work.lose_attempt(at_second(40));
    EXPECT_EQ(work.restart(), seconds(7));
    EXPECT_EQ(work.begin_attempt(at_second(50)).left, seconds(70));
    EXPECT_EQ(work.left(), seconds(2));
    EXPECT_EQ(work.pause({}).demand, SharedDemand());
    EXPECT_EQ(work.pauses(seconds(70)), seconds(7 + 10));
    work.pass(at_second(50), at_second(52), seconds(2), {0, seconds(70)});
    work.next_stage(at_second(52), {0, seconds(70)});
    EXPECT_EQ(work.stage(), Stage::restarting);
    EXPECT_EQ(work.left(), seconds(5));
    EXPECT_EQ(work.pause({}).demand.storage_read, Bandwidth::from_si(2e9));
    work.pass(at_second(52), at_second(62), seconds(5), {0, seconds(70)});
    work.next_stage(at_second(62), {0, seconds(70)});
    EXPECT_EQ(work.stage(), Stage::computing);
    EXPECT_EQ(work.record(at_second(62)).restarting, seconds(12));
    EXPECT_EQ(work.record(at_second(62)).delayed, seconds(5));
}

// Of the 7 s the 2 before the reading are left; where reading is all there is no restart.
TEST(CheckpointWork, WhatWasNeverWrittenIsNotRead) {
    for (const int before : {2, 0}) {
        Checkpoints its = settings(true);
        its.read = seconds(5);
        its.restart = seconds(before + 5);
        CheckpointWork work(its, {0, seconds(100)});
        work.begin_attempt(at_second(0));
        work.lose_attempt(at_second(10));
        EXPECT_EQ(work.restart(), seconds(before));
        work.begin_attempt(at_second(20));
        EXPECT_EQ(work.stage(), before > 0 ? Stage::restarting : Stage::computing);
        EXPECT_EQ(work.pauses(seconds(100)), seconds(before + 15));
        if (before == 0)
            continue;
        EXPECT_EQ(work.left(), seconds(2));
        EXPECT_EQ(work.pause({}).demand, SharedDemand());
        work.pass(at_second(20), at_second(22), seconds(2), {0, seconds(100)});
        work.next_stage(at_second(22), {0, seconds(100)});
        EXPECT_EQ(work.stage(), Stage::computing);
    }
}

TEST(CheckpointWork, OnlyLaterAttemptsRestart) {
    CheckpointWork work(settings(true), {0, seconds(100)});
    work.begin_attempt(at_second(0));
    work.lose_attempt(at_second(10));
    EXPECT_EQ(work.begin_attempt(at_second(20)).left, seconds(100));
    EXPECT_EQ(work.stage(), Stage::restarting);
    EXPECT_EQ(work.left(), seconds(7));
    EXPECT_EQ(work.pauses(seconds(100)), seconds(7 + 15));
    work.pass(at_second(20), at_second(24), seconds(4), {0, seconds(100)});
    const AttemptTimes times = work.lose_attempt(at_second(24));
    EXPECT_EQ(times.redone, SimDuration(0));
    EXPECT_EQ(times.restarting, seconds(4));
}

}  // namespace
}  // namespace twin
