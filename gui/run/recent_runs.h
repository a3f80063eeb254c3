// The runs that were made or opened here lately: the runs folder and a list in the settings.
#pragma once

#include <QDateTime>
#include <QString>
#include <QStringList>
#include <vector>

#include "sim/results/recorder.h"

namespace twin {

struct RecentRun {
    QString file, title;
    QDateTime when;  // last written
    qint64 bytes = 0;
    RunStatus status{};
    bool gone = false;  // the file is no longer there
    QString problem;    // why it cannot be read; empty: it can
};

struct KnownRuns {
    QStringList opened;   // last opened first
    QStringList removed;  // from the list, though they lie in the runs folder
};
KnownRuns known_runs();
void remember_run(const QString& file);
void forget_run(const QString& file);  // only takes it from the list; the file stays

// Newest first, those that are gone last. Opens the files: not for the window's thread.
std::vector<RecentRun> read_recent_runs(const KnownRuns& known, const QString& folder);

}  // namespace twin
