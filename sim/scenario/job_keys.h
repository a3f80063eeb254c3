// The keys of a [[job]]; see keys.h.
#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "sim/scenario/scenario.h"
#include "sim/scenario/vocabulary.h"

namespace twin {

template <class Visitor>
void describe(Visitor& v, LoadSettings& s, const Vocabulary& words) {
    v.key("activity", s.activity, part_of(words.activities, words),
          "what its GPUs do, a part for the site's generation of GPUs; instead of "
          "gpu_utilisation");
    v.key("cpu_utilisation", s.cpu_utilisation, Rule::between(0, 1),
          "of all cores of its nodes; where absent: that of the activity, else 0 %");
    v.key("gpu_utilisation", s.gpu_utilisation, Rule::between(0, 1),
          "mean over its nodes' GPUs; where absent: 0 %");
    v.key("compute_bound", s.compute_bound, Rule::between(0, 1),
          "share of its time that stretches when its GPUs' clock falls; where absent: that of the "
          "activity, else workload.utilisation.compute_bound");
    v.key("network", s.network, Rule::not_negative(),
          "what each of its nodes sends to its others, mean over its time; where absent: "
          "network.job_traffic");
    v.key("network_bound", s.network_bound, Rule::between(0, 1),
          "share of its time that stretches when it gets less of the network; where absent: 0 %");
    v.key("storage_read", s.storage_read, Rule::not_negative(),
          "what all of its nodes read from the storage, mean over its time; where absent: nothing");
    v.key("storage_write", s.storage_write, Rule::not_negative(), "what they write");
}

template <class Visitor>
void describe(Visitor& v, JobPhase& s, const Vocabulary& words) {
    v.key("for", s.lasts, Rule::positive().needed(), "how long it lasts under the default cap");
    describe(v, s.load, words);
}

template <class Visitor>
void describe(Visitor& v, JobKernel& s) {
    v.key("run", s.run, Rule::any().needed(),
          "kernel, type and shape: \"gemm bf16 8192x8192x8192\", \"copy fp32 1 GB\"");
    v.key("times", s.times, Rule::positive(), "how often");
}

template <class Visitor>
void describe(Visitor& v, CodeSettings& s, const Vocabulary& words) {
    v.key("name", s.name, part_of(words.codes, words).needed(), "a part; see twin list codes");
    v.key("size", s.size, Rule::any().needed(), "of its problem; see twin list codes");
    v.key("times", s.times, Rule::positive(), "how often it is solved, after one start");
}

// The words of an enumeration of training.h.
template <class Enum>
Rule words_of(std::initializer_list<Enum> values) {
    std::vector<std::string> texts;
    for (const Enum value : values)
        texts.emplace_back(to_text(value));
    return Rule::one_of(std::move(texts));
}

inline Rule precision_words() {
    std::vector<std::string> names;
    for (const PrecisionRow& row : precisions())
        names.emplace_back(row.name);
    return Rule::one_of(std::move(names));
}

template <class Visitor>
void describe(Visitor& v, PlanSettings& s) {
    const auto number = [&](const char* word, auto& value) {
        v.key(word, value, Rule::positive(), plan_word_summary(word));
    };
    const auto on = [&](const char* word, bool& value) {
        v.key(word, value, Rule::any(), plan_word_summary(word));
    };
    const auto choice = [&](const char* word, std::string& value, const Rule& words) {
        v.key(word, value, words, plan_word_summary(word));
    };
    number("tensor", s.plan.tensor);
    number("context", s.plan.context);
    number("pipeline", s.plan.pipeline);
    number("data", s.data);
    number("expert", s.plan.expert);
    number("chunks", s.plan.chunks);
    number("micro_batch", s.plan.micro_batch);
    on("sequence_parallel", s.plan.sequence_parallel);
    on("fused_attention", s.plan.fused_attention);
    on("fused_elements", s.plan.fused_elements);
    on("fused_experts", s.plan.fused_experts);
    on("tokens_once_a_node", s.plan.tokens_once_a_node);
    choice("sharding", s.sharding,
           words_of({Sharding::none, Sharding::optimiser, Sharding::gradients, Sharding::weights}));
    choice("recompute", s.recompute,
           words_of({Recompute::none, Recompute::selective, Recompute::full}));
    on("overlap_data", s.plan.overlap_data);
    choice("overlap_tensor", s.overlap_tensor,
           words_of({TensorOverlap::none, TensorOverlap::backward, TensorOverlap::all}));
    on("overlap_pipeline", s.plan.overlap_pipeline);
    on("wide_gradients", s.plan.wide_gradients);
    on("graphs", s.plan.graphs);
}

template <class Visitor>
void describe(Visitor& v, LoraSettings& s) {
    v.key("rank", s.rank, Rule::positive().needed(), "of the factors beside the frozen weights");
}

template <class Visitor>
void describe(Visitor& v, TrainingSettings& s, const Vocabulary& words) {
    Rule model = part_of(words.models, words).needed();
    model.file_of = "of a model";
    v.key("model", s.model, model,
          "language model, a part (see twin list models), or the name of a .toml file of one");
    v.key("tokens", s.tokens, Rule::positive().needed_without({"steps"}),
          "that it sees; rounded up to whole steps");
    v.key("steps", s.steps, Rule::positive(), "of the optimiser; instead of tokens");
    v.key("sequence", s.sequence, Rule::positive(),
          "tokens of one; where absent: as the model was trained");
    v.key("global_batch", s.global_batch, Rule::positive(),
          "sequences of a step; where absent: as the model was trained");
    v.key("precision", s.precision, precision_words(), "of the layers' products");
    v.section_or_words("plan", s.plan,
                       "how the work is divided over the job's GPUs: a table, or its words "
                       "(\"tensor 4, pipeline 8\"); with auto the fastest that is found");
    v.section("lora", s.lora, Rule::any(),
              "low-rank factors are trained beside frozen weights; where absent: all weights");
    v.key("token_size", s.token_size, Rule::not_negative(), "read from storage for each token");
    v.key("start_up", s.start_up, Rule::not_negative(),
          "before the first step: processes start, read weights and connect");
}

template <class Visitor>
void describe(Visitor& v, CheckpointsSection& s) {
    v.key("size", s.size, Rule::positive(),
          "of one, all its nodes together; where absent: what a training changes");
    v.key("write", s.write, Rule::positive(),
          "how fast all its nodes together write one, and read it again; where absent: as fast as "
          "the file system that jobs use and the nodes' links to it allow");
    v.key(
        "interval", s.interval, Rule::positive(),
        "work from one to the next: a duration, or daly or young, from what it takes to write one "
        "and the mean time between failures on so many nodes");
    v.key("blocking", s.blocking, Rule::any(),
          "work stands still while one is written; else it goes on, and the next one waits until "
          "this one is whole");
    v.key("restart", s.restart, Rule::not_negative(),
          "before its work goes on after it was interrupted: to find the fault and start the "
          "program; reading the checkpoint comes to it");
}

template <class Visitor>
void describe(Visitor& v, JobSection& s, const Vocabulary& words) {
    v.key("name", s.name, Rule::any().needed(), "of the job");
    v.key("submit", s.submit, Rule::any().needed(), "when it is submitted");
    v.key("nodes", s.nodes, Rule::positive().needed(), "how many it asks for");
    v.key("run_time", s.run_time, Rule::positive().needed_without({"kernels", "code", "training"}),
          "how long it runs");
    v.key("limit", s.limit, Rule::positive(),
          "requested wall time, at which it is killed; where absent: its run time (with a restart, "
          "if it has checkpoints), twice that of jobs that network or storage may slow");
    describe(v, s.load, words);
    v.list("phases", s.phases, Rule::any(),
           "what it does in turn (a training step: compute, then communication), over and over "
           "until its run time is over; instead of one load",
           words);
    v.list("kernels", s.kernels, Rule::any(),
           "what each GPU of its nodes computes (each CPU where they have no GPUs), one after the "
           "other; instead of run time and load, which follow from the device's calibration");
    v.section("code", s.code, Rule::any(),
              "a code of the catalogue with a problem of its own; instead of run time and load, "
              "which follow from its fitted scaling",
              words);
    v.section("training", s.training, Rule::any(),
              "a language model that its nodes train; instead of run time and load, which follow "
              "from model, plan, devices and network",
              words);
    v.section("checkpoints", s.checkpoints, Rule::any(),
              "from which it goes on when it is interrupted; where absent it starts anew");
}

}  // namespace twin
