#include "gui/lesson/lesson_panel.h"

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "gui/lesson/lesson_pages.h"
#include "gui/lesson/rich_text.h"
#include "gui/workspace.h"

namespace twin {

LessonPanel::LessonPanel(Workspace& workspace)
    : workspace_(workspace),
      session_(workspace.lesson()),
      title_(new QLabel),
      step_title_(new QLabel),
      reason_(new QLabel),
      stack_(new QStackedWidget),
      back_(new QPushButton(tr("‹ Back"))),
      on_(new QPushButton(tr("Next ›"))),
      teacher_(new QPushButton(tr("Teacher's notes"))) {
    setMinimumWidth(360);
    for (QLabel* const label : {title_, step_title_, reason_}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    QFont strong = title_->font();
    strong.setBold(true);
    strong.setPointSizeF(strong.pointSizeF() * 1.15);
    title_->setFont(strong);

    auto* const steps = new QHBoxLayout;
    steps->setSpacing(4);
    for (int step = 0; step < lesson_steps; ++step) {
        auto* const button = new QToolButton;
        button->setText(QString::number(step + 1));
        button->setCheckable(true);
        button->setAutoRaise(false);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setMinimumSize(30, 28);
        connect(button, &QToolButton::clicked, this, [this, step] { go_to(step); });
        steps->addWidget(button);
        steps_[std::size_t(step)] = button;
    }
    steps->addStretch(1);
    auto* const foot = new QHBoxLayout;
    foot->addWidget(back_);
    foot->addWidget(teacher_);
    foot->addStretch(1);
    foot->addWidget(on_);
    back_->setToolTip(tr("The step before (Alt+Left)"));
    on_->setToolTip(tr("The next step (Alt+Right)"));
    connect(back_, &QPushButton::clicked, this, &LessonPanel::go_back);
    connect(on_, &QPushButton::clicked, this, &LessonPanel::go_on);
    connect(teacher_, &QPushButton::clicked, this, &LessonPanel::show_teacher_notes);

    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 8, 0, 8);
    column->setSpacing(6);
    const auto inset = [column](auto* what) {
        auto* const box = new QVBoxLayout;
        box->setContentsMargins(14, 0, 14, 0);
        if constexpr (std::is_base_of_v<QWidget, std::remove_pointer_t<decltype(what)>>)
            box->addWidget(what);
        else
            box->addLayout(what);
        column->addLayout(box);
    };
    inset(title_);
    inset(steps);
    inset(step_title_);
    column->addWidget(stack_, 1);
    inset(reason_);
    inset(foot);
    connect(&session_, &LessonSession::opened, this, &LessonPanel::make_pages);
    connect(&session_, &LessonSession::changed, this, &LessonPanel::refresh);
    connect(&workspace_, &Workspace::theme_changed, this, &LessonPanel::apply_theme);
    apply_theme();
}

void LessonPanel::make_pages() {
    const Theme& theme = workspace_.theme();
    const QString student = next_page_ == nullptr ? QString() : next_page_->student().text();
    while (stack_->count() > 0) {
        QWidget* const old = stack_->widget(0);
        stack_->removeWidget(old);
        old->deleteLater();
    }
    next_page_ = new NextPage(session_, theme);
    next_page_->student().setText(student);
    connect(next_page_, &NextPage::sheet_wanted, this, &LessonPanel::sheet_wanted);
    connect(next_page_, &NextPage::scenario_wanted, this, &LessonPanel::scenario_wanted);
    pages_ = {new StoryPage(session_, theme),
              new SetupPage(session_, theme),
              new PredictPage(session_, theme),
              new RevealPage(session_, theme),
              new ExplainPage(session_, theme),
              new QuizPage(session_, theme),
              next_page_};
    for (LessonPage* const page : pages_) {
        auto* const scroll = new QScrollArea;
        scroll->setFrameShape(QFrame::NoFrame);
        scroll->setWidgetResizable(true);
        scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        scroll->setWidget(page);
        scroll->setFocusPolicy(Qt::NoFocus);
        stack_->addWidget(scroll);
    }
    shown_step_ = -1;
}

void LessonPanel::refresh() {
    if (!session_.is_open() || pages_.empty())
        return;
    const int step = int(session_.step());
    title_->setText(session_.text(session_.lesson().title));
    step_title_->setText(
        tr("Step %1 of %2: %3").arg(step + 1).arg(lesson_steps).arg(title_of(session_.step())));
    for (int i = 0; i < lesson_steps; ++i) {
        QToolButton* const button = steps_[std::size_t(i)];
        const QString why_not = session_.why_not(LessonStep(i));
        const QString title = title_of(LessonStep(i));
        button->setChecked(i == step);
        QPalette palette = workspace_.theme().palette();
        if (i == step) {
            palette.setColor(QPalette::Button, workspace_.theme().color(Tone::accent));
            palette.setColor(QPalette::ButtonText, workspace_.theme().color(Tone::on_accent));
        }
        button->setPalette(palette);
        button->setEnabled(why_not.isEmpty());
        button->setToolTip(why_not.isEmpty() ? title : title + QStringLiteral(": ") + why_not);
        button->setAccessibleName(tr("Step %1: %2").arg(i + 1).arg(title));
    }
    pages_[std::size_t(step)]->refresh();
    const QString why_not =
        step + 1 < lesson_steps ? session_.why_not(LessonStep(step + 1)) : QString();
    back_->setEnabled(step > 0);
    on_->setEnabled(step + 1 < lesson_steps && why_not.isEmpty());
    on_->setAccessibleDescription(why_not);
    reason_->setText(why_not);
    reason_->setVisible(!why_not.isEmpty() && session_.why_not_run().isEmpty());
    if (shown_step_ == step)
        return;
    const bool had_focus = isAncestorOf(focusWidget());
    shown_step_ = step;
    stack_->setCurrentIndex(step);
    auto* const scroll = qobject_cast<QScrollArea*>(stack_->currentWidget());
    scroll->verticalScrollBar()->setValue(0);
    if (had_focus || isVisible())
        take_keyboard();
}

void LessonPanel::take_keyboard() {
    if (pages_.empty() || shown_step_ < 0)
        return;
    QWidget* const field = pages_[std::size_t(shown_step_)]->first_field();
    (field != nullptr && field->isEnabled() ? field : on_->isEnabled() ? on_ : back_)->setFocus();
}

void LessonPanel::go_to(int step) {
    session_.go_to(LessonStep(step));
    refresh();  // the buttons, where nothing has changed
}

void LessonPanel::go_back() {
    if (session_.is_open() && session_.step() != LessonStep::story)
        go_to(int(session_.step()) - 1);
}

void LessonPanel::go_on() {
    if (session_.is_open() && session_.step() != LessonStep::next)
        go_to(int(session_.step()) + 1);
}

void LessonPanel::show_teacher_notes() {
    if (!session_.is_open())
        return;
    auto* const dialog = new QDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("teacher"));
    dialog->setWindowTitle(tr("Teacher's notes: %1").arg(session_.text(session_.lesson().title)));
    auto* const text = new RichText(workspace_.theme());
    text->set_text(session_.text(session_.lesson().teacher));
    text->scroll();
    auto* const close = new QPushButton(tr("Close"));
    connect(close, &QPushButton::clicked, dialog, &QDialog::close);
    auto* const column = new QVBoxLayout(dialog);
    column->setContentsMargins(18, 16, 18, 12);
    column->addWidget(text, 1);
    column->addWidget(close, 0, Qt::AlignRight);
    dialog->resize(640, 620);
    dialog->show();
}

void LessonPanel::apply_theme() {
    const Theme& theme = workspace_.theme();
    QPalette muted = theme.palette();
    muted.setColor(QPalette::WindowText, theme.color(Tone::muted));
    step_title_->setPalette(muted);
    reason_->setPalette(muted);
    for (LessonPage* const page : pages_)
        page->set_theme(theme);
    refresh();
}

}  // namespace twin
