#include "gui/views/series_plot.h"

#include <QApplication>
#include <QDrag>
#include <QMimeData>
#include <algorithm>
#include <cmath>

#include "gui/look/figures.h"
#include "gui/look/result_texts.h"
#include "gui/views/series_list.h"
#include "models/units/unit_table.h"

namespace twin {
namespace {

constexpr int left_margin = 64, right_margin = 16;

// Ticks at round times of the run's calendar.
class CalendarTicker : public QCPAxisTickerDateTime {
  public:
    CalendarTicker() {
        setDateTimeSpec(Qt::UTC);
        setTickCount(6);
    }

  protected:
    double getTickStep(const QCPRange& range) override {
        const double step = QCPAxisTickerDateTime::getTickStep(range);
        setDateTimeFormat(step >= 20 * 86400 ? QStringLiteral("MMM\nyyyy")
                          : step >= 86400    ? day_format() + QStringLiteral("\nyyyy")
                                             : QStringLiteral("HH:mm\n") + day_format());
        return step;
    }
};

// The largest unit of the table in which the value is at least one: MW for 15e6 W.
std::pair<double, QString> axis_unit(const QString& unit, double largest) {
    const UnitRow* own = find_unit(unit.toStdString());
    // A unit with an offset or of a compound keeps itself.
    if (own == nullptr || own->dimension != Dimension::power)
        return {1, unit};
    double scale = own->si;
    std::string_view text = own->text;
    for (const UnitRow& row : unit_table())
        if (row.dimension == own->dimension && row.si > scale && largest * own->si >= row.si) {
            scale = row.si;
            text = row.text;
        }
    return {scale / own->si, QString::fromUtf8(text.data(), qsizetype(text.size()))};
}

}  // namespace

SeriesPlot::SeriesPlot(Workspace& workspace, QString unit, QWidget* parent)
    : QCustomPlot(parent),
      workspace_(workspace),
      unit_(std::move(unit)),
      head_(new QCPItemStraightLine(this)),
      cursor_(new QCPItemStraightLine(this)) {
    setMinimumHeight(110);
    setMouseTracking(true);
    setAcceptDrops(true);
    setNoAntialiasingOnDrag(true);
    xAxis->setTicker(QSharedPointer<QCPAxisTicker>(new CalendarTicker));
    legend->setVisible(true);
    legend->setFillOrder(QCPLegend::foColumnsFirst);
    plotLayout()->insertRow(0);
    auto* const strip = new QCPLayoutGrid;
    plotLayout()->addElement(0, 0, strip);
    axisRect()->insetLayout()->take(legend);
    strip->addElement(0, 0, legend);
    strip->setMargins(QMargins(left_margin - 4, 0, 4, 0));
    legend->setBorderPen(Qt::NoPen);
    plotLayout()->setRowStretchFactor(0, 0.001);
    plotLayout()->setRowSpacing(0);
    // One margin for all plots, so that their times stand under each other.
    axisRect()->setAutoMargins(QCP::msTop | QCP::msBottom);
    axisRect()->setMargins(QMargins(left_margin, 0, right_margin, 0));

    TimeContext& time = workspace_.time();
    connect(&time, &TimeContext::range_changed, this, &SeriesPlot::refill);
    connect(&time, &TimeContext::play_head_changed, this, &SeriesPlot::mark);
    connect(&time, &TimeContext::cursor_changed, this, &SeriesPlot::mark);
    connect(&workspace_, &Workspace::theme_changed, this, &SeriesPlot::restyle);
    restyle();
}

void SeriesPlot::set_lines(std::vector<Line> lines) {
    lines_ = std::move(lines);
    clearGraphs();
    for (std::size_t i = 0; i < lines_.size(); ++i)
        for (int run = 0; run < 2; ++run) {
            QCPGraph* const graph = addGraph();
            graph->setAdaptiveSampling(false);
            if (run == 1)
                graph->removeFromLegend();
        }
    QStringList names;
    for (const Line& line : lines_)
        names += title_of(*line.row);
    setAccessibleName(tr("Plot of %1").arg(names.join(QStringLiteral(", "))));
    restyle();
}

void SeriesPlot::set_last(bool last) {
    xAxis->setTickLabels(last);
    replot(QCustomPlot::rpQueuedReplot);
}

void SeriesPlot::restyle() {
    const Theme& theme = workspace_.theme();
    setBackground(theme.color(Tone::surface));
    for (QCPAxis* const axis : {xAxis, yAxis}) {
        axis->setBasePen(theme.color(Tone::line));
        axis->setTickPen(theme.color(Tone::line));
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLabelColor(theme.color(Tone::muted));
        axis->setLabelColor(theme.color(Tone::muted));
        axis->grid()->setPen(QPen(theme.color(Tone::grid), 1));
        axis->grid()->setZeroLinePen(QPen(theme.color(Tone::line), 1));
    }
    legend->setBrush(Qt::NoBrush);
    legend->setTextColor(theme.color(Tone::text));
    head_->setPen(QPen(theme.color(Tone::accent), 1));
    cursor_->setPen(QPen(theme.color(Tone::muted), 1, Qt::DotLine));
    for (int i = 0; i < graphCount(); ++i) {
        const bool b = i % 2 == 1;
        // A 1-px pen: software rendering takes far longer for wider ones.
        graph(i)->setPen(QPen(theme.category(i / 2), 1, b ? Qt::DashLine : Qt::SolidLine));
    }
    refill();
}

void SeriesPlot::refill() {
    const TimeContext& time = workspace_.time();
    const RunFacts* const facts = workspace_.facts_a();
    if (facts == nullptr)
        return;
    const double epoch =
        std::chrono::duration<double>(facts->summary.start.time_since_epoch()).count();
    // The axis rectangle has its width only after the next layout.
    const int columns = std::max(width() - left_margin - right_margin, 100);
    const double width = (time.until() - time.from()) / columns;
    double least = std::numeric_limits<double>::infinity(), largest = -least;
    std::vector<std::vector<Column>> filled;
    for (const Line& line : lines_)
        for (const SharedPoints& points : {line.a, line.b}) {
            filled.push_back(points ? columns_of(*points, time.from(), time.until(), columns)
                                    : std::vector<Column>());
            for (const Column& column : filled.back())
                if (!std::isnan(column.least)) {
                    least = std::min(least, double(column.least));
                    largest = std::max(largest, double(column.largest));
                }
        }
    draw_limits(least, largest);
    if (!(least <= largest))
        least = 0, largest = 1;
    // Power starts at zero; temperatures and prices where they are.
    if (least > 0 && unit_ != QLatin1String("degC") && least < largest * 0.6)
        least = 0;
    std::tie(scale_, axis_unit_) = axis_unit(unit_, std::max(std::abs(least), std::abs(largest)));
    for (int i = 0; i < graphCount(); ++i) {
        QVector<double> x, y;
        const auto& line = filled[std::size_t(i)];
        x.reserve(2 * qsizetype(line.size()));
        y.reserve(2 * qsizetype(line.size()));
        for (std::size_t k = 0; k < line.size(); ++k) {
            if (std::isnan(line[k].least)) {
                x << epoch + time.from() + (double(k) + 0.5) * width;
                y << qQNaN();
                continue;
            }
            const double at = epoch + time.from() + (double(k) + 0.5) * width;
            x << at << at;
            y << double(line[k].least) / scale_ << double(line[k].largest) / scale_;
        }
        graph(i)->setData(x, y, true);
    }
    for (QCPItemStraightLine* const limit : limits_)
        for (QCPItemPosition* const point : {limit->point1, limit->point2})
            point->setCoords(point->key(), point->value() / scale_);
    xAxis->setRange(epoch + time.from(), epoch + time.until());
    const double room = std::max(largest - least, std::abs(largest) * 1e-3) * 0.06;
    yAxis->setRange((least == 0 ? 0 : least - room) / scale_, (largest + room) / scale_);
    yAxis->setLabel(result_text(axis_unit_.toStdString()));
    mark();
}

void SeriesPlot::draw_limits(double& least, double& largest) {
    for (QCPItemStraightLine* const limit : limits_)
        removeItem(limit);
    limits_.clear();
    const double reach = largest;
    for (const Line& line : lines_)
        for (const LimitRecord& limit : workspace_.facts_a()->limits) {
            if (limit.name != line.row->limit)
                continue;
            // A limit far above what is drawn would press it flat.
            if (std::isfinite(reach) && reach > 0 && limit.limit > 2 * reach)
                continue;
            auto* const item = new QCPItemStraightLine(this);
            item->point1->setCoords(0, limit.limit);
            item->point2->setCoords(1, limit.limit);
            item->setPen(QPen(workspace_.theme().color(Tone::limit), 1, Qt::DashDotLine));
            limits_.push_back(item);
            least = std::min(least, limit.limit);
            largest = std::max(largest, limit.limit);
        }
}

void SeriesPlot::mark() {
    const RunFacts* const facts = workspace_.facts_a();
    if (facts == nullptr)
        return;
    const double epoch =
        std::chrono::duration<double>(facts->summary.start.time_since_epoch()).count();
    const auto place = [epoch](QCPItemStraightLine* line, double seconds) {
        line->point1->setCoords(epoch + seconds, 0);
        line->point2->setCoords(epoch + seconds, 1);
    };
    const TimeContext& time = workspace_.time();
    place(head_, time.play_head());
    cursor_->setVisible(time.cursor().has_value());
    if (time.cursor())
        place(cursor_, *time.cursor());
    read_out();
    replot(QCustomPlot::rpQueuedReplot);
}

void SeriesPlot::read_out() {
    const TimeContext& time = workspace_.time();
    const double at = time.cursor().value_or(time.play_head());
    const auto value = [&](const SharedPoints& points) -> std::optional<double> {
        if (!points)
            return std::nullopt;
        const auto k = std::size_t(std::max(0.0, at) / points->interval_s);
        if (points->values.empty())
            return std::nullopt;
        const float v = points->values[std::min(k, points->values.size() - 1)];
        return std::isnan(v) ? std::nullopt : std::optional<double>(v);
    };
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        const Line& line = lines_[i];
        QString text =
            title_of(*line.row) + QStringLiteral("  ") + figure(value(line.a), line.row->unit);
        if (line.b)
            text += tr(" (B: %1)").arg(figure(value(line.b), line.row->unit));
        graph(int(2 * i))->setName(text);
    }
}

double SeriesPlot::seconds_at(double x) const {
    const RunFacts* const facts = workspace_.facts_a();
    const double epoch =
        facts == nullptr
            ? 0
            : std::chrono::duration<double>(facts->summary.start.time_since_epoch()).count();
    return xAxis->pixelToCoord(x) - epoch;
}

void SeriesPlot::resizeEvent(QResizeEvent* event) {
    QCustomPlot::resizeEvent(event);
    refill();
}

void SeriesPlot::mousePressEvent(QMouseEvent* event) {
    held_at_ = event->position().toPoint();
    held_ = event->button() == Qt::LeftButton ? name_at(held_at_) : QString();
    if (!held_.isEmpty())
        return;
    if (event->button() == Qt::LeftButton)
        workspace_.time().set_play_head(seconds_at(event->position().x()));
    else if (event->button() == Qt::MiddleButton)
        dragged_from_ = seconds_at(event->position().x());
}

void SeriesPlot::mouseMoveEvent(QMouseEvent* event) {
    TimeContext& time = workspace_.time();
    const double at = seconds_at(event->position().x());
    if (!held_.isEmpty() && (event->buttons() & Qt::LeftButton)) {
        if ((event->position().toPoint() - held_at_).manhattanLength() >=
            QApplication::startDragDistance())
            drag_series();
        return;
    }
    setCursor(name_at(event->position().toPoint()).isEmpty() ? Qt::ArrowCursor
                                                             : Qt::OpenHandCursor);
    if (dragged_from_) {
        const double by = *dragged_from_ - at;
        time.show(time.from() + by, time.until() + by);
    }
    if (event->buttons() & Qt::LeftButton)
        time.set_play_head(at);
    time.set_cursor(std::clamp(at, 0.0, time.end()));
}

void SeriesPlot::mouseReleaseEvent(QMouseEvent* event) {
    held_.clear();
    if (event->button() == Qt::MiddleButton)
        dragged_from_.reset();
}

void SeriesPlot::wheelEvent(QWheelEvent* event) {
    TimeContext& time = workspace_.time();
    const double at = seconds_at(event->position().x());
    const double factor = std::pow(0.8, event->angleDelta().y() / 120.0);
    time.zoom(factor, at);
    event->accept();
}

void SeriesPlot::leaveEvent(QEvent*) {
    workspace_.time().set_cursor(std::nullopt);
}

QString SeriesPlot::name_at(QPoint place) const {
    for (int i = 0; i < legend->itemCount() && i < int(lines_.size()); ++i)
        if (legend->item(i)->outerRect().contains(place))
            return QString::fromLatin1(lines_[std::size_t(i)].row->name);
    return {};
}

void SeriesPlot::drag_series() {
    auto* const carried = new QMimeData;
    carried->setData(QLatin1String(series_mime), held_.toLatin1());
    held_.clear();
    auto* const drag = new QDrag(this);
    drag->setMimeData(carried);
    drag->exec(Qt::CopyAction);
}

SeriesPlot::Place SeriesPlot::place_at(double y, const QString& series) const {
    constexpr double edge = 0.25;  // of the height
    if (y < edge * height())
        return Place::above;
    const bool same = unit_ == QLatin1String(find_series(series)->unit);
    return !same || y > (1 - edge) * height() ? Place::below : Place::into;
}

void SeriesPlot::dragEnterEvent(QDragEnterEvent* event) {
    if (!series_in(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void SeriesPlot::dragMoveEvent(QDragMoveEvent* event) {
    would_drop_ = place_at(event->position().y(), series_in(*event->mimeData()));
    event->acceptProposedAction();
    update();
}

void SeriesPlot::dragLeaveEvent(QDragLeaveEvent*) {
    would_drop_.reset();
    update();
}

void SeriesPlot::dropEvent(QDropEvent* event) {
    would_drop_.reset();
    update();
    const QString series = series_in(*event->mimeData());
    event->acceptProposedAction();
    emit series_dropped(series, place_at(event->position().y(), series));
}

void SeriesPlot::contextMenuEvent(QContextMenuEvent* event) {
    emit menu_wanted(event->globalPos());
}

// A frame where the series would join, a line where it would get a plot of its own.
void SeriesPlot::paintEvent(QPaintEvent* event) {
    QCustomPlot::paintEvent(event);
    if (!would_drop_)
        return;
    constexpr int thick = 4;
    QPainter painter(this);
    const QColor color = workspace_.theme().color(Tone::accent);
    if (*would_drop_ == Place::into) {
        painter.setPen(QPen(color, thick));
        painter.drawRect(rect().adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2));
    } else {
        const int top = *would_drop_ == Place::above ? 0 : height() - thick;
        painter.fillRect(0, top, width(), thick, color);
    }
}

}  // namespace twin
