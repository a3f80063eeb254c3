// EASY backfilling (Lifka 1995): only the head of the queue holds a reservation.
#pragma once

#include <memory>

#include "sim/scheduling/scheduler.h"

namespace twin {

std::unique_ptr<Scheduler> make_easy();

}  // namespace twin
