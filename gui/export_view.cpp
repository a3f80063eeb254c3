#include "gui/export_view.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

#include "gui/look/translate.h"

namespace twin {
namespace {

QByteArray as_png(QWidget& widget) {
    constexpr double scale = 2;
    QImage image((QSizeF(widget.size()) * scale).toSize(), QImage::Format_ARGB32);
    image.setDevicePixelRatio(scale);
    image.fill(Qt::transparent);
    widget.render(&image);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

QByteArray as_svg(QWidget& widget, const QString& title) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator svg;
    svg.setOutputDevice(&buffer);
    svg.setSize(widget.size());
    svg.setViewBox(widget.rect());
    svg.setTitle(title);
    QPainter painter(&svg);
    widget.render(&painter);
    painter.end();
    return bytes;
}

QByteArray as_pdf(QWidget& widget, const QString& title) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter pdf(&buffer);
    constexpr int dots_per_inch = 96;
    pdf.setResolution(dots_per_inch);
    pdf.setPageSize(QPageSize(QSizeF(widget.size()) / dots_per_inch, QPageSize::Inch));
    pdf.setPageMargins({});
    pdf.setTitle(title);
    QPainter painter(&pdf);
    widget.render(&painter);
    painter.end();
    return bytes;
}

}  // namespace

QString export_view(View& view, const QString& file) {
    const QString reason = view.nothing_to_show();
    if (!reason.isEmpty())
        return reason;
    QByteArray bytes;
    const QString ending = QFileInfo(file).suffix().toLower();
    if (ending == QLatin1String("png")) {
        bytes = as_png(view.picture());
    } else if (ending == QLatin1String("svg")) {
        bytes = as_svg(view.picture(), view.windowTitle());
    } else if (ending == QLatin1String("pdf")) {
        bytes = as_pdf(view.picture(), view.windowTitle());
    } else if (ending == QLatin1String("csv")) {
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        if (!view.write_csv(buffer))
            return tr("%1 has no figures that a CSV file could hold.").arg(view.windowTitle());
    } else {
        return tr("%1: expected a name that ends in .png, .svg, .pdf or .csv.").arg(file);
    }
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size() || !out.commit())
        return tr("Cannot write %1: %2").arg(file, out.errorString());
    return {};
}

}  // namespace twin
