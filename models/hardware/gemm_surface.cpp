#include "models/hardware/gemm_surface.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace twin {
namespace {

// More units than this on one tile of C gain nothing: they wait for each other's sums.
constexpr std::array<double, 6> splits = {1, 2, 4, 8, 16, 32};
// The shortest part of k, in grains, that is worth a unit of its own.
constexpr double shortest_split = 2;

// TensorRT-LLM's products in fp8 with block scales take rows of A by fours, and have one scale for
// 128 elements of k (what measurements of a GB200 show; README.md).
constexpr double row_multiple = 4;
constexpr double scale_block = 128;

bool is_padded(const GemmShape& shape) {
    return std::fmod(shape.m, row_multiple) != 0 && shape.k > scale_block;
}

double tiles_over(double extent, double tile) {
    return std::ceil(extent / tile);
}

struct Body {
    double seconds = 0;  // without the launch
    double compute = 0;  // share of it that follows the clock of the cores
};

struct Place {
    std::size_t low = 0, high = 0;
    double share = 0;  // of the upper node
};

Place place_among(const std::vector<int>& nodes, double extent) {
    const auto above = std::lower_bound(nodes.begin(), nodes.end(), extent);
    if (above == nodes.begin())
        return {0, 0, 0};
    const std::size_t high = std::size_t(above - nodes.begin());
    if (above == nodes.end())
        return {high - 1, high - 1, 0};
    const double low = nodes[high - 1];
    return {high - 1, high, std::log(extent / low) / std::log(*above / low)};
}

// The best of all tiles and splits.
Body best_body(const GemmSurface& surface, const GemmShape& shape) {
    const PrecisionRow& row = row_of(surface.precision);
    const double units = surface.units;
    const double grain = surface.grain;
    const double unit_rate = surface.peak.si() / units;
    const double bandwidth = surface.memory_bandwidth.si();
    const double exponent = surface.overlap;
    const double bytes =
        row.element_bytes * shape.k * (shape.m + shape.n) + row.result_bytes * shape.m * shape.n;
    const double memory_seconds = bytes / (bandwidth * surface.memory_efficiency);
    double best = std::numeric_limits<double>::infinity();
    double best_arithmetic = 0;
    for (std::size_t i = 0; i < gemm_tiles.size(); ++i) {
        const double tile_m = grain * gemm_tiles[i][0], tile_n = grain * gemm_tiles[i][1];
        const double plain_tiles = tiles_over(shape.m, tile_m) * tiles_over(shape.n, tile_n);
        for (const double split : splits) {
            if (split > 1 && shape.k < split * shortest_split * grain)
                break;
            const double tiles = plain_tiles * split;
            const double full_waves = std::ceil(tiles / units);
            const double waves = surface.quantisation * full_waves +
                                 (1 - surface.quantisation) * std::max(1.0, tiles / units);
            const double part = shape.k / split;
            const double steps = std::ceil(part / grain) * grain + surface.ramp_k;
            const double arithmetic =
                waves * (2 * tile_m * tile_n * steps / (unit_rate * surface.tile_efficiency[i]) +
                         surface.wave.si()) +
                (split > 1 ? surface.split_k.si() : 0);
            // Too few units at work leave part of the bandwidth unused.
            const double drawn = std::min(1.0, tiles / (surface.saturation * units));
            const double through_cache =
                row.element_bytes * part * (tile_m + tile_n) * std::min(tiles, units) * full_waves;
            const double traffic =
                std::max(memory_seconds / drawn, surface.reread * through_cache / bandwidth);
            const double longer = std::max(arithmetic, traffic);
            if (longer >= best)
                continue;
            const double shorter = std::min(arithmetic, traffic) / longer;
            const double seconds = longer * std::pow(1 + std::pow(shorter, exponent), 1 / exponent);
            if (seconds < best) {
                best = seconds;
                best_arithmetic = arithmetic;
            }
        }
    }
    // The logarithmic derivative of the joined time by its arithmetic.
    return {best, std::pow(best_arithmetic / best, exponent)};
}

GemmTime joined(const GemmSurface& surface, const GemmShape& shape, double factor) {
    const Body body = best_body(surface, shape);
    const bool padded = is_padded(shape);
    const double stretched = body.seconds * (padded ? 1 + surface.padding_share : 1);
    const double whole = surface.launch.si() + stretched + (padded ? surface.padding.si() : 0);
    return {Duration::from_si(whole * factor), factor * surface.launch,
            body.compute * stretched / whole};
}

}  // namespace

GemmCorrection::GemmCorrection(std::span<const Node> nodes) {
    if (nodes.empty())
        return;
    std::array<int, 3> last{};
    first_ = {nodes[0].m, nodes[0].n, nodes[0].k};
    last = first_;
    for (const Node& node : nodes) {
        const std::array<int, 3> place = {node.m, node.n, node.k};
        for (std::size_t d = 0; d < 3; ++d) {
            first_[d] = std::min(first_[d], place[d]);
            last[d] = std::max(last[d], place[d]);
        }
    }
    for (std::size_t d = 0; d < 3; ++d)
        count_[d] = last[d] - first_[d] + 1;
    permille_.assign(std::size_t(count_[0]) * count_[1] * count_[2], 0);
    for (const Node& node : nodes)
        permille_[((node.m - first_[0]) * count_[1] + node.n - first_[1]) * count_[2] + node.k -
                  first_[2]] = node.permille;
}

std::vector<GemmCorrection::Node> GemmCorrection::nodes() const {
    std::vector<Node> nodes;
    nodes.reserve(permille_.size());
    for (int m = 0; m < count_[0]; ++m)
        for (int n = 0; n < count_[1]; ++n)
            for (int k = 0; k < count_[2]; ++k)
                nodes.push_back({std::int8_t(first_[0] + m), std::int8_t(first_[1] + n),
                                 std::int8_t(first_[2] + k), permille_[nodes.size()]});
    return nodes;
}

double GemmCorrection::at(const GemmShape& shape) const {
    if (permille_.empty())
        return 0;
    const std::array<double, 3> extents = {shape.m, shape.n, shape.k};
    std::array<int, 3> low{}, high{};
    std::array<double, 3> share{};  // of the upper node
    for (std::size_t d = 0; d < 3; ++d) {
        const double place =
            std::clamp(std::log2(extents[d]) - first_[d], 0.0, double(count_[d] - 1));
        low[d] = int(place);
        high[d] = std::min(low[d] + 1, count_[d] - 1);
        share[d] = place - low[d];
    }
    const auto along_k = [&](int m, int n) {
        const std::int16_t* row = &permille_[(std::size_t(m) * count_[1] + n) * count_[2]];
        return row[low[2]] + share[2] * (row[high[2]] - row[low[2]]);
    };
    const auto along_n = [&](int m) {
        const double lower = along_k(m, low[1]);
        return lower + share[1] * (along_k(m, high[1]) - lower);
    };
    const double lower = along_n(low[0]);
    return (lower + share[0] * (along_n(high[0]) - lower)) / 1000;
}

double GemmTiling::at(const GemmShape& shape) const {
    if (permille.empty())
        return 0;
    const Place at_m = place_among(m, shape.m);
    const Place at_n = place_among(n, shape.n);
    const Place at_k = place_among(k, shape.k);
    const auto along_k = [&](std::size_t row, std::size_t column) {
        const std::int16_t* values = &permille[(row * n.size() + column) * k.size()];
        return values[at_k.low] + at_k.share * (values[at_k.high] - values[at_k.low]);
    };
    const auto along_n = [&](std::size_t row) {
        const double lower = along_k(row, at_n.low);
        return lower + at_n.share * (along_k(row, at_n.high) - lower);
    };
    const double lower = along_n(at_m.low);
    return (lower + at_m.share * (along_n(at_m.high) - lower)) / 1000;
}

GemmTime gemm_time(const GemmSurface& surface, const GemmShape& shape) {
    return joined(surface, shape,
                  std::exp(surface.correction.at(shape) + surface.tiling.at(shape)));
}

GemmTime analytic_gemm_time(const GemmSurface& surface, const GemmShape& shape) {
    return joined(surface, shape, 1);
}

}  // namespace twin
