// twin estimate training: memory, step and energy of training a language model on a machine, by a
// plan that is given or searched.
#include <fmt/format.h>

#include "models/workload/plan_text.h"
#include "sim/commands/commands.h"
#include "sim/commands/option_keys.h"
#include "sim/commands/training_question.h"

namespace twin {
namespace {

// All words, one a line, with their values.
std::string plan_help() {
    std::string text = "Words of a plan, in any order, between commas:\n";
    for (const PlanWord& word : plan_words())
        text +=
            fmt::format("  {:50}{}\n", fmt::format("{} {}", word.name, word.values), word.summary);
    return text + "GPUs = tensor x context x pipeline x data.";
}

}  // namespace

void add_estimate_training(CLI::App& command) {
    auto options = std::make_shared<TrainingOptions>();
    command.add_option("--model", options->model,
                       "id of a language model (see twin list models), or a .toml file of one");
    command.add_option("--site", options->site, "the machine; see twin list sites");
    command.add_option("--node", options->node, "instead of a site: its nodes, a part");
    command.add_option("--network", options->network,
                       "the network, a part; where absent: the site's");
    command.add_option("--gpus", options->gpus, "how many train together");
    command.add_option("--sequence", options->sequence, "tokens; where absent: the model's own");
    command.add_option("--batch", options->batch,
                       "sequences of a step, of all GPUs together; where absent: the model's own");
    command.add_option("--precision", options->precision,
                       "of the layers' products; where absent: bf16");
    command.add_option("--lora-rank", options->lora,
                       "trains factors of this rank beside frozen weights");
    command.add_option("--plan", options->plan,
                       "words, see below: \"tensor 4, pipeline 8, recompute selective\"; where "
                       "absent: auto");
    command.add_option("--tokens", options->tokens,
                       "of the whole run, e.g. \"15 Ttoken\"; where absent: the model's own");
    command.add_option("--gpu-cap", options->gpu_cap, gpu_cap_help);
    command.add_option("--library", options->library,
                       "whose collectives (see twin list libraries); where absent: NCCL's between "
                       "such GPUs");
    command
        .add_option("--parts", options->parts,
                    "file of parts beside the shipped ones; can be repeated")
        ->allow_extra_args(false);
    add_conditions(command, options->given);
    command.add_flag("--json", options->json, "machine-readable, on standard output");
    command.footer(plan_help());
    command.callback([options] {
        const TrainingReport report = training_report(*options);
        if (options->json)
            fmt::print("{}\n", training_report_json(report).dump(2));
        else
            fmt::print("{}", training_report_text(report));
    });
}

}  // namespace twin
