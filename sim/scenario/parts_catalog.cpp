#include "sim/scenario/parts_catalog.h"

#include <fmt/format.h>
#include <stdexcept>

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

// Inside, an efficiency is a double; in the text it is a share, "96 %".
template <class Visitor>
void share_key(Visitor& v, std::string_view name, Figure<double>& figure, const Rule& rule) {
    Figure<Share> share{{figure.value}, figure.evidence, figure.note};
    v.key(name, share, rule, "");
    figure = {share.value.value, share.evidence, share.note};
}

template <class Visitor>
void describe(Visitor& v, GpuPart& part) {
    v.key("name", part.name, Rule::any().needed(), "");
    v.key("idle_power", part.idle_power, Rule::not_negative().needed(), "");
    v.key("max_power", part.max_power, Rule::not_negative().needed(), "");
    v.key("bf16_dense", part.bf16_dense, Rule::not_negative().needed(), "");
    v.key("fp64_tensor", part.fp64_tensor, Rule::not_negative(), "");
    v.key("memory", part.memory, Rule::not_negative().needed(), "");
    v.key("memory_bandwidth", part.memory_bandwidth, Rule::not_negative().needed(), "");
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
    v.key("module_cap", part.module_cap, Rule::positive(), "");
    v.key("converter_loss", part.converter_loss, Rule::not_negative().needed(), "");
    share_key(v, "converter_efficiency", part.converter_efficiency,
              Rule{.min = 0, .max = 1, .above_min = true}.needed());
}

template <class Visitor>
void describe(Visitor& v, RackPart& part) {
    v.key("name", part.name, Rule::any().needed(), "");
    v.key("node", part.node.id, Rule::any().needed(), "");
    v.key("nodes", part.nodes, Rule::not_negative().needed(), "");
    v.key("switches", part.switches, Rule::not_negative().needed(), "");
    v.key("network_switch", part.network_switch.id, Rule::any(), "");
    v.key("rectifiers", part.rectifiers, Rule::not_negative().needed(), "");
    v.key("rectifier_loss", part.rectifier_loss, Rule::not_negative().needed(), "");
    share_key(v, "rectifier_efficiency", part.rectifier_efficiency,
              Rule{.min = 0, .max = 1, .above_min = true}.needed());
    v.key("power_limit", part.power_limit, Rule::positive(), "");
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
    v.list("rows", text.rows, Rule::any().needed(), "");
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

    void wrong(const std::string& field, const std::string& message) {
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
        const char* kind = figure.evidence == Evidence::source ? "" : "assumption: ";
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
    reader.read<RackPart>("racks", [&](const std::string& id, RackPart& part) {
        part.id = id;
        reader.resolve(catalog.nodes, part.node, "node", true);
        reader.resolve(catalog.switches, part.network_switch, "network_switch", part.switches > 0);
        catalog.racks.emplace(id, std::make_shared<const RackPart>(part));
    });
    reader.read<SiteText>("sites", [&](const std::string& id, SiteText& text) {
        text.site.id = id;
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
    list_figures<RackPart>("racks", out);
    list_figures<SiteText>("sites", out);
    return out;
}

}  // namespace twin
