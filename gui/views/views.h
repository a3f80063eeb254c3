// The pages of the window, one row each: adding one is one file and one row.
#pragma once

#include <memory>
#include <span>

#include "gui/views/view.h"

namespace twin {

struct ViewRow {
    const char* name;   // on the command line: "map"
    const char* title;  // for people, in the context "View"
    const char* about;  // one sentence for people, in the context "View"
    std::unique_ptr<View> (*make)(Workspace& workspace);
};

std::span<const ViewRow> view_table();

}  // namespace twin
