// The jobs of a run in columns: read once by the reading thread, then shared by all views that show
// jobs. Finished data, no handle on the file.
#pragma once

#include <QObject>
#include <QString>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "gui/run/occupancy.h"
#include "gui/run/open_run.h"
#include "sim/results/records.h"

namespace twin {

using JobRow = std::uint32_t;  // place in the columns; ascending in idx

enum class JobPhase : std::uint8_t { absent, waiting, running, ended };

// A count of jobs and of their nodes that only grows: what came until then.
class Tally {
  public:
    struct Count {
        std::int64_t jobs = 0, nodes = 0;
    };
    struct Entry {
        double at_s;
        std::int32_t nodes;
    };
    Tally() = default;
    explicit Tally(std::vector<Entry> entries);  // in any order
    Count until(double seconds) const;           // the instant itself included
    std::size_t bytes() const;

  private:
    std::vector<double> at_s_;
    std::vector<std::int64_t> nodes_;  // sums, one more than instants
};

struct JobStore {
    static constexpr double never = std::numeric_limits<double>::infinity();

    // One element a job.
    std::vector<std::int32_t> idx;                 // job_record.idx, ascending
    std::vector<double> submit_s, start_s, end_s;  // never: has not; of the last attempt
    std::vector<float> limit_s;
    std::vector<std::int32_t> nodes;
    std::vector<JobState> state;  // at the end
    std::vector<WaitCause> cause;
    std::vector<std::uint8_t> backfilled, requeues;  // requeues: at most 255
    std::vector<float> gpu_utilisation;              // 0 to 1
    std::vector<float> grid_kwh, cost_eur, carbon_kg;
    // How much longer they ran (shorter: below 0) by how their nodes lie, the storage, lost links
    // and sharing, and idx of the job that took most from each, or -1; empty: no network was
    // simulated, or it slowed none.
    std::vector<float> placement_s, storage_s, lost_links_s, sharing_s;
    std::vector<std::int32_t> slowed_by;
    std::vector<std::int64_t> log_id;         // below 0: it has none
    std::vector<std::uint32_t> first_span;    // one more than jobs
    std::vector<NodeRange> spans;             // where they ran
    std::vector<std::uint32_t> first_letter;  // one more than jobs; empty: no job has a name
    std::string letters;                      // of all names

    struct Attempt {
        JobRow row;
        double start_s, lost_s;
        std::uint32_t first_span = 0, spans = 0;  // in lost_spans; 0: the file does not say where
    };
    std::vector<Attempt> lost;          // in the order of rows
    std::vector<NodeRange> lost_spans;  // where they ran
    std::vector<JobRow> by_start;       // the jobs that started, in that order

    struct SizeClass {
        std::string name;  // "17-128"
        NodeCount least;
    };
    std::vector<SizeClass> size_classes;  // by nodes

    bool has_grid = false, has_cost = false, has_carbon = false;
    bool has_network = false;  // it was simulated
    double interval_s = 1;
    std::vector<float> available_nodes;  // means over intervals
    Tally queued, started, stopped;

    std::size_t size() const { return idx.size(); }
    std::optional<JobRow> row_of(int job) const;  // none: the file does not hold it
    std::span<const NodeRange> spans_of(JobRow row) const {
        return {spans.data() + first_span[row], spans.data() + first_span[row + 1]};
    }
    // Of an attempt that is no longer the job's last: a failed job's is in its columns.
    bool is_earlier(const Attempt& attempt) const {
        return attempt.start_s != start_s[attempt.row];
    }
    std::span<const NodeRange> spans_of(const Attempt& attempt) const {
        return {lost_spans.data() + attempt.first_span, attempt.spans};
    }
    std::span<const Attempt> lost_of(JobRow row) const;
    std::string_view name_of(JobRow row) const;
    QString title_of(JobRow row) const;  // for people: its name, its number in the log, "job 41"
    JobPhase phase_at(JobRow row, double seconds) const;
    int class_of(JobRow row) const;  // place in size_classes
    // In the queue, before all attempts, until then.
    double waited_s(JobRow row, double seconds) const;

    struct Queue {
        std::int64_t waiting_jobs = 0, waiting_nodes = 0, running_jobs = 0, busy_nodes = 0;
        double free_nodes = 0;
    };
    Queue queue_at(double seconds) const;
    double free_at(double seconds) const { return queue_at(seconds).free_nodes; }
    std::size_t bytes() const;
};

// Throws as ResultStore does.
JobStore read_jobs(const ResultStore& store);
// Whether the file says where attempts ran that were lost.
bool places_lost_attempts(const ResultStore& store);
// '0-47,96-143'
void append_spans(std::string_view text, std::vector<NodeRange>& spans);

// The jobs of an open run; goes with it.
class RunJobs : public QObject {
    Q_OBJECT

  public:
    static RunJobs& of(OpenRun& run);
    const SharedJobs& jobs() const { return jobs_; }  // null: not read yet
    const Occupancy& occupancy() const { return occupancy_; }
    void want();  // reads them, if that has not been asked for

  signals:
    void changed();  // read, or the run has grown

  private:
    explicit RunJobs(OpenRun& run);
    void read();

    OpenRun& run_;
    bool wanted_ = false;
    SharedJobs jobs_;
    Occupancy occupancy_;
};

}  // namespace twin
