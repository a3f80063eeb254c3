#include "sim/lessons/lesson.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <sstream>

namespace twin {

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
    const auto count = std::lround((range->to.number - range->from.number) / range->step.number);
    for (long i = 0; i <= count; ++i) {
        const NumberWithUnit number{range->from.number + double(i) * range->step.number,
                                    range->from.unit};
        const std::string text = TextForm<NumberWithUnit>::write(number);
        found.push_back({text, {text, text}, {}});
    }
    return found;
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
