#include "sim/series/csv_reader.h"

#include <algorithm>
#include <fmt/format.h>

namespace twin {
namespace {

std::string_view trim(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == text.npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

CsvReader::CsvReader(const std::filesystem::path& path, SeriesReading& reading)
    : lines_(path), reading_(reading) {
    if (!next_line()) {
        reading_.add_fault(0, 0, "expected a line that names the columns, got an empty file");
        return;
    }
    header_line_ = lines_.line_number();
    for (const CsvField& field : fields_) {
        header_.emplace_back(field.text);
        header_columns_.push_back(field.column);
    }
}

bool CsvReader::next() {
    while (next_line()) {
        if (fields_.size() == header_.size())
            return true;
        reading_.add_fault(line(), 0,
                           fmt::format("expected {} fields, as the header names, got {}",
                                       header_.size(), fields_.size()));
    }
    return false;
}

bool CsvReader::next_line() {
    std::string_view line;
    do {
        if (!lines_.next(line))
            return false;
    } while (trim(line).empty() || line.starts_with('#'));
    fields_.clear();
    for (std::size_t start = 0;;) {
        const auto comma = std::min(line.find(',', start), line.size());
        fields_.push_back({trim(line.substr(start, comma - start)), static_cast<int>(start) + 1});
        if (comma == line.size())
            return true;
        start = comma + 1;
    }
}

std::string in_quotes(std::string_view text) {
    return fmt::format("'{}'", text.substr(0, 40));
}

}  // namespace twin
