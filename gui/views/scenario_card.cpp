#include "gui/views/scenario_card.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "gui/views/study_picture.h"

namespace twin {
namespace {

constexpr int picture_height = 104;
constexpr int edge = 1;
constexpr double corner = 8;

}  // namespace

ScenarioCard::ScenarioCard(ScenarioBrief brief, const Theme& theme)
    : brief_(std::move(brief)),
      theme_(theme),
      title_(new QLabel(brief_.title)),
      sentence_(new QLabel),
      time_(new QLabel),
      run_(new QPushButton(tr("Run"))) {
    const bool readable = brief_.problem.isEmpty();
    sentence_->setText(readable ? brief_.sentence : tr("Cannot be read: %1").arg(brief_.problem));
    time_->setText(
        tr("%1 · %2").arg(length_in_words(brief_.horizon_s), expected_run_time(brief_.horizon_s)));
    time_->setToolTip(tr("What it simulates, and how long that takes here."));
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    setAccessibleName(brief_.title);
    setAccessibleDescription(tr("%1. %2 %3. Enter opens it, Ctrl+Enter runs it.")
                                 .arg(name_of(brief_.study), sentence_->text(), time_->text()));
    setToolTip(brief_.file);
    QFont strong = title_->font();
    strong.setBold(true);
    strong.setPointSizeF(strong.pointSizeF() * 1.12);
    title_->setFont(strong);
    for (QLabel* const label : {title_, sentence_, time_}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    }
    time_->setAlignment(Qt::AlignLeft | Qt::AlignVCenter);

    auto* const open = new QPushButton(tr("Open"));
    open->setAccessibleName(tr("Open %1").arg(brief_.title));
    run_->setAccessibleName(tr("Run %1").arg(brief_.title));
    run_->setEnabled(readable);
    for (QPushButton* const button : {open, run_})
        button->setCursor(Qt::ArrowCursor);
    connect(open, &QPushButton::clicked, this, [this] { emit open_wanted(brief_.file); });
    connect(run_, &QPushButton::clicked, this, [this] { emit run_wanted(brief_.file); });

    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(14, picture_height + 12, 14, 12);
    column->setSpacing(5);
    column->addWidget(title_);
    column->addWidget(sentence_);
    column->addStretch(1);
    column->addWidget(time_);
    auto* const foot = new QHBoxLayout;
    foot->setSpacing(6);
    foot->addStretch(1);
    foot->addWidget(open);
    foot->addWidget(run_);
    column->addLayout(foot);
    set_theme(theme);
}

void ScenarioCard::set_theme(const Theme& theme) {
    theme_ = theme;
    const auto ink = [&](QWidget* widget, Tone tone) {
        QPalette palette = theme.palette();
        palette.setColor(QPalette::WindowText, theme.color(tone));
        widget->setPalette(palette);
    };
    ink(title_, Tone::text);
    ink(sentence_, brief_.problem.isEmpty() ? Tone::text : Tone::bad);
    ink(time_, Tone::muted);
    QPalette primary = theme.palette();
    primary.setColor(QPalette::Button, theme.color(Tone::accent));
    primary.setColor(QPalette::ButtonText, theme.color(Tone::on_accent));
    run_->setPalette(primary);
    update();
}

bool ScenarioCard::event(QEvent* happened) {
    if (happened->type() == QEvent::HoverEnter || happened->type() == QEvent::HoverLeave)
        update();
    return QWidget::event(happened);
}

void ScenarioCard::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool marked = hasFocus();
    const double line = marked ? 2 : 1;
    const QRectF frame = QRectF(rect()).adjusted(line / 2, line / 2, -line / 2, -line / 2);
    painter.setPen(QPen(theme_.color(marked || underMouse() ? Tone::accent : Tone::line), line));
    painter.setBrush(theme_.color(Tone::surface));
    painter.drawRoundedRect(frame, corner, corner);

    const QRectF picture(2 * edge, 2 * edge, width() - 4 * edge, picture_height);
    paint_study(painter, picture, brief_, theme_);
    // The kind of study, as a word on the picture.
    QFont font = painter.font();
    font.setPointSizeF(font.pointSizeF() * 0.9);
    painter.setFont(font);
    const QString kind = name_of(brief_.study);
    const QFontMetricsF metrics(font);
    const QRectF chip(picture.left() + 10, picture.top() + 9, metrics.horizontalAdvance(kind) + 16,
                      metrics.height() + 5);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme_.color(Tone::surface));
    painter.drawRoundedRect(chip, chip.height() / 2, chip.height() / 2);
    painter.setPen(theme_.color(Tone::text));
    painter.drawText(chip, Qt::AlignCenter, kind);
}

void ScenarioCard::keyPressEvent(QKeyEvent* pressed) {
    switch (pressed->key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (!pressed->modifiers().testFlag(Qt::ControlModifier))
                emit open_wanted(brief_.file);
            else if (run_->isEnabled())
                emit run_wanted(brief_.file);
            return;
        case Qt::Key_Left:
            emit neighbour_wanted(-1, 0);
            return;
        case Qt::Key_Right:
            emit neighbour_wanted(1, 0);
            return;
        case Qt::Key_Up:
            emit neighbour_wanted(0, -1);
            return;
        case Qt::Key_Down:
            emit neighbour_wanted(0, 1);
            return;
        default:
            QWidget::keyPressEvent(pressed);
    }
}

void ScenarioCard::mouseReleaseEvent(QMouseEvent* released) {
    if (released->button() == Qt::LeftButton && rect().contains(released->pos()))
        emit open_wanted(brief_.file);
}

}  // namespace twin
