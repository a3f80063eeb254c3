// Times of kernels and collectives of training on one setting, each computed once.
#pragma once

#include <cstdint>
#include <map>
#include <unordered_map>

#include "models/interconnect/collective.h"
#include "models/workload/training_constants.h"
#include "models/workload/training_groups.h"
#include "models/workload/training_kernels.h"

namespace twin {

// What a list of kernels takes of a GPU.
struct Work {
    Duration products{};   // of matrices, without attention
    Duration attention{};  // fused
    Duration traffic{};    // element-wise
    Duration gaps{};       // between kernels
    Duration clocked{};    // of all, what stretches when the cores' clock falls
    Duration at_peak{};    // what products and attention took at the peaks of their precisions
    DataSize moved{};      // in memory
    double launches = 0;

    Duration total() const { return products + attention + traffic + gaps; }
    Work& operator+=(const Work& more);
    friend Work operator*(double times, Work work);
};

struct Exchange {
    Duration time{};
    DataSize sent{};          // by one GPU
    DataSize sent_by_node{};  // into the network, by all groups on the node together
};

class TrainingCosts {
  public:
    // `setting` must outlive it.
    explicit TrainingCosts(const TrainingSetting& setting);

    const TrainingConstants& constants() const { return constants_; }
    int gpus_per_node() const { return setting_.shape.gpus_per_node; }
    enum class Pass { forward, backward };
    Work work(const KernelList& list, Pass pass);
    // Over ranks that are `stride` GPUs apart; nothing for one rank.
    Exchange exchange(Collective collective, DataSize size, int stride, int ranks);
    // Of `size` that each of `ranks` neighbours sends to experts: a copy of a token for each of its
    // `choices` of experts, or one for each node that has some, handed on there to each rank that
    // has some.
    Exchange to_experts(DataSize size, int choices, int ranks, bool once_a_node);
    // To the stage that is `stride` GPUs on.
    Exchange message(DataSize size, int stride);

  private:
    struct Timed {
        Kernel kernel;
        Duration body{};
        double compute_bound = 0;  // of the body
    };
    struct KernelHash {
        std::size_t operator()(const Kernel& kernel) const;
    };
    struct Key {
        Collective collective;
        double size;
        int stride, ranks;
        auto operator<=>(const Key&) const = default;
    };
    Timed timed(const Kernel& kernel) const;
    Duration at_peak(const Kernel& kernel) const;
    double rate_of_products(Precision precision) const;
    const RankGroup& group(int stride, int ranks);

    const TrainingSetting& setting_;
    const TrainingConstants& constants_;
    std::unordered_map<Kernel, Timed, KernelHash> kernels_;  // never iterated
    std::map<std::pair<int, int>, RankGroup> groups_;
    std::map<int, RankGroup> neighbours_;
    std::map<Key, Exchange> exchanges_;
};

}  // namespace twin
