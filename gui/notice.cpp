#include "gui/notice.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QToolButton>
#include <algorithm>

namespace twin {

Notice::Notice(Workspace& workspace, QWidget* parent)
    : QFrame(parent), workspace_(workspace), text_(new QPlainTextEdit) {
    setFrameShape(QFrame::StyledPanel);
    text_->setReadOnly(true);
    text_->setFrameShape(QFrame::NoFrame);
    text_->setTabChangesFocus(true);
    text_->setAccessibleName(tr("What is to be told"));
    auto* const close = new QToolButton;
    close->setText(QStringLiteral("×"));
    close->setToolTip(tr("Close this message"));
    close->setAccessibleName(close->toolTip());
    close->setFocusPolicy(Qt::StrongFocus);
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(8, 2, 4, 2);
    row->addWidget(text_, 1);
    row->addWidget(close, 0, Qt::AlignTop);
    connect(&workspace_, &Workspace::theme_changed, this, &Notice::apply_theme);
    apply_theme();
    hide();
}

void Notice::apply_theme() {
    QPalette colors = workspace_.theme().palette();
    colors.setColor(QPalette::Base, workspace_.theme().color(Tone::raised));
    text_->setPalette(colors);
}

void Notice::tell(const QString& sentences) {
    constexpr int most_lines = 6;  // then it scrolls
    text_->setPlainText(sentences);
    const int lines = std::clamp(int(sentences.count(u'\n')) + 1, 1, most_lines);
    text_->setFixedHeight(lines * text_->fontMetrics().lineSpacing() + 20);
    show();
}

QString Notice::text() const {
    return text_->toPlainText();
}

}  // namespace twin
