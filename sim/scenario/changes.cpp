#include "sim/scenario/changes.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "sim/scenario/check.h"
#include "sim/scenario/node_selection.h"

namespace twin {
namespace {

constexpr std::array kind_rows = {
    ChangeKindRow{ChangeKind::lose, "lose", "nodes fail; their jobs are lost"},
    ChangeKindRow{ChangeKind::drain, "drain", "nodes take no new job; their jobs run on"},
    ChangeKindRow{ChangeKind::restore, "restore", "lost or drained nodes come back"},
    ChangeKindRow{ChangeKind::set, "set", "a setting changes"},
};

// Replaces one setting by its value as text; otherwise what is wrong with the value.
std::optional<UnitError> apply_setting(const std::string& setting, const std::string& value,
                                       const Site& site, SchedulingPlan& plan) {
    const auto none_of = [&](const std::vector<std::string>& known) {
        return UnitError{fmt::format("one of {}", fmt::join(known, ", ")), "'" + value + "'",
                         did_you_mean(value, known)};
    };
    if (setting == "scheduling.policy") {
        const SchedulerRow* row = find_scheduler(value);
        if (row == nullptr)
            return none_of(make_vocabulary({}).policies);
        plan.policy = row;
    } else if (setting == "scheduling.placement") {
        const PlacementRow* row = find_placement(value);
        if (row == nullptr)
            return none_of(make_vocabulary({}).placements);
        plan.placement = row;
    } else if (setting == "scheduling.lost_jobs") {
        if (value != "requeue" && value != "fail")
            return none_of({"requeue", "fail"});
        plan.lost_jobs = value == "fail" ? LostJobs::fail : LostJobs::requeue;
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

class ChangesBuilder {
  public:
    ChangesBuilder(const std::vector<EventSection>& events, const RunPlan& plan,
                   FieldProblems& problems)
        : events_(events), plan_(plan), problems_(problems) {}

    std::vector<Change> build() {
        for (std::size_t i = 0; i < events_.size(); ++i)
            draft(i);
        std::stable_sort(changes_.begin(), changes_.end(),
                         [](const Change& a, const Change& b) { return a.at < b.at; });
        follow_settings();
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
        const std::optional<std::string>* const given[] = {&event.lose, &event.drain,
                                                           &event.restore, &event.set};
        Change change;
        change.event = index;
        int kinds = 0;
        for (std::size_t i = 0; i < kind_rows.size(); ++i)
            if (*given[i]) {
                change.kind = kind_rows[i].kind;
                change.what = **given[i];
                ++kinds;
            }
        if (kinds != 1)
            return problem(field, "expected exactly one of lose, drain, restore and set",
                           kinds == 0 ? "none" : std::to_string(kinds));
        change.at = event.at.in(plan_.start);
        check_in_run(field + ".at", event.at, plan_, problems_);
        if (change.kind == ChangeKind::set ? !draft_setting(event, field, change)
                                           : !draft_nodes(event, field, change))
            return;
        if (event.lasts) {
            Change back = change;
            back.at += *event.lasts;
            back.ends = true;
            if (change.kind == ChangeKind::set)
                back.what = *event.set + " as before";
            else
                back.kind = ChangeKind::restore;
            changes_.push_back(std::move(back));
        }
        changes_.push_back(std::move(change));
    }

    bool draft_nodes(const EventSection& event, const std::string& field, Change& change) {
        if (event.to)
            return problem(field + ".to", "expected no such key without set",
                           "'" + event.to->text + "'"),
                   false;
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
        SchedulingPlan trial = plan_.scheduling;
        if (const auto error = apply_setting(*event.set, event.to->text, plan_.site, trial))
            return problem(field + ".to", "expected " + error->expected, error->got, error->hint),
                   false;
        change.what = fmt::format("{} = {}", *event.set, event.to->text);
        return true;
    }

    // What holds after each change, in the order of time: of each setting the value of the event
    // that began last and is not over, else that of the scenario.
    void follow_settings() {
        std::vector<std::size_t> holding;  // events, in the order in which they began
        for (Change& change : changes_) {
            if (change.kind != ChangeKind::set)
                continue;
            if (change.ends)
                std::erase(holding, change.event);
            else
                holding.push_back(change.event);
            SchedulingPlan now = plan_.scheduling;
            for (const std::size_t event : holding)
                apply_setting(*events_[event].set, events_[event].to->text, plan_.site, now);
            change.plan = now;
        }
    }

    const std::vector<EventSection>& events_;
    const RunPlan& plan_;
    FieldProblems& problems_;
    std::vector<Change> changes_;
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

std::vector<Change> build_changes(const std::vector<EventSection>& events, const RunPlan& plan,
                                  FieldProblems& problems) {
    return ChangesBuilder(events, plan, problems).build();
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
