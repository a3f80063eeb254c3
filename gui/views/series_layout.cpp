#include "gui/views/series_layout.h"

#include <algorithm>

#include "gui/run/series_catalog.h"

namespace twin {
namespace {

QString unit_of_series(const QString& name) {
    return QString::fromLatin1(find_series(name)->unit);
}

}  // namespace

QStringList SeriesLayout::shown() const {
    QStringList all;
    for (const QStringList& plot : plots_)
        all += plot;
    return all;
}

int SeriesLayout::plot_of(const QString& name) const {
    const auto found = std::find_if(plots_.begin(), plots_.end(),
                                    [&](const QStringList& plot) { return plot.contains(name); });
    return found == plots_.end() ? -1 : int(found - plots_.begin());
}

QString SeriesLayout::unit_of(int plot) const {
    return unit_of_series(plots_[std::size_t(plot)].front());
}

bool SeriesLayout::may_join(const QString& name, int plot) const {
    return unit_of_series(name) == unit_of(plot);
}

void SeriesLayout::add(const QString& name) {
    if (plot_of(name) >= 0)
        return;
    for (int plot = 0; plot < int(plots_.size()); ++plot)
        if (may_join(name, plot))
            return put_into(name, plot);
    put_before(name, int(plots_.size()));
}

void SeriesLayout::put_into(const QString& name, int plot) {
    if (!may_join(name, plot))
        return put_before(name, plot + 1);
    const int from = plot_of(name);
    if (from == plot)
        return;
    if (from >= 0 && take(name) && from < plot)
        --plot;
    plots_[std::size_t(plot)] += name;
}

void SeriesLayout::put_before(const QString& name, int plot) {
    const int from = plot_of(name);
    if (from >= 0 && take(name) && from < plot)
        --plot;
    plots_.insert(plots_.begin() + plot, QStringList{name});
}

void SeriesLayout::remove(const QString& name) {
    take(name);
}

void SeriesLayout::move_plot(int plot, int by) {
    const int to = std::clamp(plot + by, 0, int(plots_.size()) - 1);
    QStringList moved = std::move(plots_[std::size_t(plot)]);
    plots_.erase(plots_.begin() + plot);
    plots_.insert(plots_.begin() + to, std::move(moved));
}

void SeriesLayout::move_in_plot(const QString& name, int by) {
    const int plot = plot_of(name);
    if (plot < 0)
        return;
    QStringList& names = plots_[std::size_t(plot)];
    const auto from = names.indexOf(name);
    names.move(from, std::clamp<qsizetype>(from + by, 0, names.size() - 1));
}

bool SeriesLayout::take(const QString& name) {
    const int plot = plot_of(name);
    if (plot < 0)
        return false;
    plots_[std::size_t(plot)].removeAll(name);
    if (!plots_[std::size_t(plot)].isEmpty())
        return false;
    plots_.erase(plots_.begin() + plot);
    return true;
}

}  // namespace twin
