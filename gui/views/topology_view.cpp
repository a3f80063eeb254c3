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
      job_(new QLabel),
      detail_(new QLabel),
      pages_(new QStackedWidget),
      shown_(new QButtonGroup(this)),
      links_(new CellTable(link_headings(), theme().name(), this)),
      slowed_(new CellTable(slowed_headings(), theme().name(), this)) {
    auto* const body = new QWidget;
    make_controls(*body);
    pages_->addWidget(make_ring());
    pages_->addWidget(table_page(*links_, tr("Links of the network"), 0));
    pages_->addWidget(table_page(*slowed_, tr("Jobs that the network slowed"), 0));
    body->setFocusProxy(canvas_);
    connect(canvas_, &TopologyCanvas::changed, this, &TopologyView::tell);
    connect(canvas_, &TopologyCanvas::place_chosen, this, [this](const QString& text) {
        detail_->setText(text.isEmpty()
                             ? tr("Point at a group or a link, or use the arrow keys, to see what "
                                  "flows there and whose it is; a click chooses the largest job.")
                             : text);
    });
    connect(&workspace, &Workspace::theme_changed, this, [this] {
        links_->set_theme(theme().name());
        slowed_->set_theme(theme().name());
    });
    connect(&workspace, &Workspace::facts_changed, this, &TopologyView::read);
    connect(&workspace, &Workspace::runs_changed, this, [this] {
        network_ = nullptr;
        canvas_->set_network(nullptr);
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
    detail_->setMargin(6);
    detail_->setWordWrap(true);
    detail_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    detail_->setMinimumHeight(2 * fontMetrics().lineSpacing() + 12);
    auto* const column = new QVBoxLayout(drawing_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(heading_);
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
    RunJobs& jobs = RunJobs::of(*workspace().a());
    connect(&jobs, &RunJobs::changed, this, &TopologyView::tell, Qt::UniqueConnection);
    jobs.want();
}

void TopologyView::take(NetworkFlow network) {
    network_ = std::make_shared<const NetworkFlow>(std::move(network));
    waiting_ = false;
    canvas_->set_network(network_);
    look_again();
    emit ready();
}

void TopologyView::show_page(Page page) {
    pages_->setCurrentIndex(page);
    tell();
}

std::vector<CellTable::Row> TopologyView::rows_of_links() const {
    std::vector<double> flows;
    for (std::size_t i = 0; i < network_->links.size(); ++i)
        flows.push_back(canvas_->flow_of(i));
    return link_rows(*network_, flows);
}

std::vector<CellTable::Row> TopologyView::rows_of_slowed() const {
    return slowed_rows(*network_, RunJobs::of(*workspace().a()).jobs());
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
    const QString job = canvas_->describe_job();
    job_->setText(job.isEmpty() ? tr("No job is chosen.") : job);
    if (pages_->currentIndex() == links)
        links_->set_rows(rows_of_links());
    if (pages_->currentIndex() == slowed)
        slowed_->set_rows(rows_of_slowed());
}

bool TopologyView::write_csv(QIODevice& out) const {
    if (!network_)
        return false;
    const bool jobs = pages_->currentIndex() == slowed;
    CellTable table(jobs ? slowed_headings() : link_headings(), theme().name());
    table.set_rows(jobs ? rows_of_slowed() : rows_of_links());
    write_table_csv(table, out);
    return true;
}

}  // namespace twin
