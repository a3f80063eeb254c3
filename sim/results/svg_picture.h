// Pictures of a report as SVG, of what every program that shows SVG knows: paths, rectangles, text.
#pragma once

#include <string>
#include <string_view>

#include "sim/results/report_sections.h"

namespace twin {

struct SvgPicture {
    std::string text;
    int width = 0, height = 0;  // in pixels of 1/96 inch; it scales
};

// Width of the plot in pixels: a curve of more pieces has more than can be seen.
inline constexpr int plot_width = 676;

// Colours stand as attributes for light paper; the classes are for a page that wants others.
// `id` is the page's own name for it.
SvgPicture svg_of(const Picture& picture, std::string_view id);

// For HTML and XML, between tags and in quotes. What is not UTF-8 or not allowed there becomes
// U+FFFD.
std::string escaped(std::string_view text);

}  // namespace twin
