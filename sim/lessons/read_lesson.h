// Lesson file in, lesson out, with every mistake of its own: of keys, runs, knobs, views, KPIs and
// expressions. Whether the scenario takes what is set is check_lesson's question.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/lessons/lesson.h"
#include "sim/scenario/key_visitors.h"
#include "sim/scenario/problem.h"

namespace twin {

struct ReadLesson {
    Lesson lesson;
    KeyPlaces places;
    Problems problems;  // all of them; empty: the lesson is sound so far
};

// What a reveal step may name of the window; empty: anything, where the window is not known.
struct WindowNames {
    std::vector<std::string> views, series;
};

// Throws std::runtime_error with the path when the file cannot be read.
ReadLesson read_lesson(const std::filesystem::path& file, const WindowNames& window);
ReadLesson read_lesson_text(const std::string& text, const std::filesystem::path& file,
                            const WindowNames& window);

// Whether a file is a lesson by its name: backfill.lesson.toml.
bool is_lesson_file(const std::filesystem::path& file);

}  // namespace twin
