#include "gui/tables/setting_tree.h"

#include <QGuiApplication>
#include <QPalette>
#include <algorithm>
#include <functional>

namespace twin {

struct SettingTree::Node {
    Node* parent = nullptr;
    int row = 0;
    std::string name, path;
    ScenarioSetting setting;  // empty path: a section
    std::vector<std::unique_ptr<Node>> children;

    Node* add(const std::string& wanted) {
        auto& added = children.emplace_back(std::make_unique<Node>());
        added->parent = this;
        added->row = int(children.size()) - 1;
        added->name = wanted;
        added->path = path.empty() ? wanted : path + "." + wanted;
        return added.get();
    }
};

SettingTree::SettingTree(QObject* parent) : QAbstractItemModel(parent) {}

SettingTree::~SettingTree() = default;

void SettingTree::set_settings(const std::vector<ScenarioSetting>& settings) {
    std::vector<const ScenarioSetting*> moved;
    for (const ScenarioSetting& setting : settings) {
        const QModelIndex known = find(QString::fromStdString(setting.path));
        if (!known.isValid() || node_of(known)->setting.path.empty())
            break;
        moved.push_back(&setting);
    }
    std::size_t had = 0;
    const std::function<void(const Node&)> count = [&](const Node& node) {
        had += node.setting.path.empty() ? 0 : 1;
        for (const auto& child : node.children)
            count(*child);
    };
    if (root_)
        count(*root_);
    if (root_ && moved.size() == settings.size() && had == settings.size()) {
        for (const ScenarioSetting& setting : settings) {
            const QModelIndex cell = find(QString::fromStdString(setting.path));
            Node* const node = node_of(cell);
            if (node->setting.value == setting.value && node->setting.origin == setting.origin)
                continue;
            node->setting = setting;
            emit dataChanged(cell.siblingAtColumn(value), cell.siblingAtColumn(origin));
        }
        return;
    }
    beginResetModel();
    root_ = std::make_unique<Node>();
    by_path_.clear();
    for (const ScenarioSetting& setting : settings) {
        Node* node = root_.get();
        for (std::size_t from = 0; from <= setting.path.size();) {
            const auto dot = std::min(setting.path.find('.', from), setting.path.size());
            Node*& known = by_path_[setting.path.substr(0, dot)];
            if (known == nullptr)
                known = node->add(setting.path.substr(from, dot - from));
            node = known;
            from = dot + 1;
        }
        node->setting = setting;
    }
    endResetModel();
}

void SettingTree::set_problems(const Problems& problems) {
    problems_.clear();
    for (const Problem& problem : problems)
        problems_[problem.field] = problem.text();
    if (root_)
        emit dataChanged(index(0, 0), index(rowCount() - 1, origin));
}

QModelIndex SettingTree::find(const QString& path) const {
    const auto found = by_path_.find(path.toStdString());
    return found == by_path_.end() ? QModelIndex()
                                   : createIndex(found->second->row, 0, found->second);
}

bool SettingTree::is_set(const Node& node) {
    return !node.setting.value.empty() ||
           std::any_of(node.children.begin(), node.children.end(),
                       [](const auto& child) { return is_set(*child); });
}

SettingTree::Node* SettingTree::node_of(const QModelIndex& cell) const {
    return cell.isValid() ? static_cast<Node*>(cell.internalPointer()) : root_.get();
}

QModelIndex SettingTree::index(int row, int column, const QModelIndex& parent) const {
    const Node* const node = node_of(parent);
    if (node == nullptr || row < 0 || row >= int(node->children.size()) || column < 0 ||
        column >= column_count || (parent.isValid() && parent.column() != 0))
        return {};
    return createIndex(row, column, node->children[std::size_t(row)].get());
}

QModelIndex SettingTree::parent(const QModelIndex& child) const {
    const Node* const node = node_of(child);
    if (!child.isValid() || node->parent == nullptr || node->parent == root_.get())
        return {};
    return createIndex(node->parent->row, 0, node->parent);
}

int SettingTree::rowCount(const QModelIndex& parent) const {
    if (parent.isValid() && parent.column() != 0)
        return 0;
    const Node* const node = node_of(parent);
    return node == nullptr ? 0 : int(node->children.size());
}

int SettingTree::columnCount(const QModelIndex&) const {
    return column_count;
}

QVariant SettingTree::data(const QModelIndex& cell, int role) const {
    if (!cell.isValid())
        return {};
    const Node& node = *node_of(cell);
    const auto problem = problems_.find(node.path);
    switch (role) {
        case path_role:
            return QString::fromStdString(node.path);
        case set_role:
            return is_set(node);
        case Qt::ForegroundRole:
            return is_set(node) ? QVariant()
                                : QGuiApplication::palette().brush(QPalette::PlaceholderText);
        case Qt::DisplayRole:
        case Qt::EditRole:
            if (cell.column() == key)
                return QString::fromStdString((problem == problems_.end() ? "" : "! ") + node.name);
            if (cell.column() == value)
                return QString::fromStdString(node.setting.value);
            // Of a file its name; the tool tip has all of it.
            return QString::fromStdString(node.setting.origin).section(u'/', -1);
        case Qt::ToolTipRole:
            if (cell.column() == origin)
                return QString::fromStdString(node.setting.origin);
            return QString::fromStdString(problem == problems_.end() ? help_for(node.path).about
                                                                     : problem->second);
        case Qt::AccessibleDescriptionRole:
            return QString::fromStdString(help_for(node.path).about);
        default:
            return {};
    }
}

bool SettingTree::setData(const QModelIndex& cell, const QVariant& text, int role) {
    if (role != Qt::EditRole || !cell.isValid() || cell.column() != value)
        return false;
    const Node& node = *node_of(cell);
    if (text.toString() == QString::fromStdString(node.setting.value))
        return false;
    emit value_wanted(QString::fromStdString(node.path), text.toString());
    return true;
}

Qt::ItemFlags SettingTree::flags(const QModelIndex& cell) const {
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    if (cell.isValid() && cell.column() == value && !node_of(cell)->setting.path.empty())
        flags |= Qt::ItemIsEditable;
    return flags;
}

QVariant SettingTree::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
        case key:
            return tr("Key");
        case value:
            return tr("Value");
        default:
            return tr("From");
    }
}

}  // namespace twin
