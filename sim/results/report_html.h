// The report of a run, or of two compared, as a page: one file without scripts that loads nothing.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "sim/results/report_sections.h"
#include "sim/results/result_store.h"
#include "sim/results/svg_picture.h"

namespace twin {

// The sections with what has room on pages only: pictures, first figures, provenance.
Report illustrated_report(const ResultStore& run);
Report illustrated_report(const ResultStore& a, const ResultStore& b);

// HTML 5 that is also well-formed XML, with the pictures in it. The same report gives the same
// bytes.
void write_html(const Report& report, std::ostream& out);

// For programs that lay out simple HTML on paper and know few rules of style: the pictures stand
// beside it, in the page they are images of the addresses "picture:0", "picture:1", ...
struct PlainHtml {
    std::string text;
    std::vector<SvgPicture> pictures;
};
PlainHtml plain_html(const Report& report);

}  // namespace twin
