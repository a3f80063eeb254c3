#include "sim/scheduling/availability.h"

#include <algorithm>
#include <cassert>

#include "sim/scheduling/scheduler.h"

namespace twin {

void Availability::Block::find_extremes() {
    const auto [low, high] = std::minmax_element(
        steps.begin(), steps.end(), [](const Step& a, const Step& b) { return a.level < b.level; });
    lowest = low->level + shift;
    highest = high->level + shift;
}

void Availability::reset(SimTime now, NodeCount free) {
    blocks_.clear();
    blocks_.push_back({{{now, free}}, 0, free, free});
}

void Availability::release(SimTime time, NodeCount nodes) {
    Block* block = &blocks_.back();
    const Step last = block->steps.back();
    assert(time >= last.time && block->shift == 0);
    if (time == last.time) {
        block->steps.back().level += nodes;
        block->find_extremes();
        return;
    }
    const NodeCount level = last.level + nodes;
    if (block->steps.size() >= max_steps / 2) {
        blocks_.push_back({{}, 0, level, level});
        block = &blocks_.back();
    }
    block->steps.push_back({time, level});
    block->lowest = std::min(block->lowest, level);
    block->highest = std::max(block->highest, level);
}

void Availability::change(SimTime from, SimTime until, NodeCount nodes) {
    if (from >= until)
        return;
    cut(from);
    if (until != sim_never)
        cut(until);
    for (std::size_t i = block_at(from); i < blocks_.size(); ++i) {
        Block& block = blocks_[i];
        if (block.steps.front().time >= until)
            return;
        if (block.steps.front().time >= from && block.steps.back().time < until) {
            block.shift += nodes;
            block.lowest += nodes;
            block.highest += nodes;
            continue;
        }
        for (Step& step : block.steps)
            if (step.time >= from && step.time < until)
                step.level += nodes;
        block.find_extremes();
    }
}

void Availability::advance(SimTime now) {
    const std::size_t first = block_at(now);
    blocks_.erase(blocks_.begin(), blocks_.begin() + static_cast<std::ptrdiff_t>(first));
    Block& block = blocks_.front();
    const auto past = std::find_if(block.steps.begin(), block.steps.end(),
                                   [&](const Step& step) { return step.time > now; });
    block.steps.erase(block.steps.begin(), past - 1);
    block.steps.front().time = now;
    block.find_extremes();
}

SimTime Availability::earliest(NodeCount nodes, SimDuration duration, SimTime before) const {
    SimTime start = sim_never;  // of the stretch of free nodes that reaches this step
    SimTime enough{};           // until when the nodes must stay free
    for (const Block& block : blocks_) {
        if (start == sim_never && block.highest < nodes) {
            if (block.steps.back().time >= before)
                return before;
            continue;
        }
        if (start != sim_never && block.lowest >= nodes) {
            if (block.steps.back().time >= enough)
                return start;
            continue;
        }
        for (const Step& step : block.steps) {
            if (start != sim_never && step.time >= enough)
                return start;
            if (start == sim_never && step.time >= before)
                return before;
            if (step.level + block.shift < nodes) {
                start = sim_never;
            } else if (start == sim_never) {
                start = step.time;
                enough = std::min(expected_end(step.time, duration), before);
            }
        }
    }
    return std::min(start, before);
}

NodeCount Availability::lowest() const {
    return std::min_element(blocks_.begin(), blocks_.end(),
                            [](const Block& a, const Block& b) { return a.lowest < b.lowest; })
        ->lowest;
}

std::size_t Availability::block_at(SimTime time) const {
    const auto behind = std::upper_bound(
        blocks_.begin(), blocks_.end(), time,
        [](SimTime t, const Block& block) { return t < block.steps.front().time; });
    assert(behind != blocks_.begin());
    return static_cast<std::size_t>(behind - blocks_.begin()) - 1;
}

void Availability::cut(SimTime time) {
    const std::size_t index = block_at(time);
    auto& steps = blocks_[index].steps;
    const auto behind = std::upper_bound(steps.begin(), steps.end(), time,
                                         [](SimTime t, const Step& step) { return t < step.time; });
    if ((behind - 1)->time == time)
        return;
    const NodeCount level = (behind - 1)->level;
    steps.insert(behind, {time, level});
    if (steps.size() <= max_steps)
        return;
    Block upper;
    upper.shift = blocks_[index].shift;
    const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
    upper.steps.assign(middle, steps.end());
    steps.erase(middle, steps.end());
    blocks_[index].find_extremes();
    upper.find_extremes();
    blocks_.insert(blocks_.begin() + static_cast<std::ptrdiff_t>(index) + 1, std::move(upper));
}

}  // namespace twin
