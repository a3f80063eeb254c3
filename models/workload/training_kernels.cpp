#include "models/workload/training_kernels.h"

#include <algorithm>
#include <cmath>

namespace twin {
namespace {

// Bytes of an element of 16 and of 32 bits, and of a mask.
constexpr double half = 2, whole = 4, mask = 1;

Kernel product(Precision precision, double m, double n, double k) {
    Kernel kernel;
    kernel.kind = KernelKind::gemm;
    kernel.precision = precision;
    kernel.m = std::max<std::int64_t>(1, std::llround(m));
    kernel.n = std::max<std::int64_t>(1, std::llround(n));
    kernel.k = std::max<std::int64_t>(1, std::llround(k));
    return kernel;
}

void add(KernelList& list, const Kernel& kernel, double times = 1, double launches = 1) {
    list.kernels.push_back({kernel, times});
    list.launches += launches;
}

void add(KernelList& list, const KernelList& more) {
    list.kernels.insert(list.kernels.end(), more.kernels.begin(), more.kernels.end());
    list.launches += more.launches;
}

Kernel copy(double bytes) {
    Kernel kernel;
    kernel.kind = KernelKind::copy;
    kernel.precision = Precision::fp32;
    kernel.size = DataSize::from_si(bytes / 2);
    return kernel;
}

// Reads and writes of so many bytes together, by so many kernels.
void add_traffic(KernelList& list, double bytes, double kernels = 1) {
    if (bytes > 0)
        add(list, copy(bytes / kernels), kernels, kernels);
}

bool is_narrow(Precision precision) {
    return row_of(precision).element_bytes < half;
}

// What the plan leaves of the model on one rank.
struct Share {
    Share(const TrainingTask& task, const ParallelPlan& plan)
        : shape(task.model),
          precision(task.precision),
          frozen(task.lora.rank > 0),
          rank(task.lora.rank),
          feed_forward_factors(task.lora.feed_forward),
          fused_elements(plan.fused_elements),
          fused_experts(plan.fused_experts),
          tokens(double(plan.micro_batch) * task.sequence / plan.context),
          narrow_tokens(plan.sequence_parallel ? tokens / plan.tensor : tokens),
          tensor(plan.tensor) {
        const AttentionWidths widths = attention_widths(shape);
        queries = widths.queries / tensor;
        keys = widths.keys / tensor;
        values = widths.values / tensor;
        result = widths.result / tensor;
    }

    const TransformerShape& shape;
    Precision precision;
    bool frozen;
    double rank;  // of low-rank factors
    bool feed_forward_factors;
    bool fused_elements, fused_experts;
    double tokens;                         // of a micro batch that its products see
    double narrow_tokens;                  // of what sequence parallelism divides
    int tensor;                            // ranks
    double queries, keys, values, result;  // width on this rank
};

// Casting to a narrow type writes the values and their transpose; where the kernel before does it,
// only these are more.
double cast_bytes(const Share& share, double elements, bool fused) {
    return is_narrow(share.precision) ? (fused ? 2.0 : half + 2) * elements : 0;
}

// Y = X W: forward, and the gradients of X and, where W is trained, of W. Copies are experts.
void add_linear(PassKernels& pass, const Share& share, double tokens, double in, double out,
                bool input_is_cast, double copies = 1) {
    const double launches = share.fused_experts ? 1 : copies;
    add(pass.forward, product(share.precision, tokens, out, in), copies, launches);
    add_traffic(pass.forward, cast_bytes(share, copies * tokens * in, input_is_cast), launches);
    add(pass.backward, product(share.precision, tokens, in, out), copies, launches);
    add_traffic(pass.backward, cast_bytes(share, copies * tokens * out, false), launches);
    if (share.frozen)
        return;
    add(pass.backward, product(share.precision, out, in, tokens), copies, launches);
    // The sum over micro batches in 32 bits, read and written, in place of a result in 16.
    add(pass.backward, copy((2 * whole - half) * copies * in * out), 1, 0);
}

// Low-rank factors beside a frozen W.
void add_lora(PassKernels& pass, const Share& share, double tokens, double in, double out) {
    if (!share.frozen)
        return;
    Share trained = share;
    trained.frozen = false;
    add_linear(pass, trained, tokens, in, share.rank, false);
    add_linear(pass, trained, tokens, share.rank, out, false);
    add_traffic(pass.forward, 3 * half * tokens * out);
    add_traffic(pass.backward, 3 * half * tokens * in);
}

// Of the scores, those that a token may look at.
double seen_share(const TrainingTask& task) {
    const double window = task.model.window, sequence = task.sequence;
    if (window <= 0 || window >= sequence)
        return 0.5;
    return window / sequence * (1 - window / (2 * sequence));
}

// Positions that are turned into queries and keys: read and written once; else two products, a turn
// of two kernels, a sum and a copy, each by itself.
void add_positions(PassKernels& pass, const Share& share, double elements) {
    const double passes = share.fused_elements ? 2 : 12;
    add_traffic(pass.forward, passes * half * elements, passes);
    add_traffic(pass.backward, passes * half * elements, passes);
}

// The core of attention, which is added to the backward pass here.
KernelList add_fused_attention(PassKernels& pass, const Share& share, const TrainingTask& task,
                               const ParallelPlan& plan) {
    // Of queries and values whose heads differ in size one of the mean, which computes as much.
    const double size = (share.queries + share.result) * share.tensor / (2.0 * share.shape.heads);
    Kernel kernel;
    kernel.kind = KernelKind::attention;
    kernel.precision = Precision::bf16;
    kernel.m = std::int64_t(plan.micro_batch) * share.shape.heads / plan.tensor;
    kernel.n = task.sequence;
    kernel.k = std::max<std::int64_t>(1, std::llround(size));
    const double seen = seen_share(task) / plan.context * (size / double(kernel.k));
    KernelList core;
    add(core, kernel, seen, plan.context);
    // Five products for the two of the forward pass (Dao, arXiv 2307.08691): three as wide as
    // queries, two as wide as values.
    const double products = (3 * share.queries + 2 * share.result) / (share.queries + share.result);
    add(pass.backward, kernel, products * seen, 2 * plan.context);
    return core;
}

// All scores, masked ones too, go through memory: products, mask with softmax, dropout.
KernelList add_plain_attention(PassKernels& pass, const Share& share, const TrainingTask& task,
                               const ParallelPlan& plan) {
    const double sequence = task.sequence;
    const double heads = double(share.shape.heads) / plan.tensor;
    const double rows = share.tokens * heads;
    const double scores = rows * sequence;
    const double scored = share.queries / heads, valued = share.result / heads;
    KernelList core;
    add(core, product(Precision::bf16, rows, sequence, scored));
    add(core, product(Precision::bf16, rows, valued, sequence));
    add_traffic(core, 2 * half * scores);
    add_traffic(core, (2 * half + mask) * scores);
    add(pass.backward, product(Precision::bf16, rows, sequence, valued));
    add(pass.backward, product(Precision::bf16, rows, valued, sequence));
    add(pass.backward, product(Precision::bf16, rows, scored, sequence), 2, 2);
    add_traffic(pass.backward, (2 * half + mask) * scores);
    add_traffic(pass.backward, 3 * half * scores);
    // Heads are brought together and apart again.
    add_traffic(pass.forward, 2 * half * share.tokens * share.result);
    add_traffic(
        pass.backward,
        2 * half * share.tokens * (share.result + share.queries + share.keys + share.values), 2);
    return core;
}

// What makes queries, keys and values from the layer's input.
void add_entry(PassKernels& pass, const Share& share) {
    const std::vector<AttentionProduct> products = attention_products(share.shape);
    const LatentAttention& latent = share.shape.latent;
    PassKernels expansion;
    for (std::size_t i = 0; i + 1 < products.size(); ++i) {
        // Latents are made where sequence parallelism leaves the tokens.
        const bool to_latent = products[i].divided == AttentionProduct::Side::none;
        const double tokens = to_latent ? share.narrow_tokens : share.tokens;
        const double out = products[i].of_rank_out(share.tensor);
        PassKernels& part = latent.used() && !to_latent ? expansion : pass;
        add_linear(part, share, tokens, products[i].in, out, true);
        add_lora(part, share, tokens, products[i].in, out);
    }
    if (!latent.used())
        return;
    // Norms of the latents.
    const double norms = latent.query_rank > 0 ? 2 : 1;
    const double latents = half * share.narrow_tokens * (latent.query_rank + latent.kv_rank);
    add_traffic(pass.forward, 2 * latents, norms);
    add_traffic(pass.backward, 5 * latents, 2 * norms);
    // Queries, and keys with values, are put together from parts with and without positions.
    const double assembled = share.tokens * (share.queries + share.keys + share.values);
    for (KernelList* list : {&expansion.forward, &expansion.backward})
        add_traffic(*list, 2 * half * assembled, 2);
    if (!share.fused_elements)
        add_positions(
            expansion, share,
            share.tokens * latent.rope_head_size * (double(share.shape.heads) / share.tensor + 1));
    add(pass.forward, expansion.forward);
    add(pass.backward, expansion.backward);
    pass.selective = std::move(expansion.forward);
}

// A feed-forward part of this width on this rank.
void add_feed_forward(PassKernels& pass, const Share& share, double tokens, double width,
                      double copies) {
    const bool gated = share.shape.gated;
    add_linear(pass, share, tokens, share.shape.hidden, gated ? 2 * width : width, true, copies);
    add_linear(pass, share, tokens, width, share.shape.hidden, true, copies);
    if (share.feed_forward_factors) {
        add_lora(pass, share, copies * tokens, share.shape.hidden, gated ? 2 * width : width);
        add_lora(pass, share, copies * tokens, width, share.shape.hidden);
    }
    const double elements = half * copies * tokens * width;
    add_traffic(pass.forward, (gated ? 3 : 2) * elements);
    add_traffic(pass.backward, (gated ? 5 : 3) * elements);
    if (!gated)
        add_traffic(pass.backward, elements);  // the gradient of its bias
}

// Tokens go to the ranks that hold their experts and come back.
void add_experts(PassKernels& pass, const Share& share, const ParallelPlan& plan) {
    const TransformerShape& shape = share.shape;
    const double tokens = share.tokens / plan.tensor;
    const double routed = tokens * shape.experts_per_token;
    const double held = double(shape.experts) / plan.expert;
    PassKernels grouped;
    add_feed_forward(grouped, share, routed / held, shape.expert_ffn, held);
    add(pass.forward, grouped.forward);
    add(pass.backward, grouped.backward);
    Share router = share;
    router.precision = Precision::bf16;
    add_linear(pass, router, tokens, shape.hidden, shape.experts, true);
    // Choice of experts: scores in 32 bits.
    add_traffic(pass.forward, 4 * whole * tokens * shape.experts, 4);
    add_traffic(pass.backward, 4 * whole * tokens * shape.experts, 4);
    // Sorted by expert before they leave and after they arrive, and back; or only where a rank has
    // got each token once, which it reads that often and writes for each of its experts.
    const bool once = plan.expert > 1 && plan.tokens_once_a_node;
    const double read =
        once ? places_met(plan.expert, shape.experts_per_token) / shape.experts_per_token : 1;
    const double sorted = (once ? 2 * (1 + read) : 8) * half * routed * shape.hidden;
    add_traffic(pass.forward, sorted, once ? 2 : 4);
    add_traffic(pass.backward, sorted, once ? 2 : 4);
    pass.experts_sent = DataSize::from_si(half * routed * shape.hidden);
    if (shape.shared_experts > 0)
        add_feed_forward(pass, share, share.tokens,
                         double(shape.shared_experts) * shape.expert_ffn / plan.tensor, 1);
}

// Norms, dropout and sums around attention and feed-forward part.
void add_joints(PassKernels& pass, const Share& share) {
    const double joints = share.shape.parallel_blocks ? 1 : 2;
    const double elements = half * share.narrow_tokens * share.shape.hidden;
    add_traffic(pass.forward, 2 * elements * joints, joints);
    add_traffic(pass.backward, 5 * elements * joints, 2 * joints);
    if (share.fused_elements) {
        add_traffic(pass.forward, 3 * elements * joints, joints);
        add_traffic(pass.backward, 3 * elements * joints, joints);
        return;
    }
    // Dropout keeps a mask; it, its sum and the biases' gradients are kernels of their own
    // backward.
    const double masks = mask / half * elements;
    add_traffic(pass.forward, (3 * elements + masks) * joints, joints);
    add_traffic(pass.backward, (2 * elements + masks + elements + 3 * elements) * joints,
                3 * joints);
}

}  // namespace

double places_met(double places, int choices) {
    return places * (1 - std::pow(1 - 1 / places, choices));
}

PassKernels layer_kernels(const TrainingTask& task, const ParallelPlan& plan, LayerKind kind) {
    const Share share(task, plan);
    const TransformerShape& shape = task.model;
    PassKernels pass;
    add_entry(pass, share);
    const KernelList core = plan.fused_attention ? add_fused_attention(pass, share, task, plan)
                                                 : add_plain_attention(pass, share, task, plan);
    if (plan.fused_attention && !shape.latent.used())
        add_positions(pass, share, share.tokens * (share.queries + share.keys));
    add(pass.forward, core);
    // The backward pass of fused attention needs nothing of it but what is kept.
    if (!plan.fused_attention || !shape.latent.used())
        add(pass.selective, core);
    add_linear(pass, share, share.tokens, share.result, shape.hidden, false);
    add_lora(pass, share, share.tokens, share.result, shape.hidden);
    if (kind == LayerKind::dense)
        add_feed_forward(pass, share, share.tokens, double(shape.ffn) / plan.tensor, 1);
    else
        add_experts(pass, share, plan);
    add_joints(pass, share);
    return pass;
}

PassKernels embedding_kernels(const TrainingTask& task, const ParallelPlan& plan) {
    const Share share(task, plan);
    const double elements = half * share.narrow_tokens * task.model.hidden;
    PassKernels pass;
    add_traffic(pass.forward, 2 * elements, 2);
    if (!share.frozen)
        add_traffic(pass.backward, 3 * elements, 2);
    return pass;
}

PassKernels loss_kernels(const TrainingTask& task, const ParallelPlan& plan) {
    Share share(task, plan);
    share.precision = Precision::bf16;  // logits are never narrower
    const double words = double(task.model.vocabulary) / plan.tensor;
    PassKernels pass;
    add_linear(pass, share, share.tokens, task.model.hidden, words, true);
    const double logits = share.tokens * words;
    if (share.fused_elements) {
        // Maximum and sum, then the gradients in their place.
        add_traffic(pass.forward, 3 * half * logits, 2);
    } else {
        // In 32 bits: logits from 16 bits and gradients back; maximum and sum; difference,
        // exponential, quotient and the gradient's factor.
        add_traffic(pass.forward, (half + whole + 8 * whole) * logits, 6);
        add_traffic(pass.backward, (half + whole + 2 * whole) * logits, 2);
    }
    const double elements = half * share.narrow_tokens * task.model.hidden;
    add_traffic(pass.forward, 2 * elements);
    add_traffic(pass.backward, 5 * elements, 2);
    return pass;
}

PassKernels joining_kernels(const TrainingTask& task, const ParallelPlan& plan) {
    const Share share(task, plan);
    PassKernels pass = embedding_kernels(task, plan);
    const double elements = half * share.narrow_tokens * task.model.hidden;
    // Norms of both inputs.
    add_traffic(pass.forward, 2 * 2 * elements, 2);
    add_traffic(pass.backward, 2 * 5 * elements, 4);
    add_linear(pass, share, share.tokens, 2.0 * task.model.hidden,
               double(task.model.hidden) / plan.tensor, true);
    return pass;
}

RankWeights held_layer_weights(const TrainingTask& task, const ParallelPlan& plan, LayerKind kind) {
    const TransformerShape& shape = task.model;
    const double hidden = shape.hidden, products = shape.gated ? 3 : 2;
    const double attention = attention_weights(shape, plan.tensor);
    RankWeights weights;
    if (kind == LayerKind::dense) {
        weights.shared = attention + products * hidden * shape.ffn / plan.tensor;
        return weights;
    }
    weights.shared = attention +
                     products * hidden * shape.expert_ffn * shape.shared_experts / plan.tensor +
                     hidden * shape.experts;
    weights.experts = products * hidden * shape.expert_ffn * shape.experts / plan.expert;
    return weights;
}

RankWeights layer_weights(const TrainingTask& task, const ParallelPlan& plan, LayerKind kind) {
    if (task.lora.rank == 0)
        return held_layer_weights(task, plan, kind);
    const TransformerShape& shape = task.model;
    // Beside all products of a layer; a factor is divided where its product is.
    const double rank = task.lora.rank, products = shape.gated ? 3 : 2;
    double attention = 0;
    for (const AttentionProduct& product : attention_products(shape))
        attention += product.of_rank_in(plan.tensor) + product.of_rank_out(plan.tensor);
    const auto feed_forward = [&](double width) {
        return task.lora.feed_forward ? 2.0 * shape.hidden + products * width : 0;
    };
    if (kind == LayerKind::dense)
        return {rank * (attention + feed_forward(double(shape.ffn) / plan.tensor)), 0};
    RankWeights weights;
    weights.shared = rank * attention;
    if (shape.shared_experts > 0)
        weights.shared +=
            rank * feed_forward(double(shape.shared_experts) * shape.expert_ffn / plan.tensor);
    weights.experts = rank * feed_forward(shape.expert_ffn) * shape.experts / plan.expert;
    return weights;
}

double embedding_weights(const TrainingTask& task, const ParallelPlan& plan) {
    return double(task.model.vocabulary) * task.model.hidden / plan.tensor;
}

double end_weights(const TrainingTask& task, const ParallelPlan& plan, bool last_stage) {
    const TransformerShape& shape = task.model;
    const bool predicts_more = last_stage && shape.mtp_layers > 0;
    const bool both = !shape.tied_embedding && (plan.pipeline == 1 || predicts_more);
    return (both ? 2 : 1) * embedding_weights(task, plan) +
           (predicts_more ? shape.mtp_layers * shape.joining_weights() / plan.tensor : 0);
}

KernelList adam_kernels(double weights, double shards) {
    KernelList list;
    // Of all gradients the norm, and zero for the next step; of a shard the gradient, and weight
    // and two moments both ways in 32 bits, and the new weight in 16.
    add_traffic(list, 2 * whole * weights, 2);
    add_traffic(list, (7 * whole + half) * weights / shards);
    return list;
}

}  // namespace twin
