#include "sim/scenario/changes.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "sim/scenario/check.h"
#include "sim/scenario/network_plan.h"
#include "sim/scenario/node_selection.h"
#include "sim/scenario/power_plan.h"

namespace twin {
namespace {

constexpr std::array kind_rows = {
    ChangeKindRow{ChangeKind::lose, "lose", "nodes fail; their jobs are lost"},
    ChangeKindRow{ChangeKind::drain, "drain", "nodes take no new job; their jobs run on"},
    ChangeKindRow{ChangeKind::restore, "restore", "lost or drained nodes come back"},
    ChangeKindRow{ChangeKind::set, "set", "a setting changes"},
    ChangeKindRow{ChangeKind::shed, "shed", "the site's IT power falls by a share"},
    ChangeKindRow{ChangeKind::lose_cooling, "lose_cooling", "CDUs or dry coolers fail"},
    ChangeKindRow{ChangeKind::lose_links, "lose_links",
                  "cables between groups or spine switches fail"},
    ChangeKindRow{ChangeKind::heat_wave, "heat_wave", "it gets warmer outdoors"},
    ChangeKindRow{ChangeKind::price_spike, "price_spike", "the market's price rises"},
};

// What an event says under the key of each kind, in the order of the rows; empty: nothing.
std::array<std::string, kind_rows.size()> said(const EventSection& event) {
    const auto text = [](const auto& value) {
        using T = typename std::decay_t<decltype(value)>::value_type;
        return value ? TextForm<T>::write(*value) : std::string();
    };
    return {text(event.lose),       text(event.drain),     text(event.restore),
            text(event.set),        text(event.shed),      text(event.lose_cooling),
            text(event.lose_links), text(event.heat_wave), text(event.price_spike)};
}

// What `set` events change.
struct Settings {
    SchedulingPlan scheduling;
    PowerPlan power;
};

bool is_power_setting(const std::string& setting) {
    return setting.starts_with("power.");
}

UnitError none_of(const std::vector<std::string>& known, const std::string& value) {
    return {fmt::format("one of {}", fmt::join(known, ", ")), "'" + value + "'",
            did_you_mean(value, known)};
}

// A cap, or none.
std::optional<UnitError> apply_cap(const std::string& value, const RunPlan& run,
                                   std::optional<UnitError> (*wrong)(Power, const RunPlan&),
                                   std::optional<Power>& cap) {
    if (value == "none") {
        cap.reset();
        return std::nullopt;
    }
    auto si = parse_quantity(value, Dimension::power);
    if (UnitError* error = std::get_if<UnitError>(&si)) {
        error->expected += " or none";
        return *error;
    }
    cap = std::get<double>(si) * watt;
    return wrong(*cap, run);
}

std::optional<UnitError> apply_power(const std::string& setting, const std::string& value,
                                     const RunPlan& run, PowerPlan& plan) {
    if (setting == "power.cap")
        return apply_cap(value, run, power_cap_problem, plan.cap);
    if (setting == "power.gpu_cap")
        return apply_cap(value, run, gpu_cap_problem, plan.gpu_cap);
    if (setting == "power.gpu_cap_floor")
        return apply_cap(value, run, gpu_cap_problem, plan.gpu_cap_floor);
    if (value != "delay_starts" && value != "lower_gpu_cap")
        return none_of(cap_policies, value);
    if (auto error = cap_policy_problem(value, run))
        return error;
    plan.policy = value == "lower_gpu_cap" ? CapPolicy::lower_gpu_cap : CapPolicy::delay_starts;
    return std::nullopt;
}

std::optional<UnitError> apply_scheduling(const std::string& setting, const std::string& value,
                                          const Site& site, SchedulingPlan& plan) {
    if (setting == "scheduling.policy") {
        const SchedulerRow* row = find_scheduler(value);
        if (row == nullptr)
            return none_of(make_vocabulary({}).policies, value);
        plan.policy = row;
    } else if (setting == "scheduling.placement") {
        const PlacementRow* row = find_placement(value);
        if (row == nullptr)
            return none_of(make_vocabulary({}).placements, value);
        plan.placement = row;
    } else if (setting == "scheduling.lost_jobs") {
        if (std::find(lost_jobs_words.begin(), lost_jobs_words.end(), value) ==
            lost_jobs_words.end())
            return none_of(lost_jobs_words, value);
        plan.lost_jobs = lost_jobs_of(value);
    } else {
        NodeCount nodes = 0;
        const auto [end, status] =
            std::from_chars(value.data(), value.data() + value.size(), nodes);
        if (status != std::errc{} || end != value.data() + value.size() || nodes < 1 ||
            nodes > site.nodes)
            return UnitError{fmt::format("an integer from 1 to {}", site.nodes), "'" + value + "'",
                             ""};
        plan.partition_nodes = nodes;
    }
    return std::nullopt;
}

// Replaces one setting by its value as text; otherwise what is wrong with the value.
std::optional<UnitError> apply_setting(const std::string& setting, const std::string& value,
                                       const RunPlan& run, Settings& settings) {
    return is_power_setting(setting)
               ? apply_power(setting, value, run, settings.power)
               : apply_scheduling(setting, value, run.site, settings.scheduling);
}

class ChangesBuilder {
  public:
    ChangesBuilder(const Scenario& scenario, const RunPlan& plan, FieldProblems& problems)
        : scenario_(scenario), events_(scenario.events), plan_(plan), problems_(problems) {}

    std::vector<Change> build() {
        for (std::size_t i = 0; i < events_.size(); ++i)
            draft(i);
        std::stable_sort(changes_.begin(), changes_.end(),
                         [](const Change& a, const Change& b) { return a.at < b.at; });
        follow();
        return std::move(changes_);
    }

  private:
    void problem(const std::string& field, const std::string& expected, const std::string& got,
                 const std::string& hint = "") {
        problems_.add(field, expected, got, hint);
    }

    void draft(std::size_t index) {
        const EventSection& event = events_[index];
        const std::string field = fmt::format("event.{}", index);
        Change change;
        change.event = index;
        int kinds = 0;
        const auto texts = said(event);
        for (std::size_t i = 0; i < kind_rows.size(); ++i)
            if (!texts[i].empty()) {
                change.kind = kind_rows[i].kind;
                change.what = texts[i];
                ++kinds;
            }
        if (kinds != 1) {
            std::vector<std::string_view> names;
            for (const auto& row : kind_rows)
                names.push_back(row.name);
            const auto last = names.back();
            names.pop_back();
            return problem(
                field,
                fmt::format("expected exactly one of {} and {}", fmt::join(names, ", "), last),
                kinds == 0 ? "none" : std::to_string(kinds));
        }
        change.at = event.at.in(plan_.start);
        check_in_run(field + ".at", event.at, plan_, problems_);
        if (event.to && change.kind != ChangeKind::set)
            return problem(field + ".to", "expected no such key without set",
                           "'" + event.to->text + "'");
        if (!draft_kind(event, field, change))
            return;
        if (event.lasts)
            changes_.push_back(end_of(change, *event.lasts));
        changes_.push_back(std::move(change));
    }

    // The change after which what the event changed is as before.
    Change end_of(const Change& begin, SimDuration lasts) const {
        Change end = begin;
        end.at += lasts;
        end.ends = true;
        switch (begin.kind) {
            case ChangeKind::lose:
            case ChangeKind::drain:
            case ChangeKind::restore:
                end.kind = ChangeKind::restore;
                break;
            case ChangeKind::set:
                end.what = *events_[begin.event].set + " as before";
                break;
            case ChangeKind::shed:
                end.share = 0;
                [[fallthrough]];
            default:
                end.what += " is over";
        }
        return end;
    }

    bool draft_kind(const EventSection& event, const std::string& field, Change& change) {
        switch (change.kind) {
            case ChangeKind::set:
                return draft_setting(event, field, change);
            case ChangeKind::shed:
                change.share = event.shed->value;
                return needs_power(plan_.site, field + ".shed", change.what, problems_) &&
                       needs_end(event, field, change);
            case ChangeKind::lose_cooling:
                return needs_cooling(field, change) && draft_loss(field, change);
            case ChangeKind::lose_links:
                return draft_links(field, change);
            case ChangeKind::heat_wave:
                return needs_cooling(field, change) && needs_end(event, field, change);
            case ChangeKind::price_spike:
                if (!scenario_.energy || !scenario_.energy->price)
                    return problem(field + ".price_spike",
                                   "expected no such key without energy.price", change.what),
                           false;
                if (scenario_.energy->tariff && scenario_.energy->tariff->fixed_price)
                    return problem(field + ".price_spike",
                                   "expected no such key beside energy.tariff.fixed_price",
                                   change.what, "nobody pays the market's price then"),
                           false;
                return needs_end(event, field, change);
            default:
                return draft_nodes(event, field, change);
        }
    }

    bool needs_end(const EventSection& event, const std::string& field, const Change& change) {
        if (event.lasts)
            return true;
        problem(field + ".for",
                fmt::format("required with {}: expected a duration", to_text(change.kind)),
                "nothing");
        return false;
    }

    // Where the scenario asks for a plant that could not be planned, that is the problem.
    bool needs_cooling(const std::string& field, const Change& change) {
        if (plan_.cooling)
            return true;
        if (scenario_.cooling && scenario_.cooling->plant != "none")
            return false;
        problem(fmt::format("{}.{}", field, to_text(change.kind)),
                "expected no such key without a cooling plant", "'" + change.what + "'",
                "add [cooling]");
        return false;
    }

    bool draft_nodes(const EventSection& event, const std::string& field, Change& change) {
        if (change.kind == ChangeKind::restore && event.lasts)
            return problem(field + ".for", "expected no such key with restore",
                           TextForm<SimDuration>::write(*event.lasts)),
                   false;
        auto nodes = select_nodes(change.what, plan_.site);
        if (const UnitError* error = std::get_if<UnitError>(&nodes))
            return problem(fmt::format("{}.{}", field, to_text(change.kind)),
                           "expected " + error->expected, error->got, error->hint),
                   false;
        change.nodes = std::get<NodeRanges>(std::move(nodes));
        return true;
    }

    bool draft_setting(const EventSection& event, const std::string& field, Change& change) {
        if (!event.to)
            return problem(field + ".to", "required with set: expected the new value", "nothing"),
                   false;
        if (is_power_setting(*event.set) &&
            !needs_power(plan_.site, field + ".set", *event.set, problems_))
            return false;
        Settings trial{plan_.scheduling, plan_.power};
        if (const auto error = apply_setting(*event.set, event.to->text, plan_, trial))
            return problem(field + ".to", "expected " + error->expected, error->got, error->hint),
                   false;
        if (*event.set == "power.gpu_cap_floor" && !lowers_gpu_cap(scenario_))
            return problem(field + ".set", "expected no such setting without lower_gpu_cap",
                           *event.set, "only that policy goes down"),
                   false;
        if (*event.set == "power.cap_policy" && !is_capped(scenario_))
            return problem(field + ".set", "expected no such setting without a cap", *event.set,
                           "nothing sets or changes power.cap, and nothing sheds"),
                   false;
        change.what = fmt::format("{} = {}", *event.set, event.to->text);
        return true;
    }

    bool draft_loss(const std::string& field, Change& change) {
        auto lost = select_cooling(change.what, plan_.site, plan_.cooling->dry_coolers);
        if (const UnitError* error = std::get_if<UnitError>(&lost))
            return problem(field + ".lose_cooling", "expected " + error->expected, error->got,
                           error->hint),
                   false;
        losses_[change.event] = std::get<CoolingLoss>(std::move(lost));
        return true;
    }

    bool draft_links(const std::string& field, Change& change) {
        if (!plan_.network || !plan_.network->sharing)
            return problem(field + ".lose_links",
                           "expected no such key in a run whose jobs share no network",
                           "'" + change.what + "'"),
                   false;
        auto lost = select_links(change.what, *plan_.network);
        if (const UnitError* error = std::get_if<UnitError>(&lost))
            return problem(field + ".lose_links", "expected " + error->expected, error->got,
                           error->hint),
                   false;
        change.links = std::get<LinkLoss>(lost);
        return true;
    }

    // What holds after each change, in the order of time. Of each setting the value of the event
    // that began last and is not over, else that of the scenario; of sheds each for itself; of all
    // else the sum.
    void follow() {
        std::vector<std::size_t> holding;  // events, in the order in which they began
        for (Change& change : changes_) {
            if (change.ends)
                std::erase(holding, change.event);
            else
                holding.push_back(change.event);
            if (change.kind == ChangeKind::set)
                hold_settings(holding, change);
            else if (change.kind == ChangeKind::lose_cooling)
                hold_losses(holding, change);
            else if (change.kind == ChangeKind::heat_wave)
                for (const std::size_t event : holding)
                    change.warmer += events_[event].heat_wave.value_or(TemperatureDifference());
            else if (change.kind == ChangeKind::price_spike)
                for (const std::size_t event : holding)
                    change.dearer += events_[event].price_spike.value_or(EnergyPrice());
        }
    }

    void hold_settings(const std::vector<std::size_t>& holding, Change& change) {
        Settings now{plan_.scheduling, plan_.power};
        for (const std::size_t event : holding)
            if (events_[event].set)
                apply_setting(*events_[event].set, events_[event].to->text, plan_, now);
        if (!is_power_setting(*events_[change.event].set)) {
            change.plan = now.scheduling;
            return;
        }
        change.power = now.power;
        check_floor(change, now.power);
    }

    // Where one of the two changes, and only there.
    void check_floor(const Change& change, const PowerPlan& now) {
        const std::string& setting = *events_[change.event].set;
        if (!now.gpu_cap || !now.gpu_cap_floor || *now.gpu_cap_floor <= *now.gpu_cap)
            return;
        const std::string field =
            fmt::format("event.{}.{}", change.event, change.ends ? "for" : "to");
        const std::string cap = TextForm<Power>::write(*now.gpu_cap);
        const std::string floor = TextForm<Power>::write(*now.gpu_cap_floor);
        const char* when = change.ends ? "when it is over" : "then";
        if (setting == "power.gpu_cap")
            problem(field,
                    fmt::format("expected gpu_cap not to fall below gpu_cap_floor, which is {} {}",
                                floor, when),
                    cap);
        else if (setting == "power.gpu_cap_floor")
            problem(field,
                    fmt::format("expected gpu_cap_floor not to rise above gpu_cap, which is {} {}",
                                cap, when),
                    floor);
    }

    void hold_losses(const std::vector<std::size_t>& holding, Change& change) {
        change.cdu_share.assign(plan_.site.groups.size(), 1.0);
        int coolers = 0;
        for (const std::size_t event : holding) {
            const auto loss = losses_.find(event);
            if (loss == losses_.end())
                continue;
            for (const GroupIndex group : loss->second.groups)
                change.cdu_share[static_cast<std::size_t>(group)] = 0;
            coolers += loss->second.dry_coolers;
        }
        const int all = plan_.cooling->dry_coolers;
        change.rejection_share = all == 0 ? 1 : double(std::max(0, all - coolers)) / all;
    }

    const Scenario& scenario_;
    const std::vector<EventSection>& events_;
    const RunPlan& plan_;
    FieldProblems& problems_;
    std::vector<Change> changes_;
    std::map<std::size_t, CoolingLoss> losses_;  // of lose_cooling, by event
};

}  // namespace

std::span<const ChangeKindRow> change_kinds() {
    return kind_rows;
}

std::string_view to_text(ChangeKind kind) {
    for (const auto& row : kind_rows)
        if (row.kind == kind)
            return row.name;
    return {};
}

std::vector<Change> build_changes(const Scenario& scenario, const RunPlan& plan,
                                  FieldProblems& problems) {
    return ChangesBuilder(scenario, plan, problems).build();
}

LostJobs lost_jobs_of(const std::string& word) {
    return word == "fail"            ? LostJobs::fail
           : word == "requeue_first" ? LostJobs::requeue_first
                                     : LostJobs::requeue;
}

void check_in_run(const std::string& field, const When& time, const RunPlan& plan,
                  FieldProblems& problems) {
    const SimTime at = time.in(plan.start);
    if (at >= sim_start && !(plan.horizon && at >= sim_start + *plan.horizon))
        return;
    std::string run = "it starts at " + format_calendar(plan.start);
    if (plan.horizon)
        run += " and lasts " + TextForm<SimDuration>::write(*plan.horizon);
    problems.add(field, "expected a time inside the run", TextForm<When>::write(time), run);
}

}  // namespace twin
