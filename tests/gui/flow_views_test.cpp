#include <QBuffer>
#include <QSignalSpy>
#include <QTest>
#include <gtest/gtest.h>

#include "gui/views/bill_view.h"
#include "gui/views/compare_view.h"
#include "gui/views/kpi_view.h"
#include "gui/views/sankey_view.h"
#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

struct FlowViews : testing::Test {
    TemporaryFile file{"views.sqlite"};
    Workspace workspace{ThemeName::light};

    void open(bool both = false) {
        write_energy_run(file);
        const auto path = QString::fromStdString(file.path().string());
        workspace.open_a(path);
        if (both)
            workspace.open_b(path);
        settle();
    }
    void settle() {
        ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.is_settled(); }, 10000));
    }
    static QString csv_of(const View& view) {
        QBuffer out;
        out.open(QIODevice::WriteOnly);
        EXPECT_TRUE(view.write_csv(out));
        return QString::fromUtf8(out.buffer());
    }
};

TEST_F(FlowViews, SayWhatIsMissing) {
    SankeyView sankey(workspace);
    KpiView kpis(workspace);
    BillView bill(workspace);
    CompareView compare(workspace);
    for (const View* view : {static_cast<View*>(&sankey), static_cast<View*>(&kpis),
                             static_cast<View*>(&bill), static_cast<View*>(&compare)})
        EXPECT_TRUE(view->nothing_to_show().startsWith(QStringLiteral("No run is open")));
    open();
    EXPECT_TRUE(sankey.nothing_to_show().isEmpty());
    EXPECT_TRUE(kpis.nothing_to_show().isEmpty());
    EXPECT_TRUE(bill.nothing_to_show().isEmpty());
    EXPECT_TRUE(compare.nothing_to_show().startsWith(QStringLiteral("There is no run B")));
}

TEST_F(FlowViews, SankeyMovesWithThePlayHead) {
    SankeyView view(workspace);
    view.resize(1280, 700);
    view.show();
    open();
    workspace.time().set_play_head(2.5 * 3600);  // 5 kW of IT, 0.35 kW of photovoltaics
    EXPECT_NEAR(view.canvas().flow().total, 5750, 0.1);
    EXPECT_TRUE(view.canvas().balance().startsWith(QStringLiteral("5.4 kW from the grid")));
    view.canvas().set_mean(true);
    // 13 x 1.15 kWh drawn by the site, 0.2 charged, 0.2 fed in; in 5 h
    EXPECT_NEAR(view.canvas().flow().total, 3070, 0.1);
    view.canvas().set_unit(FlowUnit::power);
    QTest::keyClick(&view.canvas(), Qt::Key_Home);
    const QSignalSpy chosen(&view.canvas(), &SankeyCanvas::node_chosen);
    QTest::keyClick(&view.canvas(), Qt::Key_Right);
    ASSERT_EQ(chosen.count(), 1);
    EXPECT_TRUE(chosen[0][0].toString().startsWith(QStringLiteral("Transformers")));
    EXPECT_TRUE(csv_of(view).startsWith(QStringLiteral("From,To,A [W]")));
}

TEST_F(FlowViews, BillGoesToThePeak) {
    BillView view(workspace);
    open();
    view.go_to_peak();
    EXPECT_DOUBLE_EQ(workspace.time().play_head(), 7200);  // 5.4 kW in the third hour
    EXPECT_TRUE(csv_of(view).contains(QStringLiteral("power.cap")));
}

TEST_F(FlowViews, CompareReadsBothFiles) {
    CompareView view(workspace);
    KpiView kpis(workspace);
    open(true);
    EXPECT_TRUE(view.nothing_to_show().isEmpty());
    EXPECT_TRUE(csv_of(view).contains(QStringLiteral("same")));
    kpis.search(QStringLiteral("pue enefg"));
    EXPECT_EQ(csv_of(kpis).count(u'\n'), 2);  // the headings and one KPI
}

}  // namespace
}  // namespace twin
