#include "sim/scheduling/release_profile.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <tuple>

namespace twin {
namespace {

bool before(const ReleaseProfile::Entry& a, const ReleaseProfile::Entry& b) {
    return std::tie(a.expected_end, a.job) < std::tie(b.expected_end, b.job);
}

NodeCount sum_of(const std::vector<ReleaseProfile::Entry>& entries) {
    return std::accumulate(
        entries.begin(), entries.end(), NodeCount{0},
        [](NodeCount sum, const ReleaseProfile::Entry& entry) { return sum + entry.nodes; });
}

}  // namespace

void ReleaseProfile::add(const Entry& entry) {
    ++size_;
    nodes_ += entry.nodes;
    if (blocks_.empty()) {
        blocks_.push_back({entry, entry.nodes, {entry}});
        return;
    }
    auto block = block_for(entry);
    if (block == blocks_.end())
        --block;
    auto& entries = block->entries;
    entries.insert(std::upper_bound(entries.begin(), entries.end(), entry, before), entry);
    block->last = entries.back();
    block->nodes += entry.nodes;
    if (entries.size() > max_entries)
        split(block);
}

void ReleaseProfile::remove(SimTime expected_end, JobIndex job) {
    const Entry key{expected_end, job, 0};
    const auto block = block_for(key);
    assert(block != blocks_.end());
    auto& entries = block->entries;
    const auto entry = std::lower_bound(entries.begin(), entries.end(), key, before);
    assert(entry != entries.end() && entry->expected_end == expected_end && entry->job == job);
    --size_;
    nodes_ -= entry->nodes;
    block->nodes -= entry->nodes;
    entries.erase(entry);
    if (entries.empty()) {
        blocks_.erase(block);
        return;
    }
    block->last = entries.back();
    if (entries.size() < max_entries / 4)
        join_with_next(block);
}

ReleaseProfile::Reservation ReleaseProfile::earliest(NodeCount free, NodeCount wanted,
                                                     std::span<const Entry> started) const {
    NodeCount sum = free;
    auto other = started.begin();
    auto block = blocks_.begin();
    for (; block != blocks_.end(); ++block) {
        NodeCount sum_past = sum + block->nodes;
        auto other_past = other;
        for (; other_past != started.end() && other_past->expected_end <= block->last.expected_end;
             ++other_past)
            sum_past += other_past->nodes;
        if (sum_past >= wanted)
            break;
        sum = sum_past;
        other = other_past;
    }
    // The answer lies in this block or, past the last one, among the started.
    std::size_t index = 0;
    const auto next_end = [&] {
        SimTime end = sim_never;
        if (block != blocks_.end())
            end = block->entries[index].expected_end;
        if (other != started.end())
            end = std::min(end, other->expected_end);
        return end;
    };
    while (block != blocks_.end() || other != started.end()) {
        const SimTime end = next_end();
        while (block != blocks_.end() && block->entries[index].expected_end == end) {
            sum += block->entries[index].nodes;
            if (++index == block->entries.size()) {
                ++block;
                index = 0;
            }
        }
        for (; other != started.end() && other->expected_end == end; ++other)
            sum += other->nodes;
        if (sum >= wanted)
            return {end, sum - wanted};
    }
    return {};
}

std::vector<ReleaseProfile::Block>::iterator ReleaseProfile::block_for(const Entry& key) {
    return std::lower_bound(
        blocks_.begin(), blocks_.end(), key,
        [](const Block& block, const Entry& k) { return before(block.last, k); });
}

void ReleaseProfile::split(std::vector<Block>::iterator block) {
    auto& entries = block->entries;
    const auto middle = entries.begin() + static_cast<std::ptrdiff_t>(entries.size() / 2);
    Block upper{block->last, 0, {}};
    upper.entries.reserve(max_entries + 1);
    upper.entries.assign(middle, entries.end());
    upper.nodes = sum_of(upper.entries);
    entries.erase(middle, entries.end());
    block->last = entries.back();
    block->nodes -= upper.nodes;
    blocks_.insert(block + 1, std::move(upper));
}

void ReleaseProfile::join_with_next(std::vector<Block>::iterator block) {
    const auto next = block + 1;
    if (next == blocks_.end() || block->entries.size() + next->entries.size() > max_entries / 2)
        return;
    block->entries.insert(block->entries.end(), next->entries.begin(), next->entries.end());
    block->nodes += next->nodes;
    block->last = next->last;
    blocks_.erase(next);
}

}  // namespace twin
