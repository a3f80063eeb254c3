// What the training panel asks, as arguments of `twin estimate training`, and its answer.
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace twin {

struct TrainingQuestion {
    QString model, site;  // ids of parts
    int gpus = 0;
    int sequence = 0, batch = 0;         // 0: the model's own
    QString precision, tokens, gpu_cap;  // empty: not said
    bool search = false;                 // the fastest plan; what follows is not asked then
    int tensor = 1, context = 1, pipeline = 1, expert = 1, chunks = 1, micro_batch = 1;
    QString recompute, sharding;
    bool operator==(const TrainingQuestion&) const = default;

    QStringList arguments() const;  // of twin, with --json
    QString command() const;        // as one types it, without --json
    // The keys of a [[job]] that trains the same on so many nodes. The cap is none of them.
    std::vector<std::pair<std::string, std::string>> job(int nodes) const;
};

struct TrainingPart {
    QString name;  // English, as twin writes it
    double value = 0;
};

struct TrainingStretch {  // of a step, in which a GPU draws the same
    QString name;         // English, as twin writes it
    double time_s = 0, gpu_w = 0;
};

struct TrainingPlan {
    QString text;
    int tensor = 1, context = 1, pipeline = 1, data = 1, expert = 1, chunks = 1, micro_batch = 1;
    QString recompute, sharding;
};

struct RankedTrainingPlan {
    TrainingPlan plan;
    double step_s = 0, memory_bytes = 0;
};

struct TrainingAnswer {
    QString model, machine, calibration, collectives;
    int gpus = 0, nodes = 0;
    TrainingPlan plan;
    std::vector<TrainingPart> memory_bytes, step_s;  // without their totals
    double gpu_memory_bytes = 0, memory_total = 0, step_total = 0;
    double tokens_per_s = 0, flop_per_s_of_gpu = 0;
    double mfu = 0, bf16_peak = 0;  // share of the peak of bf16 [flop/s]
    QString precision;
    std::optional<double> share_of_own_peak, own_peak;  // of the precision's; absent: it is bf16's
    std::vector<TrainingStretch> power;                 // through the step
    double gpu_power_w = 0, node_power_w = 0, gpu_j_per_token = 0, node_j_per_token = 0;
    double network_bound = 0;
    std::optional<double> time_s, node_energy_mwh;  // of all tokens
    std::vector<RankedTrainingPlan> best;           // of a search
    int timed = 0, too_large = 0;                   // of a search: plans that fit, that do not
    std::vector<TrainingPart> impossible, slower;   // of a search: why, how many
    QStringList assumptions;
};

// Absent: this is not what twin writes.
std::optional<TrainingAnswer> read_training_answer(const QByteArray& json);

}  // namespace twin
