#include "gui/views/sankey_canvas.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "gui/look/figures.h"

namespace twin {
namespace {

constexpr double area_margin = 12;
// Tried in turn until the bands have a fair share of the height.
constexpr double merge_shares[] = {0, 0.002, 0.01, 0.03, 0.1};

QString percent(double share) {
    const double value = 100 * share;
    if (value > 0 && value < 0.05)
        return QStringLiteral("< ") + QLocale().toString(0.1, 'f', 1) + QStringLiteral(" %");
    return QLocale().toString(value, 'f', std::abs(value) < 9.95 ? 1 : 0) + QStringLiteral(" %");
}

}  // namespace

SankeyCanvas::SankeyCanvas(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace) {
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Energy flow"));
    setAccessibleDescription(
        tr("From the sources on the left to the heat on the right. Arrow keys go from node to "
           "node; the table holds the same figures."));
    TimeContext& time = workspace_.time();
    connect(&time, &TimeContext::play_head_changed, this, [this] {
        if (!mean_)
            refill();
    });
    connect(&time, &TimeContext::range_changed, this, [this] {
        if (mean_)
            refill();
    });
    connect(&workspace_, &Workspace::theme_changed, this, qOverload<>(&QWidget::update));
}

void SankeyCanvas::set_series(SharedFlow a, SharedFlow b) {
    a_ = std::move(a);
    b_ = std::move(b);
    rescale();
}

void SankeyCanvas::set_unit(FlowUnit unit) {
    unit_ = unit;
    rescale();
}

void SankeyCanvas::set_mean(bool mean) {
    mean_ = mean;
    rescale();
}

SankeyCanvas::Shown SankeyCanvas::shown_of(const FlowSeries& series) const {
    const TimeContext& time = workspace_.time();
    Shown shown;
    std::optional<FlowValues> values;
    if (mean_)
        values = mean_flow_values(series, time.from(), time.until(), unit_);
    else if (const auto k = interval_at(series, time.play_head()))
        values = flow_values(series, *k, unit_);
    if (!values)
        return shown;
    shown.values = *values;
    FlowValues drawn = *values;
    if (drawn[std::size_t(FlowColumn::it)] < 0) {
        shown.sign = -1;
        for (double& value : drawn)
            value = -value;
    }
    shown.flow = energy_flow(series, drawn);
    return shown;
}

void SankeyCanvas::refill() {
    const QString chosen = chosen_ >= 0 ? flow_.nodes[std::size_t(chosen_)].name : QString();
    flow_ = flow_b_ = {};
    balance_.clear();
    if (a_ && a_->intervals() > 0) {
        Shown shown = shown_of(*a_);
        flow_ = with_small_merged(shown.flow, least_ * shown.flow.total);
        sign_ = shown.sign;
        balance_ = balance_of(*a_, shown.values, unit_);
    }
    if (b_ && b_->intervals() > 0)
        flow_b_ = shown_of(*b_).flow;
    chosen_ = chosen.isEmpty() ? -1 : find_node(flow_, chosen);
    lay_out();
    if (chosen_ >= 0)
        emit node_chosen(describe(chosen_));
    emit changed();
    update();
}

// Of power the scale is that of the highest interval, so that a band's width can be compared while
// a run is played; money and carbon fill the height, as one dear hour would press all others flat.
void SankeyCanvas::rescale() {
    scale_ = 0;
    least_ = 0;
    if (a_ && a_->intervals() > 0) {
        const EnergyFlow highest =
            energy_flow(*a_, flow_values(*a_, highest_interval(*a_), FlowUnit::power));
        const QRectF area = QRectF(rect()).adjusted(area_margin, area_margin, 0, -area_margin);
        for (const double share : merge_shares) {
            least_ = share;
            const SankeyLayout layout = lay_out_sankey(
                with_small_merged(highest, share * highest.total), area, label_height(), 0);
            scale_ = unit_ == FlowUnit::power ? layout.scale : 0;
            if (layout.is_roomy)
                break;
        }
    }
    refill();
}

void SankeyCanvas::lay_out() {
    layout_ =
        lay_out_sankey(flow_, QRectF(rect()).adjusted(area_margin, area_margin, 0, -area_margin),
                       label_height(), scale_);
    by_value_.resize(flow_.links.size());
    std::iota(by_value_.begin(), by_value_.end(), 0);
    std::sort(by_value_.begin(), by_value_.end(), [this](int a, int b) {
        return flow_.links[std::size_t(a)].value > flow_.links[std::size_t(b)].value;
    });
}

double SankeyCanvas::label_height() const {
    return QFontMetricsF(font()).height() * (b_ ? 3 : 2);
}

void SankeyCanvas::resizeEvent(QResizeEvent*) {
    rescale();
}

QString SankeyCanvas::delta_of(int node) const {
    const FlowNode& own = flow_.nodes[std::size_t(node)];
    const std::optional<double> other = value_of(flow_b_, own);
    if (!other)
        return {};
    const double delta = *other - own.value;
    if (std::abs(delta) < 5e-5 * own.value)
        return tr("B: same");
    const QString sign = delta > 0 ? QStringLiteral("+") : QString();
    return tr("B: %1").arg(sign + percent(delta / own.value));
}

QString SankeyCanvas::describe(int node) const {
    const FlowNode& own = flow_.nodes[std::size_t(node)];
    QStringList from, to;
    for (const FlowLink& link : flow_.links) {
        const auto words = [&](int other) {
            return tr("%1 (%2)").arg(flow_.nodes[std::size_t(other)].title,
                                     flow_figure(sign_ * link.value, unit_));
        };
        if (link.to == node)
            from += words(link.from);
        if (link.from == node)
            to += words(link.to);
    }
    QString text = tr("%1: %2, %3 of what comes in")
                       .arg(own.title, flow_figure(sign_ * own.value, unit_),
                            percent(own.value / flow_.total));
    if (const auto other = value_of(flow_b_, own))
        text += tr("; run B %1").arg(flow_figure(sign_ * *other, unit_));
    if (!from.isEmpty())
        text += tr("\nfrom %1").arg(from.join(QStringLiteral(", ")));
    if (!to.isEmpty())
        text += tr("\nto %1").arg(to.join(QStringLiteral(", ")));
    return text;
}

// All that flows to the node and all that comes from it.
std::vector<bool> SankeyCanvas::on_path(int node) const {
    std::vector<bool> before(flow_.nodes.size()), behind(flow_.nodes.size());
    before[std::size_t(node)] = behind[std::size_t(node)] = true;
    // A link goes to a later column: as many rounds as there are columns reach everything.
    for (int round = 0; round < 9; ++round)
        for (const FlowLink& link : flow_.links) {
            if (before[std::size_t(link.to)])
                before[std::size_t(link.from)] = true;
            if (behind[std::size_t(link.from)])
                behind[std::size_t(link.to)] = true;
        }
    std::vector<bool> on;
    for (const FlowLink& link : flow_.links)
        on.push_back(before[std::size_t(link.to)] || behind[std::size_t(link.from)]);
    return on;
}

void SankeyCanvas::paint_label(QPainter& painter, int node, bool dimmed) const {
    const Theme& theme = workspace_.theme();
    const FlowNode& own = flow_.nodes[std::size_t(node)];
    const QRectF& room = layout_.nodes[std::size_t(node)].label;
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    // A long title gets smaller, to a limit, before it is cut.
    const auto fits = [&] {
        return QFontMetricsF(bold).horizontalAdvance(own.title) < room.width();
    };
    for (const double least = 0.8 * bold.pointSizeF(); !fits() && bold.pointSizeF() > least;)
        bold.setPointSizeF(std::max(least, bold.pointSizeF() - 0.5));
    const QFontMetricsF heavy(bold), plain(font());
    const QString title = heavy.elidedText(own.title, Qt::ElideRight, room.width());
    const QString figures = flow_figure(sign_ * own.value, unit_);
    const QString share = percent(own.value / flow_.total);
    const QString both = figures + QStringLiteral(" · ") + share;
    const QString line = plain.horizontalAdvance(both) <= room.width() ? both : figures;
    const QString delta = b_ ? delta_of(node) : QString();
    const double width = std::min(
        room.width(), std::max({heavy.horizontalAdvance(title), plain.horizontalAdvance(line),
                                plain.horizontalAdvance(delta)}));
    const double line_height = plain.height();
    const int lines = delta.isEmpty() ? 2 : 3;
    QRectF box(room.left(), room.center().y() - lines * line_height / 2, width,
               lines * line_height);
    QColor ground = theme.color(Tone::surface);
    ground.setAlphaF(0.72F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(box.adjusted(-3, 0, 3, 0), 3, 3);
    painter.setPen(theme.color(dimmed ? Tone::muted : Tone::text));
    painter.setFont(bold);
    painter.drawText(box, Qt::AlignLeft | Qt::AlignTop, title);
    painter.setFont(font());
    box.setTop(box.top() + line_height);
    painter.setPen(theme.color(dimmed ? Tone::muted : Tone::text));
    painter.drawText(box, Qt::AlignLeft | Qt::AlignTop, line);
    box.setTop(box.top() + line_height);
    painter.setPen(theme.color(Tone::run_b));
    painter.drawText(box, Qt::AlignLeft | Qt::AlignTop, delta);
}

// Mixed with the ground beforehand: painting opaque takes a third of the time.
void SankeyCanvas::paint_band(QPainter& painter, int index, double strength) const {
    const Theme& theme = workspace_.theme();
    const FlowLink& link = flow_.links[std::size_t(index)];
    const QPainterPath& path = layout_.bands[std::size_t(index)];
    const QColor ground = theme.color(Tone::surface);
    const auto mixed = [&](int node) {
        const QColor tone = theme.color(flow_.nodes[std::size_t(node)].tone);
        const auto mix = [&](int a, int b) { return int(std::lround(a + strength * (b - a))); };
        return QColor(mix(ground.red(), tone.red()), mix(ground.green(), tone.green()),
                      mix(ground.blue(), tone.blue()));
    };
    const QColor begin = mixed(link.from), end = mixed(link.to);
    if (begin == end)
        return painter.fillPath(path, begin);
    const QRectF box = path.boundingRect();
    QLinearGradient gradient(box.left(), 0, box.right(), 0);
    gradient.setColorAt(0, begin);
    gradient.setColorAt(1, end);
    painter.fillPath(path, gradient);
}

void SankeyCanvas::paintEvent(QPaintEvent*) {
    const Theme& theme = workspace_.theme();
    QPainter painter(this);
    painter.fillRect(rect(), theme.color(Tone::surface));
    if (layout_.nodes.size() != flow_.nodes.size())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    const std::vector<bool> on =
        chosen_ >= 0 ? on_path(chosen_) : std::vector<bool>(flow_.links.size(), true);
    std::vector<bool> touched(flow_.nodes.size(), chosen_ < 0);
    for (std::size_t i = 0; i < flow_.links.size(); ++i)
        if (on[i])
            touched[std::size_t(flow_.links[i].from)] = touched[std::size_t(flow_.links[i].to)] =
                true;
    for (const int i : by_value_)
        paint_band(painter, i, !on[std::size_t(i)] ? 0.10 : chosen_ >= 0 ? 0.62 : 0.42);
    for (std::size_t i = 0; i < flow_.nodes.size(); ++i) {
        const QRectF& bar = layout_.nodes[i].bar;
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(flow_.nodes[i].tone));
        painter.setOpacity(touched[i] ? 1 : 0.35);
        painter.drawRoundedRect(bar, 1.5, 1.5);
        painter.setOpacity(1);
        if (const auto other = value_of(flow_b_, flow_.nodes[i])) {
            const double height = *other * layout_.scale;
            painter.setBrush(Qt::NoBrush);
            // One pixel and hard edges: dashes are slow otherwise.
            painter.setRenderHint(QPainter::Antialiasing, false);
            painter.setPen(QPen(theme.color(Tone::run_b), 1, Qt::DashLine));
            painter.drawRect(
                QRectF(bar.left() - 3, bar.top(), bar.width() + 5, std::max(2.0, height)).toRect());
            painter.setRenderHint(QPainter::Antialiasing);
        }
        if (int(i) == chosen_ && hasFocus()) {
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(theme.color(Tone::accent), 2));
            painter.drawRoundedRect(bar.adjusted(-4, -4, 4, 4), 3, 3);
        }
    }
    for (std::size_t i = 0; i < flow_.nodes.size(); ++i)
        paint_label(painter, int(i), !touched[i]);
}

int SankeyCanvas::node_at(const QPointF& position) const {
    for (std::size_t i = 0; i < layout_.nodes.size(); ++i)
        if (layout_.nodes[i].bar.adjusted(-3, -3, 3, 3).contains(position) ||
            layout_.nodes[i].label.contains(position))
            return int(i);
    // On a band: the node that it goes to; the thinnest first, as it lies in others.
    int found = -1;
    double least = 0;
    for (std::size_t i = 0; i < layout_.bands.size(); ++i)
        if (layout_.bands[i].contains(position) && (found < 0 || flow_.links[i].value < least)) {
            found = flow_.links[i].to;
            least = flow_.links[i].value;
        }
    return found;
}

void SankeyCanvas::choose(int node) {
    if (node == chosen_)
        return;
    chosen_ = node;
    emit node_chosen(node >= 0 ? describe(node) : QString());
    update();
}

void SankeyCanvas::mouseMoveEvent(QMouseEvent* event) {
    choose(node_at(event->position()));
}

void SankeyCanvas::leaveEvent(QEvent*) {
    choose(-1);
}

void SankeyCanvas::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    choose(-1);
}

bool SankeyCanvas::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* const help = static_cast<QHelpEvent*>(event);
    const int node = node_at(help->pos());
    QToolTip::showText(help->globalPos(), node >= 0 ? describe(node) : QString(), this);
    return true;
}

// To the nearest node in that direction.
void SankeyCanvas::move(int columns, int rows) {
    if (chosen_ < 0)
        return choose(flow_.nodes.empty() ? -1 : 0);
    const QPointF here = layout_.nodes[std::size_t(chosen_)].bar.center();
    int best = -1;
    double least = 0;
    for (std::size_t i = 0; i < layout_.nodes.size(); ++i) {
        const QPointF by = layout_.nodes[i].bar.center() - here;
        const bool fits =
            columns != 0 ? by.x() * columns > 1 : std::abs(by.x()) < 1 && by.y() * rows > 0.5;
        const double distance = 4 * std::abs(by.x()) + std::abs(by.y());
        if (fits && (best < 0 || distance < least)) {
            best = int(i);
            least = distance;
        }
    }
    if (best >= 0)
        choose(best);
}

void SankeyCanvas::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Left:
            return move(-1, 0);
        case Qt::Key_Right:
            return move(1, 0);
        case Qt::Key_Up:
            return move(0, -1);
        case Qt::Key_Down:
            return move(0, 1);
        case Qt::Key_Home:
            return choose(flow_.nodes.empty() ? -1 : 0);
        case Qt::Key_End:
            return choose(int(flow_.nodes.size()) - 1);
        default:
            QWidget::keyPressEvent(event);
    }
}

}  // namespace twin
