// What SimGrid gives tasks that share several links at once, against a max-min solver of our own.
#include "sim/engine/shared_tasks.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <vector>

#include "sim/arrivals/rng.h"
#include "sim/engine/clock.h"
#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

struct Case {
    std::vector<double> capacity;                     // of links
    std::vector<std::vector<SharedTasks::Use>> uses;  // of tasks, links ascending
};

// Max-min by progressive filling, of tasks that ask the same of all their links: all get more alike
// until one has what it asks, or a link is full and stops those that use it. Shares of what they
// ask.
std::vector<double> max_min(const Case& given) {
    std::vector<double> left = given.capacity, rate(given.uses.size());
    std::vector<bool> done(given.uses.size());
    while (true) {
        double step = INFINITY;
        std::vector<int> active(left.size());
        for (std::size_t task = 0; task < done.size(); ++task) {
            if (done[task])
                continue;
            step = std::min(step, given.uses[task].front().rate - rate[task]);
            for (const auto& use : given.uses[task])
                ++active[std::size_t(use.link)];
        }
        for (std::size_t link = 0; link < left.size(); ++link)
            if (active[link] > 0)
                step = std::min(step, left[link] / active[link]);
        if (step == INFINITY)
            break;
        for (std::size_t link = 0; link < left.size(); ++link)
            left[link] -= step * active[link];
        for (std::size_t task = 0; task < done.size(); ++task) {
            if (done[task])
                continue;
            rate[task] += step;
            done[task] = rate[task] >= given.uses[task].front().rate * (1 - 1e-12);
            for (const auto& use : given.uses[task])
                done[task] = done[task] || left[std::size_t(use.link)] <=
                                               1e-12 * given.capacity[std::size_t(use.link)];
        }
    }
    for (std::size_t task = 0; task < rate.size(); ++task)
        rate[task] /= given.uses[task].front().rate;
    return rate;
}

// Runs one case a second.
std::vector<std::vector<double>> shares_of(const std::vector<Case>& cases) {
    Clock clock(true);
    std::vector<SharedLink> links;
    int end = 0;
    for (std::size_t link = 0; link < cases.front().capacity.size(); ++link, end += 2)
        links.push_back({end, end + 1, 1e9});
    SharedTasks tasks(links, 100);
    std::vector<SharedTasks::Task> running;
    std::vector<std::vector<double>> shares;
    for (std::size_t i = 0; i <= cases.size(); ++i)
        clock.set({at_second(double(i) + 1), EventClass::change, 0, std::int64_t(i)});
    clock.settle_with([](SimTime) {},
                      [&](SimTime) {
                          tasks.settled();
                          std::vector<double> now;
                          for (const auto task : running)
                              now.push_back(tasks.share(task));
                          shares.push_back(now);
                      });
    clock.run([&](SimTime, std::span<const Event> events) {
        for (const auto task : running)
            tasks.end(task);
        running.clear();
        const auto next = std::size_t(events.front().subject);
        if (next == cases.size())
            return clock.stop();
        for (std::size_t link = 0; link < cases[next].capacity.size(); ++link)
            tasks.set_capacity(int(link), cases[next].capacity[link] * 1e9);
        for (std::vector<SharedTasks::Use> uses : cases[next].uses) {
            for (SharedTasks::Use& use : uses)
                use.rate *= 1e9;
            running.push_back(tasks.start(uses));
        }
        clock.unsettle();
    });
    tasks.end_all();
    return shares;
}

std::vector<Case> random_cases(int count, int links, int tasks, bool alike) {
    Rng rng(5, "shared tasks");
    std::vector<Case> cases;
    for (int i = 0; i < count; ++i) {
        Case one;
        for (int link = 0; link < links; ++link)
            one.capacity.push_back(1 + 9 * rng.uniform());
        for (int task = 0; task < tasks; ++task) {
            const double rate = 1 + 9 * rng.uniform();
            std::vector<SharedTasks::Use> uses;
            while (uses.empty())
                for (int link = 0; link < links; ++link)
                    if (rng.uniform() < 0.4)
                        uses.push_back({link, alike ? rate : rate * (0.05 + 0.95 * rng.uniform())});
            one.uses.push_back(uses);
        }
        cases.push_back(one);
    }
    return cases;
}

TEST(SharedTasks, Experiment) {
    for (const int links : {2, 4, 8}) {
        (void)links;
    }
    const int links = std::atoi(std::getenv("LINKS")), tasks = std::atoi(std::getenv("TASKS"));
    const auto cases = random_cases(2000, links, tasks, true);
    const auto shares = shares_of(cases);
    int differ = 0;
    double worst = 0, sum = 0;
    int n = 0;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const auto exact = max_min(cases[i]);
        double most = 0;
        for (std::size_t t = 0; t < exact.size(); ++t) {
            const double d = std::abs(shares[i][t] / exact[t] - 1);
            most = std::max(most, d);
            sum += d;
            ++n;
        }
        differ += most > 1e-6;
        worst = std::max(worst, most);
    }
    std::printf("links %d tasks %d: %d of %zu differ, worst %.4f, mean %.5f\n", links, tasks,
                differ, cases.size(), worst, sum / n);
}

}  // namespace
}  // namespace twin
