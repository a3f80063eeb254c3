// Measured values in CSV files whose first line names the columns.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace twin {

// A row's texts by column.
using Fields = std::map<std::string, std::string, std::less<>>;

// Fields in quotes may hold commas, and quotes that are doubled. Errors: std::runtime_error that
// names the file, and the line that has too few or too many fields.
std::vector<Fields> read_table(const std::filesystem::path& file);

// Absent where the field is no number. Precondition of both: the column is there.
std::optional<double> number(const Fields& fields, std::string_view column);
int whole(const Fields& fields, std::string_view column, int absent);

}  // namespace twin
