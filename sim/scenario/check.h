// Tree of text in, checked scenario out: every key read by its rule, unknown keys found.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "sim/scenario/keys.h"
#include "sim/scenario/parts_catalog.h"
#include "sim/scenario/read.h"

namespace twin {

struct CheckedScenario {
    Scenario scenario;
    // The shipped ones, and those of the files that the scenario names.
    std::shared_ptr<const PartsCatalog> parts;
    std::vector<std::filesystem::path> part_files;
    KeyPlaces places;               // where each key stands, for problems that show later
    std::vector<std::string> kpis;  // that data files may name
    // All of them, those of reading first, which stand alone where a file could not be read. Empty:
    // the scenario is sound so far.
    Problems problems;
};

// What scenarios name of the shipped parts, the tables of scheduling, and the given names of KPIs.
Vocabulary make_vocabulary(std::vector<std::string> kpis);

// The scenario's own parts come to the words.
CheckedScenario check_scenario(const ScenarioText& text, const Vocabulary& words);

// Every key as the scenario will run, with its origin: a file and line, an option, or "default".
std::vector<ScenarioSetting> settings_of(const CheckedScenario& checked, const Vocabulary& words);

// The JSON Schema (draft 7, which editors know) of scenario files. Bounds of quantities that a
// pattern cannot say are left to the reader.
nlohmann::ordered_json scenario_schema(const Vocabulary& words);

}  // namespace twin
