#include "sim/lessons/read_lesson.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>
#include <system_error>

#include "sim/lessons/lesson_keys.h"
#include "sim/lessons/placeholders.h"
#include "sim/results/kpis.h"
#include "sim/scenario/field_problems.h"

namespace twin {
namespace {

constexpr std::size_t most_knobs = 4;
constexpr double most_steps = 200;  // of a range

bool is_in(const std::vector<std::string>& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

FigureUnits figures_of(const Lesson& lesson) {
    FigureUnits known;
    for (const auto& [name, run] : lesson.runs)
        for (const KpiRow& kpi : kpi_table())
            known[name + "." + std::string(kpi.name)] = std::string(kpi.unit);
    for (const Knob& knob : lesson.knobs)
        if (const auto number = number_in(knob.start))
            known["knob." + knob.name] = number->unit;
    return known;
}

// Whether `from` is not before `until`, as far as the text can say: an offset and an instant can
// only be compared where the run's start is known.
bool is_later(const When& from, const When& until) {
    return from.value.index() == until.value.index() && from.value >= until.value;
}

// "0.50 kW" is "500 W".
bool is_same(const NumberWithUnit& one, const NumberWithUnit& other) {
    constexpr double dust = 1e-12;  // of the number, from units that went through SI
    const auto factor = factor_between(other.unit, one.unit);
    return factor && std::abs(one.number - other.number * *factor) <= dust * std::abs(one.number);
}

// What the description cannot say: whatever of one key depends on another.
class LessonCheck {
  public:
    LessonCheck(Lesson& lesson, const KeyPlaces& places, const WindowNames& window)
        : lesson_(lesson), problems_(places), known_(lesson.figures), window_(window) {}

    Problems all() && {
        check_runs();
        check_knobs();
        check_question("prediction", lesson_.prediction);
        check_reveal();
        check_quiz();
        check_texts();
        return std::move(problems_).take();
    }

  private:
    static std::string item(const char* list, std::size_t number) {
        return fmt::format("{}.{}", list, number);
    }

    void check_runs() {
        for (const char* const name : {"a", "b"})
            if (!lesson_.runs.contains(name))
                problems_.add(std::string("run.") + name, "required: expected a table", "nothing",
                              "a lesson compares the runs a and b");
        if (lesson_.objectives.empty() && problems_.has("objectives"))
            problems_.add("objectives", "expected at least one text", "an empty list");
    }

    void check_names_of_runs(const std::string& field, const std::string& text) {
        for (const std::string& name : words_in(text))
            if (!lesson_.runs.contains(name))
                problems_.add(
                    field,
                    fmt::format("expected names of this lesson's runs ({})", names_of_runs()),
                    "'" + name + "'");
    }
    std::string names_of_runs() const {
        std::vector<std::string> names;
        for (const auto& [name, run] : lesson_.runs)
            names.push_back(name);
        return fmt::format("{}", fmt::join(names, ", "));
    }

    void check_knobs() {
        if (lesson_.knobs.size() > most_knobs)
            problems_.add(item("knob", most_knobs), "expected at most four knobs",
                          std::to_string(lesson_.knobs.size()),
                          "what the student should not change belongs into the scenario");
        std::set<std::string> names;
        for (std::size_t i = 0; i < lesson_.knobs.size(); ++i) {
            Knob& knob = lesson_.knobs[i];
            const std::string field = item("knob", i);
            if (!knob.name.empty() && !names.insert(knob.name).second)
                problems_.add(field + ".name", "expected a name that no other knob has",
                              "'" + knob.name + "'");
            check_names_of_runs(field + ".runs", knob.runs);
            if (knob.values.empty() == !knob.range)
                problems_.add(field, "expected either values or a range",
                              knob.range ? "both" : "none");
            else if (!knob.range || check_range(field + ".range", *knob.range)) {
                check_start(field, knob);
                check_units(field, knob);
            }
        }
    }

    // An expression takes the knob in the unit of its start.
    void check_units(const std::string& field, const Knob& knob) {
        const auto start = number_in(knob.start);
        if (!start)
            return;
        for (const KnobValue& value : knob.values) {
            const auto number = number_in(value.value);
            if (!number || factor_between(number->unit, start->unit))
                continue;
            const std::string expected =
                start->unit.empty()
                    ? "expected a number without a unit, as start is"
                    : fmt::format("expected a value that can stand in {}, as start does",
                                  start->unit);
            problems_.add({value.where, field + ".values",
                           fmt::format("{}, got '{}'", expected, value.value), ""});
        }
    }

    bool check_range(const std::string& field, const KnobRange& range) {
        if (range.to.unit != range.from.unit || range.step.unit != range.from.unit) {
            problems_.add(field, "expected from, to and step in one unit",
                          fmt::format("{}, {} and {}", TextForm<NumberWithUnit>::write(range.from),
                                      TextForm<NumberWithUnit>::write(range.to),
                                      TextForm<NumberWithUnit>::write(range.step)));
            return false;
        }
        const double steps = range.steps();
        if (!(steps >= 1 && steps <= most_steps)) {
            problems_.add(field, fmt::format("expected a range of 1 to {} steps", most_steps),
                          fmt::format("{:g}", steps));
            return false;
        }
        constexpr double dust = 1e-9;  // of a step
        if (std::abs(steps - std::round(steps)) <= dust)
            return true;
        problems_.add(field,
                      fmt::format("expected a step that leads from {} to {}",
                                  TextForm<NumberWithUnit>::write(range.from),
                                  TextForm<NumberWithUnit>::write(range.to)),
                      TextForm<NumberWithUnit>::write(range.step),
                      fmt::format("these are {:g} steps", steps));
        return false;
    }

    // The start becomes the text of the choice that it is: "0.50" of a range to "0.5".
    void check_start(const std::string& field, Knob& knob) {
        const auto choices = knob.choices();
        auto chosen = std::find_if(choices.begin(), choices.end(), [&](const KnobValue& choice) {
            return choice.value == knob.start;
        });
        if (const auto start = number_in(knob.start); start && chosen == choices.end())
            chosen = std::find_if(choices.begin(), choices.end(), [&](const KnobValue& choice) {
                const auto number = number_in(choice.value);
                return number && is_same(*number, *start);
            });
        if (chosen != choices.end())
            knob.start = chosen->value;
        else if (!knob.start.empty())
            problems_.add(field + ".start", "expected one of the knob's values",
                          "'" + knob.start + "'");
    }

    std::optional<Expression> expression(const std::string& field, const std::string& text) {
        auto parsed = Expression::parse(text, known_);
        if (const auto* error = std::get_if<ExpressionError>(&parsed)) {
            problems_.add(field, error->expected, error->got, error->hint);
            return std::nullopt;
        }
        return std::get<Expression>(std::move(parsed));
    }

    void check_question(const std::string& field, Question& question) {
        if (question.question.empty())
            return;  // the table is not there, or its text is a problem already
        if (question.answer.empty() == question.choices.empty()) {
            problems_.add(field, "expected either answer or a list of choice",
                          question.answer.empty() ? "none" : "both");
            return;
        }
        if (!question.is_number())
            return check_choices(field, question);
        if (!question.within)
            problems_.add(field + ".within", "required with answer: expected a number", "nothing",
                          "e.g. within = \"10 %\" of the answer");
        question.value = expression(field + ".answer", question.answer);
        if (!question.value)
            return;
        if (question.value->is_condition())
            problems_.add(field + ".answer", "expected a number", "a comparison");
        else if (const auto& unit = question.value->unit(); !factor_between(unit, question.unit))
            problems_.add(field + ".unit",
                          fmt::format("expected a unit of the answer, which is in {}",
                                      unit->empty() ? "no unit" : *unit),
                          "'" + question.unit + "'");
        if (question.within && !question.within->unit.empty() && question.within->unit != "%" &&
            !factor_between(question.within->unit, question.unit))
            problems_.add(field + ".within",
                          "expected a number, a share in %, or a text in the unit of the answer",
                          TextForm<NumberWithUnit>::write(*question.within));
    }

    void check_choices(const std::string& field, Question& question) {
        if (question.choices.size() < 2)
            problems_.add(field + ".choice", "expected at least two choices", "one");
        for (std::size_t i = 0; i < question.choices.size(); ++i) {
            Choice& choice = question.choices[i];
            const std::string place = fmt::format("{}.choice.{}", field, i);
            if (choice.when.empty()) {
                if (i + 1 != question.choices.size())
                    problems_.add(place, "required but for the last: expected when", "nothing",
                                  "when = \"b.pue < a.pue\"");
                continue;
            }
            choice.holds = expression(place + ".when", choice.when);
            if (choice.holds && !choice.holds->is_condition())
                problems_.add(place + ".when", "expected a comparison (b.pue < a.pue)",
                              "'" + choice.when + "'");
        }
    }

    void check_reveal() {
        for (std::size_t i = 0; i < lesson_.reveal.size(); ++i) {
            const RevealStep& step = lesson_.reveal[i];
            const std::string field = item("reveal", i);
            if (problems_.has(field + ".runs"))
                check_names_of_runs(field + ".runs", step.runs);
            if (words_in(step.runs).size() > 2)
                problems_.add(field + ".runs", "expected one run or two", "'" + step.runs + "'");
            if (step.from.has_value() != step.until.has_value())
                problems_.add(field, "expected from and until", "one of them");
            if (step.from && step.until && is_later(*step.from, *step.until))
                problems_.add(field + ".until",
                              fmt::format("expected a time after from ({})",
                                          TextForm<When>::write(*step.from)),
                              TextForm<When>::write(*step.until));
            for (std::size_t j = 0; j < step.series.size(); ++j)
                if (!window_.series.empty() && !is_in(window_.series, step.series[j]))
                    problems_.add(fmt::format("{}.series.{}", field, j),
                                  "expected the name of a series of the window",
                                  "'" + step.series[j] + "'",
                                  did_you_mean(step.series[j], window_.series));
            static const std::vector<std::string> kinds = {"group", "rack", "node", "job"};
            const auto words = words_in(step.select);
            const bool sound = words.size() == 2 && is_in(kinds, words[0]) &&
                               words[1].find_first_not_of("0123456789") == std::string::npos &&
                               words[1].size() < 9;
            if (!step.select.empty() && !sound)
                problems_.add(field + ".select",
                              "expected group, rack, node or job and its number (\"rack 3\")",
                              "'" + step.select + "'");
        }
    }

    void check_quiz() {
        constexpr std::size_t least = 2, most = 3;
        if (problems_.has("quiz") && (lesson_.quiz.size() < least || lesson_.quiz.size() > most))
            problems_.add("quiz", "expected two or three items",
                          std::to_string(lesson_.quiz.size()));
        for (std::size_t i = 0; i < lesson_.quiz.size(); ++i)
            check_question(item("quiz", i), lesson_.quiz[i]);
    }

    void check_text(const std::string& field, const LocalText& text) {
        for (const std::string* const part : {&text.en, &text.de}) {
            if (part == &text.de && text.de == text.en)
                continue;
            for (const auto& [source, error] : parse_placeholders(*part, lesson_, known_).errors)
                problems_.add(
                    {problems_.where(field), field,
                     fmt::format("in {{{}}}: {}, got {}", source, error.expected, error.got),
                     error.hint});
        }
    }

    void check_texts() {
        for (const LessonText& words : texts_of(lesson_))
            check_text(words.field, *words.text);
    }

    Lesson& lesson_;
    FieldProblems problems_;
    const FigureUnits& known_;
    const WindowNames& window_;
};

}  // namespace

bool is_lesson_file(const std::filesystem::path& file) {
    return file.string().ends_with(".lesson.toml");
}

ReadLesson read_lesson_text(const std::string& text, const std::filesystem::path& file,
                            const WindowNames& window) {
    ReadLesson read;
    const TextNode root = parse_text(text, file.string(), read.problems);
    read.lesson.file = file;
    if (!read.problems.empty())
        return read;
    LessonBase base;
    TableReader reader(root, "", read.places, read.problems);
    describe(reader, read.lesson, base, window.views);
    reader.finish();
    read.lesson.base = base.file;
    read.lesson.shown = base.shown;
    read.lesson.figures = figures_of(read.lesson);
    const Problems more = LessonCheck(read.lesson, read.places, window).all();
    // A key that could not be read is empty now: what follows from that is no news.
    for (const Problem& problem : more) {
        const bool known =
            std::any_of(read.problems.begin(), read.problems.end(), [&](const Problem& other) {
                return (other.field + ".").starts_with(problem.field + ".") ||
                       (problem.field + ".").starts_with(other.field + ".");
            });
        if (!known)
            read.problems.push_back(problem);
    }
    std::stable_sort(read.problems.begin(), read.problems.end(),
                     [](const Problem& a, const Problem& b) { return a.where < b.where; });
    return read;
}

ReadLesson read_lesson(const std::filesystem::path& file, const WindowNames& window) {
    if (std::filesystem::is_directory(file))
        throw std::runtime_error(fmt::format("cannot read {}: is a directory", file.string()));
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw std::runtime_error(fmt::format("cannot read {}: {}", file.string(),
                                             std::generic_category().message(errno)));
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    return read_lesson_text(text, file, window);
}

}  // namespace twin
