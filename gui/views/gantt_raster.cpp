#include "gui/views/gantt_raster.h"

#include <algorithm>
#include <cmath>

namespace twin {
namespace {

constexpr int ramp_steps = 256;
constexpr double least_box = 9;  // pixels
constexpr std::size_t most_boxes = 4000;

// Columns lie one after the other: most rectangles are narrow and high.
class ColumnImage {
  public:
    ColumnImage(int width, int height)
        : width_(width), height_(height), pixels_(std::size_t(width) * std::size_t(height), 0) {}

    void fill(int left, int right, int top, int bottom, QRgb color) {
        for (int x = left; x < right; ++x) {
            const auto column = pixels_.begin() + std::ptrdiff_t(x) * height_;
            std::fill(column + top, column + bottom, color);
        }
    }
    void fill_empty(int x, int top, int bottom, QRgb color) {
        const auto column = pixels_.begin() + std::ptrdiff_t(x) * height_;
        for (auto pixel = column + top; pixel != column + bottom; ++pixel)
            if (*pixel == 0)
                *pixel = color;
    }
    QImage turned() const {
        QImage image(width_, height_, QImage::Format_ARGB32_Premultiplied);
        constexpr int block = 32;
        for (int y0 = 0; y0 < height_; y0 += block)
            for (int x0 = 0; x0 < width_; x0 += block)
                for (int y = y0; y < std::min(y0 + block, height_); ++y) {
                    auto* const line = reinterpret_cast<QRgb*>(image.scanLine(y));
                    for (int x = x0; x < std::min(x0 + block, width_); ++x)
                        line[x] = pixels_[std::size_t(x) * std::size_t(height_) + std::size_t(y)];
                }
        return image;
    }

  private:
    int width_, height_;
    std::vector<QRgb> pixels_;
};

struct Pixels {
    int first, end;  // of those whose middles lie within
    bool thin;       // none did: the one that is touched
};

Pixels pixels_of(double from, double until, int count) {
    const auto within = [count](double pixel) {
        return int(std::clamp(pixel, 0.0, double(count)));
    };
    Pixels pixels{within(std::ceil(from - 0.5)), within(std::ceil(until - 0.5)), false};
    if (pixels.first == pixels.end) {
        pixels.thin = true;
        pixels.first = std::min(within(std::floor(from)), count - 1);
        pixels.end = pixels.first + 1;
    } else if (pixels.end - pixels.first >= 5) {
        --pixels.end;  // neighbours stay apart
    }
    return pixels;
}

// The same for ranges of nodes, from a table: there are far more of them than nodes.
class NodePixels {
  public:
    NodePixels(const GanttFrame& frame, int count) : lowest_(int(std::floor(frame.first_node))) {
        const double scale = count / (frame.end_node - frame.first_node);
        for (int node = lowest_; node <= int(std::ceil(frame.end_node)); ++node) {
            const double at = (node - frame.first_node) * scale;
            middles_.push_back(int(std::clamp(std::ceil(at - 0.5), 0.0, double(count))));
            touched_.push_back(int(std::clamp(std::floor(at), 0.0, double(count - 1))));
        }
    }

    Pixels of(const NodeRange& nodes) const {
        const std::size_t from = place(nodes.first), until = place(nodes.end());
        Pixels pixels{middles_[from], middles_[until], false};
        if (pixels.first == pixels.end) {
            pixels.thin = true;
            pixels.first = touched_[from];
            pixels.end = pixels.first + 1;
        } else if (pixels.end - pixels.first >= 5) {
            --pixels.end;
        }
        return pixels;
    }

  private:
    std::size_t place(NodeIndex node) const {
        return std::size_t(std::clamp(node - lowest_, 0, int(middles_.size()) - 1));
    }

    int lowest_;
    std::vector<int> middles_, touched_;  // of a node's upper edge
};

}  // namespace

QRectF GanttFrame::rect_of(const JobStore& jobs, JobRow row, const NodeRange& span) const {
    const double left = x_of(jobs.start_s[row]), top = y_of(span.first);
    return {left, top, x_of(std::min(jobs.end_s[row], end_s)) - left,
            y_of(span.first + span.count) - top};
}

GanttPalette::GanttPalette(const Theme& theme, GanttColor by, std::vector<NodeCount> class_minima,
                           double longest_wait_s)
    : by_(by),
      class_minima_(std::move(class_minima)),
      longest_wait_s_(longest_wait_s),
      backfilled_(theme.category(1).rgb()),
      in_order_(theme.color(Tone::busy).rgb()) {
    for (int i = 0; i < 10; ++i)
        categories_.push_back(theme.category(i).rgb());
    for (const Tone tone : {Tone::free, Tone::accent, Tone::busy, Tone::warning, Tone::bad})
        states_.push_back(theme.color(tone).rgb());
    for (int i = 0; i < ramp_steps; ++i)
        ramp_.push_back(theme.ramp(double(i) / (ramp_steps - 1)).rgb());
}

double GanttPalette::share_of_wait(double wait_s, double longest_s) {
    return longest_s > 0 ? std::log1p(wait_s / 60) / std::log1p(longest_s / 60) : 0;
}

QRgb GanttPalette::color_of(const JobStore& jobs, JobRow row) const {
    const auto on_ramp = [this](double share) {
        return ramp_[std::size_t(std::clamp(share, 0.0, 1.0) * (ramp_steps - 1))];
    };
    switch (by_) {
        case GanttColor::size_class: {
            const auto above =
                std::upper_bound(class_minima_.begin(), class_minima_.end(), jobs.nodes[row]);
            const auto number = std::max<std::ptrdiff_t>(above - class_minima_.begin() - 1, 0);
            return categories_[std::size_t(number) % categories_.size()];
        }
        case GanttColor::job:
            return categories_[std::size_t(jobs.idx[row]) % categories_.size()];
        case GanttColor::state:
            return states_[std::size_t(jobs.state[row])];
        case GanttColor::backfilled:
            return jobs.backfilled[row] ? backfilled_ : in_order_;
        case GanttColor::wait:
            return on_ramp(share_of_wait(jobs.waited_s(row, JobStore::never), longest_wait_s_));
        case GanttColor::gpu_utilisation:
            break;
    }
    return on_ramp(double(jobs.gpu_utilisation[row]));
}

GanttRaster paint_gantt(const JobStore& jobs, const GanttFrame& frame, const GanttPalette& palette,
                        double pixel_ratio) {
    GanttRaster raster;
    raster.frame = frame;
    const int width = std::max(int(std::lround(frame.size.width() * pixel_ratio)), 1);
    const int height = std::max(int(std::lround(frame.size.height() * pixel_ratio)), 1);
    ColumnImage columns(width, height);
    GanttFrame scaled = frame;
    scaled.size = QSizeF(width, height);
    const double x_scale = width / (frame.until_s - frame.from_s);
    const double y_scale = height / (frame.end_node - frame.first_node);
    const NodePixels node_pixels(frame, height);
    JobRow last = JobRow(-1);
    QRgb color = 0, faint = 0;
    Pixels x{};
    double wide = 0;
    for_each_span(jobs, frame, [&](const NodeRange& span, JobRow row) {
        ++raster.spans;
        if (row != last) {
            last = row;
            color = palette.color_of(jobs, row);
            faint = qPremultiply((color & RGB_MASK) | 0x78000000);
            const double end = std::min(jobs.end_s[row], frame.end_s);
            wide = (end - jobs.start_s[row]) * x_scale;
            x = pixels_of((jobs.start_s[row] - frame.from_s) * x_scale,
                          (end - frame.from_s) * x_scale, width);
        }
        const Pixels y = node_pixels.of(span);
        if (x.thin || y.thin) {
            for (int column = x.first; column < x.end; ++column)
                columns.fill_empty(column, y.first, y.end, faint);
            return;
        }
        columns.fill(x.first, x.end, y.first, y.end, color);
        if (wide >= least_box * pixel_ratio && span.count * y_scale >= least_box * pixel_ratio &&
            raster.boxes.size() < most_boxes)
            raster.boxes.push_back({frame.rect_of(jobs, row, span), row});
    });
    // Paler: their work was done again, or from the last checkpoint on.
    for (const JobStore::Attempt& lost : jobs.lost) {
        if (!jobs.is_earlier(lost) || !(lost.start_s < frame.until_s) ||
            !(lost.lost_s > frame.from_s))
            continue;
        const QRgb pale = qPremultiply((palette.color_of(jobs, lost.row) & RGB_MASK) | 0x78000000);
        const Pixels when = pixels_of((lost.start_s - frame.from_s) * x_scale,
                                      (lost.lost_s - frame.from_s) * x_scale, width);
        for (const NodeRange& span : jobs.spans_of(lost))
            if (span.first < frame.end_node && span.end() > frame.first_node) {
                const Pixels y = node_pixels.of(span);
                for (int column = when.first; column < when.end; ++column)
                    columns.fill_empty(column, y.first, y.end, pale);
                ++raster.spans;
            }
    }
    raster.image = columns.turned();
    raster.image.setDevicePixelRatio(pixel_ratio);
    return raster;
}

}  // namespace twin
