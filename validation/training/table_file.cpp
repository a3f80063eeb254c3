#include "validation/training/table_file.h"

#include <charconv>
#include <fmt/format.h>
#include <stdexcept>

#include "sim/arrivals/line_reader.h"

namespace twin {
namespace {

std::vector<std::string> split(std::string_view line) {
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"')
            fields.back() += line[++i];
        else if (c == '"')
            quoted = !quoted;
        else if (c == ',' && !quoted)
            fields.emplace_back();
        else
            fields.back() += c;
    }
    return fields;
}

}  // namespace

std::vector<Fields> read_table(const std::filesystem::path& file) {
    LineReader lines(file);
    const std::string name = file.filename().string();
    std::string_view line;
    if (!lines.next(line))
        throw std::runtime_error(name + ": expected a line of heads, got none");
    const std::vector<std::string> heads = split(line);
    std::vector<Fields> rows;
    while (lines.next(line)) {
        const std::vector<std::string> values = split(line);
        if (values.size() != heads.size())
            throw std::runtime_error(fmt::format("{}:{}: expected {} fields, got {}", name,
                                                 lines.line_number(), heads.size(), values.size()));
        Fields& row = rows.emplace_back();
        for (std::size_t i = 0; i < heads.size(); ++i)
            row[heads[i]] = values[i];
    }
    return rows;
}

std::optional<double> number(const Fields& fields, std::string_view column) {
    const std::string& text = fields.find(column)->second;
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size())
        return {};
    return value;
}

int whole(const Fields& fields, std::string_view column, int absent) {
    const std::optional<double> value = number(fields, column);
    return value ? int(*value) : absent;
}

}  // namespace twin
