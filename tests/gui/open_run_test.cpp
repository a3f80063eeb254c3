// A run's file that is open, and closed while it is read.
#include "gui/run/open_run.h"

#include <QElapsedTimer>
#include <QTest>
#include <atomic>
#include <gtest/gtest.h>

#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

// Two questions for each of which SQLite counts to a thousand millions, which takes a minute.
TEST(OpenRun, ClosesWithoutWaitingForAnAnswer) {
    const TemporaryFile file("gui-open-run");
    write_tiny_run(file);
    auto run = std::make_unique<OpenRun>(QString::fromStdString(file.path().string()));
    QObject asker;
    std::atomic<int> begun = 0;
    bool answered = false;
    for (const char* const topic : {"one", "two"})
        run->ask<qint64>(
            &asker, QString::fromLatin1(topic),
            [&begun](const ResultStore& store) -> qint64 {
                ++begun;
                auto rows = store.query(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                    "1000000000) SELECT count(*) FROM n");
                return rows.next() ? rows.integer(0) : 0;
            },
            [&answered](qint64) { answered = true; });
    ASSERT_TRUE(QTest::qWaitFor([&begun] { return begun == 2; }));
    QElapsedTimer time;
    time.start();
    run.reset();
    EXPECT_LT(time.elapsed(), 2000);
    QTest::qWait(1);
    EXPECT_FALSE(answered);
}

}  // namespace
}  // namespace twin
