#include "gui/views/views.h"

#include <array>

#include "gui/views/sankey_view.h"
#include "gui/views/series_view.h"

namespace twin {
namespace {

template <class T>
std::unique_ptr<View> make(Workspace& workspace) {
    return std::make_unique<T>(workspace);
}

constexpr std::array rows = {
    ViewRow{"series", QT_TRANSLATE_NOOP("View", "Series"),
            QT_TRANSLATE_NOOP("View", "Any recorded series over time, with limits."),
            make<SeriesView>},
    ViewRow{"sankey", QT_TRANSLATE_NOOP("View", "Energy flow"),
            QT_TRANSLATE_NOOP("View", "From the grid through racks and parts to water and air."),
            make<SankeyView>},
};

}  // namespace

std::span<const ViewRow> view_table() {
    return rows;
}

}  // namespace twin
