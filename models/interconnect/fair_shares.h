// Tasks that use several links at once, each with a rate of its own, and share them by max-min
// fairness of each link: a task goes at one share of all that it asks, and a link that is full is
// divided into equal parts among the tasks that it holds back; what the others leave is divided,
// too. So no task could get more on the link that holds it back but from one that gets no more
// there. Where tasks ask the same of all their links this is max-min fairness over tasks.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace twin {

class FairShares {
  public:
    using Task = std::int32_t;
    struct Use {
        int link = 0;     // index of the link
        double rate = 0;  // bytes per second that the task asks of it, > 0
    };

    // Bytes per second of each link, > 0.
    explicit FairShares(const std::vector<double>& capacities);

    void set_capacity(int link, double capacity);  // > 0
    // Each link once.
    Task start(std::span<const Use> uses);
    void end(Task task);
    // After changes, before shares are asked for. Costs what the changes touch: looks at links, and
    // where these go on for long linear equations of the links that hold somebody back. True:
    // shares are found, to 1e-11. False: after 1000 looks a link they are as near as they came.
    bool solve();
    // Of what the task asks, above 0 and at most 1. In steps of 2^-40: equal shares are equal
    // whatever else runs.
    double share(Task task) const;

  private:
    struct Runner {
        std::vector<Use> uses;
        double share = 1;
    };
    struct Place {
        Task task = 0;
        double rate = 0;
    };
    struct Link {
        double capacity = 0;
        double asked = 0;                                       // by all that run
        double part = std::numeric_limits<double>::infinity();  // at most, of each of them
        std::vector<Place> users;
        bool waits = false;  // to be looked at
        int unknown = -1;    // index in the equations
    };
    void look_at(int link);
    void wait(int link);
    struct Limit {
        double share = 1;
        int link = -1;  // that sets it; -1: none does
    };
    Limit limit_elsewhere(const Place& place, int link) const;
    void leap();

    std::vector<Link> links_;
    std::vector<Runner> tasks_;
    std::vector<Task> unused_;
    std::vector<int> waiting_;
    std::vector<double> demands_, limits_;
};

}  // namespace twin
