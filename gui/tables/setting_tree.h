// The keys of a scenario as it would run: sections, and in them keys with value and origin.
#pragma once

#include <QAbstractItemModel>
#include <map>
#include <memory>
#include <vector>

#include "gui/scenario/scenario_check.h"

namespace twin {

class SettingTree : public QAbstractItemModel {
    Q_OBJECT

  public:
    enum Column { key, value, origin, column_count };
    static constexpr int path_role = Qt::UserRole;
    static constexpr int set_role = Qt::UserRole + 1;  // whether it or something in it has a value

    explicit SettingTree(QObject* parent = nullptr);
    ~SettingTree() override;

    // Values alone change in place, so that what is open and chosen stays.
    void set_settings(const std::vector<ScenarioSetting>& settings);
    // Marks the fields of problems.
    void set_problems(const Problems& problems);
    QModelIndex find(const QString& path) const;  // not valid: no such key

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& cell, int role) const override;
    bool setData(const QModelIndex& cell, const QVariant& text, int role) override;
    Qt::ItemFlags flags(const QModelIndex& cell) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  signals:
    // The user wants this value; the model shows it when the text has it.
    void value_wanted(const QString& path, const QString& value);

  private:
    struct Node;
    Node* node_of(const QModelIndex& cell) const;
    static bool is_set(const Node& node);

    std::unique_ptr<Node> root_;
    std::map<std::string, Node*> by_path_;
    std::map<std::string, std::string> problems_;
};

}  // namespace twin
