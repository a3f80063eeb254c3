// The table of policies: adding one is one file and one row.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "sim/scheduling/scheduler.h"

namespace twin {

enum class EventRule {
    batch,       // all completions, then all submissions of an instant, then one pass
    sequential,  // one event at a time, a pass after each; submissions before completions
};

struct SchedulerRow {
    std::string_view name;
    std::string_view summary;  // one line for `twin list schedulers`
    EventRule event_rule;
    bool knows_run_time;  // planned = true run time, not the requested limit
    std::unique_ptr<Scheduler> (*make)();
};

std::span<const SchedulerRow> schedulers();
const SchedulerRow* find_scheduler(std::string_view name);  // nullptr: unknown

}  // namespace twin
