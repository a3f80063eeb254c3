#include "gui/run/recent_runs.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <algorithm>

#include "sim/results/result_store.h"

namespace twin {
namespace {

constexpr qsizetype most_remembered = 20;
constexpr std::size_t most_shown = 20;

QString opened_key() {
    return QStringLiteral("runs/opened");
}
QString removed_key() {
    return QStringLiteral("runs/removed");
}

RecentRun read_run(const QString& path) {
    RecentRun run;
    const QFileInfo info(path);
    run.file = path;
    run.title = info.completeBaseName();
    run.gone = !info.exists();
    if (run.gone)
        return run;
    run.when = info.lastModified();
    run.bytes = info.size();
    try {
        const ResultStore store(path.toStdString());
        const RunSummary summary = store.run();
        run.title = QString::fromStdString(summary.title);
        run.status = summary.status;
    } catch (const std::exception& problem) {
        run.problem = QString::fromUtf8(problem.what());
    }
    return run;
}

}  // namespace

KnownRuns known_runs() {
    const QSettings settings;
    return {settings.value(opened_key()).toStringList(),
            settings.value(removed_key()).toStringList()};
}

void remember_run(const QString& file) {
    const QString path = QFileInfo(file).absoluteFilePath();
    KnownRuns known = known_runs();
    known.opened.removeAll(path);
    known.opened.prepend(path);
    known.opened = known.opened.mid(0, most_remembered);
    known.removed.removeAll(path);
    QSettings settings;
    settings.setValue(opened_key(), known.opened);
    settings.setValue(removed_key(), known.removed);
}

void forget_run(const QString& file) {
    const QString path = QFileInfo(file).absoluteFilePath();
    KnownRuns known = known_runs();
    known.opened.removeAll(path);
    if (!known.removed.contains(path))
        known.removed.append(path);
    QSettings settings;
    settings.setValue(opened_key(), known.opened);
    settings.setValue(removed_key(), known.removed);
}

std::vector<RecentRun> read_recent_runs(const KnownRuns& known, const QString& folder) {
    QStringList files = known.opened;
    const QFileInfoList made =
        QDir(folder).entryInfoList({QStringLiteral("*.sqlite")}, QDir::Files, QDir::Time);
    for (const QFileInfo& info : made) {
        const QString path = info.absoluteFilePath();
        if (!files.contains(path) && !known.removed.contains(path))
            files += path;
    }
    // Chosen by what is cheap to know, so that a folder of hundreds is not opened file by file.
    const auto time_of = [](const QString& path) { return QFileInfo(path).lastModified(); };
    std::stable_sort(files.begin(), files.end(), [&](const QString& a, const QString& b) {
        const QDateTime of_a = time_of(a), of_b = time_of(b);
        return of_a.isValid() && (!of_b.isValid() || of_a > of_b);
    });
    std::vector<RecentRun> runs;
    for (const QString& path : files)
        if (runs.size() < most_shown)
            runs.push_back(read_run(path));
    return runs;
}

}  // namespace twin
