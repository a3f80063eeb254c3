#include "gui/views/gantt_view.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QLabel>
#include <QSplitter>
#include <QTextStream>
#include <QToolButton>
#include <QVBoxLayout>

#include "gui/views/gantt_canvas.h"

namespace twin {

GanttView::GanttView(Workspace& workspace)
    : View(workspace),
      color_(new QComboBox),
      charts_(new QSplitter(Qt::Vertical)),
      a_(new GanttCanvas(workspace, GanttCanvas::Run::a)),
      b_(new GanttCanvas(workspace, GanttCanvas::Run::b)) {
    for (const GanttColorRow& row : gantt_colors())
        color_->addItem(QCoreApplication::translate("Gantt", row.title), int(row.color));
    color_->setAccessibleName(tr("Colour of the jobs"));
    connect(color_, &QComboBox::currentIndexChanged, this, [this](int row) {
        const auto by = gantt_colors()[std::size_t(std::max(row, 0))].color;
        a_->set_color(by);
        b_->set_color(by);
    });
    auto* const label = new QLabel(tr("&Colour by"));
    label->setBuddy(color_);
    auto* const all = new QToolButton;
    all->setText(tr("Show all"));
    all->setToolTip(tr("All nodes and the whole run (0 in the chart)"));
    connect(all, &QToolButton::clicked, this, [this] {
        a_->set_nodes(0, std::numeric_limits<int>::max());
        this->workspace().time().show_all();
    });
    auto* const hint = new QLabel(
        tr("Wheel: time, Ctrl+wheel: nodes, drag: move, click: choose a job, arrows: next job"));
    hint->setForegroundRole(QPalette::PlaceholderText);
    hint->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* const bar = new QHBoxLayout;
    bar->setContentsMargins(8, 4, 8, 4);
    bar->addWidget(label);
    bar->addWidget(color_);
    bar->addWidget(all);
    bar->addSpacing(12);
    bar->addWidget(hint, 1);
    charts_->addWidget(a_);
    charts_->addWidget(b_);
    charts_->setChildrenCollapsible(false);
    auto* const body = new QWidget;
    auto* const column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(charts_, 1);
    body->setFocusProxy(a_);
    connect(a_, &GanttCanvas::nodes_changed, b_, &GanttCanvas::set_nodes);
    connect(b_, &GanttCanvas::nodes_changed, a_, &GanttCanvas::set_nodes);
    for (const auto* const chart : {a_, b_})
        connect(chart, &GanttCanvas::ready, this, &View::ready);
    connect(&workspace, &Workspace::runs_changed, this, &GanttView::load);
    connect(&workspace, &Workspace::facts_changed, this, &GanttView::load);
    set_body(body);
    load();
}

QString GanttView::nothing_to_show() const {
    if (workspace().a() == nullptr)
        return tr("No run is open. Open a run's file to see where its jobs ran.");
    if (workspace().facts_a() == nullptr)
        return tr("The run's file is being read.");
    const SharedJobs& jobs = RunJobs::of(*workspace().a()).jobs();
    if (jobs && jobs->by_start.empty())
        return workspace().facts_a()->summary.status == RunStatus::running
                   ? tr("No job has ended yet. The file holds a job from its end on.")
                   : tr("No job started in this run.");
    return {};
}

QWidget& GanttView::picture() {
    return *charts_;
}

bool GanttView::is_ready() const {
    return a_->is_ready() && b_->is_ready();
}

void GanttView::showEvent(QShowEvent* event) {
    View::showEvent(event);
    load();
}

// The jobs are read when they are first looked at.
void GanttView::load() {
    for (OpenRun* const run : {workspace().a(), workspace().b()}) {
        if (run == nullptr)
            continue;
        RunJobs& jobs = RunJobs::of(*run);
        connect(&jobs, &RunJobs::changed, this, &GanttView::load, Qt::UniqueConnection);
        if (isVisible() && run->facts() != nullptr)
            jobs.want();
    }
    a_->load();
    b_->load();
    b_->setVisible(workspace().facts_b() != nullptr);
    look_again();
}

bool GanttView::write_csv(QIODevice& out) const {
    QTextStream text(&out);
    text << "run,idx,job,nodes,submit [s],start [s],end [s],wait [s],limit [s],state,backfilled,"
            "node ranges\n";
    static constexpr std::array states = {"waiting", "running", "completed", "killed at limit",
                                          "failed"};
    for (const auto* const chart : {a_, b_}) {
        const SharedJobs& jobs = chart->jobs();
        if (!jobs)
            continue;
        const GanttFrame frame = chart->frame();
        JobRow last = JobRow(-1);
        for_each_span(*jobs, frame, [&](const NodeRange&, JobRow row) {
            if (row == last)
                return;
            last = row;
            QString name = jobs->title_of(row);
            text << (chart == a_ ? "A," : "B,") << jobs->idx[row] << ",\""
                 << name.replace(u'"', QStringLiteral("\"\"")) << "\"," << jobs->nodes[row] << ','
                 << jobs->submit_s[row] << ',' << jobs->start_s[row] << ',';
            if (jobs->end_s[row] < JobStore::never)
                text << jobs->end_s[row];
            text << ',' << jobs->waited_s(row, JobStore::never) << ',' << jobs->limit_s[row] << ','
                 << states[std::size_t(jobs->state[row])] << ',' << int(jobs->backfilled[row])
                 << ",\"";
            const char* comma = "";
            for (const NodeRange& span : jobs->spans_of(row)) {
                text << comma << span.first << '-' << span.first + span.count - 1;
                comma = ",";
            }
            text << "\"\n";
        });
    }
    return true;
}

}  // namespace twin
