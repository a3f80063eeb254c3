// Power and occupation of racks, groups and the site over time. Between changes everything is
// constant, so all integrals are exact: integer microwatts times integer nanoseconds. A change
// costs the racks that it touches, never the size of the machine.
#pragma once

#include <cstdint>
#include <vector>

#include "models/site/site.h"
#include "models/units/ids.h"
#include "models/units/sim_time.h"
#include "sim/results/records.h"

namespace twin {

using Microwatts = std::int64_t;
__extension__ typedef __int128 Integral;  // microwatts or counts times nanoseconds

// What one busy node of each kind of rack draws at the rack's input above an idle one.
using NodeLoad = std::vector<Microwatts>;  // by rack kind

class Facility {
  public:
    // `site` must outlive the facility. Sums that concern the KPIs start at `window_start`.
    Facility(const Site& site, SimTime window_start);

    NodeLoad load_of(double cpu_utilisation, double gpu_utilisation) const;

    // A job takes or leaves the nodes of `where` at `now`.
    void occupy(SimTime now, const NodeRanges& where, const NodeLoad& load);
    void vacate(SimTime now, const NodeRanges& where, const NodeLoad& load);
    // Nodes without a job go dark or come back.
    void switch_off(SimTime now, NodeRange nodes);
    void switch_on(SimTime now, NodeRange nodes);
    // Nodes to run jobs on, and what waits for them.
    void set_available(SimTime now, NodeCount nodes);
    void set_waiting(SimTime now, std::int64_t jobs, std::int64_t nodes);
    void count_submitted() { ++submitted_; }
    void count_started() { ++started_; }
    void count_ended() { ++ended_; }

    // Energy at the racks' input of one node of each rack in `where`, for `held` under `load`.
    Energy energy_of(const NodeRanges& where, const NodeLoad& load, SimDuration held) const;
    int groups_of(const NodeRanges& where) const;

    // Closes the interval that ends at `end`; the means and peaks of what lies between it and the
    // end of the interval before. The vectors belong to the facility and hold until the next call.
    struct Interval {
        SiteSample site;
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
    // One row per limit that the site has; valid after the last interval was closed.
    std::vector<LimitRecord> limits(SimTime end, NodeCount node_limit);

  private:
    // A quantity that is constant between changes.
    struct Track {
        std::int64_t value = 0;
        std::int64_t peak = 0;  // in the interval
        std::int64_t window_peak = 0;
        SimTime since{};
        Integral integral = 0;  // in the interval, up to `since`
        Integral window = 0;    // in the KPI window, up to `since`
    };
    struct RackTrack {
        Track power, busy;
        int kind = 0;
        Microwatts idle_node = 0;  // at the rack's input
        Microwatts limit = 0;      // 0: none
        bool at_limit = false;
    };
    // Time at a limit inside the KPI window.
    struct LimitClock {
        int reached = 0;  // how many are at their limit now; counts once time passes
        SimTime since{};
        SimDuration total{};
        SimTime first = sim_never;
    };

    void advance(Track& track, SimTime now) const;
    void change(Track& track, SimTime now, std::int64_t by) const;
    double take_mean(Track& track, SimTime end) const;
    void shift(SimTime now, const NodeRanges& where, const NodeLoad& load, int sign);
    void update_site_limit(SimTime now);
    void change_rack_power(SimTime now, RackIndex rack, Microwatts by);
    void change_limit(LimitClock& clock, SimTime now, int by) const;
    SimDuration at_limit(LimitClock& clock, SimTime end) const;
    template <class Visit>  // visit(rack, nodes of the range in it)
    void for_racks(NodeRange range, Visit visit) const;

    const Site& site_;
    SimTime window_start_;
    std::vector<const RackPart*> kinds_;
    std::vector<RackIndex> rack_of_node_;
    std::vector<RackTrack> racks_;
    std::vector<Track> group_power_, group_busy_;
    Track power_, busy_, available_, waiting_jobs_, waiting_nodes_;
    Microwatts site_limit_ = 0;
    LimitClock rack_limit_clock_, site_limit_clock_, node_limit_clock_;
    SimTime interval_start_{};
    std::int64_t submitted_ = 0, started_ = 0, ended_ = 0;
    std::vector<PlaceSample> group_samples_, rack_samples_;
    // Interval means inside the KPI window, for the limits' 99th percentiles.
    std::vector<double> site_means_, hottest_rack_shares_, busy_means_;  // shares of rack limits
};

}  // namespace twin
