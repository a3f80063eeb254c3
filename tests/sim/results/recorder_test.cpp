#include "sim/results/recorder.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <csignal>
#include <fstream>
#include <functional>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sstream>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sim/results/result_store.h"
#include "sim/results/run_file.h"
#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

std::string error_of_writing(const std::filesystem::path& file) {
    const Site site = tiny_site();
    try {
        Recorder(file, tiny_info(), site);
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "";
}

TEST(Schema, IsInTheProgramAsWritten) {
    std::ifstream file("sim/results/schema.sql");
    std::ostringstream text;
    text << file.rdbuf();
    EXPECT_EQ(text.str(), schema_sql);
}

TEST(Schema, EveryTableAndColumnHasAComment) {
    std::istringstream text(schema_sql);
    bool in_table = false;
    int tables = 0;
    for (std::string line; std::getline(text, line);) {
        const bool begins = line.starts_with("CREATE TABLE");
        tables += begins;
        in_table = (in_table || begins) && !line.starts_with(")");
        if (in_table && line.find("PRIMARY KEY (") == std::string::npos) {
            EXPECT_THAT(line, testing::HasSubstr("-- "));
        }
        if (in_table && line.find("_ns INTEGER") != std::string::npos &&
            line.find("when") == std::string::npos && !line.starts_with("    submit")) {
            EXPECT_THAT(line, testing::HasSubstr("[ns]"));
        }
    }
    EXPECT_EQ(tables, 34);
}

TEST(Recorder, LeavesOneFinishedFile) {
    const TemporaryFile file("finished.sqlite");
    write_tiny_run(file);
    EXPECT_TRUE(std::filesystem::exists(file.path()));
    EXPECT_FALSE(std::filesystem::exists(file.path().string() + "-wal"));
    const RunSummary run = ResultStore(file).run();
    EXPECT_EQ(run.status, RunStatus::finished);
    EXPECT_EQ(run.title, "Seven jobs");
    EXPECT_EQ(run.scenario_text, "title = \"Seven jobs\"\n");
    EXPECT_EQ(run.seed, 7u);
    EXPECT_EQ(run.gpus, 24);  // 12 nodes with 2
    EXPECT_EQ(run.start, tiny_info().start);
    EXPECT_EQ(run.warm_up, std::chrono::hours(1));
    EXPECT_EQ(run.horizon, std::chrono::hours(5));
    EXPECT_EQ(run.end, at_second(18000));
}

TEST(Recorder, KeepsTimesToTheNanosecond) {
    const TemporaryFile file("exact.sqlite");
    const Site site = tiny_site();
    const SimTime late = at_second(10 * 366 * 86400) + SimDuration(1);
    {
        Recorder recorder(file, tiny_info(), site);
        JobRecord job = job_of(0, 0, 0, 0, 1);
        job.end = late;
        recorder.job(job);
        recorder.finish(RunStatus::finished, tiny_totals());
    }
    const ResultStore store(file);
    Rows row = store.query("SELECT end_ns FROM job_record");
    ASSERT_TRUE(row.next());
    EXPECT_EQ(row.integer(0), late.time_since_epoch().count());
}

TEST(Recorder, CanBeReadWhileItWrites) {
    const TemporaryFile file("running.sqlite");
    const Site site = tiny_site();
    Recorder recorder(file, tiny_info(), site);
    const ResultStore store(file);
    EXPECT_EQ(store.run().status, RunStatus::running);
    EXPECT_EQ(store.run().end, sim_start);
    record_tiny_run(recorder);
    EXPECT_FALSE(store.kpis().empty());
    recorder.finish(RunStatus::interrupted, tiny_totals());
    EXPECT_EQ(store.run().status, RunStatus::interrupted);
    EXPECT_EQ(store.run().end, at_second(18000));
}

TEST(Recorder, WithoutFinishLeavesAFailedRunWithWhatItHad) {
    const TemporaryFile file("failed.sqlite");
    {
        const Site site = tiny_site();
        Recorder recorder(file, tiny_info(), site);
        record_tiny_run(recorder);
    }
    const ResultStore store(file);
    EXPECT_EQ(store.run().status, RunStatus::failed);
    EXPECT_EQ(store.run().end, at_second(18000));  // five whole intervals
    // KPIs from what is there: the series make up for the missing integrals.
    for (const Kpi& kpi : store.kpis()) {
        if (kpi.name == "utilisation") {
            EXPECT_DOUBLE_EQ(kpi.value.value_or(0), 50);
        }
        if (kpi.name == "wait_p50") {
            EXPECT_EQ(kpi.value, 3405);
        }
        if (kpi.name == "it_energy") {
            EXPECT_DOUBLE_EQ(kpi.value.value_or(0), 0.012);
        }
    }
    EXPECT_EQ(store.waits().back().size_class, "all");
    EXPECT_EQ(store.waits().back().p95_s, 4400);
}

TEST(Recorder, RefusesAFileThatExists) {
    const TemporaryFile file("exists.sqlite");
    std::ofstream(file.path()) << "mine";
    EXPECT_EQ(error_of_writing(file), "cannot write " + file.path().string() + ": it exists");
    std::string text;
    std::ifstream(file.path()) >> text;
    EXPECT_EQ(text, "mine");
}

TEST(Recorder, NamesTheFolderThatIsMissing) {
    EXPECT_EQ(error_of_writing("/nowhere/run.sqlite"),
              "cannot write /nowhere/run.sqlite: No such file or directory");
    EXPECT_EQ(error_of_writing("/dev/null/run.sqlite"),
              "cannot write /dev/null/run.sqlite: Not a directory");
}

TEST(Recorder, NamesAFolderWithoutPermission) {
    if (geteuid() == 0)
        GTEST_SKIP() << "root may write everywhere";
    EXPECT_EQ(error_of_writing("/run.sqlite"), "cannot write /run.sqlite: Permission denied");
}

// Runs `body` in a process of its own; true if it returned true.
bool in_child(const std::function<bool()>& body) {
    const pid_t child = fork();
    if (child == 0)
        _exit(body() ? 0 : 1);
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

void limit_files_to(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{bytes, bytes};
    setrlimit(RLIMIT_FSIZE, &limit);
}

TEST(Recorder, SaysWhyAFileCannotGrow) {
    const TemporaryFile file("full.sqlite");
    EXPECT_TRUE(in_child([&] {
        limit_files_to(20'000'000);
        const Site site = tiny_site();
        Recorder recorder(file, tiny_info(), site);
        try {
            for (JobIndex i = 0; i < 3'000'000; ++i)
                recorder.job(job_of(i, i, i, i + 1, 1));
        } catch (const std::runtime_error& error) {
            const std::string why = error.what();
            return why == "cannot write " + file.path().string() + ": File too large" ||
                   why == "cannot write " + file.path().string() + ": disk I/O error";
        }
        return false;
    }));
    EXPECT_EQ(ResultStore(file).run().nodes, 12);  // and can be read
}

TEST(Recorder, SaysThatTheDiskIsFull) {
    const TemporaryFile folder("small-disk");
    std::filesystem::create_directory(folder.path());
    const bool told = in_child([&] {
        // A disk of 3 MB that only the child sees.
        const bool mounted = unshare(CLONE_NEWNS) == 0 &&
                             mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                             mount("none", folder.path().c_str(), "tmpfs", 0, "size=3m") == 0;
        if (!mounted)
            return true;  // not allowed here: nothing to test
        const std::filesystem::path file = folder.path() / "run.sqlite";
        const Site site = tiny_site();
        Recorder recorder(file, tiny_info(), site);
        try {
            for (JobIndex i = 0; i < 3'000'000; ++i)
                recorder.job(job_of(i, i, i, i + 1, 1));
        } catch (const std::runtime_error& error) {
            return error.what() == "cannot write " + file.string() + ": the disk is full";
        }
        return false;
    });
    EXPECT_TRUE(told);
}

TEST(Recorder, LeavesNothingWhereItCannotBegin) {
    const TemporaryFile file("none.sqlite");
    EXPECT_TRUE(in_child([&] {
        limit_files_to(8192);
        return error_of_writing(file) ==
               "cannot write " + file.path().string() + ": File too large";
    }));
    EXPECT_FALSE(std::filesystem::exists(file.path()));
}

TEST(Recorder, ARunWhoseProcessIsGoneHasDied) {
    const TemporaryFile file("died.sqlite");
    EXPECT_TRUE(in_child([&] {
        const Site site = tiny_site();
        auto* recorder = new Recorder(file, tiny_info(), site);
        record_tiny_run(*recorder);
        return true;  // leaves without a destructor, as a killed process does
    }));
    EXPECT_EQ(ResultStore(file).run().status, RunStatus::died);
}

TEST(Recorder, APidThatIsUsedAgainIsAnotherProcess) {
    const TemporaryFile file("reused.sqlite");
    const Site site = tiny_site();
    Recorder recorder(file, tiny_info(), site);
    EXPECT_EQ(ResultStore(file).run().status, RunStatus::running);
    recorder.finish(RunStatus::interrupted, tiny_totals());
    SQLite::Database db(file.path().string(), SQLite::OPEN_READWRITE);
    db.exec("UPDATE run SET status = 'running'");
    db.exec("UPDATE wall_clock SET process_start = process_start - 1");
    EXPECT_EQ(ResultStore(file).run().status, RunStatus::died);
}

}  // namespace
}  // namespace twin
