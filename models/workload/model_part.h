// The struct that the files of models/parts/models fill: one language model as its paper or the
// program that trained it says.
#pragma once

#include <optional>
#include <string>

#include "models/hardware/figure.h"
#include "models/units/quantity.h"
#include "models/workload/transformer_kernels.h"

namespace twin {

struct ModelPart {
    std::string id, name;
    // As in TransformerShape.
    Figure<int> layers, hidden, heads, vocabulary;
    Figure<int> kv_heads, head_size;  // absent: only of latent attention
    // Latent attention, all or none but query_rank, without which queries have no latent.
    Figure<int> query_rank, kv_rank, nope_head_size, rope_head_size, value_head_size;
    Figure<int> ffn;  // absent: only where all layers have experts
    Figure<bool> gated, tied_embedding;
    Figure<bool> parallel_blocks;  // absent: not
    Figure<int> window;            // absent: attention sees all tokens
    // Absent: it has no experts.
    Figure<int> experts, experts_per_token, expert_ffn;
    Figure<int> shared_experts, dense_layers;  // absent: 0
    Figure<int> mtp_layers;                    // absent: no multi-token prediction
    // How it was trained; absent: not said.
    std::optional<Figure<int>> sequence;      // tokens
    std::optional<Figure<int>> global_batch;  // sequences
    std::optional<Figure<TokenCount>> tokens;

    TransformerShape shape() const {
        TransformerShape out;
        out.layers = layers;
        out.hidden = hidden;
        out.ffn = ffn;
        out.heads = heads;
        out.kv_heads = kv_heads;
        out.head_size = head_size;
        out.vocabulary = vocabulary;
        out.gated = gated;
        out.tied_embedding = tied_embedding;
        out.parallel_blocks = parallel_blocks;
        out.window = window;
        out.experts = experts;
        out.experts_per_token = experts_per_token;
        out.shared_experts = shared_experts;
        out.expert_ffn = expert_ffn;
        out.dense_layers = dense_layers;
        out.latent = {query_rank, kv_rank, nope_head_size, rope_head_size, value_head_size};
        out.mtp_layers = mtp_layers;
        return out;
    }
};

}  // namespace twin
