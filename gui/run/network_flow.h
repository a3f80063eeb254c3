// What flows between the groups of a run's network, and to and from its storage, over all its time:
// read once, so that playing needs no query.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "gui/run/machine.h"
#include "sim/results/result_store.h"

namespace twin {

struct NetworkLink {
    enum class Kind { group, pair, storage_read, storage_write };
    Kind kind = Kind::group;
    std::string name;
    int a = -1, b = -1;  // groups of the network, from 0
    // Of one direction, nothing of it lost; of the storage's group from a to b alone.
    double capacity_b_s = 0;
    bool shares = false;  // jobs share it; else it only tells what flows
};

// What of a link is in service from a time on.
struct LinkService {
    double from_s = 0;
    int lost = 0, parts = 0;  // of a pair cables, of a group spine switches; lost ones, all
    double left = 1;          // share of the capacity
};

// A link at one time, or over some.
struct LinkNow {
    double flow_b_s = 0;      // mean; over an interval at least
    double capacity_b_s = 0;  // likewise, of what is in service
    LinkService service{};    // over some time: where the least was left; no parts: not known
    double load() const { return capacity_b_s > 0 ? flow_b_s / capacity_b_s : 0; }
};

struct SlowedJob {
    int idx = 0;
    // How much longer it ran.
    double placement_s = 0, storage_s = 0, lost_links_s = 0, sharing_s = 0;
    int by = -1;      // idx of the job that took most from it; -1: none
    double by_s = 0;  // how much of sharing_s fell in that job's time
};

struct NetworkFlow {
    double interval_s = 1;
    int intervals = 0;
    int groups = 0;                  // of the network
    int storage_group = -1;          // on which file systems hang; -1: beside the groups
    std::vector<NodeRange> nodes;    // of each group; some hold none
    std::vector<NetworkLink> links;  // those of groups first, in their order
    SparseSeries<float> flow;        // bytes per second, one direction, by link
    // By link, ascending in time; empty where the file does not tell.
    std::vector<std::vector<LinkService>> service;
    std::vector<SlowedJob> slowed;  // ascending in idx

    bool is_simulated() const { return groups > 1; }
    double flow_at(std::size_t link, double seconds) const;  // mean of that interval
    // Mean of the intervals that begin in that time; of the one at `from` where none does.
    double mean_flow(std::size_t link, double from, double until) const;
    LinkNow link_at(std::size_t link, double seconds) const;
    LinkNow link_between(std::size_t link, double from, double until) const;
    const SlowedJob* slowed_job(int idx) const;  // null: it was not
    // How many nodes of these each group holds.
    std::vector<NodeCount> nodes_by_group(std::span<const NodeRange> where) const;

  private:
    LinkService least_service(std::size_t link, double from, double until) const;
    double mean_capacity(std::size_t link, double from, double until) const;
};
using SharedNetwork = std::shared_ptr<const NetworkFlow>;

// Throws as ResultStore does.
NetworkFlow read_network_flow(const ResultStore& store);

}  // namespace twin
