// Jobs for tests, without a run's file.
#pragma once

#include "gui/run/job_store.h"

namespace twin {

struct MadeJob {
    double submit_s, start_s, end_s;
    std::vector<NodeSpan> spans;
};
JobStore made_jobs(const std::vector<MadeJob>& made);

}  // namespace twin
