#include "sim/results/result_store.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fstream>
#include <gtest/gtest.h>

#include "sim/results/export_table.h"
#include "sim/results/figure_text.h"
#include "sim/results/process_identity.h"
#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

std::string error_of(const std::filesystem::path& file) {
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

TEST(ResultStore, SaysWhatIsNotARun) {
    EXPECT_EQ(error_of("/nowhere/a.sqlite"),
              "cannot read /nowhere/a.sqlite: No such file or directory");
    EXPECT_EQ(error_of("/tmp"), "cannot read /tmp: it is a folder");

    const TemporaryFile text("text.sqlite");
    std::ofstream(text.path()) << std::string(5000, 'x');
    EXPECT_EQ(error_of(text), "cannot read " + text.path().string() + ": file is not a database");

    const TemporaryFile empty("empty.sqlite");
    std::ofstream(empty.path()) << "";
    EXPECT_EQ(error_of(empty),
              "cannot read " + empty.path().string() + ": it is not the file of a run");

    const TemporaryFile other("other.sqlite");
    SQLite::Database(other.path().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
        .exec("CREATE TABLE other (x)");
    EXPECT_EQ(error_of(other),
              "cannot read " + other.path().string() + ": it is not the file of a run");
}

TEST(ResultStore, RefusesAnotherSchemaVersion) {
    const TemporaryFile file("version.sqlite");
    write_tiny_run(file);
    SQLite::Database(file.path().string(), SQLite::OPEN_READWRITE)
        .exec("UPDATE meta SET value = '999' WHERE key = 'schema_version'");
    EXPECT_EQ(error_of(file), "cannot read " + file.path().string() +
                                  ": its schema version is 999, this program reads version 1");
}

TEST(ResultStore, NamesACorruptFile) {
    const TemporaryFile file("corrupt.sqlite");
    write_tiny_run(file);
    {
        std::fstream bytes(file.path(), std::ios::in | std::ios::out | std::ios::binary);
        bytes.seekp(static_cast<std::streamoff>(std::filesystem::file_size(file.path()) / 2));
        bytes << std::string(std::filesystem::file_size(file.path()) / 2, '\xff');
    }
    EXPECT_EQ(error_of(file),
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
