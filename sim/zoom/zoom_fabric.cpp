#include "sim/zoom/zoom_fabric.h"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>

namespace twin {
namespace {

constexpr std::array routing_rows = {
    ZoomRoutingRow{"minimal", ZoomRouting::minimal,
                   "over all shortest paths alike: parallel cables count as one link"},
    ZoomRoutingRow{"single-path", ZoomRouting::single_path,
                   "each flow on one shortest path by its destination, as static tables have it"},
    ZoomRoutingRow{"valiant", ZoomRouting::valiant, "between groups through third ones, in turn"},
    ZoomRoutingRow{"adaptive", ZoomRouting::adaptive,
                   "between groups directly or through third ones, by load (as UGAL)"},
};

std::string cables_text(int cables) {
    return cables == 1 ? "1 cable" : fmt::format("{} cables", cables);
}

}  // namespace

std::string_view to_text(LinkClass kind) {
    static constexpr std::array<std::string_view, 5> names = {
        "links of GPUs", "NICs", "links of leaves", "links between groups", "links to cores"};
    return names[static_cast<std::size_t>(kind)];
}

std::span<const ZoomRoutingRow> zoom_routings() {
    return routing_rows;
}

ZoomFabric::ZoomFabric(Setting setting) : setting_(std::move(setting)), splits_(0) {
    const Topology& topology = setting_.topology;
    const auto& graph = topology.graph;
    for (const NodeIndex node : setting_.nodes) {
        // A node with all NICs at one leaf shares what is left of them among its GPUs; else the
        // GPUs take the rails in turn.
        const Vertex v = topology.node(node);
        std::vector<Port> ports;
        for (const Link cable : boost::make_iterator_range(boost::out_edges(v, graph)))
            ports.push_back(
                {boost::target(cable, graph), graph[cable].capacity(), graph[cable].cables});
        if (ports.size() == 1) {
            const int number = std::min(setting_.rates.node.gpus, ports.front().cables);
            Port share = ports.front();
            share.bandwidth = share.bandwidth / double(number);
            ports.assign(static_cast<std::size_t>(number), share);
        }
        ports_.push_back(std::move(ports));
    }
    const auto groups = static_cast<std::size_t>(topology.groups);
    pairs_.groups = groups;
    pairs_.demand.assign(groups * groups, 0);
    pairs_.capacity.assign(groups * groups, 0);
    for (const Link cable : boost::make_iterator_range(boost::edges(graph))) {
        if (graph[cable].kind != CableKind::global || topology.detours == Detours::switches)
            continue;
        const auto a = static_cast<std::size_t>(graph[boost::source(cable, graph)].group);
        const auto b = static_cast<std::size_t>(graph[boost::target(cable, graph)].group);
        pairs_.capacity[a * groups + b] += graph[cable].capacity().si();
        pairs_.capacity[b * groups + a] += graph[cable].capacity().si();
    }
    splits_ = Splits(static_cast<int>(groups));
}

GroupIndex ZoomFabric::group_of(int node) const {
    const Topology& topology = setting_.topology;
    return topology.graph[topology.node(setting_.nodes[static_cast<std::size_t>(node)])].group;
}

double ZoomFabric::joined(GroupIndex a, GroupIndex b) const {
    return pairs_
        .capacity[static_cast<std::size_t>(a) * pairs_.groups + static_cast<std::size_t>(b)];
}

void ZoomFabric::expect(std::span<const Message> messages) {
    sent_.clear();
    carried_.clear();
    of_pair_.clear();
    if (setting_.routing != ZoomRouting::adaptive && setting_.routing != ZoomRouting::valiant)
        return;
    std::fill(pairs_.demand.begin(), pairs_.demand.end(), 0);
    for (const Message& message : messages) {
        const auto a = static_cast<std::size_t>(group_of(message.from / gpus()));
        const auto b = static_cast<std::size_t>(group_of(message.to / gpus()));
        if (a != b)
            pairs_.demand[a * pairs_.groups + b] += message.size.si();
    }
    const bool any = std::any_of(pairs_.demand.begin(), pairs_.demand.end(),
                                 [](double demand) { return demand > 0; });
    if (any && setting_.topology.detours == Detours::groups)
        splits_ = setting_.routing == ZoomRouting::valiant ? valiant_splits(pairs_)
                                                           : adaptive_splits(pairs_);
}

ZoomPath ZoomFabric::path(int from, int to, DataSize size) {
    assert(from != to);
    const int a = from / gpus(), b = to / gpus();
    ZoomPath path;
    if (a == b) {
        if (setting_.rates.node.links == GpuLinks::mesh)
            path.links = {gpu_link(Kind::gpu_pair, a, from % gpus(), to % gpus())};
        else
            path.links = {gpu_link(Kind::gpu_out, a, from % gpus(), 0),
                          gpu_link(Kind::gpu_in, a, to % gpus(), 0)};
        return path;
    }
    const int out = port_of(a, from % gpus()), in = port_of(b, to % gpus());
    const Vertex first = ports_of(a)[static_cast<std::size_t>(out)].leaf;
    const Vertex last = ports_of(b)[static_cast<std::size_t>(in)].leaf;
    path.links.push_back(nic(Kind::nic_out, a, out));
    path.latency = setting_.rates.leaf_latency;
    if (first != last)
        add_between_leaves(first, last, b * static_cast<int>(ports_of(b).size()) + in, size, path);
    path.links.push_back(nic(Kind::nic_in, b, in));
    return path;
}

ZoomPath ZoomFabric::through_node_switch(int rank) {
    const int node = rank / gpus();
    return {{gpu_link(Kind::gpu_out, node, rank % gpus(), 0),
             gpu_link(Kind::gpu_in, node, rank % gpus(), 0)},
            {}};
}

int ZoomFabric::port_of(int node, int gpu) const {
    const int ports = static_cast<int>(ports_of(node).size());
    const int all = setting_.rates.node.gpus;
    return ports >= all ? gpu * (ports / all) % ports : gpu * ports / all;
}

const std::vector<ZoomFabric::Port>& ZoomFabric::ports_of(int node) const {
    return ports_[static_cast<std::size_t>(node)];
}

int ZoomFabric::link(Kind kind, int a, int b, const std::function<ZoomLink()>& make) {
    const auto [entry, fresh] =
        known_.try_emplace(Key{static_cast<int>(kind), a, b, 0}, static_cast<int>(links_.size()));
    if (fresh)
        links_.push_back(make());
    return entry->second;
}

int ZoomFabric::gpu_link(Kind kind, int node, int a, int b) {
    return link(kind, node, a * 1024 + b, [&] {
        const NodeFabric& fabric = setting_.rates.node;
        const std::string name = setting_.name_of(setting_.nodes[static_cast<std::size_t>(node)]);
        if (kind == Kind::gpu_pair)
            return ZoomLink{LinkClass::gpu, fmt::format("GPU {} to GPU {} of {}", a, b, name),
                            fabric.pair_bandwidth(), 1};
        return ZoomLink{
            LinkClass::gpu,
            fmt::format("GPU {} of {}, {}", a, name, kind == Kind::gpu_out ? "out" : "in"),
            fabric.gpu_bandwidth, 1};
    });
}

int ZoomFabric::nic(Kind kind, int node, int port) {
    return link(kind, node, port, [&] {
        const auto& ports = ports_of(node);
        return ZoomLink{
            LinkClass::nic,
            fmt::format("NIC {} of {}, {}", port,
                        setting_.name_of(setting_.nodes[static_cast<std::size_t>(node)]),
                        kind == Kind::nic_out ? "out" : "in"),
            ports[static_cast<std::size_t>(port)].bandwidth, 1};
    });
}

std::string ZoomFabric::name_of(Vertex v) const {
    static constexpr std::array<std::string_view, 4> kinds = {"leaf", "spine", "core", "node"};
    const TopologyVertex& vertex = setting_.topology.graph[v];
    const std::string name =
        fmt::format("{} {}", kinds[static_cast<std::size_t>(vertex.kind)], vertex.index + 1);
    return vertex.group < 0 ? name : fmt::format("{} of group {}", name, vertex.group + 1);
}

int ZoomFabric::leaf_trunk(Kind kind, Vertex leaf) {
    return link(kind, static_cast<int>(leaf), 0, [&] {
        const auto& graph = setting_.topology.graph;
        ZoomLink all{LinkClass::leaf, "", {}, 0};
        for (const Link cable : boost::make_iterator_range(boost::out_edges(leaf, graph)))
            if (graph[cable].kind != CableKind::node) {
                all.bandwidth += graph[cable].capacity();
                all.cables += graph[cable].cables;
            }
        all.name = fmt::format("{} of {}, {}", cables_text(all.cables), name_of(leaf),
                               kind == Kind::leaf_up ? "up" : "down");
        return all;
    });
}

int ZoomFabric::group_trunk(GroupIndex a, GroupIndex b) {
    return link(Kind::pair, a, b, [&] {
        const auto& graph = setting_.topology.graph;
        int cables = 0;
        for (const Link cable : boost::make_iterator_range(boost::edges(graph))) {
            const GroupIndex s = graph[boost::source(cable, graph)].group;
            const GroupIndex t = graph[boost::target(cable, graph)].group;
            if (graph[cable].kind == CableKind::global &&
                ((s == a && t == b) || (s == b && t == a)))
                cables += graph[cable].cables;
        }
        return ZoomLink{
            LinkClass::global,
            fmt::format("{} from group {} to group {}", cables_text(cables), a + 1, b + 1),
            Bandwidth::from_si(joined(a, b)), cables};
    });
}

int ZoomFabric::core_trunk(Kind kind, GroupIndex group) {
    return link(kind, group, 0, [&] {
        const auto& graph = setting_.topology.graph;
        ZoomLink all{LinkClass::core, "", {}, 0};
        for (const Link cable : boost::make_iterator_range(boost::edges(graph)))
            if (graph[cable].kind == CableKind::core &&
                (graph[boost::source(cable, graph)].group == group ||
                 graph[boost::target(cable, graph)].group == group)) {
                all.bandwidth += graph[cable].capacity();
                all.cables += graph[cable].cables;
            }
        all.name = fmt::format("{} between group {} and the cores, {}", cables_text(all.cables),
                               group + 1, kind == Kind::core_up ? "up" : "down");
        return all;
    });
}

void ZoomFabric::add_between_leaves(Vertex from, Vertex to, int to_port, DataSize size,
                                    ZoomPath& path) {
    const Topology& topology = setting_.topology;
    const FabricRates& rates = setting_.rates;
    const GroupIndex a = topology.graph[from].group, b = topology.graph[to].group;
    path.latency = a == b ? rates.group_latency : rates.global_latency;
    if (setting_.routing == ZoomRouting::single_path)
        return add_single_path(from, to, to_port, path);
    // A torus has neither uplinks nor groups.
    if (topology.detours == Detours::switches)
        return add_torus_path(from, to, size, path);
    path.links.push_back(leaf_trunk(Kind::leaf_up, from));
    const bool by_cores = std::none_of(pairs_.capacity.begin(), pairs_.capacity.end(),
                                       [](double capacity) { return capacity > 0; });
    if (a != b && by_cores) {
        path.links.push_back(core_trunk(Kind::core_up, a));
        path.links.push_back(core_trunk(Kind::core_down, b));
    } else if (a != b) {
        const GroupIndex third = third_group(a, b, size);
        if (third == b) {
            path.links.push_back(group_trunk(a, b));
        } else {
            path.links.push_back(group_trunk(a, third));
            path.links.push_back(group_trunk(third, b));
            path.latency += rates.global_latency - rates.group_latency;
        }
    }
    path.links.push_back(leaf_trunk(Kind::leaf_down, to));
}

// The way whose part of what was sent so far is the furthest behind its share; b: the direct one.
GroupIndex ZoomFabric::third_group(GroupIndex a, GroupIndex b, DataSize size) {
    const auto from = static_cast<std::size_t>(a), to = static_cast<std::size_t>(b);
    const bool direct_only = setting_.routing == ZoomRouting::minimal && joined(a, b) > 0;
    if (direct_only || setting_.topology.detours != Detours::groups)
        return b;
    auto& sent = sent_[{a, b}];
    sent.resize(pairs_.groups, 0);
    double total = size.si();
    for (const double bytes : sent)
        total += bytes;
    int ways = 0;
    for (std::size_t third = 0; third < pairs_.groups; ++third)
        ways += pairs_.way(from, third, to);
    std::size_t best = to;
    double furthest = 0;
    for (std::size_t third = 0; third < pairs_.groups; ++third) {
        double share = 0;
        if (setting_.routing == ZoomRouting::minimal)  // the tray between the two is lost
            share = pairs_.way(from, third, to) ? 1.0 / ways : 0;
        else
            share = third == to ? splits_.direct(from, to) : splits_.through(from, to, third);
        const double behind = share * total - sent[third];
        if (behind > furthest * (1 + 1e-9)) {
            furthest = behind;
            best = third;
        }
    }
    sent[best] += size.si();
    return static_cast<GroupIndex>(best);
}

// From each switch on to the neighbour, of those that are one hop nearer, to which the least went
// of what the same two switches send each other in this stage, so that shortest ways have equal
// shares; of equals to the one whose cables have the least of all to carry. All cables between two
// switches are one link.
void ZoomFabric::add_torus_path(Vertex from, Vertex to, DataSize size, ZoomPath& path) {
    const auto& graph = setting_.topology.graph;
    const std::vector<int>& hops = hops_to(to);
    for (Vertex at = from; at != to;) {
        std::optional<Link> best;
        std::pair<DataSize, Duration> least;
        for (const Link cable : boost::make_iterator_range(boost::out_edges(at, graph))) {
            const Vertex next = boost::target(cable, graph);
            if (!setting_.topology.is_switch(next) || hops[next] != hops[at] - 1)
                continue;
            const std::pair busy{of_pair_[{from, to, at, next}],
                                 carried_[{at, next}] / graph[cable].capacity()};
            if (!best || busy < least) {
                best = cable;
                least = busy;
            }
        }
        const Vertex next = boost::target(*best, graph);
        of_pair_[{from, to, at, next}] += size;
        carried_[{at, next}] += size;
        const int cables = graph[*best].cables;
        path.links.push_back(link(at < next ? Kind::along : Kind::against, graph[*best].id, 0, [&] {
            return ZoomLink{
                LinkClass::leaf,
                fmt::format("{} from {} to {}", cables_text(cables), name_of(at), name_of(next)),
                graph[*best].capacity(), cables};
        }));
        at = next;
    }
}

// From each switch on by the links that lead to switches one hop nearer; among those the choice
// goes by cables.
void ZoomFabric::add_single_path(Vertex from, Vertex to, int choice, ZoomPath& path) {
    const auto& graph = setting_.topology.graph;
    const std::vector<int>& hops = hops_to(to);
    for (Vertex at = from; at != to;) {
        std::vector<Link> nearer;
        int cables = 0;
        for (const Link cable : boost::make_iterator_range(boost::out_edges(at, graph))) {
            const Vertex next = boost::target(cable, graph);
            if (setting_.topology.is_switch(next) && hops[next] == hops[at] - 1) {
                nearer.push_back(cable);
                cables += graph[cable].cables;
            }
        }
        int left = choice % cables;
        choice /= cables;
        std::size_t taken = 0;
        while (left >= graph[nearer[taken]].cables)
            left -= graph[nearer[taken++]].cables;
        const Link cable = nearer[taken];
        const Vertex next = boost::target(cable, graph);
        const bool along = at < next;
        path.links.push_back(link(along ? Kind::along : Kind::against, graph[cable].id, left, [&] {
            const CableKind kind = graph[cable].kind;
            const bool torus = setting_.topology.detours == Detours::switches;
            return ZoomLink{
                kind == CableKind::global && !torus ? LinkClass::global
                : kind == CableKind::core           ? LinkClass::core
                                                    : LinkClass::leaf,
                fmt::format("cable {} from {} to {}", left + 1, name_of(at), name_of(next)),
                graph[cable].bandwidth, 1};
        }));
        at = next;
    }
}

const std::vector<int>& ZoomFabric::hops_to(Vertex leaf) {
    const auto [entry, fresh] = hops_.try_emplace(leaf);
    std::vector<int>& hops = entry->second;
    if (!fresh)
        return hops;
    const auto& graph = setting_.topology.graph;
    hops.assign(static_cast<std::size_t>(setting_.topology.switches), -1);
    std::vector<Vertex> queue{leaf};
    hops[leaf] = 0;
    for (std::size_t head = 0; head < queue.size(); ++head)
        for (const Link cable : boost::make_iterator_range(boost::out_edges(queue[head], graph))) {
            const Vertex next = boost::target(cable, graph);
            if (setting_.topology.is_switch(next) && hops[next] < 0) {
                hops[next] = hops[queue[head]] + 1;
                queue.push_back(next);
            }
        }
    return hops;
}

}  // namespace twin
