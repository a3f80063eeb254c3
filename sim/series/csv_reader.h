// Comma-separated values, plain or gzip: a line that names the columns, then rows with as many
// fields. Blank lines and lines that start with '#' are skipped; there is no quoting.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sim/arrivals/line_reader.h"
#include "sim/series/reading.h"

namespace twin {

struct CsvField {
    std::string_view text;  // without blanks around it
    int column = 0;         // byte in the line, from 1
};

class CsvReader {
  public:
    // Reads the header; an empty file has none and `reading` gets a fault. Errors of the file
    // itself are those of LineReader. `reading` outlives the reader.
    CsvReader(const std::filesystem::path& path, SeriesReading& reading);

    const std::vector<std::string>& header() const { return header_; }
    int header_column(std::size_t position) const { return header_columns_[position]; }
    std::int64_t header_line() const { return header_line_; }

    // The next row with as many fields as the header; others become faults. False at the end. The
    // fields hold until the next call.
    bool next();
    std::int64_t line() const { return lines_.line_number(); }
    const std::vector<CsvField>& fields() const { return fields_; }

  private:
    bool next_line();  // into fields_

    LineReader lines_;
    SeriesReading& reading_;
    std::vector<CsvField> fields_;
    std::vector<std::string> header_;
    std::vector<int> header_columns_;
    std::int64_t header_line_ = 0;
};

// As they stand in messages: at most 40 bytes, in quotes.
std::string in_quotes(std::string_view text);

}  // namespace twin
