#include "gui/report_pdf.h"

#include <QAbstractTextDocumentLayout>
#include <QBuffer>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QTextBlock>
#include <QTextDocument>
#include <cmath>

#include "gui/look/theme.h"
#include "gui/picture_drawer.h"

namespace twin {
namespace {

constexpr int dots_per_inch = 600;
constexpr double dots_per_pixel = dots_per_inch / 96.0;
constexpr double margin_mm = 16;

int page_at(const QTextDocument& document, double y) {
    return int(std::floor(y / document.pageSize().height()));
}

// A heading at the foot of a page goes on the next one, with what follows: a picture, or some
// lines.
void keep_headings_with_what_follows(QTextDocument& document, double some_lines) {
    const auto* const layout = document.documentLayout();
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        if (block.blockFormat().headingLevel() == 0 || !block.next().isValid())
            continue;
        const QRectF own = layout->blockBoundingRect(block);
        const QRectF next = layout->blockBoundingRect(block.next());
        const double needed = std::max(next.bottom(), own.bottom() + some_lines);
        if (page_at(document, own.top()) == page_at(document, needed))
            continue;
        QTextBlockFormat format = block.blockFormat();
        format.setPageBreakPolicy(QTextFormat::PageBreak_AlwaysBefore);
        QTextCursor(block).setBlockFormat(format);
        // Laid out anew as a whole: what Qt lays out again of the rest is not all drawn.
        const QSizeF page = document.pageSize();
        document.setPageSize(page * 0.9);
        document.setPageSize(page);
    }
}

}  // namespace

QByteArray report_pdf(const Report& report) {
    const PlainHtml page = plain_html(report);
    const QString title = QString::fromStdString(report.title);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter pdf(&buffer);
    pdf.setResolution(dots_per_inch);
    pdf.setPageSize(QPageSize(QPageSize::A4));
    pdf.setPageMargins(QMarginsF(margin_mm, margin_mm, margin_mm, margin_mm),
                       QPageLayout::Millimeter);
    pdf.setTitle(title);
    pdf.setCreator(QStringLiteral("AI Factory Twin"));

    const QRectF paper(0, 0, pdf.width(), pdf.height());
    const double line = 22 * dots_per_pixel;  // of the title above and of the number below
    const QRectF body = paper.adjusted(0, line, 0, -line);
    PictureDrawer drawer(page.pictures, dots_per_pixel, body.width());
    QTextDocument document;
    document.setUndoRedoEnabled(false);
    document.setDocumentMargin(0);
    document.documentLayout()->setPaintDevice(&pdf);
    document.documentLayout()->registerHandler(QTextFormat::ImageObject, &drawer);
    document.setHtml(QString::fromStdString(page.text));
    document.setPageSize(body.size());
    keep_headings_with_what_follows(document, 70 * dots_per_pixel);

    const Theme paper_theme(ThemeName::light);
    QPainter painter(&pdf);
    QFont small(document.defaultFont());
    small.setPointSizeF(8);
    const QFontMetricsF metrics(small, &pdf);
    const int pages = document.pageCount();
    for (int number = 0; number < pages; ++number) {
        if (number > 0)
            pdf.newPage();
        painter.save();
        painter.setFont(small);
        painter.setPen(paper_theme.color(Tone::muted));
        if (number > 0)
            painter.drawText(paper, Qt::AlignTop | Qt::AlignLeft,
                             metrics.elidedText(title, Qt::ElideRight, paper.width()));
        painter.drawText(paper, Qt::AlignBottom | Qt::AlignRight,
                         QStringLiteral("%1 / %2").arg(number + 1).arg(pages));
        painter.restore();
        painter.save();
        painter.translate(body.left(), body.top() - number * body.height());
        QAbstractTextDocumentLayout::PaintContext context;
        context.clip = QRectF(0, number * body.height(), body.width(), body.height());
        context.palette = paper_theme.palette();
        painter.setClipRect(context.clip);
        document.documentLayout()->draw(&painter, context);
        painter.restore();
    }
    painter.end();
    return bytes;
}

}  // namespace twin
