#include "gui/views/gantt_raster.h"

#include <gtest/gtest.h>

#include "tests/gui/made_jobs.h"

namespace twin {
namespace {

// 10 s on 10 pixels, 4 nodes on 4.
const GanttFrame frame{0, 10, 0, 4, {10, 4}, 10};

GanttRaster painted(const JobStore& jobs) {
    return paint_gantt(jobs, frame, GanttPalette(Theme(ThemeName::light), GanttColor::job, {1}, 0),
                       1);
}

TEST(GanttRaster, PaintsThePixelsWhoseMiddlesAreHeld) {
    // From 1.6 to 4.4 s: the middles at 2.5 and 3.5; nodes 1 and 2.
    const QImage image = painted(made_jobs({{0, 1.6, 4.4, {{1, 2}}}})).image;
    const QRgb color = Theme(ThemeName::light).category(0).rgb();
    for (int y = 0; y < 4; ++y)
        for (int x = 0; x < 10; ++x)
            EXPECT_EQ(image.pixel(x, y), (x == 2 || x == 3) && (y == 1 || y == 2) ? color : QRgb(0))
                << x << ' ' << y;
}

TEST(GanttRaster, ShowsThinJobsFaintlyWhereNothingElseIs) {
    // 7.1 to 7.3 s holds no middle; from 2 to 4 s another job holds the same node.
    const QImage image =
        painted(made_jobs({{0, 2, 4, {{0, 1}}}, {0, 7.1, 7.3, {{0, 1}}}, {0, 2.1, 2.2, {{0, 1}}}}))
            .image;
    EXPECT_EQ(qAlpha(image.pixel(7, 0)), 0x78);
    EXPECT_EQ(qAlpha(image.pixel(7, 1)), 0);
    EXPECT_EQ(image.pixel(2, 0), Theme(ThemeName::light).category(0).rgb());
}

TEST(GanttRaster, EndsJobsThatRunOnWithTheRun) {
    const GanttRaster raster = painted(made_jobs({{0, 8, JobStore::never, {{0, 4}}}}));
    EXPECT_EQ(qAlpha(raster.image.pixel(9, 3)), 255);
    EXPECT_EQ(raster.spans, 1U);
}

TEST(GanttRaster, LeavesOutWhatHasNotStarted) {
    const GanttRaster raster = painted(made_jobs({{0, JobStore::never, JobStore::never, {}}}));
    EXPECT_EQ(raster.spans, 0U);
}

}  // namespace
}  // namespace twin
