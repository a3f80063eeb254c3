// Which series stand in which plot, from top to bottom. A series stands in one plot; those of a
// plot share a unit. Names are those of the catalogue, of which all must be.
#pragma once

#include <QStringList>
#include <vector>

namespace twin {

class SeriesLayout {
  public:
    const std::vector<QStringList>& plots() const { return plots_; }
    QStringList shown() const;               // of all plots, in their order
    int plot_of(const QString& name) const;  // -1: it is not shown
    QString unit_of(int plot) const;
    bool may_join(const QString& name, int plot) const;  // it has the plot's unit

    // Where a reader looks for it: in the first plot of its unit, else in a new one at the end.
    void add(const QString& name);
    // Takes it from where it stood. A series of another unit gets a new plot behind that one.
    void put_into(const QString& name, int plot);
    // A plot of its own before the plot, or at the end: plots().size().
    void put_before(const QString& name, int plot);
    void remove(const QString& name);
    void move_plot(int plot, int by);  // as far as there is room
    void move_in_plot(const QString& name, int by);

  private:
    bool take(const QString& name);  // true: its plot is gone with it

    std::vector<QStringList> plots_;
};

}  // namespace twin
