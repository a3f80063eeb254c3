#include "validation/calibration/fit_gemm.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <random>
#include <vector>

#include "validation/calibration/rounding.h"

namespace twin::calibration {
namespace {

constexpr auto microsecond = 1e-6 * second;

// ---- The parameters of the equations: a random search that keeps what is better.

// Samples that the search looks at; a table of 25,000 rows tells it no more.
constexpr std::size_t search_samples = 1500;
constexpr int search_steps = 4000;
// Where m, n or k is below 128 the launch and the libraries' special kernels decide; these samples
// may not bend the parameters of the large products.
constexpr double large_extent = 128;
constexpr double small_weight = 0.3;

constexpr std::size_t parameter_count = gemm_tiles.size() + 11;
using Parameters = std::array<double, parameter_count>;

struct Bound {
    double start = 0, least = 0, most = 0;
    double unit = 1;  // in which it stands in a file: per cent, microseconds
};
constexpr Bound tile(double start) {
    return {start, 0.001, 1, 0.01};
}
// Of the tiles in the order of gemm_tiles, then of what with() takes.
constexpr std::array<Bound, parameter_count> bounds = {{
    tile(0.3),
    tile(0.45),
    tile(0.45),
    tile(0.65),
    tile(0.8),
    tile(0.8),
    tile(0.6),
    tile(0.6),
    {1.8, 1e-3, 1e4},        // launch in microseconds
    {0.6, 1e-4, 1e4},        // wave, likewise
    {1.0, 1e-4, 1e4},        // split_k, likewise
    {0.9, 0.01, 1, 0.01},    // memory_efficiency
    {100, 0.1, 1e4},         // ramp_k
    {4, 1, 12},              // overlap
    {0.05, 1e-4, 10, 0.01},  // reread
    {0.5, 0.005, 1, 0.01},   // saturation
    {0.5, 0.001, 1, 0.01},   // quantisation
    {1.0, 1e-3, 1e4},        // padding in microseconds
    {0.05, 1e-4, 10, 0.01},  // padding_share
}};
// Samples' worth of a factor e in a parameter: where few samples say little, it stays near its
// start.
constexpr double start_weight = 0.01;

GemmSurface with(const GemmSurface& device, const Parameters& p) {
    GemmSurface surface = device;
    std::copy_n(p.begin(), gemm_tiles.size(), surface.tile_efficiency.begin());
    std::size_t i = gemm_tiles.size();
    surface.launch = p[i++] * microsecond;
    surface.wave = p[i++] * microsecond;
    surface.split_k = p[i++] * microsecond;
    surface.memory_efficiency = p[i++];
    surface.ramp_k = p[i++];
    surface.overlap = p[i++];
    surface.reread = p[i++];
    surface.saturation = p[i++];
    surface.quantisation = p[i++];
    surface.padding = p[i++] * microsecond;
    surface.padding_share = p[i];
    return surface;
}

bool is_large(const GemmShape& shape) {
    return shape.m >= large_extent && shape.n >= large_extent && shape.k >= large_extent;
}

double weight_of(const GemmSample& sample) {
    return is_large(sample.shape) ? 1 : small_weight;
}

// ln(measured / analytic).
double analytic_error(const GemmSurface& surface, const GemmSample& sample) {
    return std::log(sample.time / analytic_gemm_time(surface, sample.shape).time);
}

// Draws that do not depend on the standard library: its distributions do.
class Draws {
  public:
    double uniform() { return double(engine_() >> 11) * 0x1p-53; }
    // About normal: three uniform draws have the variance 1/4.
    double normal() { return 2 * (uniform() + uniform() + uniform() - 1.5); }
    std::size_t below(std::size_t end) {
        return std::min(end - 1, std::size_t(uniform() * double(end)));
    }

  private:
    std::mt19937_64 engine_{1};
};

std::vector<GemmSample> some_of(std::span<const GemmSample> samples, Draws& draws) {
    std::vector<GemmSample> chosen(samples.begin(), samples.end());
    if (chosen.size() <= search_samples)
        return chosen;
    for (std::size_t i = 0; i < search_samples; ++i)
        std::swap(chosen[i], chosen[i + draws.below(chosen.size() - i)]);
    chosen.resize(search_samples);
    return chosen;
}

struct Found {
    Parameters parameters{};
    double cost = 0;
};

Found search(std::span<const GemmSample> samples, const GemmSurface& device) {
    Draws draws;
    const std::vector<GemmSample> chosen = some_of(samples, draws);
    const auto cost = [&](const Parameters& p) {
        const GemmSurface surface = with(device, p);
        double sum = 0;
        for (std::size_t i = 0; i < p.size(); ++i)
            sum += start_weight * std::pow(std::log(p[i] / bounds[i].start), 2);
        for (const GemmSample& sample : chosen)
            sum += weight_of(sample) * std::abs(analytic_error(surface, sample));
        return sum;
    };
    Parameters best{};
    for (std::size_t i = 0; i < best.size(); ++i)
        best[i] = bounds[i].start;
    double lowest = cost(best);
    double step = 0.2;
    for (int round = 0; round < search_steps; ++round) {
        Parameters trial = best;
        for (std::size_t i = 0; i < trial.size(); ++i)
            if (draws.uniform() < 0.25)
                trial[i] = std::clamp(trial[i] * std::exp(step * draws.normal()), bounds[i].least,
                                      bounds[i].most);
        const double reached = cost(trial);
        if (reached < lowest) {
            lowest = reached;
            best = trial;
            step = std::min(0.3, step * 1.5);
        } else {
            step = std::max(0.01, step * 0.97);
        }
    }
    return {best, lowest};
}

// ---- The tables, to what the equations leave.

// An error above this counts by its size, not its square: what a library does to single shapes is
// no business of their neighbours.
constexpr double outlier = 0.05;
// Weights, in samples: of a bend in the correction along an axis, of a step between neighbours, and
// of the correction itself. So holes are filled smoothly, and few samples move little.
constexpr double bend_weight = 0.1;
constexpr double step_weight = 0.01;
constexpr double size_weight = 0.02;
constexpr int correction_sweeps = 25;
// Fewer samples a node than this tell nothing of the places between them.
constexpr double fewest_samples_a_node = 0.03;
// The fine table. Weights of a node's own size and of the step from one k to the other: at one m
// and n it is a mean over at least a few k.
constexpr double tiling_size_weight = 0.75;
constexpr double tiling_step_weight = 0.15;
constexpr std::size_t fewest_tiling_samples = 4;  // of an extent, for nodes of its own
constexpr std::size_t fewest_samples_a_tile = 2;
constexpr std::size_t most_tiling_columns = 2000;
constexpr int tiling_sweeps = 6;
constexpr int rounds = 4;  // of both tables in turn

class Tables {
  public:
    Tables(std::span<const GemmSample> samples, const GemmSurface& equations)
        : samples_(samples), rest_(samples.size()), weight_(samples.size()) {
        for (std::size_t i = 0; i < samples.size(); ++i)
            rest_[i] = analytic_error(equations, samples[i]);
        make_correction();
        make_tiling();
    }

    void fit_into(GemmSurface& surface) {
        for (int round = 0; round < rounds; ++round) {
            for (int sweep = 0; sweep < correction_sweeps && !nodes_.empty(); ++sweep)
                sweep_correction();
            for (int sweep = 0; sweep < tiling_sweeps && !tiles_.empty(); ++sweep)
                sweep_tiling();
        }
        std::vector<GemmCorrection::Node> nodes;
        for (std::size_t i = 0; i < nodes_.size(); ++i) {
            const std::array<int, 3> at = place_of(i);
            nodes.push_back({std::int8_t(at[0]), std::int8_t(at[1]), std::int8_t(at[2]),
                             permille(nodes_[i].value)});
        }
        surface.correction = GemmCorrection(nodes);
        if (tiles_.empty())
            return;
        surface.tiling.m = axes_[0];
        surface.tiling.n = axes_[1];
        surface.tiling.k = axes_[2];
        for (const Node& tile : tiles_)
            surface.tiling.permille.push_back(permille(tile.value));
    }

  private:
    struct Share {
        std::size_t sample = 0;
        double weight = 0;
    };
    struct Node {
        double value = 0;
        std::vector<Share> samples;
    };

    static std::int16_t permille(double value) {
        return std::int16_t(std::lround(std::clamp(value * 1000, -32000.0, 32000.0)));
    }

    static std::array<double, 3> extents_of(const GemmShape& shape) {
        return {shape.m, shape.n, shape.k};
    }

    std::array<int, 3> place_of(std::size_t node) const {
        const int index = int(node);
        return {first_[0] + index / (count_[1] * count_[2]),
                first_[1] + index / count_[2] % count_[1], first_[2] + index % count_[2]};
    }

    void make_correction() {
        std::array<int, 3> last{};
        for (std::size_t i = 0; i < samples_.size(); ++i) {
            const auto extents = extents_of(samples_[i].shape);
            for (std::size_t d = 0; d < 3; ++d) {
                const int low = int(std::floor(std::log2(extents[d])));
                const int high = int(std::ceil(std::log2(extents[d])));
                first_[d] = i == 0 ? low : std::min(first_[d], low);
                last[d] = i == 0 ? high : std::max(last[d], high);
            }
        }
        for (std::size_t d = 0; d < 3; ++d)
            count_[d] = last[d] - first_[d] + 1;
        const std::size_t size = std::size_t(count_[0]) * count_[1] * count_[2];
        if (double(samples_.size()) < fewest_samples_a_node * double(size))
            return;
        nodes_.resize(size);
        for (std::size_t i = 0; i < samples_.size(); ++i) {
            const auto extents = extents_of(samples_[i].shape);
            std::array<int, 3> low{};
            std::array<double, 3> share{};
            for (std::size_t d = 0; d < 3; ++d) {
                const double place = std::log2(extents[d]) - first_[d];
                low[d] = int(place);
                share[d] = place - low[d];
            }
            for (int corner = 0; corner < 8; ++corner) {
                double weight = 1;
                std::array<int, 3> at{};
                for (std::size_t d = 0; d < 3; ++d) {
                    const int upper = corner >> d & 1;
                    weight *= upper == 1 ? share[d] : 1 - share[d];
                    at[d] = std::min(low[d] + upper, count_[d] - 1);
                }
                if (weight > 0)
                    nodes_[(std::size_t(at[0]) * count_[1] + at[1]) * count_[2] + at[2]]
                        .samples.push_back({i, weight});
            }
        }
    }

    // Nodes at the m and n that stand in enough samples; at two k, at one, or none of them, as the
    // number of samples allows.
    void make_tiling() {
        std::array<std::map<int, std::size_t>, 2> seen;
        std::vector<int> all_k;
        for (const GemmSample& sample : samples_) {
            ++seen[0][int(sample.shape.m)];
            ++seen[1][int(sample.shape.n)];
            all_k.push_back(int(sample.shape.k));
        }
        for (std::size_t d = 0; d < 2; ++d)
            for (const auto& [extent, times] : seen[d])
                if (times >= fewest_tiling_samples)
                    axes_[d].push_back(extent);
        std::sort(all_k.begin(), all_k.end());
        const int low_k = all_k[all_k.size() / 8],
                  high_k = all_k[all_k.size() - 1 - all_k.size() / 8];
        axes_[2] = low_k < high_k ? std::vector{low_k, high_k} : std::vector{low_k};
        const std::size_t columns = axes_[0].size() * axes_[1].size();
        if (samples_.size() < fewest_samples_a_tile * columns * axes_[2].size())
            axes_[2].resize(1);
        if (axes_[0].size() < 2 || axes_[1].size() < 2 || columns > most_tiling_columns ||
            samples_.size() < fewest_samples_a_tile * columns)
            return;
        tiles_.resize(columns * axes_[2].size());
        for (std::size_t i = 0; i < samples_.size(); ++i) {
            const GemmShape& shape = samples_[i].shape;
            const auto m = std::lower_bound(axes_[0].begin(), axes_[0].end(), int(shape.m));
            const auto n = std::lower_bound(axes_[1].begin(), axes_[1].end(), int(shape.n));
            if (m == axes_[0].end() || n == axes_[1].end() || *m != shape.m || *n != shape.n)
                continue;
            const std::size_t first = (std::size_t(m - axes_[0].begin()) * axes_[1].size() +
                                       std::size_t(n - axes_[1].begin())) *
                                      axes_[2].size();
            if (axes_[2].size() == 1) {
                tiles_[first].samples.push_back({i, 1});
                continue;
            }
            const double upper =
                std::clamp(std::log(shape.k / low_k) / std::log(double(high_k) / low_k), 0.0, 1.0);
            if (upper < 1)
                tiles_[first].samples.push_back({i, 1 - upper});
            if (upper > 0)
                tiles_[first + 1].samples.push_back({i, upper});
        }
    }

    void weigh() {
        for (std::size_t i = 0; i < rest_.size(); ++i)
            weight_[i] = outlier / std::max(outlier, std::abs(rest_[i]));
    }

    // One step to the least weighted squares of one node, the others as they are. `pull` and
    // `stiffness`: what the weights of smoothness add to the sum and to its second derivative.
    void settle(Node& node, double pull, double stiffness) {
        for (const Share& share : node.samples) {
            pull += weight_[share.sample] * share.weight * rest_[share.sample];
            stiffness += weight_[share.sample] * share.weight * share.weight;
        }
        const double change = pull / stiffness;
        node.value += change;
        for (const Share& share : node.samples)
            rest_[share.sample] -= share.weight * change;
    }

    void sweep_correction() {
        weigh();
        const std::array<int, 3> stride = {count_[1] * count_[2], count_[2], 1};
        for (std::size_t i = 0; i < nodes_.size(); ++i) {
            const auto value = [&](int offset) {
                return nodes_[std::size_t(int(i) + offset)].value;
            };
            double pull = -size_weight * value(0), stiffness = size_weight;
            const std::array<int, 3> place = place_of(i);
            for (std::size_t d = 0; d < 3; ++d) {
                const int at = place[d] - first_[d];
                for (const int side : {-1, 1}) {
                    if (at + side < 0 || at + side >= count_[d])
                        continue;
                    pull += step_weight * (value(side * stride[d]) - value(0));
                    stiffness += step_weight;
                }
                // The second differences that this node is part of.
                for (const int centre : {-1, 0, 1}) {
                    if (at + centre < 1 || at + centre > count_[d] - 2)
                        continue;
                    const int middle = centre * stride[d];
                    const double bend =
                        value(middle - stride[d]) - 2 * value(middle) + value(middle + stride[d]);
                    const double part = centre == 0 ? -2 : 1;
                    pull -= bend_weight * part * bend;
                    stiffness += bend_weight * part * part;
                }
            }
            settle(nodes_[i], pull, stiffness);
        }
    }

    void sweep_tiling() {
        weigh();
        for (std::size_t i = 0; i < tiles_.size(); ++i) {
            double pull = -tiling_size_weight * tiles_[i].value, stiffness = tiling_size_weight;
            if (axes_[2].size() == 2) {
                // The same m and n at the other k.
                const double other = tiles_[i ^ 1].value;
                pull += tiling_step_weight * (other - tiles_[i].value);
                stiffness += tiling_step_weight;
            }
            settle(tiles_[i], pull, stiffness);
        }
    }

    std::span<const GemmSample> samples_;
    std::vector<double> rest_;    // ln(measured / as fitted so far)
    std::vector<double> weight_;  // of a sample
    std::array<int, 3> first_{}, count_{};
    std::vector<Node> nodes_;
    std::array<std::vector<int>, 3> axes_;  // of the tiling
    std::vector<Node> tiles_;
};

}  // namespace

GemmSurface fit_gemm(std::span<const GemmSample> samples, const GemmSurface& device,
                     std::span<const int> grains) {
    GemmSurface best = device;
    Found found;
    for (const int grain : grains) {
        GemmSurface tried = device;
        tried.grain = grain;
        const Found one = search(samples, tried);
        if (grain == grains.front() || one.cost < found.cost) {
            found = one;
            best = tried;
        }
    }
    for (std::size_t i = 0; i < found.parameters.size(); ++i)
        found.parameters[i] = rounded(found.parameters[i], bounds[i].unit);
    GemmSurface surface = with(best, found.parameters);
    Tables(samples, surface).fit_into(surface);
    return surface;
}

}  // namespace twin::calibration
