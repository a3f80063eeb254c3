#include "sim/scheduling/job_queue.h"

#include <algorithm>
#include <cassert>
#include <limits>

namespace twin {
namespace {

constexpr NodeCount hole = std::numeric_limits<NodeCount>::max();

}  // namespace

bool JobQueue::Front::add(NodeCount nodes, SimDuration planned) {
    const auto begin = steps_.begin();
    const auto end = begin + count_;
    auto first = std::find_if(begin, end, [&](const Step& s) { return s.nodes > nodes; });
    if (first != begin && (first - 1)->planned <= planned)
        return false;
    if (first != begin && (first - 1)->nodes == nodes)
        --first;
    const auto last = std::find_if(first, end, [&](const Step& s) { return s.planned < planned; });
    // [first, last) are undercut by the job, which takes their place.
    if (first == last)
        std::move_backward(first, end, end + 1);
    else
        std::move(last, end, first + 1);
    *first = {nodes, planned};
    count_ = static_cast<std::uint8_t>(count_ + 1 - (last - first));
    if (count_ > max_steps)
        merge_two_steps();
    return true;
}

void JobQueue::Front::add(const Front& other) {
    for (std::size_t i = 0; i < other.count_; ++i)
        add(other.steps_[i].nodes, other.steps_[i].planned);
    exact_ = exact_ && other.exact_;
}

// Of the neighbours, the two whose common corner adds the least area of false promises.
void JobQueue::Front::merge_two_steps() {
    std::size_t best = 0;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i + 1 < count_; ++i) {
        const double width = steps_[i + 1].nodes - steps_[i].nodes;
        const double height = to_seconds(steps_[i].planned - steps_[i + 1].planned);
        if (width * height < least) {
            least = width * height;
            best = i;
        }
    }
    steps_[best].planned = steps_[best + 1].planned;
    std::move(steps_.begin() + best + 2, steps_.begin() + count_, steps_.begin() + best + 1);
    --count_;
    exact_ = false;
}

bool JobQueue::Front::may_hold_for(const Gap& gap) const {
    if (count_ == 0 || steps_[0].nodes > gap.free)
        return false;
    if (steps_[0].nodes <= gap.extra)
        return true;
    // Of the steps that fit, the last is the shortest.
    std::size_t fitting = 1;
    while (fitting < count_ && steps_[fitting].nodes <= gap.free)
        ++fitting;
    return steps_[fitting - 1].planned <= gap.window;
}

bool JobQueue::Front::depends_on(NodeCount nodes, SimDuration planned) const {
    return !exact_ || std::find(steps_.begin(), steps_.begin() + count_, Step{nodes, planned}) !=
                          steps_.begin() + count_;
}

bool JobQueue::Front::operator==(const Front& other) const {
    return exact_ == other.exact_ &&
           std::equal(steps_.begin(), steps_.begin() + count_, other.steps_.begin(),
                      other.steps_.begin() + other.count_);
}

QueuePlace JobQueue::push_back(const WaitingJob& job) {
    assert(job.nodes > 0 && job.nodes < hole);
    const std::size_t slot = slots_.size();
    slots_.push_back(job);
    places_.push_back(next_place_);
    if (waiting_ == 0)
        first_ = slot;
    ++waiting_;
    std::size_t index = slot / block_size;
    grow_tree(index);
    for (auto& level : levels_) {
        if (!level[index].add(job.nodes, job.planned))
            break;  // nor can it be a step of what stands above
        index /= arity;
    }
    return next_place_++;
}

void JobQueue::remove(QueuePlace place) {
    const std::size_t slot = slot_of(place);
    const WaitingJob job = slots_[slot];
    slots_[slot].nodes = hole;
    --waiting_;
    if (slots_.size() > block_size && waiting_ < slots_.size() / 2)
        return compact();
    if (waiting_ == 0) {
        slots_.clear();
        places_.clear();
        levels_.resize(1);
        levels_[0].clear();
        first_ = 0;
        return;
    }
    while (slots_[first_].nodes == hole)
        ++first_;
    std::size_t index = slot / block_size;
    for (std::size_t level = 0; level < levels_.size(); ++level, index /= arity) {
        Front& old = levels_[level][index];
        if (!old.depends_on(job.nodes, job.planned))
            break;
        const Front now = front_of(level, index);
        if (now == old)
            break;
        old = now;
    }
}

const WaitingJob& JobQueue::at(QueuePlace place) const {
    return slots_[slot_of(place)];
}

std::optional<QueuePlace> JobQueue::front() const {
    return place_from(first_);
}

std::optional<QueuePlace> JobQueue::next(QueuePlace place) const {
    return place_from(std::max(slot_behind(place), first_));
}

std::optional<QueuePlace> JobQueue::next_fitting(QueuePlace after, NodeCount free,
                                                 SimDuration window, NodeCount extra) const {
    const Gap gap{free, window, extra};
    const std::size_t start = std::max(slot_behind(after), first_);
    if (start >= slots_.size())
        return std::nullopt;
    std::size_t index = start / block_size;
    if (const auto found = fitting_in(start, (index + 1) * block_size, gap))
        return found;
    // To the right: up where a family of `arity` ends, down where a front promises a job.
    std::size_t level = 0;
    const auto step_right = [&] {
        ++index;
        while (index % arity == 0 && level + 1 < levels_.size()) {
            index /= arity;
            ++level;
        }
    };
    step_right();
    while (index < levels_[level].size()) {
        if (!levels_[level][index].may_hold_for(gap)) {
            step_right();
        } else if (level > 0) {
            --level;
            index *= arity;
        } else {
            const std::size_t first = index * block_size;
            if (const auto found = fitting_in(first, first + block_size, gap))
                return found;
            step_right();
        }
    }
    return std::nullopt;
}

std::size_t JobQueue::slot_behind(QueuePlace place) const {
    if (places_.empty() || place < places_.front())
        return 0;
    // Places ascend by at least one a slot, so a place never stands further than this.
    const auto furthest = static_cast<std::size_t>(place - places_.front());
    if (furthest < places_.size() && places_[furthest] == place)
        return furthest + 1;
    const auto end = places_.begin() + std::min(furthest, places_.size());
    return static_cast<std::size_t>(std::upper_bound(places_.begin(), end, place) -
                                    places_.begin());
}

std::size_t JobQueue::slot_of(QueuePlace place) const {
    const std::size_t slot = slot_behind(place) - 1;
    assert(slot < slots_.size() && places_[slot] == place && slots_[slot].nodes != hole);
    return slot;
}

std::optional<QueuePlace> JobQueue::place_from(std::size_t slot) const {
    while (slot < slots_.size() && slots_[slot].nodes == hole)
        ++slot;
    if (slot >= slots_.size())
        return std::nullopt;
    return places_[slot];
}

std::optional<QueuePlace> JobQueue::fitting_in(std::size_t first, std::size_t last,
                                               const Gap& gap) const {
    last = std::min(last, slots_.size());
    for (std::size_t slot = first; slot < last; ++slot)
        if (gap.takes(slots_[slot].nodes, slots_[slot].planned))
            return places_[slot];
    return std::nullopt;
}

JobQueue::Front JobQueue::front_of(std::size_t level, std::size_t index) const {
    Front front;
    if (level == 0) {
        const std::size_t last = std::min((index + 1) * block_size, slots_.size());
        for (std::size_t slot = index * block_size; slot < last; ++slot)
            if (slots_[slot].nodes != hole)
                front.add(slots_[slot].nodes, slots_[slot].planned);
    } else {
        const auto& below = levels_[level - 1];
        const std::size_t last = std::min((index + 1) * arity, below.size());
        for (std::size_t child = index * arity; child < last; ++child)
            front.add(below[child]);
    }
    return front;
}

// Makes room for the fronts above a block that may be new.
void JobQueue::grow_tree(std::size_t block) {
    std::size_t index = block;
    for (std::size_t level = 0;; ++level, index /= arity) {
        if (level == levels_.size()) {
            levels_.emplace_back();
            if (level > 0)
                levels_[level].push_back(front_of(level, 0));
        }
        if (index >= levels_[level].size())
            levels_[level].emplace_back();
        if (levels_[level].size() == 1)
            return;
    }
}

void JobQueue::compact() {
    std::size_t kept = 0;
    for (std::size_t slot = first_; slot < slots_.size(); ++slot) {
        if (slots_[slot].nodes == hole)
            continue;
        slots_[kept] = slots_[slot];
        places_[kept] = places_[slot];
        ++kept;
    }
    slots_.resize(kept);
    places_.resize(kept);
    if (slots_.capacity() > 4 * kept) {
        slots_.shrink_to_fit();
        places_.shrink_to_fit();
    }
    first_ = 0;
    for (auto& level : levels_)
        level.clear();
    for (std::size_t block = 0; block * block_size < kept; ++block)
        grow_tree(block);
    for (std::size_t level = 0; level < levels_.size(); ++level)
        for (std::size_t index = 0; index < levels_[level].size(); ++index)
            levels_[level][index] = front_of(level, index);
    while (levels_.size() > 1 && levels_.back().empty())
        levels_.pop_back();
}

}  // namespace twin
