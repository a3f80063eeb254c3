// How a TopologyCanvas looks.
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "gui/look/figures.h"
#include "gui/views/topology_canvas.h"

namespace twin {
namespace {

constexpr double cross_side = 7, plate_gap = 4;  // on the plates of losses

}  // namespace

void TopologyCanvas::paint_link(QPainter& painter, std::size_t link, bool dimmed) const {
    const Theme& theme = workspace_.theme();
    const double load = now_[link].load();
    const bool pointed = place_ == TopologyPlace{TopologyPlace::Kind::link, link};
    if (pointed) {
        painter.setPen(
            QPen(theme.color(Tone::accent), link_width(load) + 5, Qt::SolidLine, Qt::RoundCap));
        painter.drawPath(layout_.links[link]);
    }
    QColor color = load > 0 ? theme.ramp(std::min(load, 1.0)) : theme.color(Tone::grid);
    if (dimmed || load <= 0)
        color.setAlphaF(dimmed ? 0.18F : 0.4F);
    // An edge that shows the bright end of the ramp on every surface.
    constexpr double edged = 0.3;
    if (load > edged && !dimmed && !pointed) {
        painter.setPen(
            QPen(theme.color(Tone::line), link_width(load) + 1.5, Qt::SolidLine, Qt::FlatCap));
        painter.drawPath(layout_.links[link]);
    }
    painter.setPen(QPen(color, link_width(load), Qt::SolidLine, Qt::RoundCap));
    painter.drawPath(layout_.links[link]);
    if (!is_lossy(link))
        return;
    painter.setPen(QPen(theme.color(Tone::bad), few_losses_ ? 2 : 0.5, Qt::DashLine, Qt::FlatCap));
    painter.drawPath(layout_.links[link]);
}

QString TopologyCanvas::plate_text(std::size_t link) const {
    const LinkService& service = now_[link].service;
    return QStringLiteral("%1/%2").arg(service.parts - service.lost).arg(service.parts);
}

// Of a group on its side towards the middle; of a pair on its line, where nothing is yet.
QRectF TopologyCanvas::plate_of(std::size_t index, const std::vector<QRectF>& taken) const {
    const NetworkLink& link = network_->links[index];
    const QFontMetrics metrics = fontMetrics();
    QRectF plate(0, 0, metrics.horizontalAdvance(plate_text(index)) + cross_side + 4 * plate_gap,
                 metrics.height() + 2);
    if (link.kind == NetworkLink::Kind::group) {
        const QPointF middle = layout_.groups[std::size_t(link.a)];
        const QPointF inwards = layout_.middle - middle;
        const double length = std::max(std::hypot(inwards.x(), inwards.y()), 1.0);
        const QPointF way = inwards / length;
        plate.moveCenter(middle +
                         way * (layout_.radius + plate_gap + std::abs(way.x()) * plate.width() / 2 +
                                std::abs(way.y()) * plate.height() / 2));
        return plate;
    }
    for (const double along : {0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74}) {
        plate.moveCenter(layout_.links[index].pointAtPercent(along));
        if (std::none_of(taken.begin(), taken.end(),
                         [&](const QRectF& other) { return other.intersects(plate); }))
            return plate;
    }
    plate.moveCenter(layout_.links[index].pointAtPercent(0.5));
    return plate;
}

// Over all lines and discs: a cross and how much is left.
void TopologyCanvas::paint_losses(QPainter& painter) const {
    if (!few_losses_)
        return;
    const Theme& theme = workspace_.theme();
    std::vector<QRectF> plates;
    for (std::size_t i = 0; i < network_->links.size(); ++i) {
        // Both ways to the storage's group are the same cables.
        const NetworkLink& link = network_->links[i];
        if (!is_lossy(i) || (link.kind == NetworkLink::Kind::pair && link.a > link.b))
            continue;
        const QRectF plate = plate_of(i, plates);
        plates.push_back(plate);
        painter.setPen(QPen(theme.color(Tone::bad), 1));
        painter.setBrush(theme.color(Tone::surface));
        painter.drawRoundedRect(plate, 3, 3);
        QRectF sign(plate.left() + plate_gap, 0, cross_side, cross_side);
        sign.moveCenter({sign.center().x(), plate.center().y()});
        painter.setPen(QPen(theme.color(Tone::bad), 2));
        painter.drawLine(sign.topLeft(), sign.bottomRight());
        painter.drawLine(sign.topRight(), sign.bottomLeft());
        painter.setPen(theme.color(Tone::text));
        painter.drawText(plate.adjusted(cross_side + 2 * plate_gap, 0, -plate_gap, 0),
                         Qt::AlignCenter, plate_text(i));
    }
}

// A disc with the group's number, around it an arc as long as the load of its links is high.
void TopologyCanvas::paint_group(QPainter& painter, int group, NodeCount own,
                                 NodeCount rival) const {
    const Theme& theme = workspace_.theme();
    const QPointF middle = layout_.groups[std::size_t(group)];
    const double r = layout_.radius;
    const double load = now_[std::size_t(group)].load();
    const QRectF box(middle.x() - r, middle.y() - r, 2 * r, 2 * r);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(own > 0 ? Tone::accent : Tone::raised));
    // A square is no group of nodes.
    const bool square = network_->nodes[std::size_t(group)].count == 0;
    const auto outline = [&](const QRectF& around) {
        square ? painter.drawRoundedRect(around, 4, 4) : painter.drawEllipse(around);
    };
    outline(box);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.color(Tone::line), 1));
    outline(box);
    const double ring = std::max(2.0, r / 6);
    painter.setPen(QPen(theme.ramp(std::min(load, 1.0)), ring, Qt::SolidLine, Qt::FlatCap));
    painter.drawArc(box.adjusted(ring / 2, ring / 2, -ring / 2, -ring / 2), 90 * 16,
                    -int(std::lround(360 * 16 * std::min(load, 1.0))));
    if (rival > 0) {
        painter.setPen(QPen(theme.color(Tone::warning), 2, Qt::DashLine));
        painter.drawEllipse(box.adjusted(-4, -4, 4, 4));
    }
    if (place_ == TopologyPlace{TopologyPlace::Kind::group, std::size_t(group)}) {
        painter.setPen(QPen(theme.color(Tone::accent), 2));
        outline(box.adjusted(-3, -3, 3, 3));
    }
    painter.setPen(theme.color(own > 0 ? Tone::on_accent : Tone::text));
    if (r > 9)
        painter.drawText(box, Qt::AlignCenter, QString::number(group + 1));
    const bool storage = group == network_->storage_group;
    if (own <= 0 && rival <= 0 && !storage)
        return;
    // Outside of the ring.
    const QPointF away = middle - layout_.middle;
    const double length = std::max(std::hypot(away.x(), away.y()), 1.0);
    const QPointF label = middle + away / length * (r + 14);
    painter.setPen(theme.color(storage ? Tone::muted : own > 0 ? Tone::text : Tone::warning));
    painter.drawText(QRectF(label.x() - 40, label.y() - 9, 80, 18), Qt::AlignCenter,
                     storage                ? tr("storage")
                     : own > 0 && rival > 0 ? tr("%1 / %2").arg(own).arg(rival)
                                            : QString::number(own > 0 ? own : rival));
}

// Load as colour, in the corner that no group takes.
void TopologyCanvas::paint_scale(QPainter& painter) const {
    const Theme& theme = workspace_.theme();
    const QRectF& scale = layout_.scale;
    const QRectF bar(scale.left(), scale.bottom() - 8, scale.width(), 8);
    QLinearGradient colors(bar.topLeft(), bar.topRight());
    for (const double share : {0.0, 0.25, 0.5, 0.75, 1.0})
        colors.setColorAt(share, theme.ramp(share));
    painter.setPen(QPen(theme.color(Tone::line), 1));
    painter.setBrush(colors);
    painter.drawRect(bar);
    painter.setPen(theme.color(Tone::text));
    const QRectF words(scale.left(), scale.top(), scale.width(), 18);
    painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter, figure_in(0, "%"));
    painter.drawText(words, Qt::AlignCenter, tr("load"));
    painter.drawText(words, Qt::AlignRight | Qt::AlignVCenter, figure_in(100, "%"));
}

void TopologyCanvas::paint_storage(QPainter& painter) const {
    if (layout_.storage.isEmpty())
        return;
    const Theme& theme = workspace_.theme();
    const QRectF& box = layout_.storage;
    painter.setPen(QPen(theme.color(Tone::line), 1));
    painter.setBrush(theme.color(Tone::raised));
    painter.drawRoundedRect(box, 4, 4);
    double top = box.top() + 5;
    for (std::size_t i = 0; i < network_->links.size(); ++i) {
        const NetworkLink& link = network_->links[i];
        if (link.kind != NetworkLink::Kind::storage_read &&
            link.kind != NetworkLink::Kind::storage_write)
            continue;
        const QRectF bar(box.left() + 6, top + 16, box.width() - 12, 4);
        painter.setPen(theme.color(Tone::text));
        painter.drawText(QRectF(box.left() + 6, top - 2, box.width() - 12, 18),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         (link.kind == NetworkLink::Kind::storage_read ? tr("Storage, read %1")
                                                                       : tr("written %1"))
                             .arg(rate_text(now_[i].flow_b_s)));
        painter.fillRect(bar, theme.color(Tone::grid));
        painter.fillRect(QRectF(bar.topLeft(),
                                QSizeF(bar.width() * std::min(now_[i].load(), 1.0), bar.height())),
                         theme.ramp(std::min(now_[i].load(), 1.0)));
        top += 23;
    }
}

void TopologyCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), workspace_.theme().color(Tone::surface));
    if (!network_ || now_.size() != network_->links.size())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    const std::vector<NodeCount> own = nodes_of(chosen_row());
    const std::vector<NodeCount> rival = nodes_of(rival_row());
    const auto holds = [](const std::vector<NodeCount>& held, int group) {
        return held.empty() ? 0 : held[std::size_t(group)];
    };
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < network_->links.size(); ++i)
        if (network_->links[i].kind == NetworkLink::Kind::pair)
            order.push_back(i);
    std::stable_sort(order.begin(), order.end(),
                     [this](std::size_t x, std::size_t y) { return lies_below(x, y); });
    for (const std::size_t i : order) {
        const NetworkLink& link = network_->links[i];
        const bool crossed = own.empty() || (holds(own, link.a) > 0 && holds(own, link.b) > 0);
        paint_link(painter, i, !crossed);
    }
    for (int g = 0; g < network_->groups; ++g)
        paint_group(painter, g, holds(own, g), holds(rival, g));
    paint_losses(painter);
    paint_storage(painter);
    paint_scale(painter);
}

}  // namespace twin
