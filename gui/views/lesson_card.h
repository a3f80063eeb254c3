// A lesson as a card: title, minutes, one sentence. Enter or a click opens it.
#pragma once

#include <QAbstractButton>

#include "gui/lesson/lesson_library.h"
#include "gui/look/theme.h"

class QLabel;

namespace twin {

class LessonCard : public QAbstractButton {
    Q_OBJECT

  public:
    LessonCard(const LessonBrief& brief, const Theme& theme);

    void set_theme(const Theme& theme);
    const LessonBrief& brief() const { return brief_; }

  signals:
    void open_wanted(const QString& file);

  protected:
    void paintEvent(QPaintEvent* painting) override;
    void keyPressEvent(QKeyEvent* pressed) override;
    bool event(QEvent* happened) override;

  private:
    LessonBrief brief_;
    Theme theme_;
    QLabel *title_, *minutes_, *summary_;
};

}  // namespace twin
