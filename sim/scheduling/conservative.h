// Conservative backfilling: every waiting job holds a reservation, and nothing delays it.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "sim/scheduling/availability.h"
#include "sim/scheduling/scheduler.h"

namespace twin {

class Conservative : public Scheduler {
  public:
    void pass(const ClusterView& view, std::vector<Start>& starts) override;

    // When the job that waits at `place` will start at the latest, as of the last pass; nothing
    // if it holds no reservation, because the nodes in service do not suffice for it.
    std::optional<SimTime> reserved_start(QueuePlace place) const;

  private:
    struct Reservation {
        QueuePlace place = 0;
        NodeCount nodes = 0;
        SimDuration planned{};
        SimTime start = sim_never;  // sim_never: holds none
    };
    struct Release {
        SimTime time{};
        NodeCount nodes = 0;
    };

    bool as_expected(const ClusterView& view);
    void read_cluster(const ClusterView& view);
    void drop_cancelled(const JobQueue& queue);
    bool hold_reservations(SimTime now);
    void move_earlier();
    void reserve(Reservation& reservation, SimTime start);
    void run(SimTime now, NodeCount nodes, SimDuration planned);
    void start_due(SimTime now, std::vector<Start>& starts);

    std::vector<Reservation> plan_;  // in queue order, of all jobs seen that still wait
    QueuePlace last_seen_ = -1;
    SimTime next_start_ = sim_never;  // none starts earlier
    Availability availability_;       // beside running jobs and reservations; while plan_ has any

    // What the view should show if nothing but the plan happened.
    NodeCount free_ = 0;
    NodeCount running_nodes_ = 0;
    std::vector<Release> releases_;  // a heap, earliest first
};

std::unique_ptr<Scheduler> make_conservative();

}  // namespace twin
