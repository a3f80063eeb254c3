#include "sim/lessons/lesson_results.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <stdexcept>
#include <vector>

#include "sim/digest/sha256.h"
#include "sim/results/result_store.h"

namespace twin {
namespace {

std::string hash_of_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    Sha256 hash;
    std::vector<char> piece(1 << 16);
    while (in.read(piece.data(), std::streamsize(piece.size())) || in.gcount() > 0)
        hash.add({piece.data(), std::size_t(in.gcount())});
    if (!in.eof())
        throw std::runtime_error(fmt::format("cannot read {}", file.string()));
    return hash.finish();
}

}  // namespace

LessonResult read_result(const std::filesystem::path& file) {
    LessonResult result;
    {
        const ResultStore store(file);
        const RunSummary run = store.run();
        if (run.status != RunStatus::finished)
            throw std::runtime_error(fmt::format("{}: the run has not ended", file.string()));
        result.seed = run.seed;
        result.program_version = run.program_version;
        Sha256 figures;
        for (const Kpi& kpi : store.kpis()) {
            result.kpis[kpi.name] = kpi.value;
            figures.add(
                fmt::format("{}={}\n", kpi.name, kpi.value ? fmt::format("{}", *kpi.value) : ""));
        }
        result.figures_sha256 = figures.finish();
    }
    result.file_sha256 = hash_of_file(file);
    return result;
}

FigureValues LessonOutcome::values(const Lesson& lesson) const {
    FigureValues values;
    for (const auto& [name, result] : runs)
        for (const auto& [kpi, value] : result.kpis)
            values[name + "." + kpi] = value;
    for (const Knob& knob : lesson.knobs) {
        const auto chosen = knobs.find(knob.name);
        const auto number = number_in(chosen == knobs.end() ? knob.start : chosen->second);
        const auto unit = lesson.figures.find("knob." + knob.name);
        if (!number || unit == lesson.figures.end())
            continue;
        if (const auto factor = factor_between(number->unit, unit->second))
            values[unit->first] = number->number * *factor;
    }
    return values;
}

std::string filled(const std::string& text, const Lesson& lesson, const LessonOutcome& outcome,
                   Language language, const FigureWriter& write) {
    const auto pieces = parse_placeholders(text, lesson, lesson.figures).pieces;
    const FigureValues values = pieces.size() > 1 ? outcome.values(lesson) : FigureValues{};
    std::string shown;
    for (const TextPiece& piece : pieces) {
        if (const auto* plain = std::get_if<std::string>(&piece)) {
            shown += *plain;
            continue;
        }
        const auto& placeholder = std::get<Placeholder>(piece);
        if (const Knob* const knob = lesson.find_knob(placeholder.knob)) {
            const auto chosen = outcome.knobs.find(knob->name);
            const std::string& value = chosen == outcome.knobs.end() ? knob->start : chosen->second;
            std::string words = value;
            for (const KnobValue& choice : knob->choices())
                if (choice.value == value)
                    words = choice.text.in(language);
            shown += words;
            continue;
        }
        auto value = placeholder.figure->value(values);
        if (value)
            *value *= factor_between(placeholder.figure->unit(), placeholder.unit).value();
        shown += write(value, placeholder.unit, placeholder.exact_unit);
    }
    return shown;
}

std::vector<std::string> kpis_of(const Lesson& lesson) {
    std::vector<std::string> kpis;
    const auto take = [&](const std::optional<Expression>& expression) {
        for (const std::string& name :
             expression ? expression->names() : std::vector<std::string>{}) {
            const auto dot = name.find('.');
            const std::string kpi = name.substr(dot + 1);
            if (!name.starts_with("knob.") &&
                std::find(kpis.begin(), kpis.end(), kpi) == kpis.end())
                kpis.push_back(kpi);
        }
    };
    const auto take_question = [&](const Question& question) {
        take(question.value);
        for (const Choice& choice : question.choices)
            take(choice.holds);
    };
    take_question(lesson.prediction);
    for (const Question& question : lesson.quiz)
        take_question(question);
    for (const LessonText& words : texts_of(lesson))
        for (const Language language : {Language::english, Language::german})
            for (const TextPiece& piece :
                 parse_placeholders(words.text->in(language), lesson, lesson.figures).pieces)
                if (const auto* placeholder = std::get_if<Placeholder>(&piece))
                    take(placeholder->figure);
    return kpis;
}

std::optional<Answer> right_answer(const Question& question, const FigureValues& values) {
    if (question.is_number()) {
        const auto value = question.value ? question.value->value(values) : std::nullopt;
        if (!value)
            return std::nullopt;
        return *value * factor_between(question.value->unit(), question.unit).value();
    }
    for (std::size_t i = 0; i < question.choices.size(); ++i) {
        const Choice& choice = question.choices[i];
        if (!choice.holds)
            return i;
        const auto holds = choice.holds->value(values);
        if (!holds)
            return std::nullopt;
        if (*holds != 0)
            return i;
    }
    return std::nullopt;
}

double tolerance_of(const Question& question, double right) {
    if (!question.within)
        return 0;
    const auto& [number, unit] = *question.within;
    if (unit == "%")
        return std::abs(right) * number / 100;
    return unit.empty() ? number : number * factor_between(unit, question.unit).value_or(1);
}

bool is_right(const Question& question, const Answer& given, const Answer& right) {
    if (const auto* number = std::get_if<double>(&given)) {
        const double wanted = std::get<double>(right);
        return std::abs(*number - wanted) <= tolerance_of(question, wanted);
    }
    return given == right;
}

}  // namespace twin
