#include "sim/scheduling/fcfs.h"

namespace twin {
namespace {

class Fcfs : public Scheduler {
  public:
    void pass(const ClusterView& view, std::vector<Start>& starts) override {
        NodeCount free = view.free;
        if (free <= 0)
            return;
        for (auto place = view.queue.front(); place; place = view.queue.next(*place)) {
            const NodeCount nodes = view.queue.at(*place).nodes;
            if (nodes > free)
                return;
            starts.push_back({*place, false});
            free -= nodes;
        }
    }
};

}  // namespace

std::unique_ptr<Scheduler> make_fcfs() {
    return std::make_unique<Fcfs>();
}

}  // namespace twin
