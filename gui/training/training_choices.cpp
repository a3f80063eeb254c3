#include "gui/training/training_choices.h"

#include "sim/scenario/parts_catalog.h"

namespace twin {
namespace {

QString text(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

}  // namespace

TrainingChoices training_choices() {
    const PartsCatalog& parts = shipped_parts();
    TrainingChoices choices;
    for (const auto& [id, model] : parts.models)
        choices.models.push_back({text(id), text(model.name),
                                  model.sequence ? model.sequence->value : 0,
                                  model.global_batch ? model.global_batch->value : 0});
    for (const auto& [id, site] : parts.sites) {
        const NodePart& node = site.rows.front().part->node;
        if (!site.has_power || !parts.networks.contains(site.network) || node.gpus.value == 0 ||
            node.gpu.calibration.empty())
            continue;
        choices.machines.push_back(
            {text(id), text(site.name), build_site(site).nodes * node.gpus.value, node.gpus.value});
    }
    for (const PrecisionRow& row : precisions())
        choices.precisions += text(row.name);
    return choices;
}

}  // namespace twin
