// What jobs share beside nodes: links between groups and a file system. Knows what each running job
// asks, what it gets while others ask too, what flows over each link, and who takes it from whom.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/interconnect/fair_shares.h"
#include "models/interconnect/pair_routes.h"
#include "models/workload/sharing.h"
#include "sim/engine/clock.h"
#include "sim/engine/track.h"
#include "sim/results/records.h"
#include "sim/scenario/run_plan.h"

namespace twin {

// How many of these nodes each group of the network holds that holds any, ascending.
std::map<GroupIndex, NodeCount> nodes_by_group(const NetworkPlan& plan, const NodeRanges& where);

class Fabric {
  public:
    using User = std::int32_t;  // of the caller's, >= 0; at most one phase each at a time
    // What a user writes while its phases go on is a user of its own.
    static User behind(User user) { return ~user; }

    // Plan and clock must outlive it. KPIs are about what flows from `window_start` on.
    Fabric(const NetworkPlan& plan, Clock& clock, SimTime window_start);

    // A phase begins on nodes that lie in these groups (nodes_by_group); another one of the same
    // user is over. Each node sends to all others alike, or what goes between these groups is
    // known: then the demand is what `placed` says. Where it
    // asks for nothing that could be shared, the user is not there afterwards. What it gets is at
    // first what it gets alone; the clock settles afterwards.
    void enter(SimTime now, User user, const SharedDemand& demand,
               const std::map<GroupIndex, NodeCount>& nodes, const PlacedWork* placed = nullptr);
    void leave(SimTime now, User user);
    bool has(User user) const { return members_.contains(user); }

    // The time that a second of the user's work takes, where it takes `unhindered` seconds with all
    // that it asks, or, where what goes between groups is known, alone on its links. Each is at
    // least the one before.
    struct Times {
        double placed = 1;   // alone on the whole network, with a storage as fast as it asks
        double alone = 1;    // with the storage as it is
        double damaged = 1;  // without the links that are lost now
        double shared = 1;   // beside the others
    };
    Times times(User user, double unhindered) const;
    // How fast the user goes from now on, of full speed: what it sends follows.
    void carry(SimTime now, User user, double speed);
    // Links go out of service, or those that were lost are back. Tells the entry what is left.
    void lose(SimTime now, const LinkLoss& loss, LogEntry& entry);
    void restore(SimTime now, const LinkLoss& loss, LogEntry& entry);

    // After all changes of an instant: who gets another share than before, ascending.
    std::vector<User> settle(SimTime now);
    // Who takes most of what holds this user back, if another one does.
    std::optional<User> rival(User user);

    // Every link, in the order of all that follows.
    std::vector<LinkRecord> links() const;
    // Means since the last interval; holds until the next call.
    const std::vector<LinkSample>& close_interval(SimTime end);
    NetworkTotals totals(SimTime end);

  private:
    // A pair of groups whose fullest link has this fill is not full: as far as routes are balanced.
    static constexpr double full = 1.001;
    static constexpr double least_capacity = 1;  // bytes per second, of links that are lost
    static constexpr double no_way = 1e-6;  // of what it asks: a user that gets less stands still
    static constexpr std::size_t load_bins =
        10'000;  // from 0 to 1 and on: P99 to a hundredth of a per cent

    struct Load {
        std::size_t link = 0;
        double weight = 0;  // of what a node sends, or of what all its nodes read or write
    };
    struct Sent {  // bytes per second at full speed, from a to b of the link and back
        std::size_t link = 0;
        double there = 0, back = 0;
    };
    struct Part {  // of a member: what it asks of the network, or of the storage
        std::optional<FairShares::Task> task;
        std::vector<Load> shared;  // links that it shares with others, ascending
        double asked = 0;          // bytes per second of a node; storage: 1
        double placed = 1;         // of what it asks: by links alone
        double alone = 1;          // by all that it uses, whole
        double damaged = 1;        // as that is now
        double granted = 1;
    };
    struct Member {
        SharedDemand demand;
        Part network, storage;
        std::vector<Sent> sent;     // all links
        bool places_known = false;  // what goes between groups: its work knows its cost
        bool other = false;         // what it gets alone has changed
        double speed = 0;
        std::optional<User> rival;  // as last told
    };
    struct Link {
        LinkRecord record;
        bool shares = false;
        bool routed = false;               // its traffic may take other ways
        bool counted = false;              // in the loads of links between groups
        int of_tasks = -1;                 // index there, where it shares
        double capacity = 0;               // that those who ask for it get now, bytes per second
        int lost = 0;                      // cables
        LinkState told{};                  // last
        std::int64_t there = 0, back = 0;  // traffic that asks for it, bytes per second
        Track flow;                        // what flows over it, bytes per second
        double granted = 0;                // as of the last settling
        double offered = 0;                // what its users would send alone; where routed
        int users = 0;                     // that do
    };

    bool hangs_storage(GroupIndex group) const {
        return group >= 0 && group == plan_.storage_group && plan_.storage;
    }
    void add_links();
    std::vector<double> lay_links();
    std::size_t pair_link(GroupIndex a, GroupIndex b) const {
        return pair_links_[static_cast<std::size_t>(a * plan_.groups + b)];
    }
    void ask_network(Member& member, const std::map<GroupIndex, NodeCount>& nodes,
                     const PlacedWork* placed) const;
    void ask_alike(Member& member, const std::map<GroupIndex, NodeCount>& nodes) const;
    void ask_between(Member& member, const std::map<GroupIndex, NodeCount>& nodes,
                     const std::vector<GroupTraffic>& between) const;
    void use(Member& member, std::size_t link, double there, double back) const;
    void ask_storage(Member& member, const std::map<GroupIndex, NodeCount>& nodes) const;
    void start(Part& part);
    void end(Part& part);
    void set_alone(Part& part);
    double damaged(const Part& part);
    double by_load(const Part& part, PairRoutes& routes) const;
    void offer(const Part& part, int sign);
    static double granted_on(const Part& part, std::size_t link);
    std::optional<User> rival(User user, const Part& mine, Part Member::*part) const;
    std::string change_loss(SimTime now, const LinkLoss& loss, int sign);
    std::vector<LinkState> changed_states();
    double left_in_service(const Link& link) const;
    double lost_switches(GroupIndex group) const;  // share of its spine switches
    double share_left(const Link& link) const;
    void route(SimTime now);
    double capacity_of(const Link& link) const;
    void lay_flows(SimTime until);
    void sum_groups();
    void count_load(double load);

    const NetworkPlan& plan_;
    Clock& clock_;
    SimTime window_start_, interval_start_{};
    std::vector<Link> links_;
    std::vector<std::size_t> pair_links_;   // a * groups + b: from a to b
    std::vector<std::size_t> group_links_;  // by group
    std::size_t read_link_ = 0, write_link_ = 0;
    std::vector<int> lost_spines_;  // by group
    FairShares tasks_;
    // What flows; what a job has to itself of the whole network, and of what is left of it.
    PairRoutes routes_, alone_routes_, damaged_routes_;
    int losses_ = 0;        // cables and switches
    bool relaid_ = false;   // these have changed
    bool detours_ = false;  // some traffic may take other ways than its own links
    bool unrouted_ = false;
    std::optional<SimTime> flows_of_;  // traffic has changed then; not laid yet
    std::vector<std::int64_t> flows_, back_, out_, in_;
    std::map<User, Member> members_;
    std::vector<User> left_;  // since the last settling
    std::vector<LinkSample> samples_;
    std::vector<std::int64_t> histogram_;  // of the loads of links and intervals in the window
};

}  // namespace twin
