#include "gui/scenario/text_change.h"

#include <gmock/gmock.h>

namespace twin {
namespace {

using testing::HasSubstr;

const std::string text = R"(# What we try, in our words: ärger
title = "Hot"        # shown on top

[time]               # all of it
horizon = "9 d"      # a week and a bit
interval = '10 min'

[site]
racks = { add = 1, part = "xh3000" }   # one more
notes = """
[time]
a line \""" with quotes
"""
[scheduling]
policy = "fcfs"

[[event]]
at = "+1 h"
lose = "rack 2"

[[event]]   # the second
at = "+2 h"
shed = "20 %"
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

// The same text with one part replaced.
std::string with(const std::string& old, const std::string& now) {
    std::string changed = text;
    return changed.replace(changed.find(old), old.size(), now);
}

void expect_refused(const TextEdit& edit, const std::string& part) {
    const auto* const refusal = std::get_if<EditRefusal>(&edit);
    ASSERT_NE(refusal, nullptr) << std::get<TextChange>(edit).added;
    EXPECT_THAT(refusal->reason, HasSubstr(part));
    EXPECT_TRUE(refusal->reason.ends_with("."));
}

TEST(TextChange, SetsAValueAndKeepsItsComment) {
    EXPECT_EQ(after(edit_to_set(text, "time.horizon", "3 d")), with("\"9 d\"", "\"3 d\""));
    EXPECT_EQ(after(edit_to_set(text, "time.interval", "1 h")), with("'10 min'", "\"1 h\""));
    EXPECT_EQ(after(edit_to_set(text, "title", "Größer \"als\" \\ vorher")),
              with("\"Hot\"", R"("Größer \"als\" \\ vorher")"));
}

TEST(TextChange, TakesTomlAsItIs) {
    EXPECT_EQ(after(edit_to_set(text, "site.racks.add", "2")), with("add = 1", "add = 2"));
    EXPECT_EQ(after(edit_to_set(text, "title", "[1, 2]")), with("\"Hot\"", "[1, 2]"));
    EXPECT_EQ(after(edit_to_set(text, "title", "2024-01-01T00:00:00Z")),
              with("\"Hot\"", "\"2024-01-01T00:00:00Z\""));
    EXPECT_EQ(after(edit_to_set(text, "title", "1\n[x]")), with("\"Hot\"", R"("1\n[x]")"));
}

TEST(TextChange, AddsAKeyToItsTable) {
    EXPECT_EQ(after(edit_to_set(text, "time.warm_up", "1 d")),
              with("'10 min'\n", "'10 min'\nwarm_up = \"1 d\"\n"));
    EXPECT_EQ(after(edit_to_set(text, "description", "Short.")),
              with("on top\n", "on top\ndescription = \"Short.\"\n"));
}

TEST(TextChange, AddsATableAtTheEnd) {
    EXPECT_EQ(after(edit_to_set(text, "power.cap", "14 MW")),
              text + "\n[power]\ncap = \"14 MW\"\n");
    EXPECT_EQ(after(edit_to_set("a = 1", "b.c", "2"), "a = 1"), "a = 1\n\n[b]\nc = 2\n");
    EXPECT_EQ(after(edit_to_set("", "title", "First"), ""), "title = \"First\"\n");
}

TEST(TextChange, FindsEventsByNumber) {
    EXPECT_EQ(after(edit_to_set(text, "event.1.at", "+3 h")), with("+2 h", "+3 h"));
    EXPECT_EQ(after(edit_to_set(text, "event.0.for", "2 h")),
              with("\"rack 2\"\n", "\"rack 2\"\nfor = \"2 h\"\n"));
    EXPECT_EQ(after(edit_to_set(text, "event.1.for", "2 h")), text + "for = \"2 h\"\n");
}

TEST(TextChange, KnowsTheEndOfALongString) {
    const std::string changed = after(edit_to_set(text, "site.notes", "none"));
    EXPECT_THAT(changed, HasSubstr("one more\nnotes = \"none\"\n[scheduling]"));
    // A backslash of its own before the closing quotes, and two quotes that belong to the string.
    for (const std::string value : {R"("""a\\""")", R"("""a""""")", R"('''a\''')", R"("a\\")"}) {
        const std::string before = "notes = " + value + " # why\n\n[x]\ny = 1\n";
        EXPECT_EQ(after(edit_to_set(before, "notes", "b"), before),
                  "notes = \"b\" # why\n\n[x]\ny = 1\n");
    }
}

TEST(TextChange, TakesAKeyOutWithItsLine) {
    EXPECT_EQ(after(edit_to_remove(text, "time.horizon")),
              with("horizon = \"9 d\"      # a week and a bit\n", ""));
    EXPECT_EQ(after(edit_to_remove(text, "event.1.shed")), with("shed = \"20 %\"\n", ""));
    EXPECT_EQ(after(edit_to_remove(text, "site.racks")),
              with("racks = { add = 1, part = \"xh3000\" }   # one more\n", ""));
}

TEST(TextChange, WritesBetweenBraces) {
    EXPECT_EQ(after(edit_to_set(text, "site.racks.water", "1")),
              with("\"xh3000\" }", "\"xh3000\", water = 1 }"));
    EXPECT_EQ(after(edit_to_remove(text, "site.racks.add")), with("add = 1, ", ""));
    EXPECT_EQ(after(edit_to_remove(text, "site.racks.part")), with(", part = \"xh3000\"", ""));
    const std::string empty = "[a]\nb = {}\n";
    EXPECT_EQ(after(edit_to_set(empty, "a.b.c", "1"), empty), "[a]\nb = { c = 1 }\n");
    // A file may stand for the table whose key it is.
    const std::string file = "[energy]\nprice = \"p.csv\"\n";
    EXPECT_EQ(after(edit_to_set(file, "energy.price.file", "q.csv"), file),
              "[energy]\nprice = \"q.csv\"\n");
}

// What an item of a list lacks is begun as one of its keys, and goes again with its last key.
TEST(TextChange, BeginsTablesOfItems) {
    const std::string jobs =
        "[[job]]\nname = \"A\"\n\n[[job]]\nname = \"B\"   # the second\n\n[site]\npart = \"x\"\n";
    const std::string model = after(edit_to_set(jobs, "job.1.training.model", "m"), jobs);
    EXPECT_EQ(model,
              "[[job]]\nname = \"A\"\n\n[[job]]\nname = \"B\"   # the second\n"
              "training = { model = \"m\" }\n\n[site]\npart = \"x\"\n");
    const std::string plan = after(edit_to_set(model, "job.1.training.plan.tensor", "4"), model);
    EXPECT_THAT(plan, HasSubstr("training = { model = \"m\", plan = { tensor = 4 } }\n"));
    EXPECT_EQ(after(edit_to_remove(plan, "job.1.training.plan.tensor"), plan), model);
    EXPECT_EQ(after(edit_to_remove(model, "job.1.training.model"), model), jobs);
    // A table with a header of its own below its item.
    const std::string own = "[[job]]\nname = \"A\"\n[job.training]\nmodel = \"m\"\n";
    EXPECT_EQ(after(edit_to_set(own, "job.0.training.tokens", "1 Ttoken"), own),
              own + "tokens = \"1 Ttoken\"\n");
}

TEST(TextChange, AppendsAnItem) {
    EXPECT_EQ(after(edit_to_append(text, "event", {{"at", "+4 h"}, {"set", "a"}, {"to", "4"}})),
              text + "\n[[event]]\nat = \"+4 h\"\nset = \"a\"\nto = 4\n");
}

TEST(TextChange, RefusesWhatWouldChangeMore) {
    const std::string broken = "title = \"open\n";
    expect_refused(edit_to_set(broken, "title", "x"), "syntax error");
    expect_refused(edit_to_remove(broken, "title"), "syntax error");
    expect_refused(edit_to_append(broken, "event", {}), "syntax error");
    expect_refused(edit_to_remove(text, "power.cap"), "power.cap does not stand in this text");
    // Its header alone, or the whole of it, is not a value.
    expect_refused(edit_to_remove(text, "time"), "without changing more");
    expect_refused(edit_to_remove(text, "event.1"), "without changing more");
    expect_refused(edit_to_set(text, "time", "9"), "without changing more");
    // A table without a header of its own, and a value where there would have to be a table.
    expect_refused(edit_to_set("time.horizon = 1\n", "time.start", "2"), "without changing more");
    expect_refused(edit_to_set(text, "title.short", "x"), "A single value stands in this text");
    expect_refused(edit_to_append("event = []\n", "event", {{"at", "+1 h"}}),
                   "without changing more");
    // An item of the scenario below this one.
    expect_refused(edit_to_set(text, "event.2.at", "+9 h"), "event.2 does not stand in this text");
}

}  // namespace
}  // namespace twin
