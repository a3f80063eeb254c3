// What the builders of topologies.h share: adding switches and cables, attaching nodes, and the
// checks that hold for all trees of leaves and spines.
#pragma once

#include <string>
#include <vector>

#include "models/interconnect/topologies.h"

namespace twin {

class TopologyBuilder {
  public:
    explicit TopologyBuilder(const NetworkPart& part) : part_(part) {}

    Vertex add_switch(VertexKind kind, GroupIndex group, int index);
    void connect(Vertex a, Vertex b, CableKind kind, int cables);
    // Leaves and spines of a group, each leaf with each spine; returns them.
    struct Tree {
        std::vector<Vertex> leaves, spines;
    };
    Tree add_tree(GroupIndex group);
    // Cables between each two groups, which take a group's switches of the list in turn.
    void join_groups(const std::vector<std::vector<Vertex>>& switches_by_group);
    // Fills the leaves of each group with nodes until all are attached. After the last switch.
    void attach_nodes(const std::vector<std::vector<Vertex>>& leaves_by_group, NodeCount nodes);

    // Precondition: nodes are attached.
    Topology finish(int groups, Detours detours);

  private:
    const NetworkPart& part_;
    Topology topology_;
    int links_ = 0;
};

namespace topology_rules {

// NICs at one leaf when its slots are full; switch ports that they take.
int nics_at_leaf(const NetworkPart& part);
int node_ports_at_leaf(const NetworkPart& part);
Bandwidth injection_at_leaf(const NetworkPart& part);

// Slots of a group of leaves; of nodes_per_group where it is given.
NodeCount group_slots(const NetworkPart& part);

int leaf_cables_up(const NetworkPart& part);  // of all leaves of a group
// Half of the leaves of one group against the others.
Bandwidth bisection_of_group(const NetworkPart& part);
Bandwidth unlimited();  // inside one switch

// Problems of a group of leaves and spines: rails, slots, and leaves with more cables up than their
// nodes can fill.
void check_group(const NetworkPart& part, std::vector<TopologyProblem>& problems);
void check_slots(const NetworkPart& part, std::vector<TopologyProblem>& problems);
void check_service_groups(const NetworkPart& part, std::vector<TopologyProblem>& problems);
// `field` is the number that most likely is wrong, `made_of` shows the sum: "32 to nodes + ...".
void check_ports(const NetworkPart& part, const char* field, const char* kind, int used,
                 const std::string& made_of, std::vector<TopologyProblem>& problems);
void check_switches(long long switches, const char* field, std::vector<TopologyProblem>& problems);

}  // namespace topology_rules
}  // namespace twin
