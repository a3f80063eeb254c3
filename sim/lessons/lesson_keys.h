// Every key of a lesson's file, as sim/scenario/keys.h describes those of scenarios.
#pragma once

#include "sim/lessons/lesson.h"
#include "sim/scenario/key_visitors.h"

namespace twin {

// A text for people: one for all languages, or { en = "...", de = "..." }.
template <>
struct TextForm<LocalText> {
    static std::string expected() { return "a text, or a table with the texts en and de"; }
    static Reading<LocalText> read(const TextNode& node, const Rule&) {
        if (node.kind == TextNode::Kind::string && !node.text.empty())
            return LocalText{trimmed(node.text), trimmed(node.text)};
        if (node.kind != TextNode::Kind::table)
            return text_form::mismatch(expected(), node);
        LocalText text;
        for (const TextEntry& entry : node.entries) {
            const bool is_text =
                entry.value.kind == TextNode::Kind::string && !entry.value.text.empty();
            if (entry.key != "en" && entry.key != "de")
                return UnitError{expected(), "the key '" + entry.key + "'", ""};
            if (!is_text)
                return UnitError{expected(), entry.key + " = " + entry.value.described(), ""};
            (entry.key == "en" ? text.en : text.de) = trimmed(entry.value.text);
        }
        for (const auto& [name, part] : {std::pair("en", &text.en), std::pair("de", &text.de)})
            if (part->empty())
                return UnitError{expected(), std::string("none for ") + name, ""};
        return text;
    }
    static std::string trimmed(const std::string& text) {
        const auto last = text.find_last_not_of(" \t\r\n");
        return last == std::string::npos ? "" : text.substr(0, last + 1);
    }
};

// What a run sets: "power.gpu_cap" = "500 W", or in tables as a scenario has them.
template <>
struct TextForm<LessonSettings> {
    static std::string expected() {
        return "a table of keys of the scenario, each with a text, a number, true or false";
    }
    static Reading<LessonSettings> read(const TextNode& node, const Rule&) {
        if (node.kind != TextNode::Kind::table)
            return text_form::mismatch(expected(), node);
        LessonSettings settings;
        if (const TextNode* const wrong = collect(node, "", settings))
            return text_form::mismatch(expected(), *wrong);
        return settings;
    }

  private:
    static const TextNode* collect(const TextNode& table, const std::string& path,
                                   LessonSettings& settings) {
        for (const TextEntry& entry : table.entries) {
            const std::string key = key_path(path, entry.key);
            if (entry.value.kind == TextNode::Kind::list)
                return &entry.value;
            if (entry.value.kind == TextNode::Kind::table) {
                if (const TextNode* const wrong = collect(entry.value, key, settings))
                    return wrong;
            } else
                settings.push_back({key, entry.value.text, entry.value.where});
        }
        return nullptr;
    }
};

template <>
struct TextForm<KnobValue> {
    static std::string expected() {
        return "a text, a number, true or false, or a table with value and text";
    }
    static Reading<KnobValue> read(const TextNode& node, const Rule& rule) {
        if (node.kind == TextNode::Kind::list)
            return text_form::mismatch(expected(), node);
        if (node.kind != TextNode::Kind::table)
            return KnobValue{node.text, {node.text, node.text}, node.where};
        const TextEntry* const value = node.find("value");
        const TextEntry* const text = node.find("text");
        if (value == nullptr || text == nullptr || node.entries.size() != 2 ||
            value->value.kind == TextNode::Kind::list || value->value.kind == TextNode::Kind::table)
            return text_form::mismatch(expected(), node);
        auto words = TextForm<LocalText>::read(text->value, rule);
        if (const UnitError* error = std::get_if<UnitError>(&words))
            return *error;
        return KnobValue{value->value.text, std::get<LocalText>(words), value->value.where};
    }
};

// The table of the file that is no part of the lesson's own struct.
struct LessonBase {
    std::string file;
    std::vector<std::string> shown;
};

inline const std::vector<std::string> lesson_run_names = {"a", "b", "c", "d"};

template <class Visitor>
void describe(Visitor& v, LessonBase& s) {
    v.key("base", s.file, Rule::any().needed(), "the scenario's file, from the lesson's folder");
    v.list("shown", s.shown, Rule::any(), "keys of it that the student sees");
}

template <class Visitor>
void describe(Visitor& v, LessonRun& s) {
    v.key("name", s.name, Rule::any().needed(), "what it is called");
    v.key("about", s.about, Rule::any(), "one sentence");
    v.key("set", s.set, Rule::any(), "what it sets on top of the scenario");
}

template <class Visitor>
void describe(Visitor& v, KnobRange& s) {
    v.key("from", s.from, Rule::any().needed(), "the first value");
    v.key("to", s.to, Rule::any().needed(), "the last");
    v.key("step", s.step, Rule::positive().needed(), "from one to the next");
}

template <class Visitor>
void describe(Visitor& v, Knob& s) {
    v.key("name", s.name, Rule::any().needed(), "in placeholders: {knob.NAME}");
    v.key("key", s.key, Rule::any().needed(), "of the scenario");
    v.key("title", s.title, Rule::any().needed(), "what it is called");
    v.key("about", s.about, Rule::any(), "one sentence");
    v.key("runs", s.runs, Rule::any(), "the runs that it sets, \"b\"; where absent: all");
    v.list("values", s.values, Rule::any(), "what may be chosen");
    v.section("range", s.range, Rule::any(), "instead of values");
    v.key("start", s.start, Rule::any().needed(), "the value at first");
}

template <class Visitor>
void describe(Visitor& v, Choice& s) {
    v.key("text", s.text, Rule::any().needed(), "of the answer");
    v.key("when", s.when, Rule::any(), "when it is right; where absent: when none before it is");
    v.key("feedback", s.feedback, Rule::any(), "to who chose it");
}

template <class Visitor>
void describe(Visitor& v, Question& s) {
    v.key("question", s.question, Rule::any().needed(), "what is asked");
    v.key("answer", s.answer, Rule::any(), "an expression of the runs' figures");
    v.key("unit", s.unit, Rule::any(), "in which the answer is asked; where absent: a pure number");
    v.key("within", s.within, Rule::not_negative(),
          "largest difference that is right: in the unit, or in % of the answer");
    v.list("choice", s.choices, Rule::any(), "answers to choose from; instead of answer");
    v.key("right", s.right, Rule::any(), "feedback on a right answer");
    v.key("wrong", s.wrong, Rule::any(), "feedback on a wrong one");
}

template <class Visitor>
void describe(Visitor& v, RevealStep& s, const std::vector<std::string>& views) {
    v.key("title", s.title, Rule::any().needed(), "what there is to see");
    v.key("text", s.text, Rule::any().needed(), "what to look at");
    v.key("view", s.view, Rule::one_of(views).needed(), "of the window");
    v.key("runs", s.runs, Rule::any(), "the run that is shown as A and the one as B");
    v.key("at", s.at, Rule::any(), "of the play head");
    v.key("from", s.from, Rule::any(), "what is visible begins");
    v.key("until", s.until, Rule::any(), "what is visible ends");
    v.key("select", s.select, Rule::any(), "what is chosen: \"rack 3\"");
    v.list("series", s.series, Rule::any(), "what the view series draws");
}

template <class Visitor>
void describe(Visitor& v, Lesson& s, LessonBase& base, const std::vector<std::string>& views) {
    v.key("title", s.title, Rule::any().needed(), "one line");
    v.key("summary", s.summary, Rule::any().needed(), "one sentence");
    v.key("minutes", s.minutes, Rule::between(1, 480).needed(), "how long it takes");
    v.list("objectives", s.objectives, Rule::any().needed(), "what a student can do afterwards");
    v.key("story", s.story, Rule::any().needed(), "whose question it is");
    v.section("scenario", base, Rule::any().needed(), "what is run");
    v.table("run", s.runs, lesson_run_names, "the runs a and b, and up to two more");
    v.list("knob", s.knobs, Rule::any(), "what the student may change, at most four");
    v.section("prediction", s.prediction, Rule::any().needed(), "unlocks the runs");
    v.list("reveal", s.reveal, Rule::any().needed(), "what the views show", views);
    v.key("explanation", s.explanation, Rule::any().needed(), "with the formula and the figures");
    v.list("quiz", s.quiz, Rule::any().needed(), "two or three items");
    v.list("try_next", s.try_next, Rule::any(), "what to change then");
    v.key("teacher", s.teacher, Rule::any().needed(), "notes for the teacher");
}

}  // namespace twin
