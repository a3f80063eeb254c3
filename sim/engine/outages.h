// Which nodes are out of service, who took them, and what comes back when he lets go. Knows nodes
// and their power, no job.
#pragma once

#include <cstddef>
#include <vector>

#include "sim/engine/facility.h"
#include "sim/engine/node_pool.h"
#include "sim/engine/power_cap.h"

namespace twin {

class Outages {
  public:
    struct Owner {
        enum class Kind {
            event,    // of the scenario, by its number
            trip,     // racks that switched themselves off, by the number of their group
            failure,  // random ones, by their number
        } kind = Kind::event;
        std::size_t number = 0;
        bool operator==(const Owner&) const = default;
    };

    // All must outlive it.
    Outages(NodePool& pool, Facility& facility, PowerCap& cap)
        : pool_(pool), facility_(facility), cap_(cap) {}

    // The nodes go dark; no job may be left on them. Returns how many were not dark before.
    NodeCount lose(SimTime now, const Owner& owner, const NodeRanges& nodes);
    // No job starts on the nodes; those that run there stay.
    void drain(SimTime now, const Owner& owner, const NodeRanges& nodes);
    // All of the nodes come back, whichever event took them. Racks that hot water switched off stay
    // off: nobody would switch them off again.
    void restore(SimTime now, const NodeRanges& nodes);
    // What the owner took comes back, but for what another one still holds.
    void end(SimTime now, const Owner& owner);

  private:
    struct Outage {
        Owner owner;
        bool dark = false;  // else drained
        NodeRanges nodes;
    };
    NodeCount take(SimTime now, const Outage& outage);
    void bring_back(SimTime now, const NodeRanges& nodes);

    NodePool& pool_;
    Facility& facility_;
    PowerCap& cap_;
    std::vector<Outage> outages_;  // that nobody has ended or restored
};

}  // namespace twin
