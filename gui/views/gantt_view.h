// Jobs as rectangles of nodes and time, run B under run A.
#pragma once

#include "gui/views/view.h"

class QComboBox;
class QSplitter;

namespace twin {

class GanttCanvas;

class GanttView : public View {
    Q_OBJECT

  public:
    explicit GanttView(Workspace& workspace);

    QString nothing_to_show() const override;
    bool write_csv(QIODevice& out) const override;  // the jobs that run in the visible range
    QWidget& picture() override;
    bool is_ready() const override;

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    void load();

    QComboBox* color_;
    QSplitter* charts_;
    GanttCanvas* a_;
    GanttCanvas* b_;
};

}  // namespace twin
