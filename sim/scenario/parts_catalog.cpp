#include "sim/scenario/parts_catalog.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <set>
#include <stdexcept>

#include "models/interconnect/topologies.h"
#include "models/workload/training_problems.h"
#include "sim/scenario/failure_plan.h"
#include "sim/scenario/part_reader.h"

namespace twin {

namespace {

// Completes a model that `reader` has just read.
void finish_model(KindReader& reader, const std::string& id, ModelPart& part) {
    part.id = id;
    const std::pair<const char*, int> of_latents[] = {{"query_rank", part.query_rank},
                                                      {"kv_rank", part.kv_rank},
                                                      {"nope_head_size", part.nope_head_size},
                                                      {"rope_head_size", part.rope_head_size},
                                                      {"value_head_size", part.value_head_size}};
    bool readable = part.layers >= 1 && part.hidden >= 1 && part.heads >= 1 && part.vocabulary >= 1;
    bool latent = false;
    for (const auto& [key, number] : of_latents) {
        latent = latent || reader.has(key);
        readable = readable && (number >= 1 || !reader.has(key));
    }
    if (!latent) {
        const std::pair<const char*, int> of_heads[] = {{"kv_heads", part.kv_heads},
                                                        {"head_size", part.head_size}};
        for (const auto& [key, number] : of_heads) {
            readable = readable && number >= 1;
            if (!reader.has(key))
                reader.wrong(key,
                             "required: expected an integer with its source, got nothing (or "
                             "kv_rank and the other widths of latent attention)");
        }
    }
    // Of single numbers that are wrong the reader has told.
    if (!readable)
        return;
    for (const std::string& problem : shape_problems(part.shape())) {
        const std::size_t colon = problem.find(": ");
        reader.wrong(problem.substr(0, colon), problem.substr(colon + 2));
    }
}

// Nodes of all rows, those of missing racks included.
long long node_positions(const SiteDescription& site) {
    long long nodes = 0;
    for (const auto& row : site.rows)
        nodes += static_cast<long long>(row.count) *
                 (row.nodes > 0 ? row.nodes.value : row.part->nodes.value);
    return nodes;
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

std::vector<std::string> PartsCatalog::code_ids() const {
    return ids_of(codes);
}

std::vector<std::string> PartsCatalog::model_ids() const {
    return ids_of(models);
}

std::vector<std::string> PartsCatalog::storage_ids() const {
    return ids_of(storages);
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

namespace {

// Adds the parts to a catalogue that has its calibrations.
void add_parts(const std::vector<PartText>& texts, PartsCatalog& catalog, Problems& problems) {
    KindReader reader(texts, problems);
    const auto check_calibration = [&](const std::string& id) {
        if (!id.empty() && !catalog.calibrations->contains(id))
            reader.unknown(id, "calibration", catalog.calibrations->ids());
    };
    reader.read<GpuPart>("gpus", [&](const std::string& id, GpuPart& part) {
        part.id = id;
        check_calibration(part.calibration);
        catalog.gpus.emplace(id, part);
    });
    reader.read<CpuPart>("cpus", [&](const std::string& id, CpuPart& part) {
        part.id = id;
        check_calibration(part.calibration);
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
    reader.read<ModelPart>("models", [&](const std::string& id, ModelPart& part) {
        finish_model(reader, id, part);
        catalog.models.emplace(id, part);
    });
    reader.read<StoragePart>("storages", [&](const std::string& id, StoragePart& part) {
        part.id = id;
        catalog.storages.emplace(id, part);
    });
    reader.read<FailuresPart>("failures", [&](const std::string& id, FailuresPart& part) {
        part.id = id;
        if (part.gpu_mtbf.has_value() == part.node_mtbf.has_value())
            reader.wrong("gpu_mtbf", fmt::format("expected either gpu_mtbf or node_mtbf, got {}",
                                                 part.gpu_mtbf ? "both" : "neither"));
        std::vector<SettingFault> faults = cause_faults(cause_texts(part.causes));
        const auto of_links = link_faults(link_texts(part.links), cause_texts(part.causes));
        faults.insert(faults.end(), of_links.begin(), of_links.end());
        for (const SettingFault& fault : faults)
            reader.wrong(fault.field, fault.message);
        catalog.failures.emplace(id, part);
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
        for (const std::string& storage : text.site.storages)
            if (!catalog.storages.contains(storage))
                reader.unknown(storage, "storages", ids_of(catalog.storages));
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
    reader.read<CodePart>("codes", [&](const std::string& id, CodePart& part) {
        part.id = id;
        const auto site = catalog.sites.find(part.measured_on);
        if (site == catalog.sites.end())
            reader.unknown(part.measured_on, "measured_on", ids_of(catalog.sites));
        else if (site->second.network.empty())
            reader.wrong("measured_on", fmt::format("expected a site whose network is known, got "
                                                    "'{}'",
                                                    part.measured_on));
        if (part.most_nodes < part.least_nodes)
            reader.wrong("most_nodes", fmt::format("expected at least the {} of least_nodes, got "
                                                   "{}",
                                                   part.least_nodes.value, part.most_nodes.value));
        if (part.fixed.value + part.work_time.value <= Duration())
            reader.wrong("work_time", "expected more than 0 s where fixed is 0 s");
        for (std::size_t i = 0; i < part.sizes.size(); ++i) {
            const CodeSize& size = part.sizes[i];
            const std::string field = fmt::format("sizes.{}.work", i);
            if ((size.work > 0) == (size.whole_work > 0))
                reader.wrong(field, "expected either work or whole_work above 0");
            if (part.find_size(size.name) != &size)
                reader.wrong(fmt::format("sizes.{}.name", i),
                             fmt::format("expected a name of its own, got '{}'", size.name));
        }
        catalog.codes.emplace(id, part);
    });
}

const std::shared_ptr<const PartsCatalog>& shipped_catalog() {
    static const auto catalog = [] {
        Problems problems;
        auto read =
            std::make_shared<const PartsCatalog>(read_parts(shipped_part_files(), problems));
        if (!problems.empty())
            throw std::logic_error("shipped parts: " + problems.front().text());
        return read;
    }();
    return catalog;
}

// The tables of users' files as parts that are new, each once.
class PartsFiles {
  public:
    explicit PartsFiles(Problems& problems) : problems_(problems) {
        for (const PartFile& file : shipped_part_files())
            taken_[{file.kind, file.id}] = "it is a shipped part";
    }

    void add(const PartsText& text) {
        if (text.root.entries.empty())
            problem(text.root.where, "", "expected tables [KIND.ID], got none",
                    "KIND is one of " + fmt::format("{}", fmt::join(part_kinds, ", ")));
        for (const TextEntry& kind : text.root.entries)
            add_kind(kind);
    }

    std::vector<PartText> take() && { return std::move(parts_); }

  private:
    void add_kind(const TextEntry& kind) {
        if (std::find(part_kinds.begin(), part_kinds.end(), kind.key) == part_kinds.end())
            return problem(kind.where, kind.key,
                           fmt::format("expected a kind of parts ({}), got '{}'",
                                       fmt::join(part_kinds, ", "), kind.key),
                           did_you_mean(kind.key, {part_kinds.begin(), part_kinds.end()}));
        if (kind.value.kind != TextNode::Kind::table)
            return problem(
                kind.value.where, kind.key,
                fmt::format("expected tables [{}.ID], got {}", kind.key, kind.value.described()));
        for (const TextEntry& part : kind.value.entries)
            add_part(kind.key, part);
    }

    void add_part(const std::string& kind, const TextEntry& part) {
        const std::string path = key_path(kind, part.key);
        if (part.value.kind != TextNode::Kind::table)
            return problem(
                part.value.where, path,
                fmt::format("expected a table [{}], got {}", path, part.value.described()));
        const Where& where = part.value.where;
        const auto [taken, is_new] = taken_.insert(
            {{kind, part.key}, fmt::format("it is in {}:{}", where.file, where.line)});
        if (!is_new)
            return problem(where, path,
                           fmt::format("expected an id that no other part of {} has, got '{}'",
                                       kind, part.key),
                           taken->second);
        parts_.push_back({kind, part.key, path, part.value});
    }

    void problem(const Where& where, const std::string& field, std::string message,
                 std::string hint = "") {
        problems_.push_back({where, field, std::move(message), std::move(hint)});
    }

    Problems& problems_;
    std::vector<PartText> parts_;
    // Kind and id of every part, and where it is.
    std::map<std::pair<std::string, std::string>, std::string> taken_;
};

// A file of one model.
ModelPart model_of(const std::string& id, const TextNode& root, Problems& problems) {
    const std::vector<PartText> only{{"models", id, "", root}};
    KindReader reader(only, problems);
    ModelPart model;
    reader.read<ModelPart>("models", [&](const std::string& of_file, ModelPart& part) {
        finish_model(reader, of_file, part);
        model = part;
    });
    return model;
}

}  // namespace

std::shared_ptr<const Calibration> PartsCatalog::calibration(const std::string& id) const {
    return calibrations ? calibrations->find(id) : nullptr;
}

PartsCatalog read_parts(const std::vector<PartFile>& files, Problems& problems) {
    std::vector<PartText> texts;
    auto calibrations = std::make_shared<Calibrations>();
    for (const PartFile& file : files)
        if (file.kind == calibrations_kind)
            calibrations->add_file(file.id, file.text, name_of(file));
        else
            texts.push_back(
                {file.kind, file.id, "", parse_text(file.text, name_of(file), problems)});
    PartsCatalog catalog;
    catalog.calibrations = std::move(calibrations);
    add_parts(texts, catalog, problems);
    return catalog;
}

const PartsCatalog& shipped_parts() {
    return *shipped_catalog();
}

std::shared_ptr<const PartsCatalog> parts_with(const std::vector<PartsText>& files,
                                               Problems& problems,
                                               const std::vector<PartsText>& models) {
    if (files.empty() && models.empty())
        return shipped_catalog();
    PartsFiles all(problems);
    for (const PartsText& file : files)
        all.add(file);
    std::vector<PartText> texts = std::move(all).take();
    auto catalog = std::make_shared<PartsCatalog>(shipped_parts());
    auto calibrations = std::make_shared<Calibrations>(shipped_parts().calibrations);
    for (PartText& text : texts)
        if (text.kind == calibrations_kind)
            calibrations->add_table(text.id, std::move(text.root), text.path);
    catalog->calibrations = calibrations;
    calibrations->check(problems);
    add_parts(texts, *catalog, problems);
    for (const PartsText& model : models)
        catalog->models.emplace(model.file.string(),
                                model_of(model.file.string(), model.root, problems));
    return catalog;
}

ModelPart read_model_file(const std::filesystem::path& file, Problems& problems) {
    const PartsText text = read_parts_file(file, problems);
    return problems.empty() ? model_of(file.stem().string(), text.root, problems) : ModelPart();
}

}  // namespace twin
