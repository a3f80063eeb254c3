#include "validation/scoreboard.h"

#include <gmock/gmock.h>

namespace twin {
namespace {

using testing::HasSubstr;

Row row(double measured, std::optional<double> model, std::optional<double> limit) {
    return {.quantity = "energy",
            .unit = "MWh",
            .source = "a meter",
            .measured = measured,
            .model = model,
            .digits = 1,
            .error_in = ErrorIn::percent,
            .limit = limit,
            .kind = Kind::prediction,
            .note = "a note"};
}

TEST(Scoreboard, error_is_model_minus_measured_in_percent_of_the_measured) {
    EXPECT_DOUBLE_EQ(*error_of(row(200, 190, 5)), -5);
}

TEST(Scoreboard, error_in_units_is_the_difference) {
    Row jobs = row(0, 3, 0);
    jobs.error_in = ErrorIn::units;
    EXPECT_DOUBLE_EQ(*error_of(jobs), 3);
}

TEST(Scoreboard, a_row_at_its_limit_is_within_it) {
    EXPECT_TRUE(is_within_limit(row(200, 190, 5)));
    EXPECT_FALSE(is_within_limit(row(200, 189.9, 5)));
    EXPECT_FALSE(is_within_limit(row(200, 210.1, 5)));
}

TEST(Scoreboard, a_model_without_an_answer_is_outside_any_limit) {
    EXPECT_FALSE(is_within_limit(row(200, {}, 100)));
}

TEST(Scoreboard, a_row_without_limit_is_not_scored) {
    EXPECT_FALSE(is_scored(row(200, 100, {})));
    EXPECT_THAT(to_text({"a", "b", {row(200, 100, {})}}), HasSubstr("not scored"));
}

TEST(Scoreboard, table_for_a_terminal) {
    EXPECT_EQ(to_text({"meter", "Is it so?", {row(1234.5, 1234.56, 0.1)}}),
              "meter: Is it so?\n"
              "     quantity  unit  measured    model     error  limit  kind        verdict\n"
              "  1  energy    MWh    1,234.5  1,234.6  +0.005 %  0.1 %  prediction  within\n"
              "    measured in 1: a meter\n"
              "    1: a note\n\n");
}

TEST(Scoreboard, markdown_section) {
    EXPECT_EQ(to_markdown({"meter", "Is it so?", {row(100, 80, 1)}}),
              "## meter\n\nIs it so?\n\n"
              "| row | quantity | unit | measured | model | error | limit | kind | verdict |\n"
              "|--:|---|---|--:|--:|--:|--:|---|---|\n"
              "| 1 | energy | MWh | 100.0 | 80.0 | -20.000 % | 1 % | prediction | OUTSIDE |\n"
              "\nSources of what was measured:\n\n- rows 1: a meter\n"
              "\nNotes:\n\n- rows 1: a note\n");
}

TEST(Scoreboard, equal_notes_stand_once_with_their_rows) {
    const std::vector<Row> rows(3, row(1, 1, {}));
    EXPECT_THAT(to_text({"a", "b", rows}), HasSubstr("1 to 3: a note\n\n"));
}

TEST(Scoreboard, summary_counts_scored_rows_and_those_within) {
    const std::string text = scoreboard_markdown(
        {{"meter", "Is it so?", {row(100, 80, 1), row(100, 100, 1), row(100, 80, {})}}}, "a test");
    EXPECT_THAT(text, HasSubstr("Made by a test;"));
    EXPECT_THAT(text, HasSubstr("| meter | 3 | 2 | 1 | 3 |\n"));
}

}  // namespace
}  // namespace twin
