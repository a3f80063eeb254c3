#include "models/workload/training_step.h"

#include <algorithm>

namespace twin {
namespace {

constexpr auto byte = DataSize::from_si(1);
// Of activations and weights that ranks exchange, and of gradients summed in 32 bits.
constexpr double half_bytes = 2, whole_bytes = 4;

// Communication of one micro batch in one layer, or of a part of a step.
struct Communication {
    Duration exposed{};
    Duration network{};  // part of it: between nodes
    DataSize sent{}, sent_by_node{};

    Communication& operator+=(const Communication& more) {
        exposed += more.exposed;
        network += more.network;
        sent += more.sent;
        sent_by_node += more.sent_by_node;
        return *this;
    }
    friend Communication operator*(double times, Communication one) {
        return {times * one.exposed, times * one.network, times * one.sent,
                times * one.sent_by_node};
    }
};

struct Layer {
    Work forward, backward, again;
    Communication tensor, context, expert;
    Duration time() const {
        return forward.total() + backward.total() + again.total() + tensor.exposed +
               context.exposed + expert.exposed;
    }
};

// Of a layer's products, those at the entry of attention and of a feed-forward part that tensor
// parallelism divides (of experts the shared ones).
double entry_share(const TransformerShape& model, LayerKind kind) {
    const double entries = model.gated ? 2 : 1;
    double divided = model.ffn, all = divided;
    if (kind == LayerKind::experts) {
        divided = double(model.shared_experts) * model.expert_ffn;
        all = divided + double(model.experts_per_token) * model.expert_ffn;
    }
    double entry = entries * divided * model.hidden, sum = (entries + 1) * all * model.hidden;
    for (const AttentionProduct& product : attention_products(model)) {
        sum += product.weights();
        if (product.divided == AttentionProduct::Side::out)
            entry += product.weights();
    }
    return entry / sum;
}

class Step {
  public:
    Step(const TrainingTask& task, const ParallelPlan& plan, TrainingCosts& costs)
        : task_(task), plan_(plan), costs_(costs) {}

    StepWork work();

  private:
    using Pass = TrainingCosts::Pass;

    // `times` exchanges of which so much can hide beside kernels that take `window` each time.
    Communication beside(const Exchange& exchange, double times, Duration window) const;
    Communication alone(const Exchange& exchange, double times) const {
        return beside(exchange, times, Duration());
    }
    // Of the layer's activations, or of others of that width.
    Exchange tensor_exchange(Collective collective) {
        return tensor_exchange(collective, task_.model.hidden);
    }
    Exchange tensor_exchange(Collective collective, double width) {
        return costs_.exchange(collective, activations(width), 1, plan_.tensor);
    }
    DataSize activations(double width) const {
        return half_bytes * plan_.micro_batch * task_.sequence / plan_.context * width * byte;
    }
    double micro_batches() const {
        return double(task_.global_batch) / (double(plan_.data) * plan_.micro_batch);
    }
    int copies() const { return plan_.context * plan_.data; }
    int expert_copies() const { return plan_.gpus() / plan_.pipeline / plan_.expert; }
    bool fine_tunes() const { return task_.lora.rank > 0; }

    using LayerWeights = RankWeights (*)(const TrainingTask&, const ParallelPlan&, LayerKind);
    RankWeights of_stage(const StageLayers& stage, LayerWeights of_layer) const;
    // With what its ends hold of embeddings.
    RankWeights trained(const StageLayers& stage, bool last) const;
    RankWeights frozen(const StageLayers& stage, bool last) const;

    Layer layer(LayerKind kind);
    Layer end(const PassKernels& kernels);
    Communication tensor_of(const Layer& layer, LayerKind kind);
    Communication context_of(const Layer& layer);
    Exchange stage_message();
    Communication data_of(const StageLayers& stage, bool last, const Layer& slowest,
                          StepTraffic& traffic);
    Duration late(const Layer& stage) const;

    const TrainingTask& task_;
    const ParallelPlan& plan_;
    TrainingCosts& costs_;
};

Communication Step::beside(const Exchange& exchange, double times, Duration window) const {
    const Duration hidden = costs_.constants().overlap * std::min(exchange.time, window);
    Communication communication;
    communication.exposed = times * (exchange.time - hidden);
    if (exchange.sent_by_node > DataSize())
        communication.network = communication.exposed;
    communication.sent = times * exchange.sent;
    communication.sent_by_node = times * exchange.sent_by_node;
    return communication;
}

// After attention and after the feed-forward part partial sums are added up; the gradients of the
// inputs likewise. Under sequence parallelism each such all-reduce is a reduce-scatter and an
// all-gather, and inputs, kept in parts, are gathered again for the gradients of weights. At the
// entry of latent attention it is the latents that travel, or what its queries are made from.
Communication Step::tensor_of(const Layer& layer, LayerKind kind) {
    if (plan_.tensor == 1)
        return {};
    const TransformerShape& model = task_.model;
    double joints = model.parallel_blocks ? 1 : 2;
    if (kind == LayerKind::experts && model.shared_experts == 0)
        joints = 1;
    const bool all = plan_.overlap_tensor == TensorOverlap::all;
    // Products beside which one exchange can travel: cut in pieces, all of them, backward for two
    // exchanges of a joint and half of a third; else those of the linears at the entry of a block,
    // inputs beside the gradients of inputs and these beside the gradients of weights.
    const Duration forward_window = all ? layer.forward.products / (2 * joints) : Duration();
    Duration inputs_window;
    if (all)
        inputs_window = layer.backward.products / ((fine_tunes() ? 1.5 : 2.5) * joints);
    else if (plan_.overlap_tensor == TensorOverlap::backward)
        inputs_window =
            entry_share(model, kind) * layer.backward.products / ((fine_tunes() ? 1 : 2) * joints);
    const Duration sums_window = fine_tunes() ? Duration() : inputs_window;
    const double forward_passes = plan_.recompute == Recompute::full ? 2 : 1;
    struct Entry {
        double width, joints, passes;  // forward
    };
    const LatentAttention& latent = model.latent;
    const double of_queries = latent.query_rank > 0 ? latent.query_rank : model.hidden;
    std::vector<Entry> entries{{double(model.hidden), joints, forward_passes}};
    if (latent.used()) {
        if (!model.parallel_blocks)
            --entries.front().joints;
        entries.push_back({of_queries + latent.kv_rank + latent.rope_head_size, 1,
                           plan_.recompute == Recompute::none ? 1.0 : 2.0});
    }
    Communication sum;
    if (!plan_.sequence_parallel) {
        sum += beside(tensor_exchange(Collective::all_reduce), forward_passes * joints,
                      forward_window);
        for (const Entry& entry : entries)
            sum += beside(tensor_exchange(Collective::all_reduce, entry.width), entry.joints,
                          sums_window);
        return sum;
    }
    const Exchange gather = tensor_exchange(Collective::all_gather);
    const Exchange scatter = tensor_exchange(Collective::reduce_scatter);
    sum += beside(scatter, forward_passes * joints, forward_window);
    sum += beside(gather, joints, all ? inputs_window / 2.0 : Duration());
    for (const Entry& entry : entries) {
        const Exchange in = tensor_exchange(Collective::all_gather, entry.width);
        const Exchange out = tensor_exchange(Collective::reduce_scatter, entry.width);
        sum += beside(in, entry.passes * entry.joints, forward_window);
        sum += beside(in, entry.joints, inputs_window);
        sum += beside(out, entry.joints, sums_window);
    }
    return sum;
}

// Keys and values go around beside the attention of those that are there.
Communication Step::context_of(const Layer& layer) {
    if (plan_.context == 1)
        return {};
    const AttentionWidths widths = attention_widths(task_.model);
    const DataSize keys = half_bytes * plan_.micro_batch * task_.sequence *
                          (widths.keys + widths.values) / plan_.tensor * byte;
    const Exchange around =
        costs_.exchange(Collective::all_gather, keys, plan_.tensor, plan_.context);
    // Of latent attention that is fused selective recomputation leaves attention as it is.
    const bool attends_again = plan_.recompute == Recompute::full ||
                               (plan_.recompute == Recompute::selective &&
                                !(plan_.fused_attention && task_.model.latent.used()));
    Communication sum = beside(around, attends_again ? 2 : 1, layer.forward.attention);
    // Backward their gradients as well.
    sum += beside(around, 2, layer.backward.attention / 2.0);
    return sum;
}

Layer Step::layer(LayerKind kind) {
    const PassKernels kernels = layer_kernels(task_, plan_, kind);
    Layer layer;
    layer.forward = costs_.work(kernels.forward, Pass::forward);
    layer.backward = costs_.work(kernels.backward, Pass::backward);
    if (plan_.recompute == Recompute::full)
        layer.again = layer.forward;
    if (plan_.recompute == Recompute::selective)
        layer.again = costs_.work(kernels.selective, Pass::forward);
    layer.tensor = tensor_of(layer, kind);
    layer.context = context_of(layer);
    if (kernels.experts_sent > DataSize()) {
        const Exchange there =
            costs_.to_experts(kernels.experts_sent, task_.model.experts_per_token, plan_.expert,
                              plan_.tokens_once_a_node);
        layer.expert = alone(there, plan_.recompute == Recompute::full ? 6 : 4);
    }
    return layer;
}

// Embedding or loss: what tensor parallelism leaves in parts is put together once each way.
Layer Step::end(const PassKernels& kernels) {
    Layer layer;
    layer.forward = costs_.work(kernels.forward, Pass::forward);
    layer.backward = costs_.work(kernels.backward, Pass::backward);
    layer.tensor = alone(
        tensor_exchange(plan_.sequence_parallel ? Collective::all_gather : Collective::all_reduce),
        plan_.sequence_parallel ? 2 : 1);
    return layer;
}

// Each rank of tensor parallelism sends its part, which the others gather unless they keep parts.
Exchange Step::stage_message() {
    if (plan_.pipeline == 1)
        return {};
    Exchange message = costs_.message(activations(task_.model.hidden) / double(plan_.tensor),
                                      plan_.tensor * plan_.context * plan_.data);
    if (!plan_.sequence_parallel)
        message.time += tensor_exchange(Collective::all_gather).time;
    return message;
}

RankWeights Step::of_stage(const StageLayers& stage, LayerWeights of_layer) const {
    RankWeights sum;
    const auto add = [&](int layers, LayerKind kind) {
        if (layers == 0)
            return;
        const RankWeights one = of_layer(task_, plan_, kind);
        sum.shared += layers * one.shared;
        sum.experts += layers * one.experts;
    };
    add(stage.dense, LayerKind::dense);
    add(stage.experts, LayerKind::experts);
    return sum;
}

RankWeights Step::trained(const StageLayers& stage, bool last) const {
    RankWeights weights = of_stage(stage, layer_weights);
    if (!fine_tunes())
        weights.shared += end_weights(task_, plan_, last);
    return weights;
}

RankWeights Step::frozen(const StageLayers& stage, bool last) const {
    if (!fine_tunes())
        return {};
    RankWeights weights = of_stage(stage, held_layer_weights);
    weights.shared += end_weights(task_, plan_, last);
    return weights;
}

Communication Step::data_of(const StageLayers& stage, bool last, const Layer& slowest,
                            StepTraffic& traffic) {
    const double gradient_bytes = plan_.wide_gradients ? whole_bytes : half_bytes;
    const double layers = std::max(1, stage.total());
    const bool weights_apart = plan_.sharding == Sharding::weights;
    // What of one micro batch nothing travels beside yet. The last layer's pieces have nothing left
    // to hide behind.
    Duration forward, backward;
    if (plan_.overlap_data) {
        forward = (1 - 1 / layers) * slowest.forward.total();
        backward = (1 - 1 / layers) * (slowest.backward.total() + slowest.again.total());
    }

    Communication sum;
    DataSize* over_edges = &traffic.data;
    const auto travel = [&](Collective collective, double bytes, double weights, int stride,
                            int ranks, double times, Duration& window) {
        // Divided weights come layer by layer.
        const double pieces = weights_apart ? layers : 1;
        const Exchange piece =
            costs_.exchange(collective, bytes * weights / pieces * byte, stride, ranks);
        const Exchange all{pieces * piece.time, pieces * piece.sent, pieces * piece.sent_by_node};
        sum += beside(all, times, window);
        *over_edges += times * all.sent;
        window = window - std::min(all.time, window);
    };
    const double scatterings = plan_.sharding >= Sharding::gradients ? micro_batches() : 1;
    const double gatherings = weights_apart ? micro_batches() : 1;
    const auto reduce = [&](double of_trained, double of_frozen, int stride, int ranks) {
        if (plan_.sharding == Sharding::none) {
            travel(Collective::all_reduce, gradient_bytes, of_trained, stride, ranks, 1, backward);
            return;
        }
        travel(Collective::reduce_scatter, gradient_bytes, of_trained, stride, ranks, scatterings,
               backward);
        const double gathered = weights_apart ? of_trained + of_frozen : of_trained;
        travel(Collective::all_gather, half_bytes, gathered, stride, ranks, gatherings, forward);
        if (weights_apart)
            travel(Collective::all_gather, half_bytes, gathered, stride, ranks, gatherings,
                   backward);
    };
    const RankWeights changed = trained(stage, last), kept = frozen(stage, last);
    reduce(changed.shared, kept.shared, plan_.tensor, copies());
    over_edges = &traffic.expert_data;
    reduce(changed.experts, kept.experts, plan_.expert, expert_copies());
    // Weights that the first and the last stage share are summed over both.
    const bool both_embed = task_.model.tied_embedding || task_.model.mtp_layers > 0;
    if (plan_.pipeline > 1 && both_embed && !fine_tunes()) {
        const Communication both =
            alone(costs_.exchange(Collective::all_reduce,
                                  gradient_bytes * embedding_weights(task_, plan_) * byte,
                                  plan_.gpus() / plan_.pipeline * (plan_.pipeline - 1), 2),
                  1);
        traffic.ends += both.sent;
        sum += both;
    }
    return sum;
}

// For how long the GPU waits for launches in a micro batch: the host runs ahead of it until it has
// less to do for a kernel than the kernel takes, in the mean.
Duration Step::late(const Layer& stage) const {
    if (plan_.graphs)
        return {};
    const double launches = stage.forward.launches + stage.backward.launches + stage.again.launches;
    return std::max(Duration(), launches * costs_.constants().launch - stage.time());
}

StepWork Step::work() {
    const std::vector<StageLayers> stages = layers_of_stages(task_.model, plan_);
    const Layer dense = layer(LayerKind::dense);
    const Layer experts = task_.model.experts > 0 ? layer(LayerKind::experts) : Layer();
    const Layer embedding = end(embedding_kernels(task_, plan_));
    const Layer loss = end(loss_kernels(task_, plan_));
    const int more = task_.model.mtp_layers;
    const Layer joining = more > 0 ? end(joining_kernels(task_, plan_)) : Layer();

    const Exchange message = stage_message();
    const bool hides = plan_.overlap_pipeline && plan_.chunks > 1;
    const double crossings = 2.0 * plan_.chunks;
    const Communication pipeline = hides ? Communication{} : alone(message, crossings);

    const auto time_of = [&](size_t i) {
        Duration time = stages[i].dense * dense.time() + stages[i].experts * experts.time();
        if (i == 0)
            time += embedding.time();
        if (i + 1 == stages.size())
            time += (1 + more) * loss.time() + more * joining.time();
        return time;
    };
    size_t slowest = 0;
    Duration longest{}, sum{};
    for (size_t i = 0; i < stages.size(); ++i) {
        const Duration time = time_of(i);
        sum += time;
        if (time > longest) {
            longest = time;
            slowest = i;
        }
    }

    Layer stage;
    const auto add = [&](const Layer& layer, double times) {
        stage.forward += times * layer.forward;
        stage.backward += times * layer.backward;
        stage.again += times * layer.again;
        stage.tensor += times * layer.tensor;
        stage.context += times * layer.context;
        stage.expert += times * layer.expert;
    };
    add(dense, stages[slowest].dense);
    add(experts, stages[slowest].experts);
    if (slowest == 0)
        add(embedding, 1);
    const bool last = slowest + 1 == stages.size();
    if (last) {
        add(loss, 1 + more);
        add(joining, more);
    }

    const double batches = micro_batches();
    StepWork step;
    const auto spend = [&](Duration& part, const Communication& one, double times) {
        part += times * one.exposed;
        step.network += times * one.network;
        step.sent += times * one.sent;
        step.sent_by_node += times * one.sent_by_node;
    };
    step.parts.compute = batches * (stage.forward.total() + stage.backward.total());
    step.parts.recompute = batches * stage.again.total();
    step.parts.launch = batches * late(stage);
    spend(step.parts.tensor, stage.tensor, batches);
    spend(step.parts.context, stage.context, batches);
    spend(step.parts.expert, stage.expert, batches);
    spend(step.parts.pipeline, pipeline, batches);
    if (hides) {
        step.sent += batches * crossings * message.sent;
        step.sent_by_node += batches * crossings * message.sent_by_node;
    }
    // Until the first micro batch has come to the last stage, and after the last one on its way
    // back.
    step.parts.bubble =
        (sum - longest) / double(plan_.chunks) + 2.0 * (plan_.pipeline - 1) * message.time;
    spend(step.parts.data, data_of(stages[slowest], last, stage, step.traffic), 1);
    step.traffic.tensor = batches * stage.tensor.sent;
    step.traffic.context = batches * stage.context.sent;
    step.traffic.experts = batches * stage.expert.sent_by_node / costs_.gpus_per_node();
    // A micro batch goes through all chunks: from the last stage to the first but once.
    step.traffic.stages = batches * plan_.chunks * message.sent;
    step.traffic.ends += batches * (plan_.chunks - 1) * message.sent;

    const RankWeights weights = trained(stages[slowest], last);
    const bool shards = plan_.sharding != Sharding::none;
    step.optimiser =
        costs_.work(adam_kernels(weights.shared, shards ? copies() : 1), Pass::forward);
    if (weights.experts > 0)
        step.optimiser +=
            costs_.work(adam_kernels(weights.experts, shards ? expert_copies() : 1), Pass::forward);
    step.parts.optimiser = step.optimiser.total();

    step.computing += batches * stage.forward;
    step.computing += batches * stage.backward;
    step.computing += batches * stage.again;
    return step;
}

}  // namespace

std::vector<StageLayers> layers_of_stages(const TransformerShape& model, const ParallelPlan& plan) {
    const int stages = plan.pipeline, slots = stages * plan.chunks;
    const int all = model.all_layers();
    const int of_chunk = (all + slots - 1) / slots;
    std::vector<int> layers(size_t(stages), of_chunk * plan.chunks);
    int too_many = of_chunk * slots - all;
    for (int i = 0; too_many > 0; ++i) {
        const int from_end = i / 2 % stages;
        const int stage = i % 2 == 0 ? stages - 1 - from_end : from_end;
        if (layers[size_t(stage)] > 0) {
            --layers[size_t(stage)];
            --too_many;
        }
    }
    // Dense layers are the first ones, chunk by chunk.
    int dense = model.experts > 0 ? std::min(model.dense_layers, model.layers) : all;
    auto result = std::vector<StageLayers>(layers.size());
    for (int slot = 0; slot < slots; ++slot) {
        StageLayers& stage = result[size_t(slot % stages)];
        const int of_slot =
            std::min({of_chunk, layers[size_t(slot % stages)] - stage.dense, dense});
        stage.dense += of_slot;
        dense -= of_slot;
    }
    for (size_t i = 0; i < result.size(); ++i)
        result[i].experts = layers[i] - result[i].dense;
    return result;
}

StepWork step_work(const TrainingTask& task, const ParallelPlan& plan, TrainingCosts& costs) {
    return Step(task, plan, costs).work();
}

}  // namespace twin
