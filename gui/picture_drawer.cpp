#include "gui/picture_drawer.h"

#include <QSvgRenderer>
#include <QTextFormat>
#include <algorithm>

namespace twin {

// Its address is "picture:7".
const SvgPicture& PictureDrawer::picture_of(const QTextFormat& format) const {
    const QString name = format.toImageFormat().name();
    return pictures_.at(name.mid(name.indexOf(u':') + 1).toUInt());
}

QSizeF PictureDrawer::intrinsicSize(QTextDocument*, int, const QTextFormat& format) {
    const SvgPicture& picture = picture_of(format);
    const QSizeF wanted = QSizeF(picture.width, picture.height) * scale_;
    return wanted * std::min(1.0, widest_ / wanted.width());
}

void PictureDrawer::drawObject(QPainter* painter, const QRectF& place, QTextDocument*, int,
                               const QTextFormat& format) {
    QSvgRenderer(QByteArray::fromStdString(picture_of(format).text)).render(painter, place);
}

}  // namespace twin
