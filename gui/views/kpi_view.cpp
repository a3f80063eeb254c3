#include "gui/views/kpi_view.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include "gui/look/figures.h"
#include "gui/tables/table_page.h"
#include "gui/views/kpi_board.h"

namespace twin {
namespace {

constexpr int side_width = 280;

}  // namespace

KpiView::KpiView(Workspace& workspace)
    : View(workspace),
      search_(new QLineEdit),
      pages_(new QStackedWidget),
      scroll_(new QScrollArea),
      board_(new KpiBoard(workspace)),
      side_(new QWidget),
      explanation_(new QLabel),
      window_(new QLabel),
      table_(new CellTable(kpi_headings(), workspace.theme().name(), this)) {
    search_->setPlaceholderText(tr("Find a KPI: title, topic or word of its formula"));
    search_->setAccessibleName(tr("Find a KPI"));
    search_->setClearButtonEnabled(true);
    search_->setMaximumWidth(420);
    auto* const as_table = new QToolButton;
    as_table->setText(tr("Table"));
    as_table->setToolTip(tr("Show the same figures as a table."));
    as_table->setCheckable(true);
    auto* const row = new QHBoxLayout;
    row->setContentsMargins(8, 6, 8, 6);
    row->setSpacing(12);
    row->addWidget(search_, 1);
    row->addWidget(window_);
    row->addStretch();
    row->addWidget(as_table);

    scroll_->setWidget(board_);
    scroll_->setWidgetResizable(true);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setFocusPolicy(Qt::NoFocus);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    explanation_->setWordWrap(true);
    explanation_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    explanation_->setTextFormat(Qt::RichText);
    explanation_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    explanation_->setAccessibleName(tr("About the chosen KPI"));
    auto* const close = new QToolButton;
    close->setText(tr("Close"));
    connect(close, &QToolButton::clicked, this, &KpiView::close_explanation);
    auto* const side_column = new QVBoxLayout(side_);
    side_column->addWidget(explanation_, 1);
    side_column->addWidget(close, 0, Qt::AlignRight);
    side_->setFixedWidth(side_width);
    side_->hide();
    auto* const tiles = new QWidget;
    auto* const tiles_row = new QHBoxLayout(tiles);
    tiles_row->setContentsMargins(0, 0, 0, 0);
    tiles_row->setSpacing(0);
    tiles_row->addWidget(scroll_, 1);
    tiles_row->addWidget(side_);
    pages_->addWidget(tiles);
    QTableView* const page = table_page(*table_, tr("KPIs as a table"), 9);
    pages_->addWidget(page);

    auto* const body = new QWidget;
    auto* const column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(pages_, 1);
    body->setFocusProxy(board_);
    board_->installEventFilter(this);

    connect(search_, &QLineEdit::textChanged, this, &KpiView::fill);
    connect(as_table, &QToolButton::toggled, pages_,
            [this](bool on) { pages_->setCurrentIndex(on ? 1 : 0); });
    connect(board_, &KpiBoard::opened, this, &KpiView::explain);
    connect(board_, &KpiBoard::needs_sight, this, [this](const QRect& tile) {
        const QPoint middle = tile.center();
        scroll_->ensureVisible(middle.x(), middle.y(), tile.width() / 2, tile.height());
    });
    connect(board_, &KpiBoard::chosen, this, [this](int line) {
        if (side_->isVisible() && line >= 0)
            explain(line);
    });
    connect(&workspace, &Workspace::facts_changed, this, &KpiView::fill);
    connect(&workspace, &Workspace::runs_changed, this, &KpiView::fill);
    connect(&workspace, &Workspace::theme_changed, this, [this] {
        table_->set_theme(theme().name());
        close_explanation();
    });
    set_body(body);
    fill();
}

QString KpiView::nothing_to_show() const {
    const RunFacts* const facts = workspace().facts_a();
    if (workspace().a() == nullptr)
        return tr("No run is open. Open a run's file to see its KPIs.");
    if (facts == nullptr)
        return tr("The run's file is being read.");
    if (facts->kpis.empty())
        return tr("This run has no KPIs: nothing of its KPI window is recorded yet.");
    return {};
}

QWidget& KpiView::picture() {
    return *board_;
}

void KpiView::search(const QString& wanted) {
    search_->setText(wanted);
}

void KpiView::fill() {
    const RunFacts* const facts = workspace().facts_a();
    lines_.clear();
    std::vector<LimitTile> limits;
    if (facts != nullptr) {
        for (KpiLine& line : kpi_lines(*facts, workspace().facts_b()))
            if (matches(line, search_->text()))
                lines_.push_back(std::move(line));
        if (search_->text().isEmpty())
            limits = limit_tiles(*facts);
        const double warm_up = std::chrono::duration<double>(facts->summary.warm_up).count();
        window_->setText(tr("KPI window: %1 to %2")
                             .arg(moment(facts->summary.start, warm_up),
                                  moment(facts->summary.start, facts->end_s)));
    }
    board_->set_tiles(lines_, std::move(limits));
    table_->set_rows(kpi_rows(lines_));
}

void KpiView::explain(int index) {
    const KpiLine& line = lines_[std::size_t(index)];
    const auto paragraph = [](const QString& text) {
        return QStringLiteral("<p>%1</p>").arg(text.toHtmlEscaped());
    };
    QString text = QStringLiteral("<h3>%1</h3>").arg(line.title.toHtmlEscaped());
    text += paragraph(tr("A: %1").arg(line.figure_a));
    if (!line.figure_b.isEmpty())
        text += paragraph(tr("B: %1 (%2)").arg(line.figure_b, line.change));
    text += paragraph(tr("Formula: %1").arg(line.formula));
    for (const KpiTarget& target : line.targets)
        text += paragraph(target.law + QStringLiteral(": ") + target.text);
    text += paragraph(tr("Name in files and on the command line: %1").arg(line.name));
    explanation_->setText(text);
    side_->show();
}

void KpiView::close_explanation() {
    side_->hide();
}

bool KpiView::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress && side_->isVisible() &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        close_explanation();
        return true;
    }
    return View::eventFilter(watched, event);
}

bool KpiView::write_csv(QIODevice& out) const {
    write_table_csv(*table_, out);
    return true;
}

}  // namespace twin
