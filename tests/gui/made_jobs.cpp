#include "tests/gui/made_jobs.h"

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
        for (const NodeSpan& span : job.spans) {
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
    return jobs;
}

}  // namespace twin
