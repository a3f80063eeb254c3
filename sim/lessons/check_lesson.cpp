#include "sim/lessons/check_lesson.h"

#include <algorithm>
#include <fmt/format.h>

#include "sim/results/kpis.h"
#include "sim/scenario/build.h"
#include "sim/scenario/field_problems.h"

namespace twin {
namespace {

Vocabulary words_of_scenarios() {
    std::vector<std::string> kpis;
    for (const KpiRow& row : kpi_table())
        kpis.emplace_back(row.name);
    return make_vocabulary(std::move(kpis));
}

class ScenarioCheck {
  public:
    ScenarioCheck(const ReadLesson& read, const ScenarioText& text)
        : lesson_(read.lesson), places_(read.places), text_(text) {}

    // Builds the scenario of a run with the knobs so. `knob` is the one that is not as at first.
    void build(const std::string& run, const KnobSettings& knobs, const Knob* knob,
               const Where& where) {
        ScenarioText text = text_;
        for (const LessonSetting& setting : settings_of_run(lesson_, run, knobs)) {
            const bool is_knob = setting.where.line == 0;
            const Where place = knob != nullptr && is_knob && setting.key == knob->key ? where
                                : is_knob ? start_of(setting.key)
                                          : setting.where;
            set_value(text.root, setting.key, setting.value, place, text.problems);
        }
        const CheckedScenario checked = check_scenario(text, words_);
        if (!checked.problems.empty())
            return note(checked.problems, run);
        note(build_run(checked, {}).problems, run);
        checked_ = checked;
    }

    void check_shown() {
        if (!checked_)
            return;
        const auto settings = settings_of(*checked_, words_);
        const FieldProblems problems(places_);
        for (std::size_t i = 0; i < lesson_.shown.size(); ++i) {
            const std::string& key = lesson_.shown[i];
            const bool known =
                std::any_of(settings.begin(), settings.end(),
                            [&](const auto& setting) { return setting.path == key; });
            if (known)
                continue;
            std::vector<std::string> paths;
            for (const auto& setting : settings)
                paths.push_back(setting.path);
            const std::string field = "scenario.shown";
            found_.push_back({problems.where(field), field,
                              fmt::format("expected a key of the scenario, got '{}'", key),
                              did_you_mean(key, paths)});
        }
    }

    Problems take() && { return std::move(found_); }

  private:
    Where start_of(const std::string& key) const {
        for (std::size_t i = 0; i < lesson_.knobs.size(); ++i)
            if (lesson_.knobs[i].key == key)
                return FieldProblems(places_).where(fmt::format("knob.{}.start", i));
        return {};
    }

    void note(const Problems& problems, const std::string& run) {
        for (Problem problem : problems) {
            if (problem.where.file == lesson_.file.string())
                problem.field = fmt::format("run {}: {}", run, problem.field);
            const bool known = std::any_of(found_.begin(), found_.end(), [&](const Problem& other) {
                return other.where == problem.where && other.message == problem.message;
            });
            if (!known)
                found_.push_back(std::move(problem));
        }
    }

    const Lesson& lesson_;
    const KeyPlaces& places_;
    const ScenarioText& text_;
    Vocabulary words_ = words_of_scenarios();
    std::optional<CheckedScenario> checked_;
    Problems found_;
};

}  // namespace

Problems check_lesson(const ReadLesson& read) {
    const Lesson& lesson = read.lesson;
    const FieldProblems places(read.places);
    ScenarioText text;
    try {
        text = read_scenario(lesson.scenario(), {});
    } catch (const std::exception& error) {
        return {{places.where("scenario.base"), "scenario.base", error.what(), ""}};
    }
    ScenarioCheck check(read, text);
    for (const auto& [name, run] : lesson.runs) {
        const KnobSettings start = starting_knobs(lesson);
        check.build(name, start, nullptr, {});
        for (std::size_t i = 0; i < lesson.knobs.size(); ++i) {
            const Knob& knob = lesson.knobs[i];
            if (!knob.is_of(name))
                continue;
            auto choices = knob.choices();
            // Of a range both ends speak for what is between.
            if (knob.range)
                choices = {choices.front(), choices.back()};
            for (const KnobValue& choice : choices) {
                if (choice.value == knob.start)
                    continue;
                KnobSettings settings = start;
                settings[knob.name] = choice.value;
                check.build(
                    name, settings, &knob,
                    knob.range ? places.where(fmt::format("knob.{}.range", i)) : choice.where);
            }
        }
    }
    check.check_shown();
    return std::move(check).take();
}

}  // namespace twin
