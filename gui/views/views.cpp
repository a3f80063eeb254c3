#include "gui/views/views.h"

#include <array>

#include "gui/views/map_view.h"
#include "gui/views/series_view.h"

namespace twin {
namespace {

template <class T>
std::unique_ptr<View> make(Workspace& workspace) {
    return std::make_unique<T>(workspace);
}

constexpr std::array rows = {
    ViewRow{"map", QT_TRANSLATE_NOOP("View", "Map"),
            QT_TRANSLATE_NOOP("View", "The whole machine at the play head, from groups to GPUs."),
            make<MapView>},
    ViewRow{"series", QT_TRANSLATE_NOOP("View", "Series"),
            QT_TRANSLATE_NOOP("View", "Any recorded series over time, with limits."),
            make<SeriesView>},
};

}  // namespace

std::span<const ViewRow> view_table() {
    return rows;
}

}  // namespace twin
