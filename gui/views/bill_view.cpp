#include "gui/views/bill_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include "gui/look/figures.h"
#include "gui/look/result_texts.h"
#include "gui/tables/table_page.h"
#include "gui/views/bill_waterfall.h"
#include "sim/results/figure_text.h"

namespace twin {
namespace {

QLabel* heading() {
    auto* const label = new QLabel;
    label->setMargin(6);
    label->setTextFormat(Qt::RichText);
    return label;
}

}  // namespace

BillView::BillView(Workspace& workspace)
    : View(workspace),
      waterfall_(new BillWaterfall(workspace)),
      bill_words_(heading()),
      compliance_words_(heading()),
      violation_words_(heading()),
      peak_button_(new QPushButton),
      bill_pages_(new QStackedWidget),
      bill_(new CellTable(bill_headings(), workspace.theme().name(), this)),
      compliance_(new CellTable(compliance_headings(), workspace.theme().name(), this)),
      violations_(new CellTable(violation_headings(), workspace.theme().name(), this)) {
    auto* const split = new QSplitter(Qt::Vertical);
    split->setChildrenCollapsible(false);
    split->addWidget(make_bill());
    split->addWidget(make_lower());
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    split->setFocusProxy(waterfall_);
    connect(waterfall_, &BillWaterfall::peak_wanted, this, &BillView::go_to_peak);
    connect(peak_button_, &QPushButton::clicked, this, &BillView::go_to_peak);
    connect(&workspace, &Workspace::facts_changed, this, &BillView::fill);
    connect(&workspace, &Workspace::runs_changed, this, [this] {
        peak_a_ = peak_b_ = std::nullopt;
        fill();
    });
    connect(&workspace, &Workspace::theme_changed, this, [this] {
        for (CellTable* const table : {bill_, compliance_, violations_})
            table->set_theme(theme().name());
    });
    set_body(split);
    fill();
}

QWidget* BillView::make_bill() {
    auto* const top = new QWidget;
    auto* const row = new QHBoxLayout;
    row->setContentsMargins(2, 4, 8, 4);
    row->addWidget(bill_words_);
    row->addStretch();
    peak_button_->setToolTip(tr("Move the play head there."));
    row->addWidget(peak_button_);
    auto* const as_table = new QToolButton;
    as_table->setText(tr("Table"));
    as_table->setToolTip(tr("Show the bill as a table."));
    as_table->setCheckable(true);
    connect(as_table, &QToolButton::toggled, bill_pages_,
            [this](bool on) { bill_pages_->setCurrentIndex(on ? 1 : 0); });
    row->addWidget(as_table);
    bill_pages_->addWidget(waterfall_);
    bill_pages_->addWidget(table_page(*bill_, tr("Bill as a table"), 6));
    auto* const column = new QVBoxLayout(top);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(bill_pages_, 1);
    return top;
}

QWidget* BillView::make_lower() {
    auto* const lower = new QSplitter(Qt::Horizontal);
    lower->setChildrenCollapsible(false);
    const auto half = [lower](QLabel* words, QTableView* table) {
        auto* const part = new QWidget;
        auto* const column = new QVBoxLayout(part);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(0);
        column->addWidget(words);
        column->addWidget(table, 1);
        // Takes the place of the table where that is hidden.
        column->addStretch(0);
        lower->addWidget(part);
    };
    compliance_view_ = table_page(*compliance_, tr("What laws ask"), 7);
    violations_view_ = table_page(*violations_, tr("Limits that were not kept"), 5);
    violations_view_->setToolTip(tr("Click or Enter moves the play head there."));
    const auto go = [this](const QModelIndex& shown) {
        const int row = model_row(shown);
        workspace().time().set_play_head(
            violations_->index(row, 0).data(CellTable::value_role).toDouble());
    };
    connect(violations_view_, &QTableView::clicked, this, go);
    connect(violations_view_, &QTableView::activated, this, go);
    half(compliance_words_, compliance_view_);
    half(violation_words_, violations_view_);
    lower->setSizes({1000, 1000});
    return lower;
}

QString BillView::nothing_to_show() const {
    const RunFacts* const facts = workspace().facts_a();
    if (workspace().a() == nullptr)
        return tr("No run is open. Open a run's file to see what it costs and what laws ask.");
    if (facts == nullptr)
        return tr("The run's file is being read.");
    if (facts->bill.empty() && facts->compliance.empty() && facts->violations.empty())
        return facts->has_energy
                   ? tr("The bill is written when the run ends; no limit was missed so far.")
                   : tr("This run has no bill: its scenario has no prices. A scenario with a "
                        "tariff "
                        "under [energy] has one.");
    return {};
}

void BillView::fill() {
    const RunFacts* const facts = workspace().facts_a();
    if (facts == nullptr)
        return;
    const std::vector<BillStep> steps = bill_steps(*facts, workspace().facts_b());
    waterfall_->set_steps(steps);
    bill_->set_rows(bill_rows(steps));
    compliance_->set_rows(compliance_rows(*facts));
    violations_->set_rows(violation_rows(*facts));
    const double warm_up = std::chrono::duration<double>(facts->summary.warm_up).count();
    const CalendarTime start = facts->summary.start;
    bill_words_->setText(
        facts->bill.empty()
            ? strong(tr("Bill"), tr("none: it is written when a run with prices ends"))
            : strong(tr("Bill"),
                     tr("%1 to %2").arg(moment(start, warm_up), moment(start, facts->end_s))));
    compliance_words_->setText(
        strong(tr("Compliance"), facts->compliance.empty()
                                     ? tr("nothing is asked: the scenario names no laws")
                                     : tr("run A against dated thresholds")));
    // What is only watched leaves no violation where it is exceeded.
    QStringList exceeded;
    for (const LimitRecord& limit : facts->limits)
        if (limit.p99 > limit.limit)
            exceeded += result_text(std::string(limit_title(limit.name)));
    violation_words_->setText(strong(
        tr("Violations"),
        !facts->violations.empty()
            ? tr("%n limit(s) not kept; click to go there", nullptr, int(facts->violations.size()))
        : exceeded.empty() ? tr("none: every limit was kept")
                           : tr("none of what is held; only watched, and exceeded: %1")
                                 .arg(exceeded.join(QStringLiteral(", ")))));
    compliance_view_->setVisible(!facts->compliance.empty());
    violations_view_->setVisible(!facts->violations.empty());
    read_peaks();
}

void BillView::read_peaks() {
    using Peak = std::optional<GridPeak>;
    const auto ask = [this](OpenRun* run, const RunFacts* facts, Peak BillView::*peak) {
        if (facts == nullptr || !facts->has_energy)
            return;
        run->ask<Peak>(this, QStringLiteral("peak"), read_grid_peak, [this, peak](Peak found) {
            this->*peak = found;
            tell_peaks();
        });
    };
    ask(workspace().a(), workspace().facts_a(), &BillView::peak_a_);
    ask(workspace().b(), workspace().facts_b(), &BillView::peak_b_);
    tell_peaks();
}

void BillView::tell_peaks() {
    peak_button_->setVisible(peak_a_.has_value());
    const RunFacts* const facts = workspace().facts_a();
    if (!peak_a_ || facts == nullptr)
        return;
    const QString what = peak_a_->length_s > 900 ? tr("Highest interval") : tr("Peak quarter-hour");
    QString text =
        tr("%1: %2 at %3")
            .arg(what, figure(peak_a_->mean_w, "W"), moment(facts->summary.start, peak_a_->from_s));
    if (peak_b_ && workspace().facts_b() != nullptr)
        text += tr("  (B: %1 at %2)")
                    .arg(figure(peak_b_->mean_w, "W"),
                         moment(workspace().facts_b()->summary.start, peak_b_->from_s));
    peak_button_->setText(text);
}

void BillView::go_to_peak() {
    if (peak_a_)
        workspace().time().set_play_head(peak_a_->from_s);
}

bool BillView::write_csv(QIODevice& out) const {
    write_table_csv(*bill_, out);
    out.write("\n");
    write_table_csv(*compliance_, out);
    out.write("\n");
    write_table_csv(*violations_, out);
    return true;
}

}  // namespace twin
