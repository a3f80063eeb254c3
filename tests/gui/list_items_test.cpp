#include "gui/scenario/list_items.h"

#include <gmock/gmock.h>

namespace twin {
namespace {

const std::string text = R"(title = "Two events"

# the first
[[event]]
at = "+1 h"      # soon
# a rack
lose = "rack 2"

# the second
[[event]]
at = "+2 h"
shed = "20 %"
# the end
)";

// The text after the edit; undone, it is the text before, to the letter.
std::string after(const TextEdit& edit, const std::string& before = text) {
    const auto* const change = std::get_if<TextChange>(&edit);
    if (change == nullptr) {
        ADD_FAILURE() << std::get<EditRefusal>(edit).reason;
        return {};
    }
    const std::string result = applied(before, *change);
    EXPECT_EQ(applied(result, {change->at, change->added, change->removed}), before);
    return result;
}

std::string refusal_of(const TextEdit& edit) {
    const auto* const refusal = std::get_if<EditRefusal>(&edit);
    return refusal == nullptr ? "none" : refusal->reason;
}

TEST(ListItems, KnowWhereAKeyBelongs) {
    EXPECT_FALSE(item_of("time.horizon"));
    EXPECT_FALSE(item_of("event"));
    const auto item = item_of("event.1.at");
    ASSERT_TRUE(item);
    EXPECT_EQ(item->list, "event");
    EXPECT_EQ(item->number, 1U);
    EXPECT_EQ(item_of("event.3")->number, 3U);
}

TEST(ListItems, AreAddedBehindTheOthers) {
    EXPECT_EQ(after(edit_to_add_item(text, *find_list("event"), {})),
              text + "\n[[event]]\nat = \"+1 h\"\nlose = \"rack 1\"\n");
    const std::string none = "title = \"No job\"\n";
    EXPECT_EQ(
        after(edit_to_add_item(none, *find_list("job"), {}), none),
        none + "\n[[job]]\nname = \"new job\"\nsubmit = \"+0 h\"\nnodes = 1\nrun_time = \"1 h\"\n");
}

// What stands above the next item's header, and below the last one's keys, is not of this item.
TEST(ListItems, AreTakenOutWithTheirKeys) {
    EXPECT_EQ(after(edit_to_remove_item(text, {"event", 0}, {})), R"(title = "Two events"

# the first
# the second
[[event]]
at = "+2 h"
shed = "20 %"
# the end
)");
    EXPECT_EQ(after(edit_to_remove_item(text, {"event", 1}, {})), R"(title = "Two events"

# the first
[[event]]
at = "+1 h"      # soon
# a rack
lose = "rack 2"

# the second
# the end
)");
}

TEST(ListItems, GoWithTheTablesTheyHold) {
    const std::string jobs =
        "[[job]]\nname = \"A\"\n\n[[job.phases]]\nduration = \"1 h\"\n\n"
        "[[job]]\nname = \"B\"\n";
    EXPECT_EQ(after(edit_to_remove_item(jobs, {"job", 0}, {}), jobs), "[[job]]\nname = \"B\"\n");
    EXPECT_EQ(after(edit_to_remove_item(jobs, {"job", 1}, {}), jobs),
              "[[job]]\nname = \"A\"\n\n[[job.phases]]\nduration = \"1 h\"\n\n");
}

TEST(ListItems, MayStandInBrackets) {
    const std::string lines =
        "event = [\n    { at = \"+1 h\", lose = \"rack 2\" },   # first\n"
        "    { at = \"+2 h\", lose = \"rack 3\" }   # last\n]\nx = 1\n";
    EXPECT_EQ(after(edit_to_add_item(lines, *find_list("event"), {}), lines),
              "event = [\n    { at = \"+1 h\", lose = \"rack 2\" },   # first\n"
              "    { at = \"+2 h\", lose = \"rack 3\" },   # last\n"
              "    { at = \"+1 h\", lose = \"rack 1\" }\n]\nx = 1\n");
    EXPECT_EQ(after(edit_to_remove_item(lines, {"event", 0}, {}), lines),
              "event = [\n    { at = \"+2 h\", lose = \"rack 3\" }   # last\n]\nx = 1\n");
    EXPECT_EQ(after(edit_to_remove_item(lines, {"event", 1}, {}), lines).find("rack 3"),
              std::string::npos);
    const std::string empty = "event = []  # none yet\n";
    EXPECT_EQ(after(edit_to_add_item(empty, *find_list("event"), {}), empty),
              "event = [{ at = \"+1 h\", lose = \"rack 1\" }]  # none yet\n");
    const std::string one_line = "event = [{ at = \"+1 h\" }, { at = \"+2 h\" }]\n";
    EXPECT_EQ(after(edit_to_remove_item(one_line, {"event", 0}, {}), one_line),
              "event = [{ at = \"+2 h\" }]\n");
    EXPECT_EQ(after(edit_to_remove_item(one_line, {"event", 1}, {}), one_line),
              "event = [{ at = \"+1 h\" }]\n");
}

// A list takes the place of the one it builds on: its items are said again.
TEST(ListItems, OfTheScenarioBelowAreSaidAgain) {
    const std::string own = "base = \"hot.toml\"\n";
    const std::vector<ScenarioSetting> settings = {{"title", "Hot", "hot.toml:1"},
                                                   {"event.0.at", "+3 d", "hot.toml:27"},
                                                   {"event.0.heat_wave", "8 K", "hot.toml:28"},
                                                   {"event.0.to", "", ""},
                                                   {"event.1.at", "+4 d", "hot.toml:30"},
                                                   {"event.1.shed", "20 %", "hot.toml:31"}};
    const std::string first = "\n[[event]]\nat = \"+3 d\"\nheat_wave = \"8 K\"\n";
    const std::string second = "\n[[event]]\nat = \"+4 d\"\nshed = \"20 %\"\n";
    EXPECT_EQ(after(edit_to_add_item(own, *find_list("event"), settings), own),
              own + first + second + "\n[[event]]\nat = \"+1 h\"\nlose = \"rack 1\"\n");
    EXPECT_EQ(after(edit_to_remove_item(own, {"event", 0}, settings), own), own + second);
    // The only one: the list is said to be empty.
    const std::vector<ScenarioSetting> one(settings.begin(), settings.begin() + 3);
    EXPECT_EQ(after(edit_to_remove_item(own, {"event", 0}, one), own), own + "event = []\n");
}

TEST(ListItems, OfTheScenarioBelowKeepTheirTables) {
    const std::string own = "base = \"a.toml\"\n";
    const std::vector<ScenarioSetting> settings = {{"job.0.name", "A", "a.toml:3"},
                                                   {"job.0.training.model", "m", "a.toml:4"},
                                                   {"job.0.training.plan.tensor", "4", "a.toml:4"},
                                                   {"job.0.training.plan.data", "2", "default"}};
    EXPECT_EQ(after(edit_to_add_item(own, *find_list("job"), settings), own),
              own +
                  "\n[[job]]\nname = \"A\"\n"
                  "training = { model = \"m\", plan = { tensor = 4 } }\n"
                  "\n[[job]]\nname = \"new job\"\nsubmit = \"+0 h\"\nnodes = 1\n"
                  "run_time = \"1 h\"\n");
    // Lists in it cannot be said on one line.
    const std::vector<ScenarioSetting> phases = {{"job.0.phases.0.for", "1 h", "a.toml:4"}};
    EXPECT_THAT(refusal_of(edit_to_add_item(own, *find_list("job"), phases)),
                testing::HasSubstr("cannot add an item to job"));
}

TEST(ListItems, RefuseWhatTheyCannotDo) {
    // Before the base is read its events are not known, and a list here would hide them.
    const std::string unread =
        "The scenario that this one builds on is not read yet, or cannot be read: its items of "
        "event would be lost. Try again when the check has ended.";
    EXPECT_EQ(refusal_of(edit_to_add_item("base = \"a.toml\"\n", *find_list("event"), {})), unread);
    EXPECT_EQ(refusal_of(edit_to_remove_item("base = \"a.toml\"\n", {"event", 0}, {})), unread);
    EXPECT_THAT(refusal_of(edit_to_add_item("title = \"open\n", *find_list("event"), {})),
                testing::HasSubstr("syntax error"));
    EXPECT_THAT(refusal_of(edit_to_remove_item(text, {"event", 2}, {})),
                testing::HasSubstr("cannot take out event.2"));
    EXPECT_THAT(refusal_of(edit_to_add_item("event = 3\n", *find_list("event"), {})),
                testing::HasSubstr("cannot add an item to event"));
}

}  // namespace
}  // namespace twin
