#include "sim/commands/expectations.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ostream.h>
#include <string_view>

#include "sim/results/kpis.h"
#include "sim/scenario/field_problems.h"

namespace twin {
namespace {

// The number in the KPI's unit; nothing where the units do not fit.
std::optional<double> in_unit(const NumberWithUnit& number, std::string_view kpi_unit) {
    const UnitRow* wanted = find_unit(kpi_unit);
    const UnitRow* given = find_unit(number.unit);
    if (number.unit == kpi_unit || (number.unit.empty() && wanted == nullptr))
        return number.number;
    if (wanted == nullptr || given == nullptr || wanted->dimension != given->dimension)
        return std::nullopt;
    return number.number * given->si / wanted->si;
}

std::optional<double> tolerance(const Expectation& expectation, const KpiRow& kpi, double value) {
    if (const auto within = in_unit(expectation.within, kpi.unit))
        return within;
    if (expectation.within.unit == "%")
        return std::abs(value) * expectation.within.number / 100;
    const UnitRow* wanted = find_unit(kpi.unit);
    const UnitRow* given = find_unit(expectation.within.unit);
    if (wanted != nullptr && wanted->dimension == Dimension::temperature && given != nullptr &&
        given->dimension == Dimension::temperature_difference)
        return expectation.within.number * given->si / wanted->si;
    // Zero is zero in any unit.
    if (expectation.within.number == 0 && expectation.within.unit.empty())
        return 0;
    return std::nullopt;
}

std::string expected_unit(const KpiRow& kpi) {
    const UnitRow* unit = find_unit(kpi.unit);
    return unit == nullptr ? "expected a number" : "expected " + expected_quantity(unit->dimension);
}

}  // namespace

Problems check_expectations(const CheckedScenario& checked) {
    FieldProblems problems(checked.places);
    for (const auto& [name, expectation] : checked.scenario.expect) {
        const std::string field = "expect." + name;
        const bool misread = std::any_of(
            checked.problems.begin(), checked.problems.end(),
            [&](const Problem& problem) { return (problem.field + ".").starts_with(field + "."); });
        if (misread)
            continue;
        const KpiRow& kpi = *find_kpi(name);
        const auto value = in_unit(expectation.value, kpi.unit);
        if (!value)
            problems.add(field + ".value", expected_unit(kpi),
                         TextForm<NumberWithUnit>::write(expectation.value), "");
        else if (!tolerance(expectation, kpi, *value))
            problems.add(field + ".within", expected_unit(kpi) + " or a share in %",
                         TextForm<NumberWithUnit>::write(expectation.within), "");
    }
    return std::move(problems).take();
}

bool meets_expectations(const Scenario& scenario, const ResultStore& results, std::ostream& out) {
    if (scenario.expect.empty())
        return true;
    std::size_t met = 0;
    const auto kpis = results.kpis();
    for (const auto& [name, expectation] : scenario.expect) {
        const KpiRow& kpi = *find_kpi(name);
        const double value = in_unit(expectation.value, kpi.unit).value();
        const double within = tolerance(expectation, kpi, value).value();
        std::optional<double> got;
        for (const auto& result : kpis)
            if (result.name == name)
                got = result.value;
        if (got && std::abs(*got - value) <= within) {
            ++met;
            continue;
        }
        fmt::print(out, "expect.{}: expected {} {} within {}, got {} ({})\n", name, value, kpi.unit,
                   within, got ? fmt::format("{}", *got) : "no value", expectation.because);
    }
    fmt::print(out, "Expectations: {} of {} hold.\n", met, scenario.expect.size());
    return met == scenario.expect.size();
}

}  // namespace twin
