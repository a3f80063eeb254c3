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

// `views` are the names that a reveal step may show; empty: any, where the window is not known.
// Throws std::runtime_error with the path when the file cannot be read.
ReadLesson read_lesson(const std::filesystem::path& file, const std::vector<std::string>& views);
ReadLesson read_lesson_text(const std::string& text, const std::filesystem::path& file,
                            const std::vector<std::string>& views);

// Whether a file is a lesson by its name: backfill.lesson.toml.
bool is_lesson_file(const std::filesystem::path& file);

}  // namespace twin
