// The scenario: form and text side by side, two views of one document; its problems below.
#pragma once

#include "gui/views/view.h"

class QLabel;
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

    SettingTree* settings_;
    ProblemTable* problems_;
    QTreeView* form_;
    TextEditor* editor_;
    QTableView* list_;
    QLabel* state_;
    QLabel* help_;
};

}  // namespace twin
