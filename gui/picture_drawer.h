// Draws the pictures of a report where a text document would look for an image: as vectors.
#pragma once

#include <QObject>
#include <QTextObjectInterface>
#include <vector>

#include "sim/results/svg_picture.h"

namespace twin {

class PictureDrawer : public QObject, public QTextObjectInterface {
    Q_OBJECT
    Q_INTERFACES(QTextObjectInterface)

  public:
    // `scale` is dots of the paper a pixel of a picture; none is wider than `widest` dots.
    PictureDrawer(const std::vector<SvgPicture>& pictures, double scale, double widest)
        : pictures_(pictures), scale_(scale), widest_(widest) {}

    QSizeF intrinsicSize(QTextDocument* document, int position, const QTextFormat& format) override;
    void drawObject(QPainter* painter, const QRectF& place, QTextDocument* document, int position,
                    const QTextFormat& format) override;

  private:
    const SvgPicture& picture_of(const QTextFormat& format) const;

    const std::vector<SvgPicture>& pictures_;
    double scale_, widest_;
};

}  // namespace twin
