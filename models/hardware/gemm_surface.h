// How long a GEMM takes on a device, by its shape: tiles over the device's units in waves, joined
// with the traffic of its memory, corrected by tables of what measurements say beside that.
// Equations, fit and validation: README.md beside this file.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "models/hardware/kernel.h"
#include "models/hardware/precision.h"
#include "models/units/quantity.h"

namespace twin {

// Sizes of the tiles of C that one unit computes at a time, in grains (GemmSurface::grain).
inline constexpr std::array<std::array<int, 2>, 8> gemm_tiles = {
    {{1, 1}, {1, 2}, {2, 1}, {2, 2}, {2, 4}, {4, 2}, {1, 4}, {4, 1}}};

struct GemmShape {
    double m = 0, n = 0, k = 0;  // >= 1
};

// Corrections on nodes at whole powers of two of m, n and k, read trilinearly in the logarithms.
// Outside the box that the nodes span a correction is as at its nearest face.
class GemmCorrection {
  public:
    struct Node {
        std::int8_t m = 0, n = 0, k = 0;  // log2 of the node's place, 0 to 31
        std::int16_t permille = 0;        // ln(measured / analytic) * 1000
        bool operator==(const Node&) const = default;
    };
    GemmCorrection() = default;
    // In any order, no place twice. A place of the box without a node has no correction.
    explicit GemmCorrection(std::span<const Node> nodes);
    // Of the whole box, ascending in m, then n, then k.
    std::vector<Node> nodes() const;
    bool empty() const { return permille_.empty(); }
    // ln(measured / analytic) of a shape.
    double at(const GemmShape& shape) const;

  private:
    std::array<int, 3> first_{}, count_{};
    std::vector<std::int16_t> permille_;
};

// Corrections that the tiling of C causes, on nodes at the very m and n that measurements have and
// at a few k; between them linear in the logarithms, outside them as at the nearest.
struct GemmTiling {
    std::vector<int> m, n, k;            // > 0, strictly ascending; all empty: no correction
    std::vector<std::int16_t> permille;  // ln(measured / the rest) * 1000; row-major in m, n, k
    double at(const GemmShape& shape) const;  // ln
    bool operator==(const GemmTiling&) const = default;
};

struct GemmSurface {
    Precision precision = Precision::bf16;
    // Of the device: what the datasheet says. Another device of the same make has others.
    FlopRate peak{};
    Bandwidth memory_bandwidth{};
    int units = 0;  // streaming multiprocessors of a GPU, cores of a CPU; > 0
    // Elements along the edge of the smallest tile, and that a unit takes of k in one step; > 0. Of
    // 16 bits 64 are the 128 bytes of a GPU's cache line; a CPU's vectors ask for less.
    int grain = 64;
    // Fitted.
    std::array<double, gemm_tiles.size()>
        tile_efficiency{};         // of a unit's peak, above 0, at most 1
    Duration launch{};             // beside everything else
    Duration wave{};               // beside the arithmetic of each wave of tiles
    Duration split_k{};            // where more than one unit works on a tile's k
    double memory_efficiency = 1;  // of the memory's bandwidth, above 0, at most 1
    double ramp_k = 0;             // elements of k that a tile's start costs
    double overlap = 4;            // exponent that joins arithmetic and traffic, >= 1
    double reread = 0;             // of what the tiles read through the cache: share that costs
    double saturation = 0.5;       // share of the units that can draw all of the memory's bandwidth
    // Of the units that a last, part-filled wave of tiles leaves idle: share that is paid for.
    double quantisation = 1;
    // Where m is no multiple of 4 and k longer than one block of scales (128): rows are filled up
    // and scales laid out anew, which takes `padding` and stretches the rest by `padding_share`.
    Duration padding{};
    double padding_share = 0;
    GemmCorrection correction;
    GemmTiling tiling;
};

struct GemmTime {
    Duration time{};
    Duration launch{};  // part of it, corrected as the whole is
    // Share of the time that stretches when the cores' clock falls: 0 to 1; the rest waits for the
    // memory or the launch.
    double compute_bound = 0;
};

GemmTime gemm_time(const GemmSurface& surface, const GemmShape& shape);

// Without the two tables: what their fit starts from.
GemmTime analytic_gemm_time(const GemmSurface& surface, const GemmShape& shape);

}  // namespace twin
