#include "validation/calibration/worker_pool.h"

#include <algorithm>
#include <sched.h>

namespace twin::calibration {

WorkerPool::WorkerPool(int workers) {
    for (int worker = 1; worker < workers; ++worker)
        threads_.emplace_back([this, worker] { serve(worker); });
}

WorkerPool::~WorkerPool() {
    work_ = nullptr;
    round_.fetch_add(1);
    round_.notify_all();
    for (std::thread& thread : threads_)
        thread.join();
}

void WorkerPool::serve(int worker) {
    for (std::uint32_t seen = 0;;) {
        round_.wait(seen);
        // No round begins before all have ended the last one: none is missed.
        ++seen;
        if (work_ == nullptr)
            return;
        (*work_)(worker);
        if (working_.fetch_sub(1) == 1)
            working_.notify_one();
    }
}

void WorkerPool::run(const std::function<void(int)>& work) {
    work_ = &work;
    working_ = std::uint32_t(threads_.size());
    round_.fetch_add(1);
    round_.notify_all();
    work(0);
    for (std::uint32_t left = working_; left != 0; left = working_)
        working_.wait(left);
}

void WorkerPool::run_ranges(std::int64_t count, std::int64_t step,
                            const std::function<void(int, std::int64_t, std::int64_t)>& work) {
    const std::int64_t steps = (count + step - 1) / step;
    run([&](int worker) {
        const std::int64_t begin = std::min(count, steps * worker / size() * step);
        const std::int64_t end = std::min(count, steps * (worker + 1) / size() * step);
        if (begin < end)
            work(worker, begin, end);
    });
}

std::vector<int> usable_core_numbers() {
    std::vector<int> cores;
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof(set), &set) == 0)
        for (int core = 0; core < CPU_SETSIZE; ++core)
            if (CPU_ISSET(core, &set))
                cores.push_back(core);
    if (cores.empty())
        for (int core = 0; core < std::max(1, int(std::thread::hardware_concurrency())); ++core)
            cores.push_back(core);
    return cores;
}

int usable_cores() {
    return int(usable_core_numbers().size());
}

}  // namespace twin::calibration
