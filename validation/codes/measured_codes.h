// Measured scaling of simulation codes on JUWELS Booster: the tables of the JUPITER benchmark
// suite, FZJ-JSC/jubench-*, in ../shared/facts/jubench.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "models/units/ids.h"
#include "models/units/quantity.h"

namespace twin {

struct CodeRow {
    std::string code;   // id of the part
    std::string table;  // file, and column where it has several
    NodeCount nodes = 0;
    double work = 0;                // of a node, in the code's unit (models/workload/CODES.md)
    Duration time{};                // of the steps
    std::optional<Duration> start;  // before them, where the table says
    bool fits = false;   // chose constants: the odd rows of each table that the law is for
    bool in_law = true;  // else it is shown beside
};

// In the order of the files; errors: std::runtime_error that names the file.
std::vector<CodeRow> read_code_rows(const std::filesystem::path& shared);

}  // namespace twin
