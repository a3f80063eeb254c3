#include "gui/lesson/rich_text.h"

#include <QFontDatabase>
#include <QTextBlock>
#include <QTextDocument>
#include <cmath>

namespace twin {

RichText::RichText(const Theme& theme) : theme_(theme) {
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setOpenExternalLinks(true);
    document()->setDocumentMargin(0);
    document()->setIndentWidth(16);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    set_theme(theme);
}

void RichText::set_text(const QString& markdown) {
    if (markdown == markdown_)
        return;
    markdown_ = markdown;
    lay_out();
}

void RichText::set_theme(const Theme& theme) {
    theme_ = theme;
    QPalette palette = theme.palette();
    palette.setColor(QPalette::Base, theme.color(Tone::window));
    palette.setColor(QPalette::Text, theme.color(Tone::text));
    setPalette(palette);
    lay_out();
}

void RichText::lay_out() {
    setMarkdown(markdown_);
    setAccessibleName(plain_text(markdown_));
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    fixed.setPointSizeF(font().pointSizeF() * 0.92);
    // Formulas: lines that may break, since the page is narrow, on a ground of their own.
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        QTextBlockFormat format = block.blockFormat();
        if (block == document()->begin())
            format.setTopMargin(0);
        QTextCursor cursor(block);
        if (!format.hasProperty(QTextFormat::BlockCodeLanguage)) {
            format.setLineHeight(118, QTextBlockFormat::ProportionalHeight);
            cursor.setBlockFormat(format);
            continue;
        }
        format.setNonBreakableLines(false);
        format.setBackground(theme_.color(Tone::surface));
        format.setLeftMargin(6);
        format.setTextIndent(0);
        cursor.setBlockFormat(format);
        cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
        QTextCharFormat letters = block.charFormat();
        letters.setFont(fixed);
        letters.setForeground(theme_.color(Tone::text));
        cursor.setCharFormat(letters);
    }
    fit_height();
}

void RichText::scroll() {
    scrolls_ = true;
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setMinimumHeight(0);
    setMaximumHeight(QWIDGETSIZE_MAX);
}

void RichText::resizeEvent(QResizeEvent* resized) {
    QTextBrowser::resizeEvent(resized);
    fit_height();
}

void RichText::fit_height() {
    if (scrolls_)
        return;
    document()->setTextWidth(viewport()->width());
    const int wanted = int(std::ceil(document()->size().height())) + 2;
    if (wanted != height())
        setFixedHeight(wanted);
}

QString plain_text(const QString& markdown) {
    QTextDocument document;
    document.setMarkdown(markdown);
    return document.toPlainText();
}

}  // namespace twin
