// The first page: cards of a folder's scenarios, the sentence without any, the recent runs.
#include <QAbstractItemModelTester>
#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <gmock/gmock.h>

#include "gui/tables/recent_table.h"
#include "gui/views/recent_list.h"
#include "gui/views/scenario_card.h"
#include "gui/views/welcome_view.h"
#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

void write(const QString& file, const char* text) {
    QFile out(file);
    ASSERT_TRUE(out.open(QIODevice::WriteOnly));
    out.write(text);
}

// Settings, runs folder and scenarios of its own.
class Welcome : public testing::Test {
  protected:
    Welcome() {
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, path("settings"));
        QCoreApplication::setOrganizationName(QStringLiteral("twin-test"));
        QCoreApplication::setApplicationName(QStringLiteral("welcome"));
        qputenv("XDG_DATA_HOME", path("data").toLocal8Bit());
        qputenv("TWIN_SCENARIOS", path("scenarios").toLocal8Bit());
    }
    ~Welcome() override { qunsetenv("TWIN_SCENARIOS"); }

    QString path(const char* name) const { return folder_.filePath(QString::fromLatin1(name)); }
    void write_scenarios() const {
        QDir().mkpath(path("scenarios"));
        write(path("scenarios/week.toml"),
              "title = \"A week\"\n"
              "description = \"Which limit binds? A second sentence.\"\n"
              "[time]\nstart = \"2024-04-04T00:00:00Z\"\nhorizon = \"9 d\"\n");
        // Nine days of its base: as long, and after it because it asks about a cap.
        write(path("scenarios/cap.toml"),
              "title = \"A capped week\"\nbase = \"week.toml\"\n[power]\ngpu_cap = \"612 W\"\n");
    }
    void settle(const WelcomeView& view) const {
        ASSERT_TRUE(QTest::qWaitFor([&] { return view.is_ready(); }, 10000));
    }

    QTemporaryDir folder_;
    Workspace workspace_{ThemeName::light};
};

TEST_F(Welcome, HasACardForEveryScenario) {
    write_scenarios();
    WelcomeView view(workspace_);
    settle(view);
    ASSERT_EQ(view.cards().size(), 2u);
    EXPECT_EQ(view.cards()[0]->accessibleName(), QStringLiteral("A week"));
    EXPECT_EQ(view.cards()[0]->brief().sentence, QStringLiteral("Which limit binds?"));
    const ScenarioBrief& capped = view.cards()[1]->brief();
    EXPECT_EQ(capped.study, Study::power_cap);
    EXPECT_EQ(capped.cap, QStringLiteral("612 W"));
    EXPECT_EQ(capped.horizon_s, 9 * 86400.0);
    EXPECT_TRUE(view.no_scenarios().isHidden());

    QSignalSpy opened(&view, &WelcomeView::scenario_wanted);
    QSignalSpy run(&view, &WelcomeView::run_scenario_wanted);
    QTest::keyClick(view.cards()[1], Qt::Key_Return);
    QTest::keyClick(view.cards()[0], Qt::Key_Return, Qt::ControlModifier);
    ASSERT_EQ(opened.size(), 1);
    EXPECT_EQ(opened[0][0].toString(), path("scenarios/cap.toml"));
    ASSERT_EQ(run.size(), 1);
    EXPECT_EQ(run[0][0].toString(), path("scenarios/week.toml"));

    QBuffer out;
    out.open(QIODevice::WriteOnly);
    ASSERT_TRUE(view.write_csv(out));
    const auto lines = out.data().split('\n');
    EXPECT_TRUE(lines[0].startsWith("Scenario,Study,Simulated time [s],"));
    EXPECT_TRUE(lines[1].startsWith("A week,as it is,777600,about a second,Which limit binds?,"));
    for (const ThemeName name : {ThemeName::dark, ThemeName::high_contrast}) {
        workspace_.set_theme(name);
        EXPECT_FALSE(view.grab().isNull());
    }
}

TEST_F(Welcome, SaysWhereItLookedForScenarios) {
    WelcomeView view(workspace_);
    settle(view);
    EXPECT_TRUE(view.cards().empty());
    EXPECT_FALSE(view.no_scenarios().isHidden());
    EXPECT_THAT(view.no_scenarios().text().toStdString(),
                testing::HasSubstr(path("scenarios").toStdString()));
    EXPECT_FALSE(view.no_runs().isHidden());
}

TEST_F(Welcome, ListsOpenedRunsAndForgetsThem) {
    TemporaryFile file("gui-welcome");
    write_tiny_run(file);
    const auto name = QString::fromStdString(file.path().string());
    WelcomeView view(workspace_);
    const QAbstractItemModelTester tester(&view.recent());
    settle(view);
    workspace_.open_a(name);
    ASSERT_TRUE(QTest::qWaitFor([&] { return view.recent().rowCount() == 1; }, 10000));
    const auto text = [&](int column) { return view.recent().index(0, column).data().toString(); };
    EXPECT_EQ(text(RecentTable::status), QStringLiteral("finished"));
    EXPECT_EQ(text(RecentTable::file), name);
    QSignalSpy wanted(&view, &WelcomeView::run_wanted);
    RecentList& list = view.recent_list();
    list.setCurrentIndex(view.recent().index(0, 0));
    QTest::keyClick(&list, Qt::Key_Return);
    ASSERT_EQ(wanted.size(), 1);

    list.may_remove = [](const RecentRun&) { return false; };
    QTest::keyClick(&list, Qt::Key_Delete);
    settle(view);
    EXPECT_EQ(view.recent().rowCount(), 1);
    list.may_remove = [](const RecentRun&) { return true; };
    QTest::keyClick(&list, Qt::Key_Delete);
    ASSERT_TRUE(QTest::qWaitFor([&] { return view.recent().rowCount() == 0; }, 10000));
    EXPECT_TRUE(QFile::exists(name));
}

TEST_F(Welcome, PicturesLeaveNoTraces) {
    TemporaryFile file("gui-no-recent");
    write_tiny_run(file);
    WelcomeView view(workspace_);
    settle(view);
    view.remember_no_runs();
    workspace_.open_a(QString::fromStdString(file.path().string()));
    ASSERT_TRUE(QTest::qWaitFor([&] { return workspace_.facts_a() != nullptr; }, 10000));
    settle(view);
    EXPECT_TRUE(known_runs().opened.isEmpty());
    EXPECT_EQ(view.recent().rowCount(), 0);
}

TEST_F(Welcome, TellsOfARunThatIsGone) {
    remember_run(path("gone.sqlite"));
    WelcomeView view(workspace_);
    settle(view);
    ASSERT_EQ(view.recent().rowCount(), 1);
    EXPECT_THAT(view.recent().index(0, RecentTable::status).data().toString().toStdString(),
                testing::StartsWith("gone"));
    // Enter offers to remove it instead of opening it.
    QSignalSpy wanted(&view, &WelcomeView::run_wanted);
    RecentList& list = view.recent_list();
    list.may_remove = [](const RecentRun&) { return true; };
    list.setCurrentIndex(view.recent().index(0, 0));
    QTest::keyClick(&list, Qt::Key_Return);
    ASSERT_TRUE(QTest::qWaitFor([&] { return view.recent().rowCount() == 0; }, 10000));
    EXPECT_EQ(wanted.size(), 0);
}

TEST(ScenarioLibrary, LooksAboveTheFoldersItIsGiven) {
    const QTemporaryDir folder;
    QDir(folder.path()).mkpath(QStringLiteral("scenarios/examples"));
    QDir(folder.path()).mkpath(QStringLiteral("build/bin"));
    const ScenarioLibrary found = find_library({}, {folder.filePath(QStringLiteral("build/bin"))});
    EXPECT_EQ(found.folder, folder.filePath(QStringLiteral("scenarios/examples")));
}

}  // namespace
}  // namespace twin
