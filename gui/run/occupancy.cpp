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

}  // namespace

std::pair<double, double> Occupancy::time_of(const JobStore& jobs, int row) {
    const auto r = std::size_t(row);
    if (r < jobs.size())
        return {jobs.start_s[r], jobs.end_s[r]};
    const JobStore::Attempt& lost = jobs.lost[r - jobs.size()];
    return {lost.start_s, lost.lost_s};
}

std::vector<std::int32_t> Occupancy::changes_of(const JobStore& jobs) {
    struct Change {
        double at_s;
        std::int32_t change;
    };
    const auto earlier = [](const Change& a, const Change& b) { return a.at_s < b.at_s; };
    std::vector<Change> starts, ends;
    starts.reserve(jobs.by_start.size() + jobs.lost.size());
    ends.reserve(jobs.by_start.size() + jobs.lost.size());
    const auto add = [&](int row) {
        const auto [start, end] = time_of(jobs, row);
        // One that ends as it starts never holds a node.
        if (!(end > start))
            return;
        starts.push_back({start, row});
        if (std::isfinite(end))
            ends.push_back({end, ~row});
    };
    for (const JobRow row : jobs.by_start)
        add(int(row));
    // So far in order; what comes behind is merged in.
    const auto jobs_alone = std::ptrdiff_t(starts.size());
    for (std::size_t i = 0; i < jobs.lost.size(); ++i)
        if (jobs.lost[i].spans > 0 && jobs.is_earlier(jobs.lost[i]))
            add(int(jobs.size() + i));
    std::sort(starts.begin() + jobs_alone, starts.end(), earlier);
    std::inplace_merge(starts.begin(), starts.begin() + jobs_alone, starts.end(), earlier);
    std::sort(ends.begin(), ends.end(), earlier);
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
    const auto r = std::size_t(row);
    const JobRow own = r < jobs.size() ? JobRow(row) : jobs.lost[r - jobs.size()].row;
    const auto [start, end] = time_of(jobs, row);
    return {jobs.idx[own], jobs.log_id[own],          start,
            end,           jobs.gpu_utilisation[own], jobs.nodes[own]};
}

std::span<const NodeRange> Occupancy::where(int row) const {
    const JobStore& jobs = *index_->jobs;
    const auto r = std::size_t(row);
    return r < jobs.size() ? jobs.spans_of(JobRow(row)) : jobs.spans_of(jobs.lost[r - jobs.size()]);
}

std::optional<int> Occupancy::find(int idx, double at_s) const {
    if (!index_)
        return std::nullopt;
    const JobStore& jobs = *index_->jobs;
    const auto row = jobs.row_of(idx);
    if (!row)
        return std::nullopt;
    for (const JobStore::Attempt& lost : jobs.lost_of(*row))
        if (lost.spans > 0 && jobs.is_earlier(lost) && lost.start_s <= at_s && at_s < lost.lost_s)
            return int(jobs.size() + std::size_t(&lost - jobs.lost.data()));
    return jobs.start_s[*row] == JobStore::never ? std::nullopt : std::optional(int(*row));
}

std::vector<int> Occupancy::running_at(double seconds) const {
    if (!index_)
        return {};
    const JobStore& jobs = *index_->jobs;
    const auto later =
        std::upper_bound(index_->changes.begin(), index_->changes.end(), seconds,
                         [&jobs](double wanted, std::int32_t change) {
                             return wanted < (change >= 0 ? time_of(jobs, change).first
                                                          : time_of(jobs, ~change).second);
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
