#include "gui/run/time_context.h"

#include <algorithm>

namespace twin {
namespace {

constexpr double shortest = 1;  // s, that can be shown

}  // namespace

void TimeContext::set_end(double seconds) {
    seconds = std::max(seconds, shortest);
    if (seconds == end_)
        return;
    const bool all = from_ == 0 && until_ == end_;
    end_ = seconds;
    emit end_changed();
    if (all || until_ > end_)
        show(all ? 0 : std::min(from_, end_ - shortest), end_);
    set_play_head(play_head_);
}

void TimeContext::show(double from, double until) {
    const double length = std::clamp(until - from, shortest, end_);
    from = std::clamp(from, 0.0, end_ - length);
    if (from == from_ && from + length == until_)
        return;
    from_ = from;
    until_ = from + length;
    emit range_changed();
}

void TimeContext::zoom(double factor, double at) {
    const double from = at - (at - from_) * factor;
    show(from, from + (until_ - from_) * factor);
}

void TimeContext::show_all() {
    show(0, end_);
}

void TimeContext::set_play_head(double seconds) {
    seconds = std::clamp(seconds, 0.0, end_);
    if (seconds == play_head_)
        return;
    play_head_ = seconds;
    emit play_head_changed();
}

void TimeContext::set_cursor(std::optional<double> seconds) {
    if (seconds == cursor_)
        return;
    cursor_ = seconds;
    emit cursor_changed();
}

}  // namespace twin
