#include "gui/look/icons.h"

#include <QPainter>
#include <QPainterPath>
#include <QPixmap>

namespace twin {
namespace {

// In a square of 24.
void triangle(QPainterPath& path, double x, double width, bool forward) {
    const double tip = forward ? x + width : x, back = forward ? x : x + width;
    path.moveTo(back, 5);
    path.lineTo(tip, 12);
    path.lineTo(back, 19);
    path.closeSubpath();
}

QPainterPath path_of(Icon icon) {
    QPainterPath path;
    switch (icon) {
        case Icon::to_start:
            path.addRect(4, 5, 3, 14);
            triangle(path, 8, 11, false);
            break;
        case Icon::step_back:
            triangle(path, 4, 10, false);
            path.addRect(16, 5, 3, 14);
            break;
        case Icon::step:
            path.addRect(5, 5, 3, 14);
            triangle(path, 10, 10, true);
            break;
        case Icon::play:
            triangle(path, 7, 12, true);
            break;
        case Icon::fast:
            triangle(path, 3, 9, true);
            triangle(path, 12, 9, true);
            break;
        case Icon::to_end:
            triangle(path, 5, 11, true);
            path.addRect(17, 5, 3, 14);
            break;
        case Icon::stop:
            path.addRect(6, 6, 12, 12);
            break;
    }
    return path;
}

QPixmap drawn(const QPainterPath& path, const QColor& color) {
    constexpr int size = 64;
    QPixmap pixmap(size, size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(size / 24.0, size / 24.0);
    painter.fillPath(path, color);
    return pixmap;
}

}  // namespace

QIcon icon_of(Icon icon, const Theme& theme) {
    const QPainterPath path = path_of(icon);
    QIcon result(drawn(path, theme.color(Tone::text)));
    result.addPixmap(drawn(path, theme.color(Tone::line)), QIcon::Disabled);
    return result;
}

}  // namespace twin
