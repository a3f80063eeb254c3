// Another future of a run: the same scenario with one more event, as the text of a scenario.
#pragma once

#include <string>
#include <vector>

#include "gui/run/run_facts.h"

namespace twin {

// As a scenario says it; see the keys of [[event]].
struct NewEvent {
    double at_s = 0;    // of the run
    std::string kind;   // "lose", "set", "shed", ...
    std::string what;   // "rack 17", "power.cap", "20 %"
    std::string to;     // of set; else empty
    std::string lasts;  // "2 h"; empty: to the end
};

// The whole text: `base` names the scenario that was run (an absolute path), what the run's command
// line had set is set again, and its events are repeated with the new one behind them. Nothing
// before the event differs from the run.
std::string fork_text(const RunFacts& facts, const std::string& base, const std::string& title,
                      const NewEvent& event);

// What `what` may look like for a kind, for a field that is empty: "rack 17".
std::string example_of(const std::string& kind);

}  // namespace twin
