#include <QAbstractItemModelTester>
#include <QBuffer>
#include <gtest/gtest.h>

#include "gui/run/energy_flow.h"
#include "gui/tables/bill_table.h"
#include "gui/tables/difference_table.h"
#include "gui/tables/flow_table.h"
#include "gui/tables/kpi_table.h"
#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

struct Tables : testing::Test {
    TemporaryFile file{"tables.sqlite"};
    RunFacts facts;
    void SetUp() override {
        write_energy_run(file);
        facts = read_facts(ResultStore(file));
    }
};

void expect_well_behaved(const QStringList& headings, const std::vector<CellTable::Row>& rows) {
    CellTable table(headings, ThemeName::dark);
    const QAbstractItemModelTester tester(&table,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    table.set_rows(rows);
    table.set_theme(ThemeName::light);
    table.set_rows(rows);
    EXPECT_EQ(table.rowCount(), int(rows.size()));
    for (const CellTable::Row& row : rows)
        EXPECT_EQ(int(row.size()), table.columnCount());
    table.set_rows({});
    EXPECT_EQ(table.rowCount(), 0);
}

TEST_F(Tables, BehaveAsItemModels) {
    expect_well_behaved(kpi_headings(), kpi_rows(kpi_lines(facts, &facts)));
    expect_well_behaved(bill_headings(), bill_rows(bill_steps(facts, &facts)));
    expect_well_behaved(compliance_headings(), compliance_rows(facts));
    expect_well_behaved(violation_headings(), violation_rows(facts));
    expect_well_behaved(difference_headings(), difference_rows({{"power.cap", {}, "14 MW"}}));
    const FlowSeries series = read_flow_series(ResultStore(file));
    const EnergyFlow flow = energy_flow(series, flow_values(series, 0, FlowUnit::power));
    expect_well_behaved(flow_headings(FlowUnit::power), flow_rows(flow, flow, 1, FlowUnit::power));
}

const KpiLine& of(const std::vector<KpiLine>& lines, const char* name) {
    for (const KpiLine& line : lines)
        if (line.name == QLatin1String(name))
            return line;
    throw std::out_of_range(name);
}

TEST_F(Tables, JudgeByTheDirectionOfTheKpi) {
    RunFacts other = facts;
    for (Kpi& kpi : other.kpis)
        if (kpi.value && (kpi.name == "utilisation" || kpi.name == "pue"))
            *kpi.value *= 1.1;
    const auto lines = kpi_lines(facts, &other);
    EXPECT_EQ(of(lines, "utilisation").verdict, Verdict::better);  // 50 % to 55 %
    EXPECT_EQ(of(lines, "utilisation").change.toStdString(), "▲ +5 pp better");
    EXPECT_EQ(of(lines, "pue").verdict, Verdict::worse);
    EXPECT_EQ(of(lines, "pue").change.toStdString(), "▲ +10 % worse");
    EXPECT_EQ(of(lines, "energy_cost").verdict, Verdict::same);
    EXPECT_EQ(verdict_of(Better::neither, 1, 2), Verdict::none);
    EXPECT_TRUE(kpi_lines(facts, nullptr).front().change.isEmpty());
}

TEST_F(Tables, TellTheTargetsOfAKpi) {
    // E_heatpump is 0.05 of IT: (1.15 - 0.05) of it against 1.2.
    const auto lines = kpi_lines(facts, nullptr);
    ASSERT_EQ(of(lines, "pue_enefg").targets.size(), 1u);
    EXPECT_EQ(of(lines, "pue_enefg").targets[0].text.toStdString(),
              "✓ met: <= 1.2 from 2028-07-01");
    EXPECT_TRUE(matches(of(lines, "pue_enefg"), QStringLiteral("pue ENEFG")));
    EXPECT_FALSE(matches(of(lines, "pue_enefg"), QStringLiteral("pue wait")));
}

TEST_F(Tables, TheBillAddsUpToItsTotal) {
    RunFacts other = facts;
    other.bill.insert(other.bill.begin(), {"surcharge", "MWh", "", 1, 2, 2});
    const auto steps = bill_steps(facts, &other);
    double a = 0, b = 0;
    for (const BillStep& step : steps)
        if (!step.is_total) {
            a += step.a.value_or(0);
            b += step.b.value_or(0);
        }
    EXPECT_NEAR(a, *steps.back().a, 1e-9);
    // 0.41 + 0.675 + 0.225 + 0.225 - 0.01 + 0.27 EUR
    EXPECT_NEAR(a, 1.795, 1e-9);
    EXPECT_NEAR(b, 3.795, 1e-9);  // with the surcharge of B alone
    EXPECT_TRUE(steps.back().is_total);
    EXPECT_EQ(steps[steps.size() - 2].item.toStdString(), "Surcharge");
}

TEST_F(Tables, WriteNumbersAndQuoteTexts) {
    CellTable table({QStringLiteral("Item, in words"), QStringLiteral("A [W]")}, ThemeName::light);
    table.set_rows({{words(QStringLiteral("a \"b\"")), amount(QStringLiteral("2.5 kW"), 2500)},
                    {words(QStringLiteral("c")), amount(QStringLiteral("-"), std::nullopt)}});
    QBuffer out;
    out.open(QIODevice::WriteOnly);
    write_table_csv(table, out);
    EXPECT_EQ(out.buffer().toStdString(), "\"Item, in words\",A [W]\n\"a \"\"b\"\"\",2500\nc,\n");
}

}  // namespace
}  // namespace twin
