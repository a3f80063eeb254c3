#include "validation/cases/peer_day.h"

#include <algorithm>

#include "models/power/node_power.h"
#include "models/site/site_power.h"

namespace twin {
namespace {

using namespace std::chrono_literals;

struct Held {
    const Job* job = nullptr;
    SimTime start{}, end{};
};

SimTime planned_end(const Held& held) {
    return held.start + held.job->limit;
}

class PeerScheduler {
  public:
    PeerScheduler(NodeCount nodes, const PeerRules& rules) : free_(nodes), rules_(rules) {}

    // At each instant ends, then submits, then one pass.
    std::vector<Held> run(const std::vector<Job>& jobs, SimTime horizon) {
        std::size_t next = 0;
        for (SimTime now{}; now < horizon;) {
            std::erase_if(running_, [&](const Held& held) {
                if (held.end <= now)
                    free_ += held.job->nodes;
                return held.end <= now;
            });
            for (; next < jobs.size() && jobs[next].submit <= now; ++next)
                queue_.push_back(&jobs[next]);
            pass(now);
            now = next < jobs.size() ? jobs[next].submit : horizon;
            for (const Held& held : running_)
                now = std::min(now, held.end);
        }
        return started_;
    }

  private:
    void pass(SimTime now) {
        while (!queue_.empty() && queue_.front()->nodes <= free_)
            start(now, 0);
        if (!queue_.empty())
            rules_.limit_order ? backfill_by_limit(now) : backfill_easy(now);
    }

    void start(SimTime now, std::size_t place) {
        const Job* job = queue_[place];
        queue_.erase(queue_.begin() + static_cast<std::ptrdiff_t>(place));
        free_ -= job->nodes;
        const SimDuration held = job->run_time + (rules_.extra_second ? 1s : 0s);
        running_.push_back({job, now, now + held});
        started_.push_back(running_.back());
    }

    // Shadow time: of the running jobs in order of their limits (not of their ends) the planned
    // end of the one with which the head fits. Whatever ends before it may start.
    void backfill_by_limit(SimTime now) {
        std::vector<Held> order = running_;
        std::stable_sort(order.begin(), order.end(),
                         [](const Held& a, const Held& b) { return a.job->limit < b.job->limit; });
        NodeCount nodes = free_;
        SimTime shadow{};
        for (const Held& held : order) {
            nodes += held.job->nodes;
            shadow = planned_end(held);
            if (nodes >= queue_.front()->nodes)
                break;
        }
        for (std::size_t i = 1; i < queue_.size();)
            if (queue_[i]->nodes <= free_ && now + queue_[i]->limit <= shadow)
                start(now, i);
            else
                ++i;
    }

    // EASY as `twin` has it: the shadow by planned ends, and the nodes left over at it.
    void backfill_easy(SimTime now) {
        std::vector<Held> order = running_;
        std::sort(order.begin(), order.end(),
                  [](const Held& a, const Held& b) { return planned_end(a) < planned_end(b); });
        NodeCount nodes = free_;
        SimTime shadow = sim_never;
        for (std::size_t i = 0; i < order.size() && nodes < queue_.front()->nodes;) {
            shadow = planned_end(order[i]);
            for (; i < order.size() && planned_end(order[i]) == shadow; ++i)
                nodes += order[i].job->nodes;
        }
        NodeCount extra = nodes - queue_.front()->nodes;
        for (std::size_t i = 1; i < queue_.size();) {
            const Job& job = *queue_[i];
            const bool in_time = now + job.limit <= shadow;
            if (job.nodes > free_ || (!in_time && job.nodes > extra)) {
                ++i;
                continue;
            }
            if (!in_time)
                extra -= job.nodes;
            start(now, i);
        }
    }

    NodeCount free_;
    PeerRules rules_;
    std::vector<const Job*> queue_;
    std::vector<Held> running_, started_;
};

// How long a job draws power within [0, horizon): exactly, or as samples at multiples of 15 s see
// it, each of which stands for 15 s.
SimDuration powered(const Held& held, SimTime horizon, bool sampled) {
    const SimTime end = std::min(held.end, horizon);
    if (!sampled)
        return end - held.start;
    const auto samples_before = [](SimTime time) {
        return (time.time_since_epoch() + (15s - 1ns)) / SimDuration(15s);
    };
    return (samples_before(end) - samples_before(held.start)) * SimDuration(15s);
}

}  // namespace

PeerDay simulate_peer_day(const Site& site, const std::vector<Job>& jobs, SimDuration horizon,
                          const PeerRules& rules) {
    const SimTime until = sim_start + horizon;
    const RackPart& rack = *site.racks.front().part;
    const NodePart& node = rack.node;
    // Its rectifiers have one efficiency at any load, so the bound is the gain itself.
    const double rack_gain = largest_rack_gain(rack, Power(), {});
    PeerDay result;
    result.energy = site_power(site, 0, 0) * to_quantity(horizon);
    SimDuration waits{};
    for (const Held& held : PeerScheduler(site.nodes, rules).run(jobs, until)) {
        const Phase& load = held.job->phases.front();
        const Power above_idle = node_draw(node, load).input() - idle_draw(node).input();
        result.energy += held.job->nodes * (rack_gain * above_idle) *
                         to_quantity(powered(held, until, rules.sampled_power));
        if (held.end >= until)
            continue;
        ++result.ended;
        waits += held.start - held.job->submit;
    }
    result.mean_wait_s = to_seconds(waits) / result.ended;
    return result;
}

}  // namespace twin
