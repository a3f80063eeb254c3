// The lessons that come with the program: where they lie, and what a card says about each.
#pragma once

#include <QString>
#include <vector>

namespace twin {

struct LessonBrief {
    QString file, title, summary;  // in the window's language
    int minutes = 0;
    QString problem;  // why it cannot be opened; empty: it can
};

// The folder that TWIN_LESSONS names, else `lessons` beside the folder of the shipped scenarios;
// empty: none.
QString lessons_folder();
// Reads the files: not for the window's thread.
std::vector<LessonBrief> read_lessons(const QString& folder);

}  // namespace twin
