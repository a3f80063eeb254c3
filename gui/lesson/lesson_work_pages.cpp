// The pages on which the student works: predict and run, look, quiz.
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "gui/lesson/lesson_pages.h"
#include "gui/lesson/question_form.h"
#include "gui/lesson/rich_text.h"

namespace twin {
namespace {

void colour(QLabel& label, const Theme& theme, Tone tone) {
    QPalette palette = theme.palette();
    palette.setColor(QPalette::WindowText, theme.color(tone));
    label.setPalette(palette);
}

void make_primary(QPushButton& button, const Theme& theme) {
    QPalette palette = theme.palette();
    palette.setColor(QPalette::Active, QPalette::Button, theme.color(Tone::accent));
    palette.setColor(QPalette::Inactive, QPalette::Button, theme.color(Tone::accent));
    palette.setColor(QPalette::Active, QPalette::ButtonText, theme.color(Tone::on_accent));
    palette.setColor(QPalette::Inactive, QPalette::ButtonText, theme.color(Tone::on_accent));
    button.setPalette(palette);
}

// The prediction beside what came out, with the lesson's words on it.
QString prediction_text(const LessonSession& session) {
    const Question& question = session.lesson().prediction;
    if (!session.has_run() || !session.prediction())
        return {};
    const auto came = session.what_came_out();
    QString text = QStringLiteral("**%1** %2  \n")
                       .arg(LessonSession::tr("You predicted:"),
                            answer_text(session, question, *session.prediction()));
    if (!came)
        return text + LessonSession::tr("The runs have no figure for it.");
    text += QStringLiteral("**%1** %2\n\n")
                .arg(LessonSession::tr("It came out:"), answer_text(session, question, *came));
    return text + verdict(session, question, *session.prediction());
}

}  // namespace

QString verdict(const LessonSession& session, const Question& question, const Answer& given) {
    const auto wanted = session.right(question);
    if (!wanted)
        return {};
    const bool is_good = is_right(question, given, *wanted);
    const auto& words = is_good ? question.right : question.wrong;
    QString text = words ? session.text(*words) : QString();
    if (!question.is_number()) {
        const Choice& chosen = question.choices[std::get<std::size_t>(given)];
        if (chosen.feedback)
            text = session.text(*chosen.feedback) + QStringLiteral("\n\n") + text;
    }
    return text;
}

PredictPage::PredictPage(LessonSession& session, const Theme& theme)
    : LessonPage(session, theme),
      form_(new QuestionForm(session, session.lesson().prediction, theme)),
      run_(new QPushButton(tr("&Run"))),
      cancel_(new QPushButton(tr("&Cancel"))),
      failure_(new QLabel) {
    add_heading(tr("Predict"));
    column().addWidget(form_);
    run_->setAccessibleName(tr("Run the lesson's runs"));
    auto* const row = new QHBoxLayout;
    row->addWidget(run_);
    row->addWidget(cancel_);
    row->addStretch(1);
    column().addLayout(row);
    why_ = add_note();
    for (const LessonSession::Run& run : session.runs()) {
        Row shown{
            new QLabel(tr("%1: %2").arg(QString::fromStdString(run.name).toUpper(),
                                        session.text(session.lesson().runs.at(run.name).name))),
            new QProgressBar};
        shown.bar->setRange(0, 100);
        shown.bar->setAccessibleName(shown.name->text());
        shown.name->setWordWrap(true);
        column().addWidget(shown.name);
        column().addWidget(shown.bar);
        rows_.push_back(shown);
    }
    failure_->setWordWrap(true);
    failure_->setTextFormat(Qt::PlainText);
    failure_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column().addWidget(failure_);
    outcome_ = add_text();
    column().addStretch(1);
    connect(form_, &QuestionForm::answered, this, [this] { session_.predict(form_->answer()); });
    connect(form_, &QuestionForm::entered, run_, [this] { run_->click(); });
    connect(run_, &QPushButton::clicked, this, [this] { session_.run(); });
    connect(cancel_, &QPushButton::clicked, this, [this] { session_.cancel(); });
    connect(&session_, &LessonSession::progressed, this, &PredictPage::refresh_progress);
    set_theme(theme);
}

void PredictPage::set_theme(const Theme& theme) {
    LessonPage::set_theme(theme);
    form_->set_theme(theme);
    make_primary(*run_, theme);
    colour(*failure_, theme, Tone::bad);
}

void PredictPage::refresh() {
    form_->refresh();
    form_->set_answer(session_.prediction());
    form_->set_locked(session_.is_running() || session_.has_run());
    const QString why_not = session_.why_not_run();
    run_->setEnabled(why_not.isEmpty());
    run_->setToolTip(why_not);
    run_->setAccessibleDescription(why_not);
    why_->setText(why_not);
    why_->setVisible(!why_not.isEmpty());
    cancel_->setVisible(session_.is_running());
    failure_->setText(session_.failure());
    failure_->setVisible(!session_.failure().isEmpty());
    outcome_->set_text(prediction_text(session_));
    outcome_->setVisible(session_.has_run());
    refresh_progress();
}

void PredictPage::refresh_progress() {
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const LessonSession::Run& run = session_.runs()[i];
        const bool shown = session_.is_running() || session_.has_run();
        rows_[i].name->setVisible(shown);
        rows_[i].bar->setVisible(shown);
        rows_[i].bar->setValue(int(run.percent));
        rows_[i].bar->setFormat(run.state == LessonSession::RunState::waits  ? tr("waits")
                                : run.state == LessonSession::RunState::done ? tr("done")
                                                                             : tr("%p %"));
    }
}

QWidget* PredictPage::first_field() const {
    return session_.prediction() && run_->isEnabled() ? run_ : form_->field();
}

RevealPage::RevealPage(LessonSession& session, const Theme& theme) : LessonPage(session, theme) {
    add_heading(tr("Your prediction"));
    outcome_ = add_text();
    add_heading(tr("What the views show"));
    const auto& steps = session.lesson().reveal;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        Row row{new QPushButton, nullptr};
        row.show->setAccessibleDescription(plain_text(session.text(steps[i].text)));
        connect(row.show, &QPushButton::clicked, this, [this, i] { session_.show_reveal(int(i)); });
        row.show->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        column().addWidget(row.show);
        row.text = add_text();
        rows_.push_back(row);
    }
    column().addStretch(1);
}

void RevealPage::refresh() {
    outcome_->set_text(prediction_text(session_));
    const auto& steps = session_.lesson().reveal;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const bool is_shown = session_.reveal_step() == int(i);
        const QString title = session_.text(steps[i].title);
        rows_[i].show->setText(is_shown ? tr("%1. %2 (shown)").arg(i + 1).arg(title)
                                        : tr("%1. Show me: %2").arg(i + 1).arg(title));
        rows_[i].show->setStyleSheet(QStringLiteral("text-align: left; padding: 5px 8px;"));
        rows_[i].text->setVisible(is_shown);
        rows_[i].text->set_text(session_.text(steps[i].text));
    }
}

QWidget* RevealPage::first_field() const {
    const auto next = std::size_t(std::max(0, session_.reveal_step()));
    return next < rows_.size() ? rows_[next].show : nullptr;
}

QuizPage::QuizPage(LessonSession& session, const Theme& theme) : LessonPage(session, theme) {
    for (std::size_t i = 0; i < session.lesson().quiz.size(); ++i) {
        add_heading(tr("Question %1").arg(i + 1));
        Item item{new QuestionForm(session, session.lesson().quiz[i], theme),
                  new QPushButton(tr("Check")), new QLabel, nullptr};
        item.check->setAccessibleName(tr("Check the answer to question %1").arg(i + 1));
        item.verdict->setAccessibleName(tr("Verdict on question %1").arg(i + 1));
        column().addWidget(item.form);
        auto* const row = new QHBoxLayout;
        row->addWidget(item.check);
        row->addWidget(item.verdict, 1);
        row->addStretch();
        column().addLayout(row);
        item.feedback = add_text();
        const auto check = [this, i, form = item.form] {
            if (const auto given = form->answer())
                session_.give_answer(i, *given);
        };
        connect(item.check, &QPushButton::clicked, this, check);
        connect(item.form, &QuestionForm::entered, this, check);
        connect(item.form, &QuestionForm::answered, this, &QuizPage::refresh);
        items_.push_back(item);
    }
    marks_ = add_heading({});
    column().addStretch(1);
}

void QuizPage::set_theme(const Theme& theme) {
    LessonPage::set_theme(theme);
    for (const Item& item : items_)
        item.form->set_theme(theme);
    if (session_.is_open())
        refresh();
}

void QuizPage::refresh() {
    std::size_t given_answers = 0;
    for (std::size_t i = 0; i < items_.size(); ++i) {
        const Item& item = items_[i];
        const Question& question = session_.lesson().quiz[i];
        const auto& given = session_.answer(i);
        given_answers += given.has_value();
        item.form->refresh();
        if (given)
            item.form->set_answer(given);
        item.form->set_locked(given.has_value());
        item.check->setEnabled(!given && item.form->answer());
        item.check->setVisible(!given);
        item.feedback->setVisible(given.has_value());
        item.verdict->setVisible(given.has_value());
        if (!given)
            continue;
        const auto wanted = session_.right(question);
        const bool is_good = wanted && is_right(question, *given, *wanted);
        colour(*item.verdict, theme_, is_good ? Tone::good : Tone::bad);
        item.verdict->setText(is_good ? tr("✓ Right") : tr("✗ Not quite"));
        QString text;
        if (wanted && !is_good)
            text = QStringLiteral("**%1** %2\n\n")
                       .arg(tr("The answer:"), answer_text(session_, question, *wanted));
        item.feedback->set_text(text + verdict(session_, question, *given));
    }
    marks_->setText(given_answers == items_.size()
                        ? tr("%1 of %2 right.").arg(session_.marks()).arg(items_.size())
                        : QString());
}

QWidget* QuizPage::first_field() const {
    for (std::size_t i = 0; i < items_.size(); ++i)
        if (!session_.answer(i))
            return items_[i].form->field();
    return nullptr;
}

}  // namespace twin
