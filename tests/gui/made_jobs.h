// Jobs for tests, without a run's file; and a machine with the jobs of one.
#pragma once

#include "gui/run/job_store.h"
#include "gui/run/machine.h"

namespace twin {

struct MadeJob {
    double submit_s, start_s, end_s;
    std::vector<NodeRange> spans;
};
JobStore made_jobs(const std::vector<MadeJob>& made);
Machine read_whole_machine(const ResultStore& store);

}  // namespace twin
