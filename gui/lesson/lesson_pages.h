// The steps of a lesson, a page each. They show the session and change it; what they show follows
// from it at every refresh().
#pragma once

#include <QWidget>
#include <vector>

#include "gui/lesson/lesson_session.h"
#include "gui/look/theme.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QSlider;
class QVBoxLayout;

namespace twin {

class QuestionForm;
class RichText;

class LessonPage : public QWidget {
    Q_OBJECT

  public:
    LessonPage(LessonSession& session, const Theme& theme);

    virtual void refresh() = 0;
    virtual void set_theme(const Theme& theme);
    // Where the keyboard goes when the page is shown; null: nowhere of its own.
    virtual QWidget* first_field() const { return nullptr; }

  protected:
    RichText* add_text();  // below what there is
    QLabel* add_heading(const QString& text);
    QLabel* add_note();  // muted
    QVBoxLayout& column() { return *column_; }
    LessonSession& session_;
    Theme theme_;

  private:
    QVBoxLayout* column_;
    std::vector<RichText*> texts_;
    std::vector<QLabel*> notes_;
};

class StoryPage : public LessonPage {
    Q_OBJECT

  public:
    StoryPage(LessonSession& session, const Theme& theme);
    void refresh() override;

  private:
    RichText *objectives_, *story_;
};

class SetupPage : public LessonPage {
    Q_OBJECT

  public:
    SetupPage(LessonSession& session, const Theme& theme);
    void refresh() override;
    QWidget* first_field() const override;

  private:
    struct Dial {
        std::string name;
        std::vector<KnobValue> choices;
        QComboBox* list = nullptr;  // or
        QSlider* slider = nullptr;
        QLabel* shown = nullptr;  // of the slider
    };
    void add_knob(const Knob& knob);
    RichText *runs_, *scenario_;
    QLabel* locked_;
    std::vector<Dial> dials_;
};

class PredictPage : public LessonPage {
    Q_OBJECT

  public:
    PredictPage(LessonSession& session, const Theme& theme);
    void refresh() override;
    void set_theme(const Theme& theme) override;
    QWidget* first_field() const override;

  private:
    void refresh_progress();

    QuestionForm* form_;
    QPushButton *run_, *cancel_;
    QLabel *why_, *failure_;
    struct Row {
        QLabel* name;
        QProgressBar* bar;
    };
    std::vector<Row> rows_;
    RichText* outcome_;
};

class RevealPage : public LessonPage {
    Q_OBJECT

  public:
    RevealPage(LessonSession& session, const Theme& theme);
    void refresh() override;
    QWidget* first_field() const override;

  private:
    RichText* outcome_;
    struct Row {
        QPushButton* show;
        RichText* text;
    };
    std::vector<Row> rows_;
};

class ExplainPage : public LessonPage {
    Q_OBJECT

  public:
    ExplainPage(LessonSession& session, const Theme& theme);
    void refresh() override;

  private:
    RichText* text_;
};

class QuizPage : public LessonPage {
    Q_OBJECT

  public:
    QuizPage(LessonSession& session, const Theme& theme);
    void refresh() override;
    void set_theme(const Theme& theme) override;
    QWidget* first_field() const override;

  private:
    struct Item {
        QuestionForm* form;
        QPushButton* check;
        QLabel* verdict;
        RichText* feedback;
    };
    std::vector<Item> items_;
    QLabel* marks_;
};

class NextPage : public LessonPage {
    Q_OBJECT

  public:
    NextPage(LessonSession& session, const Theme& theme);
    void refresh() override;

    QLineEdit& student() { return *student_; }

  signals:
    void sheet_wanted(const QString& student);
    void scenario_wanted(const QString& file);

  private:
    RichText* text_;
    QLabel* marks_;
    QLineEdit* student_;
    QPushButton *again_, *sheet_;
};

// "Right." or "Not quite: ...", what was predicted against what came out.
QString verdict(const LessonSession& session, const Question& question, const Answer& given);

}  // namespace twin
