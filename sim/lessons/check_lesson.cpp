#include "sim/lessons/check_lesson.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

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
        const BuiltRun built = build_run(checked, {});
        note(built.problems, run);
        if (built.problems.empty())
            take_site(run, built.plan);
        checked_ = checked;
    }

    // What reveal steps name of the site, and times of two kinds: the built runs know both.
    void check_reveal() {
        const FieldProblems problems(places_);
        const auto add = [&](const std::string& field, std::string message) {
            found_.push_back({problems.where(field), field, std::move(message), ""});
        };
        for (std::size_t i = 0; i < lesson_.reveal.size(); ++i) {
            const RevealStep& step = lesson_.reveal[i];
            const std::string field = fmt::format("reveal.{}", i);
            for (const std::string& run : words_in(step.runs)) {
                const auto built = built_.find(run);
                if (built == built_.end())
                    continue;
                if (const std::string message = missing_place(step.select, built->second);
                    !message.empty()) {
                    add(field + ".select", message);
                    break;
                }
            }
            const auto shown = words_in(step.runs);
            const auto first = shown.empty() ? built_.end() : built_.find(shown.front());
            if (step.from && step.until && first != built_.end() &&
                step.from->value.index() != step.until->value.index() &&
                step.from->in(first->second.start) >= step.until->in(first->second.start))
                add(field + ".until", fmt::format("expected a time after from ({}), got {}",
                                                  TextForm<When>::write(*step.from),
                                                  TextForm<When>::write(*step.until)));
        }
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
    // Of a run with all knobs' values: as many places as each of them has.
    struct Built {
        std::size_t groups = 0, racks = 0, nodes = 0;
        CalendarTime start{};
    };

    void take_site(const std::string& run, const RunPlan& plan) {
        const Site& site = plan.site;
        const Built now{site.groups.size(), site.racks.size(), std::size_t(site.nodes), plan.start};
        const auto [known, is_new] = built_.try_emplace(run, now);
        if (is_new)
            return;
        Built& all = known->second;
        all.groups = std::min(all.groups, now.groups);
        all.racks = std::min(all.racks, now.racks);
        all.nodes = std::min(all.nodes, now.nodes);
    }

    // Empty: the run has what is selected, or it is a job, which only the run knows.
    static std::string missing_place(const std::string& select, const Built& built) {
        const auto words = words_in(select);
        if (words.size() != 2 || words[0] == "job")
            return "";
        const std::size_t count = words[0] == "group"  ? built.groups
                                  : words[0] == "rack" ? built.racks
                                                       : built.nodes;
        if (std::stoul(words[1]) < count)
            return "";
        return fmt::format("expected a {} of the site, from 0 to {}, got '{}'", words[0], count - 1,
                           select);
    }

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
    std::map<std::string, Built> built_;  // by the runs' names
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
    check.check_reveal();
    return std::move(check).take();
}

}  // namespace twin
