// A sound lesson of few lines, to be spoilt line by line.
#pragma once

#include <string>
#include <vector>

#include "sim/lessons/read_lesson.h"

namespace twin {

std::string small_lesson_text();
// With one of its lines replaced, which must be there; "" takes it out and leaves an empty line.
std::string small_lesson_but(const std::string& line, const std::string& by);

// As small.lesson.toml, for a window with the views "gantt" and "series", and the series "it_power"
// and "busy_nodes".
ReadLesson read_small(const std::string& text);
std::vector<std::string> mistakes_of(const std::string& text);

}  // namespace twin
