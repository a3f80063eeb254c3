#include "models/workload/training_costs.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "models/workload/llm_activity.h"

namespace twin {
namespace {

std::size_t mixed(std::size_t seed, std::uint64_t value) {
    // The steps of a linear congruential generator (Knuth, MMIX).
    return (seed ^ value) * 6364136223846793005U + 1442695040888963407U;
}

// Times the size of a collective: what each rank sends.
double sent_share(Collective collective, int ranks) {
    const double others = double(ranks - 1) / ranks;
    switch (collective) {
        case Collective::all_reduce:
            return 2 * others;
        case Collective::all_gather:
        case Collective::reduce_scatter:
        case Collective::all_to_all:
            return others;
        case Collective::broadcast:
        case Collective::point_to_point:
            break;
    }
    return 1;
}

}  // namespace

Work& Work::operator+=(const Work& more) {
    products += more.products;
    attention += more.attention;
    traffic += more.traffic;
    gaps += more.gaps;
    clocked += more.clocked;
    at_peak += more.at_peak;
    moved += more.moved;
    launches += more.launches;
    return *this;
}

Work operator*(double times, Work work) {
    return {times * work.products, times * work.attention, times * work.traffic,
            times * work.gaps,     times * work.clocked,   times * work.at_peak,
            times * work.moved,    times * work.launches};
}

std::size_t TrainingCosts::KernelHash::operator()(const Kernel& kernel) const {
    std::size_t hash = mixed(std::size_t(kernel.kind), std::uint64_t(kernel.precision));
    for (const std::int64_t value : {kernel.m, kernel.n, kernel.k})
        hash = mixed(hash, std::uint64_t(value));
    const std::size_t of_size = mixed(hash, std::uint64_t(kernel.size.si()));
    return of_size ^ (of_size >> 32U);
}

TrainingCosts::TrainingCosts(const TrainingSetting& setting)
    : setting_(setting),
      constants_(setting.training_constants ? *setting.training_constants
                                            : training_constants(setting.calibration)) {}

double TrainingCosts::rate_of_products(Precision precision) const {
    if (row_of(precision).element_bytes < 2)
        return constants_.narrow_products;
    return setting_.shape.gpus() > 1 ? constants_.products : constants_.alone;
}

TrainingCosts::Timed TrainingCosts::timed(const Kernel& kernel) const {
    const auto known = kernel_time(setting_.calibration, kernel);
    if (std::holds_alternative<UnitError>(known)) {
        assert(kernel.kind == KernelKind::attention);
        Timed sum{kernel};
        for (const RepeatedKernel& one : attention_as_products({kernel, 1})) {
            const Timed part = timed(one.kernel);
            sum.body += part.body;
            sum.compute_bound += part.compute_bound * part.body.si();
        }
        sum.compute_bound = sum.compute_bound / sum.body.si();
        return sum;
    }
    const KernelTime& time = std::get<KernelTime>(known);
    Timed result{kernel, time.time - time.launch, 0};
    if (result.body > Duration())
        result.compute_bound = std::min(1.0, time.compute_bound * (time.time / result.body));
    return result;
}

Duration TrainingCosts::at_peak(const Kernel& kernel) const {
    const FlopRate peak = peak_rate(setting_.node.gpu, kernel.precision);
    return peak > FlopRate() ? flops(kernel) / peak.si() * second : Duration();
}

Work TrainingCosts::work(const KernelList& list, Pass pass) {
    Work sum;
    for (const RepeatedKernel& one : list.kernels) {
        auto known = kernels_.find(one.kernel);
        if (known == kernels_.end())
            known = kernels_.emplace(one.kernel, timed(one.kernel)).first;
        const Timed& kernel = known->second;
        Duration time = one.times * kernel.body;
        switch (one.kernel.kind) {
            case KernelKind::gemm:
                time = time / rate_of_products(one.kernel.precision);
                sum.products += time;
                sum.at_peak += one.times * at_peak(one.kernel);
                break;
            case KernelKind::attention: {
                const AttentionShare share =
                    attention_share(constants_.attention, int(one.kernel.k));
                time =
                    time / (pass == Pass::forward ? share.forward * constants_.attention_forward
                                                  : share.backward * constants_.attention_backward);
                sum.attention += time;
                sum.at_peak += one.times * at_peak(one.kernel);
                break;
            }
            default:
                time = time / constants_.traffic;
                sum.traffic += time;
                break;
        }
        sum.clocked += kernel.compute_bound * time;
        sum.moved += one.times * traffic(one.kernel);
    }
    sum.gaps = list.launches * constants_.gap;
    sum.launches = list.launches;
    return sum;
}

const RankGroup& TrainingCosts::group(int stride, int ranks) {
    const auto known = groups_.find({stride, ranks});
    if (known != groups_.end())
        return known->second;
    return groups_
        .emplace(std::pair(stride, ranks),
                 rank_group(setting_.shape, setting_.rates, stride, ranks))
        .first->second;
}

Exchange TrainingCosts::exchange(Collective collective, DataSize size, int stride, int ranks) {
    if (ranks <= 1 || !(size > DataSize()))
        return {};
    const Key key{collective, size.si(), stride, ranks};
    const auto known = exchanges_.find(key);
    if (known != exchanges_.end())
        return known->second;
    const RankGroup& where = group(stride, ranks);
    Exchange cost;
    cost.time =
        collective_cost({collective, size}, {where.shape, where.rates, setting_.constants}).total();
    cost.sent = sent_share(collective, ranks) * size;
    if (where.crosses_nodes()) {
        const double groups_of_node =
            std::max(1.0, double(setting_.shape.gpus_per_node) / where.shape.gpus_per_node);
        // Rings leave a node once for each part; of an all-to-all what other nodes get.
        const double of_node =
            collective == Collective::all_to_all
                ? double(ranks - where.shape.gpus_per_node) / ranks * where.shape.gpus_per_node
                : sent_share(collective, ranks);
        cost.sent_by_node = groups_of_node * of_node * size;
    }
    exchanges_.emplace(key, cost);
    return cost;
}

Exchange TrainingCosts::to_experts(DataSize size, int choices, int ranks, bool once_a_node) {
    if (ranks <= 1 || !once_a_node)
        return exchange(Collective::all_to_all, size, 1, ranks);
    const DataSize to_ranks = places_met(ranks, choices) / choices * size;
    if (!group(1, ranks).crosses_nodes())
        return exchange(Collective::all_to_all, to_ranks, 1, ranks);
    const PlacementShape& shape = group(1, ranks).shape;
    const DataSize to_nodes = places_met(shape.nodes(), choices) / choices * size;
    const Exchange between = exchange(Collective::all_to_all, to_nodes, 1, ranks);
    const Exchange inside = exchange(Collective::all_to_all, to_ranks, 1, shape.gpus_per_node);
    return {std::max(between.time, inside.time), between.sent + inside.sent, between.sent_by_node};
}

Exchange TrainingCosts::message(DataSize size, int stride) {
    const Key key{Collective::point_to_point, size.si(), stride, 2};
    const auto known = exchanges_.find(key);
    if (known != exchanges_.end())
        return known->second;
    auto where = neighbours_.find(stride);
    if (where == neighbours_.end())
        where = neighbours_.emplace(stride, neighbour_group(setting_.shape, setting_.rates, stride))
                    .first;
    const RankGroup& group = where->second;
    Exchange cost;
    cost.time = collective_cost({Collective::point_to_point, size},
                                {group.shape, group.rates, setting_.constants})
                    .total();
    cost.sent = size;
    if (group.crosses_nodes())
        cost.sent_by_node = setting_.shape.gpus_per_node * size;
    exchanges_.emplace(key, cost);
    return cost;
}

}  // namespace twin
