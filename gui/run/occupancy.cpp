#include "gui/run/occupancy.h"

#include <algorithm>
#include <cmath>

#include "gui/run/job_store.h"

namespace twin {
namespace {

constexpr std::size_t changes_between_checkpoints = 1024;

void apply(std::vector<int>& running, std::int32_t change) {
    if (change >= 0) {
        running.push_back(change);
        return;
    }
    const auto ended = std::find(running.begin(), running.end(), ~change);
    if (ended == running.end())
        return;
    *ended = running.back();
    running.pop_back();
}

std::vector<std::int32_t> changes_of(const JobStore& jobs) {
    struct Change {
        double at_s;
        std::int32_t change;
    };
    // The starts are in order already: the ends are sorted alone, then merged in.
    std::vector<Change> starts, ends;
    starts.reserve(jobs.by_start.size());
    ends.reserve(jobs.by_start.size());
    for (const JobRow row : jobs.by_start) {
        const double start = jobs.start_s[row], end = jobs.end_s[row];
        // One that ends as it starts never holds a node.
        if (!(end > start))
            continue;
        starts.push_back({start, std::int32_t(row)});
        if (std::isfinite(end))
            ends.push_back({end, ~std::int32_t(row)});
    }
    std::sort(ends.begin(), ends.end(),
              [](const Change& a, const Change& b) { return a.at_s < b.at_s; });
    std::vector<std::int32_t> changes;
    changes.reserve(starts.size() + ends.size());
    auto end = ends.begin();
    for (const Change& start : starts) {
        for (; end != ends.end() && end->at_s <= start.at_s; ++end)
            changes.push_back(end->change);
        changes.push_back(start.change);
    }
    for (; end != ends.end(); ++end)
        changes.push_back(end->change);
    return changes;
}

}  // namespace

Occupancy::Occupancy(SharedJobs jobs) {
    auto made = std::make_shared<Index>();
    made->changes = changes_of(*jobs);
    made->jobs = std::move(jobs);
    std::vector<int> running;
    for (std::size_t i = 0; i < made->changes.size(); ++i) {
        if (i % changes_between_checkpoints == 0) {
            made->checkpoints.push_back(
                {std::uint32_t(made->running.size()), std::uint32_t(running.size())});
            made->running.insert(made->running.end(), running.begin(), running.end());
        }
        apply(running, made->changes[i]);
    }
    index_ = std::move(made);
}

std::size_t Occupancy::size() const {
    return index_ ? index_->jobs->size() : 0;
}

PlacedJob Occupancy::job(int row) const {
    const JobStore& jobs = *index_->jobs;
    const auto r = JobRow(row);
    return {jobs.idx[r],   jobs.log_id[r],          jobs.start_s[r],
            jobs.end_s[r], jobs.gpu_utilisation[r], jobs.nodes[r]};
}

std::span<const NodeRange> Occupancy::where(int row) const {
    return index_->jobs->spans_of(JobRow(row));
}

std::optional<int> Occupancy::find(int idx) const {
    if (!index_)
        return std::nullopt;
    const auto row = index_->jobs->row_of(idx);
    if (!row || index_->jobs->start_s[*row] == JobStore::never)
        return std::nullopt;
    return int(*row);
}

std::vector<int> Occupancy::running_at(double seconds) const {
    if (!index_)
        return {};
    const JobStore& jobs = *index_->jobs;
    const auto later =
        std::upper_bound(index_->changes.begin(), index_->changes.end(), seconds,
                         [&jobs](double wanted, std::int32_t change) {
                             return wanted < (change >= 0 ? jobs.start_s[JobRow(change)]
                                                          : jobs.end_s[JobRow(~change)]);
                         });
    const auto past = std::size_t(later - index_->changes.begin());
    if (past == 0)
        return {};
    const std::size_t point = (past - 1) / changes_between_checkpoints;
    const auto first = index_->running.begin() + index_->checkpoints[point].first;
    std::vector<int> running(first, first + index_->checkpoints[point].count);
    for (std::size_t i = point * changes_between_checkpoints; i < past; ++i)
        apply(running, index_->changes[i]);
    return running;
}

}  // namespace twin
