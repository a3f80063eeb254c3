// The picture of a scenario: its days (in a year: its weeks) as racks side by side, lower at
// weekends, under the weather, the cap and the events that it asks about. A drawing, not a result.
#pragma once

#include <QPainter>

#include "gui/look/theme.h"
#include "gui/scenario/scenario_library.h"

namespace twin {

void paint_study(QPainter& painter, const QRectF& frame, const ScenarioBrief& brief,
                 const Theme& theme);

}  // namespace twin
