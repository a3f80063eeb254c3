#include "models/workload/transformer_kernels.h"

#include <algorithm>

namespace twin {
namespace {

// Weights of all layers, `experts` of each that has any.
double weights_of_layers(const TransformerShape& shape, double experts) {
    const double hidden = shape.hidden, products = shape.gated ? 3 : 2;
    const int layers = shape.all_layers();
    const int dense = shape.experts > 0 ? std::min(shape.dense_layers, shape.layers) : layers;
    const double router = shape.experts;
    return layers * attention_weights(shape) +
           hidden * (dense * products * shape.ffn +
                     (layers - dense) * (router + products * (experts + shape.shared_experts) *
                                                      shape.expert_ffn)) +
           shape.mtp_layers * shape.joining_weights();
}

}  // namespace

AttentionWidths attention_widths(const TransformerShape& shape) {
    const LatentAttention& latent = shape.latent;
    if (latent.used()) {
        const double scored = double(shape.heads) * (latent.nope_head_size + latent.rope_head_size);
        const double values = double(shape.heads) * latent.value_head_size;
        return {scored, scored, values, values};
    }
    const double queries = double(shape.heads) * shape.head_size;
    const double keys = double(shape.kv_heads) * shape.head_size;
    return {queries, keys, keys, queries};
}

std::vector<AttentionProduct> attention_products(const TransformerShape& shape) {
    using Side = AttentionProduct::Side;
    const AttentionWidths widths = attention_widths(shape);
    const double hidden = shape.hidden;
    const AttentionProduct last{widths.result, hidden, Side::in};
    const LatentAttention& latent = shape.latent;
    if (!latent.used())
        return {{hidden, widths.queries + widths.keys + widths.values, Side::out}, last};
    const double expanded = double(shape.heads) * (latent.nope_head_size + latent.value_head_size);
    const double kv_rank = latent.kv_rank;
    const AttentionProduct to_kv{hidden, kv_rank + latent.rope_head_size, Side::none};
    const AttentionProduct from_kv{kv_rank, expanded, Side::out};
    if (latent.query_rank == 0)
        return {to_kv, {hidden, widths.queries, Side::out}, from_kv, last};
    const double query_rank = latent.query_rank;
    return {{hidden, query_rank, Side::none},
            to_kv,
            {query_rank, widths.queries, Side::out},
            from_kv,
            last};
}

double attention_weights(const TransformerShape& shape, int tensor) {
    double sum = 0;
    for (const AttentionProduct& product : attention_products(shape))
        sum += product.weights(tensor);
    return sum;
}

double parameters(const TransformerShape& shape) {
    return weights_of_layers(shape, shape.experts) +
           (shape.tied_embedding ? 1.0 : 2.0) * shape.vocabulary * shape.hidden;
}

double mtp_parameters(const TransformerShape& shape) {
    TransformerShape without = shape;
    without.mtp_layers = 0;
    return parameters(shape) - parameters(without);
}

double model_flops_per_token(const TransformerShape& shape, int sequence, bool frozen) {
    // Three products (one forward, two backward, of frozen weights one) of 2 flops for each weight
    // that a token meets, and three of 2 flops for each token seen and element of its query, and of
    // its result.
    const AttentionWidths widths = attention_widths(shape);
    const double attention = 2.0 * sequence * (widths.queries + widths.result);
    const double met = weights_of_layers(shape, shape.experts_per_token) +
                       (1.0 + shape.mtp_layers) * shape.vocabulary * shape.hidden;
    return (frozen ? 2 : 3) * 2 * met + 3 * shape.all_layers() * attention;
}

std::vector<RepeatedKernel> attention_as_products(const RepeatedKernel& attention) {
    const std::int64_t tokens = attention.kernel.n, width = attention.kernel.k;
    Kernel scores;
    scores.kind = KernelKind::gemm;
    scores.precision = attention.kernel.precision;
    scores.m = attention.kernel.m * tokens;
    scores.n = tokens;
    scores.k = width;
    Kernel values = scores;
    values.n = width;
    values.k = tokens;
    return {{scores, attention.times}, {values, attention.times}};
}

}  // namespace twin
