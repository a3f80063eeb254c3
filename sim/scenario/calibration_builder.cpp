#include "sim/scenario/calibration_builder.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <utility>

namespace twin {
namespace {

const char* to_text(Evidence evidence) {
    return evidence == Evidence::source       ? "source"
           : evidence == Evidence::assumption ? "assumption"
                                              : "fit";
}

const KernelKindRow* find_kind(const std::string& name) {
    const auto kinds = kernel_kinds();
    const auto kind = std::find_if(kinds.begin(), kinds.end(),
                                   [&](const KernelKindRow& row) { return row.name == name; });
    return kind == kinds.end() ? nullptr : &*kind;
}

std::string size_text(const PointText& point) {
    return exact_quantity(point.point.size,
                          point.arithmetic ? Dimension::flop : Dimension::data_size);
}

std::string rounded(Share share) {
    return format_quantity(share.value, Dimension::share);
}
std::string rounded(int number) {
    return std::to_string(number);
}

// The weakest evidence, of the origin or a figure, is that of the whole.
template <class T>
void note(const char* key, const std::optional<Figure<T>>& figure, Calibration& out) {
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

}  // namespace

CalibrationBuilder::CalibrationBuilder(const TextNode& root, std::string path, Problems& problems)
    : path_(std::move(path)), problems_(places_), out_problems_(problems) {
    TableReader reader(root, path_, places_, problems);
    describe(reader, text_);
    reader.finish();
}

Calibration CalibrationBuilder::measured(const std::string& id) {
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
    if (!has("gemm") && !has("curve") && !has("rows"))
        add("", "expected at least one [[gemm]], [[curve]] or [[rows]]", "none");
    for (std::size_t i = 0; i < text_.gemm.size(); ++i)
        add_surface(text_.gemm[i], fmt::format("gemm.{}", i), out);
    for (std::size_t i = 0; i < text_.curves.size(); ++i)
        add_curve(text_.curves[i], fmt::format("curve.{}", i), out);
    for (std::size_t i = 0; i < text_.rows.size(); ++i)
        add_rows(text_.rows[i], fmt::format("rows.{}", i), out);
    finish();
    return out;
}

Calibration CalibrationBuilder::derived(const std::string& id, const Calibration* origin) {
    for (const char* key : {"gemm", "curve", "rows", "launch", "source", "assumption", "fit"})
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

void CalibrationBuilder::add(const std::string& key, const std::string& expected,
                             const std::string& got, const std::string& hint) {
    problems_.add(field(key), expected, got, hint);
}

std::string CalibrationBuilder::field(const std::string& key) const {
    return key.empty() ? path_ : key_path(path_, key);
}
bool CalibrationBuilder::has(const std::string& key) const {
    return places_.contains(field(key));
}

void CalibrationBuilder::add_surface(const GemmText& text, const std::string& at,
                                     Calibration& out) {
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

std::vector<GemmCorrection::Node> CalibrationBuilder::correction_nodes(const GemmText& text,
                                                                       const std::string& at) {
    constexpr std::size_t places = TextForm<CorrectionRow>::places;
    std::vector<bool> taken(places * places * places);
    std::vector<GemmCorrection::Node> nodes;
    for (std::size_t i = 0; i < text.correction.size(); ++i)
        for (const GemmCorrection::Node& node : text.correction[i].nodes) {
            const auto place =
                (std::size_t(node.m) * places + std::size_t(node.n)) * places + std::size_t(node.k);
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

GemmTiling CalibrationBuilder::tiling(const GemmText& text, const std::string& at) {
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

bool CalibrationBuilder::is_axis(const std::vector<int>& extents, const std::string& key,
                                 std::size_t most) {
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

void CalibrationBuilder::add_curve(const CurveText& text, const std::string& at, Calibration& out) {
    const KernelKindRow* kind = find_kind(text.kernel);
    const auto precision = find_precision(text.precision);
    if (kind == nullptr || !precision)
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

void CalibrationBuilder::add_points(const CurveText& text, const std::string& at,
                                    RateCurve& curve) {
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

void CalibrationBuilder::add_rows(const RowsText& text, const std::string& at, Calibration& out) {
    const KernelKindRow* kind = find_kind(text.kernel);
    if (kind == nullptr)
        return;  // said already
    for (const RowRates& other : out.rows)
        if (other.kind == kind->kind)
            add(at + ".kernel", "expected a kernel that no other [[rows]] has",
                "'" + text.kernel + "'");
    for (const RateCurve& curve : out.curves)
        if (curve.kind == kind->kind) {
            add(at + ".kernel", "expected a kernel that no [[curve]] has", "'" + text.kernel + "'",
                "its time is told by the length of its rows or by bytes, not by both");
            break;
        }
    if (has(at + ".short_row") != has(at + ".short_team"))
        add(at + (has(at + ".short_row") ? ".short_team" : ".short_row"),
            "required: short_row and short_team stand together: expected an integer", "nothing");
    RowRates rates = text.rates;
    rates.kind = kind->kind;
    rates.short_row = text.short_row.value_or(0);
    rates.short_team = text.short_team.value_or(1);
    rates.held = text.held.value_or(DataSize());
    rates.units = text.units.value_or(0);
    out.rows.push_back(rates);
}

void CalibrationBuilder::finish() {
    Problems found = std::move(problems_).take();
    out_problems_.insert(out_problems_.end(), found.begin(), found.end());
}

}  // namespace twin
