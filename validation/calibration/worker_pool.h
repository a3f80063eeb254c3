// Threads that wait for work: one for each core that this program may use, the caller being one.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>
#include <vector>

namespace twin::calibration {

class WorkerPool {
  public:
    explicit WorkerPool(int workers);
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    int size() const { return int(threads_.size()) + 1; }

    // work(worker) on each at once; returns when all are done. `work` must not throw.
    void run(const std::function<void(int worker)>& work);

    // Elements 0 to `count`, in as many stretches as there are workers, each a multiple of `step`
    // but for the last.
    void run_ranges(
        std::int64_t count, std::int64_t step,
        const std::function<void(int worker, std::int64_t begin, std::int64_t end)>& work);

  private:
    void serve(int worker);

    const std::function<void(int)>* work_ = nullptr;  // nullptr: end
    std::atomic<std::uint32_t> round_{0}, working_{0};
    std::vector<std::thread> threads_;
};

// Numbers of the cores that this program may use, ascending; at least one.
std::vector<int> usable_core_numbers();
int usable_cores();  // how many

}  // namespace twin::calibration
