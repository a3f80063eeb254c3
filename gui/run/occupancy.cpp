#include "gui/run/occupancy.h"

#include <algorithm>
#include <charconv>
#include <cmath>

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

void Occupancy::add(PlacedJob job, std::string_view ranges) {
    job.first_range = std::uint32_t(ranges_.size());
    const char* at = ranges.data();
    const char* const end = at + ranges.size();
    while (at < end) {
        NodeIndex first = 0;
        at = std::from_chars(at, end, first).ptr;
        NodeIndex last = first;
        if (at < end && *at == '-')
            at = std::from_chars(at + 1, end, last).ptr;
        ranges_.push_back({first, last - first + 1});
        if (at < end && *at != ',')
            break;  // not a list of ranges: what was read of it counts
        ++at;
    }
    job.ranges = std::uint32_t(ranges_.size()) - job.first_range;
    jobs_.push_back(job);
}

void Occupancy::finish() {
    changes_.clear();
    changes_.reserve(2 * jobs_.size());
    for (std::size_t i = 0; i < jobs_.size(); ++i) {
        // One that ends as it starts never holds a node.
        if (!(jobs_[i].end_s > jobs_[i].start_s))
            continue;
        changes_.push_back({jobs_[i].start_s, std::int32_t(i)});
        if (std::isfinite(jobs_[i].end_s))
            changes_.push_back({jobs_[i].end_s, ~std::int32_t(i)});
    }
    std::sort(changes_.begin(), changes_.end(), [](const Change& a, const Change& b) {
        return a.at_s != b.at_s ? a.at_s < b.at_s : a.job < b.job;
    });
    checkpoints_.clear();
    running_.clear();
    std::vector<int> running;
    for (std::size_t i = 0; i < changes_.size(); ++i) {
        if (i % changes_between_checkpoints == 0) {
            checkpoints_.push_back({std::uint32_t(running_.size()), std::uint32_t(running.size())});
            running_.insert(running_.end(), running.begin(), running.end());
        }
        apply(running, changes_[i].job);
    }
}

std::optional<int> Occupancy::find(int idx) const {
    const auto found =
        std::lower_bound(jobs_.begin(), jobs_.end(), idx,
                         [](const PlacedJob& job, int wanted) { return job.idx < wanted; });
    if (found == jobs_.end() || found->idx != idx)
        return std::nullopt;
    return int(found - jobs_.begin());
}

std::vector<int> Occupancy::running_at(double seconds) const {
    const auto later =
        std::upper_bound(changes_.begin(), changes_.end(), seconds,
                         [](double wanted, const Change& change) { return wanted < change.at_s; });
    const auto past = std::size_t(later - changes_.begin());
    if (past == 0)
        return {};
    const std::size_t point = (past - 1) / changes_between_checkpoints;
    const auto first = running_.begin() + checkpoints_[point].first;
    std::vector<int> running(first, first + checkpoints_[point].count);
    for (std::size_t i = point * changes_between_checkpoints; i < past; ++i)
        apply(running, changes_[i].job);
    return running;
}

}  // namespace twin
