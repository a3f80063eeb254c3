#include "gui/views/compare_view.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include "gui/look/figures.h"
#include "gui/tables/difference_table.h"
#include "gui/tables/table_page.h"
#include "gui/views/difference_chart.h"

namespace twin {
namespace {

// Below it the table's columns and the chart do not fit beside each other.
constexpr int narrow_width = 1250;
constexpr int targets_column = 7, unit_column = 8, formula_column = 9;

}  // namespace

CompareView::CompareView(Workspace& workspace)
    : View(workspace),
      search_(new QLineEdit),
      heading_(new QLabel),
      settings_words_(new QLabel),
      chart_(new DifferenceChart(workspace)),
      kpis_(new CellTable(kpi_headings(), workspace.theme().name(), this)),
      settings_(new CellTable(difference_headings(), workspace.theme().name(), this)),
      split_(new QSplitter),
      right_(new QSplitter) {
    search_->setPlaceholderText(tr("Find a KPI: title, topic or word of its formula"));
    search_->setAccessibleName(tr("Find a KPI"));
    search_->setClearButtonEnabled(true);
    search_->setMaximumWidth(420);
    auto* const row = new QHBoxLayout;
    row->setContentsMargins(8, 6, 8, 6);
    row->setSpacing(12);
    row->addWidget(search_, 1);
    row->addWidget(heading_, 2);
    QTableView* const table = table_page(*kpis_, tr("KPIs of A and B"), 1);
    for (const int column : {targets_column, unit_column, formula_column})
        table->setColumnHidden(column, true);
    settings_words_->setMargin(6);
    settings_view_ = table_page(*settings_, tr("What was set differently"), 0);
    settings_view_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    auto* const lower = new QWidget;
    auto* const lower_column = new QVBoxLayout(lower);
    lower_column->setContentsMargins(0, 0, 0, 0);
    lower_column->setSpacing(0);
    lower_column->addWidget(settings_words_);
    lower_column->addWidget(settings_view_, 1);
    right_->setChildrenCollapsible(false);
    right_->addWidget(chart_);
    right_->addWidget(lower);
    split_->setChildrenCollapsible(false);
    split_->addWidget(table);
    split_->addWidget(right_);
    for (QSplitter* const splitter : {right_, split_}) {
        splitter->setStretchFactor(0, 3);
        splitter->setStretchFactor(1, 2);
        splitter->setSizes({600, 400});
    }
    auto* const body = new QWidget;
    auto* const column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(split_, 1);
    body->setFocusProxy(table);

    connect(search_, &QLineEdit::textChanged, this, &CompareView::fill);
    connect(&workspace, &Workspace::theme_changed, this, [this] {
        kpis_->set_theme(theme().name());
        settings_->set_theme(theme().name());
    });
    const auto again = [this] {
        fill();
        read_settings();
    };
    connect(&workspace, &Workspace::facts_changed, this, again);
    connect(&workspace, &Workspace::runs_changed, this, again);
    set_body(body);
    again();
}

QString CompareView::nothing_to_show() const {
    if (workspace().a() == nullptr)
        return tr("No run is open. Open a run's file, then another one to compare it with.");
    if (workspace().b() == nullptr)
        return tr(
            "There is no run B to compare with. Open one with File, Compare with… "
            "(Ctrl+Shift+O), or start with --compare FILE.");
    if (workspace().facts_a() == nullptr || workspace().facts_b() == nullptr)
        return tr("The runs' files are being read.");
    return {};
}

void CompareView::resizeEvent(QResizeEvent* resized) {
    View::resizeEvent(resized);
    const bool is_narrow = width() < narrow_width;
    split_->setOrientation(is_narrow ? Qt::Vertical : Qt::Horizontal);
    right_->setOrientation(is_narrow ? Qt::Horizontal : Qt::Vertical);
}

void CompareView::fill() {
    const RunFacts *const a = workspace().facts_a(), *const b = workspace().facts_b();
    if (a == nullptr || b == nullptr)
        return;
    std::vector<KpiLine> lines;
    int better = 0, worse = 0;
    for (KpiLine& line : kpi_lines(*a, b)) {
        better += line.verdict == Verdict::better ? 1 : 0;
        worse += line.verdict == Verdict::worse ? 1 : 0;
        if (matches(line, search_->text()))
            lines.push_back(std::move(line));
    }
    const auto short_name = [this](const OpenRun& run) {
        return heading_->fontMetrics().elidedText(run.name(), Qt::ElideMiddle, 160);
    };
    heading_->setText(tr("B (%1) against A (%2): ✓ %3 KPIs better, ✗ %4 worse")
                          .arg(short_name(*workspace().b()), short_name(*workspace().a()))
                          .arg(better)
                          .arg(worse));
    chart_->set_lines(lines);
    kpis_->set_rows(kpi_rows(lines));
}

void CompareView::read_settings() {
    if (workspace().facts_a() == nullptr || workspace().facts_b() == nullptr)
        return;
    // Both files are read on A's thread.
    const std::string file_b = workspace().b()->file().toStdString();
    workspace().a()->ask<std::vector<SettingDifference>>(
        this, QStringLiteral("settings"),
        [file_b](const ResultStore& store) {
            return compare_runs(store, ResultStore(file_b)).settings;
        },
        [this](const std::vector<SettingDifference>& settings) {
            settings_words_->setText(strong(
                tr("Settings"), settings.empty()
                                    ? tr("no difference")
                                    : tr("%n set differently", nullptr, int(settings.size()))));
            settings_view_->setVisible(!settings.empty());
            settings_->set_rows(difference_rows(settings));
        });
}

bool CompareView::write_csv(QIODevice& out) const {
    write_table_csv(*kpis_, out);
    out.write("\n");
    write_table_csv(*settings_, out);
    return true;
}

}  // namespace twin
