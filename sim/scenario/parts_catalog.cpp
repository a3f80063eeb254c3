#include "sim/scenario/parts_catalog.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <set>
#include <stdexcept>

#include "models/interconnect/topologies.h"
#include "models/workload/training_problems.h"
#include "sim/scenario/failure_plan.h"
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

// One part as a tree: of a file, or a table in it.
struct PartText {
    std::string kind, id;
    std::string path;  // of the table: "cpus.epyc-2"; empty: the whole file
    TextNode root;
};

std::string name_of(const PartFile& file) {
    return fmt::format("models/parts/{}/{}.toml", file.kind, file.id);
}

constexpr const char* calibrations_kind = "calibrations";

// The folders of models/parts.
constexpr std::array part_kinds = {calibrations_kind, "gpus",       "cpus",   "switches",
                                   "networks",        "nodes",      "racks",  "rectifiers",
                                   "supplies",        "activities", "plants", "storages",
                                   "sites",           "codes",      "models", "failures"};

// Reads all parts of one kind; `keep` receives each with the places of its keys.
class KindReader {
  public:
    KindReader(const std::vector<PartText>& texts, Problems& problems)
        : texts_(texts), problems_(problems) {}

    template <class Part, class Keep>
    void read(const std::string& kind, Keep keep) {
        for (const auto& text : texts_) {
            if (text.kind != kind)
                continue;
            places_.clear();
            path_ = text.path;
            Part part;
            TableReader reader(text.root, path_, places_, problems_);
            describe(reader, part);
            reader.finish();
            keep(text.id, part);
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

    void unknown(const std::string& id, const std::string& key,
                 const std::vector<std::string>& known) {
        const std::string field = key_path(path_, key);
        // Where there is none, the reader has said so.
        if (places_.contains(field))
            problems_.push_back({places_.at(field), field,
                                 fmt::format("expected the id of a part, got '{}'", id),
                                 did_you_mean(id, known)});
        else if (id.empty() && !known.empty())
            problems_.push_back(
                {places_.at(path_), field, "required: expected the id of a part, got nothing", ""});
    }

    // The place of a key, or of the file where the key is missing.
    void wrong(const std::string& key, const std::string& message) {
        const std::string field = key_path(path_, key);
        if (!places_.contains(field))
            return problems_.push_back({places_.at(path_), field, message, ""});
        problems_.push_back({places_.at(field), field, message, ""});
    }

  private:
    const std::vector<PartText>& texts_;
    Problems& problems_;
    KeyPlaces places_;
    std::string path_;
};

// Completes a model that `reader` has just read.
void finish_model(KindReader& reader, const std::string& id, ModelPart& part) {
    part.id = id;
    // Of single numbers the reader has told.
    if (part.layers < 1 || part.hidden < 1 || part.heads < 1 || part.kv_heads < 1 ||
        part.head_size < 1 || part.vocabulary < 1)
        return;
    for (const std::string& problem : shape_problems(part.shape())) {
        const std::size_t colon = problem.find(": ");
        reader.wrong(problem.substr(0, colon), problem.substr(colon + 2));
    }
}

std::string evidence_text(Evidence evidence, const std::string& note) {
    const char* kind = evidence == Evidence::source       ? ""
                       : evidence == Evidence::assumption ? "assumption: "
                                                          : "fit: ";
    return kind + note;
}

// Lists the figures of a part with their evidence.
class FigureLister {
  public:
    FigureLister(const PartFile& file, std::vector<PartFigure>& out) : file_(file), out_(out) {}

    template <class T>
    void key(std::string_view name, const T& value, const Rule&, std::string_view) {
        std::string text = TextForm<T>::write(value);
        if (!text.empty())
            out_.push_back(
                {file_.kind, file_.id, prefix_ + std::string(name), std::move(text), ""});
    }
    template <class T>
    void key(std::string_view name, const Figure<T>& figure, const Rule&, std::string_view) {
        if (figure.note.empty())
            return;
        out_.push_back({file_.kind, file_.id, prefix_ + std::string(name),
                        TextForm<T>::write(figure.value),
                        evidence_text(figure.evidence, figure.note)});
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
        const std::vector<PartText> only{
            {file.kind, file.id, "", parse_text(file.text, name_of(file), none)}};
        KindReader reader(only, none);
        reader.read<Part>(kind, [&](const std::string&, Part& part) {
            FigureLister lister(file, out);
            describe(lister, part);
        });
    }
}

// Not their tables: which kernels they know.
void list_calibrations(std::vector<PartFigure>& out) {
    for (const std::string& id : shipped_parts().calibrations->ids()) {
        const auto calibration = shipped_parts().calibration(id);
        const auto add = [&](const char* field, std::string value, std::string why) {
            if (!value.empty())
                out.push_back({calibrations_kind, id, field, std::move(value), std::move(why)});
        };
        std::vector<std::string> gemm, curves;
        for (const GemmSurface& surface : calibration->gemm)
            gemm.emplace_back(row_of(surface.precision).name);
        for (const RateCurve& curve : calibration->curves)
            curves.push_back(
                fmt::format("{} {}", row_of(curve.kind).name, row_of(curve.precision).name));
        add("name", calibration->name, evidence_text(calibration->evidence, calibration->note));
        add("from", calibration->derived_from, "");
        add("gemm", fmt::format("{}", fmt::join(gemm, ", ")), "");
        add("curve", fmt::format("{}", fmt::join(curves, ", ")), "");
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
                                               Problems& problems) {
    if (files.empty())
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
    return catalog;
}

ModelPart read_model_file(const std::filesystem::path& file, Problems& problems) {
    const PartsText text = read_parts_file(file, problems);
    ModelPart model;
    if (!problems.empty())
        return model;
    const std::vector<PartText> only{{"models", file.stem().string(), "", text.root}};
    KindReader reader(only, problems);
    reader.read<ModelPart>("models", [&](const std::string& id, ModelPart& part) {
        finish_model(reader, id, part);
        model = part;
    });
    return model;
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
    list_figures<StoragePart>("storages", out);
    list_figures<FailuresPart>("failures", out);
    list_figures<SiteText>("sites", out);
    list_figures<CodePart>("codes", out);
    list_figures<ModelPart>("models", out);
    list_calibrations(out);
    return out;
}

}  // namespace twin
