// Series and the plots that a user makes of them.
#include <QApplication>
#include <QBuffer>
#include <QDropEvent>
#include <QMenu>
#include <QMimeData>
#include <QMouseEvent>
#include <QTest>
#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

#include "gui/views/series_list.h"
#include "gui/views/series_plot.h"
#include "gui/views/series_view.h"
#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

using Plots = std::vector<QStringList>;

const QString power = QStringLiteral("it_power"), gpus = QStringLiteral("gpus"),
              busy = QStringLiteral("busy_nodes"), price = QStringLiteral("price");

// it_power and gpus are in W, busy_nodes in nodes.
TEST(SeriesLayout, PutsSeriesOfAUnitTogether) {
    SeriesLayout layout;
    for (const QString& name : {power, busy, gpus, power})
        layout.add(name);
    EXPECT_EQ(layout.plots(), (Plots{{power, gpus}, {busy}}));
    EXPECT_EQ(layout.shown(), (QStringList{power, gpus, busy}));
    EXPECT_TRUE(layout.may_join(gpus, 0));
    EXPECT_FALSE(layout.may_join(busy, 0));
}

TEST(SeriesLayout, MovesSeriesAndPlots) {
    SeriesLayout layout;
    for (const QString& name : {power, busy, gpus})
        layout.add(name);
    layout.put_before(gpus, 2);  // a plot of its own at the end
    EXPECT_EQ(layout.plots(), (Plots{{power}, {busy}, {gpus}}));
    layout.put_into(power, 2);  // its plot goes, the others move up
    EXPECT_EQ(layout.plots(), (Plots{{busy}, {gpus, power}}));
    layout.move_in_plot(power, -1);
    EXPECT_EQ(layout.plots(), (Plots{{busy}, {power, gpus}}));
    layout.move_in_plot(power, -1);  // it is the first
    layout.move_plot(0, 1);
    EXPECT_EQ(layout.plots(), (Plots{{power, gpus}, {busy}}));
    layout.put_into(gpus, 1);  // another unit: a plot behind that one
    EXPECT_EQ(layout.plots(), (Plots{{power}, {busy}, {gpus}}));
    layout.put_before(gpus, 0);
    layout.remove(power);
    EXPECT_EQ(layout.plots(), (Plots{{gpus}, {busy}}));
    EXPECT_EQ(layout.plot_of(power), -1);
}

class TinySeries : public testing::Test {
  protected:
    TinySeries() {
        write_energy_run(file_);
        view_.resize(1000, 800);
        view_.show();
        workspace_.open_a(QString::fromStdString(file_.path().string()));
        EXPECT_TRUE(QTest::qWaitFor([this] { return workspace_.is_settled(); }));
    }
    SeriesList& list() { return *view_.findChild<SeriesList*>(); }
    std::vector<SeriesPlot*> plots() {
        QApplication::processEvents();  // they appear with the next layout
        std::vector<SeriesPlot*> shown;
        for (SeriesPlot* const plot : view_.findChildren<SeriesPlot*>())
            if (plot->isVisible())
                shown.push_back(plot);
        return shown;
    }
    void choose(const QString& name) {
        for (int row = 0; row < list().count(); ++row)
            if (list().name_of(*list().item(row)) == name)
                list().setCurrentRow(row);
    }
    static void drop(QWidget& onto, const QString& name, double share_of_height) {
        QMimeData carried;
        carried.setData(QLatin1String(series_mime), name.toLatin1());
        const QPointF place(onto.width() / 2.0, share_of_height * onto.height());
        QDragEnterEvent enter(place.toPoint(), Qt::CopyAction, &carried, Qt::LeftButton, {});
        QApplication::sendEvent(&onto, &enter);
        EXPECT_TRUE(enter.isAccepted());
        QDropEvent dropped(place, Qt::CopyAction, &carried, Qt::LeftButton, {});
        QApplication::sendEvent(&onto, &dropped);
    }
    const Plots& layout() { return view_.layout_of_plots().plots(); }

    TemporaryFile file_{"gui-series"};
    Workspace workspace_{ThemeName::light};
    SeriesView view_{workspace_};
    const QString jobs_ = QStringLiteral("waiting_jobs");
};

TEST_F(TinySeries, IsDroppedIntoAPlotOrBetweenTwo) {
    ASSERT_EQ(layout(), (Plots{{power}, {busy}, {jobs_}, {price}}));
    ASSERT_EQ(plots().size(), 4U);
    drop(*plots()[0], gpus, 0.5);
    EXPECT_EQ(layout(), (Plots{{power, gpus}, {busy}, {jobs_}, {price}}));
    drop(*plots()[0], gpus, 0.9);
    EXPECT_EQ(layout(), (Plots{{power}, {gpus}, {busy}, {jobs_}, {price}}));
    drop(*plots()[0], price, 0.1);
    EXPECT_EQ(layout(), (Plots{{price}, {power}, {gpus}, {busy}, {jobs_}}));
    drop(*plots()[0], jobs_, 0.5);  // its unit is another one
    EXPECT_EQ(layout(), (Plots{{price}, {jobs_}, {power}, {gpus}, {busy}}));
    drop(*list().viewport(), jobs_, 0.5);  // back into the list
    EXPECT_EQ(layout(), (Plots{{price}, {power}, {gpus}, {busy}}));
    drop(view_.picture(), jobs_, 1);
    EXPECT_EQ(layout().back(), QStringList{jobs_});
    ASSERT_TRUE(QTest::qWaitFor([this] { return workspace_.is_settled(); }));
    EXPECT_EQ(plots().size(), 5U);
}

// What is read of a run while the two change places stays that run's.
TEST_F(TinySeries, IsOfItsRunAfterTheRunsChangePlaces) {
    TemporaryFile other("gui-series-b");
    write_energy_run(other);
    {
        SQLite::Database db(other.path().string(), SQLite::OPEN_READWRITE);
        db.exec("UPDATE series_site SET it_power_w = 77");
    }
    workspace_.open_b(QString::fromStdString(other.path().string()));
    ASSERT_TRUE(QTest::qWaitFor([this] { return workspace_.facts_b() != nullptr; }));
    workspace_.swap_runs();  // the answers of the first questions are on their way
    ASSERT_TRUE(QTest::qWaitFor([this] { return workspace_.is_settled(); }));
    QBuffer written;
    written.open(QIODevice::WriteOnly);
    view_.write_csv(written);
    for (const QByteArray& line : written.data().split('\n')) {
        if (line.startsWith("A,")) {
            EXPECT_EQ(line.split(',')[2], "77") << line.toStdString();
        }
        if (line.startsWith("B,")) {
            EXPECT_NE(line.split(',')[2], "77") << line.toStdString();
        }
    }
}

TEST_F(TinySeries, IsPutTogetherByKeys) {
    choose(gpus);
    QTest::keyClick(&list(), Qt::Key_Space);
    EXPECT_EQ(layout()[0], (QStringList{power, gpus}));
    QTest::keyClick(&list(), Qt::Key_Down, Qt::ControlModifier);
    EXPECT_EQ(layout()[1], (QStringList{power, gpus}));
    QTest::keyClick(&list(), Qt::Key_Up, Qt::ControlModifier);
    EXPECT_EQ(layout()[0], (QStringList{power, gpus}));
    QTest::keyClick(&list(), Qt::Key_Delete);
    EXPECT_EQ(layout()[0], QStringList{power});
    // The menu of the list names the plots; those of another unit cannot be had.
    QMenu menu;
    view_.fill_series_menu(menu, gpus);
    ASSERT_EQ(menu.actions().size(), 5);
    EXPECT_EQ(menu.actions()[0]->text(), QStringLiteral("Put into plot &1: IT power"));
    EXPECT_TRUE(menu.actions()[0]->isEnabled());
    EXPECT_FALSE(menu.actions()[1]->isEnabled());
    menu.actions()[4]->trigger();
    EXPECT_EQ(layout().back(), QStringList{gpus});
    QMenu shown;
    view_.fill_series_menu(shown, gpus);
    shown.actions().back()->trigger();
    EXPECT_EQ(view_.layout_of_plots().plot_of(gpus), -1);
}

// The words of a series in a plot can be held and dragged; they do not move the play head.
TEST_F(TinySeries, IsHeldByItsWords) {
    SeriesPlot& plot = *plots()[0];
    plot.replot();
    workspace_.time().set_play_head(100);
    const auto send = [&plot](QEvent::Type type, QPointF place, Qt::MouseButton button) {
        QMouseEvent mouse(type, place, plot.mapToGlobal(place), button, button, {});
        QApplication::sendEvent(&plot, &mouse);
    };
    const QPointF words = plot.legend->item(0)->outerRect().center();
    send(QEvent::MouseMove, words, Qt::NoButton);
    EXPECT_EQ(plot.cursor().shape(), Qt::OpenHandCursor);
    send(QEvent::MouseButtonPress, words, Qt::LeftButton);
    send(QEvent::MouseButtonRelease, words, Qt::LeftButton);
    EXPECT_EQ(workspace_.time().play_head(), 100);
    const QPointF line = plot.axisRect()->rect().center();
    send(QEvent::MouseMove, line, Qt::NoButton);
    EXPECT_EQ(plot.cursor().shape(), Qt::ArrowCursor);
    send(QEvent::MouseButtonPress, line, Qt::LeftButton);
    EXPECT_GT(workspace_.time().play_head(), 1000);
}

// Columns stand as the plots do.
TEST_F(TinySeries, WritesWhatIsShownInItsOrder) {
    drop(*plots()[3], gpus, 0.9);
    ASSERT_TRUE(QTest::qWaitFor([this] { return workspace_.is_settled(); }));
    QBuffer out;
    out.open(QIODevice::WriteOnly);
    ASSERT_TRUE(view_.write_csv(out));
    EXPECT_TRUE(
        out.data().startsWith("run,start_s,it_power [W],busy_nodes [nodes],"
                              "waiting_jobs [jobs],price [EUR/MWh],gpus [W]\n"))
        << out.data().left(120).toStdString();
}

TEST_F(TinySeries, SaysWhatARunDoesNotRecord) {
    TemporaryFile flat("gui-series-flat");
    write_tiny_run(flat);  // without power by parts, plant and prices
    workspace_.open_a(QString::fromStdString(flat.path().string()));
    ASSERT_TRUE(QTest::qWaitFor([this] { return workspace_.is_settled(); }));
    choose(QStringLiteral("cost"));
    EXPECT_FALSE(list().currentItem()->flags() & Qt::ItemIsEnabled);
    EXPECT_EQ(list().currentItem()->toolTip(),
              QStringLiteral("This run does not record Cost by the hour."));
    EXPECT_EQ(plots().size(), 3U);  // no price
}

}  // namespace
}  // namespace twin
