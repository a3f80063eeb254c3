// The waiting jobs in queue order, indexed by what policies ask.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "models/units/ids.h"
#include "models/units/sim_time.h"

namespace twin {

struct WaitingJob {
    JobIndex job = 0;  // the caller's number: unique among the jobs it holds, used again later
    NodeCount nodes = 0;
    SimDuration planned{};  // the run time that the policy is told: the limit, or the true run time
    SimTime submit{};
};

// Places in the queue: serial numbers, so later in the queue is greater, and none is used twice.
using QueuePlace = std::int64_t;

class JobQueue {
  public:
    bool empty() const { return waiting_ == 0; }
    std::size_t size() const { return waiting_; }
    QueuePlace push_back(const WaitingJob& job);  // amortised O(log n); nodes > 0
    void remove(QueuePlace place);                // amortised O(log n); `place` is waiting

    // Valid until the next push_back or remove. O(1), or O(log n) once jobs have left the middle.
    const WaitingJob& at(QueuePlace place) const;

    std::optional<QueuePlace> front() const;  // O(1)

    // The first job behind `place`, where a job may wait or may have waited.
    std::optional<QueuePlace> next(QueuePlace place) const;

    // The first job behind `after` with nodes <= free and (planned <= window or nodes <= extra).
    // Cost near O(log n): it does not walk the jobs that cannot start.
    std::optional<QueuePlace> next_fitting(QueuePlace after, NodeCount free, SimDuration window,
                                           NodeCount extra) const;

  private:
    // What next_fitting asks: nodes <= free and (planned <= window or nodes <= extra).
    struct Gap {
        NodeCount free;
        SimDuration window;
        NodeCount extra;
        bool takes(NodeCount nodes, SimDuration planned) const {
            return nodes <= free && (planned <= window || nodes <= extra);
        }
    };

    // The jobs of a stretch of the queue that none other of it undercuts in both nodes and
    // planned: a staircase, ascending in nodes and descending in planned. A gap takes some job of
    // the stretch if and only if it takes a step. Past the capacity two steps merge to their
    // common lower corner, after which it may promise a job that is not there, never hide one.
    class Front {
      public:
        // False: an earlier step undercuts the job, nothing changed.
        bool add(NodeCount nodes, SimDuration planned);
        void add(const Front& other);
        bool may_hold_for(const Gap& gap) const;
        // False: taking the job out of the stretch surely leaves the front as it is.
        bool depends_on(NodeCount nodes, SimDuration planned) const;
        bool operator==(const Front& other) const;

      private:
        struct Step {
            NodeCount nodes = 0;
            SimDuration planned{};
            bool operator==(const Step&) const = default;
        };
        static constexpr std::size_t max_steps = 15;
        void merge_two_steps();

        std::array<Step, max_steps + 1> steps_;
        std::uint8_t count_ = 0;
        bool exact_ = true;
    };

    static constexpr std::size_t block_size = 32;  // slots under one leaf of the tree
    static constexpr std::size_t arity = 4;

    std::size_t slot_behind(QueuePlace place) const;  // waiting or not; slots_.size(): none
    std::size_t slot_of(QueuePlace place) const;
    std::optional<QueuePlace> place_from(std::size_t slot) const;
    std::optional<QueuePlace> fitting_in(std::size_t first, std::size_t last, const Gap& gap) const;
    Front front_of(std::size_t level, std::size_t index) const;
    void grow_tree(std::size_t block);
    void compact();

    std::vector<WaitingJob> slots_;   // in queue order, with holes where jobs have left
    std::vector<QueuePlace> places_;  // of each slot
    std::size_t first_ = 0;           // slot of the first waiting job
    std::size_t waiting_ = 0;
    QueuePlace next_place_ = 0;
    std::vector<std::vector<Front>> levels_;  // [0]: one a block; each above: one for `arity`
};

}  // namespace twin
