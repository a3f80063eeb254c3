#include "sim/arrivals/merged_source.h"

#include <utility>

namespace twin {

MergedSource::MergedSource(std::vector<Input> inputs, std::uint64_t seed)
    : inputs_(std::move(inputs)), seed_(seed) {
    for (const Input& input : inputs_)
        heads_.push_back(input.source->next());
}

std::optional<Job> MergedSource::next() {
    // A handful of inputs: a heap would not pay.
    std::size_t first = heads_.size();
    for (std::size_t i = 0; i < heads_.size(); ++i)
        if (heads_[i] && (first == heads_.size() || heads_[i]->submit < heads_[first]->submit))
            first = i;
    if (first == heads_.size())
        return std::nullopt;
    std::optional<Job> job = std::exchange(heads_[first], inputs_[first].source->next());
    job->index = next_index_++;
    draw_utilisation(*job, inputs_[first].cpu, inputs_[first].gpu, seed_);
    if (const auto share = inputs_[first].compute_bound)
        for (Phase& phase : job->phases)
            phase.compute_bound = *share;
    if (const auto& demand = inputs_[first].demand)
        for (Phase& phase : job->phases)
            phase.demand = *demand;
    return job;
}

ArrivalCounts MergedSource::counts(std::size_t input) const {
    ArrivalCounts counts = inputs_[input].source->counts();
    counts.jobs -= heads_[input] ? 1 : 0;  // read, not delivered yet
    return counts;
}

ArrivalCounts MergedSource::counts() const {
    ArrivalCounts sum;
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
        const ArrivalCounts part = counts(i);
        sum.records += part.records;
        sum.malformed += part.malformed;
        sum.negative_submit += part.negative_submit;
        sum.no_run_time += part.no_run_time;
        sum.no_size += part.no_size;
        sum.larger_than_site += part.larger_than_site;
        sum.outside_window += part.outside_window;
        sum.limit_missing += part.limit_missing;
        sum.capped_at_limit += part.capped_at_limit;
        sum.jobs += part.jobs;
    }
    return sum;
}

}  // namespace twin
