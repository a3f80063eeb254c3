#include "sim/scheduling/schedulers.h"

#include <array>

#include "sim/scheduling/conservative.h"
#include "sim/scheduling/easy.h"
#include "sim/scheduling/fcfs.h"

namespace twin {
namespace {

constexpr std::array scheduler_rows = {
    SchedulerRow{"fcfs", "first come, first served: nothing passes the head of the queue",
                 EventRule::batch, false, make_fcfs},
    SchedulerRow{"easy", "EASY backfilling: what does not delay the head may pass it",
                 EventRule::batch, false, make_easy},
    SchedulerRow{"easy_sequential", "EASY with a pass after each single event, as in pyss",
                 EventRule::sequential, false, make_easy},
    SchedulerRow{"easy_perfect", "EASY that knows the true run times", EventRule::batch, true,
                 make_easy},
    SchedulerRow{"conservative", "backfilling that delays no waiting job's reservation",
                 EventRule::batch, false, make_conservative},
};

}  // namespace

std::span<const SchedulerRow> schedulers() {
    return scheduler_rows;
}

const SchedulerRow* find_scheduler(std::string_view name) {
    for (const auto& row : scheduler_rows)
        if (row.name == name)
            return &row;
    return nullptr;
}

}  // namespace twin
