// Power and occupation of nodes, racks, groups and the site over time. Between changes everything
// is constant, so all integrals are exact: integer microwatts times integer nanoseconds. A change
// costs the racks that it touches, never the size of the machine.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "models/power/conversion.h"
#include "models/power/node_power.h"
#include "models/site/site.h"
#include "models/units/ids.h"
#include "models/units/sim_time.h"
#include "models/workload/job.h"
#include "sim/engine/limit_clock.h"
#include "sim/engine/track.h"
#include "sim/results/records.h"

namespace twin {

// Where a node's power goes, in the order of NodeDraw.
inline constexpr std::size_t node_uses = 7;

// What one node draws, in whole microwatts.
struct NodeLoad {
    std::array<Microwatts, node_uses> uses{};
    Microwatts input = 0;  // their sum, at the node's plug
    double speed = 1;
    Microwatts gpus() const { return uses[0]; }
    bool operator==(const NodeLoad&) const = default;
};
// Of one phase: by rack kind, first under the cap in force, then as throttled.
using JobLoad = std::vector<NodeLoad>;

class Facility {
  public:
    // `site` must outlive the facility. Sums that concern the KPIs start at `window_start`.
    Facility(const Site& site, const ConversionPlan& conversion, SimTime window_start);

    // Racks of one part are of one kind.
    std::size_t kinds() const { return kinds_.size(); }
    const RackPart& kind(std::size_t kind) const { return *kinds_[kind].part; }
    const NodeLoad& idle(std::size_t kind) const { return kinds_[kind].idle; }
    // Of a node of this kind; zero where the site's power is not known.
    NodeLoad node_load(std::size_t kind, const Phase& phase, std::optional<Power> gpu_cap) const;
    // A rack of this kind, for what its nodes draw.
    struct RackPower {
        Microwatts input = 0, rectifier_loss = 0;
    };
    RackPower rack_power(std::size_t kind, Microwatts nodes) const;

    // The cap on the GPUs of a kind; none: the part's own. Holds for what load_of says next.
    void set_gpu_cap(SimTime now, std::size_t kind, std::optional<Power> cap);
    // Racks of the group run their GPUs at the lowest clock, or no longer do. Nobody may occupy
    // nodes of the group meanwhile: vacate them before and occupy them again.
    void throttle(SimTime now, GroupIndex group, bool throttled);
    bool throttled(GroupIndex group) const { return groups_[index(group)].throttled; }
    bool any_throttled() const { return throttled_groups_.value() > 0; }

    JobLoad load_of(const Phase& phase) const;
    // How fast a job on these nodes goes: as its slowest node.
    double speed_of(const NodeRanges& where, const JobLoad& load) const;

    // A job takes or leaves the nodes of `where` at `now`.
    void occupy(SimTime now, const NodeRanges& where, const JobLoad& load);
    void vacate(SimTime now, const NodeRanges& where, const JobLoad& load);
    // Nodes without a job go dark or come back.
    void switch_off(SimTime now, NodeRange nodes);
    void switch_on(SimTime now, NodeRange nodes);
    // Nodes to run jobs on, and what waits for them.
    void set_available(SimTime now, NodeCount nodes);
    void set_waiting(SimTime now, std::int64_t jobs, std::int64_t nodes);
    void count_submitted() { ++submitted_; }
    void count_started() { ++started_; }
    void count_ended() { ++ended_; }

    // What the nodes of `where` draw under `load`, at their plugs and at their GPUs.
    struct Draw {
        Microwatts nodes = 0, gpus = 0;
    };
    Draw draw_of(const NodeRanges& where, const JobLoad& load) const;
    int groups_of(const NodeRanges& where) const;
    bool lies_in(const NodeRanges& where, const std::vector<bool>& groups) const;
    template <class Visit>  // visit(RackIndex, kind, nodes of the range in it)
    void for_racks(const NodeRanges& where, Visit visit) const;

    Microwatts it_power() const { return power_.value(); }  // now

    // Means since the last stretch: what cooling, supply and bills go on with.
    struct Stretch {
        Power it{};
        std::vector<Power> groups;  // of their racks
        Power fixed{};
        Integral busy_nodes = 0;  // energy of all nodes that jobs hold, at their plugs
    };
    const Stretch& close_stretch(SimTime end);

    // Closes the interval that ends at `end`; the means and peaks of what lies between it and the
    // end of the interval before. The vectors belong to the facility and hold until the next call.
    struct Interval {
        SiteSample site;
        PowerSample power;
        const std::vector<PlaceSample>& groups;
        const std::vector<PlaceSample>& racks;
    };
    Interval close_interval(SimTime end);
    // Adds what was counted since the last interval to it: for the instant at which a run ends
    // together with an interval.
    void add_counts(SiteSample& sample);

    struct WindowTotals {
        Energy it_energy{};
        Power it_power_peak{};
        double busy_node_seconds = 0, available_node_seconds = 0;
    };
    WindowTotals window_totals(SimTime end);
    double it_power_p99() const;  // W, over the interval means in the KPI window
    // One row per limit that the site has; valid after the last interval was closed.
    std::vector<LimitRecord> limits(SimTime end, NodeCount node_limit);

  private:
    struct Kind {
        const RackPart* part = nullptr;
        NodeLoad idle;
        Microwatts switches = 0;
        std::optional<Power> gpu_cap;
    };
    struct RackTrack {
        Track power, busy;
        std::size_t kind = 0;
        Microwatts nodes = 0;  // at the plugs of its nodes
        Microwatts rectifier_loss = 0;
        Microwatts limit = 0;  // 0: none
        bool at_limit = false;
    };
    struct GroupTrack {
        Track power, busy;
        bool throttled = false;
    };

    template <class Index>
    static std::size_t index(Index i) {
        return static_cast<std::size_t>(i);
    }
    void change(Track& track, SimTime now, std::int64_t by) {
        track.change(now, window_start_, by);
    }
    double take_mean(Track& track, SimTime end);
    Power take_power(Track& track, SimTime end) { return to_power(take_mean(track, end)); }
    const NodeLoad& of_rack(const JobLoad& load, RackIndex rack) const;
    void shift(SimTime now, const NodeRanges& where, const JobLoad& load, int sign);
    void change_nodes_power(SimTime now, RackIndex rack, Microwatts by);
    void change_uses(SimTime now, const NodeLoad& load, std::int64_t nodes);
    template <class Visit>
    void for_racks(NodeRange range, Visit visit) const;

    const Site& site_;
    ConversionPlan conversion_;
    SimTime window_start_;
    std::vector<Kind> kinds_;
    std::vector<RackIndex> rack_of_node_;
    std::vector<RackTrack> racks_;
    std::vector<GroupTrack> groups_;
    std::array<Track, node_uses> uses_;
    Track power_, switches_, rectifier_loss_, fixed_, busy_power_;
    Track busy_, available_, waiting_jobs_, waiting_nodes_, gpu_cap_, throttled_groups_;
    Microwatts site_limit_ = 0;
    LimitClock rack_limit_clock_, site_limit_clock_, node_limit_clock_;
    SimTime interval_start_{}, stretch_start_{};
    std::int64_t submitted_ = 0, started_ = 0, ended_ = 0;
    std::vector<PlaceSample> group_samples_, rack_samples_;
    Stretch stretch_;
    // Interval means inside the KPI window, for the limits' 99th percentiles.
    std::vector<double> site_means_, hottest_rack_shares_, busy_means_;  // shares of rack limits
};

template <class Visit>
void Facility::for_racks(NodeRange range, Visit visit) const {
    NodeIndex node = range.first;
    while (node < range.end()) {
        const RackIndex rack = rack_of_node_[index(node)];
        const Rack& of_site = site_.racks[index(rack)];
        const NodeIndex end = std::min(range.end(), of_site.first_node + of_site.nodes);
        visit(rack, end - node);
        node = end;
    }
}

template <class Visit>
void Facility::for_racks(const NodeRanges& where, Visit visit) const {
    for (const NodeRange& range : where)
        for_racks(range, [&](RackIndex rack, NodeCount nodes) {
            visit(rack, racks_[index(rack)].kind, nodes);
        });
}

}  // namespace twin
