#include "models/workload/training_traffic.h"

#include <algorithm>

namespace twin {
namespace {

class GroupTable {
  public:
    GroupTable(const ParallelPlan& plan, const PlacementShape& shape)
        : gpus_(plan.gpus()),
          of_node_(shape.gpus_per_node),
          groups_(shape.nodes_by_group.size()),
          bytes_(groups_ * groups_) {
        for (std::size_t group = 0; group < groups_; ++group)
            group_of_gpu_.insert(group_of_gpu_.end(),
                                 std::size_t(shape.nodes_by_group[group]) * std::size_t(of_node_),
                                 int(group));
    }

    void add_rings(int stride, int ranks, DataSize over_edge) {
        if (ranks <= 1 || !(over_edge > DataSize()))
            return;
        for (int gpu = 0; gpu < gpus_; ++gpu) {
            const bool last = gpu / stride % ranks == ranks - 1;
            add(gpu, last ? gpu - (ranks - 1) * stride : gpu + stride, over_edge.si());
        }
    }

    // From each of the first `count` GPUs to the one that is `stride` farther on, and back.
    void add_pairs(int stride, int count, DataSize each_way) {
        if (!(each_way > DataSize()))
            return;
        for (int gpu = 0; gpu < count; ++gpu) {
            add(gpu, gpu + stride, each_way.si());
            add(gpu + stride, gpu, each_way.si());
        }
    }

    // Among every `ranks` neighbours.
    void add_all_to_all(int ranks, DataSize to_others) {
        const int elsewhere = ranks - std::min(ranks, of_node_);
        if (elsewhere == 0 || !(to_others > DataSize()))
            return;
        std::vector<int> here(groups_);
        for (int first = 0; first < gpus_; first += ranks) {
            std::fill(here.begin(), here.end(), 0);
            const int from = group_of(first), to = group_of(first + ranks - 1);
            for (int gpu = first; gpu < first + ranks; ++gpu)
                ++here[std::size_t(group_of(gpu))];
            for (int a = from; a <= to; ++a)
                for (int b = from; b <= to; ++b)
                    if (a != b)
                        bytes_[std::size_t(a) * groups_ + std::size_t(b)] +=
                            double(here[std::size_t(a)]) * here[std::size_t(b)] / elsewhere *
                            to_others.si();
        }
    }

    std::vector<GroupTraffic> over(Duration length) const {
        std::vector<GroupTraffic> traffic;
        for (std::size_t a = 0; a < groups_; ++a)
            for (std::size_t b = 0; b < groups_; ++b)
                if (const double bytes = bytes_[a * groups_ + b]; bytes > 0)
                    traffic.push_back({int(a), int(b), DataSize::from_si(bytes) / length});
        return traffic;
    }

  private:
    int group_of(int gpu) const { return group_of_gpu_[std::size_t(gpu)]; }
    void add(int from, int to, double bytes) {
        const int a = group_of(from), b = group_of(to);
        if (a != b)
            bytes_[std::size_t(a) * groups_ + std::size_t(b)] += bytes;
    }

    int gpus_, of_node_;
    std::size_t groups_;
    std::vector<double> bytes_;  // from * groups + to
    std::vector<int> group_of_gpu_;
};

}  // namespace

std::vector<GroupTraffic> group_traffic(const StepTraffic& traffic, const ParallelPlan& plan,
                                        const PlacementShape& shape, Duration length) {
    if (shape.nodes_by_group.size() < 2)
        return {};
    GroupTable table(plan, shape);
    const int of_stage = plan.gpus() / plan.pipeline;
    table.add_rings(1, plan.tensor, traffic.tensor);
    table.add_rings(plan.tensor, plan.context, traffic.context);
    table.add_rings(plan.tensor, plan.context * plan.data, traffic.data);
    table.add_rings(plan.expert, of_stage / plan.expert, traffic.expert_data);
    table.add_all_to_all(plan.expert, traffic.experts);
    table.add_pairs(of_stage, plan.gpus() - of_stage, traffic.stages);
    if (plan.pipeline > 1)
        table.add_pairs(plan.gpus() - of_stage, of_stage, traffic.ends);
    return table.over(length);
}

}  // namespace twin
