// The scenario: form and text side by side, two views of one document; its problems below.
#pragma once

#include "gui/views/view.h"

class QAction;
class QLabel;
class QMenu;
class QTableView;
class QTreeView;

namespace twin {

class ProblemTable;
class SettingTree;
class TextEditor;

class ScenarioView : public View {
    Q_OBJECT

  public:
    explicit ScenarioView(Workspace& workspace);

    QString nothing_to_show() const override;
    bool write_csv(QIODevice& out) const override;
    bool is_ready() const override;

    // The problem's field and line get the attention.
    void go_to_problem(int row);

  private:
    void show_check();
    void show_help();
    QWidget* make_list_bar();
    void show_list_actions();  // what fits the row that is chosen
    void add_item(const std::string& name);
    void note_open_rows();  // before the form is filled anew
    void open_rows_again();

    SettingTree* settings_;
    ProblemTable* problems_;
    QTreeView* form_;
    TextEditor* editor_;
    QTableView* list_;
    QLabel* state_;
    QLabel* help_;
    QAction* remove_item_;
    QStringList open_rows_;   // paths
    QString chosen_row_;      // a path
    std::string lengthened_;  // the list whose new item is to be chosen; empty: none
};

}  // namespace twin
