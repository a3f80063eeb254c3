// A lesson in the window: the prediction unlocks the runs, a whole pass by keyboard, failures, the
// result sheet.
#include <QAbstractButton>
#include <QApplication>
#include <QBuffer>
#include <QDialog>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>

#include "gui/lesson/lesson_pages.h"
#include "gui/lesson/lesson_panel.h"
#include "gui/lesson/lesson_sheet.h"
#include "gui/lesson_menu.h"
#include "gui/main_window.h"
#include "gui/views/lesson_card.h"
#include "gui/views/lesson_view.h"
#include "gui/views/views.h"
#include "sim/lessons/read_lesson.h"

namespace twin {
namespace {

// Five jobs on ten processors, small enough to draw on paper: mean waits of 112 min first come,
// first served, and of 60 min under EASY (see scenarios/smoke).
const char* const lesson_text = R"(title   = { en = "Five jobs", de = "Fünf Jobs" }
summary = "Short."
minutes = 5
objectives = [ "Count." ]
story   = "Once."
explanation = "A: {a.wait_mean : min}, B: {b.wait_mean : min}."
teacher = "Patience: {a.wait_mean : min}."
try_next = [ "More." ]
[scenario]
base  = "SCENARIO"
shown = [ "site.part" ]
[run.a]
name = "In turn"
[run.b]
name = "Backfilling"
set  = { "scheduling.policy" = "easy" }
[[knob]]
name  = "nodes"
key   = "site.nodes"
title = "Processors"
range = { from = 10, to = 14, step = 1 }
start = "10"
[prediction]
question = "How many minutes are saved?"
answer   = "a.wait_mean - b.wait_mean"
unit     = "min"
within   = "10 %"
right    = "Good."
wrong    = "It was {a.wait_mean - b.wait_mean : min}."
[[reveal]]
title = "Blocks"
text  = "Look."
view  = "gantt"
at    = "+100 min"
[[reveal]]
title = "B alone"
text  = "Look again."
view  = "series"
runs  = "b"
series = [ "busy_nodes" ]
[[quiz]]
question = "Who waits longer?"
[[quiz.choice]]
text = "Those of B"
when = "b.wait_mean > a.wait_mean"
[[quiz.choice]]
text = "Those of A"
[[quiz]]
question = "How many times as long?"
answer   = "a.wait_mean / b.wait_mean"
within   = 0.05
wrong    = "112 / 60."
)";

class InALesson : public testing::Test {
  protected:
    InALesson() {
        QString text = QString::fromUtf8(lesson_text);
        text.replace(QStringLiteral("SCENARIO"), QDir::current().absoluteFilePath(QStringLiteral(
                                                     "scenarios/smoke/five-jobs-fcfs.toml")));
        QFile out(file());
        EXPECT_TRUE(out.open(QIODevice::WriteOnly));
        out.write(text.toUtf8());
        out.close();
        session().set_engine(QStringLiteral(TWIN_PROGRAM), runs_.path());
        window_.show();
        EXPECT_TRUE(QTest::qWaitForWindowExposed(&window_));
        window_.activateWindow();
        EXPECT_TRUE(QTest::qWaitForWindowActive(&window_));
    }
    QString file() const { return runs_.filePath(QStringLiteral("five.lesson.toml")); }
    LessonSession& session() { return window_.workspace().lesson(); }
    LessonPanel& panel() { return window_.lesson_menu().panel(); }
    void key(Qt::Key key, Qt::KeyboardModifiers with = Qt::NoModifier) {
        QWidget* const receiver = QApplication::focusWidget();
        QTest::keyClick(receiver != nullptr ? receiver : &window_, key, with);
    }
    void type(const char* text) {
        QTest::keyClicks(QApplication::focusWidget(), QLatin1String(text));
    }
    void await_runs() {
        ASSERT_TRUE(QTest::qWaitFor([&] { return !session().is_running(); }, 30000));
    }
    // Why it cannot be opened; empty: it is open.
    QString opened(const QString& file) {
        QString problem = QStringLiteral("not read");
        const auto ended = QObject::connect(
            &session(), &LessonSession::open_ended, &window_,
            [&problem](const QString&, const QString& sentences) { problem = sentences; });
        window_.lesson_menu().open(file);
        EXPECT_TRUE(QTest::qWaitFor([&] { return !session().is_opening(); }, 10000));
        QObject::disconnect(ended);
        return problem;
    }
    void open() { ASSERT_EQ(opened(file()), QString()); }
    // A child in the engine's place.
    void set_script(const char* text) {
        const QString name = runs_.filePath(QStringLiteral("engine.sh"));
        QFile out(name);
        ASSERT_TRUE(out.open(QIODevice::WriteOnly));
        out.write(text);
        out.close();
        ASSERT_TRUE(out.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        session().set_engine(name, runs_.path());
    }
    void run_with_prediction(double minutes) {
        open();
        session().predict(minutes);
        session().run();
        await_runs();
        ASSERT_TRUE(session().has_run()) << session().failure().toStdString();
    }
    QPushButton* button(const char* text) {
        for (QPushButton* const found : panel().findChildren<QPushButton*>())
            if (found->isVisible() && found->text() == QLatin1String(text))
                return found;
        return nullptr;
    }

    QTemporaryDir runs_;
    MainWindow window_{ThemeName::light, runs_.path()};
};

TEST_F(InALesson, ThePredictionUnlocksTheRuns) {
    open();
    session().go_to(LessonStep::predict);
    QPushButton* const run = button("&Run");
    ASSERT_NE(run, nullptr);
    EXPECT_FALSE(run->isEnabled());
    EXPECT_EQ(run->accessibleDescription(),
              QStringLiteral("Predict first: whoever has guessed learns more from what comes "
                             "out."));
    EXPECT_FALSE(session().why_not(LessonStep::explain).isEmpty());
    session().run();  // by the menu's key
    EXPECT_FALSE(session().is_running());
    type("x");
    EXPECT_FALSE(run->isEnabled());
    key(Qt::Key_Backspace);
    type("50");
    EXPECT_TRUE(run->isEnabled());
    EXPECT_EQ(session().prediction(), Answer(50.0));
}

TEST_F(InALesson, IsDoneByKeyboard) {
    open();
    EXPECT_TRUE(panel().isVisible());
    EXPECT_EQ(session().step(), LessonStep::story);
    EXPECT_EQ(QApplication::focusWidget(), &panel().on_button());
    key(Qt::Key_Space);  // on "Next"
    ASSERT_EQ(session().step(), LessonStep::setup);
    ASSERT_NE(qobject_cast<QSlider*>(QApplication::focusWidget()), nullptr);
    key(Qt::Key_Right);
    EXPECT_EQ(session().knobs().at("nodes"), "11");
    key(Qt::Key_Left);
    EXPECT_EQ(session().knobs().at("nodes"), "10");
    key(Qt::Key_Right, Qt::AltModifier);
    ASSERT_EQ(session().step(), LessonStep::predict);
    type("50");
    key(Qt::Key_Return);
    EXPECT_TRUE(session().is_running());
    await_runs();
    ASSERT_TRUE(session().has_run()) << session().failure().toStdString();
    // 112 min - 60 min = 52 min; 50 is within 10 %.
    EXPECT_NEAR(std::get<double>(*session().what_came_out()), 52, 1e-6);
    key(Qt::Key_Right, Qt::AltModifier);
    ASSERT_EQ(session().step(), LessonStep::reveal);
    EXPECT_EQ(window_.current_view()->objectName(), QStringLiteral("gantt"));
    ASSERT_TRUE(
        QTest::qWaitFor([&] { return window_.workspace().time().play_head() == 6000; }, 10000));
    EXPECT_NE(window_.workspace().b(), nullptr);
    key(Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_EQ(window_.current_view()->objectName(), QStringLiteral("series"));
    EXPECT_EQ(window_.workspace().b(), nullptr);
    // The words stay beside the view, and keep the keyboard.
    EXPECT_TRUE(panel().isAncestorOf(QApplication::focusWidget()));
    key(Qt::Key_Right, Qt::AltModifier);
    ASSERT_EQ(session().step(), LessonStep::explain);
    EXPECT_EQ(session().text(session().lesson().explanation),
              QStringLiteral("A: 112 min, B: 60 min."));
    key(Qt::Key_Right, Qt::AltModifier);
    ASSERT_EQ(session().step(), LessonStep::quiz);
    key(Qt::Key_Down);  // to the second choice
    key(Qt::Key_Space);
    key(Qt::Key_Tab);  // to "Check"
    key(Qt::Key_Space);
    ASSERT_EQ(session().answer(0), Answer(std::size_t{1}));
    panel().take_keyboard();
    type("3");
    key(Qt::Key_Return);
    ASSERT_EQ(session().answer(1), Answer(3.0));
    EXPECT_EQ(session().marks(), 1);  // 112 / 60 = 1.87
    key(Qt::Key_Right, Qt::AltModifier);
    ASSERT_EQ(session().step(), LessonStep::next);
    key(Qt::Key_Left, Qt::AltModifier);
    EXPECT_EQ(session().step(), LessonStep::quiz);
}

TEST_F(InALesson, KeepsItsStateBesideTheViews) {
    run_with_prediction(10);
    session().go_to(LessonStep::quiz);
    session().give_answer(1, 1.87);
    for (const char* const name : {"map", "compare", "lessons", "welcome"})
        window_.show_view(QString::fromLatin1(name));
    EXPECT_EQ(session().step(), LessonStep::quiz);
    EXPECT_EQ(session().answer(1), Answer(1.87));
    session().give_answer(1, 5.0);  // one try
    EXPECT_EQ(session().answer(1), Answer(1.87));
    session().set_knob("nodes", "12");  // not after the runs
    EXPECT_EQ(session().knobs().at("nodes"), "10");
    panel().next_page()->student().setText(QStringLiteral("Ada"));
    session().start_again();
    EXPECT_FALSE(session().has_run());
    EXPECT_FALSE(session().prediction().has_value());
    session().go_to(LessonStep::predict);
    EXPECT_EQ(qobject_cast<QLineEdit*>(QApplication::focusWidget())->text(), QString());
    EXPECT_EQ(panel().next_page()->student().text(), QStringLiteral("Ada"));
    session().set_knob("nodes", "12");
    EXPECT_EQ(session().knobs().at("nodes"), "12");
}

TEST_F(InALesson, ARunThatFailsSaysSo) {
    session().set_engine(QStringLiteral("/nowhere/twin"), runs_.path());
    open();
    session().go_to(LessonStep::predict);
    session().predict(50.0);
    session().run();
    await_runs();
    EXPECT_FALSE(session().has_run());
    EXPECT_TRUE(session().failure().startsWith(QStringLiteral("Cannot start /nowhere/twin: ")));
    bool shown = false;
    for (const QLabel* const label : panel().findChildren<QLabel*>())
        shown = shown || (label->isVisible() && label->text() == session().failure());
    EXPECT_TRUE(shown);
    // Nothing is lost: the prediction stands, and it can be tried again.
    EXPECT_EQ(session().prediction(), Answer(50.0));
    session().set_engine(QStringLiteral(TWIN_PROGRAM), runs_.path());
    session().run();
    await_runs();
    EXPECT_TRUE(session().has_run());
    EXPECT_EQ(session().failure(), QString());
}

TEST_F(InALesson, RunsCanBeCancelled) {
    open();
    session().predict(50.0);
    session().run();
    session().cancel();
    await_runs();
    EXPECT_FALSE(session().has_run());
    EXPECT_EQ(session().failure(), QStringLiteral("The runs were cancelled."));
    EXPECT_EQ(session().why_not_run(), QString());
}

// A child that does not end when asked must not hold up the window.
TEST_F(InALesson, StartsAgainAtOnceWhileARunIsUnderWay) {
    open();
    set_script("#!/bin/sh\ntrap '' TERM\necho '{\"simulated_s\": 1}' >&2\nexec sleep 2\n");
    session().predict(50.0);
    QSignalSpy progressed(&session(), &LessonSession::progressed);
    session().run();
    ASSERT_TRUE(QTest::qWaitFor([&] { return progressed.count() > 0; }, 10000));
    QElapsedTimer clock;
    clock.start();
    session().start_again();
    EXPECT_LT(clock.elapsed(), 1000);
    EXPECT_FALSE(session().is_running());
    EXPECT_FALSE(session().prediction().has_value());
    // What it says when it ends is no news.
    session().predict(40.0);
    QTest::qWait(2500);
    EXPECT_EQ(session().failure(), QString());
    EXPECT_EQ(session().prediction(), Answer(40.0));
}

// The scenario's keys are read while the runs are already under way.
TEST_F(InALesson, ShowsWhatStaysAlsoToWhoIsQuick) {
    QObject::connect(&session(), &LessonSession::opened, &window_, [this] {
        session().predict(50.0);
        session().run();
    });
    open();
    EXPECT_TRUE(session().is_running());
    await_runs();
    EXPECT_TRUE(session().has_run());
    ASSERT_TRUE(QTest::qWaitFor([&] { return !session().shown_settings().empty(); }, 10000));
    EXPECT_EQ(session().shown_settings().front().first, QStringLiteral("site.part"));
}

// The file of the step's run is gone; a run that is opened then is not the step's.
TEST_F(InALesson, AStepIsNotAppliedToAnotherRun) {
    run_with_prediction(50);
    session().go_to(LessonStep::reveal);
    Workspace& workspace = window_.workspace();
    ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.time().play_head() == 6000; }, 10000));
    const QString a = workspace.a()->file();
    ASSERT_TRUE(QFile::remove(workspace.b()->file()));
    QSignalSpy series(&session(), &LessonSession::series_wanted);
    QSignalSpy failed(&workspace, &Workspace::failed);
    session().show_reveal(1);  // of B alone
    ASSERT_TRUE(QTest::qWaitFor([&] { return failed.count() > 0; }, 10000));
    workspace.open_a(a);
    ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.facts_a() != nullptr; }, 10000));
    EXPECT_EQ(series.count(), 0);
}

TEST_F(InALesson, ABadFileIsRefusedWithItsSentence) {
    QFile out(file());
    ASSERT_TRUE(out.open(QIODevice::WriteOnly));
    out.write("title = 3\n");
    out.close();
    QString problem;
    // The session's answer alone: the window shows several sentences in a dialog.
    LessonSession session(window_.workspace());
    QObject::connect(&session, &LessonSession::open_ended, &session,
                     [&](const QString&, const QString& sentences) { problem = sentences; });
    session.open(file());
    ASSERT_TRUE(QTest::qWaitFor([&] { return !session.is_opening(); }, 10000));
    EXPECT_TRUE(problem.contains(
        QStringLiteral("five.lesson.toml:1:9: title: expected a text, or a table with the texts "
                       "en and de, got 3")))
        << problem.toStdString();
    EXPECT_FALSE(session.is_open());
}

// The window is told once the file has been read, not held up until then.
TEST_F(InALesson, AFileIsReadOffTheWindowsThread) {
    session().open(file());
    EXPECT_TRUE(session().is_opening());
    EXPECT_FALSE(session().is_open());
    // Of two files the second is opened, and one answer comes.
    QSignalSpy ended(&session(), &LessonSession::open_ended);
    session().open(QStringLiteral("/nowhere/x.lesson.toml"));
    ASSERT_TRUE(QTest::qWaitFor([&] { return !session().is_opening(); }, 10000));
    EXPECT_FALSE(session().is_open());
    ASSERT_EQ(ended.count(), 1);
    EXPECT_TRUE(
        ended[0][1].toString().startsWith(QStringLiteral("cannot read /nowhere/x.lesson.toml: ")));
}

// A step that names what the window does not have is a mistake of the file.
TEST_F(InALesson, NamesOfSeriesAreThoseOfTheWindow) {
    QFile out(file());
    ASSERT_TRUE(out.open(QIODevice::ReadWrite));
    QByteArray text = out.readAll();
    text.replace("[ \"busy_nodes\" ]", "[ \"bussy_nodes\" ]");
    out.resize(0);
    out.write(text);
    out.close();
    EXPECT_TRUE(opened(file()).endsWith(
        QStringLiteral("reveal.1.series.0: expected the name of a series of the window, got "
                       "'bussy_nodes'; did you mean 'busy_nodes'?")));
}

TEST_F(InALesson, TheSheetHoldsWhatATeacherNeeds) {
    run_with_prediction(50);
    session().give_answer(0, std::size_t{1});
    session().give_answer(1, 3.0);
    const auto saved = [&](const char* ending) {
        const QString name = runs_.filePath(QStringLiteral("sheet.") + QLatin1String(ending));
        EXPECT_EQ(save_lesson_sheet(session(), QStringLiteral("Ada <L>"), name), QString());
        QFile in(name);
        EXPECT_TRUE(in.open(QIODevice::ReadOnly));
        return in.readAll().toStdString();
    };
    const LessonResult& a = session().outcome().runs.at("a");
    const std::string html = saved("html");
    for (const std::string& words :
         {std::string("Ada &lt;L&gt;"), std::string("50 min"), std::string("52 min"),
          std::string("Those of A"), std::string("Quiz: 1 of 2 right"), a.file_sha256,
          a.figures_sha256, std::string("--set scheduling.policy=easy"),
          std::string("--set site.nodes=10")})
        EXPECT_THAT(html, testing::HasSubstr(words));
    EXPECT_THAT(saved("pdf"), testing::StartsWith("%PDF"));
    const std::string csv = saved("csv");
    EXPECT_THAT(csv, testing::HasSubstr("\"Name\",\"Ada <L>\"\n"));
    EXPECT_THAT(csv, testing::HasSubstr("\"Prediction\",\"It came out\",\"52 min\"\n"));
    EXPECT_TRUE(save_lesson_sheet(session(), {}, QStringLiteral("/nowhere/sheet.html"))
                    .startsWith(QStringLiteral("Cannot write /nowhere/sheet.html: ")));
    EXPECT_EQ(save_lesson_sheet(session(), {}, QStringLiteral("sheet.doc")),
              QStringLiteral("sheet.doc: expected a name that ends in .html, .pdf or .csv."));

    // The same again gives the same figures, in another file.
    const std::string figures = a.figures_sha256;
    session().start_again();
    session().predict(50.0);
    session().run();
    await_runs();
    ASSERT_TRUE(session().has_run());
    EXPECT_EQ(session().outcome().runs.at("a").figures_sha256, figures);
}

// The program that made the runs may not have known a KPI that the lesson speaks of.
TEST_F(InALesson, TheSheetShowsADashForAFigureThatTheRunDoesNotHave) {
    run_with_prediction(50);
    const QString made = runs_.filePath(QStringLiteral("older.sqlite"));
    ASSERT_TRUE(QFile::copy(session().runs()[0].file, made));
    SQLite::Database base(made.toStdString(), SQLite::OPEN_READWRITE);
    EXPECT_EQ(base.exec("DELETE FROM kpi_record WHERE name = 'wait_mean'"), 1);
    session().start_again();
    // twin run SCENARIO --out FILE ...
    set_script(("#!/bin/sh\nexec cp '" + made.toStdString() + "' \"$4\"\n").c_str());
    session().predict(50.0);
    session().run();
    await_runs();
    ASSERT_TRUE(session().has_run()) << session().failure().toStdString();
    EXPECT_FALSE(session().outcome().runs.at("a").kpis.contains("wait_mean"));
    QBuffer out;
    out.open(QIODevice::WriteOnly);
    write_sheet_csv(session(), {}, out);
    EXPECT_THAT(out.data().toStdString(),
                testing::HasSubstr("\"Figures of the runs\",\"Mean wait\",\"-\",\"-\"\n"));
}

TEST_F(InALesson, TheTeachersNotesAreBehindTheirButton) {
    run_with_prediction(50);
    EXPECT_EQ(panel().findChild<QDialog*>(QStringLiteral("teacher")), nullptr);
    QPushButton* const notes = button("Teacher's notes");
    ASSERT_NE(notes, nullptr);
    notes->click();
    auto* const dialog = panel().findChild<QDialog*>(QStringLiteral("teacher"));
    ASSERT_NE(dialog, nullptr);
    EXPECT_TRUE(dialog->isVisible());
}

TEST(LessonView, ItsTableDoublesQuotes) {
    const QTemporaryDir folder;
    QFile out(folder.filePath(QStringLiteral("say.lesson.toml")));
    ASSERT_TRUE(out.open(QIODevice::WriteOnly));
    out.write(QByteArray(lesson_text)
                  .replace("{ en = \"Five jobs\", de = \"Fünf Jobs\" }", "'Say \"go\"'"));
    out.close();
    qputenv("TWIN_LESSONS", folder.path().toUtf8());
    Workspace workspace(ThemeName::light);
    LessonView view(workspace);
    EXPECT_TRUE(QTest::qWaitFor([&] { return view.is_ready(); }, 10000));
    qunsetenv("TWIN_LESSONS");
    QBuffer table;
    table.open(QIODevice::WriteOnly);
    view.write_csv(table);
    EXPECT_EQ(table.data(), "lesson,minutes [min],file\n\"Say \"\"go\"\"\",5,\"" +
                                out.fileName().toUtf8() + "\"\n");
}

TEST_F(InALesson, ShippedLessonsAreListedAndNameViewsThatExist) {
    auto* const view = qobject_cast<LessonView*>(window_.view(QStringLiteral("lessons")));
    ASSERT_TRUE(QTest::qWaitFor([&] { return view->is_ready(); }, 10000));
    ASSERT_EQ(view->cards().size(), 5U);
    for (const LessonCard* const card : view->cards()) {
        EXPECT_EQ(card->brief().problem, QString());
        EXPECT_GT(card->brief().minutes, 0);
        EXPECT_EQ(opened(card->brief().file), QString());
    }
    QTest::keyClick(view->cards()[0], Qt::Key_Return);
    EXPECT_TRUE(session().is_opening());
    ASSERT_TRUE(QTest::qWaitFor([&] { return !session().is_opening(); }, 10000));
    EXPECT_TRUE(session().is_open());
    ASSERT_TRUE(QTest::qWaitFor([&] { return !session().shown_settings().empty(); }, 10000));
    EXPECT_EQ(session().shown_settings().front().first, QStringLiteral("site.part"));
}

}  // namespace
}  // namespace twin
