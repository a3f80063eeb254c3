// A job's part of the machine as links of one direction each, and the ways of messages over them.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/interconnect/group_splits.h"
#include "models/interconnect/placement_shape.h"
#include "models/interconnect/routing.h"
#include "models/interconnect/topology.h"

namespace twin {

enum class LinkClass { gpu, nic, leaf, global, core };
std::string_view to_text(LinkClass kind);

struct ZoomLink {
    LinkClass kind = LinkClass::gpu;
    std::string name;       // "NIC 2 of jpbo-001-05, out"
    Bandwidth bandwidth{};  // all of its cables
    int cables = 1;
};

// How flows find their way between leaf switches. A torus has the first two.
enum class ZoomRouting { minimal, single_path, valiant, adaptive };
struct ZoomRoutingRow {
    std::string_view name;
    ZoomRouting routing = ZoomRouting::minimal;
    std::string_view summary;
};
std::span<const ZoomRoutingRow> zoom_routings();

struct ZoomPath {
    std::vector<int> links;
    Duration latency{};  // of wire and switches, from NIC to NIC; 0 inside a node
};

class ZoomFabric {
  public:
    struct Setting {
        const Topology& topology;
        const FabricRates& rates;
        std::vector<NodeIndex> nodes;  // of the job, in the order of its ranks; each once
        int gpus_per_node = 1;         // <= rates.node.gpus
        ZoomRouting routing = ZoomRouting::minimal;
        std::function<std::string(NodeIndex)> name_of;
    };
    // Precondition: a path joins any two of the nodes. References must outlive it.
    explicit ZoomFabric(Setting setting);

    int gpus() const { return setting_.gpus_per_node; }  // on each node
    int nodes() const { return static_cast<int>(setting_.nodes.size()); }
    int ranks() const { return gpus() * nodes(); }
    GroupIndex group_of(int node) const;  // by its place among the job's
    const FabricRates& rates() const { return setting_.rates; }

    // What will be sent between the groups, for adaptive routing: bytes of each message that
    // follows.
    struct Message {
        int from = 0, to = 0;  // ranks
        DataSize size{};
    };
    void expect(std::span<const Message> messages);

    // The way of a message between two ranks. The same two may get another way next time.
    ZoomPath path(int from, int to, DataSize size);
    // From a GPU to the switch of its node and back.
    ZoomPath through_node_switch(int rank);

    // So far on any path; those of unused parts of the machine are not there.
    const std::vector<ZoomLink>& links() const { return links_; }

  private:
    enum class Kind {
        gpu_pair,
        gpu_out,
        gpu_in,
        nic_out,
        nic_in,
        leaf_up,
        leaf_down,
        along,
        against,
        pair,
        core_up,
        core_down
    };
    using Key = std::array<int, 4>;
    struct Port {
        Vertex leaf = 0;
        Bandwidth bandwidth{};
        int cables = 1;
    };

    int link(Kind kind, int a, int b, const std::function<ZoomLink()>& make);
    int gpu_link(Kind kind, int node, int a, int b);
    int nic(Kind kind, int node, int port);
    int leaf_trunk(Kind kind, Vertex leaf);
    int group_trunk(GroupIndex a, GroupIndex b);
    int core_trunk(Kind kind, GroupIndex group);
    int port_of(int node, int gpu) const;
    const std::vector<Port>& ports_of(int node) const;
    void add_between_leaves(Vertex from, Vertex to, int to_port, DataSize size, ZoomPath& path);
    void add_torus_path(Vertex from, Vertex to, DataSize size, ZoomPath& path);
    void add_single_path(Vertex from, Vertex to, int choice, ZoomPath& path);
    GroupIndex third_group(GroupIndex a, GroupIndex b, DataSize size);
    const std::vector<int>& hops_to(Vertex leaf);
    std::string name_of(Vertex v) const;
    double joined(GroupIndex a, GroupIndex b) const;

    Setting setting_;
    std::vector<std::vector<Port>> ports_;  // by node of the job
    std::vector<ZoomLink> links_;
    std::map<Key, int> known_;
    std::map<Vertex, std::vector<int>> hops_;  // to a leaf, by switch; -1: none
    GroupPairs pairs_;
    Splits splits_;
    std::map<std::pair<GroupIndex, GroupIndex>, std::vector<double>> sent_;  // by way so far
    // Between neighbours on a torus so far: of all, and of what two switches send each other.
    std::map<std::pair<Vertex, Vertex>, DataSize> carried_;
    std::map<std::array<Vertex, 4>, DataSize> of_pair_;
};

}  // namespace twin
