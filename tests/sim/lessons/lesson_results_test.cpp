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
}

TEST(LessonResults, ARangeHasBothEnds) {
    Knob knob;
    knob.range = KnobRange{{400, "W"}, {460, "W"}, {20, "W"}};
    std::vector<std::string> values;
    for (const KnobValue& choice : knob.choices())
        values.push_back(choice.value);
    EXPECT_THAT(values, testing::ElementsAre("400 W", "420 W", "440 W", "460 W"));
}

}  // namespace
}  // namespace twin
