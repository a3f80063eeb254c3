// The writer of the files models/parts/calibrations/ID.toml.
#include <fmt/format.h>
#include <map>
#include <span>

#include "validation/calibration/fit.h"
#include "validation/calibration/toml_text.h"

namespace twin::calibration {
namespace {

// The units in which figures stand, smallest first.
struct UnitText {
    double si = 1;
    std::string_view text;
};
constexpr UnitText share_units[] = {{0.01, "%"}};
constexpr UnitText duration_units[] = {{1e-6, "us"}, {1e-3, "ms"}, {1, "s"}};
constexpr UnitText small_duration_units[] = {{1e-9, "ns"}};
constexpr UnitText size_units[] = {{1e3, "kB"}, {1e6, "MB"}, {1e9, "GB"}};
constexpr UnitText bandwidth_units[] = {{1e6, "MB/s"}, {1e9, "GB/s"}, {1e12, "TB/s"}};
constexpr UnitText flop_units[] = {{1e6, "Mflop"}, {1e9, "Gflop"}, {1e12, "Tflop"}};
constexpr UnitText flop_rate_units[] = {{1e9, "Gflop/s"}, {1e12, "Tflop/s"}};

// In the largest unit that is not above the value; more digits than rounding.h leaves.
std::string quantity(double si, std::span<const UnitText> units) {
    const UnitText* chosen = &units.front();
    for (const UnitText& unit : units)
        if (unit.si <= si)
            chosen = &unit;
    return fmt::format("\"{:.10g} {}\"", si / chosen->si, chosen->text);
}

std::string_view key_of(Evidence evidence) {
    return evidence == Evidence::source       ? "source"
           : evidence == Evidence::assumption ? "assumption"
                                              : "fit";
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
        tiles.push_back(quantity(share, share_units));
    std::string text = "\n[[gemm]]\n";
    const auto add = [&](std::string_view key, const std::string& value) {
        text += fmt::format("{} = {}\n", key, value);
    };
    const auto share = [&](std::string_view key, double value) {
        add(key, quantity(value, share_units));
    };
    const auto duration = [&](std::string_view key, Duration value) {
        add(key, quantity(value.si(), duration_units));
    };
    add("precision", toml_string(row_of(s.precision).name));
    add("peak", quantity(s.peak.si(), flop_rate_units));
    add("memory_bandwidth", quantity(s.memory_bandwidth.si(), bandwidth_units));
    add("units", fmt::format("{}", s.units));
    add("grain", fmt::format("{}", s.grain));
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
            quantity(point.size, arithmetic ? std::span<const UnitText>(flop_units) : size_units),
            quantity(point.rate,
                     arithmetic ? std::span<const UnitText>(flop_rate_units) : bandwidth_units));
    return text + "]\n";
}

std::string rows_text(const RowRates& rates) {
    std::string text = fmt::format("\n[[rows]]\nkernel = \"{}\"\nteam = {}\n",
                                   row_of(rates.kind).name, rates.team);
    if (rates.short_row > 0)
        text += fmt::format("short_row = {}\nshort_team = {}\n", rates.short_row, rates.short_team);
    if (rates.held > DataSize())
        text += fmt::format("held = {}\n", quantity(rates.held.si(), size_units));
    if (rates.units > 0)
        text += fmt::format("units = {}\n", rates.units);
    return text + fmt::format("start = {}\ncolumn = {}\nrow = {}\nbandwidth = {}\n",
                              quantity(rates.start.si(), duration_units),
                              quantity(rates.column.si(), small_duration_units),
                              quantity(rates.row.si(), small_duration_units),
                              quantity(rates.bandwidth.si(), bandwidth_units));
}

}  // namespace

std::string calibration_toml(const Calibration& calibration) {
    std::string text =
        fmt::format("name = {}\n{} = {}\nlaunch = {}\n", toml_string(calibration.name),
                    key_of(calibration.evidence), toml_string(calibration.note),
                    quantity(calibration.launch.si(), duration_units));
    for (const GemmSurface& surface : calibration.gemm)
        text += gemm_text(surface);
    for (const RateCurve& curve : calibration.curves)
        text += curve_text(curve);
    for (const RowRates& rates : calibration.rows)
        text += rows_text(rates);
    return text;
}

}  // namespace twin::calibration
