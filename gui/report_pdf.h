// A report on paper: pages of A4 with the title above, the page's number below, pictures as
// vectors.
#pragma once

#include <QByteArray>

#include "sim/results/report_html.h"

namespace twin {

// In any thread.
QByteArray report_pdf(const Report& report);

}  // namespace twin
