// Power of GPUs that serve language models, by the number of requests at once.
#include <array>
#include <fmt/format.h>

#include "models/workload/llm_activity.h"
#include "validation/cases/cases.h"
#include "validation/cases/llm_power.h"

namespace twin {
namespace {

// Llama 3 (arXiv 2407.21783, table 3): layers, width, 8 key-value heads of 128.
constexpr LanguageModel llama_8b{8.03e9, 32, 4096, 1024, Precision::bf16};
constexpr LanguageModel llama_70b{70.6e9, 80, 8192, 1024, Precision::bf16};
constexpr LanguageModel llama_405b_fp8{405e9, 126, 16384, 1024, Precision::fp8};

struct ServingRow {
    std::string_view name, gpu;
    const LanguageModel* model;
    int gpus;
    double batch, answer_tokens, tokens_per_second;
    double watts;  // of all GPUs
    bool
        least_squares;  // saw it; which wait for a collective to keep was decided with all in sight
};
// ML.ENERGY leaderboard v3, ml-energy/leaderboard at 0cd52da, lm-arena-chat: vLLM, steady state,
// sum over the GPUs as NVML reads them.
constexpr std::array<ServingRow, 16> measured = {{
    {"405B FP8", "h100", &llama_405b_fp8, 8, 8.0, 365.7, 233.3, 3260.4, true},
    {"405B FP8", "h100", &llama_405b_fp8, 8, 31.9, 372.1, 785.7, 3744.3, false},
    {"405B FP8", "h100", &llama_405b_fp8, 8, 255.2, 367.2, 2363.4, 4874.8, true},
    {"70B", "h100", &llama_70b, 4, 31.9, 350.6, 1486.7, 1794.2, false},
    {"70B", "h100", &llama_70b, 4, 63.8, 352.0, 2510.5, 2001.5, true},
    {"70B", "h100", &llama_70b, 4, 255.3, 349.0, 4915.1, 2354.3, false},
    {"70B", "h100", &llama_70b, 4, 510.5, 350.1, 5921.3, 2492.9, true},
    {"8B", "h100", &llama_8b, 1, 8.0, 388.7, 1069.6, 486.4, true},
    {"8B", "h100", &llama_8b, 1, 31.9, 390.3, 3391.1, 559.7, false},
    {"8B", "h100", &llama_8b, 1, 127.6, 404.6, 7036.5, 669.2, true},
    {"8B", "h100", &llama_8b, 1, 255.2, 404.2, 9009.6, 690.5, false},
    {"405B FP8", "b200", &llama_405b_fp8, 4, 8.0, 375.5, 265.8, 3451.2, true},
    {"405B FP8", "b200", &llama_405b_fp8, 4, 63.9, 371.6, 1434.6, 3674.5, false},
    {"70B", "b200", &llama_70b, 2, 8.0, 352.0, 475.7, 1698.0, true},
    {"70B", "b200", &llama_70b, 2, 510.5, 351.7, 7134.0, 1931.8, true},
    {"70B", "b200", &llama_70b, 2, 2041.9, 350.8, 10107.8, 1907.1, false},
}};
// Not printed. Assumption: chat prompts of some hundred tokens; the share of prompts in the time
// between tokens says 100 to 400.
constexpr double prompt_tokens = 200;

}  // namespace

std::vector<Row> serving_power(const CaseSetting&) {
    std::vector<Row> rows, unseen;
    for (const ServingRow& run : measured) {
        const NodePart node = bare_node(std::string(run.gpu), run.gpus);
        Phase phase;
        phase.gpu_activity = serving_activity(
            node.gpu, *run.model,
            {run.gpus, run.batch, run.tokens_per_second, prompt_tokens, run.answer_tokens});
        rows.push_back({.quantity = fmt::format("ML.ENERGY, Llama 3.1 {}, {} of {}, batch {:.0f}",
                                                run.name, run.gpus, run.gpu, run.batch),
                        .unit = "W",
                        .source = "ML.ENERGY leaderboard v3, lm-arena-chat, commit 0cd52da",
                        .measured = run.watts,
                        .model = node_draw(node, phase).gpus.in(watt),
                        .digits = 0,
                        .error_in = ErrorIn::percent,
                        .limit = {},
                        .kind = Kind::fit,
                        .note = std::string("activity from tokens/s, model and batch; ") +
                                (run.least_squares ? "least squares saw it"
                                                   : "least squares did not see it")});
        if (!run.least_squares)
            unseen.push_back(rows.back());
    }
    Row mean =
        mean_error_row(unseen, Kind::fit, "ML.ENERGY, rows that least squares did not see", 8);
    mean.source = fmt::format("the {} rows of which the notes say so", unseen.size());
    mean.note +=
        "; no prediction: which wait for a collective to keep was decided with all rows in sight";
    rows.push_back(std::move(mean));
    return rows;
}

}  // namespace twin
