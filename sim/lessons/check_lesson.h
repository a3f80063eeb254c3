// Whether a lesson's scenario takes what its runs set and every value that its knobs allow: found
// by building it each time.
#pragma once

#include "sim/lessons/read_lesson.h"

namespace twin {

// Precondition: `read` has no problems. Takes up to seconds.
Problems check_lesson(const ReadLesson& read);

}  // namespace twin
