#include "sim/lessons/lesson.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <sstream>

namespace twin {
namespace {

// How many decimals the author wrote. A number that went through SI units is off in its last digits
// (0.07 of a share is 7.000000000000001 %).
int decimals_of(double number) {
    constexpr int most = 15;
    constexpr double dust = 1e-12;  // of the number
    double scaled = number;
    for (int decimals = 0; decimals < most; ++decimals, scaled *= 10)
        if (std::abs(scaled - std::round(scaled)) <= dust * std::abs(scaled))
            return decimals;
    return most;
}

double rounded(double number, int decimals) {
    const double scale = std::pow(10, decimals);
    return std::round(number * scale) / scale + 0.0;  // no -0
}

void add_texts(std::vector<LessonText>& texts, const std::string& field, const Question& question) {
    texts.push_back({field + ".question", &question.question});
    for (std::size_t i = 0; i < question.choices.size(); ++i) {
        const std::string choice = fmt::format("{}.choice.{}", field, i);
        texts.push_back({choice + ".text", &question.choices[i].text});
        if (const auto& feedback = question.choices[i].feedback)
            texts.push_back({choice + ".feedback", &*feedback});
    }
    if (question.right)
        texts.push_back({field + ".right", &*question.right});
    if (question.wrong)
        texts.push_back({field + ".wrong", &*question.wrong});
}

}  // namespace

std::vector<std::string> words_in(const std::string& text) {
    std::istringstream in(text);
    std::vector<std::string> words;
    for (std::string word; in >> word;)
        words.push_back(word);
    return words;
}

bool Knob::is_of(const std::string& run) const {
    const auto named = words_in(runs);
    return named.empty() || std::find(named.begin(), named.end(), run) != named.end();
}

std::vector<KnobValue> Knob::choices() const {
    if (!range)
        return values;
    std::vector<KnobValue> found;
    const int decimals = std::max(decimals_of(range->from.number), decimals_of(range->step.number));
    const auto count = std::lround(range->steps());
    for (long i = 0; i <= count; ++i) {
        const double value = range->from.number + double(i) * range->step.number;
        const NumberWithUnit number{rounded(value, decimals), range->from.unit};
        const std::string text = TextForm<NumberWithUnit>::write(number);
        found.push_back({text, {text, text}, {}});
    }
    return found;
}

std::vector<LessonText> texts_of(const Lesson& lesson) {
    std::vector<LessonText> texts = {{"title", &lesson.title}};
    const auto add_list = [&](const char* name, const std::vector<LocalText>& list) {
        for (std::size_t i = 0; i < list.size(); ++i)
            texts.push_back({fmt::format("{}.{}", name, i), &list[i]});
    };
    texts.push_back({"story", &lesson.story});
    add_list("objectives", lesson.objectives);
    for (const auto& [name, run] : lesson.runs) {
        texts.push_back({fmt::format("run.{}.name", name), &run.name});
        texts.push_back({fmt::format("run.{}.about", name), &run.about});
    }
    for (std::size_t i = 0; i < lesson.knobs.size(); ++i) {
        const Knob& knob = lesson.knobs[i];
        texts.push_back({fmt::format("knob.{}.title", i), &knob.title});
        texts.push_back({fmt::format("knob.{}.about", i), &knob.about});
        for (std::size_t j = 0; j < knob.values.size(); ++j)
            texts.push_back({fmt::format("knob.{}.values.{}", i, j), &knob.values[j].text});
    }
    add_texts(texts, "prediction", lesson.prediction);
    for (std::size_t i = 0; i < lesson.reveal.size(); ++i) {
        texts.push_back({fmt::format("reveal.{}.title", i), &lesson.reveal[i].title});
        texts.push_back({fmt::format("reveal.{}.text", i), &lesson.reveal[i].text});
    }
    texts.push_back({"explanation", &lesson.explanation});
    for (std::size_t i = 0; i < lesson.quiz.size(); ++i)
        add_texts(texts, fmt::format("quiz.{}", i), lesson.quiz[i]);
    add_list("try_next", lesson.try_next);
    texts.push_back({"teacher", &lesson.teacher});
    return texts;
}

std::optional<NumberWithUnit> number_in(const std::string& value) {
    TextNode node;
    node.kind = TextNode::Kind::string;
    node.text = value;
    const char* const end = value.data() + value.size();
    // A TOML number has become its text.
    if (const auto [last, status] = std::from_chars(value.data(), end, node.number);
        status == std::errc{} && last == end)
        node.kind = TextNode::Kind::number;
    const auto number = TextForm<NumberWithUnit>::read(node, Rule::any());
    if (const auto* found = std::get_if<NumberWithUnit>(&number))
        return *found;
    return std::nullopt;
}

std::filesystem::path Lesson::scenario() const {
    return (file.parent_path() / base).lexically_normal();
}

const Knob* Lesson::find_knob(const std::string& name) const {
    const auto found = std::find_if(knobs.begin(), knobs.end(),
                                    [&](const Knob& knob) { return knob.name == name; });
    return found == knobs.end() ? nullptr : &*found;
}

KnobSettings starting_knobs(const Lesson& lesson) {
    KnobSettings settings;
    for (const Knob& knob : lesson.knobs)
        settings[knob.name] = knob.start;
    return settings;
}

LessonSettings settings_of_run(const Lesson& lesson, const std::string& run,
                               const KnobSettings& knobs) {
    LessonSettings settings;
    if (const auto found = lesson.runs.find(run); found != lesson.runs.end())
        settings = found->second.set;
    for (const Knob& knob : lesson.knobs) {
        if (!knob.is_of(run))
            continue;
        const auto chosen = knobs.find(knob.name);
        const std::string& value = chosen == knobs.end() ? knob.start : chosen->second;
        std::erase_if(settings, [&](const LessonSetting& set) { return set.key == knob.key; });
        settings.push_back({knob.key, value, {}});
    }
    return settings;
}

}  // namespace twin
