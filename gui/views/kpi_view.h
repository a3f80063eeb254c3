// The KPIs of a run as tiles by topic, beside those of B, with targets of laws and limits with
// their headroom.
#pragma once

#include "gui/tables/cell_table.h"
#include "gui/tables/kpi_table.h"
#include "gui/views/view.h"

class QLabel;
class QLineEdit;
class QScrollArea;
class QStackedWidget;

namespace twin {

class KpiBoard;

class KpiView : public View {
    Q_OBJECT

  public:
    explicit KpiView(Workspace& workspace);

    QString nothing_to_show() const override;
    bool write_csv(QIODevice& out) const override;
    QWidget& picture() override;

    // Shows those that hold all words of `wanted`; all for an empty text.
    void search(const QString& wanted);

  private:
    void fill();
    void explain(int line);
    void close_explanation();
    bool eventFilter(QObject* watched, QEvent* event) override;

    QLineEdit* search_;
    QStackedWidget* pages_;
    QScrollArea* scroll_;
    KpiBoard* board_;
    QWidget* side_;
    QLabel *explanation_, *window_;
    CellTable* table_;
    std::vector<KpiLine> lines_;
};

}  // namespace twin
