#include "gui/views/series_view.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QSplitter>
#include <QTextStream>
#include <QVBoxLayout>

#include "gui/views/series_plot.h"

namespace twin {
namespace {

constexpr int name_role = Qt::UserRole;

}  // namespace

SeriesView::SeriesView(Workspace& workspace)
    : View(workspace), list_(new QListWidget), plots_(new QWidget) {
    list_->setAccessibleName(tr("Recorded series"));
    list_->setToolTip(tr("Tick a series to draw it."));
    plots_->setAccessibleName(tr("Plots of series over time"));
    plots_->setMinimumWidth(300);
    column_ = new QVBoxLayout(plots_);
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(0);
    auto* const split = new QSplitter;
    split->addWidget(list_);
    split->addWidget(plots_);
    split->setStretchFactor(1, 1);
    split->setSizes({230, 900});
    shown_ = {QStringLiteral("it_power"), QStringLiteral("busy_nodes"),
              QStringLiteral("waiting_jobs"), QStringLiteral("price")};
    connect(list_, &QListWidget::itemChanged, this, [this](QListWidgetItem* item) {
        const QString name = item->data(name_role).toString();
        if (item->checkState() == Qt::Checked)
            show_series(name);
        else
            hide_series(name);
    });
    connect(&workspace, &Workspace::facts_changed, this, &SeriesView::read_all);
    connect(&workspace, &Workspace::runs_changed, this, [this] {
        data_.clear();
        read_all();
    });
    fill_list();
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

void SeriesView::fill_list() {
    const QSignalBlocker quiet(list_);
    list_->clear();
    for (const SeriesRow& row : series_table()) {
        auto* const item = new QListWidgetItem(title_of(row), list_);
        item->setData(name_role, QString::fromLatin1(row.name));
        item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
        item->setCheckState(shown_.contains(QLatin1String(row.name)) ? Qt::Checked : Qt::Unchecked);
    }
}

void SeriesView::show_series(const QString& name) {
    const SeriesRow* const row = find_series(name);
    if (row == nullptr || shown_.contains(name))
        return;
    shown_ += name;
    fill_list();
    read(*row);
    lay_out();
}

void SeriesView::hide_series(const QString& name) {
    if (shown_.removeAll(name) == 0)
        return;
    data_.erase(name);
    fill_list();
    lay_out();
}

void SeriesView::read_all() {
    for (const QString& name : shown_)
        read(*find_series(name));
    lay_out();
}

void SeriesView::read(const SeriesRow& row) {
    const QString name = QString::fromLatin1(row.name);
    const auto question = [&row](const ResultStore& store) { return read_series(store, row); };
    const auto keep = [this, name](SharedPoints Data::*run) {
        return [this, name, run](SeriesPoints points) {
            if (!shown_.contains(name))
                return;
            data_[name].*run = std::make_shared<const SeriesPoints>(std::move(points));
            lay_out();
        };
    };
    if (workspace().facts_a() != nullptr)
        workspace().a()->ask<SeriesPoints>(this, name, question, keep(&Data::a));
    if (workspace().facts_b() != nullptr)
        workspace().b()->ask<SeriesPoints>(this, name, question, keep(&Data::b));
}

// A plot for every unit, in the order in which the units came.
void SeriesView::lay_out() {
    QStringList units;
    for (const QString& name : shown_) {
        const auto unit = QString::fromLatin1(find_series(name)->unit);
        const auto found = data_.find(name);
        const bool empty =
            found != data_.end() && found->second.a && found->second.a->values.empty();
        if (!empty && !units.contains(unit))
            units += unit;
    }
    bool same = plot_of_unit_.size() == std::size_t(units.size());
    for (std::size_t i = 0; same && i < plot_of_unit_.size(); ++i)
        same = plot_of_unit_[i]->unit() == units[qsizetype(i)];
    if (!same) {
        for (SeriesPlot* const plot : plot_of_unit_) {
            plot->hide();  // its height must not count beside that of the new ones
            plot->deleteLater();
        }
        plot_of_unit_.clear();
        for (const QString& unit : units) {
            plot_of_unit_.push_back(new SeriesPlot(workspace(), unit, plots_));
            column_->addWidget(plot_of_unit_.back());
        }
    }
    for (SeriesPlot* const plot : plot_of_unit_) {
        std::vector<SeriesPlot::Line> lines;
        for (const QString& name : shown_) {
            const SeriesRow* const row = find_series(name);
            const auto found = data_.find(name);
            if (plot->unit() != QLatin1String(row->unit) || found == data_.end())
                continue;
            lines.push_back({row, found->second.a, found->second.b});
        }
        plot->set_lines(std::move(lines));
        plot->set_last(plot == plot_of_unit_.back());
    }
}

bool SeriesView::write_csv(QIODevice& out) const {
    QTextStream text(&out);
    text << "run,start_s";
    for (const auto& [name, points_of_runs] : data_)
        text << ',' << name << " [" << find_series(name)->unit << ']';
    text << '\n';
    for (const auto& [label, points_of] : {std::pair("A", &Data::a), std::pair("B", &Data::b)}) {
        std::size_t count = 0;
        double interval = 1;
        for (const auto& [name, points_of_runs] : data_)
            if (const SharedPoints& points = points_of_runs.*points_of) {
                count = std::max(count, points->values.size());
                interval = points->interval_s;
            }
        for (std::size_t k = 0; k < count; ++k) {
            text << label << ',' << double(k) * interval;
            for (const auto& [name, points_of_runs] : data_) {
                const SharedPoints& points = points_of_runs.*points_of;
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
