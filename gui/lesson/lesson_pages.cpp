#include "gui/lesson/lesson_pages.h"

#include <QComboBox>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSlider>
#include <QVBoxLayout>
#include <QWheelEvent>

#include "gui/lesson/question_form.h"
#include "gui/lesson/rich_text.h"

namespace twin {
namespace {

// A wheel that turns over a field by chance must not change it.
class WheelGuard : public QObject {
  public:
    using QObject::QObject;

  protected:
    bool eventFilter(QObject*, QEvent* happened) override {
        if (happened->type() != QEvent::Wheel)
            return false;
        happened->ignore();
        return true;
    }
};

QString bullet_list(const LessonSession& session, const std::vector<LocalText>& texts) {
    QString shown;
    for (const LocalText& text : texts)
        shown += QStringLiteral("- ") + session.text(text) + u'\n';
    return shown;
}

}  // namespace

LessonPage::LessonPage(LessonSession& session, const Theme& theme)
    : session_(session), theme_(theme), column_(new QVBoxLayout(this)) {
    column_->setContentsMargins(14, 10, 14, 14);
    column_->setSpacing(10);
}

RichText* LessonPage::add_text() {
    texts_.push_back(new RichText(theme_));
    column_->addWidget(texts_.back());
    return texts_.back();
}

QLabel* LessonPage::add_heading(const QString& text) {
    auto* const label = new QLabel(text);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    label->setWordWrap(true);
    column_->addWidget(label);
    return label;
}

QLabel* LessonPage::add_note() {
    auto* const label = new QLabel;
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    column_->addWidget(label);
    notes_.push_back(label);
    QPalette muted = theme_.palette();
    muted.setColor(QPalette::WindowText, theme_.color(Tone::muted));
    label->setPalette(muted);
    return label;
}

void LessonPage::set_theme(const Theme& theme) {
    theme_ = theme;
    for (RichText* const text : texts_)
        text->set_theme(theme);
    QPalette muted = theme.palette();
    muted.setColor(QPalette::WindowText, theme.color(Tone::muted));
    for (QLabel* const note : notes_)
        note->setPalette(muted);
}

StoryPage::StoryPage(LessonSession& session, const Theme& theme) : LessonPage(session, theme) {
    story_ = add_text();
    add_heading(tr("Afterwards you can"));
    objectives_ = add_text();
    column().addStretch(1);
}

void StoryPage::refresh() {
    story_->set_text(session_.text(session_.lesson().story));
    objectives_->set_text(bullet_list(session_, session_.lesson().objectives));
}

SetupPage::SetupPage(LessonSession& session, const Theme& theme) : LessonPage(session, theme) {
    add_heading(tr("What is run"));
    runs_ = add_text();
    if (!session.lesson().knobs.empty())
        add_heading(tr("What you may change"));
    for (const Knob& knob : session.lesson().knobs)
        add_knob(knob);
    locked_ = add_note();
    add_heading(tr("What stays as it is"));
    scenario_ = add_text();
    column().addStretch(1);
}

void SetupPage::add_knob(const Knob& knob) {
    Dial dial;
    dial.name = knob.name;
    dial.choices = knob.choices();
    auto* const title = new QLabel(session_.text(knob.title));
    title->setWordWrap(true);
    column().addWidget(title);
    QWidget* field = nullptr;
    if (knob.range) {
        dial.slider = new QSlider(Qt::Horizontal);
        dial.slider->setRange(0, int(dial.choices.size()) - 1);
        dial.slider->setPageStep(std::max(1, int(dial.choices.size()) / 5));
        dial.slider->setTickPosition(QSlider::TicksBelow);
        dial.shown = new QLabel;
        dial.shown->setMinimumWidth(72);
        auto* const row = new QHBoxLayout;
        row->addWidget(dial.slider, 1);
        row->addWidget(dial.shown);
        column().addLayout(row);
        connect(dial.slider, &QSlider::valueChanged, this, [this, dial](int place) {
            session_.set_knob(dial.name, dial.choices[std::size_t(place)].value);
        });
        field = dial.slider;
    } else {
        dial.list = new QComboBox;
        dial.list->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        dial.list->setMinimumContentsLength(12);
        for (const KnobValue& choice : dial.choices)
            dial.list->addItem(session_.text(choice.text));
        connect(dial.list, &QComboBox::currentIndexChanged, this, [this, dial](int place) {
            if (place >= 0)
                session_.set_knob(dial.name, dial.choices[std::size_t(place)].value);
        });
        column().addWidget(dial.list);
        field = dial.list;
    }
    field->setAccessibleName(title->text());
    field->setAccessibleDescription(session_.text(knob.about));
    field->setFocusPolicy(Qt::StrongFocus);
    field->installEventFilter(new WheelGuard(field));
    title->setBuddy(field);
    add_note()->setText(session_.text(knob.about));
    dials_.push_back(std::move(dial));
}

void SetupPage::refresh() {
    const Lesson& lesson = session_.lesson();
    QString runs;
    for (const auto& [name, run] : lesson.runs)
        runs += QStringLiteral("- **%1: %2.** %3\n")
                    .arg(QString::fromStdString(name).toUpper(), session_.text(run.name),
                         session_.text(run.about));
    runs_->set_text(runs);
    const bool locked = session_.is_running() || session_.has_run();
    for (const Dial& dial : dials_) {
        const std::string& value = session_.knobs().at(dial.name);
        int place = 0;
        for (std::size_t i = 0; i < dial.choices.size(); ++i)
            if (dial.choices[i].value == value)
                place = int(i);
        QWidget* const field =
            dial.list != nullptr ? static_cast<QWidget*>(dial.list) : dial.slider;
        const QSignalBlocker quiet(field);
        if (dial.list != nullptr)
            dial.list->setCurrentIndex(place);
        else {
            dial.slider->setValue(place);
            dial.shown->setText(session_.text(dial.choices[std::size_t(place)].text));
        }
        field->setEnabled(!locked);
    }
    locked_->setVisible(locked && !dials_.empty());
    locked_->setText(tr("Set for these runs. \"Start again\" on the last page frees it."));
    QString settings;
    for (const auto& [key, value] : session_.shown_settings())
        settings += QStringLiteral("- %1: `%2`\n").arg(key, value);
    const QString file = QFileInfo(QString::fromStdString(lesson.scenario().string())).fileName();
    scenario_->set_text(
        tr("The scenario `%1`, and what else it says, is the same for all.").arg(file) +
        QStringLiteral("\n\n") + settings);
}

QWidget* SetupPage::first_field() const {
    if (dials_.empty())
        return nullptr;
    return dials_.front().list != nullptr ? static_cast<QWidget*>(dials_.front().list)
                                          : dials_.front().slider;
}

ExplainPage::ExplainPage(LessonSession& session, const Theme& theme)
    : LessonPage(session, theme), text_(add_text()) {
    column().addStretch(1);
}

void ExplainPage::refresh() {
    text_->set_text(session_.text(session_.lesson().explanation));
}

NextPage::NextPage(LessonSession& session, const Theme& theme) : LessonPage(session, theme) {
    add_heading(tr("Try next"));
    text_ = add_text();
    again_ = new QPushButton(tr("Start &again with other settings"));
    connect(again_, &QPushButton::clicked, this, [this] { session_.start_again(); });
    column().addWidget(again_, 0, Qt::AlignLeft);
    auto* const scenario = new QPushButton(tr("&Open the scenario"));
    connect(scenario, &QPushButton::clicked, this, [this] {
        emit scenario_wanted(QString::fromStdString(session_.lesson().scenario().string()));
    });
    column().addWidget(scenario, 0, Qt::AlignLeft);
    column().addSpacing(12);
    add_heading(tr("Your result sheet"));
    marks_ = add_note();
    auto* const name = new QLabel(tr("Your &name"));
    student_ = new QLineEdit;
    student_->setAccessibleName(tr("Your name"));
    student_->setMaximumWidth(280);
    name->setBuddy(student_);
    column().addWidget(name);
    column().addWidget(student_);
    sheet_ = new QPushButton(tr("Save the result &sheet…"));
    sheet_->setToolTip(
        tr("As HTML, PDF or CSV: predictions, figures, answers, and what a teacher "
           "needs to run it again."));
    connect(sheet_, &QPushButton::clicked, this, [this] { emit sheet_wanted(student_->text()); });
    column().addWidget(sheet_, 0, Qt::AlignLeft);
    column().addStretch(1);
}

void NextPage::refresh() {
    text_->set_text(bullet_list(session_, session_.lesson().try_next));
    marks_->setText(
        tr("%1 of %2 quiz items right.").arg(session_.marks()).arg(session_.lesson().quiz.size()));
}

}  // namespace twin
