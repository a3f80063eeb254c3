// The scenarios that come with the program: where they lie, and what a card says about each.
#pragma once

#include <QDate>
#include <QString>
#include <QStringList>
#include <vector>

namespace twin {

enum class Study { plain, power_cap, heat_wave, outage, year };

struct ScenarioEvent {
    Study study = Study::plain;  // heat wave, outage; power_cap of a shed or a cap; else plain
    double from_s = 0, to_s = 0;
};

struct ScenarioBrief {
    QString file, title;
    QString sentence;  // the first of its description
    QString problem;   // why the file cannot be read; empty: it can
    Study study = Study::plain;
    double horizon_s = 0;  // 0: until the last job has ended
    QDate start;           // not valid: not said
    QString cap;           // as the scenario writes it: "612 W"
    std::vector<ScenarioEvent> events;
};

struct ScenarioLibrary {
    QString folder;  // empty: none was found
    QStringList looked_in;
    std::vector<ScenarioBrief> briefs;  // short ones first
};

// The folder that TWIN_SCENARIOS names, else the first scenarios/examples above the program or the
// current folder.
ScenarioLibrary find_library(const QString& named, const QStringList& starts);
ScenarioLibrary find_library();
// Reads the files: not for the window's thread.
void read_briefs(ScenarioLibrary& library);
ScenarioBrief read_brief(const QString& file);

QString first_sentence(const QString& text);
// "about a second", by the time that it simulates.
QString expected_run_time(double horizon_s);
// "9 days".
QString length_in_words(double horizon_s);
// For people: "heat wave".
QString name_of(Study study);

}  // namespace twin
