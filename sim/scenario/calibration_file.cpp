#include "sim/scenario/calibration_file.h"

#include <array>
#include <fmt/format.h>
#include <stdexcept>
#include <utility>

#include "sim/scenario/field_problems.h"
#include "sim/scenario/vocabulary.h"

namespace twin {

// A point of a curve: ["64 kB", "1.2 TB/s"], of attention ["4 Gflop", "300 Tflop/s"].
struct PointText {
    RatePoint point;
    bool arithmetic = false;
};

template <>
struct TextForm<PointText> {
    static std::string expected() {
        return "a pair of a size and a rate, [\"64 kB\", \"1.2 TB/s\"] or, of attention, "
               "[\"4 Gflop\", \"300 Tflop/s\"]";
    }
    static Reading<PointText> read(const TextNode& node, const Rule&) {
        if (node.kind != TextNode::Kind::list || node.items.size() != 2)
            return text_form::mismatch(expected(), node);
        const bool arithmetic =
            std::holds_alternative<double>(text_form::quantity(node.items[0], Dimension::flop));
        return arithmetic ? pair<FlopCount, FlopRate>(node, true)
                          : pair<DataSize, Bandwidth>(node, false);
    }

  private:
    template <class Size, class Rate>
    static Reading<PointText> pair(const TextNode& node, bool arithmetic) {
        const auto size = TextForm<Size>::read(node.items[0], Rule::positive());
        if (const UnitError* error = std::get_if<UnitError>(&size))
            return *error;
        const auto rate = TextForm<Rate>::read(node.items[1], Rule::positive());
        if (const UnitError* error = std::get_if<UnitError>(&rate))
            return *error;
        return PointText{{std::get<Size>(size).si(), std::get<Rate>(rate).si()}, arithmetic};
    }
};

// A row of a correction: log2 m, log2 n, log2 of the first k, then permilles of k, 2k, 4k ...
struct CorrectionRow {
    std::vector<GemmCorrection::Node> nodes;
};

template <>
struct TextForm<CorrectionRow> {
    static constexpr int places = 32;  // of each axis, as GemmCorrection has them
    static std::string expected() {
        return "a row of integers: log2 m, log2 n, log2 of the first k, then the permilles of k, "
               "2k, 4k ...";
    }
    static Reading<CorrectionRow> read(const TextNode& node, const Rule&) {
        if (node.kind != TextNode::Kind::list)
            return text_form::mismatch(expected(), node);
        if (node.items.size() < 4)
            return UnitError{expected(), fmt::format("a list of {}", node.items.size()), ""};
        std::vector<std::int16_t> numbers;
        for (std::size_t i = 0; i < node.items.size(); ++i) {
            const auto number = TextForm<std::int16_t>::read(
                node.items[i], i < 3 ? Rule::between(0, places - 1) : Rule::any());
            if (const UnitError* error = std::get_if<UnitError>(&number))
                return *error;
            numbers.push_back(std::get<std::int16_t>(number));
        }
        CorrectionRow row;
        int k = numbers[2];
        for (std::size_t i = 3; i < numbers.size(); ++i, ++k) {
            if (k == places)
                return UnitError{fmt::format("a row that ends at log2 k = {}", places - 1),
                                 fmt::format("one up to {}", numbers[2] + int(numbers.size()) - 4),
                                 ""};
            row.nodes.push_back({static_cast<std::int8_t>(numbers[0]),
                                 static_cast<std::int8_t>(numbers[1]), static_cast<std::int8_t>(k),
                                 numbers[i]});
        }
        return row;
    }
};

// Permilles for one m: of each n, of each k.
struct TilingRow {
    std::vector<std::int16_t> permille;
};

template <>
struct TextForm<TilingRow> {
    static std::string expected() {
        return "a list of integers: a permille for each of tiling_n and tiling_k";
    }
    static Reading<TilingRow> read(const TextNode& node, const Rule&) {
        if (node.kind != TextNode::Kind::list)
            return text_form::mismatch(expected(), node);
        TilingRow row;
        for (const TextNode& item : node.items) {
            const auto number = TextForm<std::int16_t>::read(item, Rule::any());
            if (const UnitError* error = std::get_if<UnitError>(&number))
                return *error;
            row.permille.push_back(std::get<std::int16_t>(number));
        }
        return row;
    }
};

using TileShares = std::array<Share, gemm_tiles.size()>;

template <>
struct TextForm<TileShares> {
    static std::string expected() { return fmt::format("a list of {} shares", gemm_tiles.size()); }
    static Reading<TileShares> read(const TextNode& node, const Rule& rule) {
        if (node.kind != TextNode::Kind::list)
            return text_form::mismatch(expected(), node);
        if (node.items.size() != gemm_tiles.size())
            return UnitError{expected(), fmt::format("a list of {}", node.items.size()), ""};
        TileShares shares;
        for (std::size_t i = 0; i < shares.size(); ++i) {
            const auto share = TextForm<Share>::read(node.items[i], rule);
            if (const UnitError* error = std::get_if<UnitError>(&share))
                return *error;
            shares[i] = std::get<Share>(share);
        }
        return shares;
    }
};

namespace {

struct GemmText {
    std::string precision;
    GemmSurface surface;
    std::vector<CorrectionRow> correction;
    std::vector<int> tiling_m, tiling_n, tiling_k;
    std::vector<TilingRow> tiling;
};

struct CurveText {
    std::string kernel, precision;
    std::optional<int> devices;
    std::vector<PointText> points;
};

struct CalibrationText {
    std::string name;
    std::optional<std::string> source, assumption, fit;
    std::optional<Duration> launch;
    std::vector<GemmText> gemm;
    std::vector<CurveText> curves;
    // Of one that is derived, instead of the rest.
    std::optional<std::string> from;
    std::optional<Figure<Share>> compute, memory;
    std::optional<Figure<int>> units;
};

std::vector<std::string> precision_names() {
    std::vector<std::string> names;
    for (const PrecisionRow& row : precisions())
        names.emplace_back(row.name);
    return names;
}

// Of the kernels whose rate is a curve.
std::vector<std::string> curve_names() {
    std::vector<std::string> names;
    for (const KernelKindRow& row : kernel_kinds())
        if (row.kind != KernelKind::launch && row.kind != KernelKind::gemm)
            names.emplace_back(row.name);
    return names;
}

template <class Visitor>
void describe(Visitor& v, GemmText& text) {
    GemmSurface& s = text.surface;
    const Rule some{.min = 0, .max = 1, .above_min = true};
    v.key("precision", text.precision, Rule::one_of(precision_names()).needed(), "");
    v.key("peak", s.peak, Rule::positive().needed(), "");
    v.key("memory_bandwidth", s.memory_bandwidth, Rule::positive().needed(), "");
    v.key("units", s.units, Rule::positive().needed(), "");
    v.key("grain", s.grain, Rule::between(1, 1024).needed(), "");
    TileShares tiles;
    v.key("tile_efficiency", tiles, Rule(some).needed(), "");
    for (std::size_t i = 0; i < tiles.size(); ++i)
        s.tile_efficiency[i] = tiles[i].value;
    v.key("launch", s.launch, Rule::not_negative().needed(), "");
    v.key("wave", s.wave, Rule::not_negative().needed(), "");
    v.key("split_k", s.split_k, Rule::not_negative().needed(), "");
    share_key(v, "memory_efficiency", s.memory_efficiency, Rule(some).needed(), "");
    v.key("ramp_k", s.ramp_k, Rule::not_negative().needed(), "");
    v.key("overlap", s.overlap, Rule{.min = 1}.needed(), "");
    share_key(v, "reread", s.reread, Rule::not_negative().needed(), "");
    share_key(v, "saturation", s.saturation, Rule(some).needed(), "");
    share_key(v, "quantisation", s.quantisation, Rule::between(0, 1).needed(), "");
    v.key("padding", s.padding, Rule::not_negative().needed(), "");
    share_key(v, "padding_share", s.padding_share, Rule::not_negative().needed(), "");
    v.list("correction", text.correction, Rule::any(), "");
    v.list("tiling_m", text.tiling_m, Rule::positive(), "");
    v.list("tiling_n", text.tiling_n, Rule::positive(), "");
    v.list("tiling_k", text.tiling_k, Rule::positive(), "");
    v.list("tiling", text.tiling, Rule::any(), "");
}

template <class Visitor>
void describe(Visitor& v, CurveText& text) {
    v.key("kernel", text.kernel, Rule::one_of(curve_names()).needed(), "");
    v.key("precision", text.precision, Rule::one_of(precision_names()).needed(), "");
    v.key("devices", text.devices, Rule{.min = 2}, "");
    v.list("points", text.points, Rule::any().needed(), "");
}

template <class Visitor>
void describe(Visitor& v, CalibrationText& text) {
    v.key("name", text.name, Rule::any().needed(), "");
    v.key("source", text.source, Rule::any(), "");
    v.key("assumption", text.assumption, Rule::any(), "");
    v.key("fit", text.fit, Rule::any(), "");
    v.key("launch", text.launch, Rule::positive(), "");
    v.list("gemm", text.gemm, Rule::any(), "");
    v.list("curve", text.curves, Rule::any(), "");
    v.key("from", text.from, Rule::any(), "");
    v.key("compute", text.compute, Rule::positive(), "");
    v.key("memory", text.memory, Rule::positive(), "");
    v.key("units", text.units, Rule::positive(), "");
}

const char* to_text(Evidence evidence) {
    return evidence == Evidence::source       ? "source"
           : evidence == Evidence::assumption ? "assumption"
                                              : "fit";
}

// What the keys of one calibration say together.
class CalibrationBuilder {
  public:
    CalibrationBuilder(const TextNode& root, std::string path, Problems& problems)
        : path_(std::move(path)), problems_(places_), out_problems_(problems) {
        TableReader reader(root, path_, places_, problems);
        describe(reader, text_);
        reader.finish();
    }

    const std::optional<std::string>& from() const { return text_.from; }

    Calibration measured(const std::string& id) {
        for (const char* key : {"compute", "memory", "units"})
            if (has(key))
                add(key, "expected no such key without from", "one",
                    "it scales the calibration that from names");
        Calibration out;
        out.id = id;
        out.name = text_.name;
        const int given =
            text_.source.has_value() + text_.assumption.has_value() + text_.fit.has_value();
        if (given != 1)
            add("", "expected one of source, assumption (with its reason) and fit (with its rows)",
                given == 0 ? "none" : std::to_string(given));
        out.evidence = text_.source       ? Evidence::source
                       : text_.assumption ? Evidence::assumption
                                          : Evidence::fit;
        out.note = text_.source.value_or(text_.assumption.value_or(text_.fit.value_or("")));
        if (!has("launch"))
            add("launch", "required: expected " + TextForm<Duration>::expected(), "nothing");
        out.launch = text_.launch.value_or(Duration());
        if (!has("gemm") && !has("curve"))
            add("", "expected at least one [[gemm]] or [[curve]]", "none");
        for (std::size_t i = 0; i < text_.gemm.size(); ++i)
            add_surface(text_.gemm[i], fmt::format("gemm.{}", i), out);
        for (std::size_t i = 0; i < text_.curves.size(); ++i)
            add_curve(text_.curves[i], fmt::format("curve.{}", i), out);
        finish();
        return out;
    }

    // `origin` is null where it is not known, which has been said.
    Calibration derived(const std::string& id, const Calibration* origin) {
        for (const char* key : {"gemm", "curve", "launch", "source", "assumption", "fit"})
            if (has(key))
                add(key, "expected no such key beside from", "one",
                    "it is that of " + *text_.from +
                        "; the figures of the scale have their own "
                        "evidence");
        for (const char* key : {"compute", "memory"})
            if (!has(key))
                add(key, "required beside from: expected a share (%) with its source", "nothing");
        Calibration out;
        if (origin != nullptr && text_.compute && text_.memory) {
            DeviceScale scale;
            scale.compute = text_.compute->value.value;
            scale.memory = text_.memory->value.value;
            if (text_.units)
                scale.units = text_.units->value;
            out = scaled(*origin, scale);
        }
        out.id = id;
        out.name = text_.name;
        out.derived_from = *text_.from;
        out.evidence = origin == nullptr ? Evidence::source : origin->evidence;
        out.note = "that of " + *text_.from;
        note("compute", text_.compute, out);
        note("memory", text_.memory, out);
        note("units", text_.units, out);
        finish();
        return out;
    }

    void add(const std::string& key, const std::string& expected, const std::string& got,
             const std::string& hint = "") {
        problems_.add(field(key), expected, got, hint);
    }

  private:
    std::string field(const std::string& key) const {
        return key.empty() ? path_ : key_path(path_, key);
    }
    bool has(const std::string& key) const { return places_.contains(field(key)); }

    void add_surface(const GemmText& text, const std::string& at, Calibration& out) {
        GemmSurface surface = text.surface;
        const auto precision = find_precision(text.precision);
        if (!precision)
            return;  // said already
        surface.precision = *precision;
        for (const GemmSurface& other : out.gemm)
            if (other.precision == *precision)
                add(at + ".precision", "expected a precision that no other [[gemm]] has",
                    "'" + text.precision + "'");
        surface.correction = GemmCorrection(correction_nodes(text, at));
        surface.tiling = tiling(text, at);
        out.gemm.push_back(std::move(surface));
    }

    std::vector<GemmCorrection::Node> correction_nodes(const GemmText& text,
                                                       const std::string& at) {
        constexpr std::size_t places = TextForm<CorrectionRow>::places;
        std::vector<bool> taken(places * places * places);
        std::vector<GemmCorrection::Node> nodes;
        for (std::size_t i = 0; i < text.correction.size(); ++i)
            for (const GemmCorrection::Node& node : text.correction[i].nodes) {
                const auto place = (std::size_t(node.m) * places + std::size_t(node.n)) * places +
                                   std::size_t(node.k);
                if (taken[place]) {
                    add(fmt::format("{}.correction.{}", at, i), "expected rows that do not overlap",
                        fmt::format("log2 m, n, k = {}, {}, {} once more", node.m, node.n, node.k));
                    break;
                }
                taken[place] = true;
                nodes.push_back(node);
            }
        return nodes;
    }

    // Empty where there is none, or a wrong one.
    GemmTiling tiling(const GemmText& text, const std::string& at) {
        constexpr std::array keys = {".tiling_m", ".tiling_n", ".tiling_k", ".tiling"};
        const auto given =
            std::count_if(keys.begin(), keys.end(), [&](const char* key) { return has(at + key); });
        if (given == 0)
            return {};
        for (const char* key : keys)
            if (!has(at + key))
                add(at + key,
                    "required: tiling_m, tiling_n, tiling_k and tiling stand together: expected a "
                    "list",
                    "nothing");
        if (given != std::ssize(keys) || !is_axis(text.tiling_m, at + ".tiling_m", 1000) ||
            !is_axis(text.tiling_n, at + ".tiling_n", 1000) ||
            !is_axis(text.tiling_k, at + ".tiling_k", 100))
            return {};
        GemmTiling tiling{text.tiling_m, text.tiling_n, text.tiling_k, {}};
        if (text.tiling.size() != tiling.m.size()) {
            add(at + ".tiling",
                fmt::format("expected a list for each of the {} in tiling_m", tiling.m.size()),
                fmt::format("{} lists", text.tiling.size()));
            return {};
        }
        for (std::size_t i = 0; i < text.tiling.size(); ++i) {
            const auto& row = text.tiling[i].permille;
            if (row.size() != tiling.n.size() * tiling.k.size()) {
                add(fmt::format("{}.tiling.{}", at, i),
                    fmt::format("expected {} permilles, for each of tiling_n those of tiling_k",
                                tiling.n.size() * tiling.k.size()),
                    fmt::format("a list of {}", row.size()));
                return {};
            }
            tiling.permille.insert(tiling.permille.end(), row.begin(), row.end());
        }
        return tiling;
    }

    bool is_axis(const std::vector<int>& extents, const std::string& key, std::size_t most) {
        if (extents.empty() || extents.size() > most) {
            add(key, fmt::format("expected a list of 1 to {} integers", most),
                fmt::format("a list of {}", extents.size()));
            return false;
        }
        for (std::size_t i = 1; i < extents.size(); ++i)
            if (extents[i] <= extents[i - 1]) {
                add(fmt::format("{}.{}", key, i), "expected ascending integers",
                    fmt::format("{} after {}", extents[i], extents[i - 1]));
                return false;
            }
        return true;
    }

    void add_curve(const CurveText& text, const std::string& at, Calibration& out) {
        const auto& kinds = kernel_kinds();
        const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const KernelKindRow& row) {
            return row.name == text.kernel;
        });
        const auto precision = find_precision(text.precision);
        if (kind == kinds.end() || !precision)
            return;  // said already
        const bool over_devices = kind->kind == KernelKind::all_reduce;
        if (over_devices && !has(at + ".devices"))
            add(at + ".devices", "required of all_reduce: expected an integer >= 2", "nothing");
        if (!over_devices && has(at + ".devices"))
            add(at + ".devices", "expected no such key of " + text.kernel, "one",
                "only all_reduce has devices");
        RateCurve curve{kind->kind, *precision, text.devices.value_or(1), {}};
        for (const RateCurve& other : out.curves)
            if (other.kind == curve.kind && other.precision == curve.precision &&
                other.devices == curve.devices)
                add(at + ".kernel",
                    "expected a kernel, precision and number of devices that no other [[curve]] "
                    "has",
                    "'" + text.kernel + " " + text.precision + "'");
        add_points(text, at, curve);
        out.curves.push_back(std::move(curve));
    }

    void add_points(const CurveText& text, const std::string& at, RateCurve& curve) {
        if (text.points.empty() && has(at + ".points"))
            add(at + ".points", "expected at least one point", "none");
        const bool arithmetic = curve.kind == KernelKind::attention;
        for (std::size_t i = 0; i < text.points.size(); ++i) {
            const PointText& point = text.points[i];
            const std::string field = fmt::format("{}.points.{}", at, i);
            if (point.point.size <= 0)
                continue;  // could not be read
            if (point.arithmetic != arithmetic)
                add(field,
                    arithmetic ? "expected amounts of arithmetic of attention"
                               : "expected data sizes of " + text.kernel,
                    size_text(point));
            else if (!curve.points.empty() && point.point.size <= curve.points.back().size)
                add(field, "expected ascending sizes",
                    fmt::format("{} after {}", size_text(point),
                                size_text({curve.points.back(), arithmetic})));
            else
                curve.points.push_back(point.point);
        }
    }

    static std::string size_text(const PointText& point) {
        return exact_quantity(point.point.size,
                              point.arithmetic ? Dimension::flop : Dimension::data_size);
    }

    static std::string rounded(Share share) {
        return format_quantity(share.value, Dimension::share);
    }
    static std::string rounded(int number) { return std::to_string(number); }

    // The weakest evidence, of the origin or a figure, is that of the whole.
    template <class T>
    static void note(const char* key, const std::optional<Figure<T>>& figure, Calibration& out) {
        if (!figure)
            return;
        out.note += fmt::format("; {} {} ({}: {})", key, rounded(figure->value),
                                to_text(figure->evidence), figure->note);
        const auto weakness = [](Evidence evidence) {
            return evidence == Evidence::source ? 0 : evidence == Evidence::fit ? 1 : 2;
        };
        if (weakness(figure->evidence) > weakness(out.evidence))
            out.evidence = figure->evidence;
    }

    void finish() {
        Problems found = std::move(problems_).take();
        out_problems_.insert(out_problems_.end(), found.begin(), found.end());
    }

    std::string path_;
    KeyPlaces places_;
    FieldProblems problems_;
    Problems& out_problems_;
    CalibrationText text_;
};

}  // namespace

struct Calibrations::Entry {
    std::string id;
    std::string text, file;  // of a file, until it is read
    TextNode table;          // of a table, until it is read
    std::string path;
    bool being_read = false;
    std::shared_ptr<const Calibration> calibration;  // once it is read
    std::string failure;                             // the first mistake in it or its origin
};

Calibrations::Calibrations(std::shared_ptr<const Calibrations> base) : base_(std::move(base)) {}

Calibrations::~Calibrations() = default;

void Calibrations::add_file(const std::string& id, std::string text, std::string file) {
    Entry& entry = *(own_[id] = std::make_unique<Entry>());
    entry.id = id;
    entry.text = std::move(text);
    entry.file = std::move(file);
}

void Calibrations::add_table(const std::string& id, TextNode table, std::string path) {
    Entry& entry = *(own_[id] = std::make_unique<Entry>());
    entry.id = id;
    entry.table = std::move(table);
    entry.path = std::move(path);
}

bool Calibrations::contains(const std::string& id) const {
    return own_.contains(id) || (base_ && base_->contains(id));
}

std::vector<std::string> Calibrations::ids() const {
    std::vector<std::string> ids = base_ ? base_->ids() : std::vector<std::string>();
    for (const auto& [id, entry] : own_)
        ids.push_back(id);
    std::sort(ids.begin(), ids.end());
    return ids;
}

void Calibrations::check(Problems& problems) const {
    const std::lock_guard lock(reading_);
    for (const auto& [id, entry] : own_)
        read(*entry, problems);
}

std::shared_ptr<const Calibration> Calibrations::find(const std::string& id) const {
    const auto own = own_.find(id);
    if (own == own_.end())
        return base_ ? base_->find(id) : nullptr;
    const std::lock_guard lock(reading_);
    Problems problems;
    read(*own->second, problems);
    if (!own->second->failure.empty())
        throw std::logic_error("calibration with mistakes: " + own->second->failure);
    return own->second->calibration;
}

void Calibrations::read(Entry& entry, Problems& problems) const {
    if (entry.calibration)
        return;
    const std::size_t problems_before = problems.size();
    const bool is_file = !entry.file.empty();
    const TextNode root =
        is_file ? parse_text(entry.text, entry.file, problems) : std::move(entry.table);
    entry.being_read = true;
    CalibrationBuilder builder(root, entry.path, problems);
    Calibration read_one;
    if (!builder.from()) {
        read_one = builder.measured(entry.id);
    } else {
        const std::string& from = *builder.from();
        const auto own = own_.find(from);
        std::shared_ptr<const Calibration> origin;
        if (own != own_.end() && own->second->being_read) {
            builder.add("from", "expected a calibration that does not build on this one",
                        "'" + from + "'");
        } else if (own != own_.end()) {
            read(*own->second, problems);
            origin = own->second->calibration;
            entry.failure = own->second->failure;
        } else if (base_) {
            origin = base_->find(from);
        }
        if (!contains(from))
            builder.add("from", "expected the id of a calibration", "'" + from + "'",
                        did_you_mean(from, ids()));
        read_one = builder.derived(entry.id, origin.get());
    }
    entry.being_read = false;
    if (problems.size() > problems_before)
        entry.failure = problems[problems_before].text();
    entry.text.clear();
    entry.calibration = std::make_shared<const Calibration>(std::move(read_one));
}

}  // namespace twin
