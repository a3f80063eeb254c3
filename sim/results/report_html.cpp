#include "sim/results/report_html.h"

#include <fmt/format.h>
#include <ostream>
#include <sstream>

namespace twin {
namespace {

// Colours of contrast 4.5 and more against their ground in both forms; on paper the light ones.
constexpr std::string_view browser_style = R"css(
:root { color-scheme: light dark; --ground: #ffffff; --text: #1c1c1c; --muted: #555555;
  --line: #d0d0d0; --raised: #f3f5f7; --good: #00633f; --bad: #a3001f; --link: #005a96; }
@media screen and (prefers-color-scheme: dark) {
  :root { --ground: #14181c; --text: #e6e6e6; --muted: #a8b0b8; --line: #3a424a;
    --raised: #1f252b; --good: #5fd0a0; --bad: #ff8a8a; --link: #7cc4ff; }
  .sc1 { stroke: #56b4e9; } .fc1 { fill: #56b4e9; } .sc2 { stroke: #ff9d5c; }
  .fc2 { fill: #ff9d5c; } .sc3 { stroke: #4fd0a8; } .fc3 { fill: #4fd0a8; }
  .scl { stroke: #ff7ab6; } .fct { fill: #e6e6e6; } .fcm { fill: #a8b0b8; }
  .scm { stroke: #a8b0b8; } .scg { stroke: #333b43; } }
body { background: var(--ground); color: var(--text); margin: 0 auto; padding: 1.5rem;
  max-width: 62rem; font: 16px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 0.3rem; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; margin: 2.4rem 0 0.6rem; border-bottom: 1px solid var(--line); }
a { color: var(--link); }
.subtitle, .note, figcaption { color: var(--muted); }
.lead { font-weight: 600; margin: 0.2rem 0; }
.warning { border: 2px solid var(--bad); padding: 0.6rem 0.9rem; font-weight: 600; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.2rem 1.1rem; list-style: none; padding: 0; }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(12.5rem, 1fr));
  gap: 0.7rem; padding: 0; margin: 1.4rem 0; list-style: none; }
.tiles li { background: var(--raised); border-radius: 6px; padding: 0.7rem 0.9rem; }
.tiles span { display: block; }
.tiles .figure { font-size: 1.35rem; font-weight: 600; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 0.4rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.22rem 1rem 0.22rem 0;
  border-bottom: 1px solid var(--line); }
td { overflow-wrap: anywhere; min-width: 3rem; }
th { font-weight: 600; }
thead th { color: var(--muted); white-space: nowrap; }
.number { text-align: right; white-space: nowrap; }
.group { padding-top: 0.9rem; }
.total td, .total th { font-weight: 700; border-top: 2px solid var(--text); }
.below td { border-bottom: 1px solid var(--line); padding-top: 0; }
.good { color: var(--good); font-weight: 600; } .bad { color: var(--bad); font-weight: 600; }
figure { margin: 1rem 0; } svg { max-width: 100%; height: auto; }
pre { background: var(--raised); padding: 0.9rem; overflow-x: auto; font-size: 0.85rem;
  white-space: pre-wrap; overflow-wrap: anywhere; }
footer { margin-top: 2.5rem; color: var(--muted); font-size: 0.9rem; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; } nav { display: none; }
  h2 { break-after: avoid; } figure, tr, .tiles li { break-inside: avoid; }
  thead { display: table-header-group; } .scroll { overflow: visible; }
  pre { font-size: 8pt; } @page { margin: 18mm; } }
)css";

constexpr std::string_view plain_style = R"css(
body { font-family: sans-serif; font-size: 9pt; color: #1c1c1c; }
h1 { font-size: 18pt; margin-top: 0px; margin-bottom: 2px; }
h2 { font-size: 12pt; margin-top: 16px; margin-bottom: 4px; }
.subtitle, .note { color: #555555; }
.lead { font-weight: bold; margin-top: 2px; margin-bottom: 2px; }
.warning { color: #a3001f; font-weight: bold; }
table { margin-top: 4px; margin-bottom: 4px; border-collapse: collapse; }
th, td { font-size: 7.5pt; border-bottom: 1px solid #e2e2e2; }
.tile, .none { border: none; }
.text { padding-left: 12px; }
thead th, .head { color: #555555; }
.figure { font-size: 13pt; font-weight: bold; }
.tile { background-color: #f3f5f7; }
.good { color: #00633f; font-weight: bold; }
.bad { color: #a3001f; font-weight: bold; }
.total td, .total th { font-weight: bold; }
pre { font-size: 7pt; white-space: pre-wrap; }
footer { color: #555555; }
)css";

std::string_view class_of_verdict(std::string_view word) {
    if (word == "better" || word == "met")
        return "good";
    return word == "worse" || word == "missed" ? "bad" : "";
}

class HtmlReport {
  public:
    // `pictures` takes the pictures of a plain page.
    HtmlReport(std::ostream& out, std::vector<SvgPicture>* pictures)
        : out_(out), pictures_(pictures) {}

    void write(const Report& report) {
        head(report);
        print("<header>\n<h1>{}</h1>\n", escaped(report.title));
        for (const std::string& warning : report.warnings)
            paragraph("warning", warning);
        for (const std::string& line : report.lead)
            paragraph("lead", line);
        paragraph("subtitle", report.subtitle);
        paragraph("", report.about);
        print("</header>\n");
        if (!is_plain())
            contents(report);
        print("<main>\n");
        tiles(report.tiles);
        for (const ReportSection& section : report.sections)
            write(section);
        print("</main>\n<footer>{}</footer>\n</body>\n</html>\n",
              report.end.empty() ? "" : "<p>" + escaped(report.end) + "</p>");
    }

  private:
    bool is_plain() const { return pictures_ != nullptr; }
    template <class... Args>
    void print(fmt::format_string<Args...> format, Args&&... args) {
        out_ << fmt::format(format, std::forward<Args>(args)...);
    }
    void paragraph(std::string_view kind, const std::string& text) {
        if (text.empty())
            return;
        print("<p{}>{}</p>\n", kind.empty() ? "" : fmt::format(" class=\"{}\"", kind),
              escaped(text));
    }

    void head(const Report& report) {
        print(
            "<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n"
            "<meta charset=\"utf-8\" />\n");
        if (!is_plain())
            print(
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                "style-src 'unsafe-inline'\" />\n"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n"
                "<meta name=\"generator\" content=\"AI Factory Twin\" />\n");
        print("<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n", escaped(report.title),
              is_plain() ? plain_style : browser_style);
    }

    void contents(const Report& report) {
        print("<nav aria-label=\"Sections\">\n<ul>\n");
        for (const ReportSection& section : report.sections)
            print("<li><a href=\"#{}\">{}</a></li>\n", section.id, escaped(section.heading));
        print("</ul>\n</nav>\n");
    }

    void tiles(const std::vector<Tile>& tiles) {
        if (tiles.empty())
            return;
        const auto lines = [](const Tile& tile, std::string_view tag, std::string_view gap) {
            std::string text =
                fmt::format("<{0} class=\"note\">{1}</{0}>{2}", tag, escaped(tile.title), gap);
            const bool is_compared = !tile.other.empty();
            text += fmt::format("<{0} class=\"figure\">{1}{2}</{0}>", tag, is_compared ? "A " : "",
                                escaped(tile.value));
            if (is_compared) {
                text += fmt::format("{0}<{1} class=\"figure\">B {2}</{1}>{0}<{1}>B - A: {3}</{1}>",
                                    gap, tag, escaped(tile.other), escaped(tile.change));
                if (!tile.verdict.empty())
                    text += fmt::format(
                        "{0}<{1} class=\"{2}\">{3}</{1}>", gap, tag, class_of_verdict(tile.verdict),
                        tile.verdict == "same" ? "the same" : "B is " + escaped(tile.verdict));
            }
            return text;
        };
        if (!is_plain()) {
            print("<ul class=\"tiles\" aria-label=\"First figures\">\n");
            for (const Tile& tile : tiles)
                print("<li>{}</li>\n", lines(tile, "span", ""));
            print("</ul>\n");
            return;
        }
        constexpr std::size_t across = 3;
        print("<table width=\"100%\" cellspacing=\"4\" cellpadding=\"6\">\n");
        for (std::size_t i = 0; i < tiles.size(); i += across) {
            print("<tr>");
            for (std::size_t k = i; k < i + across; ++k)
                if (k < tiles.size())
                    print("<td class=\"tile\" width=\"33%\">{}</td>",
                          lines(tiles[k], "span", "<br />"));
                else
                    print("<td class=\"none\"></td>");
            print("</tr>\n");
        }
        print("</table>\n");
    }

    void write(const ReportSection& section) {
        print("<section id=\"{}\">\n<h2>{}{}</h2>\n", section.id, escaped(section.heading),
              escaped(section.qualifier));
        for (const Block& block : section.blocks)
            std::visit([this](const auto& of_a_kind) { write(of_a_kind); }, block);
        for (const Picture& picture : section.pictures)
            write(picture);
        if (!section.verbatim.empty())
            print("<pre>{}</pre>\n", escaped(section.verbatim));
        print("</section>\n");
    }
    void write(const Paragraph& block) { paragraph("", block.text); }

    std::string_view table_begin() const {
        return is_plain() ? "<table width=\"100%\" cellspacing=\"0\" cellpadding=\"2\">\n"
                          : "<div class=\"scroll\"><table>\n";
    }
    std::string_view table_end() const { return is_plain() ? "</table>\n" : "</table></div>\n"; }

    void write(const std::vector<ReportRow>& labelled) {
        print("{}<tbody>\n", table_begin());
        for (const ReportRow& row : labelled)
            print("<tr><th scope=\"row\"{0}>{1}</th><td{2}>{3}</td>{4}</tr>\n",
                  is_plain() ? " align=\"left\" width=\"20%\"" : "", escaped(row.label),
                  row.note.empty() ? " colspan=\"2\"" : (is_plain() ? " width=\"18%\"" : ""),
                  escaped(row.value),
                  row.note.empty() ? ""
                                   : fmt::format("<td class=\"note\">{}</td>", escaped(row.note)));
        print("</tbody>\n{}", table_end());
    }

    void write(const ReportTable& table) {
        print("{}<thead>\n<tr>", table_begin());
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            // A column without a heading would be heard as an empty cell.
            const std::string& heading = table.columns[i].heading;
            print("<th scope=\"col\"{}>{}</th>", cell_class(table, i, ""),
                  !heading.empty() ? escaped(heading)
                  : i == 0         ? "name"
                                   : "note");
        }
        print("</tr>\n</thead>\n<tbody>\n");
        for (const TableRow& row : table.rows)
            write(table, row);
        print("</tbody>\n{}", table_end());
    }
    // Attributes of a cell in column `i` with this text.
    std::string cell_class(const ReportTable& table, std::size_t i, std::string_view text) const {
        const TableColumn& column = table.columns[i];
        std::string kind(column.is_number ? "number" : "");
        if (column.is_verdict)
            kind = class_of_verdict(text);
        if (is_plain() && i > 0 && !column.is_number && table.columns[i - 1].is_number)
            kind += kind.empty() ? "text" : " text";
        return (kind.empty() ? "" : fmt::format(" class=\"{}\"", kind)) + (!is_plain() ? ""
                                                                           : column.is_number
                                                                               ? " align=\"right\""
                                                                               : " align=\"left\"");
    }
    void write(const ReportTable& table, const TableRow& row) {
        if (row.is_group_heading) {
            print(
                "<tr><th scope=\"rowgroup\" class=\"group\"{} colspan=\"{}\">{}</th>"
                "</tr>\n",
                is_plain() ? " align=\"left\"" : "", table.columns.size(),
                escaped(row.cells.front()));
            return;
        }
        print("<tr{}>", row.is_total ? " class=\"total\"" : "");
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            const std::string& cell = row.cells[i];
            const std::string attributes = cell_class(table, i, cell);
            if (i == 0)
                print("<th scope=\"row\"{}>{}</th>", attributes, escaped(cell));
            else
                print("<td{}>{}</td>", attributes, escaped(cell));
        }
        print("</tr>\n");
        if (!row.note.empty())
            print("<tr class=\"below\"><td></td><td class=\"note\" colspan=\"{}\">{}</td></tr>\n",
                  table.columns.size() - 1, escaped(row.note));
    }

    void write(const Picture& picture) {
        SvgPicture svg = svg_of(picture, fmt::format("picture-{}", number_));
        if (!is_plain()) {
            print("<figure>\n{}</figure>\n", svg.text);
        } else {
            print("<p><img src=\"picture:{}\" width=\"{}\" height=\"{}\" alt=\"\" /></p>\n",
                  number_, svg.width, svg.height);
            pictures_->push_back(std::move(svg));
        }
        ++number_;
    }

    std::ostream& out_;
    std::vector<SvgPicture>* pictures_;
    int number_ = 0;
};

}  // namespace

void write_html(const Report& report, std::ostream& out) {
    HtmlReport(out, nullptr).write(report);
}

PlainHtml plain_html(const Report& report) {
    PlainHtml page;
    std::ostringstream out;
    HtmlReport(out, &page.pictures).write(report);
    page.text = out.str();
    return page;
}

}  // namespace twin
