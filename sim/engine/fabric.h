// What jobs share beside nodes: links between groups and a file system. Knows what each running job
// asks, what it gets while others ask too, what flows over each link, and who takes it from whom.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "models/workload/sharing.h"
#include "sim/engine/clock.h"
#include "sim/engine/shared_tasks.h"
#include "sim/engine/track.h"
#include "sim/results/records.h"
#include "sim/scenario/run_plan.h"

namespace twin {

// How many of these nodes each group of the network holds that holds any, ascending.
std::map<GroupIndex, NodeCount> nodes_by_group(const NetworkPlan& plan, const NodeRanges& where);

class Fabric {
  public:
    using User = std::int32_t;  // of the caller's; at most one phase each at a time

    // Plan and clock must outlive it. KPIs are about what flows from `window_start` on.
    Fabric(const NetworkPlan& plan, NodeCount nodes, Clock& clock, SimTime window_start);

    // A phase begins on nodes that lie in these groups (nodes_by_group); another one of the same
    // user is over. Where it asks for nothing that could be shared, the user is not there
    // afterwards. What it gets is at first what it gets alone; the clock settles afterwards.
    void enter(SimTime now, User user, const SharedDemand& demand,
               const std::map<GroupIndex, NodeCount>& nodes);
    void leave(SimTime now, User user);
    bool has(User user) const { return members_.contains(user); }

    // The time that a second of the user's work takes, where it takes `unhindered` seconds with all
    // that it asks.
    struct Times {
        double alone = 1, shared = 1;
    };
    Times times(User user, double unhindered) const;
    // How fast the user goes from now on, of full speed: what it sends follows.
    void carry(SimTime now, User user, double speed);
    // After SimGrid has solved: who gets another share than before, ascending.
    std::vector<User> settle();
    // Who takes most of what holds this user back, if another one does.
    std::optional<User> rival(User user);

    // Every link, in the order of all that follows.
    std::vector<LinkRecord> links() const;
    // Means since the last interval; holds until the next call.
    const std::vector<LinkSample>& close_interval(SimTime end);
    NetworkTotals totals(SimTime end);
    // No task is left to SimGrid; the last call of a run.
    void end_all() { tasks_.end_all(); }

  private:
    struct Load {
        std::size_t link = 0;
        double weight = 0;  // of what a node sends, or of what all its nodes read or write
    };
    struct Part {  // of a member: what it asks of the network, or of the storage
        std::optional<SharedTasks::Task> task;
        std::vector<Load> shared;  // links that it shares with others, ascending
        double asked = 0;          // bytes per second of a node; storage: 1
        double alone = 1, granted = 1;
    };
    struct Member {
        SharedDemand demand;
        Part network, storage;
        std::vector<Load> sent;  // all links, in bytes per second at full speed
        double speed = 0;
        std::optional<User> rival;  // as last told
    };
    struct Link {
        LinkRecord record;
        bool shares = false;
        int of_tasks = -1;   // index there, where it shares
        Track flow;          // bytes per second
        double granted = 0;  // as of the last settling
    };

    void add_links();
    std::vector<SharedLink> lay_links();
    void ask_network(Member& member, const std::map<GroupIndex, NodeCount>& nodes) const;
    void ask_storage(Member& member) const;
    void start(Part& part);
    void end(Part& part);
    void set_alone(Part& part) const;
    static double granted_on(const Part& part, std::size_t link);
    std::optional<User> rival(User user, const Part& mine, Part Member::*part) const;

    const NetworkPlan& plan_;
    Clock& clock_;
    SimTime window_start_, interval_start_{};
    std::vector<Link> links_;
    std::vector<std::size_t> pair_links_;   // a * groups + b, a < b
    std::vector<std::size_t> group_links_;  // by group
    std::size_t read_link_ = 0, write_link_ = 0;
    SharedTasks tasks_;
    std::map<User, Member> members_;
    std::vector<User> left_;  // since the last settling
    std::vector<LinkSample> samples_;
    std::vector<std::int64_t> histogram_;  // of the loads of links and intervals in the window
};

}  // namespace twin
