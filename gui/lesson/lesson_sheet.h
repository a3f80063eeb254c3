// The result sheet of a lesson: what was predicted, run and answered, and what a teacher needs to
// run it again.
#pragma once

#include <QString>

#include "gui/look/theme.h"

class QIODevice;

namespace twin {

class LessonSession;

// A page of HTML in the theme's colours; `student` may be empty. Precondition: a lesson is open.
QString lesson_sheet(const LessonSession& session, const QString& student, const Theme& theme);

// Text as a cell of a CSV file.
QString csv_cell(QString words);

// The same as rows: part, what, value.
void write_sheet_csv(const LessonSession& session, const QString& student, QIODevice& out);

// HTML, PDF or CSV by the file's ending. Empty: written. Else a sentence that says why not; nothing
// is left behind then.
QString save_lesson_sheet(const LessonSession& session, const QString& student,
                          const QString& file);

}  // namespace twin
