#include "models/workload/transformer_kernels.h"

#include <algorithm>

namespace twin {
namespace {

// Weights of all layers, `experts` of each that has any.
double weights_of_layers(const TransformerShape& shape, double experts) {
    const double hidden = shape.hidden, products = shape.gated ? 3 : 2;
    const double attention = 2.0 * shape.head_size * (shape.heads + shape.kv_heads);
    const int dense = shape.experts > 0 ? std::min(shape.dense_layers, shape.layers) : shape.layers;
    const double router = shape.experts;
    return hidden * (shape.layers * attention + dense * products * shape.ffn +
                     (shape.layers - dense) *
                         (router + products * (experts + shape.shared_experts) * shape.expert_ffn));
}

}  // namespace

double parameters(const TransformerShape& shape) {
    return weights_of_layers(shape, shape.experts) +
           (shape.tied_embedding ? 1.0 : 2.0) * shape.vocabulary * shape.hidden;
}

double model_flops_per_token(const TransformerShape& shape, int sequence, bool frozen) {
    // Three products (one forward, two backward, of frozen weights one) of 2 flops for each weight
    // that a token meets, and three of 4 flops for each token seen, head and its element.
    const double attention = 4.0 * sequence * shape.heads * shape.head_size;
    const double met =
        weights_of_layers(shape, shape.experts_per_token) + double(shape.vocabulary) * shape.hidden;
    return (frozen ? 2 : 3) * 2 * met + 3 * shape.layers * attention;
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
