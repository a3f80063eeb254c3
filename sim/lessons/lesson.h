// A lesson as its file says it: a story, runs of one scenario that the student may change a little,
// and questions whose answers the runs give. See scenarios/lessons/README.md.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/lessons/expression.h"
#include "sim/scenario/value_forms.h"

namespace twin {

enum class Language { english, german };

struct LocalText {
    std::string en, de;
    const std::string& in(Language language) const {
        return language == Language::german ? de : en;
    }
    bool empty() const { return en.empty(); }
};

struct LessonSetting {
    std::string key, value;  // as --set takes them
    Where where;
};
using LessonSettings = std::vector<LessonSetting>;

struct LessonRun {
    LocalText name, about;
    LessonSettings set;
};

struct KnobValue {
    std::string value;  // as the scenario writes it
    LocalText text;     // for people; the value where nothing else is said
    Where where;
};

struct KnobRange {
    NumberWithUnit from, to, step;
    // From one end to the other; a whole number in a sound lesson.
    double steps() const { return (to.number - from.number) / step.number; }
};

struct Knob {
    std::string name;  // in placeholders: {knob.cap}
    std::string key;   // of the scenario: "power.gpu_cap"
    LocalText title, about;
    std::string runs;               // "b", "a b"; empty: all
    std::vector<KnobValue> values;  // instead of a range
    std::optional<KnobRange> range;
    std::string start;  // the value at first
    bool is_of(const std::string& run) const;
    // The range's texts from its first to its last, with the decimals of its first and its step;
    // or the values.
    std::vector<KnobValue> choices() const;
};

struct Choice {
    LocalText text;
    std::string when;  // empty: where none before holds
    std::optional<LocalText> feedback;
    std::optional<Expression> holds;
};

// A number or a choice; the prediction and the items of the quiz.
struct Question {
    LocalText question;
    std::string answer;  // an expression; empty: a choice
    std::string unit;    // of the number; "" for a pure one
    std::optional<NumberWithUnit> within;
    std::vector<Choice> choices;
    std::optional<LocalText> right, wrong;  // feedback
    std::optional<Expression> value;        // of `answer`
    bool is_number() const { return choices.empty(); }
};

struct RevealStep {
    LocalText title, text;
    std::string view;  // of the window
    std::string runs = "a b";
    std::optional<When> at, from, until;
    std::string select;               // "rack 3"
    std::vector<std::string> series;  // of the view "series"
};

struct Lesson {
    std::filesystem::path file;
    LocalText title, summary;
    int minutes = 0;
    std::vector<LocalText> objectives;
    LocalText story;
    std::string base;                // the scenario's file, from the lesson's folder
    std::vector<std::string> shown;  // its keys that the student sees
    std::map<std::string, LessonRun> runs;
    std::vector<Knob> knobs;
    Question prediction;
    std::vector<RevealStep> reveal;
    LocalText explanation;
    std::vector<Question> quiz;
    std::vector<LocalText> try_next;
    LocalText teacher;
    FigureUnits figures;  // that its expressions may name

    std::filesystem::path scenario() const;
    const Knob* find_knob(const std::string& name) const;
};

// What the student chose, by the knob's name; knobs that are not named stand as at first.
using KnobSettings = std::map<std::string, std::string>;
KnobSettings starting_knobs(const Lesson& lesson);

// What is set on top of the scenario for a run, the knobs last.
LessonSettings settings_of_run(const Lesson& lesson, const std::string& run,
                               const KnobSettings& knobs);

// A text that placeholders are filled into.
struct LessonText {
    std::string field;  // "quiz.1.right"
    const LocalText* text;
};
// All of them, in the order in which the student meets them; they live as long as the lesson.
std::vector<LessonText> texts_of(const Lesson& lesson);

// What a scenario's value says as a number: "10", "500 W"; nothing: it is none.
std::optional<NumberWithUnit> number_in(const std::string& value);

// "a b" -> a, b.
std::vector<std::string> words_in(const std::string& text);

}  // namespace twin
