// A decoder-only transformer: its shape, its weights and what it computes for a token. The kernels
// of a training step: training_kernels.h.
#pragma once

#include <vector>

#include "models/hardware/kernel.h"

namespace twin {

struct TransformerShape {
    int layers = 0;
    int hidden = 0;                // width of the activations
    int ffn = 0;                   // width between the two products of the feed-forward part
    int heads = 0;                 // of queries
    int kv_heads = 0;              // of keys and values; a divisor of heads
    int head_size = 0;             // elements of a head
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
};

// Weights of the layers, all experts and the embedding, and of the output where it has its own;
// norms and biases are left out.
double parameters(const TransformerShape& shape);

// Arithmetic of the products of forward and backward for one token of sequences of this length, as
// papers count it: attention in full, of experts those of a token, nothing twice. `frozen`: no
// gradients of weights.
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
