#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <ostream>
#include <sstream>

#include "sim/results/report_sections.h"

namespace twin {
namespace {

constexpr std::size_t text_width = 100;

// In lines of at most 100 columns, broken at the spaces that end a `gap`; without spaces at the
// end.
std::string wrapped(const std::string& text, std::string_view gap, std::size_t indent) {
    std::string lines, rest = text;
    while (rest.size() > text_width) {
        const std::size_t found = rest.rfind(gap, text_width + 1 - gap.size());
        if (found == std::string::npos || found < indent)
            break;
        const std::size_t next = found + gap.size();
        lines += rest.substr(0, next - 1) + '\n';
        rest = std::string(indent, ' ') + rest.substr(next);
    }
    rest.erase(rest.find_last_not_of(' ') + 1);
    return lines + rest;
}

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

class TextReport {
  public:
    explicit TextReport(std::ostream& out) : out_(out) {}

    void write(const Report& report) {
        for (const std::string& warning : report.warnings)
            out_ << warning << "\n\n";
        for (const std::string& line : report.lead)
            out_ << line << '\n';
        bool first = report.lead.empty();
        for (const ReportSection& section : report.sections) {
            if (section.shown == Shown::on_pages)
                continue;
            if (!first)
                out_ << '\n';
            first = false;
            write(section);
        }
        if (!report.end.empty())
            out_ << '\n' << report.end << '\n';
    }

  private:
    void write(const ReportSection& section) {
        heading_ = upper(section.heading) + section.qualifier;
        // A table that begins with the heading is as wide as the page.
        indent_ = 0;
        const auto* const table =
            section.blocks.empty() ? nullptr : std::get_if<ReportTable>(&section.blocks.front());
        if (table == nullptr || table->head != ReportTable::Head::in_heading) {
            out_ << heading_ << '\n';
            indent_ = 2;
        }
        for (const Block& block : section.blocks)
            std::visit([this](const auto& of_a_kind) { write(of_a_kind); }, block);
    }

    void write(const Paragraph& paragraph) {
        if (paragraph.shown == Shown::on_pages)
            return;
        std::istringstream lines(paragraph.text);
        for (std::string line; std::getline(lines, line);)
            out_ << std::string(indent_, ' ') << line << '\n';
    }

    void write(const std::vector<ReportRow>& rows) {
        for (const ReportRow& row : rows)
            out_ << (row.note.empty()
                         ? wrapped(fmt::format("  {:<22}{}", row.label, row.value), " ", 24)
                         : wrapped(fmt::format("  {:<22}{:<16}{}", row.label, row.value, row.note),
                                   " ", 40))
                 << '\n';
    }

    void write(const ReportTable& table) {
        if (table.is_stacked)
            return write_stacked(table);
        const auto& columns = table.columns;
        if (table.head != ReportTable::Head::none) {
            std::vector<std::string> headings;
            for (const TableColumn& column : columns)
                headings.push_back(column.heading);
            if (table.head == ReportTable::Head::in_heading)
                headings[0] = heading_ + table.corner;
            else if (!table.corner.empty())
                headings[0] = table.corner;
            out_ << line(table, headings) << '\n';
        }
        for (const TableRow& row : table.rows) {
            out_ << (row.is_group_heading ? row.cells.front() + ':' : line(table, row.cells))
                 << '\n';
            if (!row.note.empty())
                out_ << wrapped(std::string(table.note_indent, ' ') + row.note, " ",
                                table.note_indent)
                     << '\n';
        }
    }
    std::string line(const ReportTable& table, const std::vector<std::string>& cells) const {
        std::string text(indent_, ' ');
        std::size_t last_begins = 0;
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            const TableColumn& column = table.columns[i];
            if (i > 0 && table.columns[i - 1].is_number && !column.is_number)
                text += "  ";
            last_begins = text.size();
            const std::string cell = column.is_number
                                         ? fmt::format("{:>{}}", cells[i], column.width)
                                         : fmt::format("{:<{}}", cells[i], column.width);
            // Where a figure is as wide as its column.
            if (i > 0 && !text.ends_with(' ') && !cell.starts_with(' '))
                text += ' ';
            text += cell;
        }
        return wrapped(text, table.breaks, last_begins);
    }

    void write_stacked(const ReportTable& table) {
        for (const TableRow& row : table.rows)
            for (std::size_t i = 1; i < row.cells.size(); ++i)
                out_ << fmt::format("  {:<30}  {}: {}\n", i == 1 ? row.cells[0] : "",
                                    table.columns[i].heading, row.cells[i]);
    }

    std::ostream& out_;
    std::string heading_;
    std::size_t indent_ = 0;
};

}  // namespace

void write_text(const Report& report, std::ostream& out) {
    TextReport(out).write(report);
}

}  // namespace twin
