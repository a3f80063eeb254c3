// A picture of every view in light and dark, written for people to look at, and not blank.
#include <QApplication>
#include <QDir>
#include <QTemporaryDir>
#include <QTest>
#include <gtest/gtest.h>
#include <unordered_map>

#include "gui/main_window.h"
#include "gui/run/stop_points.h"
#include "gui/scenario_menu.h"
#include "gui/views/views.h"
#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

struct Painted {
    int colors = 0;
    double share = 0;  // of the area that has another colour than the most frequent one
};

Painted look_at(const QImage& picture) {
    std::unordered_map<QRgb, int> counts;
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x)
            ++counts[picture.pixel(x, y)];
    int most = 0;
    for (const auto& [color, count] : counts)
        most = std::max(most, count);
    return {int(counts.size()), 1 - double(most) / (picture.width() * picture.height())};
}

TEST(Screenshots, OfEveryViewAreNotBlank) {
    const QDir folder(QStringLiteral(TWIN_SCREENSHOTS));
    ASSERT_TRUE(QDir().mkpath(folder.path()));
    const QTemporaryDir runs;
    TemporaryFile file("gui-screenshots");
    write_network_run(file);
    const auto path = QString::fromStdString(file.path().string());
    MainWindow window(ThemeName::light, runs.path());
    window.remember_no_runs();
    window.resize(1280, 800);
    window.show();
    window.workspace().open_a(path);
    window.workspace().open_b(path);
    window.scenario_menu().open(QStringLiteral("scenarios/smoke/rack-loss.toml"));
    const auto settle = [&window] {
        QApplication::processEvents();  // a theme comes with the next layout
        ASSERT_TRUE(QTest::qWaitFor(
            [&window] {
                return window.workspace().is_settled() && window.current_view()->is_ready() &&
                       !window.workspace().document().is_checking();
            },
            10000));
    };
    settle();
    window.workspace().time().set_play_head(8300);  // three wait
    for (const ThemeName theme : {ThemeName::light, ThemeName::dark}) {
        window.workspace().set_theme(theme);
        for (const ViewRow& row : view_table()) {
            const QString name = QString::fromLatin1(row.name);
            window.show_view(name);
            settle();
            const QImage picture = window.current_view()->grab().toImage();
            const Painted seen = look_at(picture);
            // Words alone have some dozens: the shades of their edges. A sentence in an empty frame
            // covers far less.
            EXPECT_GT(seen.colors, 24) << row.name;
            EXPECT_GT(seen.share, 0.02) << row.name;
            const QString to = QStringLiteral("%1-%2.png")
                                   .arg(name, theme == ThemeName::light ? QStringLiteral("light")
                                                                        : QStringLiteral("dark"));
            EXPECT_TRUE(picture.save(folder.filePath(to))) << to.toStdString();
        }
    }
    // The whole window, with a stopping point and a message of several lines.
    StopPoints::of(window.workspace()).toggle(4000, 0);
    window.tell(
        QStringLiteral("The run is finished, but not as the scenario expects:\n"
                       "expect.pue: expected 1.05 within 0.01, got 1.09 (measured)"));
    window.show_view(QStringLiteral("series"));
    for (const ThemeName theme : {ThemeName::light, ThemeName::dark}) {
        window.workspace().set_theme(theme);
        settle();
        const QImage picture = window.grab().toImage();
        EXPECT_GT(look_at(picture).colors, 24);
        EXPECT_TRUE(picture.save(folder.filePath(theme == ThemeName::light
                                                     ? QStringLiteral("window-light.png")
                                                     : QStringLiteral("window-dark.png"))));
    }
    QImage blank(100, 100, QImage::Format_RGB32);
    blank.fill(0);
    EXPECT_EQ(look_at(blank).share, 0);
}

}  // namespace
}  // namespace twin
