// The icons, drawn from paths: sharp at every size, in the theme's colours.
#pragma once

#include <QIcon>

#include "gui/look/theme.h"

namespace twin {

enum class Icon { to_start, step_back, step, play, fast, to_end, stop };

QIcon icon_of(Icon icon, const Theme& theme);

}  // namespace twin
