// The lessons that come with the program: where they lie, and what a card says about each.
#pragma once

#include <QString>
#include <vector>

#include "sim/lessons/read_lesson.h"

namespace twin {

struct LessonBrief {
    QString file, title, summary;  // in the window's language
    int minutes = 0;
    QString problem;  // why it cannot be opened; empty: it can
};

// The folder that TWIN_LESSONS names, else `lessons` beside the folder of the shipped scenarios;
// empty: none.
QString lessons_folder();
// What reads files is not for the window's thread.
std::vector<LessonBrief> read_lessons(const QString& folder);
// With all mistakes that this window's views and series show. Throws as read_lesson does.
ReadLesson read_for_window(const QString& file);

}  // namespace twin
