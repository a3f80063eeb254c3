// The jobs of a run as rectangles of nodes and time. A pixel shows the job that holds its middle,
// so that shares of colour are shares of node-hours however far one looks from; a job thinner than
// a pixel shows faintly where nothing else is. Runs in any thread.
#pragma once

#include <QImage>
#include <QRectF>
#include <vector>

#include "gui/look/theme.h"
#include "gui/run/job_store.h"

namespace twin {

enum class GanttColor { size_class, job, state, backfilled, wait, gpu_utilisation };

struct GanttFrame {  // what is seen
    double from_s = 0, until_s = 1;
    double first_node = 0, end_node = 1;
    QSizeF size;
    double end_s = 0;  // of the run: of jobs that have not ended
    bool operator==(const GanttFrame&) const = default;

    double x_of(double seconds) const {
        return (seconds - from_s) / (until_s - from_s) * size.width();
    }
    double y_of(double node) const {
        return (node - first_node) / (end_node - first_node) * size.height();
    }
    double seconds_at(double x) const { return from_s + x / size.width() * (until_s - from_s); }
    double node_at(double y) const {
        return first_node + y / size.height() * (end_node - first_node);
    }
    QRectF rect_of(const JobStore& jobs, JobRow row, const NodeRange& span) const;
};

// A colour a job, by tables: it is asked for every job of every picture.
class GanttPalette {
  public:
    GanttPalette(const Theme& theme, GanttColor by, std::vector<NodeCount> class_minima,
                 double longest_wait_s);
    QRgb color_of(const JobStore& jobs, JobRow row) const;
    GanttColor by() const { return by_; }
    // 0 to 1 for 0 to the longest wait; logarithmic, as waits are.
    static double share_of_wait(double wait_s, double longest_s);

  private:
    GanttColor by_;
    std::vector<NodeCount> class_minima_;
    double longest_wait_s_;
    std::vector<QRgb> categories_, states_, ramp_;
    QRgb backfilled_, in_order_;
};

struct GanttBox {  // large enough for a sign
    QRectF rect;
    JobRow row;
};

struct GanttRaster {
    GanttFrame frame;
    QImage image;  // transparent where no job is
    std::vector<GanttBox> boxes;
    std::size_t spans = 0;  // visible ones
};

GanttRaster paint_gantt(const JobStore& jobs, const GanttFrame& frame, const GanttPalette& palette,
                        double pixel_ratio);

// Calls take(rect, row) for every visible rectangle.
template <class Take>
void for_each_span(const JobStore& jobs, const GanttFrame& frame, Take&& take) {
    for (JobRow row = 0; row < jobs.size(); ++row) {
        if (!(jobs.start_s[row] < frame.until_s) || !(jobs.end_s[row] > frame.from_s))
            continue;
        for (const NodeRange& span : jobs.spans_of(row))
            if (span.first < frame.end_node && span.first + span.count > frame.first_node)
                take(span, row);
    }
}

}  // namespace twin
