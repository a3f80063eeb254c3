#include "gui/views/map_view.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTableView>
#include <QTextStream>
#include <QToolButton>
#include <QVBoxLayout>

#include "gui/tables/rack_table.h"
#include "gui/views/map_canvas.h"
#include "gui/views/map_legend.h"

namespace twin {

MapView::MapView(Workspace& workspace)
    : View(workspace),
      state_(MachineState::of(workspace)),
      canvas_(new MapCanvas(workspace)),
      map_(new QWidget),
      pages_(new QStackedWidget),
      racks_(new RackTable(this)),
      sorted_(new QSortFilterProxyModel(this)),
      table_(new QTableView) {
    auto* const column = new QVBoxLayout(map_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(canvas_, 1);
    column->addWidget(new MapLegend(workspace, *canvas_));
    make_table();
    pages_->addWidget(map_);
    pages_->addWidget(table_);
    auto* const body = new QWidget;
    auto* const rows = new QVBoxLayout(body);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(make_controls());
    rows->addWidget(pages_, 1);
    body->setFocusProxy(pages_);
    pages_->setFocusProxy(canvas_);
    connect(&state_, &MachineState::read, this, &MapView::take_machine);
    connect(&state_, &MachineState::moved, this, &MapView::fill_table);
    connect(&workspace.selection(), &Selection::changed, this, &MapView::mark_in_table);
    connect(canvas_, &MapCanvas::shown_changed, this, [this] {
        color_->setCurrentIndex(int(canvas_->color()));
        fill_table();
    });
    set_body(body);
    take_machine();
}

QWidget* MapView::make_controls() {
    auto* const bar = new QWidget;
    auto* const row = new QHBoxLayout(bar);
    row->setContentsMargins(8, 4, 8, 4);
    color_ = new QComboBox;
    for (const MapColorRow& each : map_color_table()) {
        color_->addItem(QCoreApplication::translate("Map", each.title));
        color_->setItemData(color_->count() - 1, QCoreApplication::translate("Map", each.about),
                            Qt::ToolTipRole);
    }
    color_->setAccessibleName(tr("Colour by"));
    auto* const label = new QLabel(tr("&Colour by"));
    label->setBuddy(color_);
    connect(color_, &QComboBox::currentIndexChanged, this,
            [this](int chosen) { canvas_->set_color(map_color_table()[std::size_t(chosen)].by); });
    row->addWidget(label);
    row->addWidget(color_);

    run_switch_ = new QWidget;
    auto* const runs = new QHBoxLayout(run_switch_);
    runs->setContentsMargins(12, 0, 0, 0);
    runs->setSpacing(0);
    auto* const group = new QButtonGroup(run_switch_);
    const auto add_run = [&](const QString& text, const QString& about, MachineState::Which which) {
        auto* const button = new QToolButton;
        button->setText(text);
        button->setToolTip(about);
        button->setAccessibleName(about);
        button->setCheckable(true);
        group->addButton(button);
        runs->addWidget(button);
        connect(button, &QToolButton::toggled, this, [this, which](bool on) {
            if (on)
                canvas_->set_run(which);
        });
        return button;
    };
    run_a_ = add_run(tr("A"), tr("Show run A"), MachineState::Which::a);
    run_a_->setChecked(true);
    run_b_ = add_run(tr("B"), tr("Show run B"), MachineState::Which::b);
    row->addWidget(run_switch_);
    row->addStretch(1);

    const auto add_button = [&](const QString& text, const QString& about, auto&& what) {
        auto* const button = new QToolButton;
        button->setText(text);
        button->setToolTip(about);
        button->setAccessibleName(about);
        connect(button, &QToolButton::clicked, canvas_, what);
        row->addWidget(button);
    };
    add_button(QStringLiteral("−"), tr("Zoom out (minus)"), [this] { canvas_->zoom(0.8); });
    add_button(QStringLiteral("+"), tr("Zoom in (plus)"), [this] { canvas_->zoom(1.25); });
    add_button(tr("All"), tr("Show the whole machine (home)"), [this] { canvas_->show_all(); });
    as_table_ = new QToolButton;
    as_table_->setText(tr("Table"));
    as_table_->setToolTip(tr("Show the racks as a table instead of the map"));
    as_table_->setCheckable(true);
    connect(as_table_, &QToolButton::toggled, this, &MapView::show_table);
    for (QToolButton* const button : {run_a_, run_b_, as_table_})
        connect(button, &QToolButton::toggled, this, &MapView::show_switches);
    connect(&workspace(), &Workspace::theme_changed, this, &MapView::show_switches);
    show_switches();
    row->addSpacing(8);
    row->addWidget(as_table_);
    return bar;
}

// What is switched on must be seen in every theme.
void MapView::show_switches() {
    for (QToolButton* const button : {run_a_, run_b_, as_table_}) {
        QPalette colors;
        if (button->isChecked()) {
            colors.setColor(QPalette::Button, theme().color(Tone::accent));
            colors.setColor(QPalette::ButtonText, theme().color(Tone::on_accent));
        }
        button->setPalette(colors);
    }
}

void MapView::make_table() {
    sorted_->setSourceModel(racks_);
    sorted_->setSortRole(RackTable::sort_role);
    table_->setModel(sorted_);
    table_->setSortingEnabled(true);
    table_->sortByColumn(RackTable::rack, Qt::AscendingOrder);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setAlternatingRowColors(true);
    table_->setShowGrid(false);
    table_->verticalHeader()->hide();
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    table_->setAccessibleName(tr("Racks at the play head"));
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& now) {
                if (now.isValid() && table_->hasFocus())
                    workspace().selection().choose(
                        {Selected::Kind::rack, sorted_->mapToSource(now).row()});
            });
}

QString MapView::nothing_to_show() const {
    if (workspace().a() == nullptr)
        return tr("No run is open. Open a run's file to see its machine.");
    if (workspace().facts_a() == nullptr)
        return tr("The run's file is being read.");
    if (workspace().facts_a()->racks.empty())
        return tr("This run's file holds no racks, so there is nothing to draw.");
    return {};
}

bool MapView::is_ready() const {
    return workspace().a() == nullptr || state_.machine(MachineState::Which::a) != nullptr;
}

QWidget& MapView::picture() {
    return *pages_->currentWidget();
}

void MapView::show_table(bool table) {
    pages_->setCurrentIndex(table ? 1 : 0);
    pages_->setFocusProxy(table ? static_cast<QWidget*>(table_) : canvas_);
    fill_table();
    mark_in_table();
}

void MapView::take_machine() {
    run_switch_->setVisible(workspace().b() != nullptr);
    if (workspace().b() == nullptr && canvas_->run() == MachineState::Which::b)
        canvas_->set_run(MachineState::Which::a);
    (canvas_->run() == MachineState::Which::b ? run_b_ : run_a_)->setChecked(true);
    // Of what the file does not hold the tool tip says why; chosen, the legend does.
    if (const Machine* const machine = state_.machine(canvas_->run())) {
        for (int i = 0; i < color_->count(); ++i) {
            const MapColorRow& row = map_color_table()[std::size_t(i)];
            const QString missing = map_color_missing(row.by, *machine);
            const QString title = QCoreApplication::translate("Map", row.title);
            color_->setItemText(i, missing.isEmpty() ? title : tr("%1 (not recorded)").arg(title));
            color_->setItemData(
                i, missing.isEmpty() ? QCoreApplication::translate("Map", row.about) : missing,
                Qt::ToolTipRole);
        }
    }
    fill_table();
    emit ready();
}

void MapView::fill_table() {
    if (as_table_ == nullptr || !as_table_->isChecked())
        return;
    MachineState::Which run = canvas_->run();
    racks_->show(state_.machine(run), state_.now(run));
    mark_in_table();
}

void MapView::mark_in_table() {
    const Selected chosen = workspace().selection().current();
    if (!as_table_->isChecked() || chosen.kind != Selected::Kind::rack ||
        chosen.index >= racks_->rowCount())
        return;
    const QModelIndex row = sorted_->mapFromSource(racks_->index(chosen.index, 0));
    if (table_->currentIndex().row() != row.row())
        table_->setCurrentIndex(row);
}

bool MapView::write_csv(QIODevice& out) const {
    RackTable racks;
    const auto run = canvas_->run();
    racks.show(state_.machine(run), state_.now(run));
    QTextStream text(&out);
    text << "At [s]";
    for (int column = 0; column < RackTable::columns; ++column)
        text << ',' << RackTable::heading(column);
    text << '\n';
    for (int row = 0; row < racks.rowCount(); ++row) {
        text << workspace().time().play_head() << ','
             << racks.data(racks.index(row, RackTable::rack)).toString() << ','
             << racks.data(racks.index(row, RackTable::group)).toString();
        for (int column = RackTable::nodes; column < RackTable::columns; ++column) {
            text << ',';
            if (const auto value = racks.value(row, column))
                text << *value;
        }
        text << '\n';
    }
    return true;
}

}  // namespace twin
