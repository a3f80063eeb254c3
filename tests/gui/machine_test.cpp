// Who runs where at a time, and what is out of service.
#include "gui/run/machine.h"

#include <gmock/gmock.h>

#include "gui/inspector_rows.h"
#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr double never = std::numeric_limits<double>::infinity();

PlacedJob job(int idx, double start, double end) {
    PlacedJob placed;
    placed.idx = idx;
    placed.start_s = start;
    placed.end_s = end;
    return placed;
}

TEST(Occupancy, HoldsFromTheStartToBeforeTheEnd) {
    Occupancy jobs;
    jobs.add(job(3, 10, 20), "0-3");
    jobs.add(job(5, 20, never), "0,2-3");
    jobs.add(job(8, 15, 15), "4");  // no time at all: holds nothing
    jobs.finish();
    EXPECT_THAT(jobs.running_at(9.9), IsEmpty());
    EXPECT_THAT(jobs.running_at(10), ElementsAre(0));
    EXPECT_THAT(jobs.running_at(15), ElementsAre(0));
    EXPECT_THAT(jobs.running_at(20), ElementsAre(1));
    EXPECT_THAT(jobs.running_at(1e9), ElementsAre(1));
    EXPECT_EQ(jobs.find(5), 1);
    EXPECT_EQ(jobs.find(4), std::nullopt);
    const auto where = jobs.where(jobs.jobs()[1]);
    EXPECT_THAT(std::vector(where.begin(), where.end()),
                ElementsAre(NodeRange{0, 1}, NodeRange{2, 2}));
}

// Job k runs from k to k + 2.5 s, so the jobs k and k - 1 run at k + 0.75 s, and k - 2 until k +
// 0.5 s. 5,000 jobs are 10,000 changes: several checkpoints.
TEST(Occupancy, FindsTheSameFromEveryCheckpoint) {
    Occupancy jobs;
    for (int k = 0; k < 5000; ++k)
        jobs.add(job(k, k, k + 2.5), "0");
    jobs.finish();
    for (int k = 2; k < 5000; k += 7)
        EXPECT_THAT(jobs.running_at(k + 0.25), UnorderedElementsAre(k, k - 1, k - 2));
    for (int k = 2; k < 5000; k += 7)
        EXPECT_THAT(jobs.running_at(k + 0.75), UnorderedElementsAre(k, k - 1));
    EXPECT_THAT(jobs.running_at(6000), IsEmpty());
}

LogEntry entry(std::int64_t at, const char* kind, const char* what) {
    return {at_second(at), kind, what, ""};
}

std::vector<std::string> names(const Outages& outages, double seconds) {
    std::vector<std::string> found;
    for (const Outages::Outage& outage : outages.at(seconds))
        found.push_back(outage.what);
    return found;
}

TEST(Outages, EndTheEventThatNamedTheSame) {
    const Outages outages({entry(10, "lose", "rack 2"), entry(20, "trip", "group 1"),
                           entry(30, "trip over", "group 1"), entry(40, "set", "power.cap = 1 MW"),
                           entry(50, "restore", "rack 2")},
                          tiny_site());
    EXPECT_THAT(names(outages, 9), IsEmpty());
    EXPECT_THAT(names(outages, 10), ElementsAre("rack 2"));
    EXPECT_THAT(names(outages, 25), ElementsAre("rack 2", "group 1"));
    EXPECT_THAT(names(outages, 45), ElementsAre("rack 2"));
    EXPECT_THAT(names(outages, 50), IsEmpty());
    EXPECT_THAT(outages.at(10).front().nodes, ElementsAre(NodeRange{4, 4}));
}

TEST(Outages, ARestoreOfAPartLeavesTheRest) {
    const Outages outages({entry(10, "lose", "racks 1-2"), entry(20, "restore", "rack 1")},
                          tiny_site());
    EXPECT_THAT(outages.at(15).front().nodes, ElementsAre(NodeRange{0, 8}));
    EXPECT_THAT(outages.at(20).front().nodes, ElementsAre(NodeRange{4, 4}));
}

class TinyMachine : public testing::Test {
  protected:
    TinyMachine() { write_energy_run(file_); }
    TemporaryFile file_{"gui-machine"};
};

TEST_F(TinyMachine, ShowsWhoRunsWhere) {
    const Machine machine = read_machine(ResultStore(file_));
    EXPECT_EQ(machine.site.nodes, 12);
    EXPECT_EQ(machine.site.groups[0].racks, 2);
    EXPECT_EQ(machine.name_of(5), "n-02-02");
    // Job 0: nodes 0-3 from 0 to 1800 s.
    const MachineNow first = machine_at(machine, 1000);
    EXPECT_EQ(first.busy, 4);
    EXPECT_EQ(first.free, 8);
    EXPECT_THAT(first.busy_of_rack, ElementsAre(4, 0, 0));
    EXPECT_EQ(machine.jobs.jobs()[std::size_t(first.job_of_node[3])].idx, 0);
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
    const Machine machine = read_machine(ResultStore(file_));
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
    const Machine machine = read_machine(store);
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
