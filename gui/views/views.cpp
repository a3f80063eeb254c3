#include "gui/views/views.h"

#include <array>

#include "gui/views/gantt_view.h"
#include "gui/views/queue_view.h"
#include "gui/views/scenario_view.h"
#include "gui/views/series_view.h"

namespace twin {
namespace {

template <class T>
std::unique_ptr<View> make(Workspace& workspace) {
    return std::make_unique<T>(workspace);
}

constexpr std::array rows = {
    ViewRow{"gantt", QT_TRANSLATE_NOOP("View", "Gantt"),
            QT_TRANSLATE_NOOP("View", "Which nodes each job held, and when."), make<GanttView>},
    ViewRow{"queue", QT_TRANSLATE_NOOP("View", "Queue"),
            QT_TRANSLATE_NOOP("View", "Who waits at the play head, and why; who runs, who ran."),
            make<QueueView>},
    ViewRow{"series", QT_TRANSLATE_NOOP("View", "Series"),
            QT_TRANSLATE_NOOP("View", "Any recorded series over time, with limits."),
            make<SeriesView>},
    ViewRow{"scenario", QT_TRANSLATE_NOOP("View", "Scenario"),
            QT_TRANSLATE_NOOP("View", "What if? The scenario as form and text, with its problems."),
            make<ScenarioView>},
};

}  // namespace

std::span<const ViewRow> view_table() {
    return rows;
}

}  // namespace twin
