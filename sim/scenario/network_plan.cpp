#include "sim/scenario/network_plan.h"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>
#include <optional>
#include <utility>

#include "models/interconnect/loss_words.h"
#include "models/interconnect/network.h"
#include "models/interconnect/topologies.h"
#include "models/units/unit_text.h"
#include "sim/scenario/parts_catalog.h"

namespace twin {
namespace {

bool asks_network(const LoadSettings& load) {
    return load.network && *load.network > Bandwidth();
}
bool asks_storage(const LoadSettings& load) {
    return (load.storage_read && *load.storage_read > Bandwidth()) ||
           (load.storage_write && *load.storage_write > Bandwidth());
}

class NetworkPlanner {
  public:
    NetworkPlanner(const Scenario& scenario, RunPlan& plan, FieldProblems& problems)
        : section_(scenario.network),
          scenario_(scenario),
          plan_(plan),
          site_(plan.parts->sites.at(scenario.site.part)),
          problems_(problems) {}

    void build() {
        const std::string needed_by = what_needs_it();
        if (!section_.sharing && problems_.has("network.job_traffic"))
            problems_.add("network.job_traffic", "expected no such key where sharing is false",
                          "one", "it would do nothing");
        check_effect();
        NetworkPlan network;
        network.sharing = section_.sharing;
        network.minimal_routing = section_.routing == "minimal";
        if (!add_links(network, needed_by))
            return;
        add_storage(network);
        if (section_.job_traffic.network > network.injection)
            problems_.add(
                "network.job_traffic.network",
                "expected at most the " + text(network.injection) + " that a node can inject",
                text(section_.job_traffic.network));
        check_bounds();
        plan_.network = std::move(network);
    }

  private:
    static std::string text(Bandwidth bandwidth) {
        return format_quantity(bandwidth.si(), Dimension::bandwidth);
    }

    // The key that asks for a network where the site's must be known; empty: none does.
    std::string what_needs_it() const {
        if (!section_.sharing)
            return {};
        for (const char* key :
             {"network.sharing", "network.routing", "network.storage", "network.job_traffic"})
            if (problems_.has(key))
                return key;
        for (std::size_t i = 0; i < scenario_.jobs.size(); ++i) {
            const JobSection& job = scenario_.jobs[i];
            const std::string field = fmt::format("job.{}", i);
            if (asks_network(job.load))
                return field + ".network";
            if (asks_storage(job.load))
                return field + (job.load.storage_read ? ".storage_read" : ".storage_write");
            for (std::size_t k = 0; k < job.phases.size(); ++k)
                if (asks_network(job.phases[k].load) || asks_storage(job.phases[k].load))
                    return fmt::format("{}.phases.{}", field, k);
        }
        return {};
    }

    // Keys that change nothing. Without sharing they are legal, as a run may switch it off to
    // compare.
    void check_effect() {
        std::vector<std::string> idle;
        if (!section_.sharing && problems_.has("network.routing"))
            idle.emplace_back("network.routing");
        const auto check = [&](const LoadSettings& load, const std::string& field) {
            if (!section_.sharing && asks_network(load))
                idle.push_back(field + ".network");
            if (load.network_bound && load.network_bound->value > 0 && !asks_network(load))
                problems_.add(field + ".network_bound", "expected no such key without network",
                              "one", "it would do nothing");
        };
        if (section_.job_traffic.network_bound > 0 && !(section_.job_traffic.network > Bandwidth()))
            problems_.add("network.job_traffic.network_bound",
                          "expected no such key without network", "one", "it would do nothing");
        for (std::size_t i = 0; i < scenario_.jobs.size(); ++i) {
            check(scenario_.jobs[i].load, fmt::format("job.{}", i));
            for (std::size_t k = 0; k < scenario_.jobs[i].phases.size(); ++k)
                check(scenario_.jobs[i].phases[k].load, fmt::format("job.{}.phases.{}", i, k));
        }
        if (!idle.empty())
            plan_.remarks.push_back(fmt::format("network.sharing is false: {} {} nothing",
                                                fmt::join(idle, ", "),
                                                idle.size() == 1 ? "does" : "do"));
    }

    bool add_links(NetworkPlan& network, const std::string& needed_by) {
        const auto part = plan_.parts->networks.find(site_.network);
        if (part == plan_.parts->networks.end()) {
            if (!needed_by.empty())
                problems_.add(needed_by, "expected a site whose network is known",
                              "'" + site_.id + "'", "set network.sharing = false");
            return false;
        }
        const NodeCount nodes = plan_.site.nodes;
        if (const NodeCount slots = node_slots(part->second); nodes > slots) {
            if (!needed_by.empty())
                problems_.add(scenario_.site.racks ? "site.racks.add" : "site.part",
                              fmt::format("expected at most the {} slots of the network {}", slots,
                                          site_.network),
                              fmt::format("{} nodes", nodes),
                              "set network.sharing = false to leave the network out");
            return false;
        }
        const Topology topology = build_topology(part->second, nodes);
        GroupIndex groups = 0;
        for (NodeIndex node = 0; node < nodes; ++node) {
            // A node hangs on its leaves, which lie in one group.
            const auto leaf = *adjacent_vertices(topology.node(node), topology.graph).first;
            network.group_of_node.push_back(std::max(0, topology.graph[leaf].group));
            groups = std::max(groups, network.group_of_node.back() + 1);
        }
        network.cables = part->second.global_cables;
        network.spines = part->second.spines_per_group;
        if (network.cables > 0)
            groups = topology.groups;
        if (part->second.storage_group > 0)
            network.storage_group = part->second.storage_group - 1;
        network.groups = groups;
        network.pairs = group_pair_bandwidths(topology, groups);
        const NodePart& node = plan_.site.racks.front().part->node;
        if (groups > 1) {
            const Bandwidth uplink = fabric_rates(part->second, node).global_per_group;
            network.uplinks.assign(static_cast<std::size_t>(groups), uplink);
        }
        network.injection = part->second.nics_per_node.value * part->second.nic_bandwidth.value;
        network.gpus_per_node = node.gpus;
        return true;
    }

    void add_storage(NetworkPlan& network) {
        if (!section_.storage && site_.storages.empty())
            return;
        const std::string id = section_.storage.value_or(
            site_.storages.empty() ? std::string() : site_.storages.front());
        if (std::find(site_.storages.begin(), site_.storages.end(), id) == site_.storages.end())
            return problems_.add("network.storage",
                                 fmt::format("expected a file system of {} ({})", site_.id,
                                             fmt::join(site_.storages, ", ")),
                                 "'" + id + "'");
        network.storage = plan_.parts->storages.at(id);
    }

    void check_bounds() {
        const double both =
            section_.job_traffic.network_bound + scenario_.workload.utilisation.compute_bound;
        if (section_.job_traffic.network_bound > 0 && both > 1)
            problems_.add("network.job_traffic.network_bound",
                          fmt::format("expected at most {:.4g} %, what "
                                      "workload.utilisation.compute_bound leaves",
                                      100 * (1 - scenario_.workload.utilisation.compute_bound)),
                          fmt::format("{:.4g} %", 100 * section_.job_traffic.network_bound));
    }

    const NetworkSection& section_;
    const Scenario& scenario_;
    RunPlan& plan_;
    const SiteDescription& site_;
    FieldProblems& problems_;
};

}  // namespace

void build_network(const Scenario& scenario, RunPlan& plan, FieldProblems& problems) {
    NetworkPlanner(scenario, plan, problems).build();
}

std::variant<LinkLoss, UnitError> select_links(const std::string& text,
                                               const NetworkPlan& network) {
    const bool pairs = network.cables > 0;
    const UnitError error{
        pairs ? "links such as \"cable 3-7\", \"cables 3-7 4\", \"tray 3-7\", \"spine 2 of "
                "group 3\" or \"spines 1-4 of group 3\""
              : "links such as \"spine 2 of group 3\" or \"spines 1-4 of group 3\"",
        "'" + text + "'",
        fmt::format(
            "the network has {} groups, {} cables between two of them and {} spine switches "
            "in each",
            network.groups, network.cables, network.spines)};
    const std::optional<LossWords> words = loss_words(text);
    if (!words || words->a < 0 || words->a >= network.groups || words->b >= network.groups)
        return error;
    LinkLoss loss{words->a, words->b, 0};
    if (words->kind == LossKind::switches) {
        if (words->switches != VertexKind::spine || words->last >= network.spines)
            return error;
        loss.count = words->last - words->first + 1;
        return loss;
    }
    loss.count = words->kind == LossKind::tray ? network.cables : words->cables;
    if (words->b < 0 || loss.count < 1 || loss.count > network.cables)
        return error;
    if (loss.b < loss.a)
        std::swap(loss.a, loss.b);
    return loss;
}

Bandwidth storage_reach(const NetworkPlan& network, NodeCount nodes) {
    Bandwidth reach = nodes * network.injection;
    const GroupIndex storage = network.storage_group;
    if (storage < 0)
        return reach;
    std::vector<NodeCount> sizes(static_cast<std::size_t>(network.groups));
    for (const GroupIndex group : network.group_of_node)
        ++sizes[static_cast<std::size_t>(group)];
    // The fewest groups that hold the job.
    std::vector<GroupIndex> groups(sizes.size());
    std::iota(groups.begin(), groups.end(), 0);
    std::stable_sort(groups.begin(), groups.end(), [&](GroupIndex a, GroupIndex b) {
        return sizes[static_cast<std::size_t>(a)] > sizes[static_cast<std::size_t>(b)];
    });
    Bandwidth links;
    NodeCount left = nodes;
    for (const GroupIndex group : groups) {
        if (left <= 0)
            break;
        if (network.pair(group, storage) <= Bandwidth())
            return reach;
        links += network.pair(group, storage);
        left -= sizes[static_cast<std::size_t>(group)];
    }
    return std::min(reach, links);
}

void check_storage_rate(Bandwidth rate, NodeCount nodes, const RunPlan& plan,
                        const std::string& field, FieldProblems& problems) {
    if (!plan.network || !plan.network->sharing)
        return;
    if (const Bandwidth most = nodes * plan.network->injection; rate > most)
        problems.add(field,
                     fmt::format("expected at most the {} that {} nodes can send or receive",
                                 format_quantity(most.si(), Dimension::bandwidth), nodes),
                     format_quantity(rate.si(), Dimension::bandwidth));
}

void check_demand(const Phase& phase, NodeCount nodes, const RunPlan& plan,
                  const std::string& field, FieldProblems& problems) {
    const SharedDemand& demand = phase.demand;
    if (phase.compute_bound + demand.network_bound > 1)
        problems.add(field + ".network_bound",
                     fmt::format("expected at most {:.4g} %, what compute_bound leaves",
                                 100 * (1 - phase.compute_bound)),
                     fmt::format("{:.4g} %", 100 * demand.network_bound));
    if (!plan.network || !plan.network->sharing)
        return;
    const auto text = [](Bandwidth bandwidth) {
        return format_quantity(bandwidth.si(), Dimension::bandwidth);
    };
    if (demand.network > plan.network->injection)
        problems.add(
            field + ".network",
            "expected at most the " + text(plan.network->injection) + " that a node can inject",
            text(demand.network));
    if (plan.network->storage) {
        check_storage_rate(demand.storage_read, nodes, plan, field + ".storage_read", problems);
        check_storage_rate(demand.storage_write, nodes, plan, field + ".storage_write", problems);
        return;
    }
    if (demand.storage_read > Bandwidth())
        problems.add(field + ".storage_read", "expected a site with storages",
                     "'" + plan.site.id + "'", "set network.sharing = false");
    if (demand.storage_write > Bandwidth())
        problems.add(field + ".storage_write", "expected a site with storages",
                     "'" + plan.site.id + "'", "set network.sharing = false");
}

}  // namespace twin
