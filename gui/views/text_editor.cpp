#include "gui/views/text_editor.h"

#include <QContextMenuEvent>
#include <QFontDatabase>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QSyntaxHighlighter>
#include <QTextBlock>
#include <algorithm>
#include <memory>

namespace twin {
namespace {

// Comments, headers, strings.
class TomlColors : public QSyntaxHighlighter {
  public:
    TomlColors(QTextDocument* document, Workspace& workspace)
        : QSyntaxHighlighter(document), workspace_(workspace) {}

  protected:
    void highlightBlock(const QString& line) override {
        const Theme& theme = workspace_.theme();
        const QString content = line.trimmed();
        if (content.startsWith(u'[')) {
            QTextCharFormat header;
            header.setForeground(theme.color(Tone::accent));
            header.setFontWeight(QFont::Bold);
            setFormat(0, int(line.size()), header);
        }
        QChar quote;
        int begin = 0;
        for (int i = 0; i < line.size(); ++i) {
            const QChar c = line[i];
            if (!quote.isNull()) {
                if (c == quote) {
                    setFormat(begin, i - begin + 1, theme.color(Tone::reuse));
                    quote = {};
                }
            } else if (c == u'"' || c == u'\'') {
                quote = c;
                begin = i;
            } else if (c == u'#') {
                setFormat(i, int(line.size()) - i, theme.color(Tone::muted));
                break;
            }
        }
    }

  private:
    Workspace& workspace_;
};

}  // namespace

class LineNumbers : public QWidget {
  public:
    explicit LineNumbers(TextEditor& editor) : QWidget(&editor), editor_(editor) {}

  protected:
    void paintEvent(QPaintEvent* paint) override {
        const Theme& theme = editor_.workspace_.theme();
        QPainter painter(this);
        painter.fillRect(paint->rect(), theme.color(Tone::raised));
        const auto& wrong = editor_.problem_lines_;
        QTextBlock block = editor_.firstVisibleBlock();
        QRectF place = editor_.blockBoundingGeometry(block).translated(editor_.contentOffset());
        while (block.isValid() && place.top() <= paint->rect().bottom()) {
            const int line = block.blockNumber() + 1;
            const bool bad = std::find(wrong.begin(), wrong.end(), line) != wrong.end();
            painter.setPen(theme.color(bad ? Tone::bad : Tone::muted));
            painter.drawText(QRectF(0, place.top(), width() - 6, place.height()), Qt::AlignRight,
                             (bad ? QStringLiteral("! ") : QString()) + QString::number(line));
            block = block.next();
            place = editor_.blockBoundingGeometry(block).translated(editor_.contentOffset());
        }
    }

  private:
    TextEditor& editor_;
};

TextEditor::TextEditor(Workspace& workspace, QWidget* parent)
    : QPlainTextEdit(parent), workspace_(workspace), numbers_(new LineNumbers(*this)) {
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setUndoRedoEnabled(false);
    setTabChangesFocus(true);
    setAccessibleName(tr("Text of the scenario"));
    auto* const colors = new TomlColors(document(), workspace_);
    connect(document(), &QTextDocument::contentsChange, this, &TextEditor::take_edit);
    connect(&workspace_.document(), &ScenarioDocument::text_changed, this,
            &TextEditor::show_document);
    connect(this, &QPlainTextEdit::updateRequest, numbers_, [this](const QRect&, int) {
        setViewportMargins(number_width(), 0, 0, 0);
        numbers_->update();
    });
    connect(&workspace_, &Workspace::theme_changed, colors, &QSyntaxHighlighter::rehighlight);
    show_document();
}

int TextEditor::number_width() const {
    return fontMetrics().horizontalAdvance(QStringLiteral("! 0000")) + 10;
}

void TextEditor::resizeEvent(QResizeEvent* resized) {
    QPlainTextEdit::resizeEvent(resized);
    const QRect inside = contentsRect();
    numbers_->setGeometry(inside.left(), inside.top(), number_width(), inside.height());
}

void TextEditor::keyPressEvent(QKeyEvent* key) {
    // The document undoes, for the form as well.
    if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
        key->ignore();
        return;
    }
    QPlainTextEdit::keyPressEvent(key);
}

void TextEditor::contextMenuEvent(QContextMenuEvent* wanted) {
    const std::unique_ptr<QMenu> menu(createStandardContextMenu());
    menu->exec(wanted->globalPos());
}

void TextEditor::take_edit(int at, int removed, int added) {
    if (quiet_)
        return;
    const QString now = toPlainText();
    // Qt counts the last paragraph's end as a character when all is replaced.
    const QString& before = workspace_.document().text();
    removed = std::min(removed, int(before.size()) - at);
    added = std::min(added, int(now.size()) - at);
    quiet_ = true;
    workspace_.document().replace_text(at, removed, now.mid(at, added));
    quiet_ = false;
}

void TextEditor::show_document() {
    if (quiet_)
        return;
    quiet_ = true;
    const QString& text = workspace_.document().text();
    const QString shown = toPlainText();
    // Only what differs is replaced, so that the place that is looked at stays.
    qsizetype same = 0, tail = 0;
    const qsizetype shorter = std::min(text.size(), shown.size());
    while (same < shorter && text[same] == shown[same])
        ++same;
    while (tail < shorter - same && text[text.size() - 1 - tail] == shown[shown.size() - 1 - tail])
        ++tail;
    QTextCursor cursor(document());
    cursor.setPosition(int(same));
    cursor.setPosition(int(shown.size() - tail), QTextCursor::KeepAnchor);
    cursor.insertText(text.mid(same, text.size() - same - tail));
    if (shown.isEmpty())
        moveCursor(QTextCursor::Start);
    quiet_ = false;
}

void TextEditor::go_to(int line, int column) {
    const QTextBlock block = document()->findBlockByNumber(std::max(line, 1) - 1);
    if (!block.isValid())
        return;
    QTextCursor cursor(block);
    cursor.movePosition(QTextCursor::Right, QTextCursor::MoveAnchor,
                        std::clamp(column - 1, 0, block.length() - 1));
    cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
    setTextCursor(cursor);
    centerCursor();
}

void TextEditor::set_problem_lines(const std::vector<int>& lines) {
    problem_lines_ = lines;
    recolor();
}

void TextEditor::recolor() {
    QList<QTextEdit::ExtraSelection> marks;
    for (const int line : problem_lines_) {
        const QTextBlock block = document()->findBlockByNumber(line - 1);
        if (!block.isValid())
            continue;
        QTextEdit::ExtraSelection mark;
        mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        mark.format.setUnderlineColor(workspace_.theme().color(Tone::bad));
        mark.cursor = QTextCursor(block);
        mark.cursor.select(QTextCursor::LineUnderCursor);
        marks += mark;
    }
    setExtraSelections(marks);
    numbers_->update();
}

}  // namespace twin
