// twin zoom: one collective of a job as flows over the links of the machine.
#include <fmt/format.h>
#include <fstream>
#include <optional>
#include <set>

#include "models/interconnect/loss_words.h"
#include "models/interconnect/network.h"
#include "models/units/unit_text.h"
#include "sim/commands/collective_remark.h"
#include "sim/commands/commands.h"
#include "sim/commands/input_error.h"
#include "sim/commands/loss_text.h"
#include "sim/commands/parts_files.h"
#include "sim/commands/zoom_machine.h"
#include "sim/commands/zoom_report.h"
#include "sim/scenario/parts_catalog.h"
#include "sim/scheduling/placements.h"

namespace twin {
namespace {

struct ZoomOptions {
    std::string collective, size;
    ZoomMachineOptions machine;
    std::optional<std::string> nodes, gpus, gpus_per_node, placement, algorithm, routing, library,
        csv;
    std::vector<std::string> losses, parts;
    bool json = false;
};

// No machine moves so much within a year; times stay within what can be shown.
constexpr auto most_bytes = DataSize::from_si(1e21);

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
        parts_ = parts_beside(options_.parts);
        read_words();
        read_machine();
        end_here();
        read_ranks();
        end_here();
        read_losses();
        choose_routing_and_library();
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

    // The row of that name; nullptr after a problem.
    template <class Rows>
    auto row_named(const char* option, const Rows& table, const std::string& name,
                   const std::string& hint = "") -> decltype(&*table.begin()) {
        for (const auto& row : table)
            if (row.name == name)
                return &row;
        const auto names = names_of(table);
        const std::string meant = did_you_mean(name, names);
        add(option, fmt::format("one of {}", fmt::join(names, ", ")), "'" + name + "'",
            meant.empty() ? hint : meant);
        return nullptr;
    }

    void read_words() {
        if (const auto* row = row_named("COLLECTIVE", collectives(), options_.collective))
            request_.collective = row->collective;
        const auto size = parse_quantity(options_.size, Dimension::data_size);
        if (const UnitError* error = std::get_if<UnitError>(&size))
            add("SIZE", error->expected, error->got, error->hint);
        else if (const double bytes = std::get<double>(size);
                 !(bytes >= 1 && bytes <= most_bytes.si()))
            add("SIZE",
                fmt::format("1 byte to {}", format_quantity(most_bytes.si(), Dimension::data_size)),
                "'" + options_.size + "'");
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
            constants_ = row_named("--library", collective_constants(), *options_.library,
                                   "see twin list libraries");
    }

    void read_machine() {
        if (auto machine = zoom_machine(options_.machine, *parts_, problems_))
            machine_ = std::move(*machine);
    }

    // A part of one node, as estimates take it.
    bool is_part_of_node() const {
        const auto gpus = options_.gpus ? count_in(*options_.gpus) : std::nullopt;
        return gpus && *gpus >= 1 && *gpus < machine_.node->gpus && !options_.gpus_per_node;
    }

    void read_ranks() {
        topology_ = machine_.topology;
        gpus_per_node_ = is_part_of_node() ? *count_in(*options_.gpus) : machine_.node->gpus.value;
        if (options_.gpus_per_node) {
            const auto number = count_in(*options_.gpus_per_node);
            if (!number || *number < 1 || *number > machine_.node->gpus)
                add("--gpus-per-node",
                    fmt::format("1 to {}, the GPUs of a node", machine_.node->gpus.value),
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
                            machine_.nodes() - 1),
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
            if (!first || !last || *last < *first || *last >= machine_.nodes())
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
        const int most = machine_.nodes() * gpus_per_node_;
        if (!number || *number < 1 || *number > most || *number % gpus_per_node_ != 0)
            add("--gpus",
                options_.gpus_per_node
                    ? fmt::format("a multiple of {}, the --gpus-per-node, up to {} of {}",
                                  gpus_per_node_, most, machine_.name)
                    : fmt::format("a multiple of {}, the GPUs of a node, up to {} of {}, or fewer "
                                  "than a node has",
                                  gpus_per_node_, most, machine_.name),
                "'" + *options_.gpus + "'",
                options_.gpus_per_node ? "" : "--gpus-per-node takes some of each node");
        if (!problems_.empty())
            return;
        FreeNodes free(machine_.nodes(), machine_.groups);
        free.insert({0, machine_.nodes()});
        for (const NodeRange& range : row->place(free, *number / gpus_per_node_))
            for (NodeIndex node = range.first; node < range.end(); ++node)
                nodes_.push_back(node);
    }

    void read_losses() {
        for (const std::string& text : options_.losses) {
            const std::vector<Loss> lost = losses_in(text, topology_, losses_);
            losses_.insert(losses_.end(), lost.begin(), lost.end());
            if (lost.empty())
                add("--lose", losses_expected(topology_, machine_.network->name), "'" + text + "'",
                    losses_hint(losses_));
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
                fmt::format("the first of them is {}", machine_.name_of(cut_off.front())));
    }

    void choose_routing_and_library() {
        rates_ = fabric_rates(*machine_.network, *machine_.node);
        const bool detours =
            routing_->routing == ZoomRouting::valiant || routing_->routing == ZoomRouting::adaptive;
        if (detours && topology_.detours == Detours::switches)
            add("--routing", "minimal or single-path on a torus",
                fmt::format("'{}'", routing_->name),
                "it has no groups whose third ones a flow could pass");
        if (!constants_)
            constants_ = nccl_constants(machine_.node->gpu.generation, rates_.node.links);
        if (!constants_)
            add("--library",
                fmt::format("one of {}, as no NCCL was measured on GPUs of this kind",
                            libraries_text()),
                "nothing", "see twin list libraries");
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
                           [this](NodeIndex node) { return machine_.name_of(node); }});
        // Of an all-to-all each node sends to each other one: too many need not be made to be
        // known.
        const std::int64_t pairs = std::int64_t(shape.nodes()) * (shape.nodes() - 1);
        if (formula && request_.collective == Collective::all_to_all && pairs > most_flows)
            refuse_flows("more than " + std::to_string(pairs), *formula);
        const ZoomRequest asked{request_, *algorithm_};
        const std::optional<int> flows = flows_of(asked, *constants_, fabric);
        if (!formula || !flows) {
            add("--algorithm", algorithms_that_do(setting), "'" + std::string(*algorithm_) + "'",
                libraries_that_do(setting));
            end_here();
        }
        if (*flows > most_flows)
            refuse_flows(std::to_string(*flows), *formula);
        ZoomReport report{.collective = options_.collective,
                          .site = machine_.name,
                          .network = machine_.network->name,
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

    // For an algorithm that the library does not do here: which ones would.
    std::string libraries_that_do(const CollectiveSetting& setting) const {
        std::vector<std::string> names;
        for (const CollectiveConstants& library : collective_constants())
            if (collective_cost(*algorithm_, request_, {setting.shape, setting.rates, library}))
                names.push_back(fmt::format("--library \"{}\"", library.name));
        return names.empty()
                   ? fmt::format("no library does {} by it on these GPUs", options_.collective)
                   : fmt::format("{} does not have it here, but {}", constants_->name,
                                 fmt::join(names, " and "));
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
        const bool torus = topology_.detours == Detours::switches;
        list.push_back(
            fmt::format("Routing {}: {}.", routing_->name,
                        torus && routing_->routing == ZoomRouting::minimal
                            ? "each flow on one of its shortest ways, by what these have "
                              "to carry already; parallel cables count as one link"
                            : routing_->summary));
        if (!losses_.empty())
            list.push_back("The formula knows nothing of what is lost.");
        if (routing_->routing == ZoomRouting::minimal)
            list.insert(list.end(), detours_.begin(), detours_.end());
        if (!options_.library)
            list.push_back(fmt::format(
                "Constants of collectives are those of NCCL on such GPUs, {}.", constants_->name));
        for (std::string& remark : library_remarks(*machine_.node, *machine_.network, *constants_,
                                                   options_.library.has_value()))
            list.push_back(std::move(remark));
        if (std::string remark = foreign_network_remark(*machine_.node, *machine_.network, *parts_);
            !remark.empty())
            list.push_back(std::move(remark));
    }

    const ZoomOptions& options_;
    std::shared_ptr<const PartsCatalog> parts_;
    ZoomMachine machine_;
    Topology topology_;  // without what is lost
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
    command.add_option("--site", options->machine.site, "the machine; see twin list sites");
    command.add_option("--node", options->machine.node,
                       "instead of a site: its nodes, a part, in all slots of the network");
    command.add_option("--network", options->machine.network,
                       "beside --node: their network; see twin list networks");
    command.add_option("--nodes", options->nodes,
                       "of the job, by their numbers from 0: \"0-511\", \"0-15,240-255\"");
    command.add_option("--gpus", options->gpus,
                       "how many, on an empty machine, instead of nodes: whole nodes, or a part of "
                       "one");
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
                       fmt::format("whose constants: {}; else NCCL's on such GPUs; see twin list "
                                   "libraries",
                                   libraries_text()));
    command
        .add_option("--lose", options->losses,
                    "what failed: \"leaf 3 of group 2\", \"spine 3 of group 2\", \"cable 1-2\", "
                    "\"cables 1-2 4\", \"tray 1-2\"; can be repeated")
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
