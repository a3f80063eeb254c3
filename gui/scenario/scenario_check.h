// A scenario's text, checked as `twin check` does it.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/key_visitors.h"
#include "sim/scenario/problem.h"

namespace twin {

struct CheckedText {
    Problems problems;  // all of them; empty: it can be run
    // Every key as it would run, and with empty value and origin those that could be set and are
    // not. None where files or syntax are broken.
    std::vector<ScenarioSetting> settings;
    std::vector<std::string> remarks;
};

// `file` is where the text belongs: what it names is found from there. Nothing is written. Takes up
// to some tenths of a second: not for the window's thread.
CheckedText check_text(const std::string& text, const std::string& file);

// What the form may know of a key: from the schema of scenarios.
struct KeyHelp {
    std::string about;                 // one sentence
    std::vector<std::string> choices;  // where there are any
    bool is_section = false;           // a table
    bool is_list = false;              // of tables
};
// By path without the numbers of items: "event.at". Empty for an unknown key.
KeyHelp help_for(const std::string& path);

}  // namespace twin
