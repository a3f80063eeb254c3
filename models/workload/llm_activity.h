// From what a language model does (flops in training, tokens in serving) to what the paths of its
// GPUs do. Equations and sources: README.md beside this file.
#pragma once

#include "models/hardware/parts.h"
#include "models/hardware/precision.h"
#include "models/units/quantity.h"
#include "models/workload/job.h"

namespace twin {

// Dense peak of matrix products: half the BF16 rate in TF32, and each step down in precision
// doubles it; of FP64 what the part says. 0 where it is not known: FP32, and FP64 of such parts.
FlopRate peak_rate(const GpuPart& gpu, Precision precision);

// A decoder-only transformer with dense layers.
struct LanguageModel {
    double parameters = 0;
    int layers = 0;
    int hidden = 0;                         // width of the activations
    int kv_width = 0;                       // key-value heads times their size
    Precision precision = Precision::bf16;  // of weights and matrix products
};

// Training at `achieved` model flops a GPU. `typical` (an activity of models/parts/activities) says
// how long kernels run and what memory and links do; its tensor share is replaced by the rate's
// part of the peak, up to its busy share: more cannot be done while kernels run. Precondition: the
// peak is known.
GpuActivity training_activity(const GpuPart& gpu, const GpuActivity& typical, FlopRate achieved,
                              Precision precision);

// Continuous batching in a steady state, weights split over `gpus` with two collectives a layer.
struct ServingRate {
    int gpus = 1;
    double batch = 1;                             // requests at once, > 0
    double tokens_per_second = 0;                 // answered, by all GPUs together; > 0
    double prompt_tokens = 0, answer_tokens = 1;  // of a mean request; the answer > 0
};
GpuActivity serving_activity(const GpuPart& gpu, const LanguageModel& model,
                             const ServingRate& rate);

}  // namespace twin
