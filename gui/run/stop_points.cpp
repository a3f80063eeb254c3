#include "gui/run/stop_points.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "gui/look/result_texts.h"
#include "sim/results/figure_text.h"

namespace twin {
namespace {

QString file_of(const OpenRun* run) {
    return run == nullptr ? QString() : run->file();
}

void keep_first(std::optional<Stop>& first, double after, double at_s, const QString& reason) {
    if (at_s > after && (!first || at_s < first->at_s))
        first = Stop{at_s, reason};
}

}  // namespace

StopPoints::StopPoints(Workspace& workspace) : QObject(&workspace), file_(file_of(workspace.a())) {
    connect(&workspace, &Workspace::runs_changed, this, [this, &workspace] {
        if (file_of(workspace.a()) == file_)
            return;
        file_ = file_of(workspace.a());
        clear();
    });
}

StopPoints& StopPoints::of(Workspace& workspace) {
    auto* const there = workspace.findChild<StopPoints*>(QString(), Qt::FindDirectChildrenOnly);
    return there != nullptr ? *there : *new StopPoints(workspace);
}

std::optional<double> StopPoints::near(double seconds, double within) const {
    std::optional<double> best;
    for (const double at : at_s_)
        if (std::abs(at - seconds) <= within &&
            (!best || std::abs(at - seconds) < std::abs(*best - seconds)))
            best = at;
    return best;
}

void StopPoints::toggle(double seconds, double within) {
    if (const auto there = near(seconds, within))
        std::erase(at_s_, *there);
    else
        at_s_.insert(std::upper_bound(at_s_.begin(), at_s_.end(), seconds), seconds);
    emit changed();
}

void StopPoints::clear() {
    if (at_s_.empty())
        return;
    at_s_.clear();
    emit changed();
}

std::optional<double> StopPoints::first(double after, double until) const {
    const auto found = std::upper_bound(at_s_.begin(), at_s_.end(), after);
    return found == at_s_.end() || *found > until ? std::nullopt : std::optional<double>(*found);
}

std::optional<Stop> next_event(const RunFacts& facts, double after) {
    std::optional<Stop> first;
    for (const LogEntry& entry : facts.events)
        keep_first(
            first, after, to_seconds(entry.at - sim_start),
            StopPoints::tr("Stopped at an event: %1 %2 (%3).")
                .arg(result_text(entry.kind), result_text(entry.what), result_text(entry.effect)));
    return first;
}

std::optional<Stop> next_limit(const RunFacts& facts, double after) {
    std::optional<Stop> first;
    for (const LimitRecord& limit : facts.limits)
        if (limit.first_reached != sim_never)
            keep_first(first, after, to_seconds(limit.first_reached - sim_start),
                       StopPoints::tr("Stopped where a limit is reached: %1.")
                           .arg(result_text(limit_title(limit.name))));
    for (const ViolationRecord& violation : facts.violations)
        keep_first(first, after, to_seconds(violation.from - sim_start),
                   StopPoints::tr("Stopped where a limit is not kept: %1 (%2).")
                       .arg(result_text(violation.limit), result_text(violation.cause)));
    return first;
}

std::optional<Stop> next_of_job(const ResultStore& store, int idx, double after) {
    std::optional<Stop> first;
    // All its attempts; the last one is its record. One that was lost ends the job only if it
    // failed with it, which its record tells too.
    auto rows = store.query(
        "SELECT start_ns / 1e9, end_ns / 1e9, 0 FROM job_record WHERE idx = ?1 UNION ALL "
        "SELECT start_ns / 1e9, lost_ns / 1e9, 1 FROM lost_attempt WHERE idx = ?1",
        {std::int64_t(idx)});
    while (rows.next()) {
        if (!rows.is_null(0))
            keep_first(first, after, rows.real(0), StopPoints::tr("Stopped where the job starts."));
        if (!rows.is_null(1))
            keep_first(first, after, rows.real(1),
                       rows.integer(2) == 0
                           ? StopPoints::tr("Stopped where the job ends.")
                           : StopPoints::tr("Stopped where the job loses its nodes."));
    }
    return first;
}

}  // namespace twin
