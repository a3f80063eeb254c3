// Recorded series over time in plots that the user puts together, linked by the time context; run A
// solid, B dashed.
#pragma once

#include <map>

#include "gui/run/series_catalog.h"
#include "gui/views/series_layout.h"
#include "gui/views/view.h"

class QLabel;
class QMenu;
class QVBoxLayout;

namespace twin {

class SeriesList;
class SeriesPlot;

class SeriesView : public View {
    Q_OBJECT

  public:
    explicit SeriesView(Workspace& workspace);
    ~SeriesView() override;

    QString nothing_to_show() const override;
    bool write_csv(QIODevice& out) const override;
    QWidget& picture() override;

    const SeriesLayout& layout_of_plots() const { return layout_; }
    void show_series(const QString& name);
    void hide_series(const QString& name);
    // What the list and the plots offer for a series, and for a plot.
    void fill_series_menu(QMenu& menu, const QString& name);
    void fill_plot_menu(QMenu& menu, int plot);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    struct Data {
        SharedPoints a, b;
    };
    void change(const std::function<void(SeriesLayout&)>& how);
    void move_plot_of(const QString& name, int by);
    void fill_list();
    void read_all();
    void read(const SeriesRow& row);
    void lay_out();
    void make_plots(const std::vector<int>& wanted);
    QString missing(const QString& name) const;  // why it cannot be drawn; empty: it can
    QString title_of_plot(int plot) const;

    SeriesList* list_;
    QWidget* plots_;
    QVBoxLayout* column_;
    QLabel* hint_;  // where there is no plot
    SeriesLayout layout_;
    std::map<QString, Data> data_;  // of the series that are drawn
    struct Drawn {
        int plot;  // of the layout
        SeriesPlot* widget;
    };
    std::vector<Drawn> drawn_;  // the plots that have something to draw
};

}  // namespace twin
