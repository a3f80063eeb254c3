// Texts with the runs' figures, right answers, marks: without any run.
#include "sim/lessons/lesson_results.h"

#include <gmock/gmock.h>

#include "tests/sim/lessons/small_lesson.h"

namespace twin {
namespace {

// A waited 90 min in the mean, B 60 min; 80.2 % and 80.9 % of the nodes were busy.
LessonOutcome outcome() {
    LessonOutcome outcome;
    outcome.runs["a"].kpis = {{"wait_mean", 5400}, {"utilisation", 80.2}};
    outcome.runs["b"].kpis = {{"wait_mean", 3600}, {"utilisation", 80.9}};
    outcome.knobs = {{"nodes", "20"}};
    return outcome;
}

std::string filled_in(const std::string& text) {
    const Lesson lesson = read_small(small_lesson_text()).lesson;
    return filled(text, lesson, outcome(), Language::english, plain_figure);
}

TEST(LessonResults, FillTexts) {
    const Lesson lesson = read_small(small_lesson_text()).lesson;
    EXPECT_EQ(filled_in(lesson.explanation.en), "A: 1.5 h, B: 1 h, saved 30 min.");
    EXPECT_EQ(filled_in("{(a.wait_mean - b.wait_mean) / a.wait_mean : %}"), "33.3 %");
    EXPECT_EQ(filled_in("{b.utilisation - a.utilisation}"), "0.7 pp");
    EXPECT_EQ(filled_in("{knob.nodes} nodes, {{not this}"), "20 nodes, {not this}");
    EXPECT_EQ(filled_in("{a.pue}"), "-");
}

TEST(LessonResults, ShowAPlaceholderThatCannotBeReadAsItStands) {
    EXPECT_EQ(filled_in("Up to {knob.clod} of {b.wait_mean}."), "Up to {knob.clod} of 1 h.");
    EXPECT_EQ(filled_in("{b.wait_mean}, {b.wait_mean"), "1 h, {b.wait_mean");
}

// The figure is in the unit of the start: 1.2 kW are 1,200 W, twice 600 W.
TEST(LessonResults, KnobsOfSeveralUnitsBecomeOneFigure) {
    std::string text = small_lesson_but("values = [10, 20]", "values = [\"600 W\", \"1.2 kW\"]");
    text.replace(text.find("start  = \"10\""), 13, "start  = \"600 W\"");
    const ReadLesson read = read_small(text);
    ASSERT_TRUE(read.problems.empty()) << read.problems.front().text();
    LessonOutcome outcome = twin::outcome();
    outcome.knobs = {{"nodes", "1.2 kW"}};
    EXPECT_EQ(outcome.values(read.lesson).at("knob.nodes"), 1200);
    EXPECT_EQ(filled("{knob.nodes / 600 W}", read.lesson, outcome, Language::english, plain_figure),
              "2");
}

// A knob without a unit is a figure too.
TEST(LessonResults, KnobsMayBePureNumbers) {
    EXPECT_EQ(filled_in("{2 * knob.nodes}"), "40");
}

TEST(LessonResults, KnowTheRightNumber) {
    const Lesson lesson = read_small(small_lesson_text()).lesson;
    const FigureValues values = outcome().values(lesson);
    const auto right = right_answer(lesson.prediction, values);
    ASSERT_TRUE(right.has_value());
    EXPECT_DOUBLE_EQ(std::get<double>(*right), 30);
    EXPECT_DOUBLE_EQ(tolerance_of(lesson.prediction, 30), 3);  // 10 % of the answer
    EXPECT_TRUE(is_right(lesson.prediction, 32.9, *right));
    EXPECT_FALSE(is_right(lesson.prediction, 33.1, *right));
    EXPECT_TRUE(is_right(lesson.prediction, 27.1, *right));

    const Question& points = lesson.quiz[1];  // 0.7 pp within 0.5
    const auto rise = right_answer(points, values);
    EXPECT_NEAR(std::get<double>(*rise), 0.7, 1e-9);
    EXPECT_TRUE(is_right(points, 1.1, *rise));
    EXPECT_FALSE(is_right(points, 1.3, *rise));
}

TEST(LessonResults, KnowTheRightChoice) {
    const Lesson lesson = read_small(small_lesson_text()).lesson;
    LessonOutcome outcome = twin::outcome();
    // A waited longer: the first choice does not hold, so the last.
    EXPECT_EQ(right_answer(lesson.quiz[0], outcome.values(lesson)), Answer(std::size_t{1}));
    outcome.runs["a"].kpis["wait_mean"] = 1;
    EXPECT_EQ(right_answer(lesson.quiz[0], outcome.values(lesson)), Answer(std::size_t{0}));
    outcome.runs["a"].kpis["wait_mean"] = std::nullopt;
    EXPECT_EQ(right_answer(lesson.quiz[0], outcome.values(lesson)), std::nullopt);
}

TEST(LessonResults, KnobsComeLastAndOnlyForTheirRuns) {
    Lesson lesson = read_small(small_lesson_text()).lesson;
    lesson.runs["b"].set.push_back({"site.nodes", "15", {}});
    const auto settings = settings_of_run(lesson, "b", {{"nodes", "20"}});
    ASSERT_EQ(settings.size(), 2U);
    EXPECT_EQ(settings[0].key, "scheduling.policy");
    EXPECT_EQ(settings[1].key + "=" + settings[1].value, "site.nodes=20");
    lesson.knobs[0].runs = "a";
    EXPECT_EQ(settings_of_run(lesson, "b", {{"nodes", "20"}})[1].value, "15");
}

TEST(LessonResults, ListTheFiguresThatTheLessonSpeaksOf) {
    EXPECT_THAT(kpis_of(read_small(small_lesson_text()).lesson),
                testing::ElementsAre("wait_mean", "utilisation"));
    // In German only, in a choice, in its feedback, in what to try next and for the teacher.
    std::string text = small_lesson_but("text = \"A\"",
                                        "text = { en = \"A\", de = \"A: {a.pue}\" }\n"
                                        "feedback = \"{a.site_energy}\"");
    text.replace(text.find("teacher = \"Patience.\""), 21,
                 "teacher = \"{b.jobs_completed}\"\ntry_next = [\"{a.gpu_hours}\"]");
    const ReadLesson read = read_small(text);
    ASSERT_TRUE(read.problems.empty()) << read.problems.front().text();
    EXPECT_THAT(kpis_of(read.lesson),
                testing::ElementsAre("wait_mean", "utilisation", "pue", "site_energy", "gpu_hours",
                                     "jobs_completed"));
}

TEST(LessonResults, ARangeHasBothEnds) {
    Knob knob;
    knob.range = KnobRange{{400, "W"}, {460, "W"}, {20, "W"}};
    std::vector<std::string> values;
    for (const KnobValue& choice : knob.choices())
        values.push_back(choice.value);
    EXPECT_THAT(values, testing::ElementsAre("400 W", "420 W", "440 W", "460 W"));
}

// 0.7 + 3 * 0.05 is 0.8500000000000001 in binary, -0.1 + 0.1 may be -0.
TEST(LessonResults, ARangeHasTheDecimalsOfItsText) {
    const auto values_of = [](const KnobRange& range) {
        Knob knob;
        knob.range = range;
        std::vector<std::string> values;
        for (const KnobValue& choice : knob.choices())
            values.push_back(choice.value);
        return values;
    };
    EXPECT_THAT(values_of({{0.7, ""}, {0.9, ""}, {0.05, ""}}),
                testing::ElementsAre("0.7", "0.75", "0.8", "0.85", "0.9"));
    EXPECT_THAT(values_of({{-0.3, ""}, {0.1, ""}, {0.1, ""}}),
                testing::ElementsAre("-0.3", "-0.2", "-0.1", "0", "0.1"));
    EXPECT_THAT(values_of({{0.07 / 0.01, "%"}, {9, "%"}, {1, "%"}}),
                testing::ElementsAre("7 %", "8 %", "9 %"));
    EXPECT_THAT(values_of({{1e-7, ""}, {3e-7, ""}, {1e-7, ""}}),
                testing::ElementsAre("1e-07", "2e-07", "3e-07"));
}

}  // namespace
}  // namespace twin
