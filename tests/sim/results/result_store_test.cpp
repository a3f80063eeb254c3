#include "sim/results/result_store.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fstream>
#include <gtest/gtest.h>

#include "sim/results/export_table.h"
#include "sim/results/figure_text.h"
#include "sim/results/process_identity.h"
#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

std::string error_of_reading(const std::filesystem::path& file) {
    try {
        ResultStore store(file);
        store.kpis();
        for (const auto& table : store.tables())
            for (Rows rows = store.query("SELECT * FROM " + table); rows.next();) {
            }
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "";
}

TEST(ResultStore, ReadsBackWhatWasRecorded) {
    const TemporaryFile file("store.sqlite");
    write_tiny_run(file);
    const ResultStore store(file);
    ASSERT_EQ(store.limits().size(), 3u);
    EXPECT_EQ(store.limits()[0].first_reached, at_second(7600));
    EXPECT_EQ(store.limits()[1].first_reached, sim_never);
    EXPECT_EQ(store.limits()[1].where, "rack 2");
    ASSERT_EQ(store.settings().size(), 2u);
    EXPECT_EQ(store.settings()[0].origin, "tiny.toml:9");
    ASSERT_EQ(store.counts().size(), 2u);
    EXPECT_EQ(store.counts()[1].value, 1);
    ASSERT_EQ(store.events().size(), 1u);
    EXPECT_EQ(store.events()[0].at, at_second(9700));
    ASSERT_EQ(store.inputs().size(), 1u);
    EXPECT_EQ(store.inputs()[0].bytes, 1234);
    ASSERT_EQ(store.waits().size(), 6u);
    EXPECT_EQ(store.waits()[0].size_class, "1-16");
    EXPECT_EQ(store.waits()[0].started, 5);
    Rows row = store.query("SELECT name, power_limit_w, part FROM place WHERE kind = 'rack'");
    ASSERT_TRUE(row.next());
    EXPECT_EQ(row.text(0), "rack 1");
    EXPECT_EQ(row.real(1), 3000);
    EXPECT_EQ(row.text(2), "four-nodes");
}

// What is being read ends too: it would count to a thousand millions.
TEST(ResultStore, StopsWhenAsked) {
    const TemporaryFile file("stops.sqlite");
    write_tiny_run(file);
    ResultStore store(file);
    std::stop_source stop;
    store.stop_when(stop.get_token());
    Rows rows = store.query(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) "
        "SELECT i FROM n");
    ASSERT_TRUE(rows.next());
    stop.request_stop();
    EXPECT_THROW(while (rows.next()){}, std::runtime_error);
    EXPECT_THROW(store.kpis(), std::runtime_error);
}

TEST(ResultStore, NamesTablesThenViews) {
    const TemporaryFile file("tables.sqlite");
    write_tiny_run(file);
    EXPECT_EQ(
        fmt::format("{}", fmt::join(ResultStore(file).tables(), ", ")),
        "bill_line, count_record, event_log, input_file, interruption, "
        "job_checkpoint, job_network, job_progress, job_record, kpi_record, limit_record, "
        "link, link_state, lost_attempt, meta, network_total, place, requirement, run, "
        "series_energy, series_group, series_group_cooling, series_link, "
        "series_plant, series_power, series_rack, series_site, setting, "
        "site_fact, size_class, unshared, violation_record, wait_by_size, "
        "wall_clock, attempt_time, bill, compliance, cooling_range, cooling_series, "
        "energy_hourly, energy_total, event, group_cooling_series, group_series, "
        "interruption_cause, job, job_attempt, job_delay, job_energy, job_slowdown, job_time, "
        "job_total, job_work, "
        "kpi, kpi_window, limits, link_outage, link_series, loss_by_stage, loss_chain, "
        "power_by_component, power_hourly, rack_series, series, violation, "
        "window_interval, window_total");
}

TEST(ResultStore, SaysWhatIsNotARun) {
    EXPECT_EQ(error_of_reading("/nowhere/a.sqlite"),
              "cannot read /nowhere/a.sqlite: No such file or directory");
    EXPECT_EQ(error_of_reading("/tmp"), "cannot read /tmp: it is a folder");

    const TemporaryFile text("text.sqlite");
    std::ofstream(text.path()) << std::string(5000, 'x');
    EXPECT_EQ(error_of_reading(text),
              "cannot read " + text.path().string() + ": file is not a database");

    const TemporaryFile empty("empty.sqlite");
    std::ofstream(empty.path()) << "";
    EXPECT_EQ(error_of_reading(empty),
              "cannot read " + empty.path().string() + ": it is not the file of a run");

    const TemporaryFile other("other.sqlite");
    SQLite::Database(other.path().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
        .exec("CREATE TABLE other (x)");
    EXPECT_EQ(error_of_reading(other),
              "cannot read " + other.path().string() + ": it is not the file of a run");
}

TEST(ResultStore, RefusesAnotherSchemaVersion) {
    const TemporaryFile file("version.sqlite");
    write_tiny_run(file);
    SQLite::Database(file.path().string(), SQLite::OPEN_READWRITE)
        .exec("UPDATE meta SET value = '999' WHERE key = 'schema_version'");
    EXPECT_EQ(error_of_reading(file),
              "cannot read " + file.path().string() +
                  ": its schema version is 999, this program reads version 5");
}

TEST(ResultStore, RefusesAFileFromBeforeEnergy) {
    const TemporaryFile file("old.sqlite");
    write_tiny_run(file);
    SQLite::Database(file.path().string(), SQLite::OPEN_READWRITE)
        .exec("UPDATE meta SET value = '1' WHERE key = 'schema_version'");
    EXPECT_EQ(error_of_reading(file),
              "cannot read " + file.path().string() +
                  ": its schema version is 1, this program reads version 5");
}

TEST(ResultStore, KnowsWhetherARunStillWritesAFileOfAnyVersion) {
    const TemporaryFile file("written.sqlite");
    const Site site = tiny_site();
    Recorder recorder(file, tiny_info(), site);
    EXPECT_TRUE(ResultStore::is_written(file));
    recorder.finish(RunStatus::finished, tiny_totals());
    EXPECT_FALSE(ResultStore::is_written(file));
    SQLite::Database db(file.path().string(), SQLite::OPEN_READWRITE);
    db.exec("UPDATE meta SET value = '1' WHERE key = 'schema_version'");
    EXPECT_FALSE(ResultStore::is_written(file));
    db.exec("UPDATE run SET status = 'running'");
    EXPECT_TRUE(ResultStore::is_written(file));
    db.exec("UPDATE wall_clock SET process_start = process_start - 1");  // that process is gone
    EXPECT_FALSE(ResultStore::is_written(file));
    db.exec("UPDATE meta SET value = 'other' WHERE key = 'format'");
    try {
        ResultStore::is_written(file);
        FAIL() << "a foreign file was taken for one of ours";
    } catch (const std::runtime_error& error) {
        EXPECT_EQ(error.what(),
                  "cannot read " + file.path().string() + ": it is not the file of a run");
    }
}

TEST(ResultStore, JudgesRequirements) {
    const TemporaryFile file("requirements.sqlite");
    write_energy_run(file);
    const auto rows = ResultStore(file).compliance();
    ASSERT_EQ(rows.size(), 4u);
    EXPECT_EQ(rows[0].title, "PUE, EnEfG");
    EXPECT_EQ(rows[0].relation, "<=");
    EXPECT_NEAR(rows[0].value.value_or(0), 1.1, 1e-12);
    EXPECT_EQ(rows[0].verdict, "met");
    EXPECT_TRUE(rows[0].estimate);  // 4 hours of a year
    EXPECT_EQ(rows[1].relation, ">=");
    EXPECT_EQ(rows[1].verdict, "met");  // 20 of 10 %
    EXPECT_EQ(rows[1].note, "reused");
    EXPECT_EQ(rows[2].verdict, "missed");  // 59.5 of 100 %
    EXPECT_EQ(rows[2].from_date, "2027-01-01");
    EXPECT_EQ(rows[3].verdict, "not known");  // there is no such KPI
    EXPECT_EQ(rows[3].value, std::nullopt);
}

TEST(ResultStore, JudgesAtTheThresholdItself) {
    const TemporaryFile file("threshold.sqlite");
    const Site site = tiny_site();
    {
        Recorder recorder(file, tiny_info(), site);
        record_tiny_run(recorder);
        recorder.requirement({"law", "utilisation", true, 50, "2027-01-01", ""});
        recorder.requirement({"law", "utilisation", false, 50, "2027-01-01", ""});
        recorder.requirement({"law", "utilisation", true, 49, "2027-01-01", ""});
        recorder.requirement({"law", "utilisation", false, 51, "2027-01-01", ""});
        recorder.requirement({"law", "pue", true, 1.2, "2027-01-01", ""});
        recorder.finish(RunStatus::finished, tiny_totals());
    }
    std::string verdicts;
    for (const Compliance& row : ResultStore(file).compliance())
        verdicts += row.verdict + ", ";
    EXPECT_EQ(verdicts, "met, met, missed, missed, not known, ");
}

TEST(ResultStore, ReadsViolations) {
    const TemporaryFile file("violations.sqlite");
    write_energy_run(file);
    const auto rows = ResultStore(file).violations();
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].from, at_second(7600));
    EXPECT_EQ(rows[0].until, at_second(9400));
    EXPECT_EQ(rows[0].limit, "power.cap");
    EXPECT_EQ(rows[0].worst, 5);
    EXPECT_EQ(rows[0].cause, "the cap fell below what idle nodes draw");
}

TEST(ResultStore, NamesACorruptFile) {
    const TemporaryFile file("corrupt.sqlite");
    write_tiny_run(file);
    {
        std::fstream bytes(file.path(), std::ios::in | std::ios::out | std::ios::binary);
        bytes.seekp(static_cast<std::streamoff>(std::filesystem::file_size(file.path()) / 2));
        bytes << std::string(std::filesystem::file_size(file.path()) / 2, '\xff');
    }
    EXPECT_EQ(error_of_reading(file),
              "cannot read " + file.path().string() + ": database disk image is malformed");
}

TEST(ProcessIdentity, KnowsOnlyTheLiving) {
    EXPECT_GT(process_start(own_pid()).value_or(0), 0);
    EXPECT_FALSE(process_start(1 << 30));
}

TEST(FigureText, GroupsDigits) {
    EXPECT_EQ(grouped(0), "0");
    EXPECT_EQ(grouped(999), "999");
    EXPECT_EQ(grouped(-1234567), "-1,234,567");
    EXPECT_EQ(grouped(1234.56), "1,235");
    EXPECT_EQ(grouped(999.44), "999.4");
    EXPECT_EQ(grouped(1.43289), "1.433");
    EXPECT_EQ(figure_text(0.012, "MWh"), "12 kWh");
    EXPECT_EQ(figure_text(5884, "nodes"), "5,884 nodes");
    EXPECT_EQ(figure_text({}, "s"), "-");
}

}  // namespace
}  // namespace twin
