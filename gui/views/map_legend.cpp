#include "gui/views/map_legend.h"

#include <QPainter>

#include "gui/look/figures.h"
#include "gui/views/map_text.h"

namespace twin {
namespace {

constexpr int legend_margin = 8, swatch = 12, ramp_width = 220;

const MapColorRow& row_of(MapColor by) {
    for (const MapColorRow& row : map_color_table())
        if (row.by == by)
            return row;
    return map_color_table().front();
}

}  // namespace

MapLegend::MapLegend(Workspace& workspace, const MapCanvas& canvas, QWidget* parent)
    : QWidget(parent), workspace_(workspace), state_(MachineState::of(workspace)), canvas_(canvas) {
    setAccessibleName(tr("Legend of the map"));
    const auto redraw = [this] {
        tell();
        update();
    };
    connect(&state_, &MachineState::read, this, redraw);
    connect(&state_, &MachineState::moved, this, redraw);
    connect(&canvas_, &MapCanvas::shown_changed, this, redraw);
    connect(&workspace_, &Workspace::theme_changed, this, redraw);
    tell();
}

QSize MapLegend::sizeHint() const {
    return {600, 2 * fontMetrics().height() + 22};
}

QSize MapLegend::minimumSizeHint() const {
    return {200, sizeHint().height()};
}

void MapLegend::tell() {
    const MachineNow* const now = state_.now(canvas_.run());
    if (now == nullptr)
        return;
    const Machine& machine = *state_.machine(canvas_.run());
    const QString missing = map_color_missing(canvas_.color(), machine);
    setAccessibleDescription(
        describe_all(machine, *now) + u'\n' +
        (missing.isEmpty() ? QCoreApplication::translate("Map", row_of(canvas_.color()).about)
                           : missing));
    setToolTip(describe_unknown(machine, *now));
}

int MapLegend::paint_swatch(QPainter& painter, int x, int y, const QColor& color, bool hatched,
                            const QString& text) const {
    const QFontMetrics metrics = painter.fontMetrics();
    const QRect box(x, y + (metrics.height() - swatch) / 2, swatch, swatch);
    painter.fillRect(box, color);
    painter.setBrush(Qt::NoBrush);
    if (hatched) {
        painter.setPen(QPen(workspace_.theme().color(Tone::out), 1));
        painter.drawLine(box.topLeft(), box.bottomRight());
        painter.drawLine(box.bottomLeft(), box.topRight());
    }
    painter.setPen(workspace_.theme().color(Tone::line));
    painter.drawRect(box.adjusted(0, 0, -1, -1));
    painter.setPen(workspace_.theme().color(Tone::text));
    const int width = metrics.horizontalAdvance(text);
    painter.drawText(QRect(box.right() + 6, y, width + 2, metrics.height()), Qt::AlignLeft, text);
    return box.right() + 6 + width + 18;
}

int MapLegend::paint_ramp(QPainter& painter, int x, int y, const MapScale& scale) const {
    const Theme& theme = workspace_.theme();
    const QFontMetrics metrics = painter.fontMetrics();
    const auto text = [&](double value) { return figure(value, scale.unit.toStdString()); };
    const auto write = [&](const QString& what) {
        const int width = metrics.horizontalAdvance(what);
        painter.setPen(theme.color(Tone::text));
        painter.drawText(QRect(x, y, width + 2, metrics.height()), Qt::AlignLeft, what);
        x += width + 6;
    };
    write(text(scale.least));
    const bool soon_is_bright = canvas_.color() == MapColor::free;
    const QRect box(x, y + (metrics.height() - swatch) / 2, ramp_width, swatch);
    for (int i = 0; i < ramp_width; ++i) {
        const double share = double(i) / (ramp_width - 1);
        painter.fillRect(QRect(box.left() + i, box.top(), 1, swatch),
                         theme.ramp(soon_is_bright ? 1 - share : share));
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(theme.color(Tone::line));
    painter.drawRect(box.adjusted(0, 0, -1, -1));
    x = box.right() + 7;
    write(soon_is_bright ? tr("%1 or later").arg(text(scale.most)) : text(scale.most));
    return x + 12;
}

void MapLegend::paintEvent(QPaintEvent*) {
    const Theme& theme = workspace_.theme();
    QPainter painter(this);
    painter.fillRect(rect(), theme.color(Tone::window));
    const MachineNow* const now = state_.now(canvas_.run());
    if (now == nullptr)
        return;
    const Machine& machine = *state_.machine(canvas_.run());
    const RunFacts* const facts =
        canvas_.run() == MachineState::Which::a ? workspace_.facts_a() : workspace_.facts_b();
    const QFontMetrics metrics = painter.fontMetrics();
    int x = legend_margin, y = 7;
    const MapColorRow& row = row_of(canvas_.color());
    QFont bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(theme.color(Tone::text));
    const QString title = QCoreApplication::translate("Map", row.title);
    painter.drawText(QRect(x, y, width() - x, metrics.height()), Qt::AlignLeft, title);
    x += painter.fontMetrics().horizontalAdvance(title) + 16;
    painter.setFont(font());

    const QString missing = map_color_missing(row.by, machine);
    const MapScale scale = map_scale(row.by, machine);
    if (!missing.isEmpty()) {
        painter.setPen(theme.color(Tone::text));
        painter.drawText(QRect(x, y, width() - x - legend_margin, metrics.height()), Qt::AlignLeft,
                         metrics.elidedText(missing, Qt::ElideRight, width() - x - legend_margin));
    } else {
        const bool of_nodes = row.by == MapColor::job || row.by == MapColor::state ||
                              row.by == MapColor::utilisation || row.by == MapColor::free;
        if (!scale.is_empty())
            x = paint_ramp(painter, x, y, scale);
        if (row.by == MapColor::job) {
            for (int i = 0; i < 10; ++i)
                painter.fillRect(
                    QRect(x + i * swatch, y + (metrics.height() - swatch) / 2, swatch - 1, swatch),
                    theme.category(i));
            x += 10 * swatch + 6;
            painter.setPen(theme.color(Tone::text));
            const QString each = tr("a colour each job");
            painter.drawText(QRect(x, y, width(), metrics.height()), Qt::AlignLeft, each);
            x += metrics.horizontalAdvance(each) + 18;
        }
        if (row.by == MapColor::state)
            x = paint_swatch(painter, x, y, theme.color(Tone::busy), false, tr("busy"));
        if (of_nodes)
            x = paint_swatch(painter, x, y,
                             theme.color(row.by == MapColor::free ? Tone::good : Tone::free), false,
                             tr("free"));
        paint_swatch(painter, x, y, theme.color(Tone::surface), true, tr("out of service"));
    }
    y += metrics.height() + 7;
    QString line = describe_all(machine, *now);
    if (facts != nullptr)
        line = moment(facts->summary.start, now->at_s) + QStringLiteral("  ·  ") + line;
    painter.setPen(theme.color(Tone::muted));
    painter.drawText(QRect(legend_margin, y, width() - 2 * legend_margin, metrics.height()),
                     Qt::AlignLeft, line);
    const QString unknown = describe_unknown(machine, *now);
    if (unknown.isEmpty())
        return;
    const int left = legend_margin + metrics.horizontalAdvance(line) + 18;
    painter.setPen(theme.color(Tone::warning));
    const QString shown = metrics.elidedText(QStringLiteral("⚠ ") + unknown, Qt::ElideRight,
                                             width() - left - legend_margin);
    painter.drawText(QRect(left, y, width() - left - legend_margin, metrics.height()),
                     Qt::AlignLeft, shown);
}

}  // namespace twin
