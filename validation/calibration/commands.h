// The commands of `twin-calibrate`: adding one is one file and one row of main.cpp.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "validation/calibration/record.h"

namespace twin::calibration {

void add_compare(CLI::App& command, int& exit_status);
void add_devices(CLI::App& command, int& exit_status);
void add_fit(CLI::App& command, int& exit_status);
void add_import(CLI::App& command, int& exit_status);
void add_measure(CLI::App& command, int& exit_status);
void add_show(CLI::App& command, int& exit_status);

// Throws InputError with all problems of the record.
Record sound_record(const std::string& file);

// Refuses a name that does not end with ".toml" (option: "-o").
void refuse_other_than_toml(const std::string& option, const std::string& file);

// Refuses a file that exists unless `force`.
void refuse_existing(const std::string& file, bool force);

// Refuses `file` where it is `other`, which `what` names; `option`: what `file` was given by.
void refuse_same(const std::string& option, const std::string& file, const std::string& what,
                 const std::string& other);

}  // namespace twin::calibration
