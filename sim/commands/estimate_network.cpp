// twin estimate network: what a machine's network carries, and what is left of it after losses.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "models/interconnect/cuts.h"
#include "models/interconnect/topologies.h"
#include "models/units/counted.h"
#include "models/units/unit_text.h"
#include "sim/commands/commands.h"
#include "sim/commands/input_error.h"
#include "sim/commands/loss_text.h"
#include "sim/commands/parts_files.h"
#include "sim/commands/zoom_machine.h"
#include "sim/scenario/parts_catalog.h"

namespace twin {
namespace {

struct NetworkOptions {
    std::optional<std::string> site, network;
    std::vector<std::string> losses, parts;
    bool json = false;
};

// Two leaf switches, by their places among all.
struct LeafPair {
    Vertex a = 0, b = 0;
    std::string name;  // "leaf 1 and leaf 2 of group 1"
};

struct Ways {
    int shortest = 0, all = 0;
};

// What holds of the network with or without its losses.
struct NetworkState {
    NodeCount connected = 0;
    int cables = 0;      // between switches
    Bandwidth halves{};  // minimum cut between the two halves
    std::vector<Ways> ways;
    std::vector<Bandwidth> uniform;  // of each node, by routings()
};

struct NetworkReport {
    std::string machine;
    std::shared_ptr<const PartsCatalog> parts;  // own the part
    const NetworkPart* part = nullptr;
    Topology whole;
    Bandwidth injection{}, bisection{};
    int hops = 0;
    std::string halves;  // which they are
    std::vector<LeafPair> pairs;
    NetworkState before;
    std::vector<std::string> losses;  // as they were given
    std::optional<NetworkState> after;
    LossReport lost;  // nodes alone
    std::vector<std::string> remarks;
};

class NetworkQuestion {
  public:
    explicit NetworkQuestion(const NetworkOptions& options) : options_(options) {}

    NetworkReport answer() {
        parts_ = parts_beside(options_.parts);
        read_machine();
        end_here();
        read_losses();
        end_here();
        choose_halves();
        choose_pairs();
        NetworkReport& out = report_;
        out.parts = parts_;
        out.injection = out.part->nics_per_node.value * out.part->nic_bandwidth.value;
        out.bisection = bisection(*out.part);
        out.hops = diameter(out.whole);
        out.before = state_of(out.whole);
        if (!losses_.empty()) {
            const Topology left = without(out.whole, losses_);
            out.after = state_of(left);
            out.lost = nodes_lost(out.whole, losses_);
            for (const Loss& loss : losses_)
                if (const auto* tray = std::get_if<LostTray>(&loss))
                    if (std::string text = detours_text(*tray, out.whole, left); !text.empty())
                        out.remarks.push_back(std::move(text));
        }
        if (out.after && out.after->connected < out.before.connected)
            out.remarks.push_back(fmt::format(
                "What all nodes send is after the losses of the {} that hang together: each of "
                "them may send more than each of all did.",
                out.after->connected));
        out.remarks.insert(
            out.remarks.end(),
            {"The bisection is that of the whole network with all its slots, by the formula of its "
             "topology; what passes between the two halves is the smallest cut between their "
             "leaf switches.",
             "All nodes that hang together send to all others alike until one link is full: the "
             "slowest pair sets the pace of all. Loads are those of fluids, without queues and "
             "protocols; adaptive routing is a bound from above."});
        return std::move(report_);
    }

  private:
    void add(const char* option, const std::string& expected, const std::string& got,
             const std::string& hint = "") {
        problems_.push_back(
            {{option, 0, 0}, "", fmt::format("expected {}, got {}", expected, got), hint});
    }
    void end_here() const {
        if (!problems_.empty())
            throw InputError(problems_);
    }

    void read_machine() {
        if (options_.site.has_value() == options_.network.has_value())
            return add("--site", "one of --site and --network", options_.site ? "both" : "neither",
                       "see twin list sites and twin list networks");
        if (options_.network) {
            report_.part = network_named(*parts_, *options_.network, problems_);
            if (report_.part == nullptr)
                return;
            report_.machine = "all slots";
            report_.whole = build_topology(*report_.part, node_slots(*report_.part));
            return;
        }
        const SiteDescription* const found = site_with_network(*parts_, *options_.site, problems_);
        if (found == nullptr)
            return;
        const Site site = build_site(*found);
        report_.part = &parts_->networks.at(found->network);
        report_.machine = site.name;
        report_.whole = build_topology(*report_.part, site.nodes);
    }

    void read_losses() {
        for (const std::string& text : options_.losses) {
            const std::vector<Loss> lost = losses_in(text, report_.whole, losses_);
            losses_.insert(losses_.end(), lost.begin(), lost.end());
            if (lost.empty())
                add("--lose", losses_expected(report_.whole, report_.part->name), "'" + text + "'",
                    losses_hint(losses_));
        }
        report_.losses = options_.losses;
    }

    std::vector<Vertex> leaves_of(GroupIndex group) const {
        std::vector<Vertex> leaves;
        for (Vertex v = 0; report_.whole.is_switch(v); ++v)
            if (const TopologyVertex& vertex = report_.whole.graph[v];
                vertex.kind == VertexKind::leaf && vertex.group == group)
                leaves.push_back(v);
        return leaves;
    }

    // Groups that hold nodes, or the leaves of the only one.
    void choose_halves() {
        const Topology& whole = report_.whole;
        const GroupIndex groups = whole.graph[whole.node(whole.nodes - 1)].group + 1;
        if (groups > 1) {
            report_.halves =
                fmt::format("groups 1 to {} and {} to {}", groups / 2, groups / 2 + 1, groups);
            for (GroupIndex group = 0; group < groups; ++group)
                for (const Vertex leaf : leaves_of(group))
                    (group < groups / 2 ? first_ : second_).push_back(leaf);
            return;
        }
        const std::vector<Vertex> leaves = leaves_of(0);
        const std::size_t half = leaves.size() / 2;
        if (half == 0)
            return;
        report_.halves = fmt::format("leaves 1 to {} and {} to {}", half, half + 1, leaves.size());
        const auto middle = leaves.begin() + static_cast<std::ptrdiff_t>(half);
        first_.assign(leaves.begin(), middle);
        second_.assign(middle, leaves.end());
    }

    // Two leaves of a group and two of two groups: those that the first loss is about.
    void choose_pairs() {
        GroupIndex a = 0, b = 1;
        int leaf = 0;
        if (!losses_.empty()) {
            const auto& graph = report_.whole.graph;
            if (const auto* tray = std::get_if<LostTray>(&losses_.front())) {
                a = tray->a;
                b = tray->b;
            } else if (const auto* lost = std::get_if<LostSwitch>(&losses_.front())) {
                a = std::max(0, graph[lost->vertex].group);
                if (graph[lost->vertex].kind == VertexKind::leaf)
                    leaf = graph[lost->vertex].index;
            } else {
                for (const Link link : boost::make_iterator_range(boost::edges(graph)))
                    if (graph[link].id == std::get<LostCables>(losses_.front()).link) {
                        a = graph[boost::source(link, graph)].group;
                        b = graph[boost::target(link, graph)].group;
                    }
            }
        }
        const auto one = leaves_of(a);
        if (b < 0 || b == a)
            b = a == 0 ? 1 : 0;
        const int other = leaf == 0 ? 1 : 0;
        if (one.size() > 1)
            report_.pairs.push_back(
                {one[std::size_t(leaf)], one[std::size_t(other)],
                 fmt::format("leaf {} and leaf {} of group {}", leaf + 1, other + 1, a + 1)});
        if (const auto second = leaves_of(b); b < report_.whole.groups && !second.empty())
            report_.pairs.push_back({one[std::size_t(leaf)], second.front(),
                                     fmt::format("leaf {} of group {} and leaf 1 of group {}",
                                                 leaf + 1, a + 1, b + 1)});
    }

    NetworkState state_of(const Topology& topology) const {
        NetworkState state;
        state.connected = static_cast<NodeCount>(connected_nodes(topology).size());
        for (const CableKind kind : {CableKind::group, CableKind::global, CableKind::core})
            state.cables += count_cables(topology, kind);
        if (!first_.empty())
            state.halves = minimum_cut(topology, first_, second_);
        for (const LeafPair& pair : report_.pairs)
            state.ways.push_back({disjoint_shortest_paths(topology, pair.a, pair.b),
                                  disjoint_paths(topology, pair.a, pair.b)});
        for (const RoutingRow& row : routings())
            state.uniform.push_back(uniform_throughput(topology, row.routing));
        return state;
    }

    const NetworkOptions& options_;
    std::shared_ptr<const PartsCatalog> parts_;
    std::vector<Loss> losses_;
    std::vector<Vertex> first_, second_;
    NetworkReport report_;
    Problems problems_;
};

std::string bandwidth_text(Bandwidth bandwidth) {
    return std::isfinite(bandwidth.si()) ? format_quantity(bandwidth.si(), Dimension::bandwidth)
                                         : "no limit";
}

// With a second column where something is lost.
std::string table_row(const NetworkReport& report, const std::string& name,
                      const std::string& before, const std::string& after,
                      const std::string& more = "") {
    std::string text = fmt::format("{:44} {:>14}", name, before);
    if (report.after)
        text += fmt::format(" {:>14}", after);
    return text + (more.empty() ? "\n" : "  " + more + "\n");
}

std::string part_text(Bandwidth part, Bandwidth whole) {
    return whole > Bandwidth() ? fmt::format("{:.1f} %", 100 * (part / whole)) : "-";
}

std::string network_text(const NetworkReport& report) {
    const Topology& whole = report.whole;
    const NetworkState& before = report.before;
    const NetworkState& after = report.after ? *report.after : before;
    std::string text = fmt::format(
        "{} ({}): {}, {} in {}, {} leaf, {} spine and {} core switches\n{}\n", report.part->name,
        report.part->id, report.part->topology,
        report.machine == "all slots"
            ? counted(whole.nodes, "node") + " in all slots"
            : fmt::format("{} of {}", counted(whole.nodes, "node"), report.machine),
        counted(whole.groups, "group"), count(whole, VertexKind::leaf),
        count(whole, VertexKind::spine), count(whole, VertexKind::core),
        report.losses.empty() ? std::string()
                              : fmt::format("lost: {}\n", fmt::join(report.losses, ", ")));
    if (report.after)
        text += table_row(report, "", "whole", "left");
    text += table_row(report, "nodes that hang together", std::to_string(before.connected),
                      std::to_string(after.connected));
    if (report.after)
        text += table_row(report, "  of them with fewer NICs", "0",
                          std::to_string(report.lost.nodes_slowed));
    text += table_row(report, "cables between switches", std::to_string(before.cables),
                      std::to_string(after.cables));
    text += table_row(report, "a node can send", bandwidth_text(report.injection),
                      bandwidth_text(report.injection));
    const Bandwidth half = node_slots(*report.part) / 2.0 * report.injection;
    text += fmt::format("{:44} {:>14}  {}\n", "bisection", bandwidth_text(report.bisection),
                        std::isfinite(report.bisection.si())
                            ? part_text(report.bisection, half) + " of what half of the slots send"
                            : "one switch");
    if (!report.halves.empty())
        text += table_row(report, "between two halves", bandwidth_text(before.halves),
                          bandwidth_text(after.halves), report.halves);
    text +=
        fmt::format("{:44} {:>14}\n", "longest way between leaves", counted(report.hops, "hop"));
    text += "ways without a common cable, shortest of all\n";
    for (std::size_t i = 0; i < report.pairs.size(); ++i) {
        const auto ways = [&](const NetworkState& state) {
            return fmt::format("{} of {}", state.ways[i].shortest, state.ways[i].all);
        };
        text += table_row(report, "  " + report.pairs[i].name, ways(before), ways(after));
    }
    text += "all nodes to each other, each sends\n";
    for (std::size_t i = 0; i < routings().size(); ++i)
        text += table_row(report, fmt::format("  routing {}", routings()[i].name),
                          bandwidth_text(before.uniform[i]), bandwidth_text(after.uniform[i]),
                          report.after
                              ? part_text(after.uniform[i], before.uniform[i]) + " is left"
                              : part_text(before.uniform[i], report.injection) + " of its NICs");
    text += "\n";
    for (const std::string& remark : report.remarks)
        text += "- " + remark + "\n";
    return text;
}

nlohmann::ordered_json network_json(const NetworkReport& report) {
    using Json = nlohmann::ordered_json;
    const Topology& whole = report.whole;
    const auto number = [](Bandwidth bandwidth) {
        return std::isfinite(bandwidth.si()) ? Json(bandwidth.si()) : Json(nullptr);
    };
    const auto state_json = [&](const NetworkState& state) {
        Json out{{"nodes", state.connected},
                 {"cables", state.cables},
                 {"between_halves_bytes_per_s",
                  report.halves.empty() ? Json(nullptr) : number(state.halves)}};
        out["paths"] = Json::array();
        for (std::size_t i = 0; i < report.pairs.size(); ++i)
            out["paths"].push_back({{"between", report.pairs[i].name},
                                    {"shortest", state.ways[i].shortest},
                                    {"all", state.ways[i].all}});
        for (std::size_t i = 0; i < routings().size(); ++i)
            out["node_sends_bytes_per_s"][std::string(routings()[i].name)] =
                number(state.uniform[i]);
        return out;
    };
    Json out{{"network", report.part->id},
             {"topology", report.part->topology},
             {"machine", report.machine},
             {"groups", whole.groups},
             {"leaf_switches", count(whole, VertexKind::leaf)},
             {"spine_switches", count(whole, VertexKind::spine)},
             {"core_switches", count(whole, VertexKind::core)},
             {"node_injects_bytes_per_s", number(report.injection)},
             {"bisection_bytes_per_s", number(report.bisection)},
             {"longest_way_hops", report.hops},
             {"halves", report.halves},
             {"whole", state_json(report.before)}};
    if (report.after) {
        out["lost"] = report.losses;
        out["left"] = state_json(*report.after);
        out["left"]["nodes_cut_off"] = report.lost.nodes_cut_off;
        out["left"]["nodes_with_fewer_nics"] = report.lost.nodes_slowed;
    }
    out["remarks"] = report.remarks;
    return out;
}

}  // namespace

void add_estimate_network(CLI::App& command) {
    auto options = std::make_shared<NetworkOptions>();
    command.add_option("--site", options->site, "the machine; see twin list sites");
    command.add_option("--network", options->network,
                       "instead of a site: a network with all its slots; see twin list networks");
    command
        .add_option(
            "--lose", options->losses,
            "what failed: \"leaf 3 of group 2\", \"spine 3 of group 2\", \"core 4\", \"cable "
            "1-2\", \"cables 1-2 4\", \"tray 1-2\"; can be repeated")
        ->allow_extra_args(false);
    command
        .add_option("--parts", options->parts,
                    "file of parts beside the shipped ones; can be repeated")
        ->allow_extra_args(false);
    command.add_flag("--json", options->json, "machine-readable, on standard output");
    command.callback([options] {
        const NetworkReport report = NetworkQuestion(*options).answer();
        if (options->json)
            fmt::print("{}\n", network_json(report).dump(2));
        else
            fmt::print("{}", network_text(report));
    });
}

}  // namespace twin
