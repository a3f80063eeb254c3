// What the writer and the reader of a run's file share. Only for sim/results/*.cpp and those who
// replace files.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string_view>

struct sqlite3;

namespace twin {

extern const char* const schema_sql;  // schema.sql

// Raised when a program of the old version would misread a new file, or a new program an old file.
inline constexpr int schema_version = 5;
inline constexpr std::string_view run_file_format = "twin-run";

// "cannot write runs/a.sqlite: the disk is full"; `what` is "write" or "read".
std::runtime_error file_error(std::string_view what, const std::filesystem::path& file,
                              std::string_view reason);
// The same with SQLite's last error on `db`, and the system's where it has one.
std::runtime_error database_error(std::string_view what, const std::filesystem::path& file,
                                  sqlite3* db);

// Removes the file of a run and what SQLite keeps beside it while it is written. A file that is
// not there is no error; throws std::runtime_error with the path where it cannot be removed.
void remove_run_file(const std::filesystem::path& file);

}  // namespace twin
