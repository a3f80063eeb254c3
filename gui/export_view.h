// What a view shows, as a file: PNG (twice the screen's resolution), SVG, PDF or CSV by its ending.
#pragma once

#include <QString>

#include "gui/views/view.h"

namespace twin {

// Empty: written. Else a sentence that says why not; nothing is left behind then.
QString export_view(View& view, const QString& file);

}  // namespace twin
