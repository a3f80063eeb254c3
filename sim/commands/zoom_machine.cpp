#include "sim/commands/zoom_machine.h"

#include <fmt/format.h>
#include <memory>

#include "models/interconnect/topologies.h"

namespace twin {
namespace {

void add_problem(Problems& problems, const char* option, const std::string& expected,
                 const std::string& got, const std::string& hint = "") {
    problems.push_back(
        {{option, 0, 0}, "", fmt::format("expected {}, got {}", expected, got), hint});
}

template <class Part>
const Part* chosen(const char* option, const char* what, const std::map<std::string, Part>& known,
                   const std::string& id, Problems& problems) {
    const auto found = known.find(id);
    if (found != known.end())
        return &found->second;
    std::vector<std::string> ids;
    for (const auto& [name, part] : known)
        ids.push_back(name);
    add_problem(problems, option, fmt::format("{} ({})", what, fmt::join(ids, ", ")),
                "'" + id + "'", did_you_mean(id, ids));
    return nullptr;
}

class ZoomMachineReader {
  public:
    ZoomMachineReader(const ZoomMachineOptions& options, const PartsCatalog& parts,
                      Problems& problems)
        : options_(options), parts_(parts), problems_(problems) {}

    std::optional<ZoomMachine> read() {
        const std::size_t before = problems_.size();
        if (options_.site)
            read_site();
        else
            read_nodes();
        if (problems_.size() != before)
            return std::nullopt;
        return std::move(machine_);
    }

  private:
    void add(const char* option, const std::string& expected, const std::string& got,
             const std::string& hint = "") {
        add_problem(problems_, option, expected, got, hint);
    }

    void read_site() {
        for (const auto& [option, text] :
             {std::pair{"--node", options_.node}, std::pair{"--network", options_.network}})
            if (text)
                add(option, "no such option beside --site", "'" + *text + "'");
        const SiteDescription* const found = site_with_network(parts_, *options_.site, problems_);
        if (found == nullptr)
            return;
        const auto site = std::make_shared<const Site>(build_site(*found));
        machine_.name = site->name;
        machine_.network = &parts_.networks.at(found->network);
        machine_.node = &site->racks.front().part->node;
        machine_.name_of = [site](NodeIndex node) { return site->name_of(node); };
        for (const Rack& rack : site->racks)
            if (rack.part->node.id != machine_.node->id)
                return add("--site", "a site whose nodes are alike", "'" + *options_.site + "'",
                           fmt::format("it has {} and {}", machine_.node->id, rack.part->node.id));
        if (machine_.node->gpus == 0)
            return add("--site", "a site whose nodes have GPUs", "'" + *options_.site + "'");
        for (const Group& group : site->groups)
            machine_.groups.push_back({group.first_node, group.nodes});
        machine_.topology = build_topology(*machine_.network, site->nodes);
    }

    void read_nodes() {
        if (!options_.node && !options_.network)
            return add("--site", "the machine, or its --node and --network", "nothing",
                       "see twin list sites and twin list networks");
        if (options_.node)
            machine_.node = chosen("--node", "a node", parts_.nodes, *options_.node, problems_);
        else
            add("--node", "the nodes of the network", "nothing", "see twin list parts");
        if (options_.network)
            machine_.network = network_named(parts_, *options_.network, problems_);
        else
            add("--network", "the network of the nodes", "nothing", "see twin list networks");
        if (machine_.node != nullptr && machine_.node->gpus == 0)
            add("--node", "nodes with GPUs", "'" + machine_.node->id + "'");
        if (!problems_.empty())
            return;
        machine_.name =
            fmt::format("{} in all slots of {}", machine_.node->name, machine_.network->name);
        machine_.name_of = [](NodeIndex node) { return fmt::format("node {}", node); };
        machine_.topology = build_topology(*machine_.network, node_slots(*machine_.network));
        const auto& graph = machine_.topology.graph;
        GroupIndex last = -1;
        for (NodeIndex node = 0; node < machine_.nodes(); ++node) {
            const GroupIndex group = graph[machine_.topology.node(node)].group;
            if (group != last)
                machine_.groups.push_back({node, 0});
            ++machine_.groups.back().count;
            last = group;
        }
    }

    const ZoomMachineOptions& options_;
    const PartsCatalog& parts_;
    Problems& problems_;
    ZoomMachine machine_;
};

}  // namespace

const SiteDescription* site_with_network(const PartsCatalog& parts, const std::string& id,
                                         Problems& problems) {
    std::vector<std::string> known;
    for (const auto& [name, site] : parts.sites)
        if (!site.network.empty())
            known.push_back(name);
    const auto found = parts.sites.find(id);
    if (found != parts.sites.end() && !found->second.network.empty())
        return &found->second;
    add_problem(problems, "--site",
                fmt::format("a site with a network ({})", fmt::join(known, ", ")), "'" + id + "'",
                found == parts.sites.end() ? did_you_mean(id, known) : "no network is known of it");
    return nullptr;
}

const NetworkPart* network_named(const PartsCatalog& parts, const std::string& id,
                                 Problems& problems) {
    return chosen("--network", "a network", parts.networks, id, problems);
}

std::optional<ZoomMachine> zoom_machine(const ZoomMachineOptions& options,
                                        const PartsCatalog& parts, Problems& problems) {
    return ZoomMachineReader(options, parts, problems).read();
}

}  // namespace twin
