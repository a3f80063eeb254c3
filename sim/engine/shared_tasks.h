// Tasks that use several links at once and share them: SimGrid's parallel tasks (model L07) on the
// engine's own platform. Each flows at one rate on all of its links; a full link is divided into
// equal parts among those that it holds back.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace twin {

struct SharedLink {
    int from = 0, to = 0;  // ends, from 0; one link between two of them
    double capacity = 0;   // bytes per second, > 0
};

class SharedTasks {
  public:
    using Task = std::int32_t;
    struct Use {
        int link = 0;     // index of the link
        double rate = 0;  // bytes per second that the task asks of it, > 0
    };

    // At most `most` tasks at once. A Clock that can hold tasks must exist.
    SharedTasks(const std::vector<SharedLink>& links, int most);
    ~SharedTasks();
    SharedTasks(const SharedTasks&) = delete;
    SharedTasks& operator=(const SharedTasks&) = delete;

    // Of a link from now on, > 0; SimGrid solves anew.
    void set_capacity(int link, double capacity);
    Task start(std::span<const Use> uses);
    void end(Task task);
    void end_all();
    // SimGrid has solved since the last task ended; call it once each time.
    void settled();
    // Of what the task asks, above 0 and at most 1, once SimGrid has solved for all that runs. In
    // steps of 2^-40: equal shares are equal whatever else runs.
    double share(Task task) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace twin
