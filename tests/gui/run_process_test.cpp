// The engine as a child of the window, with the real program.
#include "gui/run/run_process.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <gmock/gmock.h>

#include "gui/run_control.h"
#include "gui/scenario/fork.h"
#include "sim/results/result_store.h"

namespace twin {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const QString program = QStringLiteral(TWIN_PROGRAM);
constexpr int patience_ms = 30'000;

const QString small = QStringLiteral(R"(title = "Two jobs"
[time]
start = "2024-01-01T00:00:00Z"
interval = "10 min"
horizon = "3 h"
[site]
part = "flat-pool"
nodes = 10
[scheduling]
policy = "fcfs"
[[job]]
name = "A"
submit = "+0 min"
nodes = 6
run_time = "60 min"
[[job]]
name = "B"
submit = "+0 min"
nodes = 6
run_time = "30 min"
[[event]]
at = "+10 min"
set = "scheduling.partition_nodes"
to = 8
for = "20 min"
)");

const QString endless = QStringLiteral(R"(title = "endless"
[time]
start = "2024-01-01T00:00:00Z"
horizon = "3650 d"
interval = "1 h"
[site]
part = "flat-pool"
nodes = 5000
[scheduling]
policy = "fcfs"
[workload.generator]
jobs = 900000000
offered_load = "70 %"
run_time = { sigma = 0.1, min = "1 s", max = "1 d" }
)");

class RealTwin : public testing::Test {
  protected:
    QString path(const QString& name) const { return folder_.filePath(name); }
    QString write(const QString& name, const QString& text) const {
        QFile out(path(name));
        EXPECT_TRUE(out.open(QIODevice::WriteOnly));
        out.write(text.toUtf8());
        return out.fileName();
    }
    QTemporaryDir folder_;
};

class Child : public RealTwin {
  protected:
    void start(RunProcess& child, const QString& text, const QString& result = {}) {
        QObject::connect(&child, &RunProcess::finished, &child,
                         [this](RunOutcome outcome, const QString& message) {
                             ++ends_;
                             outcome_ = outcome;
                             message_ = message.toStdString();
                         });
        child.start(write(QStringLiteral("s.toml"), text),
                    result.isEmpty() ? path(QStringLiteral("s.sqlite")) : result);
    }
    void await_end() {
        ASSERT_TRUE(QTest::qWaitFor([this] { return ends_ > 0; }, patience_ms));
        EXPECT_EQ(ends_, 1);
    }
    RunStatus status() const {
        return read_facts(ResultStore(path(QStringLiteral("s.sqlite")).toStdString()))
            .summary.status;
    }
    int ends_ = 0;
    RunOutcome outcome_{};
    std::string message_;
};

TEST_F(Child, FinishesASmallScenario) {
    RunProcess child(program);
    start(child, small);
    EXPECT_TRUE(child.is_running());
    await_end();
    EXPECT_EQ(outcome_, RunOutcome::finished) << message_;
    EXPECT_FALSE(child.is_running());
    EXPECT_EQ(status(), RunStatus::finished);
}

TEST_F(Child, SaysWhatIsWrongWithABadScenario) {
    RunProcess child(program);
    QString bad = small;
    start(child, bad.replace(QStringLiteral("nodes = 10"), QStringLiteral("nodes = -3")));
    await_end();
    EXPECT_EQ(outcome_, RunOutcome::bad_input);
    EXPECT_THAT(message_, HasSubstr("s.toml:8:9: site.nodes: expected "));
    EXPECT_FALSE(QFileInfo::exists(path(QStringLiteral("s.sqlite"))));
}

TEST_F(Child, TellsAMissedExpectation) {
    RunProcess child(program);
    start(child,
          small + QStringLiteral(
                      "[expect.makespan]\nvalue = \"1 min\"\nwithin = 0\nbecause = \"no\"\n"));
    await_end();
    EXPECT_EQ(outcome_, RunOutcome::expectation) << message_;
    // Of the whole report only what is missed: 90 min, as the second waits for the first.
    EXPECT_EQ(message_, "expect.makespan: expected 60 s within 0, got 5400 (no)");
    EXPECT_EQ(status(), RunStatus::finished);
}

TEST_F(Child, CancelKeepsWhatWasSimulated) {
    RunProcess child(program);
    const QSignalSpy begun(&child, &RunProcess::begun);
    const QSignalSpy progress(&child, &RunProcess::progressed);
    start(child, endless);
    ASSERT_TRUE(QTest::qWaitFor([&] { return progress.count() >= 2; }, patience_ms));
    EXPECT_EQ(begun.count(), 1);
    child.cancel();
    await_end();
    EXPECT_EQ(outcome_, RunOutcome::cancelled);
    EXPECT_EQ(status(), RunStatus::interrupted);
}

// On a disk of 300 kB of its own, which takes a namespace of mounts.
TEST_F(Child, AFullDiskIsASentence) {
    const QString with_disk =
        write(QStringLiteral("with-disk"),
              QStringLiteral("#!/bin/sh\n"
                             "exec unshare --user --map-root-user --mount sh -c 'mount -t tmpfs -o "
                             "size=300k disk \"$0\" && exec \"$@\"' '%1' '%2' \"$@\"\n")
                  .arg(path(QStringLiteral("disk")), program));
    QFile(with_disk).setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    ASSERT_TRUE(QDir().mkpath(path(QStringLiteral("disk"))));
    if (QProcess::execute(with_disk, {QStringLiteral("--version")}) != 0)
        GTEST_SKIP() << "no small disk can be mounted here";
    RunProcess child(with_disk);
    const QString result = path(QStringLiteral("disk/s.sqlite"));
    start(child, endless, result);
    await_end();
    EXPECT_EQ(outcome_, RunOutcome::failed);
    EXPECT_EQ(message_, "twin: cannot write " + result.toStdString() + ": the disk is full");
}

TEST_F(Child, AKilledChildIsASentence) {
    RunProcess child(program);
    const QSignalSpy begun(&child, &RunProcess::begun);
    start(child, endless);
    ASSERT_TRUE(QTest::qWaitFor([&] { return begun.count() == 1; }, patience_ms));
    const auto* const process = child.findChild<QProcess*>();
    ASSERT_NE(process, nullptr);
    kill(pid_t(process->processId()), SIGKILL);
    await_end();
    EXPECT_EQ(outcome_, RunOutcome::failed);
    EXPECT_THAT(message_, StartsWith("The engine ended unexpectedly (signal 9). What it had"));
}

TEST_F(Child, AProgramThatIsNotThereIsASentence) {
    for (const QString& missing : {path(QStringLiteral("none")), QString()}) {
        ends_ = 0;
        RunProcess child(missing);
        start(child, small);
        await_end();
        EXPECT_EQ(outcome_, RunOutcome::failed);
        EXPECT_THAT(message_, missing.isEmpty()
                                  ? StartsWith("The engine, twin, is not beside")
                                  : StartsWith("Cannot start " + missing.toStdString() + ": "));
    }
}

TEST_F(Child, EndsWithTheWindow) {
    qint64 pid = 0;
    {
        RunProcess child(program);
        const QSignalSpy begun(&child, &RunProcess::begun);
        start(child, endless);
        ASSERT_TRUE(QTest::qWaitFor([&] { return begun.count() == 1; }, patience_ms));
        pid = child.findChild<QProcess*>()->processId();
    }
    EXPECT_EQ(ends_, 0);
    EXPECT_NE(kill(pid_t(pid), 0), 0);
    EXPECT_EQ(status(), RunStatus::interrupted);
}

class Control : public RealTwin {
  protected:
    Control() {
        QObject::connect(&control_, &RunControl::told, &control_,
                         [this](const QString& sentence) { told_ += sentence; });
        QObject::connect(&workspace_, &Workspace::failed, &control_,
                         [this](const QString& sentence) { failed_ += sentence; });
    }
    void open(const QString& text) {
        const QString file = write(QStringLiteral("s.toml"), text);
        ASSERT_EQ(workspace_.document().open(file), QString());
        ASSERT_TRUE(QTest::qWaitFor([this] { return !workspace_.document().is_checking(); }));
    }
    void await_end() {
        ASSERT_TRUE(QTest::qWaitFor(
            [this] { return !control_.is_running() && workspace_.is_settled(); }, patience_ms));
    }
    QString last() const { return told_.isEmpty() ? QString() : told_.back(); }

    Workspace workspace_{ThemeName::light};
    RunControl control_{workspace_, path(QStringLiteral("runs")), program};
    QStringList told_, failed_;
};

TEST_F(Control, RunsTheDocumentAsAThenAForkAsB) {
    open(small);
    workspace_.document().set_value(QStringLiteral("title"), QStringLiteral("Mine"));
    control_.run_document();  // of an unchecked text: not yet
    EXPECT_FALSE(control_.is_running());
    EXPECT_EQ(last(), QStringLiteral("The scenario is still being checked."));
    ASSERT_TRUE(QTest::qWaitFor([this] { return !workspace_.document().is_checking(); }));
    control_.run_document();
    await_end();
    EXPECT_THAT(last().toStdString(), StartsWith("The run is finished: "));
    ASSERT_NE(workspace_.facts_a(), nullptr) << failed_.join(u' ').toStdString();
    EXPECT_EQ(workspace_.facts_a()->summary.title, "Mine");
    EXPECT_FALSE(workspace_.document().is_modified());  // it was saved

    // Without its first 30 minutes on 8 nodes and then on 4: B starts with A's end either way.
    control_.fork({2400, "set", "scheduling.partition_nodes", "4", "10 min"});
    await_end();
    ASSERT_NE(workspace_.facts_b(), nullptr) << last().toStdString();
    EXPECT_EQ(workspace_.facts_b()->summary.title, "Mine, with set scheduling.partition_nodes");
    ASSERT_EQ(workspace_.facts_b()->events.size(), workspace_.facts_a()->events.size() + 2);
    EXPECT_EQ(workspace_.facts_b()->events[0].at, workspace_.facts_a()->events[0].at);
    EXPECT_EQ(failed_, QStringList());
}

TEST_F(Control, ShowsProblemsInsteadOfRunning) {
    QString bad = small;
    open(bad.replace(QStringLiteral("nodes = 10"), QStringLiteral("nodes = -3")));
    const QSignalSpy shown(&control_, &RunControl::problems_shown);
    control_.run_document();
    EXPECT_EQ(shown.count(), 1);
    EXPECT_FALSE(control_.is_running());
}

TEST_F(Control, CancelLeavesTheRunOpen) {
    open(endless);
    control_.run_document();
    ASSERT_TRUE(QTest::qWaitFor([this] { return workspace_.facts_a() != nullptr; }, patience_ms));
    control_.cancel();
    await_end();
    EXPECT_EQ(last(), QStringLiteral("The run was cancelled; what it had simulated is kept."));
    EXPECT_EQ(workspace_.facts_a()->summary.status, RunStatus::interrupted);
}

// What is on the screen stays there; the sentence says that there is nothing behind it any more.
TEST_F(Control, TellsThatTheFileOfARunIsGone) {
    open(endless);
    control_.run_document();
    ASSERT_TRUE(QTest::qWaitFor([this] { return workspace_.facts_a() != nullptr; }, patience_ms));
    const QString file = workspace_.a()->file();
    for (const char* const ending : {"", "-wal", "-shm"})
        QFile::remove(file + QLatin1String(ending));
    control_.cancel();
    await_end();
    EXPECT_EQ(last(), file + QStringLiteral(
                                 " was removed while the run was written to it: what is shown is "
                                 "all that is left of it."));
    ASSERT_NE(workspace_.facts_a(), nullptr);
    EXPECT_EQ(workspace_.facts_a()->summary.title, "endless");
    EXPECT_EQ(workspace_.document().text(), endless);
}

// The last sentence is the one that stays in the status bar.
TEST_F(Control, AMissingProgramIsTheLastThingTold) {
    open(small);
    for (const QString& missing : {QString(), path(QStringLiteral("none"))}) {
        RunControl broken(workspace_, path(QStringLiteral("runs")), missing);
        QStringList told;
        QObject::connect(&broken, &RunControl::told, &broken,
                         [&](const QString& sentence) { told += sentence; });
        broken.run_document();
        ASSERT_TRUE(QTest::qWaitFor([&] { return told.size() >= 2; }));
        EXPECT_FALSE(broken.is_running());
        EXPECT_FALSE(told.back().startsWith(QStringLiteral("Running")))
            << told.back().toStdString();
    }
    EXPECT_EQ(workspace_.a(), nullptr);
}

TEST_F(Control, AForkNeedsItsScenario) {
    open(small);
    control_.run_document();
    await_end();
    write(QStringLiteral("s.toml"), small + QStringLiteral("# changed\n"));
    control_.fork({600, "shed", "20 %", "", ""});
    EXPECT_FALSE(control_.is_running());
    EXPECT_THAT(last().toStdString(), HasSubstr("is not where it was, or has changed since."));
}

TEST_F(Control, AMissedExpectationSaysWhichFigure) {
    open(small +
         QStringLiteral("[expect.makespan]\nvalue = \"1 min\"\nwithin = 0\nbecause = \"no\"\n"));
    control_.run_document();
    await_end();
    EXPECT_EQ(last(), QStringLiteral("The run is finished, but not as the scenario expects:\n"
                                     "expect.makespan: expected 60 s within 0, got 5400 (no)"));
}

// The editor's text is what is forked, with its own events: six nodes for ten of them, and 7 at a
// time of its own.
TEST_F(Control, AForkTakesWhatIsInTheEditor) {
    open(small);
    control_.run_document();
    await_end();
    const auto wait_for_check = [this] {
        ASSERT_TRUE(QTest::qWaitFor([this] { return !workspace_.document().is_checking(); }));
    };
    const NewEvent event{2400, "set", "scheduling.partition_nodes", "6", "10 min"};
    workspace_.document().set_value(QStringLiteral("site.nodes"), QStringLiteral("-3"));
    wait_for_check();
    control_.fork(event);
    EXPECT_FALSE(control_.is_running());
    EXPECT_THAT(last().toStdString(), HasSubstr("The scenario has"));
    EXPECT_THAT(last().toStdString(), HasSubstr("site.nodes: expected "));

    workspace_.document().set_value(QStringLiteral("site.nodes"), QStringLiteral("12"));
    workspace_.document().set_value(QStringLiteral("event.0.to"), QStringLiteral("7"));
    wait_for_check();
    control_.fork(event);
    EXPECT_TRUE(control_.is_running());
    EXPECT_THAT(last().toStdString(), StartsWith("The scenario has changed since A was run: B"));
    await_end();
    ASSERT_NE(workspace_.facts_b(), nullptr) << last().toStdString();
    EXPECT_EQ(workspace_.facts_a()->summary.nodes, 10);
    EXPECT_EQ(workspace_.facts_b()->summary.nodes, 12);
    EXPECT_EQ(workspace_.facts_b()->events.front().what, "scheduling.partition_nodes = 7");
    EXPECT_EQ(workspace_.facts_b()->events.size(), workspace_.facts_a()->events.size() + 2);
    EXPECT_FALSE(workspace_.document().is_modified());  // it was saved
}

class Opening : public RealTwin {
  protected:
    QString failure_of(const QString& file) const {
        OpenRun run(file);
        const QSignalSpy failed(&run, &OpenRun::failed);
        EXPECT_TRUE(QTest::qWaitFor([&] { return run.open_questions() == 0; }, patience_ms));
        EXPECT_EQ(run.facts(), nullptr);
        EXPECT_EQ(failed.count(), 1);
        return failed.isEmpty() ? QString() : failed[0][0].toString();
    }
};

TEST_F(Opening, AFileThatIsNoRunIsASentence) {
    const QString none = path(QStringLiteral("gone.sqlite"));
    const QString text = write(QStringLiteral("text.sqlite"), QStringLiteral("a letter\n"));
    const QString nothing = write(QStringLiteral("empty.sqlite"), {});
    for (const QString& file : {none, text, nothing, folder_.path()}) {
        const std::string sentence = failure_of(file).toStdString();
        EXPECT_THAT(sentence, HasSubstr(file.toStdString()));
        EXPECT_THAT(sentence, StartsWith("cannot read "));
    }
    EXPECT_FALSE(QFileInfo::exists(none));  // and it was not made
}

}  // namespace
}  // namespace twin
