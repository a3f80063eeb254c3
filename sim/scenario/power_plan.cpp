#include "sim/scenario/power_plan.h"

#include <algorithm>

#include "models/power/node_power.h"
#include "sim/scenario/keys.h"
#include "sim/scenario/parts_catalog.h"

namespace twin {
namespace {

bool has_gpus(const Site& site) {
    return std::any_of(site.racks.begin(), site.racks.end(),
                       [](const Rack& rack) { return rack.nodes > 0 && rack.part->node.gpus > 0; });
}

// Whether some event lets the key do something.
bool any_event(const Scenario& scenario, const std::string& sets, const std::string& to = "") {
    return std::any_of(scenario.events.begin(), scenario.events.end(), [&](const auto& event) {
        return event.set == sets && event.to && (to.empty() || event.to->text == to);
    });
}

bool sheds(const Scenario& scenario) {
    return std::any_of(scenario.events.begin(), scenario.events.end(),
                       [](const auto& event) { return event.shed.has_value(); });
}

// What a phase draws above an idle node, on the racks where that is least and under the lowest cap
// that the policy may set.
Power least_rise(const RunPlan& plan, const Phase& phase) {
    std::optional<Power> least;
    for (const Rack& rack : plan.site.racks) {
        const NodePart& node = rack.part->node;
        std::optional<Power> cap = plan.power.gpu_cap;
        if (plan.power.policy == CapPolicy::lower_gpu_cap && node.gpus > 0)
            cap = std::min(cap.value_or(default_gpu_cap(node)),
                           plan.power.gpu_cap_floor.value_or(lowest_gpu_cap(node)));
        const Power rise = node_draw(node, phase, cap).input() - idle_draw(node).input();
        if (rack.nodes > 0)
            least = std::min(least.value_or(rise), rise);
    }
    return least.value_or(Power());
}

void check_cap(const std::string& field, std::optional<Power> cap,
               std::optional<UnitError> (*wrong)(Power, const RunPlan&), const RunPlan& plan,
               FieldProblems& problems) {
    if (!cap)
        return;
    if (const auto error = wrong(*cap, plan))
        problems.add(field, "expected " + error->expected, error->got, error->hint);
}

void check_supply(const PowerSection& power, RunPlan& plan, FieldProblems& problems) {
    if (!plan.conversion.direct_current)
        return;
    if (plan.conversion.rectifier_sharing == ConversionPlan::Sharing::staged)
        problems.add("power.rectifiers", "expected equal with direct current", power.rectifiers,
                     "the racks have no rectifiers then");
    if (!plan.site.supply)
        problems.add("power.distribution",
                     "expected alternating in a run without a supply (power.supply)",
                     power.distribution, "the supply holds the central rectifiers");
    else if (plan.site.supply->direct_current_rating <= Power())
        problems.add(
            "power.distribution",
            fmt::format("expected alternating, {} has no central rectifiers", plan.site.supply->id),
            power.distribution);
}

std::optional<UnitError> outside(Power cap, Power lowest, Power highest) {
    if (cap >= lowest && cap <= highest)
        return std::nullopt;
    return UnitError{fmt::format("a cap from {} to {}, between what a busy GPU draws at its lowest "
                                 "clock and the part's own cap",
                                 format_quantity(lowest.si(), Dimension::power),
                                 format_quantity(highest.si(), Dimension::power)),
                     TextForm<Power>::write(cap), ""};
}

}  // namespace

Power idle_power(const RunPlan& plan) {
    Power idle = plan.site.fixed_power;
    for (const Rack& rack : plan.site.racks)
        idle +=
            rack_draw(*rack.part, rack.nodes * idle_draw(rack.part->node).input(), plan.conversion)
                .input();
    return idle;
}

std::optional<UnitError> power_cap_problem(Power cap, const RunPlan& plan) {
    const Power idle = idle_power(plan);
    if (cap >= idle)
        return std::nullopt;
    return UnitError{fmt::format("at least the {} that the site draws when no job runs",
                                 format_quantity(idle.si(), Dimension::power)),
                     TextForm<Power>::write(cap), "no policy could keep it"};
}

std::optional<UnitError> gpu_cap_problem(Power cap, const RunPlan& plan) {
    const Site& site = plan.site;
    if (!has_gpus(site))
        return UnitError{"no such key, the site has no GPUs", TextForm<Power>::write(cap), ""};
    Power lowest, highest;
    for (const Rack& rack : site.racks) {
        const NodePart& node = rack.part->node;
        if (node.gpus == 0)
            continue;
        lowest = std::max(lowest, lowest_gpu_cap(node));
        highest = std::max(highest, default_gpu_cap(node));
    }
    return outside(cap, lowest, highest);
}

std::optional<UnitError> node_gpu_cap_problem(Power cap, const NodePart& node) {
    return outside(cap, lowest_gpu_cap(node), default_gpu_cap(node));
}

std::optional<UnitError> cap_policy_problem(const std::string& policy, const RunPlan& plan) {
    if (policy != "lower_gpu_cap" || has_gpus(plan.site))
        return std::nullopt;
    return UnitError{"delay_starts on a site without GPUs", policy, ""};
}

bool is_capped(const Scenario& scenario) {
    return scenario.power.cap || any_event(scenario, "power.cap") || sheds(scenario);
}

bool lowers_gpu_cap(const Scenario& scenario) {
    return scenario.power.cap_policy == "lower_gpu_cap" ||
           any_event(scenario, "power.cap_policy", "lower_gpu_cap");
}

std::string never_fits(const Scenario& scenario, const Job& job, std::span<const Phase> phases,
                       const RunPlan& plan) {
    const bool changes = std::any_of(
        scenario.events.begin(), scenario.events.end(),
        [](const EventSection& event) { return event.set && event.set->starts_with("power."); });
    if (!plan.site.has_power || !plan.power.cap || changes)
        return "";
    Power rise;
    for (const Phase& phase : phases)
        rise = std::max(rise, least_rise(plan, phase));
    // What rectifiers lose on the rise comes on top.
    const Power least = idle_power(plan) + job.nodes * rise;
    if (least <= *plan.power.cap)
        return "";
    return fmt::format(
        "'{}' needs {} nodes, with which the site draws {} or more: above the "
        "power.cap of {} it never starts while all nodes are in service",
        job.name, job.nodes, format_quantity(least.si(), Dimension::power),
        TextForm<Power>::write(*plan.power.cap));
}

bool needs_power(const Site& site, const std::string& field, const std::string& got,
                 FieldProblems& problems) {
    if (!site.has_power)
        problems.add(field,
                     fmt::format("expected no such key, the power of {} is not known", site.id),
                     got, "");
    return site.has_power;
}

void build_power(const Scenario& scenario, RunPlan& plan, FieldProblems& problems) {
    const PowerSection& power = scenario.power;
    if (problems.has("power") && !needs_power(plan.site, "power", "a table", problems))
        return;
    plan.power.cap = power.cap;
    plan.power.policy =
        power.cap_policy == "lower_gpu_cap" ? CapPolicy::lower_gpu_cap : CapPolicy::delay_starts;
    plan.power.gpu_cap = power.gpu_cap;
    plan.power.gpu_cap_floor = power.gpu_cap_floor;
    plan.conversion.rectifier_sharing = power.rectifiers == "staged"
                                            ? ConversionPlan::Sharing::staged
                                            : ConversionPlan::Sharing::equal;
    plan.conversion.direct_current = power.distribution == "direct_current";
    if (power.supply)
        plan.site.supply = *power.supply == "none"
                               ? std::nullopt
                               : std::optional(plan.parts->supplies.at(*power.supply));
    else if (!scenario.cooling && !scenario.energy)
        plan.site.supply.reset();
    if (!plan.site.has_power)
        return;

    check_supply(power, plan, problems);
    check_cap("power.cap", power.cap, power_cap_problem, plan, problems);
    check_cap("power.gpu_cap", power.gpu_cap, gpu_cap_problem, plan, problems);
    check_cap("power.gpu_cap_floor", power.gpu_cap_floor, gpu_cap_problem, plan, problems);
    if (power.gpu_cap && power.gpu_cap_floor && *power.gpu_cap_floor > *power.gpu_cap)
        problems.add("power.gpu_cap_floor",
                     "expected at most the gpu_cap of " + TextForm<Power>::write(*power.gpu_cap),
                     TextForm<Power>::write(*power.gpu_cap_floor), "");
    if (problems.has("power.cap_policy") && !is_capped(scenario))
        problems.add("power.cap_policy", "expected no such key without a cap", power.cap_policy,
                     "nothing sets or changes power.cap, and nothing sheds");
    if (sheds(scenario) && !problems.has("power.cap_policy"))
        problems.add(
            "power.cap_policy",
            fmt::format("required with a shed: expected one of {}", fmt::join(cap_policies, ", ")),
            "nothing", "");
    if (power.gpu_cap_floor && !lowers_gpu_cap(scenario))
        problems.add("power.gpu_cap_floor", "expected no such key without lower_gpu_cap",
                     TextForm<Power>::write(*power.gpu_cap_floor), "only that policy goes down");
    if (const auto error = cap_policy_problem(power.cap_policy, plan))
        problems.add("power.cap_policy", "expected " + error->expected, error->got, error->hint);
}

}  // namespace twin
