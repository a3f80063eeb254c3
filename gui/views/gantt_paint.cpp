// What a Gantt chart looks like; what it does is in gantt_canvas.cpp.
#include <QCoreApplication>
#include <QPaintEngine>
#include <cmath>

#include "gui/look/figures.h"
#include "gui/look/result_texts.h"
#include "gui/views/gantt_canvas.h"

namespace twin {
namespace {

constexpr int most_labels = 600;
constexpr std::size_t most_vectors = 20'000;  // of rectangles in a drawing

QColor with_alpha(QColor color, int alpha) {
    color.setAlpha(alpha);
    return color;
}

Qt::BrushStyle hatch_of(JobState state) {  // beside its colour
    switch (state) {
        case JobState::running:
            return Qt::VerPattern;
        case JobState::killed_at_limit:
            return Qt::FDiagPattern;
        case JobState::failed:
            return Qt::DiagCrossPattern;
        case JobState::waiting:
        case JobState::completed:
            break;
    }
    return Qt::NoBrush;
}

bool is_drawing(const QPainter& painter) {  // of lines, not of pixels
    const auto type = painter.paintEngine()->type();
    return type == QPaintEngine::SVG || type == QPaintEngine::Pdf;
}

}  // namespace

void GanttCanvas::paint_ground(QPainter& painter, const GanttFrame& frame) const {
    const Theme& theme = workspace_.theme();
    const double warm_up = frame.x_of(to_seconds(facts()->summary.warm_up));
    if (warm_up > 0) {
        painter.fillRect(QRectF(0, 0, warm_up, frame.size.height()),
                         with_alpha(theme.color(Tone::muted), 38));
        painter.setPen(QPen(theme.color(Tone::muted), 1, Qt::DotLine));
        painter.drawLine(QPointF(warm_up, 0), QPointF(warm_up, frame.size.height()));
    }
    const double end = frame.x_of(frame.end_s);
    if (end < frame.size.width())
        painter.fillRect(QRectF(end, 0, frame.size.width() - end, frame.size.height()),
                         theme.color(Tone::window));
    for (const Outage& outage : facts()->outages.all()) {
        const bool drained = outage.cause == Outage::Cause::drained;
        const double until = std::min(outage.until_s, frame.end_s);
        for (const NodeRange& nodes : outage.nodes) {
            const QRectF where(QPointF(frame.x_of(outage.from_s), frame.y_of(nodes.first)),
                               QPointF(frame.x_of(until), frame.y_of(nodes.end())));
            painter.fillRect(where, with_alpha(theme.color(Tone::out), 40));
            painter.fillRect(where, QBrush(theme.color(Tone::out),
                                           drained ? Qt::Dense6Pattern : Qt::BDiagPattern));
        }
    }
}

void GanttCanvas::paint_jobs(QPainter& painter, const GanttFrame& frame) const {
    if (is_drawing(painter) && raster_.spans <= most_vectors) {
        const GanttPalette colors = palette();
        painter.setPen(Qt::NoPen);
        for_each_span(*jobs_, frame, [&](const NodeRange& span, JobRow row) {
            painter.fillRect(frame.rect_of(*jobs_, row, span),
                             QColor(colors.color_of(*jobs_, row)));
        });
        return;
    }
    if (raster_.image.isNull())
        return;
    if (raster_.frame == frame) {
        painter.drawImage(QPointF(0, 0), raster_.image);
        return;
    }
    // An older picture where its times and nodes are now, until the new one is there.
    const GanttFrame& old = raster_.frame;
    painter.drawImage(QRectF(QPointF(frame.x_of(old.from_s), frame.y_of(old.first_node)),
                             QPointF(frame.x_of(old.until_s), frame.y_of(old.end_node))),
                      raster_.image);
}

// Labels, and signs beside the colours.
void GanttCanvas::paint_signs(QPainter& painter, const GanttFrame& frame) const {
    if (raster_.frame != frame)
        return;
    const Theme& theme = workspace_.theme();
    const GanttPalette colors = palette();
    const QFontMetrics metrics = painter.fontMetrics();
    const QRectF seen(QPointF(0, 0), frame.size);
    int labels = 0;
    for (const GanttBox& box : raster_.boxes) {
        const QRectF rect = box.rect & seen;
        if (rect.width() < 8 || rect.height() < 8)
            continue;
        const QColor ink = theme.text_on(QColor(colors.color_of(*jobs_, box.row)));
        const JobState state = jobs_->state[box.row];
        if (by_ == GanttColor::state && state != JobState::completed)
            painter.fillRect(rect.adjusted(0, 0, -1, -1),
                             QBrush(with_alpha(ink, 90), hatch_of(state)));
        if (jobs_->backfilled[box.row] != 0) {
            if (by_ == GanttColor::backfilled)
                painter.fillRect(rect.adjusted(0, 0, -1, -1),
                                 QBrush(with_alpha(ink, 70), Qt::BDiagPattern));
            painter.setPen(Qt::NoPen);
            painter.setBrush(with_alpha(ink, 190));
            const QPointF corner = rect.topLeft();
            const QPointF sign[] = {corner, corner + QPointF(6, 0), corner + QPointF(0, 6)};
            painter.drawPolygon(sign, 3);
        }
        if (rect.height() < metrics.height() || rect.width() < 34 || labels >= most_labels)
            continue;
        const QString label = jobs_->title_of(box.row);
        if (metrics.horizontalAdvance(label) + 12 > rect.width())
            continue;
        ++labels;
        painter.setPen(ink);
        painter.drawText(rect.adjusted(8, 0, -2, 0), Qt::AlignLeft | Qt::AlignVCenter, label);
    }
}

void GanttCanvas::paint_selection(QPainter& painter, const GanttFrame& frame) const {
    const Theme& theme = workspace_.theme();
    const Selected chosen = workspace_.selection().current();
    const auto outline = [&](QRectF rect) {
        if (rect.width() < 4)
            rect.adjust(-2, 0, 2, 0);
        if (rect.height() < 4)
            rect.adjust(0, -2, 0, 2);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.color(Tone::surface), 4));
        painter.drawRect(rect);
        painter.setPen(QPen(theme.color(Tone::text), 2));
        painter.drawRect(rect);
    };
    if (chosen.kind == Selected::Kind::job) {
        const auto row = jobs_->row_of(chosen.index);
        if (!row || !(jobs_->start_s[*row] < JobStore::never))
            return;
        for (const NodeRange& span : jobs_->spans_of(*row))
            outline(frame.rect_of(*jobs_, *row, span));
        return;
    }
    const auto& [racks, groups] = std::tie(facts()->racks, facts()->groups);
    double first = chosen.index, nodes = 1;
    if (chosen.kind == Selected::Kind::nothing)
        return;
    if (chosen.kind != Selected::Kind::node) {
        const auto& places = chosen.kind == Selected::Kind::rack ? racks : groups;
        if (chosen.index < 0 || std::size_t(chosen.index) >= places.size())
            return;
        first = places[std::size_t(chosen.index)].first_node;
        nodes = places[std::size_t(chosen.index)].nodes;
    }
    outline({-4, frame.y_of(first), frame.size.width() + 8,
             frame.y_of(first + nodes) - frame.y_of(first)});
}

void GanttCanvas::paint_nodes_axis(QPainter& painter, const GanttFrame& frame) const {
    const Theme& theme = workspace_.theme();
    const QRectF where = area();
    const int line = painter.fontMetrics().height();
    // The finest kind of place whose names have room; numbers of nodes in a pool without places.
    const auto& racks = facts()->racks;
    const auto& groups = facts()->groups;
    const double pixels = frame.size.height() / (frame.end_node - frame.first_node);
    const bool by_rack = racks.size() > 1 && pixels * racks.front().nodes >= line + 2;
    std::vector<Place> pool;
    if (racks.size() <= 1 && groups.size() <= 1) {
        const double least = 2.0 * line / pixels;
        const double power = std::pow(10, std::floor(std::log10(least)));
        const double round = least <= 2 * power ? 2 : least <= 5 * power ? 5 : 10;
        const int step = std::max(int(round * power), 1);
        for (int node = 0; node < facts()->summary.nodes; node += step) {
            Place& tick = pool.emplace_back();
            tick.name = figure(double(node), "").toStdString();
            tick.first_node = node;
        }
    }
    const auto& places = !pool.empty() ? pool : by_rack ? racks : groups;
    painter.save();
    painter.setClipRect(QRectF(0, where.top() - 8, where.right(), where.height() + 16));
    double free_from = -1e9;
    for (const Place& place : places) {
        const double top = where.top() + frame.y_of(place.first_node);
        const double bottom = where.top() + frame.y_of(place.first_node + place.nodes);
        if (bottom < where.top() || top > where.bottom())
            continue;
        painter.setPen(theme.color(Tone::grid));
        painter.drawLine(QPointF(where.left(), top), QPointF(where.right(), top));
        painter.setPen(theme.color(Tone::line));
        painter.drawLine(QPointF(where.left() - 5, top), QPointF(where.left(), top));
        const double seen_top = std::max(top, where.top());
        const double middle = (seen_top + std::min(bottom, where.bottom())) / 2;
        const double label_top = middle - line / 2.0;
        if (label_top < free_from)
            continue;
        free_from = label_top + line + 1;
        painter.setPen(theme.color(Tone::muted));
        painter.drawText(QRectF(2, label_top, where.left() - 9, line),
                         Qt::AlignRight | Qt::AlignVCenter, result_text(place.name));
    }
    painter.setPen(theme.color(Tone::line));
    painter.drawLine(where.topLeft(), where.bottomLeft());
    painter.restore();
}

void GanttCanvas::paint_legend(QPainter& painter) const {
    const Theme& theme = workspace_.theme();
    const QRectF where = area();
    const int line = painter.fontMetrics().height();
    const double top = (where.top() - line) / 2;
    double x = where.left();
    const auto text = [&](const QString& words, Tone tone) {
        painter.setPen(theme.color(tone));
        const double width = painter.fontMetrics().horizontalAdvance(words);
        painter.drawText(QRectF(x, top, width + 2, line), Qt::AlignLeft | Qt::AlignVCenter, words);
        x += width + 14;
    };
    const auto swatch = [&](const QColor& color, const QString& words,
                            Qt::BrushStyle hatch = Qt::NoBrush) {
        const QRectF box(x, top + 2, line - 4, line - 4);
        painter.fillRect(box, color);
        if (hatch != Qt::NoBrush)
            painter.fillRect(box, QBrush(theme.text_on(color), hatch));
        x += line + 1;
        text(words, Tone::text);
    };
    if (workspace_.b() != nullptr)
        text((run_ == Run::a ? tr("A: %1") : tr("B: %1"))
                 .arg(painter.fontMetrics().elidedText(open_run()->name(), Qt::ElideMiddle, 120)),
             run_ == Run::a ? Tone::run_a : Tone::run_b);
    const auto ramp = [&](const QString& low, const QString& high) {
        text(low, Tone::muted);
        x -= 8;
        for (int i = 0; i < 60; ++i)
            painter.fillRect(QRectF(x + i * 2, top + 2, 2, line - 4), theme.ramp(i / 59.0));
        x += 126;
        text(high, Tone::muted);
    };
    switch (by_) {
        case GanttColor::size_class: {
            int number = 0;
            text(tr("nodes of a job:"), Tone::muted);
            x -= 6;
            for (const JobStore::SizeClass& row : jobs_->size_classes)
                swatch(theme.category(number++), QString::fromStdString(row.name));
            break;
        }
        case GanttColor::job:
            text(tr("a colour for each job, repeating"), Tone::muted);
            break;
        case GanttColor::state:
            swatch(theme.color(Tone::busy), tr("completed"));
            swatch(theme.color(Tone::accent), tr("still runs"), hatch_of(JobState::running));
            swatch(theme.color(Tone::warning), tr("killed at its limit"),
                   hatch_of(JobState::killed_at_limit));
            swatch(theme.color(Tone::bad), tr("failed"), hatch_of(JobState::failed));
            break;
        case GanttColor::backfilled:
            swatch(theme.color(Tone::busy), tr("in its turn"));
            swatch(theme.category(1), tr("backfilled"), Qt::BDiagPattern);
            break;
        case GanttColor::wait:
            ramp(tr("no wait"), span_of_time(longest_wait_s_));
            break;
        case GanttColor::gpu_utilisation:
            ramp(tr("GPUs idle"), tr("GPUs at 100 %"));
            break;
    }
    x += 6;
    if (by_ != GanttColor::backfilled) {
        const QPointF corner(x, top + 4);
        const QPointF sign[] = {corner, corner + QPointF(8, 0), corner + QPointF(0, 8)};
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(Tone::text));
        painter.drawPolygon(sign, 3);
        x += 12;
        text(tr("backfilled"), Tone::muted);
    }
    if (facts()->summary.warm_up > SimDuration{}) {
        painter.fillRect(QRectF(x, top + 2, line - 4, line - 4),
                         with_alpha(theme.color(Tone::muted), 60));
        x += line + 1;
        text(tr("warm-up"), Tone::muted);
    }
    if (!jobs_->lost_spans.empty()) {
        painter.fillRect(QRectF(x, top + 2, line - 4, line - 4),
                         with_alpha(theme.category(0), 120));
        x += line + 1;
        text(tr("paler: lost"), Tone::muted);
    }
    if (!facts()->outages.all().empty()) {
        painter.fillRect(QRectF(x, top + 2, line - 4, line - 4),
                         QBrush(theme.color(Tone::out), Qt::BDiagPattern));
        x += line + 1;
        text(tr("out of service"), Tone::muted);
    }
}

}  // namespace twin
