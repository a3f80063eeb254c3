#include "gui/views/topology_view.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QRadioButton>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "gui/look/figures.h"
#include "gui/run/job_store.h"
#include "gui/tables/network_tables.h"
#include "gui/tables/table_page.h"

namespace twin {

TopologyView::TopologyView(Workspace& workspace)
    : View(workspace),
      drawing_(new QWidget),
      canvas_(new TopologyCanvas(workspace)),
      heading_(new QLabel),
      losses_(new QLabel),
      job_(new QLabel),
      detail_(new QLabel),
      group_drawing_(new QWidget),
      group_canvas_(new GroupCanvas(workspace)),
      group_heading_(new QLabel),
      group_losses_(new QLabel),
      group_note_(new QLabel),
      group_detail_(new QLabel),
      pages_(new QStackedWidget),
      shown_(new QButtonGroup(this)),
      group_jobs_(new CellTable(group_job_headings(), theme().name(), this)),
      links_(new CellTable(link_headings(), theme().name(), this)),
      slowed_(new CellTable(slowed_headings(Times::spans), theme().name(), this)) {
    auto* const body = new QWidget;
    make_controls(*body);
    pages_->addWidget(make_ring());
    pages_->addWidget(make_group());
    pages_->addWidget(table_page(*links_, tr("Links of the network"), 0));
    QTableView* const slowed_view = table_page(*slowed_, tr("Jobs that the network slowed"), 0);
    slowed_view->sortByColumn(2, Qt::DescendingOrder);
    connect(slowed_view, &QTableView::activated, this, &TopologyView::choose_slowed);
    pages_->addWidget(slowed_view);
    body->setFocusProxy(canvas_);
    connect(canvas_, &TopologyCanvas::changed, this, &TopologyView::tell);
    connect(canvas_, &TopologyCanvas::place_chosen, this, [this](const QString& text) {
        detail_->setText(text.isEmpty()
                             ? tr("Point at a group or a link, or use the arrow keys, to see what "
                                  "flows there and whose it is. A click on a group shows what is "
                                  "inside, one on a link chooses its largest job.")
                             : text);
    });
    connect(canvas_, &TopologyCanvas::group_opened, this, &TopologyView::show_group);
    connect(&workspace, &Workspace::theme_changed, this, [this] {
        group_jobs_->set_theme(theme().name());
        links_->set_theme(theme().name());
        slowed_->set_theme(theme().name());
    });
    connect(&workspace, &Workspace::facts_changed, this, &TopologyView::read);
    connect(&workspace, &Workspace::runs_changed, this, [this] {
        network_ = nullptr;
        switches_ = nullptr;
        canvas_->set_network(nullptr);
        group_canvas_->set_network(nullptr, nullptr);
        read();
    });
    set_body(body);
    show_page(ring);
    read();
}

QWidget* TopologyView::make_ring() {
    drawing_->setAutoFillBackground(true);
    drawing_->setBackgroundRole(QPalette::Base);
    heading_->setMargin(6);
    job_->setMargin(6);
    job_->setWordWrap(true);
    job_->setAccessibleName(tr("The chosen job"));
    losses_->setMargin(6);
    losses_->setWordWrap(true);
    losses_->setAccessibleName(tr("Lost cables and switches"));
    detail_->setMargin(6);
    detail_->setWordWrap(true);
    detail_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    detail_->setMinimumHeight(2 * fontMetrics().lineSpacing() + 12);
    auto* const column = new QVBoxLayout(drawing_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(heading_);
    column->addWidget(losses_);
    column->addWidget(canvas_, 1);
    column->addWidget(job_);
    auto* const page = new QWidget;
    auto* const page_column = new QVBoxLayout(page);
    page_column->setContentsMargins(0, 0, 0, 0);
    page_column->setSpacing(0);
    page_column->addWidget(drawing_, 1);
    page_column->addWidget(detail_);
    return page;
}

QWidget* TopologyView::make_group() {
    group_drawing_->setAutoFillBackground(true);
    group_drawing_->setBackgroundRole(QPalette::Base);
    for (QLabel* const label : {group_heading_, group_losses_, group_note_, group_detail_}) {
        label->setMargin(6);
        label->setWordWrap(true);
    }
    group_note_->setForegroundRole(QPalette::PlaceholderText);
    group_detail_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    group_detail_->setMinimumHeight(2 * fontMetrics().lineSpacing() + 12);
    group_note_->setText(
        tr("Switches and cables as the catalogue describes this network; the run records what a "
           "group exchanges with the others, not what flows between its own switches."));
    QTableView* const jobs = table_page(*group_jobs_, tr("Jobs in the group"), 0);
    auto* const column = new QVBoxLayout(group_drawing_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(group_heading_);
    column->addWidget(group_losses_);
    column->addWidget(group_canvas_, 3);
    column->addWidget(group_note_);
    column->addWidget(jobs, 1);
    const auto button = [&](const QString& text, const QString& about, auto&& what) {
        auto* const made = new QToolButton;
        made->setText(text);
        made->setToolTip(about);
        made->setAccessibleName(about);
        made->setFocusPolicy(Qt::StrongFocus);
        connect(made, &QToolButton::clicked, this, what);
        return made;
    };
    const auto go = [this](int step) {
        if (network_ && network_->groups > 0)
            show_group((group_canvas_->group() + step + network_->groups) % network_->groups);
    };
    const auto back = [this] {
        show_page(ring);
        canvas_->setFocus();
    };
    auto* const row = new QHBoxLayout;
    row->setContentsMargins(6, 0, 6, 4);
    row->addWidget(button(tr("All groups"), tr("Back to all groups on a ring (Backspace)"), back));
    row->addWidget(button(tr("Before"), tr("The group before (Page up)"), [go] { go(-1); }));
    row->addWidget(button(tr("Next"), tr("The next group (Page down)"), [go] { go(1); }));
    row->addWidget(group_detail_, 1);
    connect(group_canvas_, &GroupCanvas::left, this, back);
    connect(group_canvas_, &GroupCanvas::group_wanted, this, go);
    connect(group_canvas_, &GroupCanvas::place_chosen, this,
            [this](const QString& text) { tell_in_group(text); });
    connect(jobs, &QTableView::activated, this, [this](const QModelIndex& shown) {
        const int place = model_row(shown);
        const Machine* const machine =
            MachineState::of(this->workspace()).machine(MachineState::Which::a);
        if (machine != nullptr && place >= 0 && place < int(in_group_.size()))
            this->workspace().selection().choose(
                {Selected::Kind::job, machine->jobs.job(in_group_[std::size_t(place)]).idx});
    });
    auto* const page = new QWidget;
    auto* const page_column = new QVBoxLayout(page);
    page_column->setContentsMargins(0, 0, 0, 0);
    page_column->setSpacing(0);
    page_column->addWidget(group_drawing_, 1);
    page_column->addLayout(row);
    return page;
}

void TopologyView::tell_in_group(const QString& place) {
    const QString job = canvas_->describe_job();
    group_detail_->setText(!place.isEmpty() ? place
                           : !job.isEmpty() ? job
                                            : tr("Point at a switch or a node, or use the arrow "
                                                 "keys; a click on a node chooses its job."));
}

void TopologyView::show_group(int shown) {
    group_canvas_->set_group(shown);
    show_page(group);
    group_canvas_->setFocus();
}

// On the ring, with its rival's groups.
void TopologyView::choose_slowed(const QModelIndex& shown) {
    const int row = model_row(shown);
    if (row < 0 || !network_ || row >= int(network_->slowed.size()))
        return;
    workspace().selection().choose({Selected::Kind::job, network_->slowed[std::size_t(row)].idx});
    show_page(ring);
    canvas_->setFocus();
}

void TopologyView::make_controls(QWidget& body) {
    auto* const row = new QHBoxLayout;
    row->setContentsMargins(8, 6, 8, 6);
    row->setSpacing(12);
    auto* const when = new QButtonGroup(this);
    auto* const head = new QRadioButton(tr("At the &play head"));
    auto* const mean = new QRadioButton(tr("&Mean over the visible range"));
    head->setChecked(true);
    when->addButton(head);
    when->addButton(mean);
    row->addWidget(head);
    row->addWidget(mean);
    connect(mean, &QRadioButton::toggled, canvas_, &TopologyCanvas::set_mean);
    connect(mean, &QRadioButton::toggled, group_canvas_, &GroupCanvas::set_mean);
    row->addStretch();
    const auto add_page = [&](Page page, const QString& text, const QString& about) {
        auto* const button = new QToolButton;
        button->setText(text);
        button->setToolTip(about);
        button->setAccessibleName(about);
        button->setCheckable(true);
        shown_->addButton(button, page);
        row->addWidget(button);
    };
    add_page(ring, tr("Ring"), tr("Show the groups on a ring"));
    add_page(group, tr("Group"), tr("Show the switches and nodes of one group"));
    add_page(links, tr("Links"), tr("Show the links as a table"));
    add_page(slowed, tr("Slowed jobs"), tr("Show which jobs the network slowed, and who did"));
    shown_->button(ring)->setChecked(true);
    connect(shown_, &QButtonGroup::idClicked, this, [this](int page) { show_page(Page(page)); });
    auto* const column = new QVBoxLayout(&body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(pages_, 1);
}

QString TopologyView::nothing_to_show() const {
    if (workspace().a() == nullptr)
        return tr("No run is open. Open a run's file to see what its network carried.");
    if (workspace().facts_a() == nullptr || waiting_)
        return tr("The run's file is being read.");
    if (!network_ || network_->links.empty())
        return tr(
            "This run does not simulate its network: the site's is not known, or the "
            "scenario says network.sharing = false.");
    if (!network_->is_simulated())
        return tr("The network of this run's site is one group: no links lie between groups.");
    return {};
}

QWidget& TopologyView::picture() {
    if (pages_->currentIndex() == group)
        return *group_drawing_;
    return pages_->currentIndex() == ring ? *drawing_ : *pages_->currentWidget();
}

void TopologyView::read() {
    if (workspace().facts_a() == nullptr)
        return;
    waiting_ = true;
    workspace().a()->ask<NetworkFlow>(
        this, QStringLiteral("network"),
        [](const ResultStore& store) { return read_network_flow(store); },
        [this](NetworkFlow network) { take(std::move(network)); });
    workspace().a()->ask<SharedSwitches>(
        this, QStringLiteral("switches"),
        [](const ResultStore& store) {
            const RunSummary run = store.run();
            return shipped_switches(run.site_id, run.nodes);
        },
        [this](SharedSwitches switches) {
            switches_ = std::move(switches);
            group_canvas_->set_network(network_, switches_);
            tell();
        });
    RunJobs& jobs = RunJobs::of(*workspace().a());
    connect(&jobs, &RunJobs::changed, this, &TopologyView::tell, Qt::UniqueConnection);
    jobs.want();
}

void TopologyView::take(NetworkFlow network) {
    network_ = std::make_shared<const NetworkFlow>(std::move(network));
    waiting_ = false;
    canvas_->set_network(network_);
    group_canvas_->set_network(network_, switches_);
    look_again();
    emit ready();
}

void TopologyView::show_page(Page page) {
    pages_->setCurrentIndex(page);
    shown_->button(page)->setChecked(true);
    tell();
}

std::vector<CellTable::Row> TopologyView::rows_of_slowed() const {
    return slowed_rows(*network_, RunJobs::of(*workspace().a()).jobs());
}

void TopologyView::fill_group_jobs() {
    MachineState& state = MachineState::of(workspace());
    const Machine* const machine = state.machine(MachineState::Which::a);
    const MachineNow* const now = state.now(MachineState::Which::a);
    if (machine == nullptr || now == nullptr)
        return;
    const int shown = group_canvas_->group();
    in_group_ = jobs_in_group(*network_, shown, machine->jobs, now->running);
    group_jobs_->set_rows(group_job_rows(*network_, shown, group_canvas_->switches(), machine->jobs,
                                         in_group_, RunJobs::of(*workspace().a()).jobs()));
}

std::vector<CellTable::Row> TopologyView::rows_of_group_nodes() const {
    MachineState& state = MachineState::of(workspace());
    const Machine* const machine = state.machine(MachineState::Which::a);
    const MachineNow* const now = state.now(MachineState::Which::a);
    if (machine == nullptr || now == nullptr)
        return {};
    return group_node_rows(*network_, group_canvas_->group(), group_canvas_->switches(), *machine,
                           *now, RunJobs::of(*workspace().a()).jobs());
}

void TopologyView::tell() {
    const RunFacts* const facts = workspace().facts_a();
    if (!network_ || facts == nullptr)
        return;
    const TimeContext& time = workspace().time();
    const CalendarTime start = facts->summary.start;
    const QString when =
        canvas_->is_mean()
            ? tr("Mean from %1 to %2").arg(moment(start, time.from()), moment(start, time.until()))
            : moment(start, time.play_head());
    heading_->setText(tr("%1  –  width and colour of a link: its load; arc around a group: load of "
                         "all its links")
                          .arg(when));
    const auto show_losses = [](QLabel& label, const QString& text) {
        label.setText(QStringLiteral("✗ ") + text);
        label.setVisible(!text.isEmpty());
    };
    show_losses(*losses_, canvas_->describe_losses());
    show_losses(*group_losses_, canvas_->describe_losses(group_canvas_->group()));
    const QString job = canvas_->describe_job();
    job_->setText(job.isEmpty() ? tr("No job is chosen.") : job);
    if (pages_->currentIndex() == group) {
        group_heading_->setText(tr("%1  –  %2").arg(when, group_canvas_->heading()));
        group_note_->setVisible(group_canvas_->switches() != nullptr);
        fill_group_jobs();
        tell_in_group(group_canvas_->describe(group_canvas_->place()));
    }
    if (pages_->currentIndex() == links)
        links_->set_rows(link_rows(*network_, canvas_->now()));
    if (pages_->currentIndex() == slowed)
        slowed_->set_rows(rows_of_slowed());
}

bool TopologyView::write_csv(QIODevice& out) const {
    if (!network_)
        return false;
    const int page = pages_->currentIndex();
    const auto write = [&](const QStringList& headings, std::vector<CellTable::Row> rows) {
        CellTable table(headings, theme().name());
        table.set_rows(std::move(rows));
        write_table_csv(table, out);
        return true;
    };
    if (page == group)
        return write(group_node_headings(), rows_of_group_nodes());
    if (page == slowed)
        return write(slowed_headings(Times::seconds), rows_of_slowed());
    return write(link_headings(), link_rows(*network_, canvas_->now()));
}

}  // namespace twin
