#include "models/workload/plan_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>

namespace twin {
namespace {

struct NumberWord {
    std::string_view name;
    std::optional<int> PlanSpace::*given;
    int ParallelPlan::*number;
};
constexpr std::array numbers = {
    NumberWord{"tensor", &PlanSpace::tensor, &ParallelPlan::tensor},
    NumberWord{"context", &PlanSpace::context, &ParallelPlan::context},
    NumberWord{"pipeline", &PlanSpace::pipeline, &ParallelPlan::pipeline},
    NumberWord{"data", &PlanSpace::data, &ParallelPlan::data},
    NumberWord{"expert", &PlanSpace::expert, &ParallelPlan::expert},
    NumberWord{"chunks", &PlanSpace::chunks, &ParallelPlan::chunks},
    NumberWord{"micro_batch", &PlanSpace::micro_batch, &ParallelPlan::micro_batch},
};

struct SwitchWord {
    std::string_view name;
    bool ParallelPlan::*on;
};
constexpr std::array switches = {
    SwitchWord{"sequence_parallel", &ParallelPlan::sequence_parallel},
    SwitchWord{"fused_attention", &ParallelPlan::fused_attention},
    SwitchWord{"fused_elements", &ParallelPlan::fused_elements},
    SwitchWord{"tokens_once_a_node", &ParallelPlan::tokens_once_a_node},
    SwitchWord{"overlap_data", &ParallelPlan::overlap_data},
    SwitchWord{"overlap_pipeline", &ParallelPlan::overlap_pipeline},
    SwitchWord{"wide_gradients", &ParallelPlan::wide_gradients},
    SwitchWord{"graphs", &ParallelPlan::graphs},
};

constexpr std::array shardings = {Sharding::none, Sharding::optimiser, Sharding::gradients,
                                  Sharding::weights};
constexpr std::array recomputes = {Recompute::none, Recompute::selective, Recompute::full};
constexpr std::array overlaps = {TensorOverlap::none, TensorOverlap::backward, TensorOverlap::all};

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\n");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

std::string known_words() {
    std::string text;
    for (const NumberWord& word : numbers)
        text += fmt::format("{}, ", word.name);
    text += "sharding, recompute, overlap_tensor, ";
    for (const SwitchWord& word : switches)
        text += fmt::format("{}, ", word.name);
    return text + "auto";
}

class PlanReader {
  public:
    std::variant<PlanWords, std::vector<UnitError>> read(std::string_view text) {
        while (true) {
            const auto comma = text.find(',');
            add(trimmed(text.substr(0, comma)));
            if (comma == std::string_view::npos)
                break;
            text.remove_prefix(comma + 1);
        }
        if (!errors_.empty())
            return errors_;
        return words_;
    }

  private:
    void add(std::string_view entry) {
        const auto space = entry.find_first_of(" \t");
        const std::string_view name = entry.substr(0, space);
        const std::string_view value =
            space == std::string_view::npos ? std::string_view() : trimmed(entry.substr(space));
        if (entry.empty())
            return wrong("a word of a plan, such as \"tensor 8\"", "nothing");
        if (std::find(seen_.begin(), seen_.end(), name) != seen_.end())
            return wrong(fmt::format("{} once", name), fmt::format("it again: '{}'", entry));
        seen_.push_back(name);
        if (name == "auto") {
            words_.automatic = true;
            if (!value.empty())
                wrong("auto alone", fmt::format("'{}'", entry));
            return;
        }
        for (const NumberWord& word : numbers)
            if (word.name == name)
                return add_number(word, value);
        for (const SwitchWord& word : switches)
            if (word.name == name)
                return add_switch(word, value);
        if (name == "sharding")
            return choose(name, value, shardings,
                          [&](Sharding chosen) { words_.space.sharding = chosen; });
        if (name == "recompute")
            return choose(name, value, recomputes,
                          [&](Recompute chosen) { words_.space.recompute = chosen; });
        if (name == "overlap_tensor")
            return choose(name, value, overlaps,
                          [&](TensorOverlap chosen) { words_.space.rest.overlap_tensor = chosen; });
        wrong("a word of a plan (" + known_words() + ")", fmt::format("'{}'", entry));
    }

    void add_number(const NumberWord& word, std::string_view value) {
        int number = 0;
        const auto [end, error] =
            std::from_chars(value.data(), value.data() + value.size(), number);
        if (error != std::errc() || end != value.data() + value.size() || number < 1)
            return wrong(fmt::format("{} and a whole number of at least 1", word.name),
                         value.empty() ? "none" : fmt::format("'{}'", value));
        words_.space.*word.given = number;
    }

    void add_switch(const SwitchWord& word, std::string_view value) {
        if (value != "on" && value != "off")
            return wrong(fmt::format("{} on or {} off", word.name, word.name),
                         value.empty() ? "neither" : fmt::format("'{}'", value));
        words_.space.rest.*word.on = value == "on";
    }

    template <class Choices, class Keep>
    void choose(std::string_view name, std::string_view value, const Choices& choices, Keep keep) {
        std::string known;
        for (const auto choice : choices) {
            if (to_text(choice) == value)
                return keep(choice);
            known += fmt::format("{}{}", known.empty() ? "" : ", ", to_text(choice));
        }
        wrong(fmt::format("{} and one of {}", name, known),
              value.empty() ? "none" : fmt::format("'{}'", value));
    }

    void wrong(std::string expected, std::string got) {
        errors_.push_back({std::move(expected), std::move(got), ""});
    }

    PlanWords words_;
    std::vector<std::string_view> seen_;
    std::vector<UnitError> errors_;
};

}  // namespace

std::variant<PlanWords, std::vector<UnitError>> read_plan(std::string_view text) {
    return PlanReader().read(text);
}

ParallelPlan filled_plan(const PlanSpace& space, int gpus) {
    ParallelPlan plan = space.rest;
    for (const NumberWord& word : numbers)
        plan.*word.number = (space.*word.given).value_or(1);
    plan.sharding = space.sharding.value_or(plan.sharding);
    plan.recompute = space.recompute.value_or(plan.recompute);
    if (!space.data) {
        const std::int64_t others = std::int64_t(plan.tensor) * plan.context * plan.pipeline;
        plan.data = int(std::max<std::int64_t>(1, gpus / others));
    }
    return plan;
}

std::string plan_text(const ParallelPlan& plan) {
    const ParallelPlan own;
    std::vector<std::string> words;
    for (const NumberWord& word : numbers)
        if (plan.*word.number > 1)
            words.push_back(fmt::format("{} {}", word.name, plan.*word.number));
    if (plan.sharding != own.sharding)
        words.push_back(fmt::format("sharding {}", to_text(plan.sharding)));
    if (plan.recompute != own.recompute)
        words.push_back(fmt::format("recompute {}", to_text(plan.recompute)));
    if (plan.overlap_tensor != own.overlap_tensor)
        words.push_back(fmt::format("overlap_tensor {}", to_text(plan.overlap_tensor)));
    for (const SwitchWord& word : switches)
        if (plan.*word.on != own.*word.on)
            words.push_back(fmt::format("{} {}", word.name, plan.*word.on ? "on" : "off"));
    // Where all is as usual.
    if (words.empty())
        words.push_back(fmt::format("data {}", plan.data));
    return fmt::format("{}", fmt::join(words, ", "));
}

}  // namespace twin
