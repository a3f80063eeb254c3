#include "gui/scenario/fork.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <gtest/gtest.h>

#include "gui/scenario/scenario_check.h"
#include "sim/scenario/run_plan.h"

namespace twin {
namespace {

// What is set on the command line is set again, what the files say is in the base.
TEST(Fork, RepeatsSettingsAndEvents) {
    RunFacts facts;
    facts.settings = {
        {"title", "Two racks", "racks.toml:1"},
        {"time.horizon", "8 h", "racks.toml:4"},
        {"scheduling.policy", "easy", "--set scheduling.policy=easy"},
        {"scheduling.placement", "lowest_first", "default"},
        {"power.cap", "14 MW", "--set power.cap=14 MW"},
        {"event.0.at", "+1 h", "racks.toml:11"},
        {"event.0.lose", "rack 2", "--set event.0.lose=rack 2"},
        {"event.0.for", "2 h", "racks.toml:13"},
        {"event.0.to", "", "default"},
        {"event.1.at", "+3 h", "racks.toml:16"},
        {"event.1.shed", "20 %", "racks.toml:17"},
    };
    EXPECT_EQ(fork_text(facts, "/runs/\"odd\".toml", "Another",
                        {5400, "set", "power.cap", "12 MW", "1 h"}),
              R"(base = "/runs/\"odd\".toml"
title = "Another"

[scheduling]
policy = "easy"

[power]
cap = "14 MW"

[[event]]
at = "+1 h"
lose = "rack 2"
for = "2 h"

[[event]]
at = "+3 h"
shed = "20 %"

[[event]]
at = "+1.5 h"
set = "power.cap"
to = "12 MW"
for = "1 h"
)");
}

// A run of the real program, with a setting and an event of its command line.
TEST(Fork, OfARealRunIsSound) {
    const QTemporaryDir folder;
    const QString scenario =
        QFileInfo(QStringLiteral("scenarios/smoke/rack-loss.toml")).absoluteFilePath();
    const std::string result = folder.filePath(QStringLiteral("a.sqlite")).toStdString();
    QProcess child;
    child.start(
        QStringLiteral(TWIN_PROGRAM),
        {QStringLiteral("run"), scenario, QStringLiteral("--out"), QString::fromStdString(result),
         QStringLiteral("--set"), QStringLiteral("scheduling.policy=easy"), QStringLiteral("--set"),
         QStringLiteral("event.0.at=+90 min"), QStringLiteral("--set"),
         QStringLiteral("time.horizon=9 h"), QStringLiteral("--set"),
         QStringLiteral("power.cap_policy=delay_starts"), QStringLiteral("--set"),
         QStringLiteral("power.cap=14 MW")});
    ASSERT_TRUE(child.waitForFinished());
    ASSERT_NE(child.exitCode(), 2) << child.readAllStandardError().toStdString();
    const RunFacts facts = read_facts(ResultStore(result));
    for (const ChangeKindRow& row : change_kinds()) {
        const std::string kind(row.name);
        if (kind == "lose_cooling" || kind == "heat_wave" || kind == "price_spike" ||
            kind == "lose_links")
            continue;  // need cooling, weather, prices and a network that jobs share
        std::string what = example_of(kind);
        EXPECT_FALSE(what.empty()) << kind;
        if (what == "rack 17")
            what = "rack 1";
        const std::string to = kind == "set" ? "14 MW" : "";
        const std::string lasts = kind == "restore" ? "" : "30 min";
        const std::string text =
            fork_text(facts, scenario.toStdString(), "Fork", {3661.5, kind, what, to, lasts});
        const CheckedText checked =
            check_text(text, folder.filePath(QStringLiteral("fork.toml")).toStdString());
        EXPECT_TRUE(checked.problems.empty()) << text << checked.problems[0].text();
        const auto value = [&](const std::string& path) {
            for (const ScenarioSetting& setting : checked.settings)
                if (setting.path == path)
                    return setting.value;
            return std::string("none");
        };
        EXPECT_EQ(value("scheduling.policy"), "easy");
        EXPECT_EQ(value("time.horizon"), "9 h");
        EXPECT_EQ(value("event.0.at"), "+1.5 h");  // as it is written again
        EXPECT_EQ(value("event.0.lose"), "rack 2");
        EXPECT_EQ(value("event.0.for"), "2 h");
        EXPECT_EQ(value("event.1.at"), "+3661.5 s");
        EXPECT_EQ(value("event.1." + kind), what);
    }
}

}  // namespace
}  // namespace twin
