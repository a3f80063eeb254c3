// Two records side by side.
#pragma once

#include <string>

#include "validation/calibration/record.h"

namespace twin::calibration {

// What differs in the headers, the ratio of the times of B to those of A of the good points that
// both have, and what only one has. The names stand for the records in the text.
std::string comparison_text(const Record& a, const Record& b, const std::string& name_a,
                            const std::string& name_b);

}  // namespace twin::calibration
