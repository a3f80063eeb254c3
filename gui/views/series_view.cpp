#include "gui/views/series_view.h"

#include <QDropEvent>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QSplitter>
#include <QTextStream>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "gui/views/series_list.h"
#include "gui/views/series_plot.h"

namespace twin {

SeriesView::SeriesView(Workspace& workspace)
    : View(workspace),
      list_(new SeriesList),
      plots_(new QWidget),
      hint_(new QLabel(tr("No series is shown: tick one in the list, or drag it here."))) {
    plots_->setAccessibleName(tr("Plots of series over time"));
    plots_->setMinimumWidth(300);
    plots_->setAcceptDrops(true);
    plots_->installEventFilter(this);
    hint_->setAlignment(Qt::AlignCenter);
    hint_->setWordWrap(true);
    column_ = new QVBoxLayout(plots_);
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(0);
    column_->addWidget(hint_);
    auto* const split = new QSplitter;
    split->addWidget(list_);
    split->addWidget(plots_);
    split->setStretchFactor(1, 1);
    split->setSizes({230, 900});
    split->setFocusProxy(list_);
    for (const char* const name : {"it_power", "busy_nodes", "waiting_jobs", "price"})
        layout_.add(QString::fromLatin1(name));
    connect(list_, &SeriesList::ticked, this, [this](const QString& name, bool on) {
        if (on)
            show_series(name);
        else
            hide_series(name);
    });
    connect(list_, &SeriesList::removed, this, &SeriesView::hide_series);
    connect(list_, &SeriesList::moved, this, &SeriesView::move_plot_of);
    const auto open_menu = [this](QPoint where, const auto& fill) {
        auto* const menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fill(*menu);
        menu->popup(where);
    };
    connect(list_, &SeriesList::menu_wanted, this,
            [this, open_menu](const QString& name, QPoint where) {
                open_menu(where, [&](QMenu& menu) { fill_series_menu(menu, name); });
            });
    connect(&workspace, &Workspace::facts_changed, this, &SeriesView::read_all);
    connect(&workspace, &Workspace::runs_changed, this, [this] {
        data_.clear();
        read_all();
    });
    set_body(split);
    read_all();
}

SeriesView::~SeriesView() = default;

QString SeriesView::nothing_to_show() const {
    if (workspace().a() == nullptr)
        return tr("No run is open. Open a run's file to see what it recorded over time.");
    if (workspace().facts_a() == nullptr)
        return tr("The run's file is being read.");
    return {};
}

QWidget& SeriesView::picture() {
    return *plots_;
}

QString SeriesView::missing(const QString& name) const {
    const RunFacts* const facts = workspace().facts_a();
    if (facts == nullptr)
        return {};
    const std::string_view table = find_series(name)->table;
    const bool is_power =
        table == "series_power" || find_series(name)->unit == std::string_view("W");
    const auto found = data_.find(name);
    const bool is_empty =
        found != data_.end() && found->second.a && found->second.a->values.empty();
    if (is_empty || (is_power && !facts->has_power) ||
        (table == "series_plant" && !facts->has_plant) ||
        (table == "series_energy" && !facts->has_energy))
        return tr("This run does not record %1.").arg(title_of(*find_series(name)));
    return {};
}

void SeriesView::fill_list() {
    list_->fill(layout_.shown(), [this](const QString& name) { return missing(name); });
}

void SeriesView::change(const std::function<void(SeriesLayout&)>& how) {
    const QStringList before = layout_.shown();
    how(layout_);
    const QStringList after = layout_.shown();
    std::erase_if(data_, [&](const auto& entry) { return !after.contains(entry.first); });
    for (const QString& name : after)
        if (!before.contains(name))
            read(*find_series(name));
    lay_out();
}

void SeriesView::show_series(const QString& name) {
    if (find_series(name) != nullptr)
        change([&](SeriesLayout& plots) { plots.add(name); });
}

void SeriesView::hide_series(const QString& name) {
    change([&](SeriesLayout& plots) { plots.remove(name); });
}

// Past the plots that have nothing to draw, which nobody sees.
void SeriesView::move_plot_of(const QString& name, int by) {
    const int plot = layout_.plot_of(name);
    const auto here = std::find_if(drawn_.begin(), drawn_.end(),
                                   [plot](const Drawn& each) { return each.plot == plot; });
    if (here == drawn_.end())
        return;
    const auto to = here - drawn_.begin() + by;
    if (to < 0 || to >= std::ptrdiff_t(drawn_.size()))
        return;
    const int steps = drawn_[std::size_t(to)].plot - plot;
    change([&](SeriesLayout& plots) { plots.move_plot(plot, steps); });
}

QString SeriesView::title_of_plot(int plot) const {
    QStringList titles;
    for (const QString& name : layout_.plots()[std::size_t(plot)])
        titles += title_of(*find_series(name));
    return titles.join(QStringLiteral(", "));
}

void SeriesView::fill_series_menu(QMenu& menu, const QString& name) {
    int number = 0;
    for (const Drawn& each : drawn_) {
        ++number;
        QAction* const into =
            menu.addAction(tr("Put into plot &%1: %2").arg(number).arg(title_of_plot(each.plot)),
                           this, [this, name, plot = each.plot] {
                               change([&](SeriesLayout& plots) { plots.put_into(name, plot); });
                           });
        into->setEnabled(layout_.may_join(name, each.plot) && layout_.plot_of(name) != each.plot);
    }
    menu.addAction(tr("Put into a &new plot"), this, [this, name] {
        change([&](SeriesLayout& plots) { plots.put_before(name, int(plots.plots().size())); });
    });
    if (layout_.plot_of(name) < 0)
        return;
    menu.addSeparator();
    const auto add = [&](const QString& text, auto&& what) { menu.addAction(text, this, what); };
    add(tr("Its plot &up"), [this, name] { move_plot_of(name, -1); });
    add(tr("Its plot &down"), [this, name] { move_plot_of(name, 1); });
    add(tr("&Earlier in its plot"),
        [this, name] { change([&](SeriesLayout& plots) { plots.move_in_plot(name, -1); }); });
    add(tr("&Later in its plot"),
        [this, name] { change([&](SeriesLayout& plots) { plots.move_in_plot(name, 1); }); });
    add(tr("&Take away"), [this, name] { hide_series(name); });
}

void SeriesView::fill_plot_menu(QMenu& menu, int plot) {
    for (const QString& name : layout_.plots()[std::size_t(plot)])
        fill_series_menu(*menu.addMenu(title_of(*find_series(name))), name);
}

// What is dropped where no plot is gets one of its own.
bool SeriesView::eventFilter(QObject* watched, QEvent* event) {
    if (watched == plots_ &&
        (event->type() == QEvent::DragEnter || event->type() == QEvent::Drop)) {
        auto* const dragged = static_cast<QDropEvent*>(event);
        const QString name = series_in(*dragged->mimeData());
        if (name.isEmpty())
            return false;
        dragged->acceptProposedAction();
        if (event->type() == QEvent::Drop)
            change([&](SeriesLayout& plots) { plots.put_before(name, int(plots.plots().size())); });
        return true;
    }
    return View::eventFilter(watched, event);
}

void SeriesView::read_all() {
    for (const QString& name : layout_.shown())
        read(*find_series(name));
    lay_out();
}

void SeriesView::read(const SeriesRow& row) {
    const QString name = QString::fromLatin1(row.name);
    const auto question = [&row](const ResultStore& store) { return read_series(store, row); };
    for (OpenRun* const run : {workspace().a(), workspace().b()}) {
        if (run == nullptr || run->facts() == nullptr)
            continue;
        run->ask<SeriesPoints>(this, name, question, [this, name, run](SeriesPoints points) {
            // The runs may have changed places since.
            const bool is_a = run == workspace().a();
            if (layout_.plot_of(name) < 0 || (!is_a && run != workspace().b()))
                return;
            data_[name].*(is_a ? &Data::a : &Data::b) =
                std::make_shared<const SeriesPoints>(std::move(points));
            lay_out();
        });
    }
}

void SeriesView::make_plots(const std::vector<int>& wanted) {
    for (const Drawn& each : drawn_) {
        each.widget->hide();
        each.widget->deleteLater();  // a drag may just have ended in it
    }
    drawn_.clear();
    for (const int plot : wanted) {
        auto* const widget = new SeriesPlot(workspace(), layout_.unit_of(plot), plots_);
        connect(widget, &SeriesPlot::series_dropped, this,
                [this, plot](const QString& name, SeriesPlot::Place place) {
                    change([&](SeriesLayout& plots) {
                        if (place == SeriesPlot::Place::into)
                            plots.put_into(name, plot);
                        else
                            plots.put_before(name,
                                             place == SeriesPlot::Place::above ? plot : plot + 1);
                    });
                });
        connect(widget, &SeriesPlot::menu_wanted, this, [this, plot](QPoint where) {
            auto* const menu = new QMenu(this);
            menu->setAttribute(Qt::WA_DeleteOnClose);
            fill_plot_menu(*menu, plot);
            menu->popup(where);
        });
        column_->addWidget(widget);
        drawn_.push_back({plot, widget});
    }
    hint_->setVisible(drawn_.empty());
}

// A plot is drawn if it holds a series that is recorded, or may be.
void SeriesView::lay_out() {
    const auto is_empty = [this](const QString& name) {
        const auto found = data_.find(name);
        return found != data_.end() && found->second.a && found->second.a->values.empty();
    };
    std::vector<int> wanted;
    for (int plot = 0; plot < int(layout_.plots().size()); ++plot) {
        const QStringList& names = layout_.plots()[std::size_t(plot)];
        if (!std::all_of(names.begin(), names.end(), is_empty))
            wanted.push_back(plot);
    }
    bool same = wanted.size() == drawn_.size();
    for (std::size_t i = 0; same && i < wanted.size(); ++i)
        same =
            drawn_[i].plot == wanted[i] && drawn_[i].widget->unit() == layout_.unit_of(wanted[i]);
    if (!same)
        make_plots(wanted);
    for (const Drawn& each : drawn_) {
        std::vector<SeriesPlot::Line> lines;
        for (const QString& name : layout_.plots()[std::size_t(each.plot)]) {
            const auto found = data_.find(name);
            if (found != data_.end() && !is_empty(name))
                lines.push_back({find_series(name), found->second.a, found->second.b});
        }
        each.widget->set_lines(std::move(lines));
        each.widget->set_last(each.plot == drawn_.back().plot);
    }
    hint_->setVisible(drawn_.empty());
    fill_list();
}

bool SeriesView::write_csv(QIODevice& out) const {
    std::vector<std::pair<QString, const Data*>> columns;  // as the plots stand
    for (const QString& name : layout_.shown())
        if (const auto found = data_.find(name); found != data_.end())
            columns.emplace_back(name, &found->second);
    QTextStream text(&out);
    text << "run,start_s";
    for (const auto& [name, points_of_runs] : columns)
        text << ',' << name << " [" << find_series(name)->unit << ']';
    text << '\n';
    for (const auto& [label, points_of] : {std::pair("A", &Data::a), std::pair("B", &Data::b)}) {
        std::size_t count = 0;
        double interval = 1;
        for (const auto& [name, points_of_runs] : columns)
            if (const SharedPoints& points = points_of_runs->*points_of) {
                count = std::max(count, points->values.size());
                interval = points->interval_s;
            }
        for (std::size_t k = 0; k < count; ++k) {
            text << label << ',' << double(k) * interval;
            for (const auto& [name, points_of_runs] : columns) {
                const SharedPoints& points = points_of_runs->*points_of;
                text << ',';
                if (points && k < points->values.size() && !std::isnan(points->values[k]))
                    text << double(points->values[k]);
            }
            text << '\n';
        }
    }
    return true;
}

}  // namespace twin
