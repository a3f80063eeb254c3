// Where things lie on the map, what they are coloured, and the table beside it.
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <gmock/gmock.h>

#include "gui/tables/rack_table.h"
#include "gui/views/map_colors.h"
#include "gui/views/map_layout.h"
#include "tests/gui/made_jobs.h"
#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

TEST(MapLayout, FindsEveryNodeWhereItLies) {
    const MapLayout layout(tiny_site(), 2);
    for (NodeIndex node = 0; node < 12; ++node) {
        const Selected found = layout.at(layout.node(node).center());
        EXPECT_EQ(found.kind, Selected::Kind::node);
        EXPECT_EQ(found.index, node);
        EXPECT_TRUE(layout.racks()[std::size_t(node / 4)].contains(layout.node(node)));
    }
    const QRectF rack = layout.racks()[1];
    EXPECT_EQ(layout.at(rack.topLeft() + QPointF(0.1, 0.1)), (Selected{Selected::Kind::rack, 1}));
    const QRectF group = layout.groups()[1];
    EXPECT_EQ(layout.at(group.topLeft() + QPointF(0.1, 0.1)), (Selected{Selected::Kind::group, 1}));
    EXPECT_EQ(layout.at({-5, -5}), Selected{});
}

// Racks of four nodes are 2 x 2: right of node 0 lies 1, below it 2; right of node 1 the next rack.
TEST(MapLayout, ArrowsGoToTheNeighbour) {
    const MapLayout layout(tiny_site(), 2);
    ASSERT_EQ(layout.columns(), 2);
    EXPECT_EQ(layout.beside(0, 1, 0), 1);
    EXPECT_EQ(layout.beside(0, 0, 1), 2);
    EXPECT_EQ(layout.beside(1, 1, 0), 4);
    EXPECT_EQ(layout.beside(6, -1, 0), 3);
    EXPECT_EQ(layout.beside(0, -1, 0), 0);
}

TEST(MapLayout, APoolOfAThousandNodesIsOneSheet) {
    const MapLayout layout(flat_site(1000), 2);
    EXPECT_EQ(layout.columns(), 45);  // the root of 2,000 is 44.7
    EXPECT_EQ(layout.at(layout.node(999).center()).index, 999);
}

TEST(MapColors, SayWhatIsMissing) {
    const TemporaryFile file("gui-map");
    write_tiny_run(file);  // without cooling
    const Machine machine = read_whole_machine(ResultStore(file));
    EXPECT_TRUE(map_color_missing(MapColor::job, machine).isEmpty());
    EXPECT_FALSE(map_color_missing(MapColor::supply, machine).isEmpty());
    for (int i = 0; const MapColorRow& row : map_color_table())
        EXPECT_EQ(int(row.by), i++);
}

TEST(MapColors, AreThoseOfTheNodesState) {
    const TemporaryFile file("gui-map");
    write_energy_run(file);
    const Machine machine = read_whole_machine(ResultStore(file));
    const Theme theme(ThemeName::dark);
    const MachineNow now = machine_at(machine, 1000);  // job 0 on nodes 0-3
    const auto state = map_colors(MapColor::state, machine, now, theme);
    EXPECT_EQ(state[3], theme.color(Tone::busy).rgb());
    EXPECT_EQ(state[4], theme.color(Tone::free).rgb());
    EXPECT_EQ(map_colors(MapColor::job, machine, now, theme)[0], theme.category(0).rgb());
    EXPECT_EQ(map_colors(MapColor::free, machine, now, theme)[4], theme.color(Tone::good).rgb());
    // 300 W of a rack of four nodes; the most that a node ever draws is 500 W.
    EXPECT_DOUBLE_EQ(map_value(MapColor::power, machine, now, 5), 75);
    EXPECT_EQ(map_colors(MapColor::power, machine, now, theme)[5], theme.ramp(0.15).rgb());
    EXPECT_NEAR(map_value(MapColor::free, machine, now, 0), 800 / 3600.0, 1e-12);
}

TEST(RackTable, ShowsTheRacksAtATime) {
    const TemporaryFile file("gui-map");
    write_energy_run(file);
    const Machine machine = read_whole_machine(ResultStore(file));
    RackTable racks;
    const QAbstractItemModelTester tester(&racks,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    MachineNow now = machine_at(machine, 1000);
    racks.show(&machine, &now);
    ASSERT_EQ(racks.rowCount(), 3);
    EXPECT_EQ(racks.value(0, RackTable::busy), 4);
    EXPECT_EQ(racks.value(1, RackTable::busy), 0);
    EXPECT_EQ(racks.value(1, RackTable::power), 300);
    EXPECT_EQ(racks.value(1, RackTable::headroom), 2700);  // of 3 kW
    EXPECT_EQ(racks.data(racks.index(2, RackTable::group)).toString().toStdString(), "group 2");
    EXPECT_EQ(RackTable::heading(RackTable::power).toStdString(), "Power [W]");
    // Another time keeps the rows, so that whoever looks stays where he is.
    const QSignalSpy resets(&racks, &QAbstractItemModel::modelReset);
    now = machine_at(machine, 7700);
    racks.show(&machine, &now);
    EXPECT_EQ(racks.value(1, RackTable::busy), 4);
    EXPECT_EQ(resets.count(), 0);
    racks.show(nullptr, nullptr);
    EXPECT_EQ(racks.rowCount(), 0);
}

}  // namespace
}  // namespace twin
