// The text of a scenario with line numbers. Undo and redo are the document's.
#pragma once

#include <QPlainTextEdit>

#include "gui/workspace.h"

namespace twin {

class TextEditor : public QPlainTextEdit {
    Q_OBJECT

  public:
    explicit TextEditor(Workspace& workspace, QWidget* parent = nullptr);

    void go_to(int line, int column);  // from 1
    void set_problem_lines(const std::vector<int>& lines);

  protected:
    void resizeEvent(QResizeEvent*) override;
    void keyPressEvent(QKeyEvent*) override;
    void contextMenuEvent(QContextMenuEvent*) override;

  private:
    friend class LineNumbers;
    void take_edit(int at, int removed, int added);
    void show_document();
    void recolor();
    int number_width() const;

    Workspace& workspace_;
    QWidget* numbers_;
    std::vector<int> problem_lines_;
    bool quiet_ = false;  // the document's own change is being shown
};

}  // namespace twin
