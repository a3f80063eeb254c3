#include "gui/run/start_prediction.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace twin {
namespace {

struct Running {
    std::int32_t nodes;
    double start_s, limit_s;
};
struct Waiting {
    JobRow row;
    double queued_s;
};

// Nodes that are free from a time on, until the next step.
class FreeNodes {
  public:
    FreeNodes(double now, std::int64_t free) : steps_{{now, free}} {}

    void give(double from, std::int64_t nodes) {
        for (std::size_t i = cut(from); i < steps_.size(); ++i)
            steps_[i].free += nodes;
    }
    void take(double from, double until, std::int64_t nodes) {
        const std::size_t first = cut(from), end = cut(until);
        for (std::size_t i = first; i < end; ++i)
            steps_[i].free -= nodes;
    }
    std::int64_t in_the_end() const { return steps_.back().free; }

    // The first time, not before `from`, at which so many are free for so long. Precondition:
    // nodes <= in_the_end().
    double first_gap(double from, double lasts, std::int64_t nodes) const {
        std::size_t i = place_of(from);
        double start = std::max(from, steps_[i].from);
        for (; i < steps_.size() && steps_[i].from < start + lasts; ++i)
            if (steps_[i].free < nodes && i + 1 < steps_.size())
                start = steps_[i + 1].from;
        return start;
    }

  private:
    struct Step {
        double from;
        std::int64_t free;
    };
    std::size_t place_of(double at) const {
        const auto above =
            std::upper_bound(steps_.begin(), steps_.end(), at,
                             [](double value, const Step& step) { return value < step.from; });
        return above == steps_.begin() ? 0 : std::size_t(above - steps_.begin()) - 1;
    }
    // The step that begins at `at`, which is made where there is none.
    std::size_t cut(double at) {
        const std::size_t i = place_of(at);
        if (steps_[i].from >= at)
            return i;
        steps_.insert(steps_.begin() + std::ptrdiff_t(i) + 1, {at, steps_[i].free});
        return i + 1;
    }
    std::vector<Step> steps_;
};

// What shares of their wall times the jobs ran that had ended.
class Shares {
  public:
    Shares(const JobStore& jobs, double at_s) {
        for (JobRow row = 0; row < jobs.size(); ++row)
            if (jobs.end_s[row] <= at_s && jobs.limit_s[row] > 0 &&
                (jobs.state[row] == JobState::completed ||
                 jobs.state[row] == JobState::killed_at_limit))
                sorted_.push_back((jobs.end_s[row] - jobs.start_s[row]) /
                                  double(jobs.limit_s[row]));
        std::sort(sorted_.begin(), sorted_.end());
        sums_.resize(sorted_.size() + 1, 0);
        for (std::size_t i = sorted_.size(); i-- > 0;)
            sums_[i] = sums_[i + 1] + sorted_[i];
    }
    std::int64_t count() const { return std::int64_t(sorted_.size()); }
    // The mean of those that ran a larger share than `share`; the whole wall time if none did.
    double mean_above(double share) const {
        const auto above = std::upper_bound(sorted_.begin(), sorted_.end(), share);
        const auto i = std::size_t(above - sorted_.begin());
        return above == sorted_.end() ? 1 : sums_[i] / double(sorted_.size() - i);
    }

  private:
    std::vector<double> sorted_, sums_;  // sums: of it and all behind it
};

std::int64_t available_at(const JobStore& jobs, double at_s) {
    if (jobs.available_nodes.empty())
        return 0;
    const auto interval = std::size_t(std::max(at_s, 0.0) / jobs.interval_s);
    return std::llround(jobs.available_nodes[std::min(interval, jobs.available_nodes.size() - 1)]);
}

// A job that was put back stands behind those that came before its loss.
void look_at_lost(const JobStore& jobs, double at_s, std::vector<double>& queued,
                  std::vector<double>& started) {
    for (const JobStore::Attempt& attempt : jobs.lost) {
        if (attempt.lost_s <= at_s)
            queued[attempt.row] = std::max(queued[attempt.row], attempt.lost_s);
        else if (attempt.start_s <= at_s)
            started[attempt.row] = attempt.start_s;
    }
}

template <class EndOf, class LengthOf>
std::vector<double> list_schedule(const JobStore& jobs, const std::vector<Waiting>& queue,
                                  FreeNodes free, const std::vector<Running>& running, double at_s,
                                  bool in_order, EndOf end_of, LengthOf length_of) {
    for (const Running& job : running)
        free.give(std::max(end_of(job), at_s), job.nodes);
    std::vector<double> starts;
    double before = at_s;
    for (const Waiting& job : queue) {
        const std::int64_t nodes = jobs.nodes[job.row];
        if (nodes > free.in_the_end()) {
            starts.push_back(JobStore::never);
            continue;
        }
        const double lasts = length_of(double(jobs.limit_s[job.row]));
        const double start = free.first_gap(in_order ? before : at_s, lasts, nodes);
        free.take(start, start + lasts, nodes);
        starts.push_back(start);
        before = start;
    }
    return starts;
}

}  // namespace

const StartEstimate* StartPrediction::of(JobRow row) const {
    const auto found =
        std::lower_bound(estimates.begin(), estimates.end(), row,
                         [](const StartEstimate& each, JobRow value) { return each.row < value; });
    return found == estimates.end() || found->row != row ? nullptr : &*found;
}

StartPrediction predict_starts(const JobStore& jobs, double at_s, bool in_order) {
    std::vector<double> queued = jobs.submit_s, started = jobs.start_s;
    look_at_lost(jobs, at_s, queued, started);
    std::vector<Running> running;
    std::vector<Waiting> queue;
    std::int64_t busy = 0;
    for (JobRow row = 0; row < jobs.size(); ++row) {
        const JobPhase phase = jobs.phase_at(row, at_s);
        if (phase == JobPhase::running) {
            running.push_back({jobs.nodes[row], started[row], double(jobs.limit_s[row])});
            busy += jobs.nodes[row];
        } else if (phase == JobPhase::waiting) {
            queue.push_back({row, queued[row]});
        }
    }
    std::stable_sort(queue.begin(), queue.end(),
                     [](const Waiting& a, const Waiting& b) { return a.queued_s < b.queued_s; });
    StartPrediction prediction;
    prediction.at_s = at_s;
    if (queue.size() > StartPrediction::most_jobs) {
        prediction.too_far = std::int64_t(queue.size() - StartPrediction::most_jobs);
        queue.resize(StartPrediction::most_jobs);
    }
    const Shares shares(jobs, at_s);
    prediction.ended = shares.count();
    prediction.mean_share = shares.mean_above(-1);
    const FreeNodes free(at_s, std::max<std::int64_t>(available_at(jobs, at_s) - busy, 0));
    const auto latest = list_schedule(
        jobs, queue, free, running, at_s, in_order,
        [](const Running& job) { return job.start_s + job.limit_s; },
        [](double limit) { return limit; });
    const auto likely = list_schedule(
        jobs, queue, free, running, at_s, in_order,
        [&](const Running& job) {
            return job.start_s +
                   job.limit_s * shares.mean_above((at_s - job.start_s) / job.limit_s);
        },
        [&](double limit) { return limit * prediction.mean_share; });
    for (std::size_t i = 0; i < queue.size(); ++i) {
        if (latest[i] == JobStore::never || likely[i] == JobStore::never)
            ++prediction.too_large;
        else
            prediction.estimates.push_back(
                {queue[i].row, likely[i], std::max(likely[i], latest[i])});
    }
    std::sort(prediction.estimates.begin(), prediction.estimates.end(),
              [](const StartEstimate& a, const StartEstimate& b) { return a.row < b.row; });
    return prediction;
}

Hindsight look_back(const JobStore& jobs, const StartPrediction& prediction) {
    Hindsight seen;
    std::vector<double> misses;
    for (const StartEstimate& estimate : prediction.estimates) {
        const double start = jobs.start_s[estimate.row];
        if (start == JobStore::never)
            continue;
        ++(start < estimate.likely_s    ? seen.early
           : start <= estimate.latest_s ? seen.within
                                        : seen.late);
        misses.push_back(std::abs(start - estimate.likely_s));
    }
    seen.started = std::int64_t(misses.size());
    if (!misses.empty()) {
        const auto middle = misses.begin() + std::ptrdiff_t((misses.size() - 1) / 2);
        std::nth_element(misses.begin(), middle, misses.end());
        seen.median_miss_s = *middle;
    }
    return seen;
}

}  // namespace twin
