#include "gui/lesson/lesson_library.h"

#include <QDir>
#include <QFileInfo>

#include "gui/lesson/lesson_session.h"
#include "gui/run/series_catalog.h"
#include "gui/scenario/scenario_library.h"
#include "gui/views/views.h"

namespace twin {

QString lessons_folder() {
    const QString named = qEnvironmentVariable("TWIN_LESSONS");
    const QString scenarios = find_library().folder;
    const QString folder = !named.isEmpty() ? named
                           : scenarios.isEmpty()
                               ? QString()
                               : QDir(scenarios).filePath(QStringLiteral("../lessons"));
    return QFileInfo(folder).isDir() ? QDir::cleanPath(QDir(folder).absolutePath()) : QString();
}

ReadLesson read_for_window(const QString& file) {
    WindowNames window;
    for (const ViewRow& row : view_table())
        window.views.emplace_back(row.name);
    for (const SeriesRow& row : series_table())
        window.series.emplace_back(row.name);
    return read_lesson(QFileInfo(file).absoluteFilePath().toStdString(), window);
}

std::vector<LessonBrief> read_lessons(const QString& folder) {
    std::vector<LessonBrief> briefs;
    if (folder.isEmpty())
        return briefs;
    const QFileInfoList files =
        QDir(folder).entryInfoList({QStringLiteral("*.lesson.toml")}, QDir::Files, QDir::Name);
    for (const QFileInfo& file : files) {
        LessonBrief brief;
        brief.file = file.absoluteFilePath();
        brief.title = file.baseName();
        try {
            const ReadLesson read = read_for_window(brief.file);
            const Language language = LessonSession::language();
            if (!read.problems.empty())
                brief.problem = QString::fromStdString(read.problems.front().text());
            if (!read.lesson.title.empty())
                brief.title = QString::fromStdString(read.lesson.title.in(language));
            brief.summary = QString::fromStdString(read.lesson.summary.in(language));
            brief.minutes = read.lesson.minutes;
        } catch (const std::exception& error) {
            brief.problem = QString::fromUtf8(error.what());
        }
        briefs.push_back(brief);
    }
    return briefs;
}

}  // namespace twin
