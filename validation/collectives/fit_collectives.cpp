// twin-fit-collectives SHARED: chooses the constants of
// models/interconnect/collective_constants.cpp by the rows of the measured tables that are not held
// out, and prints them. Deterministic.
#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <functional>
#include <limits>
#include <optional>
#include <vector>

#include "validation/collectives/measured_collectives.h"

namespace twin {
namespace {

constexpr double never = std::numeric_limits<double>::infinity();
constexpr auto microsecond = 1e-6 * second;
constexpr std::size_t terms = 4;
constexpr std::size_t protocols = 3;

// A protocol's time is linear in its start, its step and one over each fraction.
using Weights = std::array<double, terms>;
struct Sample {
    DataSize part{};
    Weights per_term{};   // microseconds for each unit of a term
    double measured = 0;  // microseconds
};

NodeProtocol unit_protocol(std::size_t term) {
    return {.from = {},
            .start = (term == 0 ? 1 : 0) * microsecond,
            .step = (term == 1 ? 1 : 0) * microsecond,
            .link_fraction = term == 2 ? 1 : never,
            .part_fraction = term == 3 ? 1 : never};
}

Sample sample_of(const NcclRow& row, const FabricRates& rates) {
    Sample sample;
    sample.part = row.request.size / double(row.gpus);
    sample.measured = row.time.in(microsecond);
    const PlacementShape shape{.gpus_per_node = row.gpus, .nodes_by_group = {1}};
    CollectiveRequest request = row.request;
    request.switches_can_add = false;
    for (std::size_t term = 0; term < terms; ++term) {
        CollectiveConstants constants{};
        constants.node.ring.fill(unit_protocol(term));
        constants.node.peer = constants.node.ring;
        sample.per_term[term] =
            collective_cost(request, {shape, rates, constants}).total().in(microsecond);
    }
    return sample;
}

double time_of(const Weights& weights, const Sample& sample) {
    double time = 0;
    for (std::size_t term = 0; term < terms; ++term)
        time += weights[term] * sample.per_term[term];
    return time;
}

// Gauss-Jordan with pivoting; absent if singular.
std::optional<std::vector<double>> solved(std::vector<std::vector<double>> a) {
    const std::size_t n = a.size();
    for (std::size_t column = 0; column < n; ++column) {
        std::size_t pivot = column;
        for (std::size_t row = column; row < n; ++row)
            if (std::abs(a[row][column]) > std::abs(a[pivot][column]))
                pivot = row;
        std::swap(a[column], a[pivot]);
        if (std::abs(a[column][column]) < 1e-12)
            return {};
        for (std::size_t row = 0; row < n; ++row) {
            const double factor = row == column ? 0 : a[row][column] / a[column][column];
            for (std::size_t i = column; i <= n; ++i)
                a[row][i] -= factor * a[column][i];
        }
    }
    std::vector<double> x;
    for (std::size_t row = 0; row < n; ++row)
        x.push_back(a[row][n] / a[row][row]);
    return x;
}

// The least mean size of the relative error, terms >= 0: least squares, reweighted by the error; a
// term that would be negative, or that no sample determines, is left out.
Weights fitted(const std::vector<Sample>& samples) {
    std::array<bool, terms> used{};
    for (const Sample& sample : samples)
        for (std::size_t term = 0; term < terms; ++term)
            used[term] = used[term] || sample.per_term[term] > 0;
    std::vector<double> trust(samples.size(), 1);
    Weights weights{};
    for (int round = 0; round < 16; ++round) {
        std::vector<std::size_t> index;
        for (std::size_t term = 0; term < terms; ++term)
            if (used[term])
                index.push_back(term);
        std::vector<std::vector<double>> a(index.size(), std::vector<double>(index.size() + 1));
        for (std::size_t s = 0; s < samples.size(); ++s) {
            const double weight = trust[s] / (samples[s].measured * samples[s].measured);
            for (std::size_t i = 0; i < index.size(); ++i) {
                const double term = weight * samples[s].per_term[index[i]];
                for (std::size_t j = 0; j < index.size(); ++j)
                    a[i][j] += term * samples[s].per_term[index[j]];
                a[i][index.size()] += term * samples[s].measured;
            }
        }
        const auto x = solved(a);
        if (!x) {
            used[index.back()] = false;
            continue;
        }
        const auto least = std::min_element(x->begin(), x->end());
        if (*least < 0) {
            used[index[std::size_t(least - x->begin())]] = false;
            continue;
        }
        weights = {};
        for (std::size_t i = 0; i < index.size(); ++i)
            weights[index[i]] = (*x)[i];
        for (std::size_t s = 0; s < samples.size(); ++s)
            trust[s] =
                1 /
                std::max(0.01, std::abs(time_of(weights, samples[s]) / samples[s].measured - 1));
    }
    return weights;
}

struct Choice {
    std::array<double, protocols> from{};  // bytes
    std::array<Weights, protocols> weights{};
    double error = never;  // mean size, of the samples; one counts half at most

    // The fastest of the protocols that a part of this size may take.
    std::size_t protocol_of(const Sample& sample) const {
        std::size_t first = protocols - 1;
        while (first > 0 && sample.part.si() < from[first])
            --first;
        std::size_t best = first;
        for (std::size_t i = first + 1; i < protocols; ++i)
            if (time_of(weights[i], sample) < time_of(weights[best], sample))
                best = i;
        return best;
    }
};

// For all pairs of limits between protocols (powers of two): fit each protocol to the samples that
// it carries, and again with those that it carries by that fit.
Choice chosen(const std::vector<Sample>& samples) {
    Choice best;
    for (int second = 10; second <= 20; ++second)
        for (int third = second; third <= 25; ++third) {
            Choice choice;
            choice.from = {0, std::exp2(second), std::exp2(third)};
            for (int round = 0; round < 4; ++round) {
                std::array<std::vector<Sample>, protocols> carried;
                for (const Sample& sample : samples) {
                    std::size_t protocol = protocols - 1;
                    while (protocol > 0 && sample.part.si() < choice.from[protocol])
                        --protocol;
                    carried[round == 0 ? protocol : choice.protocol_of(sample)].push_back(sample);
                }
                for (std::size_t i = 0; i < protocols; ++i)
                    if (carried[i].size() > terms)
                        choice.weights[i] = fitted(carried[i]);
                double sum = 0;
                for (const Sample& sample : samples)
                    sum += std::min(
                        0.5, std::abs(time_of(choice.weights[choice.protocol_of(sample)], sample) /
                                          sample.measured -
                                      1));
                choice.error = sum / double(samples.size());
                if (choice.error < best.error)
                    best = choice;
            }
        }
    return best;
}

void print(std::string_view what, const Choice& choice) {
    fmt::print("  {}: mean error {:.2f} % of the rows that chose it\n", what, 100 * choice.error);
    for (std::size_t i = 0; i < protocols; ++i) {
        const Weights& w = choice.weights[i];
        const auto fraction = [](double x) { return x > 0 ? 1 / x : never; };
        fmt::print(
            "    {{{:.0f} * byte, {:.3g} * microsecond, {:.3g} * microsecond, {:.3g}, {:.3g}}},\n",
            choice.from[i], w[0], w[1], fraction(w[2]), fraction(w[3]));
    }
}

// All-reduces of eight GPUs that switches can add: below, rings do them, and above, where the same
// without adding switches is slower, the switches. In between nobody knows which.
constexpr double ring_below = 1 << 20, switches_from = 1 << 25;
constexpr int switched_gpus = 8;

bool may_be_switched(const NcclRow& row) {
    return row.request.collective == Collective::all_reduce && row.request.switches_can_add &&
           row.gpus >= switched_gpus;
}

void fit_generation(std::string_view name, const std::filesystem::path& shared) {
    const CollectiveConstants* constants = find_collective_constants(name);
    std::vector<Sample> ring, peer, switched;
    for (const NcclMachine& machine : nccl_machines()) {
        if (machine.constants != name)
            continue;
        const FabricRates rates = rates_of(machine);
        for (const NcclRow& row : read_nccl_rows(shared, machine)) {
            if (row.held_out)
                continue;
            const bool is_switched = constants->node.switches && may_be_switched(row) &&
                                     row.request.size.si() >= ring_below;
            if (!is_switched) {
                auto& samples = row.request.collective == Collective::all_to_all ? peer : ring;
                samples.push_back(sample_of(row, rates));
            } else if (row.request.size.si() >= switches_from) {
                // Two terms: the start, and the size over the links.
                switched.push_back(
                    {{},
                     {1, 0, (row.request.size / rates.node.gpu_bandwidth).in(microsecond), 0},
                     row.time.in(microsecond)});
            }
        }
    }
    fmt::print("{}\n", name);
    print("ring", chosen(ring));
    print("peer", chosen(peer));
    if (!switched.empty()) {
        const Weights weights = fitted(switched);
        fmt::print("  switches: {{{}, {:.3g} * microsecond, {:.3g}}}\n", switched_gpus, weights[0],
                   1 / weights[2]);
    }
}

// The x in (low, high) at which the falling or rising `value` is `wanted`.
double bisected(double low, double high, double wanted,
                const std::function<double(double)>& value) {
    const bool rising = value(low) < value(high);
    for (int i = 0; i < 60; ++i) {
        const double middle = (low + high) / 2;
        ((value(middle) < wanted) == rising ? low : high) = middle;
    }
    return (low + high) / 2;
}

double bus_gb(int nodes, const CollectiveConstants& constants) {
    const PlacementShape shape = jupiter_shape(nodes);
    const FabricRates rates = jupiter_rates();
    const CollectiveRequest request = jupiter_all_reduce_request();
    const Duration time = collective_cost(request, {shape, rates, constants}).total();
    return bus_bandwidth(request, shape.gpus(), time).si() / 1e9;
}

void fit_jupiter() {
    CollectiveConstants constants = *find_collective_constants("JUPITER");
    for (const AllReducePoint& point : jupiter_all_reduces()) {
        if (!point.fits)
            continue;
        double& constant = point.nodes == 1 ? constants.link_share : constants.nic_fraction;
        constant = bisected(0.01, 1, point.bus_gb_per_second, [&](double value) {
            constant = value;
            return bus_gb(point.nodes, constants);
        });
    }
    fmt::print("JUPITER: link_share {:.3g}, nic_fraction {:.3g}\n", constants.link_share,
               constants.nic_fraction);
}

// Inside the node one copy follows the other, so a message costs start and size over the links;
// between nodes a window of messages hides all but the NIC.
void fit_osu(const std::filesystem::path& shared) {
    const auto rows = read_osu_rows(shared);
    const FabricRates rates = juwels_booster_rates();
    const auto seconds_of = [&](int nodes, double bytes) {
        return bytes / (1e6 * mean_result(rows, "osu_bw", nodes, bytes));
    };
    constexpr double some = 4194304, many = 67108864;
    const double rate = (many - some) / (seconds_of(1, many) - seconds_of(1, some));
    const double latency = mean_result(rows, "osu_latency", 1, 0);
    fmt::print("MPI: start {:.3g} us, of copies {:.3g} us, link_fraction {:.3g}\n", latency,
               1e6 * (seconds_of(1, some) - some / rate), rate / rates.node.pair_bandwidth().si());
    fmt::print(
        "  between nodes: step {:.3g} us, nic_fraction {:.3g}, message_gap {:.3g} us\n",
        mean_result(rows, "osu_latency", 2, 0) - latency - rates.leaf_latency.in(microsecond),
        many / seconds_of(2, many) / rates.node.nic_per_gpu().si(), 1e6 * seconds_of(2, 1));
}

}  // namespace

void fit_collectives(const std::filesystem::path& shared) {
    std::string_view last;
    for (const NcclMachine& machine : nccl_machines())
        if (machine.constants != last) {
            last = machine.constants;
            fit_generation(last, shared);
        }
    fit_jupiter();
    fit_osu(shared);
}

}  // namespace twin

int main(int count, char** arguments) {
    if (count != 2) {
        fmt::print(stderr,
                   "usage: twin-fit-collectives FOLDER (that holds calibration/nccl_*.csv)\n");
        return 2;
    }
    try {
        twin::fit_collectives(arguments[1]);
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 1;
    }
    return 0;
}
