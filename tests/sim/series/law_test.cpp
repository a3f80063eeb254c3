#include "sim/series/law.h"

#include <gmock/gmock.h>

#include "tests/sim/arrivals/files.h"
#include "tests/sim/series/messages.h"

namespace twin {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

const std::string header =
    "law,kpi,at_most,threshold,begun_from,begun_before,binds_from,binds_after_years,"
    "connected_load_kw,note\n";

LawReading read(const std::string& text) {
    return read_law(write_file(text, ".csv"));
}

TEST(Law, ReadsItsRows) {
    const auto reading = read(header +
                              "Act 1,pue,true,1.3,,2026-07-01,2030-07-01,,300,yearly mean\n"
                              "Act 2,erf,false,10,2026-07-01,,,2,,\n");
    EXPECT_THAT(texts(reading.faults), IsEmpty());
    ASSERT_EQ(reading.rows.size(), 2u);
    const Requirement& first = reading.rows[0];
    EXPECT_EQ(first.law, "Act 1");
    EXPECT_EQ(first.kpi, "pue");
    EXPECT_TRUE(first.at_most);
    EXPECT_EQ(first.threshold, 1.3);
    EXPECT_EQ(first.begun_from, std::nullopt);
    EXPECT_EQ(first.begun_before, Date(2026y / 7 / 1));
    EXPECT_EQ(first.binds_from, Date(2030y / 7 / 1));
    EXPECT_EQ(first.binds_after_years, std::nullopt);
    EXPECT_EQ(first.connected_load, 300.0 * kilowatt);
    EXPECT_EQ(first.note, "yearly mean");
    EXPECT_FALSE(reading.rows[1].at_most);
    EXPECT_EQ(reading.rows[1].binds_after_years, 2);
    EXPECT_EQ(reading.rows[1].connected_load, std::nullopt);
}

TEST(Law, ReportsEveryFieldThatItCannotTake) {
    const auto reading = read(header + ",,yes,much,2026-13-01,soon,2026,-1,none,\n");
    EXPECT_THAT(
        texts(reading.faults),
        ElementsAre("2:1: law: expected the name of a law, got ''",
                    "2:2: kpi: expected the name of a KPI, got ''",
                    "2:3: at_most: expected true or false, got 'yes'",
                    "2:7: threshold: expected a number, got 'much'",
                    "2:12: begun_from: expected a date such as 2026-07-01 or nothing, got "
                    "'2026-13-01'",
                    "2:23: begun_before: expected a date such as 2026-07-01 or nothing, got 'soon'",
                    "2:28: binds_from: expected a date such as 2026-07-01 or nothing, got '2026'",
                    "2:33: binds_after_years: expected a whole number from 0 to 100 or nothing, "
                    "got '-1'",
                    "2:36: connected_load_kw: expected a number > 0 or nothing, got 'none'"));
    EXPECT_THAT(reading.rows, IsEmpty());
}

TEST(Law, WantsAllColumns) {
    EXPECT_THAT(
        texts(read("law,kpi,at_most,threshold,begun_from,begun_before,binds_from\n").faults),
        ElementsAre("1:0: expected a column 'binds_after_years'",
                    "1:0: expected a column 'connected_load_kw'", "1:0: expected a column 'note'"));
}

}  // namespace
}  // namespace twin
