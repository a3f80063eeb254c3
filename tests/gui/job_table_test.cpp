#include "gui/tables/job_table.h"

#include <QAbstractItemModelTester>
#include <QBuffer>
#include <gtest/gtest.h>

#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

class JobTableTest : public testing::Test {
  protected:
    JobTableTest() {
        const TemporaryFile file("job-table.sqlite");
        write_energy_run(file);
        table_.set_jobs(std::make_shared<const JobStore>(read_jobs(ResultStore(file))),
                        tiny_info().start);
    }
    void show(JobQuery::What what, double at_s) {
        JobQuery query;
        query.what = what;
        query.at_s = at_s;
        table_.set_query(query);
    }
    std::string cell(int row, JobColumn column) const {
        return table_.data(table_.index(row, int(column)), Qt::DisplayRole)
            .toString()
            .toStdString();
    }
    JobTable table_;
    QAbstractItemModelTester tester_{&table_,
                                     QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(JobTableTest, ShowsWhoWaits) {
    show(JobQuery::What::waiting, 9500);
    ASSERT_EQ(table_.rowCount(), 1);
    EXPECT_EQ(cell(0, JobColumn::job), "job 6");
    EXPECT_EQ(cell(0, JobColumn::nodes), "12");
    EXPECT_EQ(cell(0, JobColumn::submitted), "7 Apr 2024 01:56");  // 7000 s
    EXPECT_EQ(cell(0, JobColumn::waited), "41 min 40 s");          // 2500 s
    EXPECT_EQ(cell(0, JobColumn::why), "too few free nodes: 9 free of 12");
    EXPECT_EQ(cell(0, JobColumn::started), "");
    EXPECT_EQ(cell(0, JobColumn::state), "waiting");
}

// Job 4 waits from 6000 to 9405 s.
TEST_F(JobTableTest, ShowsWhenThoseThatWaitMayStart) {
    JobQuery query;
    query.at_s = 8300;  // 3, 4 and 5 wait
    StartPrediction starts;
    starts.estimates = {{3, 9000, 9000}, {4, 9000, 12600}};
    query.starts = std::make_shared<const StartPrediction>(starts);
    table_.set_query(query);
    ASSERT_EQ(table_.rows(), (std::vector<JobRow>{3, 4, 5}));
    EXPECT_EQ(cell(1, JobColumn::likely), "7 Apr 2024 02:30");    // 9000 s
    EXPECT_EQ(cell(1, JobColumn::latest), "7 Apr 2024 03:30");    // 12600 s
    EXPECT_EQ(cell(1, JobColumn::recorded), "7 Apr 2024 02:36");  // 9405 s
    EXPECT_EQ(cell(1, JobColumn::miss), "+6 min 45 s");
    EXPECT_EQ(cell(2, JobColumn::likely), "no estimate");
    EXPECT_EQ(cell(2, JobColumn::recorded), "");  // it never starts
    table_.sort(int(JobColumn::latest), Qt::DescendingOrder);
    EXPECT_EQ(table_.rows(), (std::vector<JobRow>{4, 3, 5}));
}

TEST_F(JobTableTest, ShowsWhoRan) {
    show(JobQuery::What::finished, 9500);
    ASSERT_EQ(table_.rowCount(), 4);  // 0, 1, 2, 3
    EXPECT_EQ(cell(1, JobColumn::started), "7 Apr 2024 01:00");
    EXPECT_EQ(cell(1, JobColumn::ran), "1 h");
    EXPECT_EQ(cell(1, JobColumn::grid), "4.6 kWh");
    EXPECT_EQ(cell(1, JobColumn::cost), "0.6 EUR");
    EXPECT_EQ(cell(2, JobColumn::state), "killed at limit");
    EXPECT_EQ(cell(3, JobColumn::job), "short, \"quoted\"");
    EXPECT_EQ(cell(3, JobColumn::backfilled), "yes");
}

TEST_F(JobTableTest, ShowsWhatTheNetworkCost) {
    JobStore jobs = *table_.jobs();
    jobs.has_network = true;
    jobs.placement_s.assign(jobs.size(), 0);
    jobs.storage_s = jobs.lost_links_s = jobs.sharing_s = jobs.placement_s;
    jobs.slowed_by.assign(jobs.size(), -1);
    jobs.placement_s[1] = -60;
    jobs.storage_s[1] = 30;
    jobs.lost_links_s[1] = 90;
    jobs.sharing_s[2] = 7200;
    jobs.slowed_by[2] = 3;
    table_.set_jobs(std::make_shared<const JobStore>(jobs), tiny_info().start);
    show(JobQuery::What::finished, 9500);  // 0, 1, 2, 3
    EXPECT_EQ(cell(0, JobColumn::sharing), "");
    EXPECT_EQ(cell(1, JobColumn::placement), "−1 min");
    EXPECT_EQ(cell(1, JobColumn::storage), "+30 s");
    EXPECT_EQ(cell(1, JobColumn::lost_links), "+1 min 30 s");
    EXPECT_EQ(cell(2, JobColumn::sharing), "+2 h");
    EXPECT_EQ(cell(2, JobColumn::beside), "short, \"quoted\"");
    table_.sort(int(JobColumn::sharing), Qt::DescendingOrder);
    EXPECT_EQ(table_.rows().front(), JobRow(2));
}

TEST_F(JobTableTest, KeepsItsOrder) {
    show(JobQuery::What::waiting, 8300);
    table_.sort(int(JobColumn::nodes), Qt::DescendingOrder);
    EXPECT_EQ(table_.rows(), (std::vector<JobRow>{5, 4, 3}));
    show(JobQuery::What::waiting, 9000);
    EXPECT_EQ(table_.rows(), (std::vector<JobRow>{5, 4, 3, 6}));
    EXPECT_EQ(table_.place_of(3), 2);
    EXPECT_EQ(table_.place_of(0), -1);
}

TEST_F(JobTableTest, WritesTheRowsShown) {
    show(JobQuery::What::finished, 9500);
    QBuffer out;
    out.open(QIODevice::WriteOnly);
    table_.write_csv(out);
    const QStringList lines = QString::fromUtf8(out.buffer()).split(u'\n');
    ASSERT_EQ(lines.size(), 6);  // heading, four jobs, nothing
    EXPECT_EQ(lines[0].toStdString(),
              "idx,job,nodes,submitted [s],waited [s],why,likely start, estimate [s],"
              "latest start, estimate [s],recorded start [s],recorded - likely [s],started [s],ran "
              "[s],limit [s],state,"
              "backfilled,longer by placement [s],longer by storage [s],longer by lost links "
              "[s],longer by sharing [s],most beside,"
              "grid energy [kWh],cost [EUR],CO2 life cycle [kg]");
    EXPECT_TRUE(lines[2].startsWith(
        QStringLiteral("1,\"job 2\",8,3600,0,\"did not "
                       "wait\",,,,,3600,3600,3600,\"completed\",\"\",,,,,\"\",4.6")))
        << lines[2].toStdString();
    EXPECT_TRUE(lines[4].startsWith(QStringLiteral("3,\"short, \"\"quoted\"\"\",1,5000,4400,")));
}

}  // namespace
}  // namespace twin
