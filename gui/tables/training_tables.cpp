#include "gui/tables/training_tables.h"

#include <QLocale>
#include <algorithm>
#include <cmath>

#include "gui/look/figures.h"
#include "gui/look/translate.h"

namespace twin {
namespace {

// As twin names the parts of a step and of the memory, and why plans lose.
constexpr const char* part_names[] = {
    QT_TRANSLATE_NOOP("Training", "compute"),
    QT_TRANSLATE_NOOP("Training", "recompute"),
    QT_TRANSLATE_NOOP("Training", "launch"),
    QT_TRANSLATE_NOOP("Training", "tensor"),
    QT_TRANSLATE_NOOP("Training", "context"),
    QT_TRANSLATE_NOOP("Training", "expert"),
    QT_TRANSLATE_NOOP("Training", "pipeline"),
    QT_TRANSLATE_NOOP("Training", "bubble"),
    QT_TRANSLATE_NOOP("Training", "data"),
    QT_TRANSLATE_NOOP("Training", "optimiser"),
    QT_TRANSLATE_NOOP("Training", "weights"),
    QT_TRANSLATE_NOOP("Training", "gradients"),
    QT_TRANSLATE_NOOP("Training", "activations"),
    QT_TRANSLATE_NOOP("Training", "other"),
    QT_TRANSLATE_NOOP("Training", "heads"),
    QT_TRANSLATE_NOOP("Training", "layers"),
    QT_TRANSLATE_NOOP("Training", "global_batch"),
    QT_TRANSLATE_NOOP("Training", "kv_heads"),
    QT_TRANSLATE_NOOP("Training", "ffn"),
    QT_TRANSLATE_NOOP("Training", "vocabulary"),
    QT_TRANSLATE_NOOP("Training", "sequence"),
    QT_TRANSLATE_NOOP("Training", "chunks"),
    QT_TRANSLATE_NOOP("Training", "micro batches"),
    QT_TRANSLATE_NOOP("Training", "experts"),
    QT_TRANSLATE_NOOP("Training", "sequence_parallel"),
    // Where a step's watts go.
    QT_TRANSLATE_NOOP("Training", "products"),
    QT_TRANSLATE_NOOP("Training", "exchanges"),
    QT_TRANSLATE_NOOP("Training", "element-wise kernels"),
    QT_TRANSLATE_NOOP("Training", "waiting for launches"),
};

// Whole, with groups of digits.
QString count_text(double value) {
    return QLocale().toString(std::llround(value));
}

CellTable::Row figure_row(const QString& what, const QString& text, double value,
                          const QString& more = {}) {
    return {words(what), amount(text, value), words(more)};
}

}  // namespace

QString part_text(const QString& name) {
    for (const char* const known : part_names)
        if (name == QLatin1String(known))
            return QCoreApplication::translate("Training", known);
    return name;
}

QString counts(const std::vector<TrainingPart>& parts) {
    QStringList words;
    for (const TrainingPart& part : parts)
        words += part_text(part.name) + u' ' + number(part.value);
    return words.join(QStringLiteral(", "));
}

QStringList training_figure_headings() {
    return {tr("Figure"), tr("Value"), tr("Of which")};
}

std::vector<CellTable::Row> training_figure_rows(const TrainingAnswer& a) {
    const auto share_row = [](const QString& what, double share, double peak) {
        return figure_row(what, number(100 * share, 3), 100 * share,
                          tr("of %1").arg(figure(peak / 1e12, "Tflop/s")));
    };
    std::vector<CellTable::Row> rows = {
        figure_row(tr("Tokens per second"), count_text(a.tokens_per_s), a.tokens_per_s,
                   tr("%1 of one GPU").arg(number(a.tokens_per_s / std::max(a.gpus, 1)))),
        figure_row(tr("Model flops of one GPU [Tflop/s]"), number(a.flop_per_s_of_gpu / 1e12),
                   a.flop_per_s_of_gpu / 1e12),
        share_row(tr("Share of the bf16 peak (MFU) [%]"), a.mfu, a.bf16_peak),
    };
    if (a.share_of_own_peak)
        rows.push_back(share_row(tr("Share of the %1 peak [%]").arg(a.precision),
                                 *a.share_of_own_peak, *a.own_peak));
    rows.insert(
        rows.end(),
        {figure_row(tr("Power of one GPU [W]"), number(a.gpu_power_w), a.gpu_power_w,
                    tr("%1 J a token, all GPUs").arg(number(a.gpu_j_per_token, 3))),
         figure_row(tr("Power of one node at its plug [W]"), number(a.node_power_w), a.node_power_w,
                    tr("%1 J a token, all nodes").arg(number(a.node_j_per_token, 3))),
         figure_row(tr("Waiting for the network [% of the step]"), number(100 * a.network_bound, 3),
                    100 * a.network_bound, tr("collectives: %1").arg(a.collectives))});
    if (a.time_s) {
        const double gpu_hours = *a.time_s / 3600 * a.gpus;
        rows.push_back(figure_row(tr("All tokens [d]"), figure_in(*a.time_s / 86400, {}),
                                  *a.time_s / 86400,
                                  tr("%1 GPU hours").arg(count_text(gpu_hours))));
        rows.push_back(figure_row(tr("Energy at the nodes' plugs [MWh]"),
                                  figure_in(*a.node_energy_mwh, {}), *a.node_energy_mwh));
    }
    for (const TrainingStretch& one : a.power)
        rows.push_back(figure_row(tr("One GPU in: %1 [W]").arg(part_text(one.name)),
                                  number(one.gpu_w), one.gpu_w,
                                  tr("%1 of the step").arg(figure(one.time_s, "s"))));
    return rows;
}

std::vector<CellTable::Row> training_part_rows(const TrainingAnswer& answer) {
    std::vector<CellTable::Row> rows;
    for (const TrainingPart& part : answer.step_s)
        rows.push_back(figure_row(tr("Step: %1 [s]").arg(part_text(part.name)), number(part.value),
                                  part.value));
    for (const TrainingPart& part : answer.memory_bytes)
        rows.push_back(figure_row(tr("Memory: %1 [GB]").arg(part_text(part.name)),
                                  number(part.value / 1e9), part.value / 1e9));
    return rows;
}

QStringList training_plan_headings() {
    return {tr("Plan"), tr("Step [s]"), tr("Memory [GB]")};
}

std::vector<CellTable::Row> training_plan_rows(const std::vector<RankedTrainingPlan>& best) {
    std::vector<CellTable::Row> rows;
    for (const RankedTrainingPlan& one : best)
        rows.push_back({words(one.plan.text, one.plan.text), amount(number(one.step_s), one.step_s),
                        amount(number(one.memory_bytes / 1e9), one.memory_bytes / 1e9)});
    return rows;
}

}  // namespace twin
