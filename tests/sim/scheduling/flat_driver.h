// Replays a list of jobs on a flat pool of nodes under one policy, in whole seconds and without an
// engine: the two event rules of sim/scheduling/README.md and nothing else.
#pragma once

#include <algorithm>
#include <functional>
#include <queue>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/scheduling/schedulers.h"

namespace twin::testing {

struct FlatJob {
    std::int64_t submit = 0;
    NodeCount nodes = 0;
    std::int64_t run = 0;
    std::int64_t limit = 0;  // a job that would run longer is killed then
};

struct FlatStart {
    std::int64_t start = -1;
    std::int64_t end = -1;
    bool backfilled = false;
};

inline SimTime at_second(std::int64_t s) {
    return SimTime(std::chrono::seconds(s));
}

class FlatDriver {
  public:
    // `jobs` ascend in submit and fit the pool. after_pass(driver) runs after every pass.
    FlatDriver(const std::vector<FlatJob>& jobs, NodeCount pool, const SchedulerRow& row,
               Scheduler& policy, std::function<void(FlatDriver&)> after_pass = {})
        : jobs_(jobs),
          row_(row),
          policy_(policy),
          after_pass_(std::move(after_pass)),
          free_(pool),
          starts_(jobs.size()),
          place_of_(jobs.size(), -1) {}

    const std::vector<FlatStart>& run() {
        while (next_submit_ < jobs_.size() || !ends_.empty()) {
            now_ = ends_.empty() ? jobs_[next_submit_].submit : ends_.top().end;
            if (next_submit_ < jobs_.size())
                now_ = std::min(now_, jobs_[next_submit_].submit);
            if (row_.event_rule == EventRule::batch)
                batch_instant();
            else
                sequential_instant();
        }
        return starts_;
    }

    std::int64_t now() const { return now_; }
    NodeCount free() const { return free_; }
    const JobQueue& queue() const { return queue_; }
    QueuePlace place_of(std::size_t job) const { return place_of_[job]; }
    const std::vector<FlatStart>& starts() const { return starts_; }

  private:
    struct End {
        std::int64_t end;
        std::size_t order;  // of starting
        std::size_t job;
        bool operator>(const End& o) const {
            return std::tie(end, order) > std::tie(o.end, o.order);
        }
    };

    std::int64_t run_of(const FlatJob& job) const { return std::min(job.run, job.limit); }
    std::int64_t planned_of(const FlatJob& job) const {
        return row_.knows_run_time ? run_of(job) : job.limit;
    }
    std::int64_t planned_end(std::size_t job) const {
        return starts_[job].start + planned_of(jobs_[job]);
    }
    bool submits_now() const {
        return next_submit_ < jobs_.size() && jobs_[next_submit_].submit == now_;
    }
    bool ends_now() const { return !ends_.empty() && ends_.top().end == now_; }

    void submit_next() {
        const FlatJob& job = jobs_[next_submit_];
        place_of_[next_submit_] =
            queue_.push_back({static_cast<JobIndex>(next_submit_), job.nodes,
                              std::chrono::seconds(planned_of(job)), at_second(now_)});
        ++next_submit_;
    }
    void release(std::size_t job) {
        running_.remove(at_second(planned_end(job)), static_cast<JobIndex>(job));
        free_ += jobs_[job].nodes;
    }

    void batch_instant() {
        for (; ends_now(); ends_.pop())
            release(ends_.top().job);
        while (submits_now())
            submit_next();
        pass();
    }

    void sequential_instant() {
        while (!due_.empty() && due_.top().first <= now_) {
            const std::size_t job = due_.top().second;
            due_.pop();
            if (starts_[job].end == now_)  // else it ended early and has been released
                release(job);
        }
        while (submits_now()) {
            submit_next();
            if (jobs_[next_submit_ - 1].nodes <= free_)
                pass();
        }
        while (ends_now()) {
            const std::size_t job = ends_.top().job;
            ends_.pop();
            if (planned_end(job) != now_)
                release(job);
            pass();
        }
    }

    void pass() {
        decisions_.clear();
        policy_.pass({at_second(now_), free_, queue_, running_}, decisions_);
        for (const Start& decision : decisions_) {
            const auto job = static_cast<std::size_t>(queue_.at(decision.place).job);
            queue_.remove(decision.place);
            free_ -= jobs_[job].nodes;
            starts_[job] = {now_, now_ + run_of(jobs_[job]), decision.backfilled};
            running_.add(
                {at_second(planned_end(job)), static_cast<JobIndex>(job), jobs_[job].nodes});
            ends_.push({starts_[job].end, started_++, job});
            if (row_.event_rule == EventRule::sequential)
                due_.emplace(planned_end(job), job);
        }
        if (after_pass_)
            after_pass_(*this);
    }

    const std::vector<FlatJob>& jobs_;
    const SchedulerRow& row_;
    Scheduler& policy_;
    std::function<void(FlatDriver&)> after_pass_;

    std::int64_t now_ = 0;
    NodeCount free_;
    std::size_t next_submit_ = 0;
    std::size_t started_ = 0;
    JobQueue queue_;
    ReleaseProfile running_;
    std::priority_queue<End, std::vector<End>, std::greater<>> ends_;
    using Due = std::pair<std::int64_t, std::size_t>;
    std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
    std::vector<FlatStart> starts_;
    std::vector<QueuePlace> place_of_;
    std::vector<Start> decisions_;
};

inline std::vector<FlatStart> replay(const std::vector<FlatJob>& jobs, NodeCount pool,
                                     std::string_view policy) {
    const SchedulerRow& row = *find_scheduler(policy);
    const auto scheduler = row.make();
    return FlatDriver(jobs, pool, row, *scheduler).run();
}

inline std::vector<std::int64_t> start_times(const std::vector<FlatStart>& starts) {
    std::vector<std::int64_t> times;
    for (const FlatStart& start : starts)
        times.push_back(start.start);
    return times;
}

}  // namespace twin::testing
