#include "gui/views/scenario_view.h"

#include <QAction>
#include <QComboBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QSplitter>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QTextStream>
#include <QToolButton>
#include <QTreeView>
#include <QUndoView>
#include <QVBoxLayout>
#include <functional>

#include "gui/tables/problem_table.h"
#include "gui/tables/setting_tree.h"
#include "gui/views/text_editor.h"

namespace twin {
namespace {

// A combo box where a key has choices, else a line to write in.
class ValueDelegate : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                          const QModelIndex& cell) const override {
        const KeyHelp help = help_for(cell.data(SettingTree::path_role).toString().toStdString());
        if (help.choices.empty())
            return QStyledItemDelegate::createEditor(parent, option, cell);
        auto* const box = new QComboBox(parent);
        box->setEditable(true);
        for (const std::string& choice : help.choices)
            box->addItem(QString::fromStdString(choice));
        return box;
    }

    void setEditorData(QWidget* editor, const QModelIndex& cell) const override {
        if (auto* const box = qobject_cast<QComboBox*>(editor))
            box->setCurrentText(cell.data(Qt::EditRole).toString());
        else
            QStyledItemDelegate::setEditorData(editor, cell);
    }

    void setModelData(QWidget* editor, QAbstractItemModel* model,
                      const QModelIndex& cell) const override {
        if (auto* const box = qobject_cast<QComboBox*>(editor))
            model->setData(cell, box->currentText(), Qt::EditRole);
        else
            QStyledItemDelegate::setModelData(editor, model, cell);
    }
};

}  // namespace

ScenarioView::ScenarioView(Workspace& workspace)
    : View(workspace),
      settings_(new SettingTree(this)),
      problems_(new ProblemTable(this)),
      form_(new QTreeView),
      editor_(new TextEditor(workspace)),
      list_(new QTableView),
      state_(new QLabel),
      help_(new QLabel) {
    form_->setModel(settings_);
    form_->setItemDelegateForColumn(SettingTree::value, new ValueDelegate(form_));
    form_->setEditTriggers(QAbstractItemView::AllEditTriggers);
    form_->setAlternatingRowColors(true);
    form_->header()->setStretchLastSection(false);
    form_->header()->setSectionResizeMode(SettingTree::value, QHeaderView::Stretch);
    form_->header()->setSectionResizeMode(SettingTree::origin, QHeaderView::ResizeToContents);
    form_->setAccessibleName(tr("Keys of the scenario"));
    list_->setModel(problems_);
    list_->setSelectionBehavior(QAbstractItemView::SelectRows);
    list_->setAccessibleName(tr("Problems of the scenario"));
    list_->verticalHeader()->hide();
    list_->horizontalHeader()->setStretchLastSection(true);
    help_->setWordWrap(true);
    help_->setMargin(6);
    help_->setMinimumHeight(44);
    help_->setText(tr("Choose a key to read what it means."));
    help_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto* const history = new QUndoView(&workspace.document().undo_stack());
    history->setEmptyLabel(tr("As it was opened"));
    history->setAccessibleName(tr("History of edits"));
    history->setMaximumHeight(120);

    auto* const left = new QWidget;
    auto* const left_column = new QVBoxLayout(left);
    left_column->setContentsMargins(0, 0, 0, 0);
    left_column->addWidget(form_, 1);
    left_column->addWidget(make_list_bar());
    left_column->addWidget(help_);
    auto* const right = new QWidget;
    auto* const right_column = new QVBoxLayout(right);
    right_column->setContentsMargins(0, 0, 0, 0);
    right_column->addWidget(editor_, 1);
    right_column->addWidget(new QLabel(tr("History (a click goes back or forth)")));
    right_column->addWidget(history);
    auto* const sides = new QSplitter;
    sides->addWidget(left);
    sides->addWidget(right);
    auto* const rows = new QSplitter(Qt::Vertical);
    rows->addWidget(sides);
    rows->addWidget(list_);
    rows->setStretchFactor(0, 3);
    rows->setStretchFactor(1, 1);
    rows->setChildrenCollapsible(false);
    state_->setWordWrap(true);
    state_->setMargin(4);
    auto* const body = new QWidget;
    auto* const column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(rows, 1);
    column->addWidget(state_);

    ScenarioDocument& document = workspace.document();
    connect(settings_, &QAbstractItemModel::modelAboutToBeReset, this,
            &ScenarioView::note_open_rows);
    connect(settings_, &QAbstractItemModel::modelReset, this, &ScenarioView::open_rows_again);
    connect(settings_, &SettingTree::value_wanted, &document,
            [&document](const QString& path, const QString& value) {
                // A value that is rubbed out is taken out: its default or its base holds again.
                if (value.trimmed().isEmpty())
                    document.remove_value(path);
                else
                    document.set_value(path, value);
            });
    connect(&document, &ScenarioDocument::refused, state_, &QLabel::setText);
    connect(&document, &ScenarioDocument::check_finished, this, &ScenarioView::show_check);
    connect(&document, &ScenarioDocument::file_changed, this, &ScenarioView::look_again);
    connect(list_, &QTableView::activated, this,
            [this](const QModelIndex& cell) { go_to_problem(cell.row()); });
    connect(list_, &QTableView::clicked, this,
            [this](const QModelIndex& cell) { go_to_problem(cell.row()); });
    connect(form_->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &ScenarioView::show_help);
    set_body(body);
    show_check();
}

// Buttons below the form, its menu, and keys that hold in the form alone.
QWidget* ScenarioView::make_list_bar() {
    auto* const bar = new QWidget;
    auto* const row = new QHBoxLayout(bar);
    row->setContentsMargins(6, 0, 6, 0);
    form_->setContextMenuPolicy(Qt::ActionsContextMenu);
    const auto make_action = [&](const QString& text, const QString& about, const QKeySequence& key,
                                 auto&& what) {
        auto* const action = new QAction(text, form_);
        action->setToolTip(about);
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, what);
        form_->addAction(action);
        return action;
    };
    auto* const menu = new QMenu(bar);
    menu->setToolTipsVisible(true);
    int number = 0;
    for (const ListRow& list : list_table())
        menu->addAction(
            make_action(tr("Add: %1").arg(QCoreApplication::translate("Lists", list.title)),
                        tr("Adds one to the scenario, to be changed in the form."),
                        QKeySequence(QStringLiteral("Ctrl+Alt+%1").arg(++number)),
                        [this, name = std::string(list.name)] { add_item(name); }));
    auto* const add = new QToolButton;
    add->setText(tr("Add"));
    add->setToolTip(tr("Adds an event or a job to the scenario, to be changed in the form."));
    add->setMenu(menu);
    add->setPopupMode(QToolButton::InstantPopup);
    add->setFocusPolicy(Qt::StrongFocus);
    row->addWidget(add);
    remove_item_ =
        make_action(tr("Take out"), tr("Takes out the event or job whose row is chosen."),
                    QKeySequence(Qt::CTRL | Qt::Key_Delete), [this] {
                        const auto item = item_of(form_->currentIndex()
                                                      .siblingAtColumn(SettingTree::key)
                                                      .data(SettingTree::path_role)
                                                      .toString()
                                                      .toStdString());
                        if (item)
                            workspace().document().remove_item(*item);
                    });
    auto* const take_out = new QToolButton;
    take_out->setDefaultAction(remove_item_);
    take_out->setFocusPolicy(Qt::StrongFocus);
    row->addWidget(take_out);
    row->addStretch(1);
    connect(form_->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &ScenarioView::show_list_actions);
    show_list_actions();
    return bar;
}

void ScenarioView::add_item(const std::string& name) {
    ScenarioDocument& document = workspace().document();
    const QString before = document.text();
    document.add_item(name);
    if (document.text() != before)
        lengthened_ = find_list(name)->path;
}

void ScenarioView::note_open_rows() {
    open_rows_.clear();
    const std::function<void(const QModelIndex&)> note = [&](const QModelIndex& parent) {
        for (int row = 0; row < settings_->rowCount(parent); ++row) {
            const QModelIndex cell = settings_->index(row, SettingTree::key, parent);
            if (form_->isExpanded(cell))
                open_rows_ += cell.data(SettingTree::path_role).toString();
            note(cell);
        }
    };
    note({});
    chosen_row_ = form_->currentIndex().data(SettingTree::path_role).toString();
}

// And a new item, of which the first key is chosen.
void ScenarioView::open_rows_again() {
    for (const QString& path : open_rows_)
        form_->expand(settings_->find(path));
    QModelIndex chosen = settings_->find(chosen_row_);
    const QModelIndex list = settings_->find(QString::fromStdString(lengthened_));
    if (!lengthened_.empty() && list.isValid()) {
        form_->expand(list);
        const QModelIndex item =
            settings_->index(settings_->rowCount(list) - 1, SettingTree::key, list);
        form_->expand(item);
        chosen = settings_->index(0, SettingTree::key, item);
    }
    lengthened_.clear();
    if (chosen.isValid())
        form_->setCurrentIndex(chosen);
}

void ScenarioView::show_list_actions() {
    const QModelIndex cell = form_->currentIndex();
    const auto item = item_of(cell.siblingAtColumn(SettingTree::key)
                                  .data(SettingTree::path_role)
                                  .toString()
                                  .toStdString());
    const ListRow* const list = item ? list_at(item->list) : nullptr;
    remove_item_->setEnabled(list != nullptr);
    remove_item_->setText(list != nullptr
                              ? tr("Take out: %1 %2")
                                    .arg(QCoreApplication::translate("Lists", list->title))
                                    .arg(item->number)
                              : tr("Take out"));
}

QString ScenarioView::nothing_to_show() const {
    return workspace().document().is_open()
               ? QString()
               : tr("No scenario is open. Open one to change it and run it.");
}

bool ScenarioView::is_ready() const {
    return !workspace().document().is_open() || workspace().document().checked().has_value();
}

void ScenarioView::show_check() {
    const auto& checked = workspace().document().checked();
    if (!checked)
        return;
    const bool first = settings_->rowCount() == 0;
    if (!checked->settings.empty())
        settings_->set_settings(checked->settings);
    settings_->set_problems(checked->problems);
    problems_->set_problems(checked->problems);
    if (first) {
        form_->setColumnWidth(SettingTree::key, 200);
        for (int row = 0; row < settings_->rowCount(); ++row) {
            const QModelIndex section = settings_->index(row, SettingTree::key);
            form_->setExpanded(section, section.data(SettingTree::set_role).toBool());
        }
    }
    list_->resizeColumnsToContents();
    std::vector<int> lines;
    const QString own = workspace().document().file();
    for (const Problem& problem : checked->problems)
        if (QString::fromStdString(problem.where.file) == own)
            lines.push_back(problem.where.line);
    editor_->set_problem_lines(lines);
    if (!checked->problems.empty())
        state_->setText(
            tr("%n problem(s): it cannot be run", nullptr, int(checked->problems.size())));
    else if (!checked->remarks.empty()) {
        QStringList remarks;
        for (const std::string& remark : checked->remarks)
            remarks += QString::fromStdString(remark);
        state_->setText(tr("Sound. %1").arg(remarks.join(u'\n')));
    } else
        state_->setText(tr("Sound: it can be run."));
    list_->setVisible(!checked->problems.empty());
}

void ScenarioView::show_help() {
    const QModelIndex cell = form_->currentIndex();
    const std::string path = cell.data(SettingTree::path_role).toString().toStdString();
    const KeyHelp help = help_for(path);
    help_->setText(QStringLiteral("%1: %2").arg(QString::fromStdString(path),
                                                QString::fromStdString(help.about)));
}

void ScenarioView::go_to_problem(int row) {
    const Problem& problem = problems_->problem(row);
    if (QString::fromStdString(problem.where.file) == workspace().document().file())
        editor_->go_to(problem.where.line, problem.where.column);
    const QModelIndex cell = settings_->find(QString::fromStdString(problem.field));
    if (cell.isValid()) {
        form_->setCurrentIndex(cell.siblingAtColumn(SettingTree::value));
        form_->scrollTo(cell);
    }
    editor_->setFocus();
}

bool ScenarioView::write_csv(QIODevice& out) const {
    const auto& checked = workspace().document().checked();
    if (!checked)
        return false;
    QTextStream text(&out);
    text << "key,value,from\n";
    const auto quoted = [](std::string value) {
        std::string result = "\"";
        for (const char c : value)
            result += c == '"' ? std::string("\"\"") : std::string(1, c);
        return QString::fromStdString(result + '"');
    };
    for (const ScenarioSetting& setting : checked->settings)
        text << quoted(setting.path) << ',' << quoted(setting.value) << ','
             << quoted(setting.origin) << '\n';
    return true;
}

}  // namespace twin
