// Recorded series over time: one plot per unit, linked by the time context; run A solid, B dashed.
#pragma once

#include <map>

#include "gui/run/series_catalog.h"
#include "gui/views/view.h"

class QCustomPlot;
class QListWidget;
class QSplitter;
class QVBoxLayout;

namespace twin {

class SeriesPlot;

class SeriesView : public View {
    Q_OBJECT

  public:
    explicit SeriesView(Workspace& workspace);
    ~SeriesView() override;

    QString nothing_to_show() const override;
    bool write_csv(QIODevice& out) const override;
    QWidget& picture() override;

    // The series that are drawn, by name, in the order in which they were added.
    const QStringList& shown() const { return shown_; }
    void show_series(const QString& name);
    void hide_series(const QString& name);

  private:
    struct Data {
        SharedPoints a, b;
    };
    void fill_list();
    void read_all();
    void read(const SeriesRow& row);
    void lay_out();

    QListWidget* list_;
    QWidget* plots_;
    QVBoxLayout* column_;
    QStringList shown_;
    std::map<QString, Data> data_;  // of the series that are drawn
    std::vector<SeriesPlot*> plot_of_unit_;
};

}  // namespace twin
