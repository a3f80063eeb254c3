// A report as sections, made once: the text and the HTML are two forms of them.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "models/units/sim_time.h"

namespace twin {

// Where a section, a table or a paragraph is shown: a terminal has no room for everything.
enum class Shown { everywhere, on_pages };

struct ReportRow {
    std::string label, value, note{};
};

struct TableColumn {
    std::string heading;
    std::size_t width = 0;  // in a text
    bool is_number = false;
    bool is_verdict = false;  // "better", "missed": words that a page may colour
};

struct TableRow {
    std::vector<std::string> cells;
    std::string note{};             // below the cells
    bool is_group_heading = false;  // one cell that names the rows that follow
    bool is_total = false;
};

struct ReportTable {
    std::vector<TableColumn> columns;
    std::vector<TableRow> rows;
    enum class Head { none, own_line, in_heading };
    Head head = Head::own_line;     // in a text; in_heading: behind the heading of the section
    std::string corner;             // in a text: heading of the first column where it is another
    std::string_view breaks = " ";  // where the last column of a text may be broken
    std::size_t note_indent = 2;    // of a text
    bool is_stacked = false;        // in a text: a cell a line, behind its column's heading
};

struct Paragraph {
    std::string text;  // lines are broken as here in a text
    Shown shown = Shown::everywhere;
};

using Block = std::variant<std::vector<ReportRow>, ReportTable, Paragraph>;

enum class CurveStyle { main, other, extra, limit };

// What was recorded in a stretch of a picture's width: at least one interval.
struct CurvePiece {
    double from_s = 0, until_s = 0;
    double low = 0, high = 0;
};

struct Curve {
    std::string name;
    CurveStyle style{};
    bool is_b = false;               // of the run that is compared with: dashed
    std::vector<CurvePiece> pieces;  // in order; between two that do not touch nothing is known
};

// Readings over the time of the run.
struct TimePicture {
    std::string title, unit;
    std::string about;  // for those who do not see it
    CalendarTime start{};
    bool is_calendar = true;  // false: two runs from different days, told in time since the start
    double end_s = 0;
    bool from_zero = true;
    std::vector<Curve> curves;
};

struct Bar {
    std::string label, value;
    double from = 0, until = 0;
    bool is_total = false, is_b = false, is_gain = false;
};

// Horizontal bars on one scale.
struct BarPicture {
    std::string title, about;
    std::vector<Bar> bars;
};

using Picture = std::variant<TimePicture, BarPicture>;

struct ReportSection {
    std::string id;  // "power"; also the anchor in a page
    std::string heading;
    std::string qualifier;  // goes on with the heading: ": 7", " (CO2 equivalent, by method)"
    std::vector<Block> blocks;
    std::vector<Picture> pictures;  // on pages only
    std::string verbatim;           // a text as it is; on pages only
    Shown shown = Shown::everywhere;
};

// One figure that is seen first.
struct Tile {
    std::string title, value;
    std::string other{}, change{}, verdict{};  // of a comparison: B, B - A, "better"
};

struct Report {
    std::string title;
    std::string subtitle, about;  // on pages only
    std::vector<std::string> warnings;
    std::vector<std::string> lead;  // lines before the sections
    std::vector<Tile> tiles;
    std::vector<ReportSection> sections;
    std::string end;  // last line of a text
};

struct Comparison;
struct ReportContent;
Report report_on(const ReportContent& content);
Report report_on(const Comparison& comparison);

// At most 100 columns, but for words that are longer. Without pictures.
void write_text(const Report& report, std::ostream& out);

}  // namespace twin
