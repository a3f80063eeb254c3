// When running jobs are expected to give their nodes back.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "models/units/ids.h"
#include "models/units/sim_time.h"

namespace twin {

class ReleaseProfile {
  public:
    struct Entry {
        SimTime expected_end{};
        JobIndex job = 0;     // as in WaitingJob
        NodeCount nodes = 0;  // what comes back to the queue's pool (not those drained meanwhile)
    };
    void add(const Entry& entry);  // one entry a job
    void remove(SimTime expected_end, JobIndex job);

    std::size_t size() const { return size_; }
    NodeCount nodes() const { return nodes_; }  // of all entries

    struct Reservation {
        SimTime shadow = sim_never;  // sim_never: not even when all running jobs have ended
        NodeCount extra = 0;         // nodes left at the shadow time beside the reserved ones
    };
    // The smallest expected end at which `free` plus the nodes of ALL jobs expected to end by then
    // reaches `wanted` (> free). `started`, ascending in expected_end, counts as if it had been
    // added. Cost grows far slower than the number of running jobs.
    Reservation earliest(NodeCount free, NodeCount wanted,
                         std::span<const Entry> started = {}) const;

    // Visits the entries in order of (expected_end, job).
    template <typename Visitor>
    void for_each(Visitor&& visit) const {
        for (const Block& block : blocks_)
            for (const Entry& entry : block.entries)
                visit(entry);
    }

  private:
    // A stretch of the entries in order, never empty.
    struct Block {
        Entry last;  // a copy, so that a search over blocks stays out of the entries
        NodeCount nodes = 0;
        std::vector<Entry> entries;
    };
    static constexpr std::size_t max_entries = 128;

    std::vector<Block>::iterator block_for(const Entry& key);  // the first that ends at or past it
    void split(std::vector<Block>::iterator block);
    void join_with_next(std::vector<Block>::iterator block);

    std::vector<Block> blocks_;
    std::size_t size_ = 0;
    NodeCount nodes_ = 0;
};

}  // namespace twin
