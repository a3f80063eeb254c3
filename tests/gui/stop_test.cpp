// Where playing stops by itself.
#include <QContextMenuEvent>
#include <QMenu>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QTest>
#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

#include "gui/main_window.h"
#include "gui/run/stop_points.h"
#include "gui/time_bar.h"
#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

TEST(StopPoints, AreKeptInOrder) {
    Workspace workspace(ThemeName::light);
    StopPoints& stops = StopPoints::of(workspace);
    EXPECT_EQ(&stops, &StopPoints::of(workspace));
    stops.toggle(200, 1);
    stops.toggle(100, 1);
    EXPECT_EQ(stops.all(), (std::vector<double>{100, 200}));
    EXPECT_EQ(stops.first(0, 150), std::optional<double>(100));
    EXPECT_EQ(stops.first(100, 200), std::optional<double>(200));
    EXPECT_EQ(stops.first(100, 199), std::nullopt);
    EXPECT_EQ(stops.near(104, 5), std::optional<double>(100));
    EXPECT_EQ(stops.near(106, 5), std::nullopt);
    stops.toggle(104, 5);
    EXPECT_EQ(stops.all(), std::vector<double>{200});
}

// The tiny run: its nodes are all busy for the first time at 7600 s, rack 3 is lost at 9700 s; job
// 1 runs from 3600 to 7200 s.
class Playing : public testing::Test {
  protected:
    Playing() {
        write_tiny_run(file_);
        player_.set_speed(100'000);
        QObject::connect(&player_, &Player::stopped, &player_,
                         [this](const QString& reason) { told_ = reason.toStdString(); });
        workspace_.open_a(QString::fromStdString(file_.path().string()));
        settle();
    }
    void settle() {
        ASSERT_TRUE(QTest::qWaitFor(
            [this] { return workspace_.is_settled() && !player_.is_playing(); }, 10000));
    }
    double head() { return workspace_.time().play_head(); }

    TemporaryFile file_{"gui-stop"};
    Workspace workspace_{ThemeName::light};
    Player player_{workspace_};
    std::string told_;
};

TEST_F(Playing, StopsAtPoints) {
    StopPoints& stops = StopPoints::of(workspace_);
    stops.toggle(5000, 0);
    stops.toggle(6000, 0);
    player_.play();
    settle();
    EXPECT_EQ(head(), 5000);
    EXPECT_EQ(told_, "Stopped at a stopping point.");
    player_.to_end();
    EXPECT_EQ(head(), 6000);
    told_.clear();
    player_.play_fast();
    settle();
    EXPECT_EQ(head(), workspace_.time().end());
    EXPECT_EQ(told_, "");  // the end needs no reason
    workspace_.open_a({});
    EXPECT_TRUE(stops.all().empty());
}

TEST_F(Playing, StopsAtWhatComesNext) {
    workspace_.time().set_play_head(1000);
    player_.until_limit();
    settle();
    EXPECT_EQ(head(), 7600);
    EXPECT_EQ(told_, "Stopped where a limit is reached: nodes.");
    player_.until_event();
    settle();
    EXPECT_EQ(head(), 9700);
    EXPECT_EQ(told_, "Stopped at an event: lose rack 3 (4 nodes down, 1 job failed).");
    player_.until_event();
    EXPECT_EQ(told_, "No event comes after this time.");
    player_.until_job();
    EXPECT_THAT(told_, testing::StartsWith("No job is chosen"));
    workspace_.time().set_play_head(0);
    workspace_.selection().choose({Selected::Kind::job, 1});
    for (const auto& [at, sentence] : {std::pair(3600.0, "Stopped where the job starts."),
                                       std::pair(7200.0, "Stopped where the job ends.")}) {
        player_.until_job();
        settle();
        EXPECT_EQ(head(), at);
        EXPECT_EQ(told_, sentence);
    }
    player_.until_job();
    settle();
    EXPECT_EQ(told_, "The job neither starts nor ends after this time.");
    EXPECT_EQ(head(), 7200);
}

// Playing goes on while the file is asked: job 1 would have started before the answer comes.
TEST_F(Playing, StandsStillUntilItIsKnownWhatComes) {
    workspace_.selection().choose({Selected::Kind::job, 1});
    workspace_.time().set_play_head(3000);
    player_.play();
    player_.until_job();
    EXPECT_FALSE(player_.is_playing());
    settle();
    EXPECT_EQ(head(), 3600);
    EXPECT_EQ(told_, "Stopped where the job starts.");
}

TEST_F(Playing, DropsAnAnswerToAnotherQuestion) {
    workspace_.selection().choose({Selected::Kind::job, 1});
    workspace_.time().set_play_head(3000);
    player_.until_job();
    workspace_.time().set_play_head(8000);  // beyond the start
    settle();
    EXPECT_EQ(head(), 8000);
    workspace_.time().set_play_head(3000);
    player_.until_job();
    workspace_.selection().choose({Selected::Kind::job, 0});
    settle();
    EXPECT_EQ(head(), 3000);
    player_.until(2000);
    EXPECT_EQ(head(), 3000);
    EXPECT_EQ(told_, "The time that was asked for has gone by.");
}

// A job that starts at 100 s, is lost at 200 s, and starts anew at 300 s.
TEST(StopsOfJobs, AreThoseOfAllAttempts) {
    TemporaryFile file("gui-stop-lost");
    write_tiny_run(file);
    {
        SQLite::Database db(file.path().string(), SQLite::OPEN_READWRITE);
        db.exec("DELETE FROM lost_attempt");
        db.exec(
            "UPDATE job_record SET start_ns = 300000000000, end_ns = 400000000000 WHERE idx = 1");
        db.exec("INSERT INTO lost_attempt VALUES (1, 1, 100000000000, 200000000000, 4, '')");
    }
    const ResultStore store(file);
    std::vector<double> stops;
    std::vector<std::string> reasons;
    double after = 0;
    while (const auto stop = next_of_job(store, 1, after)) {
        stops.push_back(after = stop->at_s);
        reasons.push_back(stop->reason.toStdString());
    }
    EXPECT_EQ(stops, (std::vector<double>{100, 200, 300, 400}));
    EXPECT_THAT(reasons, testing::ElementsAre("Stopped where the job starts.",
                                              "Stopped where the job loses its nodes.",
                                              "Stopped where the job starts.",
                                              "Stopped where the job ends."));
}

TEST_F(Playing, SaysWhyItStoppedWhereItWasAskedTo) {
    workspace_.time().set_play_head(100);
    StopPoints::of(workspace_).toggle(400, 0);
    player_.until(500);
    settle();
    EXPECT_EQ(head(), 400);
    player_.until(500);
    settle();
    EXPECT_EQ(head(), 500);
    EXPECT_EQ(told_, "Stopped at the time that was asked for.");
}

TEST(StopMarks, AreSetByKeyAndByMouse) {
    const QTemporaryDir runs;
    TemporaryFile file("gui-stop-marks");
    write_tiny_run(file);
    MainWindow window(ThemeName::dark, runs.path());
    window.remember_no_runs();
    window.show();
    window.workspace().open_a(QString::fromStdString(file.path().string()));
    ASSERT_TRUE(QTest::qWaitFor([&] { return window.workspace().is_settled(); }));
    const StopPoints& stops = StopPoints::of(window.workspace());
    window.workspace().time().set_play_head(4000);
    QAction* f9 = nullptr;
    for (QAction* const action : window.findChildren<QAction*>())
        if (action->shortcut() == QKeySequence(Qt::Key_F9))
            f9 = action;
    ASSERT_NE(f9, nullptr);
    f9->trigger();
    EXPECT_EQ(stops.all(), std::vector<double>{4000});
    auto* const bar = window.findChild<TimeBar*>();
    ASSERT_NE(bar, nullptr);
    EXPECT_TRUE(
        bar->accessibleDescription().endsWith(QStringLiteral("Stopping points: 7 Apr 2024 01:06.")))
        << bar->accessibleDescription().toStdString();
    const auto menu_at = [&](QContextMenuEvent::Reason reason, QPoint place) {
        QContextMenuEvent wanted(reason, place, bar->mapToGlobal(place));
        QApplication::sendEvent(bar, &wanted);
        return bar->findChildren<QMenu*>().last();
    };
    // By keyboard: of the play head, where there is one.
    menu_at(QContextMenuEvent::Keyboard, {})->actions()[0]->trigger();
    EXPECT_TRUE(stops.all().empty());
    QMenu* const menu = menu_at(QContextMenuEvent::Mouse, bar->rect().center());
    EXPECT_TRUE(menu->actions()[0]->text().startsWith(QStringLiteral("&Stop playing at ")));
    menu->actions()[0]->trigger();
    ASSERT_EQ(stops.all().size(), 1U);
    EXPECT_NEAR(stops.all()[0], window.workspace().time().end() / 2, 60);
    QMenu* const again = menu_at(QContextMenuEvent::Mouse, bar->rect().center());
    again->actions()[1]->trigger();
    EXPECT_TRUE(stops.all().empty());
    for (QMenu* const open : bar->findChildren<QMenu*>())
        open->close();
}

}  // namespace
}  // namespace twin
