#include "sim/scenario/parts_catalog.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <stdexcept>

#include "models/power/efficiency.h"
#include "sim/scenario/key_visitors.h"

namespace twin {

template <>
struct TextForm<std::vector<int>> {
    static std::string expected() { return "a list of integers"; }
    static Reading<std::vector<int>> read(const TextNode& node, const Rule& rule) {
        if (node.kind != TextNode::Kind::list)
            return text_form::mismatch(expected(), node);
        std::vector<int> values;
        for (const auto& item : node.items) {
            auto value = TextForm<int>::read(item, rule);
            if (const UnitError* error = std::get_if<UnitError>(&value))
                return *error;
            values.push_back(std::get<int>(value));
        }
        return values;
    }
    static std::string write(const std::vector<int>& values) {
        return fmt::format("{}", fmt::join(values, ", "));
    }
};

// A list of pairs: [["10 %", "92 %"], ["50 %", "97.5 %"]].
template <>
struct TextForm<EfficiencyCurve> {
    static std::string expected() {
        return "a list of [load, efficiency] such as [[\"10 %\", \"92 %\"], [\"50 %\", \"97 %\"]]";
    }
    static Reading<EfficiencyCurve> read(const TextNode& node, const Rule&) {
        if (node.kind != TextNode::Kind::list)
            return text_form::mismatch(expected(), node);
        EfficiencyCurve curve;
        for (const auto& item : node.items) {
            if (item.kind != TextNode::Kind::list || item.items.size() != 2)
                return text_form::mismatch(expected(), item);
            auto load = TextForm<Share>::read(item.items[0], Rule{.min = 0, .above_min = true});
            if (const UnitError* error = std::get_if<UnitError>(&load))
                return *error;
            auto efficiency =
                TextForm<Share>::read(item.items[1], Rule{.min = 0, .max = 1, .above_min = true});
            if (const UnitError* error = std::get_if<UnitError>(&efficiency))
                return *error;
            curve.push_back({std::get<Share>(load).value, std::get<Share>(efficiency).value});
        }
        if (auto problem = curve_problem(curve); !problem.empty())
            return UnitError{"an efficiency curve", node.described(), std::move(problem)};
        return curve;
    }
    static std::string write(const EfficiencyCurve& curve) {
        std::string text;
        for (const auto& point : curve)
            text += fmt::format("{}{:.4g} % at {:.4g} %", text.empty() ? "" : ", ",
                                100 * point.efficiency, 100 * point.load);
        return text;
    }
};

// Inside, an efficiency is a double; in the text it is a share, "96 %".
template <class Visitor>
void share_key(Visitor& v, std::string_view name, Figure<double>& figure, const Rule& rule) {
    Figure<Share> share{{figure.value}, figure.evidence, figure.note};
    v.key(name, share, rule, "");
    figure = {share.value.value, share.evidence, share.note};
}

Rule share_of_one() {
    return Rule::between(0, 1);
}

Rule share_above_zero() {
    return Rule{.min = 0, .max = 1, .above_min = true};
}

template <class Visitor>
void describe(Visitor& v, GpuPart& part) {
    v.key("name", part.name, Rule::any().needed(), "");
    v.key("generation", part.generation, Rule::any().needed(), "");
    v.key("idle_power", part.idle_power, Rule::not_negative().needed(), "");
    v.key("max_power", part.max_power, Rule::not_negative().needed(), "");
    v.key("context_power", part.context_power, Rule::not_negative().needed(), "");
    v.key("busy_power", part.busy_power, Rule::not_negative().needed(), "");
    v.key("tensor_power", part.tensor_power, Rule::not_negative().needed(), "");
    v.key("memory_power", part.memory_power, Rule::not_negative().needed(), "");
    v.key("link_power", part.link_power, Rule::not_negative().needed(), "");
    v.key("clock_exponent", part.clock_exponent, Rule::positive().needed(), "");
    share_key(v, "lowest_clock", part.lowest_clock, share_above_zero().needed());
    v.key("bf16_dense", part.bf16_dense, Rule::positive().needed(), "");
    v.key("fp64_tensor", part.fp64_tensor, Rule::not_negative(), "");
    v.key("memory", part.memory, Rule::not_negative().needed(), "");
    v.key("memory_bandwidth", part.memory_bandwidth, Rule::positive().needed(), "");
    v.key("link_bandwidth", part.link_bandwidth, Rule::positive(), "");
}

template <class Visitor>
void describe(Visitor& v, CpuPart& part) {
    v.key("name", part.name, Rule::any().needed(), "");
    v.key("cores", part.cores, Rule::not_negative().needed(), "");
    v.key("idle_power", part.idle_power, Rule::not_negative().needed(), "");
    v.key("max_power", part.max_power, Rule::not_negative().needed(), "");
}

template <class Visitor>
void describe(Visitor& v, SwitchPart& part) {
    v.key("name", part.name, Rule::any().needed(), "");
    v.key("ports", part.ports, Rule::not_negative().needed(), "");
    v.key("port_bandwidth", part.port_bandwidth, Rule::not_negative().needed(), "");
    v.key("power", part.power, Rule::not_negative().needed(), "");
}

template <class Visitor>
void describe(Visitor& v, NodePart& part) {
    v.key("name", part.name, Rule::any().needed(), "");
    v.key("gpus", part.gpus, Rule::not_negative().needed(), "");
    v.key("gpu", part.gpu.id, Rule::any(), "");
    v.key("cpus", part.cpus, Rule::not_negative().needed(), "");
    v.key("cpu", part.cpu.id, Rule::any(), "");
    v.key("memory_power", part.memory_power, Rule::not_negative().needed(), "");
    v.key("nic_power", part.nic_power, Rule::not_negative().needed(), "");
    v.key("drive_power", part.drive_power, Rule::not_negative().needed(), "");
    v.key("fan_power", part.fan_power, Rule::not_negative(), "");
    v.key("module_cap", part.module_cap, Rule::positive(), "");
    v.key("converter_loss", part.converter_loss, Rule::not_negative().needed(), "");
    share_key(v, "converter_efficiency", part.converter_efficiency, share_above_zero().needed());
}

template <class Visitor>
void describe(Visitor& v, RackPart& part) {
    v.key("name", part.name, Rule::any().needed(), "");
    v.key("node", part.node.id, Rule::any().needed(), "");
    v.key("nodes", part.nodes, Rule::not_negative().needed(), "");
    v.key("switches", part.switches, Rule::not_negative().needed(), "");
    v.key("network_switch", part.network_switch.id, Rule::any(), "");
    v.key("rectifiers", part.rectifiers, Rule::not_negative().needed(), "");
    v.key("rectifier", part.rectifier.id, Rule::any(), "");
    v.key("power_limit", part.power_limit, Rule::positive(), "");
}

template <class Visitor>
void describe(Visitor& v, RectifierPart& part) {
    v.key("name", part.name, Rule::any().needed(), "");
    v.key("rating", part.rating, Rule::positive().needed(), "");
    v.key("efficiency", part.efficiency, Rule::any().needed(), "");
    v.key("fixed_loss", part.fixed_loss, Rule::not_negative().needed(), "");
}

template <class Visitor>
void describe(Visitor& v, SupplyPart& part) {
    v.key("name", part.name, Rule::any().needed(), "");
    v.key("transformers", part.transformers, Rule::not_negative().needed(), "");
    v.key("transformer_rating", part.transformer_rating, Rule::positive().needed(), "");
    v.key("transformer_no_load_loss", part.transformer_no_load_loss, Rule::not_negative().needed(),
          "");
    v.key("transformer_load_loss", part.transformer_load_loss, Rule::not_negative().needed(), "");
    share_key(v, "ups_share", part.ups_share, share_of_one().needed());
    v.key("ups_rating", part.ups_rating, Rule::not_negative().needed(), "");
    v.key("ups_efficiency", part.ups_efficiency, Rule::any(), "");
    share_key(v, "distribution_loss", part.distribution_loss, share_of_one().needed());
    v.key("direct_current_efficiency", part.direct_current_efficiency, Rule::any(), "");
    v.key("direct_current_rating", part.direct_current_rating, Rule::positive(), "");
}

template <class Visitor>
void describe(Visitor& v, ActivityPart& part) {
    v.key("name", part.name, Rule::any().needed(), "");
    v.key("activity", part.activity, Rule::any().needed(), "");
    v.key("generation", part.generation, Rule::any().needed(), "");
    share_key(v, "cpu_utilisation", part.cpu_utilisation, share_of_one().needed());
    share_key(v, "busy", part.busy, share_of_one().needed());
    share_key(v, "tensor", part.tensor, share_of_one().needed());
    share_key(v, "memory", part.memory, share_of_one().needed());
    share_key(v, "link", part.link, share_of_one().needed());
    share_key(v, "compute_bound", part.compute_bound, share_of_one().needed());
}

// A row of a site as its file says it: the rack part by its id.
struct RackRowText {
    std::string part;
    Figure<int> count;
    Figure<NodeCount> nodes;
};

template <class Visitor>
void describe(Visitor& v, RackRowText& row) {
    v.key("part", row.part, Rule::any().needed(), "");
    v.key("count", row.count, Rule::positive().needed(), "");
    v.key("nodes", row.nodes, Rule::not_negative(), "");
}

struct SiteText {
    SiteDescription site;
    std::string supply;
    std::vector<RackRowText> rows;
};

template <class Visitor>
void describe(Visitor& v, SiteText& text) {
    v.key("name", text.site.name, Rule::any().needed(), "");
    v.key("node_name", text.site.node_name, Rule::any().needed(), "");
    v.key("first_rack_number", text.site.first_rack_number, Rule::not_negative(), "");
    v.key("first_node_number", text.site.first_node_number, Rule::not_negative(), "");
    v.key("missing_racks", text.site.missing_racks, Rule::not_negative(), "");
    v.key("racks_per_group", text.site.racks_per_group, Rule::positive(), "");
    v.key("has_power", text.site.has_power, Rule::any(), "");
    v.key("fixed_power", text.site.fixed_power, Rule::not_negative(), "");
    v.key("it_power_limit", text.site.it_power_limit, Rule::positive(), "");
    v.key("supply", text.supply, Rule::any(), "");
    v.key("cooling", text.site.cooling, Rule::any(), "");
    v.list("rows", text.rows, Rule::any().needed(), "");
}

// Per CDU, per dry cooler or tower cell: models/cooling/plant_part.h.
template <class Visitor>
void describe(Visitor& v, CoolingPlantPart& part) {
    const Rule some = Rule{.min = 0, .max = 1, .above_min = true};
    const Rule share = Rule::between(0, 1);
    // Liquid water; beyond these the equations of moist air do not hold either.
    const Rule water = Rule::between(Temperature::celsius(0).si(), Temperature::celsius(95).si());
    v.key("name", part.name, Rule::any().needed(), "");
    v.key("racks_per_cdu", part.racks_per_cdu, Rule::positive().needed(), "");
    v.key("cdu_heat", part.cdu_heat, Rule::positive().needed(), "");
    v.key("supply_set_point", part.supply_set_point, Rule(water).needed(), "");
    v.key("supply_limit", part.supply_limit, Rule(water).needed(), "");
    v.key("trip_limit", part.trip_limit, Rule(water).needed(), "");
    v.key("secondary_flow", part.secondary_flow, Rule::positive().needed(), "");
    share_key(v, "lowest_secondary_flow", part.lowest_secondary_flow, Rule(some).needed());
    v.key("secondary_pressure", part.secondary_pressure, Rule::not_negative().needed(), "");
    share_key(v, "secondary_held_pressure", part.secondary_held_pressure, share);
    share_key(v, "secondary_pump_efficiency", part.secondary_pump_efficiency, Rule(some).needed());
    v.key("secondary_mass", part.secondary_mass, Rule::positive().needed(), "");
    v.key("exchanger_conductance", part.exchanger_conductance, Rule::positive().needed(), "");
    share_key(v, "secondary_film", part.secondary_film, Rule(share).needed());
    share_key(v, "primary_film", part.primary_film, Rule(share).needed());
    v.key("primary_approach", part.primary_approach, Rule::positive().needed(), "");
    v.key("primary_flow", part.primary_flow, Rule::positive().needed(), "");
    share_key(v, "lowest_primary_flow", part.lowest_primary_flow, Rule(some).needed());
    v.key("primary_pressure", part.primary_pressure, Rule::not_negative().needed(), "");
    share_key(v, "primary_held_pressure", part.primary_held_pressure, share);
    share_key(v, "primary_pump_efficiency", part.primary_pump_efficiency, Rule(some).needed());
    v.key("supply_volume", part.supply_volume, Rule::positive().needed(), "");
    v.key("return_volume", part.return_volume, Rule::positive().needed(), "");
    v.key("rejection", part.rejection, Rule::one_of({"dry_coolers", "towers"}).needed(), "");
    v.key("unit_heat", part.unit_heat, Rule::positive().needed(), "");
    v.key("unit_fan_power", part.unit_fan_power, Rule::not_negative().needed(), "");
    v.key("unit_air_flow", part.unit_air_flow, Rule::positive().needed(), "");
    v.key("unit_water_flow", part.unit_water_flow, Rule::positive().needed(), "");
    v.key("unit_conductance", part.unit_conductance, Rule::positive().needed(), "");
    share_key(v, "air_film", part.air_film, Rule(share).needed());
    share_key(v, "water_film", part.water_film, Rule(share).needed());
    v.key("fan_exponent", part.fan_exponent, Rule::between(1, 3).needed(), "");
    share_key(v, "adiabatic_efficiency", part.adiabatic_efficiency, share);
    v.key("adiabatic_from", part.adiabatic_from, Rule(water), "");
    v.key("adiabatic_assist", part.adiabatic_assist, Rule::any(), "");
    v.key("intermediate_conductance", part.intermediate_conductance, Rule::positive(), "");
    v.key("tower_pressure", part.tower_pressure, Rule::not_negative(), "");
    share_key(v, "tower_pump_efficiency", part.tower_pump_efficiency, some);
    share_key(v, "evaporated_share", part.evaporated_share, share);
    share_key(v, "air_fan_share", part.air_fan_share, Rule(share).needed());
    v.key("chiller_cop", part.chiller_cop, Rule::positive().needed(), "");
    v.key("free_cooling_below", part.free_cooling_below, Rule::any().needed(), "");
    v.key("chiller_above", part.chiller_above, Rule::any().needed(), "");
}

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
    list_figures<SiteText>("sites", out);
    return out;
}

}  // namespace twin
