#include "validation/calibration/grids.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <random>
#include <tuple>

namespace twin::calibration {
namespace {

using Extents = std::array<std::int64_t, 3>;

void keep_within(std::vector<Kernel>& kernels, const GridLimits& limits) {
    std::vector<Kernel> kept;
    for (const Kernel& kernel : kernels)
        if (flops(kernel) <= limits.most_flops && traffic(kernel) <= limits.most_traffic &&
            std::find(kept.begin(), kept.end(), kernel) == kept.end())
            kept.push_back(kernel);
    kernels = std::move(kept);
}

std::vector<Extents> gemm_shapes(bool quick) {
    std::vector<Extents> shapes;
    const auto cubes = [&](std::initializer_list<std::int64_t> sides) {
        for (const auto side : sides)
            shapes.push_back({side, side, side});
    };
    const auto boxes = [&](std::initializer_list<std::int64_t> sides) {
        for (const auto m : sides)
            for (const auto n : sides)
                for (const auto k : sides)
                    shapes.push_back({m, n, k});
    };
    if (quick) {
        cubes({64, 96, 192, 384, 512, 768, 777, 1000, 1024});
        boxes({128, 512});
        boxes({256, 1024});
        for (const std::int64_t m : {1, 4, 8, 16, 32, 64})
            for (const std::int64_t n : {1024, 2048})
                shapes.push_back({m, n, 1024});
        return shapes;
    }
    cubes({32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096, 6144, 8192,
           12288, 16384});
    boxes({128, 512, 2048, 8192});
    boxes({256, 1024, 4096});
    // No multiple of any tile.
    cubes({33, 100, 129, 1000, 1025, 2000, 3000, 5000, 10000});
    shapes.insert(shapes.end(), {{777, 1333, 555},
                                 {129, 4097, 1000},
                                 {3001, 257, 2000},
                                 {500, 12000, 700},
                                 {6000, 100, 3000}});
    // Rows of a batch through a layer.
    for (const std::int64_t m : {1, 2, 4, 8, 16, 32, 64})
        for (const auto& [n, k] : {std::array<std::int64_t, 2>{1024, 1024},
                                   {4096, 1024},
                                   {1024, 4096},
                                   {4096, 4096},
                                   {11008, 4096}})
            shapes.push_back({m, n, k});
    // Little and much to sum up.
    shapes.insert(shapes.end(), {{1024, 1024, 16},
                                 {2048, 2048, 32},
                                 {4096, 4096, 64},
                                 {64, 64, 65536},
                                 {128, 128, 16384},
                                 {256, 256, 32768}});
    return shapes;
}

// Always the same: <random> specifies this engine, not its distributions and std::shuffle.
void shuffle(std::vector<Kernel>& kernels) {
    std::mt19937_64 random;
    for (std::size_t left = kernels.size(); left > 1; --left)
        std::swap(kernels[left - 1], kernels[random() % left]);
}

}  // namespace

std::vector<Kernel> gemm_grid(Precision precision, const GridLimits& limits) {
    std::vector<Kernel> kernels;
    for (const auto& [m, n, k] : gemm_shapes(limits.quick))
        kernels.push_back({KernelKind::gemm, precision, m, n, k});
    keep_within(kernels, limits);
    return kernels;
}

std::vector<Kernel> size_grid(KernelKind kind, Precision precision, DataSize smallest,
                              const GridLimits& limits) {
    std::vector<Kernel> kernels;
    constexpr auto byte = DataSize::from_si(1);
    // Whole multiples of 64 bytes, which is whole elements of any format.
    for (double octave = 0; octave < 64; octave += limits.quick ? 1.5 : 0.5) {
        Kernel kernel;
        kernel.kind = kind;
        kernel.precision = precision;
        kernel.size = 64 * std::round(smallest.in(byte)*std::exp2(octave) / 64) * byte;
        if (traffic(kernel) > limits.most_traffic)
            break;
        kernels.push_back(kernel);
    }
    return kernels;
}

std::vector<Kernel> row_grid(KernelKind kind, Precision precision, const GridLimits& limits) {
    std::vector<Kernel> kernels;
    if (limits.quick) {
        for (const std::int64_t m : {16, 64, 256, 1024, 4096})
            for (const std::int64_t n : {256, 1024})
                kernels.push_back({kind, precision, m, n});
    } else {
        for (const std::int64_t m : {16, 128, 1024, 8192, 65536})
            for (const std::int64_t n : {128, 1024, 4096, 16384})
                kernels.push_back({kind, precision, m, n});
    }
    keep_within(kernels, limits);
    return kernels;
}

std::vector<Kernel> attention_grid(Precision precision, const GridLimits& limits) {
    std::vector<Kernel> kernels;
    const auto kind = KernelKind::attention;
    if (limits.quick) {
        for (const std::int64_t m : {2, 8})
            for (const std::int64_t n : {64, 128, 256})
                kernels.push_back({kind, precision, m, n, 64});
    } else {
        for (const std::int64_t m : {2, 8, 32, 128})
            for (const std::int64_t n : {128, 512, 1024, 2048, 4096, 8192, 16384})
                for (const std::int64_t k : {64, 128})
                    kernels.push_back({kind, precision, m, n, k});
    }
    keep_within(kernels, limits);
    return kernels;
}

std::vector<Kernel> spread_out(std::vector<Kernel> kernels) {
    struct Turn {
        std::size_t round = 0, group = 0;
        Kernel kernel;
    };
    std::vector<std::vector<Kernel>> groups;
    for (const Kernel& kernel : kernels) {
        auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& g) {
            return g[0].kind == kernel.kind && g[0].precision == kernel.precision;
        });
        if (group == groups.end())
            group = groups.emplace(groups.end());
        group->push_back(kernel);
    }
    std::vector<Turn> turns;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        shuffle(groups[g]);
        for (std::size_t round = 0; round < groups[g].size(); ++round)
            turns.push_back({round, g, groups[g][round]});
    }
    std::sort(turns.begin(), turns.end(), [](const Turn& a, const Turn& b) {
        return std::tie(a.round, a.group) < std::tie(b.round, b.group);
    });
    std::transform(turns.begin(), turns.end(), kernels.begin(),
                   [](const Turn& turn) { return turn.kernel; });
    return kernels;
}

}  // namespace twin::calibration
