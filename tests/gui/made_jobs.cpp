#include "tests/gui/made_jobs.h"

#include <algorithm>
#include <numeric>

namespace twin {

JobStore made_jobs(const std::vector<MadeJob>& made) {
    JobStore jobs;
    jobs.first_span.push_back(0);
    for (const MadeJob& job : made) {
        jobs.idx.push_back(std::int32_t(jobs.idx.size()));
        jobs.submit_s.push_back(job.submit_s);
        jobs.start_s.push_back(job.start_s);
        jobs.end_s.push_back(job.end_s);
        jobs.limit_s.push_back(float(job.end_s - job.start_s));
        std::int32_t nodes = 0;
        for (const NodeRange& span : job.spans) {
            nodes += span.count;
            jobs.spans.push_back(span);
        }
        jobs.first_span.push_back(std::uint32_t(jobs.spans.size()));
        jobs.nodes.push_back(nodes);
        jobs.state.push_back(JobState::completed);
        jobs.cause.push_back(WaitCause::none);
        jobs.backfilled.push_back(0);
        jobs.requeues.push_back(0);
        jobs.gpu_utilisation.push_back(0.5F);
        jobs.grid_kwh.push_back(0);
        jobs.cost_eur.push_back(0);
        jobs.carbon_kg.push_back(0);
        jobs.log_id.push_back(-1);
    }
    jobs.by_start.resize(jobs.size());
    std::iota(jobs.by_start.begin(), jobs.by_start.end(), 0);
    std::erase_if(jobs.by_start, [&](JobRow row) { return jobs.start_s[row] == JobStore::never; });
    std::stable_sort(jobs.by_start.begin(), jobs.by_start.end(),
                     [&](JobRow a, JobRow b) { return jobs.start_s[a] < jobs.start_s[b]; });
    return jobs;
}

Machine read_whole_machine(const ResultStore& store) {
    Machine machine = read_machine(store, read_facts(store).outages);
    machine.jobs = Occupancy(std::make_shared<const JobStore>(read_jobs(store)));
    return machine;
}

}  // namespace twin
