// Every lesson that is shipped is sound, runs within seconds, and its questions have answers.
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <gmock/gmock.h>

#include "sim/lessons/lesson_results.h"
#include "sim/lessons/read_lesson.h"
#include "tests/child_twin.h"

namespace twin {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> shipped_lessons() {
    std::vector<std::string> files;
    for (const auto& entry : fs::directory_iterator("scenarios/lessons"))
        if (is_lesson_file(entry.path()))
            files.push_back(entry.path().string());
    std::sort(files.begin(), files.end());
    return files;
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
    std::string name = fs::path(info.param).stem().stem().string();
    std::replace_if(
        name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
    return name;
}

class ShippedLesson : public testing::TestWithParam<std::string> {
  protected:
    // All runs with the knobs as at first, but for a seed.
    LessonOutcome run(const Lesson& lesson, const std::string& seed) {
        LessonOutcome outcome;
        outcome.knobs = starting_knobs(lesson);
        for (const auto& [name, ignored] : lesson.runs) {
            const std::string file = name + ".sqlite";
            ChildTwin::Arguments arguments = {"run", fs::absolute(lesson.scenario()).string(),
                                              "--out", file, "--force"};
            auto settings = settings_of_run(lesson, name, outcome.knobs);
            settings.push_back({"workload.seed", seed, {}});
            for (const LessonSetting& set : settings) {
                arguments.emplace_back("--set");
                arguments.push_back(set.key + "=" + set.value);
            }
            const Outcome ran = twin_.run(arguments);
            EXPECT_EQ(ran.status, 0) << ran.err;
            outcome.runs[name] = read_result(twin_.folder() / file);
        }
        return outcome;
    }
    ChildTwin twin_;
};

TEST_P(ShippedLesson, IsSoundAndItsQuestionsHaveAnswers) {
    const std::string file = fs::absolute(GetParam()).string();
    const Outcome check = twin_.run({"check", file});
    ASSERT_EQ(check.status, 0) << check.err;
    const Lesson lesson = read_lesson(file, {}).lesson;
    for (const LessonText& words : texts_of(lesson))
        for (const Language language : {Language::english, Language::german})
            for (const PlaceholderError& error :
                 parse_placeholders(words.text->in(language), lesson, lesson.figures).errors)
                ADD_FAILURE() << words.field << ": {" << error.source
                              << "}: " << error.error.expected << ", got " << error.error.got;
    std::vector<Answer> first;
    for (const char* const seed : {"1", "2", "3"}) {
        const LessonOutcome outcome = run(lesson, seed);
        const FigureValues values = outcome.values(lesson);
        std::vector<const Question*> questions = {&lesson.prediction};
        for (const Question& question : lesson.quiz)
            questions.push_back(&question);
        for (std::size_t i = 0; i < questions.size(); ++i) {
            const auto answer = right_answer(*questions[i], values);
            ASSERT_TRUE(answer.has_value()) << questions[i]->question.en;
            if (first.size() < questions.size())
                first.push_back(*answer);
            // The lesson does not hang on the draw.
            EXPECT_TRUE(is_right(*questions[i], first[i], *answer))
                << questions[i]->question.en << " with seed " << seed;
        }
        for (const std::string& kpi : kpis_of(lesson))
            for (const auto& [name, result] : outcome.runs)
                EXPECT_TRUE(result.kpis.at(kpi).has_value()) << name << '.' << kpi;
        for (const Language language : {Language::english, Language::german}) {
            const auto shown = [&](const LocalText& text) {
                return filled(text.in(language), lesson, outcome, language, plain_figure);
            };
            for (const LessonText& words : texts_of(lesson))
                EXPECT_THAT(shown(*words.text), testing::Not(testing::HasSubstr("{")));
        }
    }
}

// What the lessons' own words claim beyond their questions.
TEST(ShippedLessons, TeachWhatTheySay) {
    ChildTwin twin;
    const auto kpis = [&](const std::string& scenario, std::vector<std::string> settings) {
        ChildTwin::Arguments arguments = {"run",
                                          fs::absolute("scenarios/lessons/" + scenario).string(),
                                          "--out", "x.sqlite", "--force"};
        for (const std::string& setting : settings) {
            arguments.emplace_back("--set");
            arguments.push_back(setting);
        }
        EXPECT_EQ(twin.run(arguments).status, 0);
        return read_result(twin.folder() / "x.sqlite").kpis;
    };
    // Backfilling: the widest jobs gain under EASY and lose under conservative backfilling; the
    // same work at the same utilisation.
    const std::string week = "busy-week.toml";
    auto fcfs = kpis(week, {"scheduling.policy=fcfs"});
    auto easy = kpis(week, {"scheduling.policy=easy"});
    auto conservative = kpis(week, {"scheduling.policy=conservative"});
    EXPECT_LT(easy["wait_mean_over_2048"], fcfs["wait_mean_over_2048"]);
    EXPECT_GT(conservative["wait_mean_over_2048"], fcfs["wait_mean_over_2048"]);
    EXPECT_EQ(fcfs["jobs_waiting_at_end"], 0);
    EXPECT_NEAR(*fcfs["utilisation"], *easy["utilisation"], 0.01);
    // Power cap: a gentle cap has a smaller energy-delay product than none, a hard one a larger.
    const std::string weekend = "training-weekend.toml";
    auto full = kpis(weekend, {"power.gpu_cap=680 W"});
    auto gentle = kpis(weekend, {"power.gpu_cap=620 W"});
    auto hard = kpis(weekend, {"power.gpu_cap=500 W"});
    EXPECT_LT(gentle["energy_delay"], full["energy_delay"]);
    EXPECT_GT(hard["energy_delay"], full["energy_delay"]);
    EXPECT_EQ(hard["jobs_completed"], 60);
    // The energy is the product of the two figures that the explanation multiplies.
    EXPECT_NEAR(*hard["site_energy"], *hard["energy_per_gpu_hour"] * *hard["gpu_hours"] / 1000,
                1e-6 * *hard["site_energy"]);
    // Warm water: in January the set point hardly matters.
    const std::string water = "warm-water.toml";
    const std::string january = "time.start=2024-01-11T00:00:00Z";
    auto cold = kpis(water, {january, "cooling.supply=24 degC"});
    auto warm = kpis(water, {january, "cooling.supply=39 degC"});
    EXPECT_LT(*cold["cooling_energy"], 1.06 * *warm["cooling_energy"]);
    // Contention: with the most traffic, too, links are used to less than a tenth in the mean, and
    // no slowed job is stopped with work left.
    auto talking = kpis("talking-day.toml",
                        {"scheduling.placement=lowest_first", "network.job_traffic.network=20 GB/s",
                         "network.job_traffic.network_bound=25 %"});
    EXPECT_LT(talking["link_load_mean"], 10);
    EXPECT_GT(talking["placement_slowdown"], 20);
    EXPECT_EQ(talking["jobs_completed"], 240);
    // Checkpoints: too often and too seldom both keep less; half or twice the best costs little.
    const auto kept = [&](const std::string& interval) {
        return *kpis("training-fortnight.toml", {"job.0.checkpoints.interval=" + interval})
                    .at("effective_time");
    };
    const double best = kept("daly");  // 26 min
    EXPECT_LT(kept("24 h"), 10);
    EXPECT_LT(kept("5 min"), best - 5);
    EXPECT_GT(kept("13 min"), best - 4);
    EXPECT_GT(kept("52 min"), best - 4);
}

INSTANTIATE_TEST_SUITE_P(All, ShippedLesson, testing::ValuesIn(shipped_lessons()), test_name);

}  // namespace
}  // namespace twin
