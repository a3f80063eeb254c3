// What the runs of a lesson gave, and what follows from it: texts with figures, right answers,
// marks.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "sim/lessons/lesson.h"
#include "sim/lessons/placeholders.h"

namespace twin {

struct LessonResult {
    std::map<std::string, std::optional<double>> kpis;  // in the units of the table of KPIs
    std::uint64_t seed = 0;
    std::string program_version;
    std::string file_sha256;
    // Of the lines "name=value" of the KPIs: the same wherever the same is run again.
    std::string figures_sha256;
};

// Throws std::runtime_error with the path where it cannot be read, or the run has not ended.
LessonResult read_result(const std::filesystem::path& file);

struct LessonOutcome {
    std::map<std::string, LessonResult> runs;  // by their names
    KnobSettings knobs;
    FigureValues values(const Lesson& lesson) const;
};

// The text with its placeholders filled; one that cannot be read stands as it is.
std::string filled(const std::string& text, const Lesson& lesson, const LessonOutcome& outcome,
                   Language language, const FigureWriter& write);

// The KPIs that the lesson speaks of, in any of its texts and languages: first those that its
// questions ask for.
std::vector<std::string> kpis_of(const Lesson& lesson);

// A number in the question's unit, or the number of a choice from 0.
using Answer = std::variant<double, std::size_t>;

// Nothing: the runs have no value for it.
std::optional<Answer> right_answer(const Question& question, const FigureValues& values);
// How far a number may be from the right one, in the question's unit.
double tolerance_of(const Question& question, double right);
bool is_right(const Question& question, const Answer& given, const Answer& right);

}  // namespace twin
