#include "gui/views/views.h"

#include <array>

#include "gui/views/bill_view.h"
#include "gui/views/compare_view.h"
#include "gui/views/gantt_view.h"
#include "gui/views/kpi_view.h"
#include "gui/views/lesson_view.h"
#include "gui/views/map_view.h"
#include "gui/views/queue_view.h"
#include "gui/views/sankey_view.h"
#include "gui/views/scenario_view.h"
#include "gui/views/series_view.h"
#include "gui/views/topology_view.h"
#include "gui/views/training_view.h"
#include "gui/views/welcome_view.h"

namespace twin {
namespace {

template <class T>
std::unique_ptr<View> make(Workspace& workspace) {
    return std::make_unique<T>(workspace);
}

constexpr std::array view_rows = {
    ViewRow{"welcome", QT_TRANSLATE_NOOP("View", "Welcome"),
            QT_TRANSLATE_NOOP("View", "Scenarios to start with, and the runs of late."),
            make<WelcomeView>},
    ViewRow{"map", QT_TRANSLATE_NOOP("View", "Map"),
            QT_TRANSLATE_NOOP("View", "The whole machine at the play head, from groups to GPUs."),
            make<MapView>},
    ViewRow{"topology", QT_TRANSLATE_NOOP("View", "Topology"),
            QT_TRANSLATE_NOOP("View",
                              "Load of the network's links, a job's placement, who slows whom."),
            make<TopologyView>},
    ViewRow{"gantt", QT_TRANSLATE_NOOP("View", "Gantt"),
            QT_TRANSLATE_NOOP("View", "Which nodes each job held, and when."), make<GanttView>},
    ViewRow{"queue", QT_TRANSLATE_NOOP("View", "Queue"),
            QT_TRANSLATE_NOOP("View", "Who waits at the play head, and why; who runs, who ran."),
            make<QueueView>},
    ViewRow{"series", QT_TRANSLATE_NOOP("View", "Series"),
            QT_TRANSLATE_NOOP("View", "Any recorded series over time, with limits."),
            make<SeriesView>},
    ViewRow{"sankey", QT_TRANSLATE_NOOP("View", "Energy flow"),
            QT_TRANSLATE_NOOP("View", "From the grid through racks and parts to water and air."),
            make<SankeyView>},
    ViewRow{
        "training", QT_TRANSLATE_NOOP("View", "Training"),
        QT_TRANSLATE_NOOP("View", "What a language model and a plan take: time, memory, watts."),
        make<TrainingView>},
    ViewRow{"kpis", QT_TRANSLATE_NOOP("View", "KPIs"),
            QT_TRANSLATE_NOOP("View", "All KPIs by topic, with targets and headroom to limits."),
            make<KpiView>},
    ViewRow{"bill", QT_TRANSLATE_NOOP("View", "Bill"),
            QT_TRANSLATE_NOOP("View", "What it costs, what laws ask, which limits were not kept."),
            make<BillView>},
    ViewRow{"compare", QT_TRANSLATE_NOOP("View", "Compare"),
            QT_TRANSLATE_NOOP("View", "Run A against run B: KPIs and settings."),
            make<CompareView>},
    ViewRow{"scenario", QT_TRANSLATE_NOOP("View", "Scenario"),
            QT_TRANSLATE_NOOP("View", "What if? The scenario as form and text, with its problems."),
            make<ScenarioView>},
    ViewRow{"lessons", QT_TRANSLATE_NOOP("View", "Lessons"),
            QT_TRANSLATE_NOOP("View", "Predict, run, look, explain; the sheet of the open lesson."),
            make<LessonView>},
};

}  // namespace

std::span<const ViewRow> view_table() {
    return view_rows;
}

}  // namespace twin
