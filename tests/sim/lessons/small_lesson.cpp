#include "tests/sim/lessons/small_lesson.h"

#include <stdexcept>

namespace twin {

std::string small_lesson_text() {
    return R"(title   = { en = "Two jobs", de = "Zwei Jobs" }
summary = "Short."
minutes = 5
objectives = [ "Count." ]
story   = "Once."
explanation = "A: {a.wait_mean}, B: {b.wait_mean}, saved {a.wait_mean - b.wait_mean : min}."
teacher = "Patience."

[scenario]
base = "two-jobs.toml"

[run.a]
name = "A"
[run.b]
name = "B"
set  = { "scheduling.policy" = "easy" }

[[knob]]
name   = "nodes"
key    = "site.nodes"
title  = "Nodes"
values = [10, 20]
start  = "10"

[prediction]
question = "How long?"
answer   = "a.wait_mean - b.wait_mean"
unit     = "min"
within   = "10 %"

[[reveal]]
title = "Look"
text  = "There."
view  = "gantt"

[[quiz]]
question = "Who?"
[[quiz.choice]]
text = "A"
when = "a.wait_mean < b.wait_mean"
[[quiz.choice]]
text = "B"

[[quiz]]
question = "How much?"
answer   = "b.utilisation - a.utilisation"
unit     = "pp"
within   = 0.5
)";
}

std::string small_lesson_but(const std::string& line, const std::string& by) {
    std::string text = small_lesson_text();
    const auto at = text.find(line + "\n");
    if (at == std::string::npos)
        throw std::invalid_argument("no line '" + line + "'");
    return text.replace(at, line.size(), by);
}

ReadLesson read_small(const std::string& text) {
    return read_lesson_text(text, "small.lesson.toml",
                            {{"gantt", "series"}, {"it_power", "busy_nodes"}});
}

std::vector<std::string> mistakes_of(const std::string& text) {
    std::vector<std::string> sentences;
    for (const Problem& problem : read_small(text).problems)
        sentences.push_back(problem.text());
    return sentences;
}

}  // namespace twin
