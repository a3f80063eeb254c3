// What a report draws, read from the recorded intervals: never more pieces than can be seen.
#pragma once

#include "sim/results/report_content.h"
#include "sim/results/report_sections.h"

namespace twin {

// A picture with the id of the section that it belongs to.
struct PlacedPicture {
    std::string_view section;
    Picture picture;
};

// `b`: the run that is compared with; nullptr: none. What a run does not hold is not drawn.
struct PictureSource {
    const ResultStore& store;
    const ReportContent& content;
};
std::vector<PlacedPicture> report_pictures(const PictureSource& a, const PictureSource* b);

}  // namespace twin
