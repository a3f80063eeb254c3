// A lesson in the window: the prediction unlocks the runs, a whole pass by keyboard, failures, the
// result sheet.
#include <QAbstractButton>
#include <QApplication>
#include <QBuffer>
#include <QDialog>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSlider>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
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
    void run_with_prediction(double minutes) {
        window_.lesson_menu().open(file());
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
    window_.lesson_menu().open(file());
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
    window_.lesson_menu().open(file());
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
    window_.lesson_menu().open(file());
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
    window_.lesson_menu().open(file());
    session().predict(50.0);
    session().run();
    session().cancel();
    await_runs();
    EXPECT_FALSE(session().has_run());
    EXPECT_EQ(session().failure(), QStringLiteral("The runs were cancelled."));
    EXPECT_EQ(session().why_not_run(), QString());
}

TEST_F(InALesson, ABadFileIsRefusedWithItsSentence) {
    QFile out(file());
    ASSERT_TRUE(out.open(QIODevice::WriteOnly));
    out.write("title = 3\n");
    out.close();
    const QString problem = session().open(file());
    EXPECT_TRUE(problem.contains(
        QStringLiteral("five.lesson.toml:1:9: title: expected a text, or a table with the texts "
                       "en and de, got 3")))
        << problem.toStdString();
    EXPECT_FALSE(session().is_open());
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

TEST_F(InALesson, ShippedLessonsAreListedAndNameViewsThatExist) {
    auto* const view = qobject_cast<LessonView*>(window_.view(QStringLiteral("lessons")));
    ASSERT_TRUE(QTest::qWaitFor([&] { return view->is_ready(); }, 10000));
    ASSERT_EQ(view->cards().size(), 3U);
    for (const LessonCard* const card : view->cards()) {
        EXPECT_EQ(card->brief().problem, QString());
        EXPECT_GT(card->brief().minutes, 0);
        EXPECT_EQ(session().open(card->brief().file), QString());
    }
    QTest::keyClick(view->cards()[0], Qt::Key_Return);
    EXPECT_TRUE(session().is_open());
    ASSERT_TRUE(QTest::qWaitFor([&] { return !session().shown_settings().empty(); }, 10000));
    EXPECT_EQ(session().shown_settings().front().first, QStringLiteral("site.part"));
}

}  // namespace
}  // namespace twin
