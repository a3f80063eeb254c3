// Which jobs, in which order: what a table of jobs shows of a run. Half a million jobs are filtered
// and sorted in some tens of milliseconds.
#pragma once

#include <QCoreApplication>
#include <QString>
#include <optional>
#include <vector>

#include "gui/run/start_prediction.h"

namespace twin {

enum class JobColumn {
    job,
    nodes,
    submitted,
    waited,
    why,
    likely,
    latest,
    recorded,
    miss,
    started,
    ran,
    limit,
    state,
    backfilled,
    placement,
    storage,
    lost_links,
    sharing,
    beside,
    grid,
    cost,
    carbon,
    column_count,
};

struct JobQuery {
    enum class What { waiting, running, finished, all };
    What what = What::waiting;  // at `at_s`
    double at_s = 0;
    std::optional<int> size_class;  // place in JobStore::size_classes
    std::optional<WaitCause> cause;
    std::optional<JobState> state;  // at the end of the run
    std::optional<NodeRange> on;    // ran on one of these nodes
    QString text;                   // part of the name or of the number
    SharedStarts starts;            // estimates for those that wait; null: none
    JobColumn by = JobColumn::submitted;
    bool descending = false;
};

std::vector<JobRow> find_jobs(const JobStore& jobs, const JobQuery& query);

// What a column holds as a number, for sorting; NaN: nothing.
double sort_key(const JobStore& jobs, JobRow row, JobColumn column, double at_s,
                const StartPrediction* starts = nullptr);
// How long it ran until `at_s`, in its last attempt.
double ran_s(const JobStore& jobs, JobRow row, double at_s);

// Why a job waits or waited, as far as the file and the queue at `at_s` tell. `ahead`: the job that
// has waited longest.
class WaitReason {
    Q_DECLARE_TR_FUNCTIONS(WaitReason)

  public:
    WaitReason(const JobStore& jobs, double at_s);
    QString of(JobRow row) const;
    std::optional<JobRow> first() const { return first_; }

  private:
    const JobStore& jobs_;
    double at_s_;
    std::int64_t free_nodes_;
    std::optional<JobRow> first_;
};

}  // namespace twin
