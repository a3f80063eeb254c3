// First come, first served: nothing passes the head of the queue.
#pragma once

#include <memory>

#include "sim/scheduling/scheduler.h"

namespace twin {

std::unique_ptr<Scheduler> make_fcfs();

}  // namespace twin
