#include "gui/run/player.h"

#include <algorithm>
#include <optional>

namespace twin {
namespace {

constexpr int tick_ms = 33;
constexpr double fast = 10;

// The nearest change after or before a time, in nanoseconds of the run.
constexpr auto next_change =
    "SELECT min(t) FROM (SELECT min(start_ns) AS t FROM job_record WHERE start_ns > ?1 UNION ALL "
    "SELECT min(end_ns) FROM job_record WHERE end_ns > ?1 UNION ALL "
    "SELECT min(at_ns) FROM event_log WHERE at_ns > ?1)";
constexpr auto last_change =
    "SELECT max(t) FROM (SELECT max(start_ns) AS t FROM job_record WHERE start_ns < ?1 UNION ALL "
    "SELECT max(end_ns) FROM job_record WHERE end_ns < ?1 UNION ALL "
    "SELECT max(at_ns) FROM event_log WHERE at_ns < ?1)";

}  // namespace

Player::Player(Workspace& workspace, QObject* parent) : QObject(parent), workspace_(workspace) {
    timer_.setInterval(tick_ms);
    connect(&timer_, &QTimer::timeout, this, &Player::tick);
}

void Player::set_speed(double speed) {
    speed_ = speed;
    emit state_changed();
}

void Player::play() {
    play_all(1);
}

void Player::play_fast() {
    play_all(fast);
}

// At the end it begins again: that is what somebody wants who presses play there.
void Player::play_all(double factor) {
    TimeContext& time = workspace_.time();
    if (time.play_head() >= time.end())
        time.set_play_head(0);
    start(factor, {time.end(), {}});
}

void Player::until(double seconds) {
    std::optional<Stop> stop;
    if (seconds > workspace_.time().play_head())
        stop = Stop{seconds, tr("Stopped at the time that was asked for.")};
    until_stop(stop, tr("The time that was asked for has gone by."));
}

void Player::until_event() {
    if (const RunFacts* const facts = workspace_.facts_a())
        until_stop(next_event(*facts, workspace_.time().play_head()),
                   tr("No event comes after this time."));
}

void Player::until_limit() {
    if (const RunFacts* const facts = workspace_.facts_a())
        until_stop(next_limit(*facts, workspace_.time().play_head()),
                   tr("No limit is reached for the first time after this."));
}

void Player::until_job() {
    const Selected chosen = workspace_.selection().current();
    if (workspace_.a() == nullptr || chosen.kind != Selected::Kind::job) {
        emit stopped(tr("No job is chosen: choose one in the queue, the Gantt chart or the map."));
        return;
    }
    stop();  // else the job's start may have gone by when the answer comes
    OpenRun* const run = workspace_.a();
    const double now = workspace_.time().play_head();
    run->ask<std::optional<Stop>>(
        this, QStringLiteral("job"),
        [idx = chosen.index, now](const ResultStore& store) {
            return next_of_job(store, idx, now);
        },
        [this, run, chosen, now](const std::optional<Stop>& stop) {
            if (is_playing() || run != workspace_.a() || now != workspace_.time().play_head() ||
                chosen != workspace_.selection().current())
                return;
            until_stop(stop, tr("The job neither starts nor ends after this time."));
        });
}

void Player::until_stop(const std::optional<Stop>& stop, const QString& none) {
    if (stop)
        start(1, *stop);
    else
        emit stopped(none);
}

void Player::start(double factor, Stop until) {
    factor_ = factor;
    until_ = std::move(until);
    timer_.start();
    emit state_changed();
}

void Player::stop() {
    timer_.stop();
    emit state_changed();
}

void Player::tick() {
    TimeContext& time = workspace_.time();
    const double head = time.play_head() + speed_ * factor_ * tick_ms / 1000;
    const double next = std::min(head, until_.at_s);
    const auto point = StopPoints::of(workspace_).first(time.play_head(), next);
    time.set_play_head(point.value_or(next));
    if (!point && head < until_.at_s)
        return;
    stop();
    const QString reason =
        next == until_.at_s && (!point || *point == next) && !until_.reason.isEmpty()
            ? until_.reason
        : point ? tr("Stopped at a stopping point.")
                : QString();
    if (!reason.isEmpty())
        emit stopped(reason);
}

void Player::step() {
    go_to_change(next_change);
}

void Player::step_back() {
    go_to_change(last_change);
}

void Player::go_to_change(const QString& question) {
    stop();
    if (workspace_.a() == nullptr)
        return;
    const auto now = std::int64_t(workspace_.time().play_head() * 1e9);
    const auto find = [question = question.toStdString(),
                       now](const ResultStore& store) -> std::optional<double> {
        auto rows = store.query(question, {now});
        if (!rows.next() || rows.is_null(0))
            return std::nullopt;
        return double(rows.integer(0)) / 1e9;
    };
    const auto go = [this](std::optional<double> seconds) {
        if (seconds)
            workspace_.time().set_play_head(*seconds);
    };
    workspace_.a()->ask<std::optional<double>>(this, QStringLiteral("step"), find, go);
}

void Player::to_start() {
    stop();
    workspace_.time().set_play_head(0);
}

void Player::to_end() {
    stop();
    TimeContext& time = workspace_.time();
    const auto point = StopPoints::of(workspace_).first(time.play_head(), time.end());
    time.set_play_head(point.value_or(time.end()));
    if (point)
        emit stopped(tr("Stopped at a stopping point."));
}

}  // namespace twin
