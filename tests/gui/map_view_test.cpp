// The map as a page: keys, clicks, the run's answer, what is written.
#include "gui/views/map_view.h"

#include <QBuffer>
#include <QComboBox>
#include <QSignalSpy>
#include <QTest>
#include <gmock/gmock.h>

#include "gui/views/map_canvas.h"
#include "gui/views/map_legend.h"
#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

class TinyMap : public testing::Test {
  protected:
    TinyMap() {
        write_energy_run(file_);
        view_.resize(900, 600);
        view_.show();
        workspace_.open_a(QString::fromStdString(file_.path().string()));
        EXPECT_TRUE(QTest::qWaitFor([this] { return view_.is_ready(); }));
        workspace_.time().set_play_head(1000);  // job 0 on nodes 0-3 in rack 1
    }
    Selected chosen() { return workspace_.selection().current(); }

    TemporaryFile file_{"gui-map-view"};
    Workspace workspace_{ThemeName::dark};
    MapView view_{workspace_};
};

TEST(MapView, SaysThatNoRunIsOpen) {
    Workspace workspace(ThemeName::light);
    const MapView view(workspace);
    EXPECT_THAT(view.nothing_to_show().toStdString(), testing::StartsWith("No run is open."));
}

TEST_F(TinyMap, KeysChooseANodeThenItsJob) {
    EXPECT_TRUE(view_.nothing_to_show().isEmpty());
    MapCanvas& canvas = view_.canvas();
    QTest::keyClick(&canvas, Qt::Key_Right);  // nothing is chosen: the first node
    EXPECT_EQ(chosen(), (Selected{Selected::Kind::node, 0}));
    QTest::keyClick(&canvas, Qt::Key_Right);
    EXPECT_EQ(chosen(), (Selected{Selected::Kind::node, 1}));
    EXPECT_THAT(canvas.accessibleDescription().toStdString(), testing::StartsWith("n-01-02\n"));
    QTest::keyClick(&canvas, Qt::Key_J);
    EXPECT_EQ(chosen(), (Selected{Selected::Kind::job, 0}));
}

// Two racks in two groups, eight nodes: what a lesson's file or another run has chosen may not be
// there. The first node then, as where nothing is chosen.
TEST_F(TinyMap, TakesAChoiceThatTheSiteDoesNotHave) {
    using Kind = Selected::Kind;
    for (const Selected chosen :
         {Selected{Kind::rack, 99'999'999}, Selected{Kind::group, 99'999'999},
          Selected{Kind::node, 99'999'999}, Selected{Kind::rack, -1}}) {
        workspace_.selection().choose(chosen);
        QTest::keyClick(&view_.canvas(), Qt::Key_Return);
        QTest::keyClick(&view_.canvas(), Qt::Key_Right);
        EXPECT_EQ(this->chosen(), (Selected{Kind::node, 0}));
    }
}

// A node that is shown as large as the frame lies in its middle; the second click asks for its job.
TEST_F(TinyMap, ClicksChooseWhatLiesThere) {
    MapCanvas& canvas = view_.canvas();
    canvas.show_place({Selected::Kind::node, 2});
    const QPoint middle = canvas.rect().center();
    QTest::mouseClick(&canvas, Qt::LeftButton, {}, middle);
    EXPECT_EQ(chosen(), (Selected{Selected::Kind::node, 2}));
    QTest::mouseClick(&canvas, Qt::LeftButton, {}, middle);
    EXPECT_EQ(chosen(), (Selected{Selected::Kind::job, 0}));
}

TEST_F(TinyMap, WritesTheTableOfRacks) {
    QBuffer out;
    out.open(QIODevice::WriteOnly);
    ASSERT_TRUE(view_.write_csv(out));
    const auto lines = out.data().split('\n');
    EXPECT_TRUE(lines[0].startsWith("At [s],Rack,Group,Nodes,Busy,Out of service,Power [W]"));
    EXPECT_TRUE(lines[1].startsWith("1000,rack 1,group 1,4,4,0,300,3000,2700,"));
}

TEST_F(TinyMap, SaysThatNoTenantIsRecorded) {
    view_.canvas().set_color(MapColor::tenant);
    auto* const legend = view_.findChild<MapLegend*>();
    ASSERT_NE(legend, nullptr);
    EXPECT_TRUE(legend->accessibleDescription().endsWith(
        QStringLiteral("No tenant is recorded: jobs have no user, account or project here.")));
    auto* const by = view_.findChild<QComboBox*>();
    ASSERT_NE(by, nullptr);
    EXPECT_EQ(by->currentText(), QStringLiteral("Tenant (not recorded)"));
}

TEST_F(TinyMap, PaintsInEveryColour) {
    for (const MapColorRow& row : map_color_table()) {
        view_.canvas().set_color(row.by);
        EXPECT_FALSE(view_.grab().isNull()) << row.name;
    }
}

}  // namespace
}  // namespace twin
