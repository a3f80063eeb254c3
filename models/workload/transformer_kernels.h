// The kernels that one GPU runs to train a dense decoder-only transformer. Equations and what is
// left out: README.md beside this file.
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
// papers count it: attention in full, of experts those of a token, nothing twice.
double model_flops_per_token(const TransformerShape& shape, int sequence);

// How a micro batch lies on one GPU.
struct MicroBatch {
    int sequences = 1;
    int tokens = 0;           // of a sequence
    int tensor_parallel = 1;  // heads, ffn and vocabulary are divided by it; a divisor of them
    Precision precision = Precision::bf16;
    bool causal = true;  // attention skips what a token cannot see: half of its arithmetic
};

// A kernel and how often it runs; a fraction where only a part of its work is done.
struct RepeatedKernel {
    Kernel kernel;
    double times = 1;
    bool operator==(const RepeatedKernel&) const = default;
};

// Forward and backward of one micro batch through all layers, embedding and loss, without
// recomputation and communication. Each kernel stands once. What only moves elements is a copy of
// as much traffic.
std::vector<RepeatedKernel> micro_batch_kernels(const TransformerShape& shape,
                                                const MicroBatch& batch);

// Adam once a step, in mixed precision. A GPU has 1 / tensor_parallel of the weights (MicroBatch);
// the states of these are divided over `shards` GPUs.
std::vector<RepeatedKernel> optimiser_kernels(const TransformerShape& shape, int tensor_parallel,
                                              int shards);

// For calibrations that know no attention: as much arithmetic in the products of matrices of which
// it consists, with the scores written to memory and read again, which a fused kernel avoids.
std::vector<RepeatedKernel> attention_as_products(const RepeatedKernel& attention);

}  // namespace twin
