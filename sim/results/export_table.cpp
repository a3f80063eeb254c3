#include "sim/results/export_table.h"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <ostream>

namespace twin {
namespace {

void write_text(std::string& line, std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        line += text;
        return;
    }
    line += '"';
    for (const char c : text) {
        if (c == '"')
            line += '"';
        line += c;
    }
    line += '"';
}

void write_cell(std::string& line, const Cell& cell) {
    if (const auto* integer = std::get_if<std::int64_t>(&cell))
        fmt::format_to(std::back_inserter(line), "{}", *integer);
    else if (const auto* real = std::get_if<double>(&cell))
        fmt::format_to(std::back_inserter(line), "{}", *real);
    else if (const auto* text = std::get_if<std::string_view>(&cell))
        write_text(line, *text);
}

[[maybe_unused]] bool has_table(const ResultStore& store, const std::string& table) {
    const auto tables = store.tables();
    return std::find(tables.begin(), tables.end(), table) != tables.end();
}

// Views have their order in them.
std::string order_of(const ResultStore& store, const std::string& table) {
    std::vector<std::string> keys;
    Rows row =
        store.query("SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", {table});
    while (row.next())
        keys.push_back(fmt::format("\"{}\"", row.text(0)));
    return keys.empty() ? "" : fmt::format(" ORDER BY {}", fmt::join(keys, ", "));
}

}  // namespace

void export_table(const ResultStore& store, const std::string& table, std::ostream& out) {
    assert(has_table(store, table));
    Rows rows = store.query(fmt::format("SELECT * FROM \"{}\"{}", table, order_of(store, table)));
    std::string line;
    const auto put = [&] {
        line += '\n';
        out.write(line.data(), static_cast<std::streamsize>(line.size()));
        line.clear();
    };
    for (int i = 0; i < rows.columns(); ++i) {
        if (i > 0)
            line += ',';
        write_text(line, rows.name(i));
    }
    put();
    while (rows.next()) {
        for (int i = 0; i < rows.columns(); ++i) {
            if (i > 0)
                line += ',';
            write_cell(line, rows.cell(i));
        }
        put();
    }
}

}  // namespace twin
