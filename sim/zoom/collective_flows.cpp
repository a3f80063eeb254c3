#include "sim/zoom/collective_flows.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace twin {
namespace {

using Stage = CollectiveStage;
using Pass = CollectivePass;
using Order = std::vector<int>;  // of ranks, or of the GPUs of a node

double rounds_of(Pass pass) {
    return pass == Pass::reduce ? 2 : 1;
}

// Zigzag from `start`: start, start + 1, start - 1, start + 2 ... Over all starts each link of a
// mesh of an even number of GPUs is used once.
Order zigzag(int gpus, int start) {
    Order order;
    for (int i = 0; i < gpus; ++i) {
        const int step = i % 2 == 1 ? (i + 1) / 2 : -(i / 2);
        order.push_back(((start + step) % gpus + gpus) % gpus);
    }
    return order;
}

class Flows {
  public:
    Flows(const CollectiveRequest& request, const CollectiveConstants& constants,
          ZoomFabric& fabric)
        : size_(request.size),
          constants_(constants),
          fabric_(fabric),
          pass_(pass_of(request.collective)) {}

    std::optional<CollectiveStages> ring() const {
        if (!pass_)
            return {};
        if (nodes() == 1)
            return one_by_one({node_rings(*pass_, size_)});
        if (gpus() == 1)
            return one_by_one({lanes(*pass_, size_)});
        if (!constants_.rings_span_nodes)
            return {};
        std::vector<Order> rings;
        for (int r = 0; r < gpus(); ++r)
            rings.push_back(through_nodes(r));
        Stage stage = over_rings("rings through all GPUs", rings, *pass_, size_);
        stage.own_part = size_ / double(fabric_.ranks());
        stage.first_protocol = first_protocol(constants_.node.ring, stage.own_part);
        return one_by_one({stage});
    }

    std::optional<CollectiveStages> tree() const {
        if (!pass_ || *pass_ == Pass::gather || nodes() == 1)
            return {};
        if (gpus() == 1)
            return one_by_one({lane_trees(*pass_)});
        if (!constants_.rings_span_nodes)
            return {};
        // In each node a chain for each of its GPUs, whose first one is in the tree between nodes.
        Stage stage = lane_trees(*pass_);
        stage.what = "trees between nodes with chains in them";
        const DataSize share = size_ / double(gpus());
        for (int node = 0; node < nodes(); ++node)
            for (int r = 0; r < gpus(); ++r) {
                const Order chain = chain_of(r);
                for (std::size_t i = 0; i + 1 < chain.size(); ++i) {
                    const int a = rank(node, chain[i]), b = rank(node, chain[i + 1]);
                    stage.transfers.push_back({a, b, share, 0});
                    if (*pass_ == Pass::reduce)
                        stage.transfers.push_back({b, a, share, 0});
                }
            }
        stage.node_hops = rounds_of(*pass_) * (gpus() - 1);
        stage.first_protocol =
            first_protocol(constants_.node.ring, size_ / double(fabric_.ranks()));
        return one_by_one({stage});
    }

    std::optional<CollectiveStages> by_node() const {
        if (!pass_ || nodes() == 1 || gpus() == 1)
            return {};
        CollectiveStages stages = in_nodes();
        const DataSize lane = size_ / double(gpus());
        std::vector<Stage> between = {lanes(*pass_, lane)};
        if (*pass_ != Pass::gather)
            between.push_back(lane_trees(*pass_));
        stages.insert(stages.begin() + 1, between);
        return stages;
    }

    std::optional<CollectiveStages> by_group() const {
        if (!pass_ || *pass_ == Pass::broadcast)
            return {};
        const std::vector<Order> groups = nodes_by_group();
        const auto smallest =
            std::min_element(groups.begin(), groups.end(),
                             [](const Order& a, const Order& b) { return a.size() < b.size(); });
        if (groups.size() == 1 || smallest->size() == 1)
            return {};
        CollectiveStages stages = gpus() > 1 ? in_nodes() : CollectiveStages{};
        const DataSize lane = size_ / double(gpus());
        const auto in_groups = [&] {
            std::vector<Order> rings;
            for (const Order& group : groups)
                for (int gpu = 0; gpu < gpus(); ++gpu)
                    rings.push_back(at_gpu(group, gpu));
            return rings_apart("rings in the groups", rings, Pass::gather, lane);
        };
        std::vector<Order> across;
        for (std::size_t i = 0; i < smallest->size(); ++i)
            for (int gpu = 0; gpu < gpus(); ++gpu) {
                Order ring;
                for (const Order& group : groups)
                    ring.push_back(rank(group[i], gpu));
                across.push_back(ring);
            }
        std::vector<Stage> between = {in_groups()};
        between.push_back(
            rings_apart("rings between groups", across, *pass_, lane / double(smallest->size())));
        if (*pass_ == Pass::reduce)
            between.push_back(in_groups());
        std::size_t place = stages.empty() ? 0 : 1;
        for (Stage& stage : between)
            stages.insert(stages.begin() + static_cast<std::ptrdiff_t>(place++),
                          std::vector<Stage>{std::move(stage)});
        return stages;
    }

    std::optional<CollectiveStages> direct(Collective collective) const {
        Stage stage;
        stage.by_peers = true;
        if (collective == Collective::point_to_point) {
            stage.what = nodes() == 1 ? "one message" : "one message from each GPU of a node";
            stage.first_protocol = first_protocol(constants_.node.peer, size_);
            if (nodes() == 1)
                stage.transfers.push_back({0, 1, size_, 0});
            else
                for (int gpu = 0; gpu < gpus(); ++gpu)
                    stage.transfers.push_back({rank(0, gpu), rank(nodes() - 1, gpu), size_, 0});
            return one_by_one({stage});
        }
        if (collective != Collective::all_to_all)
            return {};
        stage.what = "messages to all others at once";
        stage.own_part = size_ / double(fabric_.ranks());
        stage.first_protocol = first_protocol(constants_.node.peer, stage.own_part);
        stage.message_gaps = gpus() * (nodes() - 1);
        for (int node = 0; node < nodes(); ++node)
            for (int other = 0; other < nodes(); ++other)
                add_exchange(node, other, stage);
        return one_by_one({stage});
    }

    std::optional<CollectiveStages> in_network(bool switches_can_add) const {
        const auto& switches = constants_.node.switches;
        // Between nodes no library of the table lets the switches add.
        if (pass_ != Pass::reduce || !switches_can_add || nodes() > 1 || !switches ||
            gpus() < switches->least_gpus || fabric_.rates().node.links != GpuLinks::nvswitch)
            return {};
        Stage stage;
        stage.what = "through the switches of the node, which add";
        stage.by_switches = true;
        for (int gpu = 0; gpu < gpus(); ++gpu)
            stage.transfers.push_back({gpu, gpu, size_, 0});
        return one_by_one({stage});
    }

  private:
    int gpus() const { return fabric_.gpus(); }
    int nodes() const { return fabric_.nodes(); }
    int rank(int node, int gpu) const { return node * gpus() + gpu; }
    bool is_mesh() const { return fabric_.rates().node.links == GpuLinks::mesh; }

    static CollectiveStages one_by_one(std::vector<Stage> stages) {
        CollectiveStages list;
        for (Stage& stage : stages)
            list.push_back({std::move(stage)});
        return list;
    }

    Order all_nodes() const {
        Order order(static_cast<std::size_t>(nodes()));
        std::iota(order.begin(), order.end(), 0);
        return order;
    }
    Order at_gpu(const Order& nodes, int gpu) const {
        Order ranks;
        for (const int node : nodes)
            ranks.push_back(rank(node, gpu));
        return ranks;
    }
    std::vector<Order> nodes_by_group() const {
        std::map<GroupIndex, Order> groups;
        for (int node = 0; node < nodes(); ++node)
            groups[fabric_.group_of(node)].push_back(node);
        std::vector<Order> list;
        for (auto& [group, members] : groups)
            list.push_back(std::move(members));
        return list;
    }

    // Of one GPU after the other, from `start` on; over all starts the links are used alike.
    Order chain_of(int start) const {
        if (is_mesh())
            return zigzag(gpus(), start);
        Order order;
        for (int i = 0; i < gpus(); ++i)
            order.push_back((start + i) % gpus());
        return order;
    }

    // Ring number r: chain r through a node and back through the next one, so that the NIC that
    // sends is of the same rail as the one that receives.
    Order through_nodes(int r) const {
        Order ring;
        for (int node = 0; node < nodes(); ++node) {
            Order chain = chain_of(r);
            if (node % 2 == 1)
                std::reverse(chain.begin(), chain.end());
            for (const int gpu : chain)
                ring.push_back(rank(node, gpu));
        }
        return ring;
    }

    // Through the GPUs of one node, so that all of their links are used alike.
    std::vector<Order> rings_of_node() const {
        std::vector<Order> rings;
        Order order(static_cast<std::size_t>(gpus()));
        std::iota(order.begin(), order.end(), 0);
        constexpr int few = 4;  // 6 rings
        if (!is_mesh())
            return {order};
        if (gpus() > few) {
            for (int start = 0; start < gpus(); ++start)
                rings.push_back(zigzag(gpus(), start));
            return rings;
        }
        do
            rings.push_back(order);
        while (std::next_permutation(order.begin() + 1, order.end()));
        return rings;
    }

    // Each ring takes an equal part of the size.
    Stage over_rings(std::string what, const std::vector<Order>& rings, Pass pass,
                     DataSize size) const {
        return rings_apart(std::move(what), rings, pass, size / double(rings.size()));
    }

    // Each ring takes all of the size.
    Stage rings_apart(std::string what, const std::vector<Order>& rings, Pass pass,
                      DataSize size) const {
        std::size_t longest = 0;
        for (const Order& ring : rings)
            longest = std::max(longest, ring.size());
        Stage stage;
        stage.what = std::move(what);
        const bool chain = pass == Pass::broadcast;
        stage.timing = chain ? StageTiming::pipeline : StageTiming::ring;
        stage.steps = chain ? 1 : rounds_of(pass) * double(longest - 1);
        for (std::size_t r = 0; r < rings.size(); ++r) {
            const Order& ring = rings[r];
            if (ring.size() < 2)
                continue;
            // A shorter ring has the same bytes in fewer and larger steps; they are spread over
            // those of the longest one.
            const double steps = rounds_of(pass) * double(ring.size() - 1);
            const DataSize part = chain ? size : size / double(ring.size()) * (steps / stage.steps);
            for (std::size_t i = 0; i + chain < ring.size(); ++i)
                stage.transfers.push_back(
                    {ring[i], ring[(i + 1) % ring.size()], part, static_cast<int>(r)});
            if (chain && r == 0)
                add_hops(ring, stage);
        }
        return stage;
    }

    void add_hops(const Order& ring, Stage& stage) const {
        for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
            const bool inside = ring[i] / gpus() == ring[i + 1] / gpus();
            (inside ? stage.node_hops : stage.network_hops) += 1;
            if (!inside)
                stage.wire += fabric_.path(ring[i], ring[i + 1], {}).latency;
        }
    }

    Stage node_rings(Pass pass, DataSize size) const {
        std::vector<Transfer> transfers;
        Stage stage;
        const std::vector<Order> rings = rings_of_node();
        for (int node = 0; node < nodes(); ++node) {
            std::vector<Order> here = rings;
            for (Order& ring : here)
                for (int& gpu : ring)
                    gpu = rank(node, gpu);
            stage = over_rings("rings in the nodes", here, pass, size);
            for (Transfer transfer : stage.transfers) {
                transfer.chain += node * static_cast<int>(rings.size());
                transfers.push_back(transfer);
            }
        }
        stage.transfers = std::move(transfers);
        const DataSize part = size / double(gpus());
        stage.own_part = pass == Pass::broadcast ? DataSize() : part;
        stage.first_protocol = first_protocol(constants_.node.ring, part);
        return stage;
    }

    // Scatter and gather, or one of them, in all nodes at once.
    CollectiveStages in_nodes() const {
        Stage stage = node_rings(Pass::gather, size_);
        CollectiveStages stages = one_by_one({stage});
        if (*pass_ != Pass::gather)
            stages.push_back({std::move(stage)});
        return stages;
    }

    // One ring over the nodes for each of their GPUs.
    Stage lanes(Pass pass, DataSize size) const {
        std::vector<Order> rings;
        for (int gpu = 0; gpu < gpus(); ++gpu)
            rings.push_back(at_gpu(all_nodes(), gpu));
        return rings_apart("rings between nodes", rings, pass, size);
    }

    // The parent of a node in the first tree of two, which has node 0 on top of a binary tree whose
    // leaves are the odd ones (NCCL's, src/graph/trees.cc; memory, unverified).
    int parent(int node) const {
        const int low = node & -node;
        const int up = (node ^ low) | (low << 1);
        return up < nodes() ? up : node ^ low;
    }
    // The second tree is the first one shifted by a node, or mirrored where their number is even.
    int in_second(int node) const {
        return nodes() % 2 == 1 ? (node + 1) % nodes() : nodes() - 1 - node;
    }

    // For the part of each GPU of a node two trees of half of it.
    Stage lane_trees(Pass pass) const {
        Stage stage;
        stage.what = "trees between nodes";
        stage.timing = StageTiming::pipeline;
        stage.is_tree = true;
        const DataSize half = size_ / double(gpus()) / 2.0;
        double deepest = 0;
        Duration longest;
        std::vector<double> depth(static_cast<std::size_t>(nodes()), 0);
        std::vector<Duration> wire(depth.size());
        for (const bool second : {false, true}) {
            const auto place = [&](int node) { return second ? in_second(node) : node; };
            for (int node = 1; node < nodes(); ++node) {
                const int a = place(node), b = place(parent(node));
                for (int gpu = 0; gpu < gpus(); ++gpu) {
                    stage.transfers.push_back({rank(b, gpu), rank(a, gpu), half, 0});
                    if (pass == Pass::reduce)
                        stage.transfers.push_back({rank(a, gpu), rank(b, gpu), half, 0});
                }
            }
            for (int node = 1; node < nodes(); ++node) {
                double hops = 0;
                Duration way;
                for (int at = node; at != 0; at = parent(at)) {
                    ++hops;
                    way += fabric_.path(rank(place(at), 0), rank(place(parent(at)), 0), {}).latency;
                }
                deepest = std::max(deepest, hops);
                longest = std::max(longest, way);
            }
        }
        stage.network_hops = rounds_of(pass) * deepest;
        stage.wire = rounds_of(pass) * longest;
        return stage;
    }

    // What the GPUs of two nodes send to each other goes from each to the one of the same number,
    // with the bytes of all: NICs and links between switches carry the same.
    void add_exchange(int node, int other, Stage& stage) const {
        for (int gpu = 0; gpu < gpus(); ++gpu) {
            if (node != other) {
                stage.transfers.push_back(
                    {rank(node, gpu), rank(other, gpu), double(gpus()) * stage.own_part, 0});
                continue;
            }
            for (int to = 0; to < gpus(); ++to)
                if (to != gpu)
                    stage.transfers.push_back({rank(node, gpu), rank(node, to), stage.own_part, 0});
        }
    }

    DataSize size_;
    const CollectiveConstants& constants_;
    ZoomFabric& fabric_;
    std::optional<Pass> pass_;
};

}  // namespace

std::optional<CollectiveStages> collective_stages(std::string_view algorithm,
                                                  const CollectiveRequest& request,
                                                  const CollectiveConstants& constants,
                                                  ZoomFabric& fabric) {
    const Flows flows(request, constants, fabric);
    if (algorithm == "ring")
        return flows.ring();
    if (algorithm == "tree")
        return flows.tree();
    if (algorithm == "hierarchical")
        return flows.by_node();
    if (algorithm == "hierarchical by group")
        return flows.by_group();
    if (algorithm == "direct")
        return flows.direct(request.collective);
    if (algorithm == "in-network")
        return flows.in_network(request.switches_can_add);
    return {};
}

}  // namespace twin
