// A decoder-only transformer: its shape, its weights and what it computes for a token. The kernels
// of a training step: training_kernels.h.
#pragma once

#include <vector>

#include "models/hardware/kernel.h"

namespace twin {

// Multi-head latent attention (DeepSeek-V2, arXiv 2405.04434, 2.1): keys and values of all heads
// are made from one narrow latent, queries from another. All heads have keys and values of their
// own.
struct LatentAttention {
    int query_rank = 0;  // width of the latent of queries; 0: made from the layer's input
    int kv_rank = 0;     // of that of keys and values
    // Elements of a head of queries and keys, without positions and with (of keys those with are
    // one for all heads, made from the layer's input), and of one of values.
    int nope_head_size = 0, rope_head_size = 0, value_head_size = 0;

    bool used() const {
        return query_rank != 0 || kv_rank != 0 || nope_head_size != 0 || rope_head_size != 0 ||
               value_head_size != 0;
    }
};

struct TransformerShape {
    int layers = 0;
    int hidden = 0;                // width of the activations
    int ffn = 0;                   // width between the two products of the feed-forward part
    int heads = 0;                 // of queries
    int kv_heads = 0;              // of keys and values; a divisor of heads; 0 of latent attention
    int head_size = 0;             // elements of a head; 0 of latent attention
    int vocabulary = 0;            // padded as the program pads it
    bool gated = false;            // the feed-forward part has two products at its entry (SwiGLU)
    bool tied_embedding = true;    // input and output share the embedding's weights
    bool parallel_blocks = false;  // attention and feed-forward part have one input and one sum
    int window = 0;                // tokens that attention looks back; 0: all of them
    // Mixture of experts: in the layers after the first `dense_layers` each token goes through
    // `experts_per_token` of `experts`, and through all shared ones, of width expert_ffn; `ffn` is
    // that of the dense layers. experts 0: all layers are dense.
    int experts = 0, experts_per_token = 0, shared_experts = 0;
    int expert_ffn = 0;
    int dense_layers = 0;
    LatentAttention latent{};
    // Multi-token prediction (DeepSeek-V3, arXiv 2412.19437, 2.2): so many layers more, after the
    // others and of their kind, each of which predicts one token more from what the one before it
    // gives and the next token's embedding. They share embedding and output.
    int mtp_layers = 0;

    int all_layers() const { return layers + mtp_layers; }
    // Weights of the product of each of these that joins its two inputs.
    double joining_weights() const { return 2.0 * hidden * hidden; }
};

// Widths of all heads together, and of what attention makes of them.
struct AttentionWidths {
    double queries = 0, keys = 0, values = 0, result = 0;
};
AttentionWidths attention_widths(const TransformerShape& shape);

// A product of attention with weights of its own; `divided` by tensor parallelism on this side.
struct AttentionProduct {
    enum class Side { none, in, out };
    double in = 0, out = 0;
    Side divided = Side::out;

    double of_rank_in(int tensor) const { return divided == Side::in ? in / tensor : in; }
    double of_rank_out(int tensor) const { return divided == Side::out ? out / tensor : out; }
    double weights(int tensor = 1) const { return of_rank_in(tensor) * of_rank_out(tensor); }
};
// Of a layer: those to the latents, those that make queries, keys and values, and last the one that
// takes the result.
std::vector<AttentionProduct> attention_products(const TransformerShape& shape);
// Of all of these on one of so many ranks of tensor parallelism.
double attention_weights(const TransformerShape& shape, int tensor = 1);

// Weights of the layers, all experts and the embedding, and of the output where it has its own;
// norms and biases are left out.
double parameters(const TransformerShape& shape);
// Of these, those that multi-token prediction alone has.
double mtp_parameters(const TransformerShape& shape);

// Arithmetic of the products of forward and backward for one token of sequences of this length, as
// papers count it: attention in full, of experts those of a token, nothing twice; multi-token
// prediction with its outputs. `frozen`: no gradients of weights.
double model_flops_per_token(const TransformerShape& shape, int sequence, bool frozen = false);

// A kernel and how often it runs; a fraction where only a part of its work is done.
struct RepeatedKernel {
    Kernel kernel;
    double times = 1;
    bool operator==(const RepeatedKernel&) const = default;
};

// For calibrations that know no attention: as much arithmetic in the products of matrices of which
// it consists, with the scores written to memory and read again, which a fused kernel avoids.
std::vector<RepeatedKernel> attention_as_products(const RepeatedKernel& attention);

}  // namespace twin
