#include "models/workload/plan_text.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <fmt/format.h>

#include "models/units/did_you_mean.h"

namespace twin {
namespace {

struct NumberWord {
    std::string_view name;
    std::string_view option;  // what Megatron's users call it
    std::optional<int> PlanSpace::*given;
    int ParallelPlan::*number;
    std::string_view summary;
};
constexpr std::array numbers = {
    NumberWord{"tensor", "tp", &PlanSpace::tensor, &ParallelPlan::tensor,
               "GPUs that divide each layer's products"},
    NumberWord{"context", "cp", &PlanSpace::context, &ParallelPlan::context,
               "GPUs that divide a sequence"},
    NumberWord{"pipeline", "pp", &PlanSpace::pipeline, &ParallelPlan::pipeline,
               "stages that divide the layers"},
    NumberWord{"data", "dp", &PlanSpace::data, &ParallelPlan::data,
               "copies of the model; where absent: what the others leave of the GPUs"},
    NumberWord{"expert", "ep", &PlanSpace::expert, &ParallelPlan::expert,
               "GPUs that divide the experts of a layer"},
    NumberWord{"chunks", "vpp", &PlanSpace::chunks, &ParallelPlan::chunks,
               "of layers on each stage, interleaved; 1: one forward, one backward"},
    NumberWord{"micro_batch", "mbs", &PlanSpace::micro_batch, &ParallelPlan::micro_batch,
               "sequences at once"},
};

constexpr std::array switches = {
    PlanSwitch{"sequence_parallel", &ParallelPlan::sequence_parallel,
               "what tensor parallelism leaves whole is divided, too"},
    PlanSwitch{"fused_attention", &ParallelPlan::fused_attention,
               "its scores never go through memory"},
    PlanSwitch{"fused_elements", &ParallelPlan::fused_elements,
               "loss, positions and sums take few passes over memory"},
    PlanSwitch{"fused_experts", &ParallelPlan::fused_experts,
               "one kernel multiplies all experts of a GPU; else each expert has its own"},
    PlanSwitch{"tokens_once_a_node", &ParallelPlan::tokens_once_a_node,
               "tokens go once to each node of their experts, which hands them on once to each "
               "GPU; else to each expert"},
    PlanSwitch{"overlap_data", &ParallelPlan::overlap_data,
               "gradients and weights travel while layers compute"},
    PlanSwitch{"overlap_pipeline", &ParallelPlan::overlap_pipeline,
               "stages send while they compute; only with several chunks"},
    PlanSwitch{"wide_gradients", &ParallelPlan::wide_gradients, "summed in 32 bits, else in 16"},
    PlanSwitch{"graphs", &ParallelPlan::graphs,
               "launches are recorded once and repeated (CUDA graphs): the host is never late"},
};

constexpr std::array shardings = {Sharding::none, Sharding::optimiser, Sharding::gradients,
                                  Sharding::weights};
constexpr std::array recomputes = {Recompute::none, Recompute::selective, Recompute::full};
constexpr std::array overlaps = {TensorOverlap::none, TensorOverlap::backward, TensorOverlap::all};

struct ChoiceWord {
    std::string_view name;
    std::vector<std::string_view> choices;
    void (*choose)(PlanSpace& space, std::size_t choice);
    std::string_view summary;
};
template <class Choices>
std::vector<std::string_view> names_of(const Choices& choices) {
    std::vector<std::string_view> names;
    for (const auto choice : choices)
        names.push_back(to_text(choice));
    return names;
}
const std::vector<ChoiceWord>& choices() {
    static const std::vector<ChoiceWord> words = {
        {"sharding", names_of(shardings),
         [](PlanSpace& space, std::size_t choice) { space.sharding = shardings[choice]; },
         "what the copies divide among each other (ZeRO 0 to 3)"},
        {"recompute", names_of(recomputes),
         [](PlanSpace& space, std::size_t choice) { space.recompute = recomputes[choice]; },
         "what of the forward pass is computed again instead of kept; selective: attention, of "
         "latent attention what is made from its latents"},
        {"overlap_tensor", names_of(overlaps),
         [](PlanSpace& space, std::size_t choice) { space.rest.overlap_tensor = overlaps[choice]; },
         "which collectives of tensor parallelism hide behind products"},
    };
    return words;
}

constexpr std::string_view automatic = "auto";

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\n");
    if (first == std::string_view::npos)
        return text.substr(0, 0);
    return text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

// What was meant by a name that is none.
std::string meant_by(std::string_view name, std::string_view value) {
    if (const auto sign = name.find_first_of("=:"); sign != std::string_view::npos) {
        value = sign + 1 < name.size() ? name.substr(sign + 1) : value;
        name = name.substr(0, sign);
    }
    std::vector<std::string> known;
    for (const PlanWord& word : plan_words())
        known.emplace_back(word.name);
    if (std::find(known.begin(), known.end(), name) != known.end())
        return fmt::format("write \"{} {}\"", name, value);
    std::string lower(name);
    for (char& letter : lower)
        letter = letter >= 'A' && letter <= 'Z' ? char(letter - 'A' + 'a') : letter;
    for (const NumberWord& word : numbers)
        if (lower == word.option)
            return fmt::format("did you mean '{}'?", word.name);
    return did_you_mean(lower, known);
}

class PlanReader {
  public:
    explicit PlanReader(std::string_view text) : text_(text) {}

    std::variant<PlanWords, std::vector<PlanError>> read() {
        std::string_view rest = text_;
        while (true) {
            const auto comma = rest.find(',');
            add(trimmed(rest.substr(0, comma)));
            if (comma == std::string_view::npos)
                break;
            rest.remove_prefix(comma + 1);
        }
        if (!errors_.empty())
            return errors_;
        return words_;
    }

  private:
    void add(std::string_view entry) {
        entry_ = entry;
        const auto space = entry.find_first_of(" \t");
        const std::string_view name = entry.substr(0, space);
        const std::string_view value =
            space == std::string_view::npos ? std::string_view() : trimmed(entry.substr(space));
        if (entry.empty())
            return wrong("a word of a plan, such as \"tensor 8\"", "nothing");
        if (std::find(seen_.begin(), seen_.end(), name) != seen_.end())
            return wrong(fmt::format("{} once", name), fmt::format("it again: '{}'", entry));
        seen_.push_back(name);
        if (name == automatic) {
            words_.automatic = true;
            if (!value.empty())
                wrong("auto alone", fmt::format("'{}'", entry));
            return;
        }
        for (const NumberWord& word : numbers)
            if (word.name == name)
                return add_number(word, value);
        for (const PlanSwitch& word : switches)
            if (word.name == name)
                return add_switch(word, value);
        for (const ChoiceWord& word : choices())
            if (word.name == name)
                return add_choice(word, value);
        std::vector<std::string_view> known;
        for (const PlanWord& word : plan_words())
            known.push_back(word.name);
        wrong(fmt::format("a word of a plan ({})", fmt::join(known, ", ")),
              fmt::format("'{}'", entry), meant_by(name, value));
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

    void add_switch(const PlanSwitch& word, std::string_view value) {
        if (value != "on" && value != "off")
            return wrong(fmt::format("{} on or {} off", word.name, word.name),
                         value.empty() ? "neither" : fmt::format("'{}'", value));
        words_.space.rest.*word.on = value == "on";
    }

    void add_choice(const ChoiceWord& word, std::string_view value) {
        const auto found = std::find(word.choices.begin(), word.choices.end(), value);
        if (found != word.choices.end())
            return word.choose(words_.space, std::size_t(found - word.choices.begin()));
        wrong(fmt::format("{} and one of {}", word.name, fmt::join(word.choices, ", ")),
              value.empty() ? "none" : fmt::format("'{}'", value),
              did_you_mean(std::string(value), {word.choices.begin(), word.choices.end()}));
    }

    void wrong(std::string expected, std::string got, std::string hint = "") {
        errors_.push_back({std::size_t(entry_.data() - text_.data()),
                           {std::move(expected), std::move(got), std::move(hint)}});
    }

    const std::string_view text_;
    std::string_view entry_;  // that is read
    PlanWords words_;
    std::vector<std::string_view> seen_;
    std::vector<PlanError> errors_;
};

}  // namespace

std::span<const PlanSwitch> plan_switches() {
    return switches;
}

std::vector<PlanWord> plan_words() {
    std::vector<PlanWord> words;
    for (const NumberWord& word : numbers)
        words.push_back({word.name, "N", word.summary});
    for (const ChoiceWord& word : choices())
        words.push_back({word.name, fmt::format("{}", fmt::join(word.choices, "|")), word.summary});
    for (const PlanSwitch& word : switches)
        words.push_back({word.name, "on|off", word.summary});
    words.push_back({automatic, "", "what the other words leave open is searched"});
    return words;
}

std::string_view plan_word_summary(std::string_view name) {
    for (const PlanWord& word : plan_words())
        if (word.name == name)
            return word.summary;
    assert(false);
    return {};
}

std::variant<PlanWords, std::vector<PlanError>> read_plan(std::string_view text) {
    return PlanReader(text).read();
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

std::string given_factors(const PlanSpace& space) {
    std::vector<std::string> words;
    for (const NumberWord& word : numbers)
        for (const auto factor :
             {&PlanSpace::tensor, &PlanSpace::context, &PlanSpace::pipeline, &PlanSpace::data})
            if (word.given == factor && space.*factor)
                words.push_back(fmt::format("{} {}", word.name, *(space.*factor)));
    return fmt::format("{}", fmt::join(words, ", "));
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
    for (const PlanSwitch& word : switches)
        if (plan.*word.on != own.*word.on)
            words.push_back(fmt::format("{} {}", word.name, plan.*word.on ? "on" : "off"));
    // Where all is as usual.
    if (words.empty())
        words.push_back(fmt::format("data {}", plan.data));
    return fmt::format("{}", fmt::join(words, ", "));
}

}  // namespace twin
