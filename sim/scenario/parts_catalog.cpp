#include "sim/scenario/parts_catalog.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <stdexcept>

#include "models/interconnect/topologies.h"
#include "sim/scenario/part_keys.h"

namespace twin {

namespace {

template <class Part>
std::vector<std::string> ids_of(const std::map<std::string, Part>& parts) {
    std::vector<std::string> ids;
    for (const auto& [id, part] : parts)
        ids.push_back(id);
    return ids;
}

// Reads all files of one kind; `keep` receives each part with the places of its keys.
class KindReader {
  public:
    KindReader(const std::vector<PartFile>& files, Problems& problems)
        : files_(files), problems_(problems) {}

    template <class Part, class Keep>
    void read(const std::string& kind, Keep keep) {
        for (const auto& file : files_) {
            if (file.kind != kind)
                continue;
            places_.clear();
            Part part;
            const TextNode root = parse_text(
                file.text, fmt::format("models/parts/{}/{}.toml", kind, file.id), problems_);
            TableReader reader(root, "", places_, problems_);
            describe(reader, part);
            reader.finish();
            keep(file.id, part);
        }
    }

    // Replaces a part that holds only its id by the one of the catalogue.
    template <class Part>
    void resolve(const std::map<std::string, Part>& known, Part& reference, const char* field,
                 bool needed) {
        const auto found = known.find(reference.id);
        if (found != known.end())
            reference = found->second;
        else if (needed || !reference.id.empty())
            unknown(reference.id, field, ids_of(known));
    }

    void unknown(const std::string& id, const std::string& field,
                 const std::vector<std::string>& known) {
        // Where there is none, the reader has said so.
        if (places_.contains(field))
            problems_.push_back({places_.at(field), field,
                                 fmt::format("expected the id of a part, got '{}'", id),
                                 did_you_mean(id, known)});
        else if (id.empty() && !known.empty())
            problems_.push_back(
                {places_.at(""), field, "required: expected the id of a part, got nothing", ""});
    }

    // The place of a key, or of the file where the key is missing.
    void wrong(const std::string& field, const std::string& message) {
        if (!places_.contains(field))
            return problems_.push_back({places_.at(""), field, message, ""});
        problems_.push_back({places_.at(field), field, message, ""});
    }

  private:
    const std::vector<PartFile>& files_;
    Problems& problems_;
    KeyPlaces places_;
};

// Lists the figures of a part with their evidence.
class FigureLister {
  public:
    FigureLister(const PartFile& file, std::vector<PartFigure>& out) : file_(file), out_(out) {}

    template <class T>
    void key(std::string_view name, const T& value, const Rule&, std::string_view) {
        out_.push_back(
            {file_.kind, file_.id, prefix_ + std::string(name), TextForm<T>::write(value), ""});
    }
    template <class T>
    void key(std::string_view name, const Figure<T>& figure, const Rule&, std::string_view) {
        if (figure.note.empty())
            return;
        const char* kind = figure.evidence == Evidence::source       ? ""
                           : figure.evidence == Evidence::assumption ? "assumption: "
                                                                     : "fit: ";
        out_.push_back({file_.kind, file_.id, prefix_ + std::string(name),
                        TextForm<T>::write(figure.value), kind + figure.note});
    }
    template <class T>
    void key(std::string_view name, const std::optional<Figure<T>>& figure, const Rule& rule,
             std::string_view documentation) {
        if (figure)
            key(name, *figure, rule, documentation);
    }
    template <class T>
    void list(std::string_view name, std::vector<T>& values, const Rule&, std::string_view) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            prefix_ = fmt::format("{}.{}.", name, i);
            describe(*this, values[i]);
        }
    }

  private:
    const PartFile& file_;
    std::vector<PartFigure>& out_;
    std::string prefix_;
};

// Nodes of all rows, those of missing racks included.
long long node_positions(const SiteDescription& site) {
    long long nodes = 0;
    for (const auto& row : site.rows)
        nodes += static_cast<long long>(row.count) *
                 (row.nodes > 0 ? row.nodes.value : row.part->nodes.value);
    return nodes;
}

template <class Part>
void list_figures(const std::string& kind, std::vector<PartFigure>& out) {
    Problems none;
    for (const auto& file : shipped_part_files()) {
        if (file.kind != kind)
            continue;
        const std::vector<PartFile> only{file};
        KindReader reader(only, none);
        reader.read<Part>(kind, [&](const std::string&, Part& part) {
            FigureLister lister(file, out);
            describe(lister, part);
        });
    }
}

}  // namespace

std::vector<std::string> PartsCatalog::rack_ids() const {
    return ids_of(racks);
}

std::vector<std::string> PartsCatalog::site_ids() const {
    return ids_of(sites);
}

std::vector<std::string> PartsCatalog::plant_ids() const {
    return ids_of(plants);
}

const ActivityPart* PartsCatalog::find_activity(const std::string& activity,
                                                const std::string& generation) const {
    const auto found = std::find_if(activities.begin(), activities.end(), [&](const auto& entry) {
        return entry.second.activity == activity && entry.second.generation == generation;
    });
    return found == activities.end() ? nullptr : &found->second;
}

std::vector<std::string> PartsCatalog::activity_names() const {
    std::set<std::string> names;
    for (const auto& [id, part] : activities)
        names.insert(part.activity);
    return {names.begin(), names.end()};
}

PartsCatalog read_parts(const std::vector<PartFile>& files, Problems& problems) {
    PartsCatalog catalog;
    KindReader reader(files, problems);
    reader.read<GpuPart>("gpus", [&](const std::string& id, GpuPart& part) {
        part.id = id;
        catalog.gpus.emplace(id, part);
    });
    reader.read<CpuPart>("cpus", [&](const std::string& id, CpuPart& part) {
        part.id = id;
        catalog.cpus.emplace(id, part);
    });
    reader.read<SwitchPart>("switches", [&](const std::string& id, SwitchPart& part) {
        part.id = id;
        catalog.switches.emplace(id, part);
    });
    reader.read<NodePart>("nodes", [&](const std::string& id, NodePart& part) {
        part.id = id;
        reader.resolve(catalog.gpus, part.gpu, "gpu", part.gpus > 0);
        reader.resolve(catalog.cpus, part.cpu, "cpu", part.cpus > 0);
        catalog.nodes.emplace(id, part);
    });
    reader.read<RectifierPart>("rectifiers", [&](const std::string& id, RectifierPart& part) {
        part.id = id;
        catalog.rectifiers.emplace(id, part);
    });
    reader.read<RackPart>("racks", [&](const std::string& id, RackPart& part) {
        part.id = id;
        reader.resolve(catalog.nodes, part.node, "node", true);
        reader.resolve(catalog.switches, part.network_switch, "network_switch", part.switches > 0);
        reader.resolve(catalog.rectifiers, part.rectifier, "rectifier", part.rectifiers > 0);
        catalog.racks.emplace(id, std::make_shared<const RackPart>(part));
    });
    reader.read<CoolingPlantPart>("plants", [&](const std::string& id, CoolingPlantPart& part) {
        part.id = id;
        const auto sums_to = [&](const char* field, double one, double other) {
            if (one + other > 1)
                reader.wrong(field, fmt::format("expected both films to be at most 100 % of the "
                                                "resistance, got {:g} %",
                                                100 * (one + other)));
        };
        sums_to("primary_film", part.secondary_film, part.primary_film);
        sums_to("water_film", part.air_film, part.water_film);
        const auto above = [&](const char* field, Temperature low, const char* other,
                               Temperature high) {
            if (high <= low)
                reader.wrong(field,
                             fmt::format("expected more than the {:g} degC of {}, got {:g} degC",
                                         low.in_celsius(), other, high.in_celsius()));
        };
        above("supply_limit", part.supply_set_point, "supply_set_point", part.supply_limit);
        above("trip_limit", part.supply_limit, "supply_limit", part.trip_limit);
        above("chiller_above", part.free_cooling_below, "free_cooling_below", part.chiller_above);
        catalog.plants.emplace(id, part);
    });
    reader.read<SupplyPart>("supplies", [&](const std::string& id, SupplyPart& part) {
        part.id = id;
        if (part.ups_share > 0 && part.ups_efficiency.value.empty())
            reader.wrong("ups_efficiency", "required where ups_share is above 0");
        if (part.ups_share > 0 && part.ups_rating.value <= Power())
            reader.wrong("ups_rating", "expected a power > 0 W where ups_share is above 0");
        if (part.direct_current_efficiency.value.empty() !=
            (part.direct_current_rating.value <= Power()))
            reader.wrong("direct_current_rating",
                         "required with direct_current_efficiency, and only with it");
        catalog.supplies.emplace(id, part);
    });
    reader.read<ActivityPart>("activities", [&](const std::string& id, ActivityPart& part) {
        part.id = id;
        const double most = std::max({part.tensor.value, part.memory.value, part.link.value});
        if (part.busy < most)
            reader.wrong("busy", fmt::format("expected at least the {:.4g} % of the busiest path, "
                                             "got {:.4g} %",
                                             100 * most, 100 * part.busy.value));
        if (const ActivityPart* other = catalog.find_activity(part.activity, part.generation))
            reader.wrong("activity", fmt::format("'{}' of {} is also in activities/{}",
                                                 part.activity, part.generation, other->id));
        catalog.activities.emplace(id, part);
    });
    reader.read<NetworkPart>("networks", [&](const std::string& id, NetworkPart& part) {
        part.id = id;
        reader.resolve(catalog.switches, part.network_switch, "network_switch", true);
        // Of what is missing or not known the reader has told.
        if (catalog.switches.contains(part.network_switch.id) && is_topology(part.topology) &&
            part.nic_bandwidth.value > Bandwidth())
            for (const auto& problem : topology_problems(part))
                reader.wrong(problem.field, problem.message);
        catalog.networks.emplace(id, part);
    });
    reader.read<SiteText>("sites", [&](const std::string& id, SiteText& text) {
        text.site.id = id;
        if (!text.supply.empty()) {
            const auto supply = catalog.supplies.find(text.supply);
            if (supply == catalog.supplies.end())
                reader.unknown(text.supply, "supply", ids_of(catalog.supplies));
            else
                text.site.supply = supply->second;
        }
        if (!text.site.cooling.empty() && !catalog.plants.contains(text.site.cooling))
            reader.unknown(text.site.cooling, "cooling", ids_of(catalog.plants));
        if (!text.site.network.empty() && !catalog.networks.contains(text.site.network))
            reader.unknown(text.site.network, "network", ids_of(catalog.networks));
        const std::string wrong = node_name_problem(text.site.node_name);
        if (!wrong.empty() && !text.site.node_name.empty())
            reader.wrong("node_name", wrong);
        for (std::size_t i = 0; i < text.rows.size(); ++i) {
            const auto& row = text.rows[i];
            const auto rack = catalog.racks.find(row.part);
            if (rack == catalog.racks.end()) {
                reader.unknown(row.part, fmt::format("rows.{}.part", i), ids_of(catalog.racks));
                continue;
            }
            if (rack->second->nodes > 0 && row.nodes > rack->second->nodes)
                reader.wrong(fmt::format("rows.{}.nodes", i),
                             fmt::format("expected at most the {} slots of {}, got {}",
                                         rack->second->nodes.value, row.part, row.nodes.value));
            text.site.rows.push_back({rack->second, row.count, row.nodes});
        }
        const auto network = catalog.networks.find(text.site.network);
        if (network != catalog.networks.end() && topology_problems(network->second).empty()) {
            const long long nodes = node_positions(text.site);
            if (const NodeCount slots = node_slots(network->second); nodes > slots)
                reader.wrong("network", fmt::format("expected a network of at least {} nodes, got "
                                                    "the {} slots of {}",
                                                    nodes, slots, text.site.network));
        }
        catalog.sites.emplace(id, std::move(text.site));
    });
    return catalog;
}

const PartsCatalog& shipped_parts() {
    static const PartsCatalog catalog = [] {
        Problems problems;
        PartsCatalog read = read_parts(shipped_part_files(), problems);
        if (!problems.empty())
            throw std::logic_error("shipped parts: " + problems.front().text());
        return read;
    }();
    return catalog;
}

std::vector<PartFigure> shipped_part_figures() {
    std::vector<PartFigure> out;
    list_figures<GpuPart>("gpus", out);
    list_figures<CpuPart>("cpus", out);
    list_figures<SwitchPart>("switches", out);
    list_figures<NodePart>("nodes", out);
    list_figures<RectifierPart>("rectifiers", out);
    list_figures<RackPart>("racks", out);
    list_figures<CoolingPlantPart>("plants", out);
    list_figures<SupplyPart>("supplies", out);
    list_figures<ActivityPart>("activities", out);
    list_figures<NetworkPart>("networks", out);
    list_figures<SiteText>("sites", out);
    return out;
}

}  // namespace twin
