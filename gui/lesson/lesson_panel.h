// The lesson beside the views: the steps on top, the page of the step, the way on below.
#pragma once

#include <QWidget>
#include <array>

#include "gui/lesson/lesson_session.h"

class QLabel;
class QPushButton;
class QScrollArea;
class QStackedWidget;
class QToolButton;

namespace twin {

class LessonPage;
class NextPage;
class Workspace;

class LessonPanel : public QWidget {
    Q_OBJECT

  public:
    explicit LessonPanel(Workspace& workspace);

    void go_back();
    void go_on();  // where that may be
    void show_teacher_notes();
    // Into the page that is shown.
    void take_keyboard();
    NextPage* next_page() const { return next_page_; }  // null: no lesson
    QPushButton& on_button() { return *on_; }

    QSize sizeHint() const override { return {420, 600}; }

  signals:
    void sheet_wanted(const QString& student);
    void scenario_wanted(const QString& file);

  private:
    void make_pages();
    void refresh();
    void apply_theme();
    void go_to(int step);

    Workspace& workspace_;
    LessonSession& session_;
    QLabel *title_, *step_title_, *reason_;
    std::array<QToolButton*, lesson_steps> steps_{};
    QStackedWidget* stack_;
    std::vector<LessonPage*> pages_;  // empty: no lesson
    NextPage* next_page_ = nullptr;
    QPushButton *back_, *on_, *teacher_;
    int shown_step_ = -1;
};

}  // namespace twin
