// Which nodes exist for jobs: free, busy, lost, drained, or outside the partition.
#pragma once

#include <cstdint>
#include <vector>

#include "models/site/site.h"
#include "sim/scheduling/free_nodes.h"
#include "sim/scheduling/placements.h"

namespace twin {

class NodePool {
  public:
    NodePool(const Site& site, NodeCount partition_nodes);

    NodeCount free() const { return free_.count(); }
    NodeCount busy() const { return busy_; }
    NodeCount available() const { return free() + busy_; }  // free or busy, whatever its state

    bool is_lost(NodeIndex node) const { return (states_[index(node)] & lost) != 0; }

    NodeRanges take(NodeCount nodes, const PlacementRow& placement);
    void give_back(const NodeRanges& nodes);  // free again, unless out of service
    // How many of a job's nodes will be free once it ends.
    NodeCount returning(const NodeRanges& nodes) const;

    // Out of service for new jobs; a busy node keeps its job. lose() returns the nodes that were
    // not lost before, restore() those that were lost: their power changes.
    NodeRanges lose(const NodeRanges& nodes);
    void drain(const NodeRanges& nodes);
    NodeRanges restore(const NodeRanges& nodes);
    void resize_partition(NodeCount nodes);

  private:
    enum State : std::uint8_t { lost = 1, drained = 2, outside = 4, busy_state = 8 };
    static constexpr std::uint8_t out_of_service = lost | drained | outside;

    bool out(NodeIndex node) const { return (states_[index(node)] & out_of_service) != 0; }
    static std::size_t index(NodeIndex node) { return static_cast<std::size_t>(node); }
    NodeRanges mark(const NodeRanges& nodes, std::uint8_t state);
    NodeRanges clear(const NodeRanges& nodes, std::uint8_t states, std::uint8_t wanted);

    std::vector<std::uint8_t> states_;  // of each node, State bits
    NodeCount marked_ = 0;              // nodes out of service
    NodeCount busy_ = 0;
    NodeCount partition_nodes_;
    FreeNodes free_;
};

}  // namespace twin
