// A lesson's file in, the lesson or every mistake out, as whole sentences.
#include "sim/lessons/read_lesson.h"

#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <string>
#include <unistd.h>

#include "sim/lessons/check_lesson.h"
#include "tests/sim/lessons/small_lesson.h"

namespace twin {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ReadLesson, TakesASoundOne) {
    EXPECT_THAT(mistakes_of(small_lesson_text()), IsEmpty());
    const Lesson lesson = read_small(small_lesson_text()).lesson;
    EXPECT_EQ(lesson.title.in(Language::english), "Two jobs");
    EXPECT_EQ(lesson.title.in(Language::german), "Zwei Jobs");
    EXPECT_EQ(lesson.summary.in(Language::german), "Short.");
    EXPECT_EQ(lesson.minutes, 5);
    EXPECT_EQ(lesson.runs.at("b").set.front().key, "scheduling.policy");
    EXPECT_EQ(lesson.reveal.front().runs, "a b");
    EXPECT_EQ(lesson.quiz[0].choices.size(), 2U);
    EXPECT_FALSE(lesson.quiz[0].choices[1].holds.has_value());
}

TEST(ReadLesson, ReportsAllMistakesInTheirOrder) {
    std::string text = small_lesson_but("minutes = 5", "minutes = 0");
    text.replace(text.find("view  = \"gantt\""), 15, "view  = \"gannt\"");
    text.replace(text.find("[run.b]"), 7, "[run.e]");
    text.replace(text.find("a.wait_mean < b"), 15, "a.wait_meen < a");
    text.replace(text.find("{b.wait_mean}"), 13, "{a.pue}      ");
    text.replace(text.find("{a.wait_mean - b.wait_mean : min}"), 33, "{a.wait_mean : MW}");
    text.replace(text.find("answer   = \"a.wait_mean - b.wait_mean\""), 38,
                 "answer   = \"a.wait_mean + a.pue\"");
    text.replace(text.find("b.utilisation - a"), 17, "a.utilisation - a");
    EXPECT_THAT(
        mistakes_of(text),
        ElementsAre("small.lesson.toml:3:11: minutes: expected an integer from 1 to 480, got 0",
                    "small.lesson.toml:6:15: explanation: in {a.wait_mean : MW}: expected a unit "
                    "that s can be shown in, got 'MW'",
                    "small.lesson.toml:12:1: run.b: required: expected a table, got nothing (a "
                    "lesson compares the runs a and b)",
                    "small.lesson.toml:14:6: run.e: unknown key; did you mean 'a'?",
                    "small.lesson.toml:27:12: prediction.answer: expected both sides of '+' in one "
                    "unit, got s and a pure number",
                    "small.lesson.toml:34:9: reveal.0.view: expected one of gantt, series, got "
                    "'gannt'; did you mean 'gantt'?",
                    "small.lesson.toml:40:8: quiz.0.choice.0.when: expected a figure of a run "
                    "(a.wait_mean) or of a knob (knob.NAME), got 'a.wait_meen'; did you mean "
                    "'a.wait_mean'?"));
}

struct Spoilt {
    const char *line, *by, *sentence;
};

TEST(ReadLesson, SaysWhatIsWrong) {
    const Spoilt rows[] = {
        {"title   = { en = \"Two jobs\", de = \"Zwei Jobs\" }", "title   = { en = \"Two jobs\" }",
         "small.lesson.toml:1:11: title: expected a text, or a table with the texts en and de, got "
         "none for de"},
        {"title   = { en = \"Two jobs\", de = \"Zwei Jobs\" }", "title   = { fr = \"Deux\" }",
         "small.lesson.toml:1:11: title: expected a text, or a table with the texts en and de, got "
         "the key 'fr'"},
        {"summary = \"Short.\"", "sumary = \"Short.\"",
         "small.lesson.toml:1:1: summary: required: expected a text, or a table with the texts en "
         "and de, got nothing"},
        {"objectives = [ \"Count.\" ]", "objectives = []",
         "small.lesson.toml:4:14: objectives: expected at least one text, got an empty list"},
        {"set  = { \"scheduling.policy\" = \"easy\" }", "set  = { \"scheduling.policy\" = [1] }",
         "small.lesson.toml:16:8: run.b.set: expected a table of keys of the scenario, each with a "
         "text, a number, true or false, got a list"},
        {"start  = \"10\"", "start  = \"30\"",
         "small.lesson.toml:23:10: knob.0.start: expected one of the knob's values, got '30'"},
        {"values = [10, 20]", "",
         "small.lesson.toml:18:1: knob.0: expected either values or a range, got none"},
        {"values = [10, 20]", "range = { from = \"1 W\", to = \"2 kW\", step = \"1 W\" }",
         "small.lesson.toml:22:9: knob.0.range: expected from, to and step in one unit, got 1 W, 2 "
         "kW and 1 W"},
        {"key    = \"site.nodes\"", "key    = \"site.nodes\"\nruns = \"a z\"",
         "small.lesson.toml:21:8: knob.0.runs: expected names of this lesson's runs (a, b), got "
         "'z'"},
        {"answer   = \"a.wait_mean - b.wait_mean\"", "",
         "small.lesson.toml:25:1: prediction: expected either answer or a list of choice, got "
         "none"},
        {"unit     = \"min\"", "unit     = \"MW\"",
         "small.lesson.toml:28:12: prediction.unit: expected a unit of the answer, which is in s, "
         "got 'MW'"},
        {"within   = \"10 %\"", "",
         "small.lesson.toml:25:1: prediction.within: required with answer: expected a number, got "
         "nothing (e.g. within = \"10 %\" of the answer)"},
        {"when = \"a.wait_mean < b.wait_mean\"", "when = \"a.wait_mean\"",
         "small.lesson.toml:40:8: quiz.0.choice.0.when: expected a comparison (b.pue < a.pue), got "
         "'a.wait_mean'"},
        {"when = \"a.wait_mean < b.wait_mean\"", "",
         "small.lesson.toml:38:1: quiz.0.choice.0: required but for the last: expected when, got "
         "nothing (when = \"b.pue < a.pue\")"},
        {"view  = \"gantt\"", "view  = \"gantt\"\nselect = \"rack\"",
         "small.lesson.toml:35:10: reveal.0.select: expected group, rack, node or job and its "
         "number (\"rack 3\"), got 'rack'"},
        {"values = [10, 20]", "range = { from = 0, to = 10, step = 4 }",
         "small.lesson.toml:22:9: knob.0.range: expected a step that leads from 0 to 10, got 4 "
         "(these are 2.5 steps)"},
        {"values = [10, 20]", "values = [10, \"20 W\"]",
         "small.lesson.toml:22:15: knob.0.values: expected a number without a unit, as start is, "
         "got '20 W'"},
        {"view  = \"gantt\"", "view  = \"gantt\"\nfrom = \"+2 h\"\nuntil = \"+1.5 h\"",
         "small.lesson.toml:36:9: reveal.0.until: expected a time after from (+2 h), got +1.5 h"},
        {"view  = \"gantt\"", "view  = \"series\"\nseries = [\"it_power\", \"bussy_nodes\"]",
         "small.lesson.toml:35:23: reveal.0.series.1: expected the name of a series of the window, "
         "got 'bussy_nodes'; did you mean 'busy_nodes'?"},
        {"story   = \"Once.\"", "story   = ",
         "small.lesson.toml:5:11: Error while parsing key-value pair: expected value, saw '\\n'"},
    };
    for (const Spoilt& row : rows) {
        const auto mistakes = mistakes_of(small_lesson_but(row.line, row.by));
        ASSERT_FALSE(mistakes.empty()) << row.by;
        EXPECT_THAT(mistakes, testing::Contains(row.sentence)) << row.by;
    }
}

// In whatever text the student or the teacher reads.
TEST(ReadLesson, FindsBadPlaceholdersInEveryText) {
    const Spoilt rows[] = {
        {"title   = { en = \"Two jobs\", de = \"Zwei Jobs\" }",
         "title   = { en = \"Two jobs\", de = \"Zwei {Jobs}\" }", ":1:11: title: in {Jobs}: "},
        {"objectives = [ \"Count.\" ]", "objectives = [ \"{knob.clod}\" ]", ":4:"},
        {"story   = \"Once.\"", "story   = \"{knob.clod}\"", ":5:11: story: in {knob.clod}: "},
        {"name = \"B\"", "name = \"{knob.clod}\"", ":15:8: run.b.name: in {knob.clod}: "},
        {"name = \"B\"", "name = \"B\"\nabout = \"{knob.clod}\"",
         ":16:9: run.b.about: in {knob.clod}: "},
        {"title  = \"Nodes\"", "title  = \"{knob.clod}\"",
         ":21:10: knob.0.title: in {knob.clod}: "},
        {"title  = \"Nodes\"", "title  = \"Nodes\"\nabout = \"{knob.clod}\"",
         ":22:9: knob.0.about: in {knob.clod}: "},
        {"values = [10, 20]", "values = [10, { value = 20, text = \"{knob.clod}\" }]", ":22:"},
        {"title = \"Look\"", "title = \"{knob.clod}\"", ":32:9: reveal.0.title: in {knob.clod}: "},
        {"teacher = \"Patience.\"", "teacher = \"{knob.clod\"",
         ":7:11: teacher: in {knob.clod}: expected '}' after the placeholder, got the end"},
    };
    for (const Spoilt& row : rows) {
        const auto mistakes = mistakes_of(small_lesson_but(row.line, row.by));
        ASSERT_EQ(mistakes.size(), 1U) << row.by;
        EXPECT_THAT(mistakes[0],
                    testing::StartsWith(std::string("small.lesson.toml") + row.sentence));
    }
    EXPECT_THAT(mistakes_of(small_lesson_but("story   = \"Once.\"", "story   = \"{knob.clod}\"")),
                ElementsAre("small.lesson.toml:5:11: story: in {knob.clod}: expected a figure of a "
                            "run (a.wait_mean) or of a knob (knob.NAME), got 'knob.clod'"));
}

TEST(ReadLesson, TakesTheStartForTheChoiceThatItIs) {
    std::string text =
        small_lesson_but("values = [10, 20]", "range = { from = 0.7, to = 0.9, step = 0.05 }");
    text.replace(text.find("start  = \"10\""), 13, "start  = \"0.850\"");
    EXPECT_THAT(mistakes_of(text), IsEmpty());
    EXPECT_EQ(read_small(text).lesson.knobs[0].start, "0.85");
}

TEST(ReadLesson, TakesFourKnobsAndNoMore) {
    std::string knobs;
    for (int i = 1; i <= 4; ++i)
        knobs += "[[knob]]\nname = \"k" + std::to_string(i) +
                 "\"\nkey = \"site.nodes\"\ntitle = \"K\"\nvalues = [1, 2]\nstart = \"1\"\n";
    std::string text = small_lesson_text();
    text.insert(text.find("[prediction]"), knobs);
    EXPECT_THAT(mistakes_of(text),
                ElementsAre("small.lesson.toml:43:1: knob.4: expected at most four knobs, got 5 "
                            "(what the student should not change belongs into the scenario)"));
}

// Whether the scenario takes it, which only building it says.
class CheckLesson : public testing::Test {
  protected:
    // Each test is a process of its own, and they run beside each other.
    CheckLesson()
        : folder_(std::filesystem::temp_directory_path() /
                  ("twin-check-lesson-" + std::to_string(getpid()))) {
        std::filesystem::create_directories(folder_);
        write("two-jobs.toml", R"(title = "Two jobs"
[time]
start = "2024-01-01T00:00:00Z"
[site]
part  = "flat-pool"
nodes = 10
[scheduling]
policy = "fcfs"
[[job]]
name = "A"
submit = "+0 min"
nodes = 6
run_time = "100 min"
)");
    }
    ~CheckLesson() override { std::filesystem::remove_all(folder_); }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream(folder_ / name) << text;
    }
    // With the names of files as in the folder.
    std::vector<std::string> mistakes(const std::string& text) const {
        const ReadLesson read = read_lesson_text(text, folder_ / "small.lesson.toml", {});
        std::vector<std::string> sentences;
        for (Problem problem : check_lesson(read)) {
            problem.where.file = std::filesystem::path(problem.where.file).filename().string();
            sentences.push_back(problem.text());
        }
        return sentences;
    }
    std::filesystem::path folder_;
};

TEST_F(CheckLesson, BuildsEveryRunWithEveryValueOfEveryKnob) {
    EXPECT_THAT(mistakes(small_lesson_text()), IsEmpty());
    // Five nodes are too few for the job of six; -1 is no number of nodes.
    EXPECT_THAT(mistakes(small_lesson_but("values = [10, 20]", "values = [10, 5, -1]")),
                ElementsAre(testing::StartsWith(
                                "two-jobs.toml:12:9: job.0.nodes: expected at most the 5 nodes"),
                            "small.lesson.toml:22:18: run a: site.nodes: expected an integer from "
                            "1 to 10000000, got -1"));
}

TEST_F(CheckLesson, FindsKeysThatTheScenarioDoesNotHave) {
    EXPECT_THAT(mistakes(small_lesson_but("set  = { \"scheduling.policy\" = \"easy\" }",
                                          "set  = { \"scheduling.polcy\" = \"easy\" }")),
                ElementsAre("small.lesson.toml:16:31: run b: scheduling.polcy: unknown key; did "
                            "you mean 'policy'?"));
    EXPECT_THAT(mistakes(small_lesson_but(
                    "base = \"two-jobs.toml\"",
                    "base = \"two-jobs.toml\"\nshown = [\"site.part\", \"site.node\"]")),
                ElementsAre("small.lesson.toml:11:9: scenario.shown: expected a key of the "
                            "scenario, got 'site.node'; did you mean 'site.nodes'?"));
}

// The site has one rack of ten nodes in one group; the knob leaves no run with fewer.
TEST_F(CheckLesson, FindsPlacesThatTheSiteDoesNotHave) {
    const auto selecting = [this](const std::string& what) {
        return mistakes(
            small_lesson_but("view  = \"gantt\"", "view  = \"gantt\"\nselect = \"" + what + "\""));
    };
    for (const char* const there : {"rack 0", "group 0", "node 9", "job 12345"})
        EXPECT_THAT(selecting(there), IsEmpty()) << there;
    EXPECT_THAT(
        selecting("rack 999"),
        ElementsAre("small.lesson.toml:35:10: reveal.0.select: expected a rack of the site, "
                    "from 0 to 0, got 'rack 999'"));
    EXPECT_THAT(selecting("group 1"),
                ElementsAre("small.lesson.toml:35:10: reveal.0.select: expected a group of the "
                            "site, from 0 to 0, got 'group 1'"));
    // One of the knob's values is 10, another 20.
    EXPECT_THAT(
        selecting("node 10"),
        ElementsAre("small.lesson.toml:35:10: reveal.0.select: expected a node of the site, "
                    "from 0 to 9, got 'node 10'"));
}

// The run starts on 2024-01-01 at midnight: +2 h is after 01:00.
TEST_F(CheckLesson, ComparesTimesOfTwoKinds) {
    EXPECT_THAT(mistakes(small_lesson_but("view  = \"gantt\"",
                                          "view  = \"gantt\"\nfrom = \"+2 h\"\nuntil = "
                                          "\"2024-01-01T01:00:00Z\"")),
                ElementsAre("small.lesson.toml:36:9: reveal.0.until: expected a time after from "
                            "(+2 h), got 2024-01-01T01:00:00Z"));
}

TEST_F(CheckLesson, SaysThatTheScenarioIsMissing) {
    const auto found = mistakes(small_lesson_but("base = \"two-jobs.toml\"", "base = \"no.toml\""));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_THAT(found[0],
                testing::StartsWith("small.lesson.toml:10:8: scenario.base: cannot read "));
}

}  // namespace
}  // namespace twin
