#include "sim/engine/simulate.h"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <span>
#include <utility>

#include "models/units/unit_text.h"
#include "sim/engine/clock.h"
#include "sim/engine/dispatcher.h"
#include "sim/engine/facility.h"
#include "sim/engine/failures.h"
#include "sim/engine/site_account.h"

namespace twin {
namespace {

// Wall time is asked only every so many instants.
class ProgressMeter {
  public:
    ProgressMeter(const RunPlan& plan, const std::function<void(const Progress&)>& report)
        : plan_(plan), report_(report) {}

    void count(SimTime now, std::size_t events, const Dispatcher& dispatcher) {
        events_ += static_cast<std::int64_t>(events);
        if (report_ && ++instants_ % 256 == 0 && WallClock::now() - reported_ > period)
            report(now, dispatcher);
    }

    // `status` is given in the last report.
    void report(SimTime now, const Dispatcher& dispatcher, std::optional<RunStatus> status = {}) {
        if (!report_)
            return;
        const auto wall = WallClock::now();
        const double seconds = std::chrono::duration<double>(wall - reported_).count();
        Progress progress{.now = now,
                          .share = share(now),
                          .submitted = dispatcher.submitted(),
                          .ended = dispatcher.ended(),
                          .events = events_,
                          .events_per_second = 0,
                          .last = status.has_value()};
        if (seconds > 0)
            progress.events_per_second = static_cast<double>(events_ - reported_events_) / seconds;
        if (status == RunStatus::finished)
            progress.share = 1;
        report_(progress);
        reported_ = wall;
        reported_events_ = events_;
    }

    std::int64_t events() const { return events_; }

  private:
    using WallClock = std::chrono::steady_clock;
    static constexpr auto period = std::chrono::milliseconds(200);

    std::optional<double> share(SimTime now) const {
        if (plan_.horizon)
            return to_seconds(now) / to_seconds(*plan_.horizon);
        if (plan_.last_submit && *plan_.last_submit > sim_start)
            return std::min(1.0, to_seconds(now) / to_seconds(*plan_.last_submit));
        return std::nullopt;
    }

    const RunPlan& plan_;
    const std::function<void(const Progress&)>& report_;
    WallClock::time_point reported_ = WallClock::now();
    std::int64_t reported_events_ = 0, events_ = 0, instants_ = 0;
};

class Simulation {
  public:
    Simulation(RunPlan& plan, Recorder& recorder, const SimulateOptions& options)
        : plan_(plan),
          recorder_(recorder),
          options_(options),
          facility_(plan.site, plan.conversion, sim_start + plan.warm_up),
          account_(plan, facility_, recorder),
          dispatcher_(plan, clock_, facility_, account_, recorder),
          failures_(plan, clock_, dispatcher_, recorder),
          meter_(plan, options.progress),
          too_warm_(plan.site.groups.size()),
          tripped_(plan.site.groups.size()) {}

    RunStatus run() {
        changes_left_ = plan_.changes.size();
        for (std::size_t i = 0; i < plan_.changes.size(); ++i) {
            const auto order = static_cast<std::int64_t>(i);
            clock_.set({plan_.changes[i].at, EventClass::change, order, order});
        }
        if (plan_.horizon)
            clock_.set({sim_start + *plan_.horizon, EventClass::end, 0, 0});
        failures_.begin();
        arriving_ = plan_.jobs->next();
        await_arrival();
        await_boundary();
        if (Fabric* fabric = dispatcher_.fabric())
            recorder_.links(fabric->links());
        if (over())
            clock_.stop();
        clock_.run([this](SimTime now, std::span<const Event> events) { instant(now, events); });
        return finish();
    }

  private:
    // What happens to the machine in an instant.
    struct Happenings {
        std::span<const Event> changes, failures;
    };

    void instant(SimTime now, std::span<const Event> events) {
        if (options_.stop && options_.stop()) {
            interrupted_ = true;
            return clock_.stop();
        }
        // What is set for an instant while it is dealt with comes as another at the same time.
        if (now > now_)
            dispatcher_.begin_instant();
        now_ = now;
        write_sample();
        if (account_.active())
            account_.advance(now);
        close_intervals(now);
        const auto of_class = [&](EventClass kind) {
            std::size_t first = 0;
            while (first < events.size() && events[first].kind < kind)
                ++first;
            std::size_t last = first;
            while (last < events.size() && events[last].kind == kind)
                ++last;
            return events.subspan(first, last - first);
        };
        const auto ends = of_class(EventClass::completion);
        const bool at_horizon = !of_class(EventClass::end).empty();
        const Happenings happenings{of_class(EventClass::change), of_class(EventClass::failure)};
        const bool arrival = !of_class(EventClass::arrival).empty();
        const bool boundary = !of_class(EventClass::boundary).empty();
        if (boundary)
            boundary_.reset();
        if (boundary && events.size() == 1 && !water_demands()) {
            await_boundary();
            return meter_.count(now, 1, dispatcher_);  // nothing for a policy to decide
        }
        // Nothing starts or arrives at the horizon; what ends there has run its time.
        if (at_horizon)
            for (const Event& end : ends)
                dispatcher_.end_phase(now, end);
        else if (dispatcher_.event_rule() == EventRule::batch)
            batch(now, ends, happenings, arrival);
        else
            sequential(now, ends, happenings, arrival);
        dispatcher_.close_instant(now);
        await_boundary();
        meter_.count(now, events.size(), dispatcher_);
        if (at_horizon || over())
            clock_.stop();
    }

    // Without a horizon a run ends with its last job, whatever changes were still to come, or when
    // nothing is left that could start those that wait.
    bool over() const {
        return !plan_.horizon && !arriving_ &&
               (dispatcher_.idle() ||
                (changes_left_ == 0 && !failures_.repairing() && !dispatcher_.runs_jobs()));
    }

    void batch(SimTime now, std::span<const Event> ends, const Happenings& happenings,
               bool arrival) {
        for (const Event& end : ends)
            dispatcher_.end_phase(now, end);
        throttle(now);
        apply(now, happenings.changes);
        failures_.happen(now, happenings.failures);
        while (arrival && arriving_ && arriving_->submit == now)
            submit(now);
        if (arrival)
            await_arrival();
        dispatcher_.pass(now);
    }

    void sequential(SimTime now, std::span<const Event> ends, const Happenings& happenings,
                    bool arrival) {
        dispatcher_.release_expected(now, ends);
        while (arrival && arriving_ && arriving_->submit == now) {
            const bool fits = dispatcher_.fits(*arriving_);
            submit(now);
            if (fits)
                dispatcher_.pass(now);
        }
        if (arrival)
            await_arrival();
        for (const Event& end : ends) {
            dispatcher_.end_phase(now, end);
            dispatcher_.pass(now);
        }
        const bool racks_changed = throttle(now);
        apply(now, happenings.changes);
        failures_.happen(now, happenings.failures);
        if (racks_changed || !happenings.changes.empty() || !happenings.failures.empty())
            dispatcher_.pass(now);
    }

    void submit(SimTime now) {
        dispatcher_.submit(now, std::move(*arriving_));
        arriving_ = plan_.jobs->next();
    }

    void await_arrival() {
        if (arriving_)
            clock_.set({arriving_->submit, EventClass::arrival, 0, 0});
    }

    // The next end of a stretch comes sooner once the water must be watched.
    void await_boundary() {
        if (!account_.active())
            return;
        const SimTime next = account_.next_boundary();
        if (boundary_ && boundary_->at <= next)
            return;
        if (boundary_)
            clock_.cancel(boundary_->event);
        boundary_ = Boundary{next, clock_.set({next, EventClass::boundary, 0, 0})};
    }

    // The water wants other racks to throttle, or to be off, than do now.
    bool water_demands() const {
        return plan_.cooling && account_.active() &&
               (account_.too_warm() != too_warm_ || account_.tripped() != tripped_);
    }

    // What warm water does to racks. True if anything has changed.
    bool throttle(SimTime now) {
        if (!water_demands())
            return false;
        too_warm_ = account_.too_warm();
        dispatcher_.throttle(now, too_warm_);
        for (std::size_t i = 0; i < tripped_.size(); ++i) {
            if (tripped_[i] == account_.tripped()[i])
                continue;
            tripped_[i] = account_.tripped()[i];
            const Group& group = plan_.site.groups[i];
            const auto index = static_cast<GroupIndex>(i);
            recorder_.event({now, tripped_[i] ? "trip" : "trip over", group.name,
                             tripped_[i]
                                 ? dispatcher_.trip(now, index, {group.first_node, group.nodes})
                                 : dispatcher_.end_trip(now, index)});
        }
        return true;
    }

    void apply(SimTime now, std::span<const Event> changes) {
        changes_left_ -= changes.size();
        for (const Event& event : changes) {
            const Change& change = plan_.changes[static_cast<std::size_t>(event.subject)];
            LogEntry entry{now, std::string(to_text(change.kind)), change.what, {}};
            if (Fabric* fabric = dispatcher_.fabric();
                fabric != nullptr && change.kind == ChangeKind::lose_links)
                change.ends ? fabric->restore(now, change.links, entry)
                            : fabric->lose(now, change.links, entry);
            else
                entry.effect = take_effect(now, change);
            recorder_.event(entry);
        }
    }

    std::string take_effect(SimTime now, const Change& change) {
        switch (change.kind) {
            case ChangeKind::lose_cooling:
                account_.lose_cooling(change.cdu_share, change.rejection_share);
                return change.ends ? "back in service" : "out of service";
            case ChangeKind::heat_wave:
                account_.warm(change.warmer);
                if (change.warmer.si() == 0)
                    return "outdoors as the weather file says";
                return fmt::format(
                    "outdoors {} warmer than the weather file",
                    format_quantity(change.warmer.si(), Dimension::temperature_difference));
            case ChangeKind::price_spike:
                account_.raise_price(change.dearer);
                if (change.dearer.si() == 0)
                    return "the market's price again";
                return fmt::format("{} above the market's price",
                                   format_quantity(change.dearer.si(), Dimension::energy_price));
            case ChangeKind::lose_links:
                return {};
            case ChangeKind::lose:
            case ChangeKind::drain:
            case ChangeKind::restore:
            case ChangeKind::set:
            case ChangeKind::shed:
                return dispatcher_.change(now, change);
        }
        return {};
    }

    // An interval is [begin, end): it is closed before anything changes at its end.
    void close_intervals(SimTime now) {
        while (now - interval_start_ >= plan_.interval)
            close_interval(interval_start_ + plan_.interval);
    }

    void close_interval(SimTime end) {
        write_sample();
        sample_.emplace(facility_.close_interval(end));
        dispatcher_.close_interval(end);
        if (account_.active())
            account_.close_interval(end);
        if (Fabric* fabric = dispatcher_.fabric())
            link_flows_ = &fabric->close_interval(end);
        interval_start_ = end;
    }

    void write_sample() {
        if (!sample_)
            return;
        recorder_.sample(interval_, sample_->site, sample_->groups, sample_->racks);
        if (plan_.site.has_power)
            recorder_.power(interval_, sample_->power);
        if (account_.active())
            account_.write(interval_);
        if (link_flows_ != nullptr)
            recorder_.link_flows(interval_, *link_flows_);
        ++interval_;
        sample_.reset();
    }

    RunStatus finish() {
        dispatcher_.censor(now_);
        if (account_.active())
            account_.advance(now_);
        if (now_ > interval_start_)
            close_interval(now_);
        else if (sample_)  // no interval follows that would tell of the last instant
            facility_.add_counts(sample_->site);
        write_sample();
        const auto window = facility_.window_totals(now_);
        if (now_ > sim_start + plan_.warm_up)  // else there is nothing for them to be about
            record_limits();
        if (Fabric* fabric = dispatcher_.fabric(); fabric && now_ > sim_start + plan_.warm_up)
            recorder_.network(fabric->totals(now_));
        if (account_.active())
            account_.finish(now_);
        record_counts();
        const RunStatus status = interrupted_ ? RunStatus::interrupted : RunStatus::finished;
        recorder_.finish(status, {.end = now_,
                                  .it_energy = window.it_energy,
                                  .it_power_peak = window.it_power_peak,
                                  .busy_node_seconds = window.busy_node_seconds,
                                  .available_node_seconds = window.available_node_seconds,
                                  .events = meter_.events()});
        meter_.report(now_, dispatcher_, status);
        return status;
    }

    void record_limits() {
        std::vector<LimitRecord> rows = facility_.limits(now_, largest_partition());
        if (const auto cap = dispatcher_.power_limit(now_))
            rows.push_back(*cap);
        if (account_.active())
            for (LimitRecord& row : account_.limits(now_))
                rows.push_back(std::move(row));
        for (const LimitRecord& row : rows)
            recorder_.limit(row);
    }

    // The most nodes that jobs could use at any time.
    NodeCount largest_partition() const {
        NodeCount nodes = plan_.scheduling.partition_nodes;
        for (const Change& change : plan_.changes)
            if (change.plan && change.at <= now_)
                nodes = std::max(nodes, change.plan->partition_nodes);
        return nodes;
    }

    void record_counts() {
        for (std::size_t i = 0; i < plan_.job_sources.size(); ++i) {
            const ArrivalCounts counts = plan_.jobs->counts(i);
            const std::pair<const char*, std::int64_t> rows[] = {
                {"records", counts.records},
                {"dropped: malformed", counts.malformed},
                {"dropped: submitted before the log's zero", counts.negative_submit},
                {"dropped: no run time", counts.no_run_time},
                {"dropped: no size", counts.no_size},
                {"dropped: larger than the site", counts.larger_than_site},
                {"outside the run's time", counts.outside_window},
                {"no limit: the run time is taken", counts.limit_missing},
                {"killed at the limit", counts.capped_at_limit},
                {"jobs", counts.jobs},
            };
            for (const auto& [name, value] : rows)
                recorder_.count({plan_.job_sources[i], name, value});
        }
        if (dispatcher_.held() > 0)
            recorder_.count({"power.cap", "waiting: above the cap even alone", dispatcher_.held()});
    }

    struct Boundary {
        SimTime at{};
        Clock::EventId event = 0;
    };

    RunPlan& plan_;
    Recorder& recorder_;
    const SimulateOptions& options_;
    Clock clock_;
    Facility facility_;
    SiteAccount account_;
    Dispatcher dispatcher_;
    Failures failures_;
    ProgressMeter meter_;
    std::optional<Job> arriving_;
    std::size_t changes_left_ = 0;
    std::optional<Boundary> boundary_;      // pending
    std::vector<bool> too_warm_, tripped_;  // groups whose racks throttle, or are off
    SimTime now_{}, interval_start_{};
    std::int64_t interval_ = 0;                            // of the next sample that is written
    std::optional<Facility::Interval> sample_;             // closed in the last instant
    const std::vector<LinkSample>* link_flows_ = nullptr;  // of that interval
    bool interrupted_ = false;
};

}  // namespace

RunStatus simulate(RunPlan& plan, Recorder& recorder, const SimulateOptions& options) {
    return Simulation(plan, recorder, options).run();
}

}  // namespace twin
