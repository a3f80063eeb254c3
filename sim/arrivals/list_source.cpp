#include "sim/arrivals/list_source.h"

#include <algorithm>
#include <utility>

namespace twin {

ListSource::ListSource(std::vector<Job> jobs) : jobs_(std::move(jobs)) {
    std::ranges::stable_sort(jobs_, {}, &Job::submit);
}

std::optional<Job> ListSource::next() {
    if (next_ == jobs_.size())
        return std::nullopt;
    return std::move(jobs_[next_++]);
}

ArrivalCounts ListSource::counts() const {
    const auto delivered = static_cast<std::int64_t>(next_);
    return {.records = delivered, .jobs = delivered};
}

}  // namespace twin
