// Where playing stops by itself: points on the time bar that the user sets, and what a run's file
// says will come next.
#pragma once

#include <QObject>
#include <optional>
#include <vector>

#include "gui/workspace.h"

namespace twin {

struct Stop {
    double at_s = 0;
    QString reason;  // a whole sentence; empty: none need be told
};

// The user's own: one set per workspace, gone with another run in the place of A.
class StopPoints : public QObject {
    Q_OBJECT

  public:
    // Made at the first call, lives as long as the workspace.
    static StopPoints& of(Workspace& workspace);

    const std::vector<double>& all() const { return at_s_; }  // ascending
    // The nearest, at most `within` away.
    std::optional<double> near(double seconds, double within) const;
    // Takes away the one that is within so many seconds, or sets one.
    void toggle(double seconds, double within);
    void clear();
    // The first behind `after`, at `until` at the latest.
    std::optional<double> first(double after, double until) const;

  signals:
    void changed();

  private:
    explicit StopPoints(Workspace& workspace);

    std::vector<double> at_s_;
    QString file_;  // of run A
};

// The next one behind `after`, of what is small enough to be in the facts; none: there is none.
std::optional<Stop> next_event(const RunFacts& facts, double after);
// A limit of the site is reached for the first time, or one is passed that a policy should keep.
std::optional<Stop> next_limit(const RunFacts& facts, double after);
// A start or end of one of a job's attempts; asks the file.
std::optional<Stop> next_of_job(const ResultStore& store, int idx, double after);

}  // namespace twin
