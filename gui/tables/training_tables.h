// The tables of a training: what it takes, and the fastest plans.
#pragma once

#include "gui/tables/cell_table.h"
#include "gui/training/training_question.h"

namespace twin {

// Parts of a step and of the memory, and why plans lose, as twin names them, for people.
QString part_text(const QString& name);
// "tensor 3, pipeline 2"
QString counts(const std::vector<TrainingPart>& parts);

QStringList training_figure_headings();
std::vector<CellTable::Row> training_figure_rows(const TrainingAnswer& answer);
// Under the same headings: where step and memory go, which a page shows as bars.
std::vector<CellTable::Row> training_part_rows(const TrainingAnswer& answer);

QStringList training_plan_headings();
std::vector<CellTable::Row> training_plan_rows(const std::vector<RankedTrainingPlan>& best);

}  // namespace twin
