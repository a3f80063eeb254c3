#include "models/units/unit_text.h"

#include <gtest/gtest.h>
#include <regex>
#include <set>

namespace twin {
namespace {

double value(std::string_view text, Dimension dimension) {
    const auto result = parse_quantity(text, dimension);
    const double* si = std::get_if<double>(&result);
    EXPECT_NE(si, nullptr) << text;
    return si == nullptr ? -1 : *si;
}

UnitError error(std::string_view text, Dimension dimension) {
    const auto result = parse_quantity(text, dimension);
    const UnitError* wrong = std::get_if<UnitError>(&result);
    EXPECT_NE(wrong, nullptr) << text;
    return wrong == nullptr ? UnitError{} : *wrong;
}

TEST(UnitText, ReadsNumberAndUnit) {
    EXPECT_EQ(value("680 W", Dimension::power), 680);
    EXPECT_EQ(value("15MW", Dimension::power), 15e6);
    EXPECT_EQ(value(" +9 d ", Dimension::duration), 9 * 86400);
    EXPECT_EQ(value("-2e3 kW", Dimension::power), -2e6);
    EXPECT_EQ(value("87.5 %", Dimension::share), 0.875);
    EXPECT_EQ(value("400 Gb/s", Dimension::bandwidth), 50e9);  // 400 / 8 GB/s
}

TEST(UnitText, NamesWhatWasExpectedAndGot) {
    const UnitError wrong = error("20 MWh", Dimension::power);
    EXPECT_EQ(wrong.expected, "a power (W, mW, kW, MW, GW)");
    EXPECT_EQ(wrong.got, "'20 MWh'");
    EXPECT_EQ(wrong.hint, "MWh is a unit of energy");
}

TEST(UnitText, AsksForTheUnit) {
    EXPECT_EQ(error("9", Dimension::duration).hint, "write the unit, e.g. \"9 h\"");
    EXPECT_EQ(error("400", Dimension::power).hint, "write the unit, e.g. \"400 W\"");
}

TEST(UnitText, RefusesWhatIsNotANumberWithAUnit) {
    for (const auto* text : {"", " ", "W", "nan W", "inf W", "1,5 kW", "0x10 W", "5 kw", "5 W W",
                             "1e999 W", "--5 W", "+-5 W", "5 furlong"})
        EXPECT_EQ(error(text, Dimension::power).got, "'" + std::string(text) + "'");
}

TEST(UnitText, FormatsFourDigitsInAFittingUnit) {
    EXPECT_EQ(format_quantity(15.794e6, Dimension::power), "15.79 MW");
    EXPECT_EQ(format_quantity(22500, Dimension::duration), "6.25 h");
    EXPECT_EQ(format_quantity(0, Dimension::duration), "0 s");
    EXPECT_EQ(format_quantity(0.8731, Dimension::share), "87.31 %");
    EXPECT_EQ(format_quantity(1e12, Dimension::energy), "277.8 MWh");  // 1e12 / 3.6e9
}

TEST(UnitText, ExactTextReadsBackAsTheSameDouble) {
    EXPECT_EQ(exact_quantity(777600, Dimension::duration), "9 d");
    EXPECT_EQ(exact_quantity(300, Dimension::duration), "5 min");
    EXPECT_EQ(exact_quantity(15e6, Dimension::power), "15 MW");
    EXPECT_EQ(exact_quantity(10e9, Dimension::bandwidth), "10 GB/s");  // as short as 80 Gb/s
    for (const double si : {0.1, 1.0 / 3, 8473.47, 1e-9, 123456789.123})
        EXPECT_EQ(value(exact_quantity(si, Dimension::power), Dimension::power), si);
}

// 0 degC is 273.15 K; a difference has no offset.
TEST(UnitText, TemperaturesHaveAnotherZero) {
    EXPECT_EQ(value("36 degC", Dimension::temperature), 309.15);
    EXPECT_EQ(value("-2.5 degC", Dimension::temperature), 270.65);
    EXPECT_EQ(value("8 K", Dimension::temperature_difference), 8);
    EXPECT_EQ(error("8 K", Dimension::temperature).hint, "K is a unit of temperature difference");
    EXPECT_EQ(format_quantity(309.15, Dimension::temperature), "36 degC");
    EXPECT_EQ(format_quantity(263.15, Dimension::temperature), "-10 degC");
    EXPECT_EQ(exact_quantity(309.15, Dimension::temperature), "36 degC");
    EXPECT_EQ(exact_quantity(273.15, Dimension::temperature), "0 degC");
    EXPECT_EQ(exact_quantity(373.15, Dimension::temperature), "100 degC");
    EXPECT_EQ(value(exact_quantity(270.65, Dimension::temperature), Dimension::temperature),
              270.65);
}

// 1 MWh = 3.6e9 J and 1 ct/kWh = 10 EUR/MWh; prices may be below zero.
TEST(UnitText, ReadsMoneyAndCarbonByEnergy) {
    EXPECT_DOUBLE_EQ(value("-135.45 EUR/MWh", Dimension::energy_price), -135.45 / 3.6e9);
    EXPECT_DOUBLE_EQ(value("2.1 ct/kWh", Dimension::energy_price), 21 / 3.6e9);
    EXPECT_DOUBLE_EQ(value("0.2 EUR/kWh", Dimension::energy_price), 200 / 3.6e9);
    EXPECT_DOUBLE_EQ(value("95 EUR/kW/a", Dimension::demand_price), 0.095);
    EXPECT_DOUBLE_EQ(value("274 g/kWh", Dimension::carbon_intensity), 274 / 3.6e6);
    EXPECT_EQ(exact_quantity(21 / 3.6e9, Dimension::energy_price), "21 EUR/MWh");
}

TEST(UnitText, ReadsWhatFlowsAndPresses) {
    EXPECT_DOUBLE_EQ(value("360 m3/h", Dimension::volume_flow), 0.1);
    EXPECT_DOUBLE_EQ(value("100 L/s", Dimension::volume_flow), 0.1);
    EXPECT_EQ(value("1.5 bar", Dimension::pressure), 150e3);
    EXPECT_EQ(value("2 MW/K", Dimension::thermal_conductance), 2e6);
    EXPECT_EQ(value("3 t", Dimension::carbon_mass), 3e6);
}

TEST(UnitText, ReadsAmountsOfArithmetic) {
    EXPECT_EQ(value("4 Gflop", Dimension::flop), 4e9);
    EXPECT_EQ(format_quantity(1.25e12, Dimension::flop), "1.25 Tflop");
    const UnitError wrong = error("300 Tflop/s", Dimension::flop);
    EXPECT_EQ(wrong.expected, "an amount of arithmetic (flop, kflop, Mflop, Gflop, Tflop, Pflop)");
    EXPECT_EQ(wrong.hint, "Tflop/s is a unit of compute rate");
}

TEST(UnitText, ReadsTokens) {
    EXPECT_EQ(value("15 Ttoken", Dimension::tokens), 15e12);
    EXPECT_EQ(format_quantity(16.78e6, Dimension::tokens), "16.78 Mtoken");
    const UnitError wrong = error("15 TB", Dimension::tokens);
    EXPECT_EQ(wrong.expected, "a number of tokens (token, ktoken, Mtoken, Gtoken, Ttoken)");
    EXPECT_EQ(wrong.hint, "TB is a unit of data size");
}

TEST(UnitText, PatternTakesWhatTheReaderTakes) {
    for (const Dimension dimension :
         {Dimension::power, Dimension::duration, Dimension::share, Dimension::temperature,
          Dimension::demand_price, Dimension::flop}) {
        const std::regex pattern(quantity_pattern(dimension));
        for (const auto* text :
             {"680 W",  "15MW",    " +9 d ",  "-2e3 kW",     "87.5 %",  "",         "W",
              "nan W",  "1,5 kW",  "5 kw",    "5.W",         ".5 W",    "5 W W",    "400",
              "0x10 W", "36 degC", "-5 degC", "95 EUR/kW/a", "4 Gflop", "4 Gflop/s"}) {
            const bool reads = std::holds_alternative<double>(parse_quantity(text, dimension));
            EXPECT_EQ(std::regex_match(text, pattern), reads) << text;
        }
    }
}

TEST(UnitTable, EveryUnitIsThereOnce) {
    std::set<std::string_view> seen;
    for (const auto& row : unit_table())
        EXPECT_TRUE(seen.insert(row.text).second) << row.text;
}

}  // namespace
}  // namespace twin
