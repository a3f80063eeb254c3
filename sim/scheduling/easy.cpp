#include "sim/scheduling/easy.h"

#include <algorithm>

namespace twin {
namespace {

class Easy : public Scheduler {
  public:
    void pass(const ClusterView& view, std::vector<Start>& starts) override;

  private:
    std::vector<ReleaseProfile::Entry> started_;  // in this pass; kept for its memory
};

void Easy::pass(const ClusterView& view, std::vector<Start>& starts) {
    NodeCount free = view.free;
    if (free <= 0)
        return;
    started_.clear();
    auto head = view.queue.front();
    for (; head; head = view.queue.next(*head)) {
        const WaitingJob& job = view.queue.at(*head);
        if (job.nodes > free)
            break;
        starts.push_back({*head, false});
        started_.push_back({expected_end(view.now, job.planned), job.job, job.nodes});
        free -= job.nodes;
    }
    if (!head || free == 0)
        return;
    // Whether any job is small enough costs less to ask than the head's reservation.
    auto place = view.queue.next_fitting(*head, free, SimDuration::max(), 0);
    if (!place)
        return;

    std::sort(started_.begin(), started_.end(),
              [](const auto& a, const auto& b) { return a.expected_end < b.expected_end; });
    const auto reservation =
        view.running.earliest(free, view.queue.at(*head).nodes, std::span(started_));
    NodeCount extra = reservation.extra;
    const SimDuration window =
        reservation.shadow == sim_never ? SimDuration::max() : reservation.shadow - view.now;
    for (place = view.queue.next_fitting(*head, free, window, extra); place;
         place = view.queue.next_fitting(*place, free, window, extra)) {
        const WaitingJob& job = view.queue.at(*place);
        starts.push_back({*place, true});
        free -= job.nodes;
        if (job.planned > window)
            extra -= job.nodes;
        if (free == 0)
            return;
    }
}

}  // namespace

std::unique_ptr<Scheduler> make_easy() {
    return std::make_unique<Easy>();
}

}  // namespace twin
