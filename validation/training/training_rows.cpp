#include "validation/training/training_rows.h"

#include <array>
#include <fmt/format.h>
#include <map>
#include <stdexcept>

#include "models/interconnect/network.h"
#include "models/interconnect/topologies.h"
#include "sim/scenario/parts_catalog.h"
#include "validation/training/measured_steps.h"
#include "validation/training/table_file.h"

namespace twin {
namespace {

bool holds_text(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

// What the programs of a source did, beside what its rows say. Recomputation is open where it is
// absent. Megatron multiplies experts one by one, on several streams: NVIDIA/Megatron-LM,
// docs/discussions/deepseek-v3-gb200-optimization at 1d9edcf8. PyTorch's attention of 2024 and
// Triton's of 2023 are taken for FlashAttention-2 (memory, unverified).
struct Program {
    std::string_view source;  // how the field begins
    bool fused_attention, fused_elements, sequence_parallel;
    Sharding sharding;
    TensorOverlap overlap_tensor;
    bool overlap_data, overlap_pipeline, wide_gradients, tied;
    std::optional<Recompute> recompute;
    std::string_view evidence;
    bool fused_experts = true;       // one kernel for all of a GPU
    bool flash_attention_2 = false;  // on an H100, where the others have cuDNN's
};
// clang-format off
constexpr std::array programs = {
    Program{"Megatron-LM SC21", false, false, false, Sharding::none, TensorOverlap::none, false, false, false, true, Recompute::full,
            "Megatron-LM of April 2021: no fused attention, nothing overlaps, gradients in the 16 bits of fp16 (memory, unverified)"},
    Program{"Megatron-LM README", false, false, false, Sharding::none, TensorOverlap::none, false, false, false, true, Recompute::full, "as SC21"},
    Program{"Korthikanti", false, false, false, Sharding::none, TensorOverlap::backward, false, false, false, true, Recompute::full,
            "arXiv 2205.05198, 4.2.2: collectives beside products of weights' gradients (memory, unverified)"},
    Program{"Megatron-Core README", true, true, true, Sharding::optimiser, TensorOverlap::all, true, true, true, false, std::nullopt,
            "the rows: distributed optimiser, all overlaps; gradients in 32 bits are Megatron's default for bf16"},
    Program{"Llama 3", true, true, true, Sharding::optimiser, TensorOverlap::backward, true, true, true, false, Recompute::none,
            "arXiv 2407.21783, 3.3: gradients summed in 32 bits, stages interleaved and their messages asynchronous; they are scattered once a step"},
    Program{"MegaScale", true, true, true, Sharding::optimiser, TensorOverlap::backward, true, true, true, true, std::nullopt,
            "arXiv 2402.15627; options that it does not name are assumptions"},
    Program{"MLPerf", true, true, true, Sharding::optimiser, TensorOverlap::all, true, true, false, true, Recompute::none,
            "TP_COMM_OVERLAP=True in the submissions' config files; gradients in 16 bits (memory, unverified)"},
    Program{"JUPITER Benchmark Suite", true, false, true, Sharding::optimiser, TensorOverlap::backward, false, false, true, true, Recompute::selective,
            "FZJ-JSC/jubench-megatron-lm, benchmark/jube/nlp_benchmark.yaml at d79ae12"},
    Program{"CARAML", true, false, true, Sharding::optimiser, TensorOverlap::backward, false, false, false, true, Recompute::selective,
            "FZJ-JSC/CARAML, llm_training/llm_benchmark_nvidia_amd.yaml at 0192b57"},
    Program{"Apertus", true, true, true, Sharding::optimiser, TensorOverlap::backward, true, true, true, false, std::nullopt,
            "Megatron-LM of 2025 with its usual overlaps: assumption"},
    Program{"NVIDIA Megatron-Bridge", true, true, true, Sharding::optimiser, TensorOverlap::all, true, true, false, false, std::nullopt,
            "its recipes overlap all and sum gradients in 16 bits (memory, unverified)", false},
    Program{"NVIDIA NeMo 24.07", true, true, true, Sharding::optimiser, TensorOverlap::all, true, true, false, true, std::nullopt,
            "as Megatron-Bridge, its successor", false},
    Program{"NVIDIA DGX Cloud", true, true, true, Sharding::optimiser, TensorOverlap::all, true, true, false, true, std::nullopt,
            "NeMo's recipes: as Megatron-Bridge", false},
    Program{"NVIDIA NeMo AutoModel", true, true, true, Sharding::weights, TensorOverlap::none, true, true, true, false, std::nullopt,
            "FSDP2 with Transformer Engine's norms and positions, loss in 16 bits (examples/benchmark/configs at 092af93e); gradients summed in 32 bits (memory, unverified)"},
    Program{"Megatron-MoE ModelZoo", true, true, true, Sharding::optimiser, TensorOverlap::all, true, true, false, false, std::nullopt,
            "Megatron-Core's options as in Megatron-Bridge; its recomputation of norms and activations is little and left out", false},
    Program{"Megatron-Core MoE README", true, true, true, Sharding::optimiser, TensorOverlap::all, true, true, true, false, std::nullopt,
            "as Megatron-Core README", false},
    Program{"torchtitan on A100", true, false, true, Sharding::weights, TensorOverlap::none, true, true, true, false, std::nullopt,
            "FSDP2 without torch.compile, gradients summed in 32 bits (memory, unverified)"},
    Program{"torchtitan on H100", true, true, true, Sharding::weights, TensorOverlap::none, true, true, true, false, std::nullopt,
            "the page: FSDP2, torch.compile; gradients summed in 32 bits (memory, unverified)", true, true},
    Program{"torchtitan on H100 at 500 W, asynchronous", true, true, true, Sharding::weights, TensorOverlap::all, true, true, true, false, std::nullopt,
            "the page: as above with tensor parallelism cut in pieces", true, true},
    Program{"MosaicML llm-foundry", true, false, false, Sharding::weights, TensorOverlap::none, true, true, true, true, std::nullopt,
            "scripts/train/yamls/pretrain at 34c28fc9: Triton's FlashAttention, no torch.compile; FSDP sums in 32 bits where its types are DEFAULT (memory, unverified)", true, true},
    Program{"MosaicML llm-foundry on A100, in 16 bits", true, false, false, Sharding::weights, TensorOverlap::none, true, true, false, true, std::nullopt,
            "the same with FSDP's types PURE", true, true},
    Program{"BLOOM, BigScience", false, false, false, Sharding::optimiser, TensorOverlap::none, false, false, true, true, Recompute::full,
            "Megatron-DeepSpeed with ZeRO-1, fused softmax, gradients in 32 bits (chronicles-prequel.md at 053adafe)"},
};

// Shapes that the rows leave out: FZJ-JSC/CARAML, llm_benchmark_nvidia_amd.yaml at 0192b57;
// NVIDIA/NeMo, nemo/collections/llm/gpt/model/qwen3.py at 00558c4; Mixtral: NVIDIA/Megatron-LM,
// megatron/core/transformer/moe/README.md at 022bcb5a; GPT-OSS, whose every second layer looks back
// 128 tokens only, which is left out, and Grok-1: memory, unverified. DeepSeek-V3:
// models/parts/models/deepseek-v3.toml; NVIDIA's page says "w/o MTP" of 25.11, of 25.09 it prints the flops of
// a model with it.
struct NamedShape {
    std::string_view model;
    TransformerShape shape;
    std::string_view source{};  // how the field begins
};
const std::array shapes = {
    NamedShape{"GPT 800M", {.layers = 16, .hidden = 2048, .ffn = 8192, .heads = 8, .kv_heads = 8, .head_size = 256, .vocabulary = 50304}},
    NamedShape{"Qwen3 30B-A3B", {.layers = 48, .hidden = 2048, .heads = 32, .kv_heads = 4, .head_size = 128, .vocabulary = 151936, .gated = true,
                                 .tied_embedding = false, .experts = 128, .experts_per_token = 8, .expert_ffn = 768}},
    NamedShape{"Qwen3 235B-A22B", {.layers = 94, .hidden = 4096, .heads = 64, .kv_heads = 4, .head_size = 128, .vocabulary = 151936, .gated = true,
                                   .tied_embedding = false, .experts = 128, .experts_per_token = 8, .expert_ffn = 1536}},
    NamedShape{"DeepSeek-V3", {.layers = 61, .hidden = 7168, .ffn = 18432, .heads = 128, .vocabulary = 129280, .gated = true, .tied_embedding = false,
                               .experts = 256, .experts_per_token = 8, .shared_experts = 1, .expert_ffn = 2048, .dense_layers = 3, .latent = {1536, 512, 128, 64, 128}, .mtp_layers = 1}, "NVIDIA Megatron-Bridge performance summary 25.09"},
    NamedShape{"DeepSeek-V3", {.layers = 61, .hidden = 7168, .ffn = 18432, .heads = 128, .vocabulary = 129280, .gated = true, .tied_embedding = false,
                               .experts = 256, .experts_per_token = 8, .shared_experts = 1, .expert_ffn = 2048, .dense_layers = 3, .latent = {1536, 512, 128, 64, 128}}},
    NamedShape{"Mixtral 8x7B", {.layers = 32, .hidden = 4096, .heads = 32, .kv_heads = 8, .head_size = 128, .vocabulary = 32000, .gated = true,
                                .tied_embedding = false, .experts = 8, .experts_per_token = 2, .expert_ffn = 14336}},
    NamedShape{"GPT-OSS 120B", {.layers = 36, .hidden = 2880, .heads = 64, .kv_heads = 8, .head_size = 64, .vocabulary = 201088, .gated = true,
                                .tied_embedding = false, .experts = 128, .experts_per_token = 4, .expert_ffn = 2880}},
    NamedShape{"Grok-1", {.layers = 64, .hidden = 6144, .heads = 48, .kv_heads = 8, .head_size = 128, .vocabulary = 131072, .gated = true,
                          .tied_embedding = false, .experts = 8, .experts_per_token = 2, .expert_ffn = 32768}},
};
// clang-format on

TransformerShape shape_of(const Fields& row, const Program& program) {
    const std::string& name = row.find("model")->second;
    for (const NamedShape& one : shapes)
        if (one.model == name && row.find("source")->second.starts_with(one.source))
            return one.shape;
    TransformerShape shape;
    shape.layers = whole(row, "layers", 0);
    shape.hidden = whole(row, "hidden", 0);
    shape.heads = whole(row, "heads", 0);
    shape.kv_heads = whole(row, "kv_heads", shape.heads);
    shape.head_size = shape.heads > 0 ? shape.hidden / shape.heads : 0;
    shape.ffn = whole(row, "ffn", 4 * shape.hidden);
    shape.vocabulary = whole(row, "vocab", 51200);
    shape.gated = name.starts_with("Llama");
    shape.tied_embedding = program.tied && !shape.gated && !name.starts_with("Nemotron");
    if (name == "GPT 175B (MegaScale)") {
        shape.parallel_blocks = true;
        shape.window = 1024;
    }
    return shape;
}

Precision precision_of(std::string_view text) {
    if (text.starts_with("fp8"))
        return Precision::fp8;
    if (text.starts_with("nvfp4"))
        return Precision::fp4;
    return Precision::bf16;
}

double gpt_flops(const TransformerShape& shape, double sequence, double factor,
                 double words_share) {
    const double width = shape.hidden;
    return factor * shape.layers * width * width *
           (1 + sequence / (6 * width) + shape.vocabulary / (words_share * shape.layers * width));
}

// Of the printed rate, the time that it stands for.
void set_step(TrainingRun& run, const Fields& row, const Program& program) {
    const double tokens = double(run.task.global_batch) * run.task.sequence;
    const TransformerShape& shape = run.task.model;
    const double sequence = run.task.sequence;
    const auto by_rate = [&](double flops_per_token, double tera, std::string text) {
        run.step = tokens * flops_per_token / (tera * 1e12 * run.gpus) * second;
        run.convention = std::move(text);
    };
    if (const auto seconds = number(row, "sec_per_iter")) {
        run.step = *seconds * second;
        run.convention = "seconds a step as printed";
    } else if (const auto rate = number(row, "tokens_per_s")) {
        run.step = tokens / *rate * second;
        run.convention = "tokens a second as printed";
    } else if (program.source.starts_with("Megatron-LM SC21")) {
        if (const auto tera = number(row, "tflops_per_gpu_published"))
            by_rate(gpt_flops(shape, sequence, 96, 16), *tera,
                    "96 B s L h^2 (1 + s / 6h + V / 16Lh), recomputation counted");
    } else if (program.source.starts_with("Korthikanti")) {
        if (const auto share = number(row, "mfu_pct"))
            by_rate(gpt_flops(shape, sequence, 72, 12), *share / 100 * 312, "MFU of 312 TFLOP/s");
    } else if (program.source.starts_with("Megatron-Core MoE")) {
        if (const auto tera = number(row, "tflops_per_gpu_published"))
            by_rate(model_flops_per_token(shape, run.task.sequence), *tera,
                    "Megatron-Core's flops of a token, attention in full");
    } else if (program.source.starts_with("Megatron-Core")) {
        if (const auto tera = number(row, "tflops_per_gpu_published"))
            by_rate(gpt_flops(shape, sequence, 72, 12), *tera,
                    "72 B s L h^2 (1 + s / 6h + V / 12Lh)");
    } else if (program.source.starts_with("Llama 3")) {
        if (const auto tera = number(row, "tflops_per_gpu_published"))
            by_rate(6 * 405e9 + 6.0 * shape.layers * shape.heads * shape.head_size * sequence,
                    *tera, "6 N and causal attention");
    }
}

// NVIDIA's own runs of these years have one or two layers a chunk where they say so (T060: one).
bool interleaves(std::string_view source) {
    return source.starts_with("Megatron-Core README") || source.starts_with("MLPerf") ||
           source.starts_with("NVIDIA");
}

TrainingRun run_of(const Fields& row) {
    TrainingRun run;
    const auto text = [&](std::string_view key) { return row.find(key)->second; };
    run.id = text("id");
    run.source = text("source");
    run.gpu = text("gpu");
    run.model = text("model");
    run.gpus = whole(row, "n_gpus", 0);
    const Program* program = nullptr;
    for (const Program& one : programs)
        if (run.source.starts_with(one.source))
            program = &one;
    if (holds_text(run.gpu, "TPU") || holds_text(run.gpu, "Gaudi") || holds_text(run.gpu, "MI")) {
        run.skipped = "not an NVIDIA GPU";
        return run;
    }
    if (program == nullptr || !number(row, "tp") || !number(row, "pp")) {
        run.skipped = "no plan is stated";
        return run;
    }
    if (text("precision").starts_with("nvfp4")) {
        run.skipped = "whether its products were in fp4 or fp8 is not stated";
        return run;
    }
    run.task.model = shape_of(row, *program);
    run.task.sequence = whole(row, "seq_len", 0);
    run.task.global_batch = whole(row, "gbs_seqs", 0);
    run.task.precision = precision_of(text("precision"));
    // mlcommons/training, llama2_70b_lora: lora_r 16, lora_target_modules qkv_proj and o_proj
    // (memory, unverified).
    if (holds_text(run.model, "LoRA")) {
        run.task.lora = {.rank = 16, .feed_forward = false};
        run.open +=
            "factors of rank 16 beside attention's products (MLPerf's reference; memory, "
            "unverified), ";
    }
    if (run.task.model.heads == 0) {
        run.skipped = "the row has no shape of the model";
        return run;
    }
    ParallelPlan& plan = run.plan;
    plan.tensor = whole(row, "tp", 1);
    plan.pipeline = whole(row, "pp", 1);
    plan.context = whole(row, "cp", 1);
    plan.expert = whole(row, "ep", 1);
    plan.data = run.gpus / (plan.tensor * plan.pipeline * plan.context);
    // Llama 3's first chunk has the embedding alone and its last the output: 128 chunks for 126
    // layers and two ends (arXiv 2407.21783, 3.3.2; memory, unverified).
    plan.chunks = whole(row, "vpp", run.source.starts_with("Llama 3") ? 128 / plan.pipeline : 1);
    if (!number(row, "vpp") && interleaves(run.source) && plan.pipeline > 1)
        plan.chunks = run.task.model.layers / plan.pipeline;
    run.assumed_chunks = !number(row, "vpp") && plan.chunks > 1;
    plan.micro_batch = whole(row, "mbs", run.model == "GPT 800M" ? 4 : 1);  // 4: of its yaml
    plan.fused_attention = program->fused_attention;
    plan.sequence_parallel = program->sequence_parallel;
    plan.sharding = program->sharding;
    plan.overlap_tensor = program->overlap_tensor;
    plan.overlap_data = program->overlap_data;
    plan.overlap_pipeline = program->overlap_pipeline;
    plan.wide_gradients = program->wide_gradients;
    plan.fused_elements = program->fused_elements;
    plan.fused_experts = program->fused_experts;
    // NVIDIA-NeMo/Megatron-Bridge, scripts/performance/configs/qwen3: runs that drop tokens know
    // their sizes beforehand, so that on Blackwells whole steps are recorded but for the larger
    // Qwen3 on B200 (at 4054233, 0fa501a); they and those on B200 send tokens to each expert (qwen
    // at 01b2977).
    const bool drops = holds_text(run.source, "tokens dropped");
    const bool b200 = run.gpu == "DGX-B200";
    if (drops || b200)
        plan.tokens_once_a_node = false;
    if (drops)
        plan.graphs = run.gpu == "DGX-GB200" || (b200 && !run.model.starts_with("Qwen3 235B"));
    run.flash_attention_2 = program->flash_attention_2;
    plan.recompute = program->recompute.value_or(Recompute::none);
    if (run.model == "GPT 175B (Megatron-LM (commit 285068c8))") {
        // The baseline of MegaScale, before fused attention: assumption. As Korthikanti's.
        plan.fused_attention = plan.fused_elements = false;
        plan.recompute = Recompute::selective;
        plan.overlap_data = plan.overlap_pipeline = false;
    }
    // recompute_modules of its scripts is mla_up_proj, on H100 with the dense layers' feed-forward
    // part: NVIDIA-NeMo/Megatron-Bridge, scripts/performance/configs/deepseek at 0fa501a.
    const bool of_latents = run.task.model.latent.used();
    if (of_latents)
        plan.recompute = Recompute::selective;
    const std::string recompute = text("recompute");
    if (holds_text(recompute, "selective"))
        plan.recompute = Recompute::selective;
    if (holds_text(recompute, "sequence parallel"))
        plan.sequence_parallel = true;
    if (holds_text(recompute, "full"))
        plan.recompute = Recompute::full;
    if (text("zero_or_distopt").starts_with("FSDP ") && !holds_text(text("zero_or_distopt"), "("))
        plan.sharding = Sharding::weights;
    // One rule for all rows: what a source leaves open is as the program has it by default.
    const bool of_scripts =
        run.source.starts_with("JUPITER Benchmark Suite") || run.source.starts_with("CARAML");
    if (!number(row, "mbs") && !of_scripts)
        run.open += fmt::format("micro batch {}, ", plan.micro_batch);
    if (!number(row, "vpp") && plan.pipeline > 1 && !of_scripts)
        run.open +=
            plan.chunks == 1 ? "no interleaving, " : fmt::format("{} chunks, ", plan.chunks);
    if (!program->recompute && recompute != "none" && !of_latents)
        run.open += plan.recompute == Recompute::none
                        ? "no recomputation, "
                        : "attention not fused but recomputed, no overlaps, ";
    if (run.task.model.window > 0)
        run.open += fmt::format("a window of {} tokens, ", run.task.model.window);
    if (!run.open.empty())
        run.open.resize(run.open.size() - 2);
    if (plan.gpus() != run.gpus)
        run.skipped = fmt::format("{} x {} x {} x {} is not {} GPUs", plan.tensor, plan.context,
                                  plan.pipeline, plan.data, run.gpus);
    set_step(run, row, *program);
    if (const auto watts = number(row, "avg_node_power_W"))
        run.node_power = *watts * watt;
    if (!run.step && run.skipped.empty())
        run.skipped = "neither a step's time nor a rate is printed";
    return run;
}

struct SystemRow {
    std::string_view source, gpu;  // what the fields begin with, or hold
    std::string_view node, network;
    int gpus_of_node;    // as many of them as divide the run's evenly: or, of NVL72, 64 of 72
    double gpu_cap = 0;  // W; 0: the part's own
    std::string_view differs{};  // of the run's machine from the parts
};
constexpr std::array systems = {
    SystemRow{
        "BLOOM", "A100-80GB", "dgx-a100", "dgx-a100-superpod", 8, 0,
        "Jean Zay's nodes have four links of 100 Gb/s (memory, unverified), these eight of 200"},
    SystemRow{"torchtitan on H100", "H100", "dgx-h100", "dgx-h100-superpod", 8, 500,
              "under a cap of 500 W; the memory of these GPUs reads 2.4 TB/s, the part's 3.35"},
    SystemRow{"", "A100-80GB", "dgx-a100", "dgx-a100-superpod", 8},
    SystemRow{"", "A100-40GB SXM (JUWELS", "juwels-booster", "juwels-booster", 4},
    SystemRow{"CARAML", "GH200", "jupiter-booster", "jupiter-booster", 4},
    SystemRow{"Apertus", "GH200", "alps-gh200", "alps", 4},
    SystemRow{"MLPerf Training v4.0 Power", "H100", "hgx-h100-immersed", "dgx-h100-superpod", 8},
    SystemRow{"", "H100", "dgx-h100", "dgx-h100-superpod", 8},
    SystemRow{"", "DGX-H100", "dgx-h100", "dgx-h100-superpod", 8},
    SystemRow{"", "H200", "hgx-h200", "dgx-h100-superpod", 8},
    SystemRow{"", "GB200", "gb200-nvl72", "gb200-nvl72", 64},
    SystemRow{"", "B200", "hgx-b200-air", "dgx-h100-superpod", 8},
};

}  // namespace

std::vector<TrainingRun> read_training_runs(const std::filesystem::path& file) {
    std::vector<TrainingRun> runs;
    for (const Fields& row : read_table(file))
        runs.push_back(run_of(row));
    return runs;
}

std::unique_ptr<TrainingSystem> training_system(const TrainingRun& run) {
    static std::map<std::string_view, FabricRates> known;
    const PartsCatalog& parts = shipped_parts();
    for (const SystemRow& row : systems) {
        if (!run.source.starts_with(row.source) || !holds_text(run.gpu, row.gpu))
            continue;
        const auto node = parts.nodes.find(std::string(row.node));
        const auto network = parts.networks.find(std::string(row.network));
        if (node == parts.nodes.end() || network == parts.networks.end())
            return nullptr;
        auto system = std::make_unique<TrainingSystem>();
        system->node = node->second;
        system->calibration = parts.calibration(system->node.gpu.calibration);
        if (!known.contains(row.node))
            known[row.node] = fabric_rates(network->second, system->node);
        system->rates = known[row.node];
        const int most = system->node.gpus;
        const int of_node = run.gpus <= most       ? run.gpus
                            : run.gpus % most == 0 ? most
                                                   : row.gpus_of_node;
        system->shape.gpus_per_node = of_node;
        system->network_nodes = node_slots(network->second);
        const int of_group = system->rates.groups == 1
                                 ? run.gpus / of_node
                                 : system->network_nodes / system->rates.groups;
        for (int left = run.gpus / of_node; left > 0; left -= of_group)
            system->shape.nodes_by_group.push_back(std::min(left, of_group));
        system->constants = nccl_constants(system->node.gpu.generation, system->rates.node.links);
        if (row.gpu_cap > 0)
            system->gpu_cap = row.gpu_cap * watt;
        system->differs = row.differs;
        if (run.flash_attention_2 && system->node.gpu.generation == "hopper")
            system->training_constants = with_flash_attention_2(*system->calibration);
        return system;
    }
    return nullptr;
}

TrainingSetting setting_of(const TrainingSystem& system) {
    return {system.node,
            *system.calibration,
            system.shape,
            system.rates,
            *system.constants,
            system.gpu_cap,
            system.training_constants ? &*system.training_constants : nullptr};
}

std::string_view fits_constants_of(const TrainingRun& run) {
    struct Fit {
        std::string_view id, calibration;
    };
    // Korthikanti's table; of the H100 on 512 GPUs, in 16 bits the row of each table of DGX Cloud's
    // that pre-trains a dense model and has one, in 8 bits one of each round of MLPerf; of
    // Blackwells one pre-training on the fewest and one of 8B.
    static constexpr std::array fits = {
        Fit{"T012", "a100-sxm"}, Fit{"T014", "a100-sxm"}, Fit{"T015", "a100-sxm"},
        Fit{"T017", "a100-sxm"}, Fit{"T018", "a100-sxm"}, Fit{"U079", "h100-sxm"},
        Fit{"U092", "h100-sxm"}, Fit{"U116", "h100-sxm"}, Fit{"U137", "h100-sxm"},
        Fit{"T060", "h100-sxm"}, Fit{"T074", "h100-sxm"}, Fit{"T120", "h100-sxm"},
        Fit{"T191", "b200-sxm"}, Fit{"T192", "b200-sxm"}, Fit{"T123", "gb200"},
        Fit{"T184", "gb200"}};
    for (const Fit& fit : fits)
        if (fit.id == run.id)
            return fit.calibration;
    return {};
}

}  // namespace twin
