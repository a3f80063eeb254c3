// twin zoom: one collective of a job as flows over the links of the machine.
#include <charconv>
#include <fmt/format.h>
#include <fstream>
#include <optional>
#include <set>

#include "models/interconnect/network.h"
#include "models/interconnect/topologies.h"
#include "models/units/unit_text.h"
#include "sim/commands/collective_remark.h"
#include "sim/commands/commands.h"
#include "sim/commands/input_error.h"
#include "sim/commands/loss_text.h"
#include "sim/commands/zoom_report.h"
#include "sim/scenario/parts_catalog.h"
#include "sim/scenario/read.h"
#include "sim/scheduling/placements.h"

namespace twin {
namespace {

struct ZoomOptions {
    std::string collective, size;
    std::optional<std::string> site, nodes, gpus, gpus_per_node, placement, algorithm, routing,
        library, csv;
    std::vector<std::string> losses, parts;
    bool json = false;
};

// The names of a table, for what is expected.
template <class Rows>
std::vector<std::string> names_of(const Rows& table) {
    std::vector<std::string> names;
    for (const auto& row : table)
        names.emplace_back(row.name);
    return names;
}

class ZoomQuestion {
  public:
    explicit ZoomQuestion(const ZoomOptions& options) : options_(options) {}

    ZoomReport answer() {
        read_parts_files();
        read_words();
        read_site();
        end_here();
        read_ranks();
        end_here();
        read_losses();
        choose_library();
        end_here();
        return simulate();
    }

  private:
    void add(const std::string& option, const std::string& expected, const std::string& got,
             const std::string& hint = "") {
        problems_.push_back(
            {{option, 0, 0}, "", fmt::format("expected {}, got {}", expected, got), hint});
    }
    void end_here() const {
        if (!problems_.empty())
            throw InputError(problems_);
    }

    void read_parts_files() {
        std::vector<PartsText> files;
        for (const std::string& name : options_.parts)
            files.push_back(read_parts_file(name, problems_));
        if (problems_.empty())
            parts_ = parts_with(files, problems_);
        end_here();
    }

    // The row of that name; nullptr after a problem.
    template <class Rows>
    auto row_named(const char* option, const Rows& table, const std::string& name)
        -> decltype(&*table.begin()) {
        for (const auto& row : table)
            if (row.name == name)
                return &row;
        const auto names = names_of(table);
        add(option, fmt::format("one of {}", fmt::join(names, ", ")), "'" + name + "'",
            did_you_mean(name, names));
        return nullptr;
    }

    void read_words() {
        if (const auto* row = row_named("COLLECTIVE", collectives(), options_.collective))
            request_.collective = row->collective;
        const auto size = parse_quantity(options_.size, Dimension::data_size);
        if (const UnitError* error = std::get_if<UnitError>(&size))
            add("SIZE", error->expected, error->got, error->hint);
        else if (std::get<double>(size) < 1)
            add("SIZE", "1 byte or more", "'" + options_.size + "'");
        else
            request_.size = DataSize::from_si(std::get<double>(size));
        if (options_.algorithm)
            if (const auto* row =
                    row_named("--algorithm", collective_algorithms(), *options_.algorithm))
                algorithm_ = row->name;
        if (options_.routing)
            if (const auto* row = row_named("--routing", zoom_routings(), *options_.routing))
                routing_ = row;
        if (options_.library)
            constants_ = row_named("--library", collective_constants(), *options_.library);
    }

    void read_site() {
        if (!options_.site) {
            add("--site", "the id of a site", "nothing", "see twin list sites");
            return;
        }
        std::vector<std::string> with_network;
        for (const auto& [id, site] : parts_->sites)
            if (!site.network.empty())
                with_network.push_back(id);
        const auto found = parts_->sites.find(*options_.site);
        if (found == parts_->sites.end() || found->second.network.empty()) {
            add("--site", fmt::format("a site with a network ({})", fmt::join(with_network, ", ")),
                "'" + *options_.site + "'",
                found == parts_->sites.end() ? did_you_mean(*options_.site, with_network)
                                             : "no network is known of it");
            return;
        }
        site_ = build_site(found->second);
        network_ = &parts_->networks.at(found->second.network);
        node_ = &site_.racks.front().part->node;
        for (const Rack& rack : site_.racks)
            if (rack.part->node.id != node_->id) {
                add("--site", "a site whose nodes are alike", "'" + *options_.site + "'",
                    fmt::format("it has {} and {}", node_->id, rack.part->node.id));
                return;
            }
        if (node_->gpus == 0) {
            add("--site", "a site whose nodes have GPUs", "'" + *options_.site + "'");
            return;
        }
        topology_ = build_topology(*network_, site_.nodes);
    }

    void read_ranks() {
        gpus_per_node_ = node_->gpus;
        if (options_.gpus_per_node) {
            const auto number = count_in(*options_.gpus_per_node);
            if (!number || *number < 1 || *number > node_->gpus)
                add("--gpus-per-node",
                    fmt::format("1 to {}, the GPUs of a node", node_->gpus.value),
                    "'" + *options_.gpus_per_node + "'");
            else
                gpus_per_node_ = *number;
        }
        if (options_.nodes.has_value() == options_.gpus.has_value()) {
            add("--nodes", "one of --nodes and --gpus", options_.nodes ? "both" : "neither");
            return;
        }
        if (options_.nodes) {
            if (options_.placement)
                add("--placement", "no such option beside --nodes",
                    "'" + *options_.placement + "'");
            read_nodes();
        } else {
            place_gpus();
        }
        if (problems_.empty() && ranks() < 2)
            add(options_.nodes ? "--nodes" : "--gpus", "2 GPUs or more", "1");
    }

    void read_nodes() {
        const auto bad = [&] {
            add("--nodes",
                fmt::format("nodes from 0 to {} such as \"0-511\" or \"0-15,240-255\", each once",
                            site_.nodes - 1),
                "'" + *options_.nodes + "'");
        };
        std::set<NodeIndex> chosen;
        std::string_view rest = *options_.nodes;
        while (true) {
            const auto comma = rest.find(',');
            const std::string_view item = rest.substr(0, comma);
            const auto dash = item.find('-');
            const auto first = count_in(item.substr(0, dash));
            const auto last =
                dash == std::string_view::npos ? first : count_in(item.substr(dash + 1));
            if (!first || !last || *last < *first || *last >= site_.nodes)
                return bad();
            for (NodeIndex node = *first; node <= *last; ++node)
                if (!chosen.insert(node).second)
                    return bad();
            if (comma == std::string_view::npos)
                break;
            rest.remove_prefix(comma + 1);
        }
        nodes_.assign(chosen.begin(), chosen.end());
    }

    void place_gpus() {
        const PlacementRow* row = &placements().front();
        if (options_.placement)
            row = row_named("--placement", placements(), *options_.placement);
        const auto number = count_in(*options_.gpus);
        const int most = site_.nodes * gpus_per_node_;
        if (!number || *number < 1 || *number > most || *number % gpus_per_node_ != 0)
            add("--gpus",
                fmt::format("a multiple of {}, the GPUs of a node, up to {} of {}", gpus_per_node_,
                            most, site_.name),
                "'" + *options_.gpus + "'");
        if (!problems_.empty())
            return;
        std::vector<NodeRange> groups;
        for (const Group& group : site_.groups)
            groups.push_back({group.first_node, group.nodes});
        FreeNodes free(site_.nodes, groups);
        free.insert({0, site_.nodes});
        for (const NodeRange& range : row->place(free, *number / gpus_per_node_))
            for (NodeIndex node = range.first; node < range.end(); ++node)
                nodes_.push_back(node);
    }

    void read_losses() {
        for (const std::string& text : options_.losses) {
            if (const auto loss = loss_in(text, topology_))
                losses_.push_back(*loss);
            else
                add("--lose", losses_expected(topology_, network_->name), "'" + text + "'");
        }
        if (losses_.empty() || !problems_.empty())
            return;
        const Topology whole = std::move(topology_);
        topology_ = without(whole, losses_);
        const std::set<GroupIndex> held = groups();
        for (const Loss& loss : losses_)
            if (const auto* tray = std::get_if<LostTray>(&loss);
                tray != nullptr && held.contains(tray->a) && held.contains(tray->b))
                if (std::string text = detours_text(*tray, whole, topology_); !text.empty())
                    detours_.push_back(std::move(text));
        const auto connected = connected_nodes(topology_);
        const std::set<NodeIndex> left(connected.begin(), connected.end());
        std::vector<NodeIndex> cut_off;
        for (const NodeIndex node : nodes_)
            if (!left.contains(node))
                cut_off.push_back(node);
        if (!cut_off.empty())
            add("--lose", "losses that leave a path between all nodes of the job",
                fmt::format("{} that are cut off", cut_off.size()),
                fmt::format("the first of them is {}", site_.name_of(cut_off.front())));
    }

    void choose_library() {
        rates_ = fabric_rates(*network_, *node_);
        if (!constants_)
            constants_ = nccl_constants(node_->gpu.generation, rates_.node.links);
        if (!constants_)
            add("--library",
                fmt::format("one of {}, as no NCCL was measured on GPUs of this kind",
                            fmt::join(names_of(collective_constants()), ", ")),
                "nothing");
    }

    int ranks() const { return static_cast<int>(nodes_.size()) * gpus_per_node_; }

    NodeRanges ranges() const {
        NodeRanges ranges;
        for (const NodeIndex node : nodes_) {
            if (!ranges.empty() && ranges.back().end() == node)
                ++ranges.back().count;
            else
                ranges.push_back({node, 1});
        }
        return ranges;
    }

    void refuse_flows(const std::string& flows, const CollectiveCost& formula) {
        add(options_.nodes ? "--nodes" : "--gpus",
            fmt::format("a job with at most {} flows between nodes at once", most_flows),
            fmt::format("{} of them between {} GPUs", flows, ranks()),
            fmt::format("SimGrid's time grows with their square; the formula says {}",
                        format_quantity(formula.total().si(), Dimension::duration)));
        end_here();
    }

    ZoomReport simulate() {
        const PlacementShape shape = placement_shape(topology_, ranges(), gpus_per_node_);
        const CollectiveSetting setting{shape, rates_, *constants_};
        for (const std::string& sentence : collective_problems(request_, setting))
            problems_.push_back({{"--site", 0, 0}, "", sentence, ""});
        end_here();
        if (!algorithm_)
            algorithm_ = collective_cost(request_, setting).algorithm;
        const auto formula = collective_cost(*algorithm_, request_, setting);
        ZoomFabric fabric({topology_, rates_, nodes_, gpus_per_node_, routing_->routing,
                           [this](NodeIndex node) { return site_.name_of(node); }});
        // Of an all-to-all each node sends to each other one: too many need not be made to be
        // known.
        const std::int64_t pairs = std::int64_t(shape.nodes()) * (shape.nodes() - 1);
        if (formula && request_.collective == Collective::all_to_all && pairs > most_flows)
            refuse_flows("more than " + std::to_string(pairs), *formula);
        const ZoomRequest asked{request_, *algorithm_};
        const std::optional<int> flows = flows_of(asked, *constants_, fabric);
        if (!formula || !flows) {
            add("--algorithm", algorithms_that_do(setting), "'" + std::string(*algorithm_) + "'",
                fmt::format("the others do not do {} here, or {} has none of them",
                            options_.collective, constants_->name));
            end_here();
        }
        if (*flows > most_flows)
            refuse_flows(std::to_string(*flows), *formula);
        ZoomReport report{.collective = options_.collective,
                          .site = site_.name,
                          .network = network_->name,
                          .library = std::string(constants_->name),
                          .routing = std::string(routing_->name),
                          .request = request_,
                          .algorithm = std::string(*algorithm_),
                          .nodes = shape.nodes(),
                          .gpus_per_node = gpus_per_node_,
                          .groups = static_cast<int>(shape.nodes_by_group.size()),
                          .leaves = leaves(),
                          .result = zoom(asked, *constants_, fabric),
                          .formula = *formula,
                          .assumptions = {}};
        assume(report);
        return report;
    }

    std::string algorithms_that_do(const CollectiveSetting& setting) const {
        std::vector<std::string_view> names;
        for (const auto& row : collective_algorithms())
            if (collective_cost(row.name, request_, setting))
                names.push_back(row.name);
        return fmt::format("one of {}", fmt::join(names, ", "));
    }

    // Those that hold nodes of the job.
    std::set<GroupIndex> groups() const {
        std::set<GroupIndex> groups;
        for (const NodeIndex node : nodes_)
            groups.insert(topology_.graph[topology_.node(node)].group);
        return groups;
    }

    int leaves() const {
        std::set<Vertex> leaves;
        for (const NodeIndex node : nodes_)
            for (const Link cable : boost::make_iterator_range(
                     boost::out_edges(topology_.node(node), topology_.graph)))
                leaves.insert(boost::target(cable, topology_.graph));
        return static_cast<int>(leaves.size());
    }

    void assume(ZoomReport& report) const {
        auto& list = report.assumptions;
        list.push_back(
            "Flows share links by max-min fairness; what protocols take of a link and what a step "
            "costs beside its bytes are the constants of the formula (COLLECTIVES.md).");
        bool repeats = false;
        for (const ZoomStage& stage : report.result.stages)
            repeats = repeats || stage.steps > 1;
        if (repeats)
            list.push_back(
                "Steps of a ring are alike: one was simulated and counts as often as it is taken.");
        list.push_back(fmt::format("Routing {}: {}.", routing_->name, routing_->summary));
        if (!losses_.empty())
            list.push_back("The formula knows nothing of what is lost.");
        if (routing_->routing == ZoomRouting::minimal)
            list.insert(list.end(), detours_.begin(), detours_.end());
        if (options_.library)
            return;
        list.push_back(fmt::format("Constants of collectives are those of NCCL on such GPUs, {}.",
                                   constants_->name));
        if (const std::string remark = measured_there(network_->id, constants_->name);
            !remark.empty())
            list.push_back("--library " + remark);
    }

    const ZoomOptions& options_;
    std::shared_ptr<const PartsCatalog> parts_;
    Site site_;
    const NetworkPart* network_ = nullptr;
    const NodePart* node_ = nullptr;
    Topology topology_;
    FabricRates rates_;
    CollectiveRequest request_;
    std::optional<std::string_view> algorithm_;
    const ZoomRoutingRow* routing_ = &zoom_routings().front();
    const CollectiveConstants* constants_ = nullptr;
    int gpus_per_node_ = 1;
    std::vector<NodeIndex> nodes_;
    std::vector<Loss> losses_;
    std::vector<std::string> detours_;  // sentences on what they do
    Problems problems_;
};

void write_links(const std::string& name, const ZoomReport& report) {
    std::ofstream file(name, std::ios::binary);
    file << zoom_links_csv(report);
    file.close();
    if (!file)
        throw std::runtime_error(fmt::format("cannot write {}", name));
}

}  // namespace

void add_zoom(CLI::App& command, int&) {
    auto options = std::make_shared<ZoomOptions>();
    command
        .add_option("COLLECTIVE", options->collective,
                    fmt::format("{}", fmt::join(names_of(collectives()), ", ")))
        ->required();
    command
        .add_option("SIZE", options->size,
                    "as NCCL's tests count it, such as \"1 GB\": of one rank's vector; of "
                    "all_gather what each has at the end")
        ->required();
    command.add_option("--site", options->site, "the machine; see twin list sites");
    command.add_option("--nodes", options->nodes,
                       "of the job, by their numbers from 0: \"0-511\", \"0-15,240-255\"");
    command.add_option("--gpus", options->gpus, "how many, on an empty machine, instead of nodes");
    command.add_option("--placement", options->placement,
                       "which nodes they get; see twin list placements");
    command.add_option("--gpus-per-node", options->gpus_per_node, "that take part; else all");
    command.add_option("--algorithm", options->algorithm,
                       fmt::format("{}; else the fastest by the formulas",
                                   fmt::join(names_of(collective_algorithms()), ", ")));
    command.add_option(
        "--routing", options->routing,
        fmt::format("{}; else the first", fmt::join(names_of(zoom_routings()), ", ")));
    command.add_option("--library", options->library,
                       fmt::format("whose constants: {}; else NCCL's on such GPUs",
                                   fmt::join(names_of(collective_constants()), ", ")));
    command
        .add_option("--lose", options->losses,
                    "a switch or cable tray that failed: \"leaf 3 of group 2\", \"tray 1-2\"; can "
                    "be repeated")
        ->allow_extra_args(false);
    command
        .add_option("--parts", options->parts,
                    "file of parts beside the shipped ones; can be repeated")
        ->allow_extra_args(false);
    command.add_option("--csv", options->csv, "file for the load of each link")->check(named_file);
    command.add_flag("--json", options->json, "machine-readable, on standard output");
    command.callback([options] {
        const ZoomReport report = ZoomQuestion(*options).answer();
        if (options->csv)
            write_links(*options->csv, report);
        if (options->json)
            fmt::print("{}\n", zoom_report_json(report).dump(2));
        else
            fmt::print("{}", zoom_report_text(report));
    });
}

}  // namespace twin
