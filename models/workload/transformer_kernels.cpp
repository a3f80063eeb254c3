#include "models/workload/transformer_kernels.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace twin {
namespace {

constexpr auto byte = DataSize::from_si(1);

// Of two elements of 16 bits, and of one of 32.
constexpr double half_bytes = 2, full_bytes = 4;

// The backward pass of fused attention: five products for the two of the forward pass (Dao, arXiv
// 2307.08691).
constexpr double attention_backward = 2.5;

class KernelList {
  public:
    void add(const Kernel& kernel, double times) {
        const auto known =
            std::find_if(kernels_.begin(), kernels_.end(),
                         [&](const RepeatedKernel& one) { return one.kernel == kernel; });
        if (known == kernels_.end())
            kernels_.push_back({kernel, times});
        else
            known->times += times;
    }
    // Y = X W forward; the gradients of X and of W backward.
    void add_linear(Precision precision, double tokens, double in, double out, double times) {
        add(gemm(precision, tokens, out, in), times);
        add(gemm(precision, tokens, in, out), times);
        add(gemm(precision, out, in, tokens), times);
    }
    // Reads and writes of so many bytes together.
    void add_traffic(double bytes, double times) {
        Kernel copy;
        copy.kind = KernelKind::copy;
        copy.precision = Precision::fp32;
        copy.size = bytes / 2 * byte;
        add(copy, times);
    }
    std::vector<RepeatedKernel> take() { return std::move(kernels_); }

    static Kernel gemm(Precision precision, double m, double n, double k) {
        Kernel kernel;
        kernel.kind = KernelKind::gemm;
        kernel.precision = precision;
        kernel.m = std::int64_t(m);
        kernel.n = std::int64_t(n);
        kernel.k = std::int64_t(k);
        return kernel;
    }

  private:
    std::vector<RepeatedKernel> kernels_;
};

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

double model_flops_per_token(const TransformerShape& shape, int sequence) {
    // Three products (one forward, two backward) of 2 flops for each weight that a token meets, and
    // of 4 flops for each token seen, head and its element.
    const double attention = 4.0 * sequence * shape.heads * shape.head_size;
    const double met =
        weights_of_layers(shape, shape.experts_per_token) + double(shape.vocabulary) * shape.hidden;
    return 3 * (2 * met + shape.layers * attention);
}

std::vector<RepeatedKernel> micro_batch_kernels(const TransformerShape& shape,
                                                const MicroBatch& batch) {
    assert(shape.heads % batch.tensor_parallel == 0 && shape.ffn % batch.tensor_parallel == 0 &&
           shape.kv_heads % batch.tensor_parallel == 0 &&
           shape.vocabulary % batch.tensor_parallel == 0);
    KernelList list;
    const double split = batch.tensor_parallel;
    const double tokens = double(batch.sequences) * batch.tokens;
    const double hidden = shape.hidden, ffn = shape.ffn / split;
    const double queries = double(shape.heads) * shape.head_size / split;
    const double keys = double(shape.kv_heads) * shape.head_size / split;
    const double layers = shape.layers;
    const Precision precision = batch.precision;

    list.add_linear(precision, tokens, hidden, queries + 2 * keys, layers);
    list.add_linear(precision, tokens, queries, hidden, layers);
    list.add_linear(precision, tokens, hidden, shape.gated ? 2 * ffn : ffn, layers);
    list.add_linear(precision, tokens, ffn, hidden, layers);
    list.add_linear(precision, tokens, hidden, shape.vocabulary / split, 1);

    Kernel attention;
    attention.kind = KernelKind::attention;
    // Its products stay in 16 bits where those of the weights are narrower.
    attention.precision = Precision::bf16;
    attention.m = std::int64_t(batch.sequences) * shape.heads / batch.tensor_parallel;
    attention.n = batch.tokens;
    attention.k = shape.head_size;
    list.add(attention, (1 + attention_backward) * layers * (batch.causal ? 0.5 : 1));

    const double element = half_bytes * tokens;
    // Two norms: read and write; backward two reads and a write.
    list.add_traffic(2 * element * hidden, 2 * layers);
    list.add_traffic(3 * element * hidden, 2 * layers);
    // Two residual sums with dropout, forward and backward: two reads and a write.
    list.add_traffic(3 * element * hidden, 4 * layers);
    // Rotary positions of queries and keys, forward and backward.
    list.add_traffic(2 * element * (queries + keys), 2 * layers);
    // The activation; a gated one reads two, and writes two gradients.
    list.add_traffic((shape.gated ? 3 : 2) * element * ffn, layers);
    list.add_traffic((shape.gated ? 5 : 3) * element * ffn, layers);
    // The embedding: rows read and written, gradients added to rows.
    list.add_traffic(2 * element * hidden, 1);
    list.add_traffic(3 * element * hidden, 1);
    // The loss, in passes of their own over 32 bits: logits from 16 bits and gradients back to
    // them; maximum and sum; difference, exponential, quotient and the gradient's factor.
    const double logits = tokens * shape.vocabulary / split;
    list.add_traffic((half_bytes + full_bytes) * logits, 2);
    list.add_traffic(full_bytes * logits, 2);
    list.add_traffic(2 * full_bytes * logits, 4);
    // Gradients of weights are summed in 32 bits over micro batches.
    list.add_traffic((2 * full_bytes - half_bytes) * parameters(shape) / split, 1);
    return list.take();
}

std::vector<RepeatedKernel> optimiser_kernels(const TransformerShape& shape, int tensor_parallel,
                                              int shards) {
    KernelList list;
    const double weights = parameters(shape) / tensor_parallel;
    // Of all gradients the norm, and zero for the next step.
    list.add_traffic(2 * full_bytes * weights, 1);
    // Of a shard: the gradient, and weight and two moments both ways in 32 bits; the new weight in
    // 16 bits.
    list.add_traffic((7 * full_bytes + half_bytes) * weights / shards, 1);
    return list.take();
}

std::vector<RepeatedKernel> attention_as_products(const RepeatedKernel& attention) {
    const Precision precision = attention.kernel.precision;
    const double tokens = double(attention.kernel.n), width = double(attention.kernel.k);
    const double rows = double(attention.kernel.m) * tokens;
    KernelList list;
    list.add(KernelList::gemm(precision, rows, tokens, width), attention.times);
    list.add(KernelList::gemm(precision, rows, width, tokens), attention.times);
    return list.take();
}

}  // namespace twin
