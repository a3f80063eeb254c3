#include "gui/views/bill_waterfall.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "gui/look/figures.h"

namespace twin {
namespace {

constexpr double left_edge = 12, right_edge = 12;

QString short_euro(double value) {
    return figure(value, "EUR");
}

}  // namespace

BillWaterfall::BillWaterfall(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Bill as a waterfall"));
    setAccessibleDescription(
        tr("Arrow keys go from item to item; Enter on the demand charge moves "
           "the play head to the quarter-hour that set it."));
    connect(&workspace_, &Workspace::theme_changed, this, qOverload<>(&QWidget::update));
}

void BillWaterfall::set_steps(std::vector<BillStep> steps) {
    steps_ = std::move(steps);
    has_b_ = std::any_of(steps_.begin(), steps_.end(),
                         [](const BillStep& step) { return step.b.has_value(); });
    chosen_ = -1;
    update();
}

BillWaterfall::Bars BillWaterfall::bars_of(std::optional<double> BillStep::*run) const {
    Bars bars;
    double reached = 0;
    for (const BillStep& step : steps_) {
        const double value = (step.*run).value_or(0);
        const double from = step.is_total ? 0 : reached;
        bars.spans.emplace_back(from, from + value);
        if (!step.is_total)
            reached += value;
    }
    return bars;
}

QRectF BillWaterfall::plot() const {
    const double line = QFontMetricsF(font()).height();
    // Below: item, quantity and price; above: amounts.
    return QRectF(rect()).adjusted(left_edge, 2.6 * line, -right_edge, -3.5 * line);
}

double BillWaterfall::slot() const {
    return plot().width() / double(std::max<std::size_t>(1, steps_.size()));
}

void BillWaterfall::paintEvent(QPaintEvent*) {
    const Theme& theme = workspace_.theme();
    QPainter painter(this);
    painter.fillRect(rect(), theme.color(Tone::surface));
    painter.setRenderHint(QPainter::Antialiasing);
    if (steps_.empty()) {
        painter.setPen(theme.color(Tone::text));
        painter.drawText(rect().adjusted(32, 0, -32, 0), Qt::AlignCenter | Qt::TextWordWrap,
                         tr("This run has no bill: its scenario has no prices, or the run has not "
                            "ended."));
        return;
    }
    const Bars a = bars_of(&BillStep::a), b = bars_of(&BillStep::b);
    double least = 0, most = 0;
    for (const Bars* bars : {&a, &b})
        for (const auto& [from, until] : bars->spans) {
            least = std::min({least, from, until});
            most = std::max({most, from, until});
        }
    const QRectF area = plot();
    const double scale = area.height() / std::max(most - least, 1e-9);
    const auto y_of = [&](double value) { return area.bottom() - (value - least) * scale; };
    const double line = QFontMetricsF(font()).height();
    const QFontMetricsF metrics(font());
    painter.setPen(QPen(theme.color(Tone::line), 1));
    painter.drawLine(QPointF(area.left(), y_of(0)), QPointF(area.right(), y_of(0)));
    const double width = slot(), bar = std::min(64.0, width * (has_b_ ? 0.36 : 0.5));
    for (std::size_t i = 0; i < steps_.size(); ++i) {
        const BillStep& step = steps_[i];
        const double x = area.left() + width * double(i), middle = x + width / 2;
        const auto paint_bar = [&](const Bars& bars, double at, bool is_b) {
            const auto [from, until] = bars.spans[i];
            const QColor color = theme.color(is_b ? Tone::run_b : Tone::run_a);
            QRectF box(at, std::min(y_of(from), y_of(until)), bar,
                       std::max(1.5, std::abs(y_of(from) - y_of(until))));
            painter.setPen(QPen(color, 1, is_b ? Qt::DashLine : Qt::SolidLine));
            if (is_b)
                painter.setBrush(QBrush(color, Qt::BDiagPattern));
            else
                painter.setBrush(step.is_total ? color.darker(125) : color);
            painter.drawRect(box);
            if (i + 1 < steps_.size() && !step.is_total) {
                painter.setPen(QPen(theme.color(Tone::muted), 1, Qt::DotLine));
                painter.drawLine(QPointF(box.right(), y_of(until)),
                                 QPointF(box.left() + width, y_of(until)));
            }
            return box.top();
        };
        double top = 0;
        if (has_b_) {
            top = paint_bar(a, middle - bar - 2, false);
            top = std::min(top, paint_bar(b, middle + 2, true));
        } else {
            top = paint_bar(a, middle - bar / 2, false);
        }
        const QRectF column(x + 2, 0, width - 4, line);
        const auto write = [&](double y, Tone tone, const QString& text) {
            painter.setPen(theme.color(tone));
            painter.drawText(column.translated(0, y), Qt::AlignHCenter | Qt::AlignTop,
                             metrics.elidedText(text, Qt::ElideRight, column.width()));
        };
        QFont bold = font();
        bold.setWeight(QFont::DemiBold);
        painter.setFont(bold);
        if (step.a)
            write(top - (has_b_ ? 2 : 1) * line - 3, Tone::text, short_euro(*step.a));
        painter.setFont(font());
        if (step.b) {
            QString text = short_euro(*step.b);
            if (step.a && *step.a != 0) {
                const double percent = 100 * (*step.b - *step.a) / std::abs(*step.a);
                text += QStringLiteral(" (%1%2 %)")
                            .arg(percent > 0 ? QStringLiteral("+") : QString(),
                                 QLocale().toString(percent, 'f', 1));
            }
            write(top - line - 3, Tone::run_b, text);
        }
        painter.setFont(step.is_total ? bold : font());
        write(area.bottom() + 6, Tone::text, step.item);
        painter.setFont(font());
        write(area.bottom() + 6 + line, Tone::muted, step.quantity);
        write(area.bottom() + 6 + 2 * line, Tone::muted, step.price);
        if (int(i) == chosen_) {
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(theme.color(Tone::accent), hasFocus() ? 2 : 1));
            painter.drawRoundedRect(QRectF(x + 1, 2, width - 2, height() - 4.0), 5, 5);
        }
    }
}

int BillWaterfall::step_at(const QPointF& position) const {
    const auto i = int(std::floor((position.x() - plot().left()) / slot()));
    return i >= 0 && i < int(steps_.size()) ? i : -1;
}

QString BillWaterfall::describe(int index) const {
    const BillStep& step = steps_[std::size_t(index)];
    QString text = step.item;
    if (step.a)
        text += tr("\nA: %1 = %2 at %3").arg(short_euro(*step.a), step.quantity, step.price);
    if (step.b)
        text += tr("\nB: %1").arg(short_euro(*step.b));
    if (!step.note.isEmpty())
        text += u'\n' + step.note;
    if (step.is_demand)
        text += tr("\nClick: move the play head to the quarter-hour that set it");
    return text;
}

void BillWaterfall::open() {
    if (chosen_ >= 0 && steps_[std::size_t(chosen_)].is_demand)
        emit peak_wanted();
}

void BillWaterfall::choose(int step) {
    if (step == chosen_)
        return;
    chosen_ = step;
    setAccessibleDescription(step >= 0 ? describe(step) : QString());
    update();
}

void BillWaterfall::mouseMoveEvent(QMouseEvent* event) {
    choose(step_at(event->position()));
}

void BillWaterfall::mousePressEvent(QMouseEvent* event) {
    choose(step_at(event->position()));
    open();
}

void BillWaterfall::leaveEvent(QEvent*) {
    if (!hasFocus())
        choose(-1);
}

void BillWaterfall::keyPressEvent(QKeyEvent* event) {
    const int last = int(steps_.size()) - 1;
    switch (event->key()) {
        case Qt::Key_Left:
            return choose(std::max(std::min(0, last), chosen_ - 1));
        case Qt::Key_Right:
            return choose(std::min(last, chosen_ + 1));
        case Qt::Key_Home:
            return choose(std::min(0, last));
        case Qt::Key_End:
            return choose(last);
        case Qt::Key_Return:
        case Qt::Key_Enter:
            return open();
        default:
            QWidget::keyPressEvent(event);
    }
}

bool BillWaterfall::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* const help = static_cast<QHelpEvent*>(event);
    const int step = step_at(help->pos());
    QToolTip::showText(help->globalPos(), step >= 0 ? describe(step) : QString(), this);
    return true;
}

}  // namespace twin
