#include "sim/commands/training_report.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "models/units/counted.h"
#include "models/units/unit_text.h"
#include "models/workload/plan_text.h"

namespace twin {
namespace {

std::string shown(Duration time) {
    return format_quantity(time.si(), Dimension::duration);
}
std::string shown(DataSize size) {
    return format_quantity(size.si(), Dimension::data_size);
}
std::string shown(Energy energy) {
    return format_quantity(energy.si(), Dimension::energy);
}

struct MemoryPart {
    const char* name;
    const char* key;
    DataSize TrainingMemory::*size;
};
constexpr MemoryPart memory_parts[] = {
    {"weights", "weights", &TrainingMemory::weights},
    {"gradients", "gradients", &TrainingMemory::gradients},
    {"states of the optimiser", "optimiser", &TrainingMemory::optimiser},
    {"activations", "activations", &TrainingMemory::activations},
    {"context and buffers", "other", &TrainingMemory::other},
};

std::string rate_row(const char* name, const std::string& value, const std::string& more = "") {
    return more.empty() ? fmt::format("{:34}{:>14}\n", name, value)
                        : fmt::format("{:34}{:>14}  {}\n", name, value, more);
}

std::string part_row(const char* name, const std::string& value, double share) {
    return fmt::format("{:34}{:>14}{:>10.1f} %\n", name, value, 100 * share);
}

std::string fullest_gpu_text(const TrainingReport& report) {
    const TrainingMemory& memory = report.estimate.memory;
    std::string text = fmt::format("{:34}{:>14}{:>12}\n", "memory of the fullest GPU", "",
                                   "of " + shown(report.gpu_memory));
    for (const MemoryPart& part : memory_parts)
        text += part_row((std::string("  ") + part.name).c_str(), shown(memory.*part.size),
                         memory.*part.size / report.gpu_memory);
    return text + part_row("together", shown(memory.total()), memory.total() / report.gpu_memory);
}

std::string step_text(const TrainingReport& report) {
    std::string text = fmt::format("{:34}{:>14}{:>12}\n", "one step", "time", "of it");
    const StepParts& step = report.estimate.step;
    for (const StepPart& part : step_parts())
        if (step.*part.time > Duration())
            text += part_row(fmt::format("  {}", part.name).c_str(), shown(step.*part.time),
                             step.*part.time / step.total());
    return text + part_row("together", shown(step.total()), 1);
}

Energy gpu_energy_per_token(const TrainingReport& report) {
    const TrainingEstimate& estimate = report.estimate;
    return report.gpus * estimate.gpu_power / estimate.tokens_per_second * second;
}

std::optional<FlopRate> own_peak(const TrainingReport& report) {
    if (!report.share_of_own_peak)
        return std::nullopt;
    return report.estimate.model_rate / *report.share_of_own_peak;
}

std::string share_text(double share, std::string_view precision, FlopRate peak) {
    return fmt::format("{:.1f} % of the {} peak of {}", 100 * share, precision,
                       format_quantity(peak.si(), Dimension::flop_rate));
}

std::string rates_text(const TrainingReport& report) {
    const TrainingEstimate& estimate = report.estimate;
    std::string text =
        rate_row("tokens per second", fmt::format("{:.0f}", estimate.tokens_per_second),
                 fmt::format("{:.1f} of one GPU", estimate.tokens_per_second / report.gpus));
    text += rate_row("model flops of one GPU",
                     format_quantity(estimate.model_rate.si(), Dimension::flop_rate),
                     share_text(estimate.model_flops_share, "bf16", report.bf16_peak) + " (MFU)");
    if (const auto own = own_peak(report))
        text += rate_row(
            "", "",
            share_text(*report.share_of_own_peak, row_of(report.task.precision).name, *own));
    text +=
        rate_row("one GPU", format_quantity(estimate.gpu_power.si(), Dimension::power),
                 fmt::format("{:.3g} J/token of all GPUs", gpu_energy_per_token(report).in(joule)));
    for (const StretchPower& one : report.power)
        text += rate_row(fmt::format("  in {}", one.name).c_str(),
                         format_quantity(one.gpu.si(), Dimension::power), "for " + shown(one.time));
    text += rate_row(
        "one node at its plug", format_quantity(estimate.node_power.si(), Dimension::power),
        fmt::format("{:.3g} J/token at the plugs", estimate.energy_per_token.in(joule)));
    text += rate_row("one node sends",
                     format_quantity(estimate.sent_per_node.si(), Dimension::bandwidth),
                     fmt::format("the step waits {:.1f} % of its time for the network",
                                 100 * estimate.network_bound));
    return text;
}

std::string whole_run_text(const TrainingReport& report) {
    const Duration time = report.time();
    const auto tokens = [](TokenCount count) {
        return format_quantity(count.si(), Dimension::tokens);
    };
    const double steps = report.steps();
    std::string text =
        rate_row("tokens", tokens(report.tokens_trained()),
                 fmt::format("{}, {} asked for", counted(std::int64_t(steps), "step"),
                             tokens(*report.tokens)));
    text +=
        rate_row("time", shown(time), fmt::format("{:.4g} GPU hours", report.gpus * time.in(hour)));
    return text + rate_row("energy at the nodes' plugs", shown(report.energy()));
}

std::string lost_text(const std::vector<LostPlans>& lost) {
    std::string text;
    for (const LostPlans& one : lost)
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", one.reason, one.count);
    return text;
}

std::int64_t sum_of(const std::vector<LostPlans>& lost) {
    std::int64_t sum = 0;
    for (const LostPlans& one : lost)
        sum += one.count;
    return sum;
}

// By how much it is slower than the best one, and what of the step makes it so: the part that loses
// most, and all others together where they change the sum.
std::string why_slower(const StepParts& step, const StepParts& best) {
    const StepPart* part = largest_loss(step, best);
    if (part == nullptr)
        return "";
    const auto with_sign = [](Duration time) {
        return (time < Duration() ? "-" : "+") + shown(std::max(time, -1 * time));
    };
    const Duration all = step.total() - best.total(), most = step.*part->time - best.*part->time;
    const Duration others = all - most;
    std::string text = fmt::format("{}: {} {}", with_sign(all), part->name, with_sign(most));
    if (std::max(others, -1 * others) > 0.01 * most)
        text += ", all else " + with_sign(others);
    return text;
}

std::string search_text(const PlanSearch& search) {
    std::size_t widest = 0;
    for (const RankedPlan& one : search.best)
        widest = std::max(widest, plan_text(one.plan).size());
    std::string text = fmt::format(
        "the best {} of {}\n{:>11} {:>11}  {:{}}  {}\n", search.best.size(),
        counted(search.timed, "plan") + (search.timed == 1 ? " that fits" : " that fit"), "step",
        "memory", "plan", widest, "against the best");
    for (const RankedPlan& one : search.best) {
        const std::string why = why_slower(one.step, search.best.front().step);
        text += fmt::format("{:>11} {:>11}  {:{}}{}\n", shown(one.step.total()),
                            shown(one.memory.total()), plan_text(one.plan),
                            why.empty() ? 0 : widest, why.empty() ? "" : "  " + why);
    }
    const std::int64_t impossible = sum_of(search.indivisible);
    text += fmt::format("\nof {} to divide the GPUs {} {} not possible",
                        counted(search.layouts, "way"), impossible, impossible == 1 ? "is" : "are");
    if (!search.indivisible.empty())
        text += ": " + lost_text(search.indivisible);
    text += fmt::format("\n{} {} not fit in memory\n", counted(search.too_large, "plan"),
                        search.too_large == 1 ? "does" : "do");
    if (!search.slower.empty())
        text += fmt::format(
            "{} {} slower, most of all by: {}\n", counted(sum_of(search.slower), "plan"),
            sum_of(search.slower) == 1 ? "fits and is" : "fit and are", lost_text(search.slower));
    return text;
}

nlohmann::ordered_json plan_json(const ParallelPlan& plan) {
    nlohmann::ordered_json out{{"tensor", plan.tensor},
                               {"context", plan.context},
                               {"pipeline", plan.pipeline},
                               {"data", plan.data},
                               {"expert", plan.expert},
                               {"chunks", plan.chunks},
                               {"micro_batch", plan.micro_batch},
                               {"sharding", to_text(plan.sharding)},
                               {"recompute", to_text(plan.recompute)},
                               {"overlap_tensor", to_text(plan.overlap_tensor)}};
    for (const PlanSwitch& one : plan_switches())
        out[std::string(one.name)] = plan.*one.on;
    out["text"] = plan_text(plan);
    return out;
}

nlohmann::ordered_json step_json(const StepParts& step) {
    nlohmann::ordered_json out;
    for (const StepPart& part : step_parts())
        out[std::string(part.name)] = (step.*part.time).in(second);
    out["step"] = step.total().in(second);
    return out;
}

nlohmann::ordered_json memory_json(const TrainingMemory& memory) {
    nlohmann::ordered_json out;
    for (const MemoryPart& part : memory_parts)
        out[part.key] = (memory.*part.size).si();
    out["total"] = memory.total().si();
    return out;
}

nlohmann::ordered_json lost_json(const std::vector<LostPlans>& lost) {
    nlohmann::ordered_json out = nlohmann::ordered_json::object();
    for (const LostPlans& one : lost)
        out[std::string(one.reason)] = one.count;
    return out;
}

nlohmann::ordered_json search_json(const PlanSearch& search) {
    nlohmann::ordered_json out;
    out["best"] = nlohmann::ordered_json::array();
    for (const RankedPlan& one : search.best)
        out["best"].push_back({{"plan", plan_json(one.plan)},
                               {"step_s", step_json(one.step)},
                               {"memory_bytes", memory_json(one.memory)}});
    out["layouts"] = search.layouts;
    out["not_possible"] = lost_json(search.indivisible);
    out["too_large"] = search.too_large;
    out["timed"] = search.timed;
    out["slower"] = lost_json(search.slower);
    return out;
}

}  // namespace

Energy TrainingReport::energy() const {
    return tokens_trained().si() * estimate.energy_per_token;
}

std::string training_report_text(const TrainingReport& report) {
    std::string text =
        fmt::format("{} ({:.4g} G weights) on {}, {} of {}\n", report.model, report.weights / 1e9,
                    counted(report.gpus, "GPU"), counted(report.nodes, "node"), report.machine);
    text +=
        fmt::format("{} of {} tokens a step, {}\n", counted(report.task.global_batch, "sequence"),
                    report.task.sequence, row_of(report.task.precision).name);
    if (report.task.lora.rank > 0)
        text += fmt::format("factors of rank {} are trained beside frozen weights\n",
                            report.task.lora.rank);
    if (report.gpu_cap)
        text += fmt::format(
            "capped at {} on each {}\n", format_quantity(report.gpu_cap->si(), Dimension::power),
            report.caps_modules ? "module, a GPU and its share of the CPUs" : "GPU");
    text += fmt::format("plan: {}\n\n", plan_text(report.plan));
    text += fullest_gpu_text(report) + "\n" + step_text(report) + "\n" + rates_text(report);
    if (report.tokens)
        text += "\n" + whole_run_text(report);
    if (report.search)
        text += "\n" + search_text(*report.search);
    text += "\n";
    for (const std::string& assumption : report.assumptions)
        text += "- " + assumption + "\n";
    if (report.site)
        text += "\n" + estimate_text(*report.site);
    return text;
}

nlohmann::ordered_json training_report_json(const TrainingReport& report) {
    const TrainingEstimate& estimate = report.estimate;
    nlohmann::ordered_json out{{"model", report.model},
                               {"weights", report.weights},
                               {"machine", report.machine},
                               {"gpus", report.gpus},
                               {"nodes", report.nodes},
                               {"sequence", report.task.sequence},
                               {"global_batch", report.task.global_batch},
                               {"precision", row_of(report.task.precision).name},
                               {"lora_rank", report.task.lora.rank},
                               {"calibration", report.calibration},
                               {"library", report.library},
                               {"plan", plan_json(report.plan)},
                               {"memory_bytes", memory_json(estimate.memory)},
                               {"gpu_memory_bytes", report.gpu_memory.si()},
                               {"step_s", step_json(estimate.step)},
                               {"tokens_per_s", estimate.tokens_per_second},
                               {"model_flop_per_s_of_gpu", estimate.model_rate.si()},
                               {"mfu", estimate.model_flops_share},
                               {"gpu_power_w", estimate.gpu_power.in(watt)},
                               {"node_power_w", estimate.node_power.in(watt)},
                               {"node_sends_byte_per_s", estimate.sent_per_node.si()},
                               {"network_bound", estimate.network_bound}};
    out["bf16_peak_flop_per_s"] = report.bf16_peak.si();
    if (const auto own = own_peak(report)) {
        out["own_peak_flop_per_s"] = own->si();
        out["share_of_own_peak"] = *report.share_of_own_peak;
    }
    if (report.gpu_cap) {
        out["gpu_cap_w"] = report.gpu_cap->in(watt);
        out["gpu_cap_holds_for"] = report.caps_modules ? "module" : "gpu";
    }
    nlohmann::ordered_json power = nlohmann::ordered_json::array();
    for (const StretchPower& one : report.power)
        power.push_back(
            {{"phase", one.name}, {"time_s", one.time.in(second)}, {"gpu_w", one.gpu.in(watt)}});
    out["power_through_step"] = std::move(power);
    out["gpu_energy_per_token_j"] = gpu_energy_per_token(report).in(joule);
    out["node_energy_per_token_j"] = estimate.energy_per_token.in(joule);
    if (report.tokens) {
        out["tokens"] = report.tokens->si();
        out["tokens_trained"] = report.tokens_trained().si();
        out["steps"] = report.steps();
        out["time_s"] = report.time().in(second);
        out["node_energy_mwh"] = report.energy().in(megawatt_hour);
    }
    if (report.search)
        out["search"] = search_json(*report.search);
    if (report.site)
        out["site"] = estimate_json(*report.site);
    out["assumptions"] = report.assumptions;
    return out;
}

}  // namespace twin
