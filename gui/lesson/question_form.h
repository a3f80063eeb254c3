// A question of a lesson with the field or the choices for its answer.
#pragma once

#include <QWidget>
#include <vector>

#include "gui/lesson/rich_text.h"
#include "sim/lessons/lesson_results.h"

class QButtonGroup;
class QLabel;
class QLineEdit;

namespace twin {

class LessonSession;

class QuestionForm : public QWidget {
    Q_OBJECT

  public:
    QuestionForm(const LessonSession& session, const Question& question, const Theme& theme);

    // Nothing: not answered, or not a number.
    std::optional<Answer> answer() const;
    void set_answer(const std::optional<Answer>& answer);
    void set_locked(bool locked);
    void refresh();  // the texts, with the figures that are known by now
    void set_theme(const Theme& theme);
    QWidget* field() const;  // where the keyboard goes

  signals:
    void answered();
    void entered();  // Return in the field

  private:
    const LessonSession& session_;
    const Question& question_;
    RichText* text_;
    QLineEdit* number_ = nullptr;
    QButtonGroup* choices_ = nullptr;
};

// An answer as people read it: "46.2 %", or the words of the choice.
QString answer_text(const LessonSession& session, const Question& question, const Answer& answer);

}  // namespace twin
