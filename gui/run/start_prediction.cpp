#include "gui/run/start_prediction.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>

#include "models/site/node_ranges.h"

namespace twin {
namespace {

struct Running {
    std::int64_t nodes;  // that will be free when it ends
    double start_s, limit_s;
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
    // The first time, not before `from`, at which so many are free for so long. Precondition: so
    // many are free in the end.
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

constexpr std::string_view partition_setting = "scheduling.partition_nodes";

std::optional<NodeCount> count_in(std::string_view text) {
    NodeCount count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    return error == std::errc() ? std::optional(count) : std::nullopt;
}

// Jobs run on the first so many nodes only. Events say "scheduling.partition_nodes = 512", and "...
// as before" at their ends.
NodeCount partition_at(const RunFacts& facts, double at_s) {
    std::vector<NodeCount> in_force = {facts.summary.nodes};
    for (const Setting& setting : facts.settings)
        if (setting.path == partition_setting)
            in_force[0] = count_in(setting.value).value_or(in_force[0]);
    for (const LogEntry& entry : facts.events) {
        const std::string_view what = entry.what;
        if (entry.kind != "set" || !what.starts_with(partition_setting) ||
            to_seconds(entry.at - sim_start) > at_s)
            continue;
        constexpr std::string_view equals = " = ";
        const std::string_view value = what.substr(partition_setting.size());
        if (!value.starts_with(equals)) {
            if (in_force.size() > 1)
                in_force.pop_back();
        } else if (const auto nodes = count_in(value.substr(equals.size()))) {
            in_force.push_back(*nodes);
        }
    }
    return in_force.back();
}

// How many of a job's nodes will be free once it ends. Of an attempt that was lost the file does
// not say where it ran: it is taken to give back all.
std::int64_t returning(const JobStore& jobs, JobRow row, double at_s,
                       const NodeRanges& in_service) {
    if (at_s < jobs.start_s[row])
        return jobs.nodes[row];
    const auto spans = jobs.spans_of(row);
    return jobs.nodes[row] - count_of(without(spans, in_service));
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

// How long jobs are taken to run: those that run, and those that start.
struct Lengths {
    std::function<double(const Running&)> end_of;
    std::function<double(double limit)> of;
};

struct Pool {
    double at_s;
    std::int64_t free;
    const std::vector<Running>& running;
};

// Each job in the queue's order at the first time at which its nodes are free for long enough,
// beside those before it.
std::vector<double> list_schedule(const JobStore& jobs, const std::vector<JobRow>& queue,
                                  const Pool& pool, const Lengths& lengths, bool in_order) {
    FreeNodes free(pool.at_s, pool.free);
    for (const Running& job : pool.running)
        free.give(std::max(lengths.end_of(job), pool.at_s), job.nodes);
    std::vector<double> starts;
    double before = pool.at_s;
    for (const JobRow row : queue) {
        const double lasts = lengths.of(double(jobs.limit_s[row]));
        const double start = free.first_gap(in_order ? before : pool.at_s, lasts, jobs.nodes[row]);
        free.take(start, start + lasts, jobs.nodes[row]);
        starts.push_back(start);
        before = start;
    }
    return starts;
}

// From end to end of a job: the first of the queue starts when it fits; of the others those that
// will have ended, by their wall times, when it will fit by those of the jobs that run, or need
// nodes that it leaves over.
class Easy {
  public:
    Easy(const JobStore& jobs, const std::vector<JobRow>& queue, const Pool& pool,
         const Lengths& lengths)
        : jobs_(jobs), queue_(queue), lengths_(lengths), now_(pool.at_s), free_(pool.free) {
        for (const Running& job : pool.running)
            held_.push_back(
                {std::max(lengths.end_of(job), now_), job.start_s + job.limit_s, job.nodes});
    }

    std::vector<double> starts() {
        starts_.assign(queue_.size(), JobStore::never);
        for (;;) {
            while (first_ < queue_.size() && (has_started(first_) || fits(first_))) {
                if (!has_started(first_))
                    start(first_);
                ++first_;
            }
            if (first_ == queue_.size())
                return starts_;
            backfill();
            if (held_.empty())
                return starts_;  // the file counts fewer nodes than it needs
            const auto next =
                std::min_element(held_.begin(), held_.end(),
                                 [](const Held& a, const Held& b) { return a.end_s < b.end_s; });
            now_ = next->end_s;
            for (const Held& job : held_)
                free_ += job.end_s <= now_ ? job.nodes : 0;
            std::erase_if(held_, [this](const Held& job) { return job.end_s <= now_; });
        }
    }

  private:
    struct Held {
        double end_s, planned_end_s;
        std::int64_t nodes;
    };
    bool has_started(std::size_t place) const { return starts_[place] != JobStore::never; }
    bool fits(std::size_t place) const { return jobs_.nodes[queue_[place]] <= free_; }

    void start(std::size_t place) {
        const JobRow row = queue_[place];
        const auto limit = double(jobs_.limit_s[row]);
        starts_[place] = now_;
        free_ -= jobs_.nodes[row];
        held_.push_back({now_ + lengths_.of(limit), now_ + limit, jobs_.nodes[row]});
    }

    void backfill() {
        std::sort(held_.begin(), held_.end(),
                  [](const Held& a, const Held& b) { return a.planned_end_s < b.planned_end_s; });
        std::int64_t then_free = free_;
        double first_fits = now_;
        for (const Held& job : held_) {
            if (then_free >= jobs_.nodes[queue_[first_]])
                break;
            then_free += job.nodes;
            first_fits = std::max(job.planned_end_s, now_);
        }
        std::int64_t extra = then_free - jobs_.nodes[queue_[first_]];
        for (std::size_t place = first_ + 1; place < queue_.size() && free_ > 0; ++place) {
            if (has_started(place) || !fits(place))
                continue;
            const JobRow row = queue_[place];
            const bool ends_before = now_ + double(jobs_.limit_s[row]) <= first_fits;
            if (!ends_before && jobs_.nodes[row] > extra)
                continue;
            if (!ends_before)
                extra -= jobs_.nodes[row];
            start(place);
        }
    }

    const JobStore& jobs_;
    const std::vector<JobRow>& queue_;
    const Lengths& lengths_;
    double now_;
    std::int64_t free_;
    std::vector<Held> held_;
    std::size_t first_ = 0;  // of the queue that waits still
    std::vector<double> starts_;
};

std::vector<double> starts_of(const JobStore& jobs, const std::vector<JobRow>& queue,
                              const Pool& pool, const Lengths& lengths, Passing passing) {
    return passing == Passing::not_first
               ? Easy(jobs, queue, pool, lengths).starts()
               : list_schedule(jobs, queue, pool, lengths, passing == Passing::nobody);
}

}  // namespace

const StartEstimate* StartPrediction::of(JobRow row) const {
    const auto found =
        std::lower_bound(estimates.begin(), estimates.end(), row,
                         [](const StartEstimate& each, JobRow value) { return each.row < value; });
    return found == estimates.end() || found->row != row ? nullptr : &*found;
}

NodeRanges in_service(const RunFacts& facts, double at_s) {
    NodeRanges nodes = {{0, partition_at(facts, at_s)}};
    for (const Outage* const outage : facts.outages.at(at_s))
        nodes = without(nodes, outage->nodes);
    return nodes;
}

StartPrediction predict_starts(const JobStore& jobs, double at_s, const NodeRanges& in_service,
                               Passing passing) {
    std::vector<double> queued = jobs.submit_s, started = jobs.start_s;
    look_at_lost(jobs, at_s, queued, started);
    StartPrediction prediction;
    prediction.at_s = at_s;
    std::vector<Running> running;
    std::vector<JobRow> queue;
    std::int64_t busy = 0;
    for (JobRow row = 0; row < jobs.size(); ++row) {
        const JobPhase phase = jobs.phase_at(row, at_s);
        if (phase == JobPhase::running) {
            running.push_back(
                {returning(jobs, row, at_s, in_service), started[row], double(jobs.limit_s[row])});
            busy += running.back().nodes;
        } else if (phase == JobPhase::waiting) {
            queue.push_back(row);
        }
    }
    const std::int64_t nodes = count_of(in_service);
    const Pool pool{at_s, std::max<std::int64_t>(nodes - busy, 0), running};
    prediction.too_large =
        std::int64_t(std::erase_if(queue, [&](JobRow row) { return jobs.nodes[row] > nodes; }));
    std::stable_sort(queue.begin(), queue.end(),
                     [&](JobRow a, JobRow b) { return queued[a] < queued[b]; });
    if (queue.size() > StartPrediction::most_jobs) {
        prediction.too_far = std::int64_t(queue.size() - StartPrediction::most_jobs);
        queue.resize(StartPrediction::most_jobs);
    }
    const Shares shares(jobs, at_s);
    prediction.ended = shares.count();
    prediction.mean_share = shares.mean_above(-1);
    const Lengths whole{[](const Running& job) { return job.start_s + job.limit_s; },
                        [](double limit) { return limit; }};
    const Lengths mean{[&](const Running& job) {
                           const double over = (at_s - job.start_s) / job.limit_s;
                           return job.start_s + job.limit_s * shares.mean_above(over);
                       },
                       [&](double limit) { return limit * prediction.mean_share; }};
    const auto latest = starts_of(jobs, queue, pool, whole, passing);
    const auto likely = starts_of(jobs, queue, pool, mean, passing);
    for (std::size_t i = 0; i < queue.size(); ++i)
        prediction.estimates.push_back({queue[i], likely[i], std::max(likely[i], latest[i])});
    std::sort(prediction.estimates.begin(), prediction.estimates.end(),
              [](const StartEstimate& a, const StartEstimate& b) { return a.row < b.row; });
    return prediction;
}

double next_start(const JobStore& jobs, JobRow row, double after_s) {
    double next = jobs.start_s[row] > after_s ? jobs.start_s[row] : JobStore::never;
    const auto of_row = std::equal_range(
        jobs.lost.begin(), jobs.lost.end(), JobStore::Attempt{row, 0, 0},
        [](const JobStore::Attempt& a, const JobStore::Attempt& b) { return a.row < b.row; });
    for (auto attempt = of_row.first; attempt != of_row.second; ++attempt)
        if (attempt->start_s > after_s)
            next = std::min(next, attempt->start_s);
    return next;
}

Hindsight look_back(const JobStore& jobs, const StartPrediction& prediction) {
    Hindsight seen;
    std::vector<double> misses;
    for (const StartEstimate& estimate : prediction.estimates) {
        const double start = next_start(jobs, estimate.row, prediction.at_s);
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
