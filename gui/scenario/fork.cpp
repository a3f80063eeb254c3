#include "gui/scenario/fork.h"

#include <algorithm>
#include <array>
#include <map>

#include "gui/scenario/text_change.h"
#include "models/units/unit_text.h"

namespace twin {
namespace {

constexpr std::string_view events = "event.";

// "+26 h": the text that reads back as the same instant.
std::string after_start(double seconds) {
    return "+" + exact_quantity(seconds, Dimension::duration);
}

}  // namespace

std::string fork_text(const RunFacts& facts, const std::string& base, const std::string& title,
                      const NewEvent& event) {
    std::string text = "base = " + toml_string(base) + "\ntitle = " + toml_string(title) + "\n";
    // A list of a file replaces that of its base: the run's own events are said again.
    std::map<std::size_t, std::vector<std::pair<std::string, std::string>>> repeated;
    for (const Setting& setting : facts.settings) {
        if (setting.path.starts_with(events)) {
            const auto dot = setting.path.find('.', events.size());
            if (dot != std::string::npos && setting.origin != "default")
                repeated[std::stoul(setting.path.substr(events.size(), dot - events.size()))]
                    .emplace_back(setting.path.substr(dot + 1), setting.value);
        } else if (setting.origin.starts_with("--set")) {
            const TextEdit edit = edit_to_set(text, setting.path, setting.value);
            if (const auto* change = std::get_if<TextChange>(&edit))
                text = applied(text, *change);
        }
    }
    std::vector<std::pair<std::string, std::string>> added = {{"at", after_start(event.at_s)},
                                                              {event.kind, event.what}};
    if (!event.to.empty())
        added.emplace_back("to", event.to);
    if (!event.lasts.empty())
        added.emplace_back("for", event.lasts);
    const auto append = [&text](const auto& keys) {
        const TextEdit edit = edit_to_append(text, "event", keys);
        if (const auto* change = std::get_if<TextChange>(&edit))
            text = applied(text, *change);
    };
    for (const auto& [number, keys] : repeated)
        append(keys);
    append(added);
    return text;
}

std::string example_of(const std::string& kind) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> examples = {{
        {"lose", "rack 17"},
        {"drain", "rack 17"},
        {"restore", "rack 17"},
        {"set", "power.cap"},
        {"shed", "20 %"},
        {"lose_cooling", "cdu 3"},
        {"lose_links", "cable 3-7"},
        {"heat_wave", "8 K"},
        {"price_spike", "100 EUR/MWh"},
    }};
    for (const auto& [name, example] : examples)
        if (name == kind)
            return std::string(example);
    return {};
}

}  // namespace twin
