#include "gui/views/sankey_view.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QRadioButton>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QToolButton>
#include <QVBoxLayout>

#include "gui/look/figures.h"
#include "gui/tables/flow_table.h"
#include "gui/tables/table_page.h"

namespace twin {

SankeyView::SankeyView(Workspace& workspace)
    : View(workspace),
      drawing_(new QWidget),
      canvas_(new SankeyCanvas(workspace)),
      heading_(new QLabel),
      balance_(new QLabel),
      detail_(new QLabel),
      units_(new QComboBox),
      pages_(new QStackedWidget) {
    drawing_->setAutoFillBackground(true);
    drawing_->setBackgroundRole(QPalette::Base);
    heading_->setMargin(6);
    balance_->setMargin(6);
    balance_->setWordWrap(true);
    balance_->setAccessibleName(tr("Balance"));
    detail_->setMargin(6);
    detail_->setMinimumHeight(3 * fontMetrics().lineSpacing() + 12);
    detail_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    detail_->setWordWrap(true);
    auto* const column = new QVBoxLayout(drawing_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(heading_);
    column->addWidget(canvas_, 1);
    column->addWidget(balance_);

    auto* const body = new QWidget;
    make_controls(*body);
    body->setFocusProxy(canvas_);
    connect(canvas_, &SankeyCanvas::changed, this, &SankeyView::tell);
    connect(canvas_, &SankeyCanvas::node_chosen, this, [this](const QString& text) {
        detail_->setText(text.isEmpty() ? tr("Point at a band or a bar, or use the arrow keys, to "
                                             "see where its flow comes from and goes to.")
                                        : text);
    });
    emit canvas_->node_chosen({});
    connect(&workspace, &Workspace::facts_changed, this, &SankeyView::read);
    connect(&workspace, &Workspace::runs_changed, this, [this] {
        a_ = b_ = nullptr;
        canvas_->set_series(nullptr, nullptr);
        read();
    });
    set_body(body);
    set_unit(FlowUnit::power);
    read();
}

void SankeyView::make_controls(QWidget& body) {
    auto* const row = new QHBoxLayout;
    row->setContentsMargins(8, 6, 8, 6);
    row->setSpacing(12);
    units_->setAccessibleName(tr("Unit of the flows"));
    units_->addItem(tr("Power (MW)"), int(FlowUnit::power));
    units_->addItem(tr("Money (EUR/h)"), int(FlowUnit::money));
    units_->addItem(tr("Carbon (kg CO2/h, life-cycle)"), int(FlowUnit::carbon));
    units_->setToolTip(
        tr("Money: at what is paid by the kWh in that hour. Carbon: at the grid's "
           "life-cycle intensity in that hour."));
    connect(units_, &QComboBox::currentIndexChanged, this,
            [this] { set_unit(FlowUnit(units_->currentData().toInt())); });
    row->addWidget(units_);
    auto* const when = new QButtonGroup(this);
    auto* const head = new QRadioButton(tr("At the &play head"));
    auto* const mean = new QRadioButton(tr("&Mean over the visible range"));
    head->setChecked(true);
    when->addButton(head);
    when->addButton(mean);
    row->addWidget(head);
    row->addWidget(mean);
    connect(mean, &QRadioButton::toggled, canvas_, &SankeyCanvas::set_mean);
    connect(mean, &QRadioButton::toggled, this, &SankeyView::tell);
    row->addStretch();
    auto* const as_table = new QToolButton;
    as_table->setText(tr("Table"));
    as_table->setToolTip(tr("Show the same figures as a table."));
    as_table->setCheckable(true);
    connect(as_table, &QToolButton::toggled, this, [this](bool on) {
        pages_->setCurrentIndex(on ? 1 : 0);
        fill_table();
    });
    row->addWidget(as_table);

    auto* const column = new QVBoxLayout(&body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(pages_, 1);
    auto* const page = new QWidget;
    auto* const page_column = new QVBoxLayout(page);
    page_column->setContentsMargins(0, 0, 0, 0);
    page_column->setSpacing(0);
    page_column->addWidget(drawing_, 1);
    page_column->addWidget(detail_);
    pages_->addWidget(page);
}

QString SankeyView::nothing_to_show() const {
    const RunFacts* const facts = workspace().facts_a();
    if (workspace().a() == nullptr)
        return tr("No run is open. Open a run's file to see where its electricity goes.");
    if (facts == nullptr)
        return tr("The run's file is being read.");
    if (!facts->has_power)
        return tr(
            "This run knows no power: its site is a flat pool of nodes. A site with racks "
            "and parts has an energy flow.");
    return {};
}

QWidget& SankeyView::picture() {
    return *drawing_;
}

void SankeyView::set_unit(FlowUnit unit) {
    canvas_->set_unit(unit);
    delete pages_->widget(1);
    delete table_;
    table_ = new CellTable(flow_headings(unit), theme().name(), this);
    connect(&workspace(), &Workspace::theme_changed, table_,
            [this] { table_->set_theme(theme().name()); });
    pages_->addWidget(table_page(*table_, tr("Energy flow as a table"), 1));
    fill_table();
}

void SankeyView::read() {
    if (workspace().facts_a() == nullptr || !workspace().facts_a()->has_power)
        return;
    waiting_ = true;
    const auto question = [](const ResultStore& store) { return read_flow_series(store); };
    workspace().a()->ask<FlowSeries>(
        this, QStringLiteral("flow"), question,
        [this](FlowSeries series) { take(&SankeyView::a_, std::move(series)); });
    if (workspace().facts_b() != nullptr)
        workspace().b()->ask<FlowSeries>(
            this, QStringLiteral("flow"), question,
            [this](FlowSeries series) { take(&SankeyView::b_, std::move(series)); });
}

void SankeyView::take(SharedFlow SankeyView::*run, FlowSeries series) {
    this->*run = std::make_shared<const FlowSeries>(std::move(series));
    waiting_ = false;
    if (run == &SankeyView::a_) {
        auto* const items = qobject_cast<QStandardItemModel*>(units_->model());
        items->item(int(FlowUnit::money))->setEnabled(a_->has_price);
        items->item(int(FlowUnit::carbon))->setEnabled(a_->has_carbon);
        const bool known = items->item(units_->currentIndex())->isEnabled();
        if (!known)
            units_->setCurrentIndex(0);
    }
    canvas_->set_series(a_, b_);
    emit ready();
}

void SankeyView::tell() {
    balance_->setText(canvas_->balance());
    const RunFacts* const facts = workspace().facts_a();
    if (!a_ || facts == nullptr)
        return;
    const TimeContext& time = workspace().time();
    const CalendarTime start = facts->summary.start;
    QString text =
        canvas_->is_mean()
            ? tr("Mean from %1 to %2").arg(moment(start, time.from()), moment(start, time.until()))
            : moment(start, time.play_head());
    if (!a_->has_plant)
        text += tr(". This run simulates neither supply nor cooling: the flow ends at the racks.");
    else if (!a_->has_cooling)
        text += tr(". This run does not simulate cooling: where the heat goes is not known.");
    if (b_)
        text += tr("  –  B: change of %1 against A; dashed: its bars").arg(workspace().b()->name());
    heading_->setText(text);
    if (pages_->currentIndex() == 1)
        fill_table();
}

void SankeyView::fill_table() {
    table_->set_rows(
        flow_rows(canvas_->flow(), canvas_->flow_b(), canvas_->sign(), canvas_->unit()));
}

bool SankeyView::write_csv(QIODevice& out) const {
    CellTable table(flow_headings(canvas_->unit()), theme().name());
    table.set_rows(flow_rows(canvas_->flow(), canvas_->flow_b(), canvas_->sign(), canvas_->unit()));
    write_table_csv(table, out);
    return true;
}

}  // namespace twin
