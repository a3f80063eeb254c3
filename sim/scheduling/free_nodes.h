// The nodes on which a job may start now: a bitset with summaries, and counts per group.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "models/units/ids.h"

namespace twin {

class FreeNodes {
  public:
    // All nodes are absent at first. `groups` partitions 0..nodes-1 in ascending ranges.
    FreeNodes(NodeCount nodes, std::span<const NodeRange> groups);

    NodeCount count() const { return count_; }
    bool contains(NodeIndex node) const;
    NodeCount count_in_group(GroupIndex group) const;
    void insert(NodeRange range);  // precondition: none of them is in the set
    void erase(NodeRange range);   // precondition: all of them are

    // Removes the n lowest (n <= count), appended to `taken` merged into ranges. Cost near n / 64
    // plus the number of ranges, whatever the size of the machine.
    void take_lowest(NodeCount n, NodeRanges& taken);
    void take_lowest_in_group(GroupIndex group, NodeCount n, NodeRanges& taken);

    // The group with the fewest nodes here that are at least n (> 0), and the one with the most;
    // the lowest of equals. O(log groups) for each group changed since the last such question.
    std::optional<GroupIndex> tightest_group(NodeCount n);
    std::optional<GroupIndex> fullest_group();  // none: no node is free

  private:
    struct Group {
        NodeRange range;
        NodeCount count = 0;
        NodeCount ranked = 0;  // the count under which ranking_ holds it
        bool changed = false;  // is in changed_
    };
    std::size_t group_of(NodeIndex node) const;
    // Adds the bits of one range to the counts; `group` is at or before its group and moves along.
    void count(NodeRange range, NodeCount sign, std::size_t& group);
    void take_from(NodeIndex first, NodeCount n, NodeRanges& taken);
    std::size_t next_word(std::size_t from) const;  // the first at or behind it that is not 0
    void mark_word(std::size_t word);
    void clear_word(std::size_t word);
    void update_ranking();

    NodeCount count_ = 0;
    // levels_[0]: a bit per node; above: a bit per word below, set while that word is not 0.
    std::vector<std::vector<std::uint64_t>> levels_;
    std::vector<Group> groups_;
    std::vector<std::size_t> changed_;
    std::set<std::pair<NodeCount, GroupIndex>> ranking_;
};

}  // namespace twin
