// The network of a machine as a graph: switches and nodes, and the cables between them. A value:
// built by topologies.h, changed only by losses.h, which returns another one.
#pragma once

#include <boost/graph/adjacency_list.hpp>
#include <vector>

#include "models/units/ids.h"
#include "models/units/quantity.h"

namespace twin {

enum class VertexKind { leaf, spine, core, node };

struct TopologyVertex {
    VertexKind kind = VertexKind::leaf;
    GroupIndex group = -1;  // -1: of none (a core)
    int index = 0;          // among those of its kind in its group; of a node: its NodeIndex
    int rail = 0;           // of a leaf: which NIC of a node it serves, where the rails are apart
    Duration latency{};     // of a switch, port to port
};

enum class CableKind {
    node,    // node and leaf
    group,   // leaf and spine
    global,  // between groups; between neighbours of a torus
    core,    // spine and core
};

// All cables between two vertices.
struct TopologyLink {
    CableKind kind = CableKind::node;
    int cables = 1;         // >= 1
    Bandwidth bandwidth{};  // of one cable, one direction
    Duration latency{};     // of the cable
    int id = 0;             // 0 .. number of links - 1, in the order of construction

    Bandwidth capacity() const { return cables * bandwidth; }  // one direction
};

using TopologyGraph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS,
                                            TopologyVertex, TopologyLink>;
using Vertex = boost::graph_traits<TopologyGraph>::vertex_descriptor;
using Link = boost::graph_traits<TopologyGraph>::edge_descriptor;

// What Valiant and adaptive routing pass through.
enum class Detours {
    none,     // shortest paths already use every core
    groups,   // a third group
    switches  // any switch
};

struct Topology {
    TopologyGraph graph;  // switches first, then nodes in their order
    int switches = 0;
    NodeCount nodes = 0;
    int groups = 1;
    Detours detours = Detours::none;

    Vertex node(NodeIndex index) const { return static_cast<Vertex>(switches + index); }
    bool is_switch(Vertex v) const { return v < static_cast<Vertex>(switches); }
};

// Ports of cables of that kind at v; a split cable to nodes counts once for each NIC.
int cables_at(const Topology& topology, Vertex v, CableKind kind);

int count(const Topology& topology, VertexKind kind);
int count_cables(const Topology& topology, CableKind kind);

// All links of one direction between groups a and b; 0 where they have none of their own.
Bandwidth group_pair_bandwidth(const Topology& topology, GroupIndex a, GroupIndex b);
// The same of all pairs of the first `groups` groups, a * groups + b, and 0 within a group.
std::vector<Bandwidth> group_pair_bandwidths(const Topology& topology, int groups);

// The most switch-to-switch hops of a shortest path between two leaves that have nodes; -1 where
// some cannot reach each other.
int diameter(const Topology& topology);

// Nodes of the largest part that hangs together, ascending. Of equal parts the one with the lowest
// node. A node without cables is a part of its own.
std::vector<NodeIndex> connected_nodes(const Topology& topology);

}  // namespace twin
