// Every key of a calibration's file: its form and its rule. What a figure means stands at the
// struct that it fills (models/hardware).
#pragma once

#include <array>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <vector>

#include "models/hardware/calibration.h"
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

struct RowsText {
    std::string kernel;
    std::optional<int> short_row, short_team;
    std::optional<DataSize> held;
    std::optional<int> units;
    RowRates rates;
};

struct CalibrationText {
    std::string name;
    std::optional<std::string> source, assumption, fit;
    std::optional<Duration> launch;
    std::vector<GemmText> gemm;
    std::vector<CurveText> curves;
    std::vector<RowsText> rows;
    // Of one that is derived, instead of the rest.
    std::optional<std::string> from;
    std::optional<Figure<Share>> compute, memory;
    std::optional<Figure<int>> units;
};

inline std::vector<std::string> precision_names() {
    std::vector<std::string> names;
    for (const PrecisionRow& row : precisions())
        names.emplace_back(row.name);
    return names;
}

// Of the kernels whose rate is a curve.
inline std::vector<std::string> curve_names() {
    std::vector<std::string> names;
    for (const KernelKindRow& row : kernel_kinds())
        if (row.kind != KernelKind::launch && row.kind != KernelKind::gemm)
            names.emplace_back(row.name);
    return names;
}

inline std::vector<std::string> row_kernel_names() {
    std::vector<std::string> names;
    for (const KernelKindRow& row : kernel_kinds())
        if (row.shape == KernelShape::rows)
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
void describe(Visitor& v, RowsText& text) {
    const Rule threads = Rule::between(1, 1024);
    RowRates& r = text.rates;
    v.key("kernel", text.kernel, Rule::one_of(row_kernel_names()).needed(), "");
    v.key("team", r.team, Rule(threads).needed(), "");
    v.key("short_row", text.short_row, Rule::positive(), "");
    v.key("short_team", text.short_team, threads, "");
    v.key("held", text.held, Rule::positive(), "");
    v.key("units", text.units, Rule::positive(), "");
    v.key("start", r.start, Rule::not_negative().needed(), "");
    v.key("column", r.column, Rule::not_negative().needed(), "");
    v.key("row", r.row, Rule::not_negative().needed(), "");
    v.key("bandwidth", r.bandwidth, Rule::positive().needed(), "");
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
    v.list("rows", text.rows, Rule::any(), "");
    v.key("from", text.from, Rule::any(), "");
    v.key("compute", text.compute, Rule::positive(), "");
    v.key("memory", text.memory, Rule::positive(), "");
    v.key("units", text.units, Rule::positive(), "");
}

}  // namespace twin
