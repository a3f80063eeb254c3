#include "sim/scheduling/free_nodes.h"

#include <algorithm>
#include <bit>
#include <cassert>

namespace twin {
namespace {

constexpr std::size_t word_bits = 64;
constexpr std::uint64_t ones = ~std::uint64_t{0};

// `length` ones from bit `first` on, all within the word; length > 0.
std::uint64_t mask(std::size_t first, std::size_t length) {
    return (ones >> (word_bits - length)) << first;
}

// Calls visit(word, first bit, length) for each word that the range touches.
template <typename Visitor>
void for_each_word(NodeRange range, Visitor&& visit) {
    auto node = static_cast<std::size_t>(range.first);
    const auto end = static_cast<std::size_t>(range.end());
    while (node < end) {
        const std::size_t bit = node % word_bits;
        const std::size_t length = std::min(word_bits - bit, end - node);
        visit(node / word_bits, bit, length);
        node += length;
    }
}

}  // namespace

FreeNodes::FreeNodes(NodeCount nodes, std::span<const NodeRange> groups) {
    auto words = static_cast<std::size_t>(nodes);
    do {
        words = (words + word_bits - 1) / word_bits;
        levels_.emplace_back(words);
    } while (words > 1 || levels_.size() < 2);
    groups_.reserve(groups.size());
    for (const NodeRange& range : groups) {
        assert(range.first == (groups_.empty() ? 0 : groups_.back().range.end()));
        ranking_.emplace(0, static_cast<GroupIndex>(groups_.size()));
        groups_.push_back({range});
    }
    assert(nodes == (groups_.empty() ? 0 : groups_.back().range.end()));
}

bool FreeNodes::contains(NodeIndex node) const {
    const auto n = static_cast<std::size_t>(node);
    return (levels_[0][n / word_bits] >> (n % word_bits) & 1) != 0;
}

NodeCount FreeNodes::count_in_group(GroupIndex group) const {
    return groups_[static_cast<std::size_t>(group)].count;
}

void FreeNodes::insert(NodeRange range) {
    for_each_word(range, [&](std::size_t word, std::size_t bit, std::size_t length) {
        std::uint64_t& bits = levels_[0][word];
        assert((bits & mask(bit, length)) == 0);
        if (bits == 0)
            mark_word(word);
        bits |= mask(bit, length);
    });
    if (range.count == 0)
        return;
    std::size_t group = group_of(range.first);
    count(range, 1, group);
}

void FreeNodes::erase(NodeRange range) {
    for_each_word(range, [&](std::size_t word, std::size_t bit, std::size_t length) {
        std::uint64_t& bits = levels_[0][word];
        assert((bits & mask(bit, length)) == mask(bit, length));
        bits &= ~mask(bit, length);
        if (bits == 0)
            clear_word(word);
    });
    if (range.count == 0)
        return;
    std::size_t group = group_of(range.first);
    count(range, -1, group);
}

void FreeNodes::take_lowest(NodeCount n, NodeRanges& taken) {
    assert(n <= count_);
    take_from(0, n, taken);
}

void FreeNodes::take_lowest_in_group(GroupIndex group, NodeCount n, NodeRanges& taken) {
    const Group& g = groups_[static_cast<std::size_t>(group)];
    assert(n <= g.count);
    take_from(g.range.first, n, taken);
}

std::optional<GroupIndex> FreeNodes::tightest_group(NodeCount n) {
    update_ranking();
    const auto found = ranking_.lower_bound({n, 0});
    if (found == ranking_.end())
        return std::nullopt;
    return found->second;
}

std::optional<GroupIndex> FreeNodes::fullest_group() {
    if (count_ == 0)
        return std::nullopt;
    update_ranking();
    return tightest_group(ranking_.rbegin()->first);
}

std::size_t FreeNodes::group_of(NodeIndex node) const {
    const auto behind =
        std::upper_bound(groups_.begin(), groups_.end(), node,
                         [](NodeIndex n, const Group& group) { return n < group.range.first; });
    return static_cast<std::size_t>(behind - groups_.begin()) - 1;
}

void FreeNodes::count(NodeRange range, NodeCount sign, std::size_t& group) {
    count_ += sign * range.count;
    for (NodeIndex node = range.first; node < range.end();) {
        while (groups_[group].range.end() <= node)
            ++group;
        Group& g = groups_[group];
        const NodeIndex end = std::min(range.end(), g.range.end());
        g.count += sign * (end - node);
        if (!g.changed) {
            g.changed = true;
            changed_.push_back(group);
        }
        node = end;
    }
}

void FreeNodes::take_from(NodeIndex first, NodeCount n, NodeRanges& taken) {
    if (n == 0)
        return;
    std::size_t group = group_of(first);
    std::size_t word = static_cast<std::size_t>(first) / word_bits;
    std::uint64_t allowed = ones << (static_cast<std::size_t>(first) % word_bits);
    while (n > 0) {
        std::uint64_t& bits = levels_[0][word];
        for (std::uint64_t left = bits & allowed; left != 0 && n > 0;) {
            const int bit = std::countr_zero(left);
            const NodeCount length = std::min<NodeCount>(std::countr_one(left >> bit), n);
            const std::uint64_t run =
                mask(static_cast<std::size_t>(bit), static_cast<std::size_t>(length));
            left &= ~run;
            bits &= ~run;
            n -= length;
            const NodeRange range{static_cast<NodeIndex>(word * word_bits) + bit, length};
            count(range, -1, group);
            if (!taken.empty() && taken.back().end() == range.first)
                taken.back().count += length;
            else
                taken.push_back(range);
        }
        if (bits == 0)
            clear_word(word);
        if (n > 0)
            word = next_word(word + 1);
        allowed = ones;
    }
}

std::size_t FreeNodes::next_word(std::size_t from) const {
    std::size_t level = 1;
    std::size_t index = from;
    for (;; ++level) {
        assert(level < levels_.size() && index / word_bits < levels_[level].size());
        const std::uint64_t bits =
            levels_[level][index / word_bits] & (ones << (index % word_bits));
        index /= word_bits;
        if (bits != 0) {
            index = index * word_bits + static_cast<std::size_t>(std::countr_zero(bits));
            break;
        }
        ++index;
    }
    while (--level > 0)
        index =
            index * word_bits + static_cast<std::size_t>(std::countr_zero(levels_[level][index]));
    return index;
}

void FreeNodes::mark_word(std::size_t word) {
    for (std::size_t level = 1; level < levels_.size(); ++level) {
        std::uint64_t& bits = levels_[level][word / word_bits];
        const bool was_empty = bits == 0;
        bits |= mask(word % word_bits, 1);
        if (!was_empty)
            return;
        word /= word_bits;
    }
}

void FreeNodes::clear_word(std::size_t word) {
    for (std::size_t level = 1; level < levels_.size(); ++level) {
        std::uint64_t& bits = levels_[level][word / word_bits];
        bits &= ~mask(word % word_bits, 1);
        if (bits != 0)
            return;
        word /= word_bits;
    }
}

void FreeNodes::update_ranking() {
    for (const std::size_t index : changed_) {
        Group& group = groups_[index];
        group.changed = false;
        if (group.count == group.ranked)
            continue;
        auto entry = ranking_.extract({group.ranked, static_cast<GroupIndex>(index)});
        entry.value().first = group.count;
        ranking_.insert(std::move(entry));
        group.ranked = group.count;
    }
    changed_.clear();
}

}  // namespace twin
