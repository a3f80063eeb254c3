// The writer of the files models/parts/calibrations/ID.toml.
#include <fmt/format.h>
#include <map>

#include "models/units/unit_text.h"
#include "validation/calibration/fit.h"

namespace twin::calibration {
namespace {

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return out + '"';
}

std::string quantity(double si, Dimension dimension) {
    return '"' + exact_quantity(si, dimension) + '"';
}

std::string_view key_of(Evidence evidence) {
    return evidence == Evidence::source       ? "source"
           : evidence == Evidence::assumption ? "assumption"
                                              : "fit";
}

// In the unit that suits the size.
std::string flop_text(double flop) {
    return flop < 1e9 ? fmt::format("\"{} Mflop\"", flop / 1e6)
                      : fmt::format("\"{} Gflop\"", flop / 1e9);
}

template <class Numbers>
std::string row_of_numbers(const Numbers& numbers) {
    return fmt::format("[{}]", fmt::join(numbers, ","));
}

std::string correction_text(const GemmCorrection& correction) {
    // By m and n, which no two rows share: the box has no holes.
    std::map<std::pair<int, int>, std::vector<int>> rows;
    for (const GemmCorrection::Node& node : correction.nodes()) {
        std::vector<int>& row = rows[{node.m, node.n}];
        if (row.empty())
            row = {node.m, node.n, node.k};
        row.push_back(node.permille);
    }
    std::string text = "correction = [\n";
    for (const auto& [place, row] : rows)
        text += row_of_numbers(row) + ",\n";
    return text + "]\n";
}

std::string tiling_text(const GemmTiling& tiling) {
    std::string text =
        fmt::format("tiling_m = {}\ntiling_n = {}\ntiling_k = {}\ntiling = [\n",
                    row_of_numbers(tiling.m), row_of_numbers(tiling.n), row_of_numbers(tiling.k));
    const std::size_t length = tiling.n.size() * tiling.k.size();
    for (std::size_t m = 0; m < tiling.m.size(); ++m)
        text += row_of_numbers(std::span(tiling.permille).subspan(m * length, length)) + ",\n";
    return text + "]\n";
}

std::string gemm_text(const GemmSurface& s) {
    std::vector<std::string> tiles;
    for (const double share : s.tile_efficiency)
        tiles.push_back(quantity(share, Dimension::share));
    std::string text = "\n[[gemm]]\n";
    const auto add = [&](std::string_view key, const std::string& value) {
        text += fmt::format("{} = {}\n", key, value);
    };
    const auto share = [&](std::string_view key, double value) {
        add(key, quantity(value, Dimension::share));
    };
    const auto duration = [&](std::string_view key, Duration value) {
        add(key, quantity(value.si(), Dimension::duration));
    };
    add("precision", quoted(std::string(row_of(s.precision).name)));
    add("peak", quantity(s.peak.si(), Dimension::flop_rate));
    add("memory_bandwidth", quantity(s.memory_bandwidth.si(), Dimension::bandwidth));
    add("units", fmt::format("{}", s.units));
    add("tile_efficiency", fmt::format("[{}]", fmt::join(tiles, ", ")));
    duration("launch", s.launch);
    duration("wave", s.wave);
    duration("split_k", s.split_k);
    share("memory_efficiency", s.memory_efficiency);
    add("ramp_k", fmt::format("{}", s.ramp_k));
    add("overlap", fmt::format("{}", s.overlap));
    share("reread", s.reread);
    share("saturation", s.saturation);
    share("quantisation", s.quantisation);
    duration("padding", s.padding);
    share("padding_share", s.padding_share);
    if (!s.correction.empty())
        text += correction_text(s.correction);
    if (!s.tiling.permille.empty())
        text += tiling_text(s.tiling);
    return text;
}

std::string curve_text(const RateCurve& curve) {
    const bool arithmetic = curve.kind == KernelKind::attention;
    std::string text = fmt::format("\n[[curve]]\nkernel = \"{}\"\nprecision = \"{}\"\n",
                                   row_of(curve.kind).name, row_of(curve.precision).name);
    if (curve.kind == KernelKind::all_reduce)
        text += fmt::format("devices = {}\n", curve.devices);
    text += "points = [\n";
    for (const RatePoint& point : curve.points)
        text += fmt::format(
            "    [{}, {}],\n",
            arithmetic ? flop_text(point.size) : quantity(point.size, Dimension::data_size),
            quantity(point.rate, arithmetic ? Dimension::flop_rate : Dimension::bandwidth));
    return text + "]\n";
}

}  // namespace

std::string calibration_toml(const Calibration& calibration) {
    std::string text = fmt::format("name = {}\n{} = {}\nlaunch = {}\n", quoted(calibration.name),
                                   key_of(calibration.evidence), quoted(calibration.note),
                                   quantity(calibration.launch.si(), Dimension::duration));
    for (const GemmSurface& surface : calibration.gemm)
        text += gemm_text(surface);
    for (const RateCurve& curve : calibration.curves)
        text += curve_text(curve);
    return text;
}

}  // namespace twin::calibration
