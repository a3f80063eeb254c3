#include "sim/scenario/text_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace twin {
namespace {

using testing::ElementsAre;
using Kind = TextNode::Kind;

TextNode parsed(const std::string& text) {
    Problems problems;
    TextNode root = parse_text(text, "s.toml", problems);
    EXPECT_TRUE(problems.empty());
    return root;
}

std::string syntax_error(const std::string& text) {
    Problems problems;
    const TextNode root = parse_text(text, "s.toml", problems);
    EXPECT_TRUE(root.entries.empty());
    return problems.size() == 1 ? problems.front().text() : "not one problem";
}

std::string set_error(TextNode root, const std::string& option) {
    Problems problems;
    set_option(root, option, problems);
    return problems.size() == 1 ? problems.front().text() : "not one problem";
}

TextNode after(TextNode root, const std::string& option) {
    Problems problems;
    set_option(root, option, problems);
    EXPECT_TRUE(problems.empty());
    return root;
}

TEST(TextTree, KeepsKindsAndValues) {
    const TextNode root = parsed("s = \"x\"\ni = 7\nn = 2.5\nb = true\nt = 2024-01-01\nl = [1]\n");
    EXPECT_EQ(root.find("s")->value.text, "x");
    EXPECT_EQ(root.find("i")->value.integer, 7);
    EXPECT_EQ(root.find("i")->value.number, 7);
    EXPECT_EQ(root.find("n")->value.number, 2.5);
    EXPECT_TRUE(root.find("b")->value.boolean);
    EXPECT_EQ(root.find("t")->value.kind, Kind::instant);
    EXPECT_EQ(root.find("t")->value.text, "2024-01-01");
    EXPECT_EQ(root.find("l")->value.items.size(), 1);
    EXPECT_EQ(root.find("nothing"), nullptr);
}

TEST(TextTree, KnowsThePlaceOfKeysAndOfValues) {
    // Line 2 is indented by two: the key starts in column 3, its value behind "key = " in 9.
    const TextNode root = parsed("[table]\n  key = 7\n");
    const TextEntry& entry = *root.find("table")->value.find("key");
    EXPECT_EQ(entry.where, (Where{"s.toml", 2, 3}));
    EXPECT_EQ(entry.value.where, (Where{"s.toml", 2, 9}));
}

TEST(TextTree, NamesWhatItFoundAsThePlannerWroteIt) {
    const TextNode root = parsed("s = \"20 MWh\"\ni = 400\nl = []\nt = {}\n");
    EXPECT_EQ(root.find("s")->value.described(), "'20 MWh'");
    EXPECT_EQ(root.find("i")->value.described(), "400");
    EXPECT_EQ(root.find("l")->value.described(), "a list");
    EXPECT_EQ(root.find("t")->value.described(), "a table");
}

TEST(TextTree, ReportsTheFirstSyntaxErrorAndGivesAnEmptyTable) {
    EXPECT_EQ(syntax_error("title = \"a\"\ntitle = \"b\"\n"),
              "s.toml:2:9: Error while parsing key-value pair: cannot redefine existing string "
              "'title'");
    EXPECT_EQ(syntax_error("title = \"a\n"),
              "s.toml:1:11: Error while parsing string: unescaped control characters other than "
              "TAB (U+0009) are explicitly prohibited");
}

TEST(TextTree, MergesABaseUnderTablesButReplacesLists) {
    TextNode over = parsed("a = 1\nl = [1]\n[t]\nx = 1\n");
    merge_under(over, parsed("a = 2\nb = 2\nl = [2, 2]\n[t]\nx = 2\ny = 2\n"));
    EXPECT_EQ(over.find("a")->value.integer, 1);
    EXPECT_EQ(over.find("b")->value.integer, 2);
    EXPECT_EQ(over.find("l")->value.items.size(), 1);
    EXPECT_EQ(over.find("t")->value.find("x")->value.integer, 1);
    EXPECT_EQ(over.find("t")->value.find("y")->value.integer, 2);
}

TEST(TextTree, AScalarOverATableStaysAScalar) {
    TextNode over = parsed("t = 1\n");
    merge_under(over, parsed("[t]\nx = 2\n"));
    EXPECT_EQ(over.find("t")->value.integer, 1);
}

TEST(SetOption, ReadsTheValueAsTomlOrElseAsText) {
    EXPECT_EQ(after({}, "a=7").find("a")->value.integer, 7);
    EXPECT_EQ(after({}, "a=fcfs").find("a")->value.text, "fcfs");
    EXPECT_EQ(after({}, "a=9 d").find("a")->value.text, "9 d");
    EXPECT_EQ(after({}, "a=\"7\"").find("a")->value.text, "7");
    EXPECT_EQ(after({}, "a=x=y").find("a")->value.text, "x=y");
    // An instant with its zone is a text in scenarios.
    EXPECT_EQ(after({}, "a=2024-01-01T00:00:00Z").find("a")->value.kind, Kind::string);
    // Nothing can be smuggled in behind the value.
    EXPECT_EQ(after({}, "a=1\nb=2").find("b"), nullptr);
}

TEST(SetOption, MakesTheTablesOnTheWay) {
    const TextNode root = after({}, "a.b.c=7");
    EXPECT_EQ(root.find("a")->value.find("b")->value.find("c")->value.integer, 7);
}

TEST(SetOption, NamesListItemsByTheirNumber) {
    const TextNode root =
        after(parsed("[[job]]\nnodes = 1\n[[job]]\nnodes = 2\n"), "job.1.nodes=9");
    EXPECT_EQ(root.find("job")->value.items[0].find("nodes")->value.integer, 1);
    EXPECT_EQ(root.find("job")->value.items[1].find("nodes")->value.integer, 9);
}

TEST(SetOption, PlacesTheValueAtTheOption) {
    const TextNode root = after(parsed("a = 1\n"), "a={ b = 2 }");
    EXPECT_EQ(root.find("a")->value.where, (Where{"--set a={ b = 2 }", 0, 0}));
    EXPECT_EQ(root.find("a")->value.find("b")->where, (Where{"--set a={ b = 2 }", 0, 0}));
}

TEST(SetOption, SaysWhatIsWrongWithThePath) {
    const TextNode root = parsed("title = \"t\"\nnone = []\n[[job]]\nnodes = 1\n");
    EXPECT_EQ(set_error(root, "title"),
              "--set title: expected path.to.key=value, got 'title' (e.g. --set "
              "scheduling.policy=fcfs)");
    EXPECT_EQ(set_error(root, "a..b=1"),
              "--set a..b=1: expected path.to.key=value, got 'a..b=1' (e.g. --set "
              "scheduling.policy=fcfs)");
    EXPECT_EQ(set_error(root, "title.x=1"),
              "--set title.x=1: title: expected a table to set 'x' in, got 't'");
    EXPECT_EQ(set_error(root, "job.1.nodes=1"),
              "--set job.1.nodes=1: job: expected the number of an item (0 to 0), got '1'");
    EXPECT_EQ(set_error(root, "job.first.nodes=1"),
              "--set job.first.nodes=1: job: expected the number of an item (0 to 0), got "
              "'first'");
    EXPECT_EQ(set_error(root, "none.0=1"),
              "--set none.0=1: none: expected the number of an item (the list is empty), got '0'");
}

}  // namespace
}  // namespace twin
