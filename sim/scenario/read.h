// Scenario file in, tree of text out: bases merged, options of the command line carried out.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/scenario/problem.h"
#include "sim/scenario/text_tree.h"

namespace twin {

// A user's file of parts: tables [KIND.ID] with the keys of models/parts/KIND/ID.toml, or of one
// model: these keys alone.
struct PartsText {
    std::filesystem::path file;
    TextNode root;
};

struct ScenarioText {
    TextNode root;                             // the keys of all files, without `base`
    std::string text;                          // of the file itself
    std::vector<std::filesystem::path> files;  // the file, then its bases in their order
    std::vector<PartsText> parts;              // of the files that the key `parts` names
    // Of the files that trainings name for their models, each once. In `root` stands the file as it
    // is found from here, whatever the folder of the file that names it.
    std::vector<PartsText> models;
    Problems problems;  // of syntax, of `base`, of the options, of `parts` and of these files
    bool whole = true;  // every file was read: what is missing is missing
};

// `options` are the arguments of --set, in order. Throws std::runtime_error with the path when the
// file itself cannot be read; a base that cannot be is a problem.
ScenarioText read_scenario(const std::filesystem::path& file,
                           const std::vector<std::string>& options);

// The same for a text that is not, or not yet, what the file holds; the file need not exist.
ScenarioText read_scenario_text(const std::string& text, const std::filesystem::path& file,
                                const std::vector<std::string>& options);

// A user's file of parts, in which `base` is no key. Throws std::runtime_error with its name where
// it cannot be read or is no text; mistakes of syntax are problems.
PartsText read_parts_file(const std::filesystem::path& file, Problems& problems);

// The file that a key names: relative to the folder of the file that holds the key, or to the
// current folder for an option of the command line.
std::filesystem::path resolve_file(const std::string& name, const Where& named_at);

}  // namespace twin
