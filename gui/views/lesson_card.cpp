#include "gui/views/lesson_card.h"

#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace twin {

LessonCard::LessonCard(const LessonBrief& brief, const Theme& theme)
    : brief_(brief),
      theme_(theme),
      title_(new QLabel(brief.title)),
      minutes_(new QLabel),
      summary_(new QLabel) {
    const bool readable = brief.problem.isEmpty();
    summary_->setText(readable ? brief.summary : tr("Cannot be opened: %1").arg(brief.problem));
    minutes_->setText(readable ? tr("Lesson · %1 min").arg(brief.minutes) : tr("Lesson"));
    QFont strong = title_->font();
    strong.setBold(true);
    strong.setPointSizeF(strong.pointSizeF() * 1.08);
    title_->setFont(strong);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(14, 10, 14, 12);
    column->setSpacing(4);
    for (QLabel* const label : {minutes_, title_, summary_}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        label->setAttribute(Qt::WA_TransparentForMouseEvents);
        column->addWidget(label);
    }
    column->addStretch(1);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    setEnabled(readable);
    setToolTip(brief.file);
    setAccessibleName(brief.title);
    setAccessibleDescription(tr("%1. %2 Enter opens it.").arg(minutes_->text(), summary_->text()));
    QSizePolicy grows(QSizePolicy::Preferred, QSizePolicy::Preferred);
    grows.setHeightForWidth(true);
    setSizePolicy(grows);
    connect(this, &QAbstractButton::clicked, this, [this] { emit open_wanted(brief_.file); });
    set_theme(theme);
}

void LessonCard::set_theme(const Theme& theme) {
    theme_ = theme;
    const auto ink = [&](QLabel* label, Tone tone) {
        QPalette palette = theme.palette();
        for (const auto group : {QPalette::Active, QPalette::Inactive, QPalette::Disabled})
            palette.setColor(group, QPalette::WindowText, theme.color(tone));
        label->setPalette(palette);
    };
    ink(title_, Tone::text);
    ink(minutes_, Tone::muted);
    ink(summary_, brief_.problem.isEmpty() ? Tone::text : Tone::bad);
    update();
}

bool LessonCard::event(QEvent* happened) {
    if (happened->type() == QEvent::HoverEnter || happened->type() == QEvent::HoverLeave)
        update();
    return QAbstractButton::event(happened);
}

void LessonCard::paintEvent(QPaintEvent*) {
    constexpr double corner = 8;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double line = hasFocus() ? 2 : 1;
    const bool marked = hasFocus() || (underMouse() && isEnabled());
    painter.setPen(QPen(theme_.color(marked ? Tone::accent : Tone::line), line));
    painter.setBrush(theme_.color(Tone::surface));
    painter.drawRoundedRect(QRectF(rect()).adjusted(line / 2, line / 2, -line / 2, -line / 2),
                            corner, corner);
}

void LessonCard::keyPressEvent(QKeyEvent* pressed) {
    if (pressed->key() == Qt::Key_Return || pressed->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(pressed);
}

}  // namespace twin
