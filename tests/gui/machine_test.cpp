// Who runs where at a time.
#include "gui/run/machine.h"

#include <gmock/gmock.h>
#include <map>

#include "gui/inspector_rows.h"
#include "tests/gui/made_jobs.h"
#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr double never = std::numeric_limits<double>::infinity();

Occupancy occupancy_of(const std::vector<MadeJob>& made) {
    return Occupancy(std::make_shared<const JobStore>(made_jobs(made)));
}

TEST(Inspector, TellsOfNetworkCheckpointsAndProgress) {
    const TemporaryFile file("inspected");
    write_energy_run(file);
    const RunFacts facts = read_facts(ResultStore(file));
    auto job = read_job(ResultStore(file), 1);
    ASSERT_TRUE(job);
    EXPECT_FALSE(job->checkpoints || job->progress || job->sharing_s);
    job->sharing_s = 7200;
    job->placement_s = -60;
    job->storage_s = 30;
    job->lost_links_s = 90;
    job->slowed_by = 3;
    job->slowed_by_name = "B";
    job->slowed_by_s = 3600;
    job->checkpoints = JobDetails::Checkpoints{12, 1560, 684, 0};
    job->progress = JobDetails::Progress{"steps", 44704, 812.4};
    std::map<std::string, std::string> said;
    for (const auto& [name, value] : inspect_job(facts, *job, 0).rows)
        said[name.toStdString()] = value.toStdString();
    EXPECT_EQ(said["Slowed by sharing"], "2 h");
    EXPECT_EQ(said["Sped up by its placement"], "1 min");
    EXPECT_EQ(said["Slowed by the storage"], "30 s");
    EXPECT_EQ(said["Slowed by lost links"], "1 min 30 s");
    EXPECT_EQ(said["Most of it beside"], "job 3: B, 1 h");
    EXPECT_EQ(said["Checkpoints"], "12, after each 26 min of work");
    EXPECT_EQ(said["Work stood still for them"], "11 min 24 s");
    EXPECT_EQ(said.count("Restarts took"), 0U);
    EXPECT_EQ(said["Done for good"], "812 of 44,704 steps");
}

// An attempt that was lost holds its nodes while it runs, and is what is found then.
TEST(Occupancy, HoldsLostAttempts) {
    JobStore made = made_jobs({{0, 500, 900, {{0, 2}}}, {0, 100, 400, {{8, 1}}}});
    made.requeues[0] = 1;
    made.lost_spans = {{4, 2}};
    made.lost = {{0, 50, 200, 0, 1}};
    const Occupancy jobs(std::make_shared<const JobStore>(made));
    EXPECT_EQ(jobs.running_at(60), (std::vector<int>{2}));
    EXPECT_EQ(jobs.running_at(150), (std::vector<int>{2, 1}));
    EXPECT_EQ(jobs.running_at(200), (std::vector<int>{1}));  // to before its end
    EXPECT_EQ(jobs.running_at(600), (std::vector<int>{0}));
    EXPECT_EQ(jobs.find(0, 150), 2);
    EXPECT_EQ(jobs.find(0, 600), 0);
    EXPECT_EQ(jobs.job(2).idx, 0);
    EXPECT_EQ(jobs.job(2).end_s, 200);
    ASSERT_EQ(jobs.where(2).size(), 1U);
    EXPECT_EQ(jobs.where(2)[0].first, 4);
}

TEST(Occupancy, HoldsFromTheStartToBeforeTheEnd) {
    const Occupancy jobs = occupancy_of({{0, 10, 20, {{0, 4}}},
                                         {0, 20, never, {{0, 1}, {2, 2}}},
                                         {0, 15, 15, {{4, 1}}},  // no time at all: holds nothing
                                         {0, never, never, {}}});
    EXPECT_THAT(jobs.running_at(9.9), IsEmpty());
    EXPECT_THAT(jobs.running_at(10), ElementsAre(0));
    EXPECT_THAT(jobs.running_at(15), ElementsAre(0));
    EXPECT_THAT(jobs.running_at(20), ElementsAre(1));
    EXPECT_THAT(jobs.running_at(1e9), ElementsAre(1));
    EXPECT_EQ(jobs.find(1, 0), 1);
    EXPECT_EQ(jobs.find(3, 0), std::nullopt);  // has not started
    EXPECT_EQ(jobs.find(4, 0), std::nullopt);
    EXPECT_EQ(jobs.job(1).start_s, 20);
    const auto where = jobs.where(1);
    EXPECT_THAT(std::vector(where.begin(), where.end()),
                ElementsAre(NodeRange{0, 1}, NodeRange{2, 2}));
}

TEST(Occupancy, OfJobsThatAreNotReadHasNone) {
    EXPECT_FALSE(Occupancy().is_read());
    EXPECT_EQ(Occupancy().size(), 0U);
    EXPECT_EQ(Occupancy().find(0, 0), std::nullopt);
    EXPECT_THAT(Occupancy().running_at(10), IsEmpty());
}

// Job k runs from k to k + 2.5 s, so the jobs k and k - 1 run at k + 0.75 s, and k - 2 until k +
// 0.5 s. 5,000 jobs are 10,000 changes: several checkpoints.
TEST(Occupancy, FindsTheSameFromEveryCheckpoint) {
    std::vector<MadeJob> made;
    for (int k = 0; k < 5000; ++k)
        made.push_back({0, double(k), k + 2.5, {{0, 1}}});
    const Occupancy jobs = occupancy_of(made);
    for (int k = 2; k < 5000; k += 7)
        EXPECT_THAT(jobs.running_at(k + 0.25), UnorderedElementsAre(k, k - 1, k - 2));
    for (int k = 2; k < 5000; k += 7)
        EXPECT_THAT(jobs.running_at(k + 0.75), UnorderedElementsAre(k, k - 1));
    EXPECT_THAT(jobs.running_at(6000), IsEmpty());
}

class TinyMachine : public testing::Test {
  protected:
    TinyMachine() { write_energy_run(file_); }
    TemporaryFile file_{"gui-machine"};
};

TEST_F(TinyMachine, ShowsWhoRunsWhere) {
    const Machine machine = read_whole_machine(ResultStore(file_));
    EXPECT_EQ(machine.site.nodes, 12);
    EXPECT_EQ(machine.site.groups[0].racks, 2);
    EXPECT_EQ(machine.name_of(5), "n-02-02");
    // Job 0: nodes 0-3 from 0 to 1800 s.
    const MachineNow first = machine_at(machine, 1000);
    EXPECT_EQ(first.busy, 4);
    EXPECT_EQ(first.free, 8);
    EXPECT_THAT(first.busy_of_rack, ElementsAre(4, 0, 0));
    EXPECT_EQ(machine.jobs.job(first.job_of_node[3]).idx, 0);
    EXPECT_EQ(first.job_of_node[4], MachineNow::nobody);
    // Job 2 holds all twelve from 7600 to 9400 s. Of job 6 two attempts are lost: one from 8200 to
    // 8400 s, of which the file does not say where it ran; the other is its record.
    const MachineNow full = machine_at(machine, 8300);
    EXPECT_EQ(full.busy, 12);
    EXPECT_EQ(full.lost_jobs, 1);
    EXPECT_EQ(full.lost_nodes, 1);
    EXPECT_EQ(machine_at(machine, 9500).lost_jobs, 0);
    // Rack 3 is lost at 9700 s: nodes 8 to 11.
    const MachineNow lost = machine_at(machine, 11000);
    EXPECT_EQ(lost.out_of_service, 4);
    EXPECT_THAT(lost.out_of_rack, ElementsAre(0, 0, 4));
}

// Racks draw 300 W, rack 2 draws 2 kW in the hours 2 and 3, racks 1 and 2 in the hour 4.
TEST_F(TinyMachine, HoldsReadingsUntilTheNext) {
    const Machine machine = read_whole_machine(ResultStore(file_));
    const SeriesPoints second = machine.rack_power(1);
    EXPECT_THAT(second.values, ElementsAre(300, 300, 2000, 2000, 2000));
    EXPECT_FLOAT_EQ(machine.racks.at(1, machine.interval_at(2 * 3600 - 1))->power_w, 300);
    EXPECT_FLOAT_EQ(machine.racks.at(1, machine.interval_at(2 * 3600))->power_w, 2000);
    EXPECT_FLOAT_EQ(machine.largest_node_w, 500);  // 2 kW of 4 nodes
}

std::string value_of(const Inspection& said, const QString& name) {
    for (const auto& [title, value] : said.rows)
        if (title == name)
            return value.toStdString();
    return "no such row";
}

TEST_F(TinyMachine, TellsWhatIsChosen) {
    const ResultStore store(file_);
    const Machine machine = read_whole_machine(store);
    const RunFacts facts = read_facts(store);
    const auto job = read_job(store, 3);  // on nodes 0, 4-7 and 11 from 9400 to 9405 s
    ASSERT_TRUE(job.has_value());
    EXPECT_FALSE(read_job(store, 99).has_value());
    const Inspection said = inspect_job(facts, *job, 9402);
    EXPECT_EQ(value_of(said, "State at the play head"), "running");
    EXPECT_EQ(value_of(said, "Waited"), "1 h 13 min");  // 9400 - 5000 s = 73 min 20 s
    EXPECT_EQ(value_of(said, "Energy at GPUs"), "1.5 kWh");
    EXPECT_EQ(value_of(said, "Nodes' indices"), "0, 4-7, 11");
    EXPECT_EQ(value_of(inspect_job(facts, *job, 8000), "State at the play head"), "waiting");
    const MachineNow now = machine_at(machine, 7700);
    const Inspection rack = inspect_rack(machine, now, 1);
    EXPECT_EQ(value_of(rack, "Busy nodes"), "4 of 4");
    EXPECT_EQ(value_of(rack, "Power, mean of the interval"), "2 kW");
    EXPECT_EQ(value_of(rack, "Headroom"), "1 kW");  // of 3 kW
}

}  // namespace
}  // namespace twin
