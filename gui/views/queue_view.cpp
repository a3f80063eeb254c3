#include "gui/views/queue_view.h"

#include <QButtonGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSplitter>
#include <QTableView>
#include <QToolButton>
#include <algorithm>

#include "gui/look/figures.h"
#include "gui/views/queue_strip.h"

namespace twin {
namespace {

struct WhatRow {
    JobQuery::What what;
    const char* title;  // for people, in the context "Queue"
};
constexpr std::array what_rows = {
    WhatRow{JobQuery::What::waiting, QT_TRANSLATE_NOOP("Queue", "Waiting")},
    WhatRow{JobQuery::What::running, QT_TRANSLATE_NOOP("Queue", "Running")},
    WhatRow{JobQuery::What::finished, QT_TRANSLATE_NOOP("Queue", "Finished")},
    WhatRow{JobQuery::What::all, QT_TRANSLATE_NOOP("Queue", "All")},
};

// Characters that a column has room for.
constexpr std::array<int, std::size_t(JobColumn::column_count)> letters = {
    11, 8, 19, 13, 44, 19, 19, 19, 16, 19, 13, 13, 15, 13, 17, 15, 20, 14, 12, 16};

QString count_of_jobs(std::int64_t count) {
    return count == 1 ? QueueView::tr("1 job") : figure(double(count), "jobs");
}

}  // namespace

QueueView::QueueView(Workspace& workspace)
    : View(workspace),
      model_(new JobTable(this)),
      table_(new QTableView),
      strip_(new QueueStrip(workspace)),
      page_(new QWidget),
      sentence_(new QLabel),
      note_(new QLabel),
      starts_note_(new QLabel),
      count_(new QLabel),
      what_(new QButtonGroup(this)),
      search_(new QLineEdit),
      menu_(new QMenu(this)) {
    make_table();
    sentence_->setWordWrap(true);
    sentence_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    note_->setWordWrap(true);
    starts_note_->setWordWrap(true);
    for (QLabel* const label : {note_, starts_note_})
        label->setForegroundRole(QPalette::PlaceholderText);
    for (QLabel* const label : {sentence_, note_, starts_note_})
        label->setContentsMargins(12, 4, 12, 2);
    QFont large = sentence_->font();
    large.setPointSizeF(large.pointSizeF() * 1.15);
    sentence_->setFont(large);
    auto* const split = new QSplitter(Qt::Vertical);
    split->addWidget(strip_);
    split->addWidget(table_);
    split->setStretchFactor(1, 1);
    split->setSizes({215, 500});
    split->setChildrenCollapsible(false);
    auto* const column = new QVBoxLayout(page_);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(2);
    column->addWidget(sentence_);
    column->addWidget(note_);
    column->addWidget(starts_note_);
    column->addWidget(split, 1);
    auto* const body = new QWidget;
    auto* const rows = new QVBoxLayout(body);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(make_bar());
    rows->addWidget(page_, 1);
    body->setFocusProxy(table_);

    soon_.setSingleShot(true);
    soon_.setInterval(100);
    connect(&soon_, &QTimer::timeout, this, &QueueView::refresh);
    connect(&workspace.time(), &TimeContext::play_head_changed, this, &QueueView::refresh_soon);
    connect(&workspace.selection(), &Selection::changed, this, &QueueView::select_chosen);
    connect(&workspace, &Workspace::runs_changed, this, &QueueView::load);
    connect(&workspace, &Workspace::facts_changed, this, &QueueView::load);
    set_body(body);
    load();
}

void QueueView::make_table() {
    table_->setModel(model_);
    table_->setAccessibleName(tr("Jobs"));
    table_->setAccessibleDescription(
        tr("Up and down choose a job in all views. A heading sorts by its column."));
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setAlternatingRowColors(true);
    table_->setShowGrid(false);
    table_->setWordWrap(false);
    table_->setTabKeyNavigation(false);
    table_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    // One height for all: asking half a million rows for theirs would take seconds.
    QHeaderView* const numbers = table_->verticalHeader();
    numbers->hide();
    numbers->setSectionResizeMode(QHeaderView::Fixed);
    numbers->setDefaultSectionSize(table_->fontMetrics().height() + 6);
    QHeaderView* const heading = table_->horizontalHeader();
    heading->setHighlightSections(false);
    heading->setSectionsMovable(true);
    const int letter = table_->fontMetrics().averageCharWidth();
    for (std::size_t i = 0; i < letters.size(); ++i)
        table_->setColumnWidth(
            int(i), std::max(letters[i] * letter + 12, heading->sectionSizeHint(int(i))));
    heading->setSortIndicator(int(JobColumn::submitted), Qt::AscendingOrder);
    table_->setSortingEnabled(true);
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& place) {
                if (selecting_ || !place.isValid())
                    return;
                const JobRow row = model_->rows()[std::size_t(place.row())];
                workspace().selection().choose({Selected::Kind::job, model_->jobs()->idx[row]});
            });
    connect(model_, &QAbstractItemModel::modelReset, this, &QueueView::select_chosen);
    table_->viewport()->installEventFilter(this);
}

QWidget* QueueView::make_bar() {
    auto* const bar = new QWidget;
    auto* const row = new QHBoxLayout(bar);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(6);
    auto* const group = new QHBoxLayout;
    group->setSpacing(0);
    for (const WhatRow& what : what_rows) {
        auto* const button = new QToolButton;
        button->setText(QCoreApplication::translate("Queue", what.title));
        button->setToolTip(tr("What the table shows, at the play head"));
        button->setFocusPolicy(Qt::StrongFocus);
        button->setCheckable(true);
        button->setChecked(what.what == JobQuery::What::waiting);
        what_->addButton(button, int(what.what));
        group->addWidget(button);
    }
    connect(what_, &QButtonGroup::idToggled, this, &QueueView::mark_choice);
    connect(what_, &QButtonGroup::idClicked, this, &QueueView::refresh);
    connect(&workspace(), &Workspace::theme_changed, this, &QueueView::mark_choice);
    mark_choice();
    row->addLayout(group);
    search_->setPlaceholderText(tr("Find a job by its name or number"));
    search_->setAccessibleName(tr("Part of a job's name or number"));
    search_->setClearButtonEnabled(true);
    search_->setMaximumWidth(260);
    connect(search_, &QLineEdit::textChanged, this, &QueueView::refresh_soon);
    row->addWidget(search_);
    auto* const filter = new QToolButton;
    filter->setText(tr("Filter"));
    filter->setToolTip(tr("Show only jobs of a size, a cause of waiting, an end or a place"));
    filter->setMenu(menu_);
    filter->setPopupMode(QToolButton::InstantPopup);
    connect(menu_, &QMenu::aboutToShow, this, &QueueView::fill_menu);
    row->addWidget(filter);
    chip_row_ = new QHBoxLayout;
    chip_row_->setSpacing(4);
    row->addLayout(chip_row_);
    row->addStretch(1);
    row->addWidget(count_);
    return bar;
}

// In high contrast the style's own mark of what is chosen is too faint.
void QueueView::mark_choice() {
    for (QAbstractButton* const button : what_->buttons()) {
        QPalette colors;
        if (button->isChecked()) {
            colors.setColor(QPalette::Button, theme().color(Tone::accent));
            colors.setColor(QPalette::ButtonText, theme().color(Tone::on_accent));
        }
        button->setPalette(colors);
    }
}

QString QueueView::nothing_to_show() const {
    if (workspace().a() == nullptr)
        return tr("No run is open. Open a run's file to see who waited, and why.");
    if (workspace().facts_a() == nullptr)
        return tr("The run's file is being read.");
    const SharedJobs& jobs = RunJobs::of(*workspace().a()).jobs();
    if (jobs && jobs->size() == 0)
        return workspace().facts_a()->summary.status == RunStatus::running
                   ? tr("No job has ended yet. The file holds a job from its end on.")
                   : tr("This run has no jobs.");
    return {};
}

void QueueView::showEvent(QShowEvent* event) {
    View::showEvent(event);
    load();
}

// A double click goes to the job's start.
bool QueueView::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::MouseButtonDblClick && table_->currentIndex().isValid()) {
        const JobStore& jobs = *model_->jobs();
        const JobRow row = model_->rows()[std::size_t(table_->currentIndex().row())];
        if (jobs.start_s[row] < JobStore::never)
            workspace().time().set_play_head(jobs.start_s[row]);
        return true;
    }
    if (event->type() == QEvent::Resize)
        stretch_why();
    return View::eventFilter(watched, event);
}

// The jobs are read when they are first looked at.
void QueueView::load() {
    SharedJobs jobs_of_run[2];
    int number = 0;
    for (OpenRun* const run : {workspace().a(), workspace().b()}) {
        SharedJobs& jobs = jobs_of_run[number++];
        if (run == nullptr)
            continue;
        RunJobs& of_run = RunJobs::of(*run);
        connect(&of_run, &RunJobs::changed, this, &QueueView::load, Qt::UniqueConnection);
        if (isVisible() && run->facts() != nullptr)
            of_run.want();
        jobs = of_run.jobs();
    }
    strip_->set_jobs(jobs_of_run[0], jobs_of_run[1]);
    if (model_->jobs() != jobs_of_run[0]) {
        starts_.reset();
        asked_at_s_ = -1;
        const RunFacts* const facts = workspace().facts_a();
        model_->set_jobs(jobs_of_run[0], facts != nullptr ? facts->summary.start : CalendarTime());
    }
    refresh();
    look_again();
}

void QueueView::refresh_soon() {
    if (!soon_.isActive())
        soon_.start();
}

void QueueView::refresh() {
    soon_.stop();
    // A page behind another is filled when it is shown.
    if (!isVisible() || !model_->jobs())
        return;
    JobQuery query;
    query.what = JobQuery::What(what_->checkedId());
    query.at_s = workspace().time().play_head();
    query.text = search_->text();
    query.starts = starts_;
    for (const Chip& chip : chips_)
        chip.apply(query);
    show_columns(query.what);
    model_->set_query(query);
    sentence_->setText(sentence());
    note_->setText(note());
    note_->setVisible(!note_->text().isEmpty());
    starts_note_->setText(about_starts());
    starts_note_->setVisible(!starts_note_->text().isEmpty());
    predict();
    count_->setText(tr("%1 of %2")
                        .arg(figure(double(model_->rowCount()), ""),
                             figure(double(model_->jobs()->size()), "jobs")));
}

// The sentences take the room that other columns leave.
void QueueView::stretch_why() {
    int others = 0;
    for (int column = 0; column < model_->columnCount(); ++column)
        if (column != int(JobColumn::why))
            others += table_->columnWidth(column);
    const int least =
        letters[std::size_t(JobColumn::why)] * table_->fontMetrics().averageCharWidth() + 12;
    table_->setColumnWidth(int(JobColumn::why),
                           std::max(least, table_->viewport()->width() - others));
}

// Those that have something to say.
void QueueView::show_columns(JobQuery::What what) {
    const JobStore& jobs = *model_->jobs();
    const bool waiting = what == JobQuery::What::waiting;
    for (const auto& [column, shown] :
         {std::pair(JobColumn::started, !waiting), std::pair(JobColumn::ran, !waiting),
          std::pair(JobColumn::backfilled, !waiting), std::pair(JobColumn::state, !waiting),
          std::pair(JobColumn::likely, waiting), std::pair(JobColumn::latest, waiting),
          std::pair(JobColumn::recorded, waiting), std::pair(JobColumn::miss, waiting),
          std::pair(JobColumn::placement, !waiting && jobs.has_network),
          std::pair(JobColumn::storage, !waiting && jobs.has_network),
          std::pair(JobColumn::lost_links, !waiting && jobs.has_network),
          std::pair(JobColumn::sharing, !waiting && jobs.has_network),
          std::pair(JobColumn::beside, !waiting && jobs.has_network),
          std::pair(JobColumn::grid, jobs.has_grid), std::pair(JobColumn::cost, jobs.has_cost),
          std::pair(JobColumn::carbon, jobs.has_carbon)})
        if (table_->isColumnHidden(int(column)) == shown)
            table_->setColumnHidden(int(column), !shown);
    stretch_why();
}

QString QueueView::sentence() const {
    const JobStore& jobs = *model_->jobs();
    const double at = workspace().time().play_head();
    const QString when = moment(workspace().facts_a()->summary.start, at);
    const JobStore::Queue queue = jobs.queue_at(at);
    const QString free = figure(queue.free_nodes, "nodes");
    QString text;
    const WaitReason reason(jobs, at);
    if (queue.waiting_jobs == 0 || !reason.first()) {
        text = tr("At %1, no job waits; %2 are free.").arg(when, free);
    } else {
        const JobRow first = *reason.first();
        text = (queue.waiting_jobs == 1 ? tr("At %1, %2 waits for %3; %4 are free.")
                                        : tr("At %1, %2 wait for %3; %4 are free."))
                   .arg(when, count_of_jobs(queue.waiting_jobs),
                        figure(double(queue.waiting_nodes), "nodes"), free) +
               u' ' +
               tr("The longest, %1, has waited %2: %3.")
                   .arg(jobs.title_of(first), span_of_time(jobs.waited_s(first, at)),
                        reason.of(first));
    }
    const RunFacts* const facts_b = workspace().facts_b();
    if (facts_b != nullptr && at > facts_b->end_s) {
        text += u' ' + tr("B has ended, %1.").arg(moment(facts_b->summary.start, facts_b->end_s));
    } else if (workspace().b() != nullptr) {
        if (const SharedJobs& other = RunJobs::of(*workspace().b()).jobs()) {
            const JobStore::Queue there = other->queue_at(at);
            text += u' ' + (there.waiting_jobs == 1 ? tr("In B %1 waits for %2.")
                                                    : tr("In B %1 wait for %2."))
                               .arg(count_of_jobs(there.waiting_jobs),
                                    figure(double(there.waiting_nodes), "nodes"));
        }
    }
    return text;
}

QString QueueView::note() const {
    QStringList notes;
    if (model_->rowCount() == 0)
        notes +=
            chips_.empty() && search_->text().isEmpty()
                ? tr("The table is empty at this time: choose another set of jobs, or move the "
                     "play head.")
                : tr("No job passes the filters at this time: remove one, or choose another "
                     "set of jobs.");
    if (workspace().facts_a()->summary.status == RunStatus::running)
        notes +=
            tr("The run goes on: its file holds a job from its end on, so those that wait or "
               "run now are missing until then.");
    if (!model_->jobs()->has_grid)
        notes +=
            tr("The run does not simulate the site's energy, so nothing is known of the jobs' "
               "energy, cost and carbon.");
    return notes.join(u' ');
}

void QueueView::select_chosen() {
    if (!model_->jobs())
        return;
    const Selected chosen = workspace().selection().current();
    const auto row = chosen.kind == Selected::Kind::job ? model_->jobs()->row_of(chosen.index)
                                                        : std::optional<JobRow>();
    const int place = row ? model_->place_of(*row) : -1;
    selecting_ = true;
    if (place < 0)
        table_->clearSelection();
    else if (table_->currentIndex().row() != place ||
             !table_->selectionModel()->isRowSelected(place, {}))
        table_->selectRow(place);
    selecting_ = false;
}

bool QueueView::write_csv(QIODevice& out) const {
    if (!model_->jobs())
        return false;
    model_->write_csv(out);
    return true;
}

}  // namespace twin
