#include "gui/lesson/question_form.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QRadioButton>
#include <QVBoxLayout>

#include "gui/lesson/lesson_session.h"
#include "gui/look/figures.h"
#include "gui/look/result_texts.h"

namespace twin {
namespace {

// A radio button whose words wrap: the words are a label beside it that can be clicked too.
class ChoiceWords : public QLabel {
  public:
    explicit ChoiceWords(QAbstractButton* button) : button_(button) {
        setWordWrap(true);
        setTextFormat(Qt::PlainText);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    }

  protected:
    void mouseReleaseEvent(QMouseEvent*) override {
        if (button_->isEnabled()) {
            button_->setFocus();
            button_->click();
        }
    }

  private:
    QAbstractButton* button_;
};

}  // namespace

QuestionForm::QuestionForm(const LessonSession& session, const Question& question,
                           const Theme& theme)
    : session_(session), question_(question), text_(new RichText(theme)) {
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(text_);
    const QString asked = plain_text(session.text(question.question));
    if (question.is_number()) {
        number_ = new QLineEdit;
        number_->setMaximumWidth(120);
        number_->setAccessibleName(asked);
        number_->setPlaceholderText(tr("a number"));
        connect(number_, &QLineEdit::textEdited, this, &QuestionForm::answered);
        connect(number_, &QLineEdit::returnPressed, this, &QuestionForm::entered);
        auto* const row = new QHBoxLayout;
        row->addWidget(number_);
        row->addWidget(new QLabel(result_text(question.unit)));
        row->addStretch(1);
        column->addLayout(row);
    } else {
        choices_ = new QButtonGroup(this);
        for (std::size_t i = 0; i < question.choices.size(); ++i) {
            auto* const button = new QRadioButton;
            button->setAccessibleName(session.text(question.choices[i].text));
            button->setAccessibleDescription(asked);
            auto* const words = new ChoiceWords(button);
            words->setText(button->accessibleName());
            choices_->addButton(button, int(i));
            auto* const row = new QHBoxLayout;
            row->setSpacing(6);
            row->addWidget(button, 0, Qt::AlignTop);
            row->addWidget(words, 1);
            column->addLayout(row);
        }
        connect(choices_, &QButtonGroup::idToggled, this, [this](int, bool on) {
            if (on)
                emit answered();
        });
    }
    refresh();
    set_theme(theme);
}

std::optional<Answer> QuestionForm::answer() const {
    if (number_ != nullptr) {
        bool understood = false;
        double value = QLocale().toDouble(number_->text().trimmed(), &understood);
        if (!understood)  // a point is a decimal point everywhere
            value = QLocale::c().toDouble(number_->text().trimmed(), &understood);
        return understood ? std::optional<Answer>(value) : std::nullopt;
    }
    const int chosen = choices_->checkedId();
    return chosen < 0 ? std::nullopt : std::optional<Answer>(std::size_t(chosen));
}

void QuestionForm::set_answer(const std::optional<Answer>& answer) {
    if (answer == this->answer())
        return;
    if (number_ != nullptr) {
        number_->setText(answer ? number(std::get<double>(*answer), 6) : QString());
        return;
    }
    choices_->setExclusive(false);
    for (QAbstractButton* const button : choices_->buttons())
        button->setChecked(answer && choices_->id(button) == int(std::get<std::size_t>(*answer)));
    choices_->setExclusive(true);
}

void QuestionForm::set_locked(bool locked) {
    if (number_ != nullptr)
        number_->setReadOnly(locked);
    else
        for (QAbstractButton* const button : choices_->buttons())
            button->setEnabled(!locked || button->isChecked());
}

void QuestionForm::refresh() {
    text_->set_text(session_.text(question_.question));
}

void QuestionForm::set_theme(const Theme& theme) {
    text_->set_theme(theme);
    if (choices_ == nullptr)
        return;
    // On a dark ground the style draws a ring that is darker still.
    const bool is_dark =
        theme.color(Tone::window).lightness() < theme.color(Tone::text).lightness();
    QPalette rings = theme.palette();
    rings.setColor(QPalette::Base, theme.color(is_dark ? Tone::line : Tone::surface));
    for (QAbstractButton* const button : choices_->buttons())
        button->setPalette(rings);
}

QWidget* QuestionForm::field() const {
    if (number_ != nullptr)
        return number_;
    QAbstractButton* const chosen = choices_->checkedButton();
    return chosen != nullptr ? chosen : choices_->button(0);
}

QString answer_text(const LessonSession& session, const Question& question, const Answer& answer) {
    if (const auto* value = std::get_if<double>(&answer))
        return figure_in(*value, question.unit);
    return session.text(question.choices[std::get<std::size_t>(answer)].text);
}

}  // namespace twin
