#include "gui/views/difference_chart.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

namespace twin {
namespace {

constexpr double pad = 10;

}  // namespace

DifferenceChart::DifferenceChart(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace) {
    setAccessibleName(tr("Largest relative differences"));
    setAccessibleDescription(tr("The table of KPIs beside it holds the same figures."));
    connect(&workspace_, &Workspace::theme_changed, this, qOverload<>(&QWidget::update));
}

void DifferenceChart::set_lines(const std::vector<KpiLine>& lines) {
    lines_.clear();
    for (const KpiLine& line : lines)
        if (line.delta_percent &&
            (line.verdict == Verdict::better || line.verdict == Verdict::worse))
            lines_.push_back(line);
    std::stable_sort(lines_.begin(), lines_.end(), [](const KpiLine& a, const KpiLine& b) {
        return std::abs(*a.delta_percent) > std::abs(*b.delta_percent);
    });
    update();
}

double DifferenceChart::row_height() const {
    return QFontMetricsF(font()).height() + 5;
}

int DifferenceChart::rows() const {
    const auto fit = int((height() - 2 * pad - row_height()) / row_height());
    return std::clamp(fit, 0, int(lines_.size()));
}

void DifferenceChart::paintEvent(QPaintEvent*) {
    const Theme& theme = workspace_.theme();
    QPainter painter(this);
    painter.fillRect(rect(), theme.color(Tone::surface));
    painter.setRenderHint(QPainter::Antialiasing);
    const QFontMetricsF metrics(font());
    const double line = row_height();
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(theme.color(Tone::text));
    painter.drawText(QRectF(pad, pad, width() - 2 * pad, line), Qt::AlignLeft | Qt::AlignTop,
                     rows() < int(lines_.size())
                         ? tr("The %1 largest of %2 differences").arg(rows()).arg(lines_.size())
                         : tr("Relative differences"));
    painter.setFont(font());
    const double names = std::min(0.46 * width(), 210.0);
    const double words = std::max(metrics.horizontalAdvance(words_of(Verdict::better)),
                                  metrics.horizontalAdvance(words_of(Verdict::worse)));
    const double figures = metrics.horizontalAdvance(QStringLiteral("▲ +1000 % ")) + words;
    const double middle = pad + names + (width() - 2 * pad - names - figures) / 2;
    const double reach = (width() - 2 * pad - names - figures) / 2 - 4;
    // A few large ones would press all others flat: the square root keeps them apart.
    const double most = lines_.empty() ? 1 : std::sqrt(std::abs(*lines_.front().delta_percent));
    painter.setPen(QPen(theme.color(Tone::line), 1));
    painter.drawLine(QPointF(middle, pad + line), QPointF(middle, pad + line * (rows() + 1)));
    for (int i = 0; i < rows(); ++i) {
        const KpiLine& own = lines_[std::size_t(i)];
        const double y = pad + line * (i + 1);
        painter.setPen(theme.color(Tone::text));
        painter.drawText(QRectF(pad, y, names - 6, line), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(own.title, Qt::ElideRight, names - 6));
        const double length =
            std::max(1.0, reach * std::sqrt(std::abs(*own.delta_percent)) / std::max(most, 1e-9));
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(tone_of(own.verdict)));
        const double left = *own.delta_percent > 0 ? middle : middle - length;
        painter.drawRoundedRect(QRectF(left, y + 4, length, line - 8), 2, 2);
        painter.setPen(theme.color(tone_of(own.verdict)));
        painter.drawText(
            QRectF(width() - pad - figures, y, figures, line), Qt::AlignRight | Qt::AlignVCenter,
            metrics.elidedText(
                (*own.delta_percent > 0 ? QStringLiteral("▲ ") : QStringLiteral("▼ ")) +
                    own.figure_percent + u' ' + words_of(own.verdict),
                Qt::ElideRight, figures));
    }
}

bool DifferenceChart::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* const help = static_cast<QHelpEvent*>(event);
    const auto i = int(std::floor((help->pos().y() - pad) / row_height())) - 1;
    QString text;
    if (i >= 0 && i < rows()) {
        const KpiLine& own = lines_[std::size_t(i)];
        text = tr("%1\nA: %2, B: %3, B - A: %4\n%5")
                   .arg(own.title, own.figure_a, own.figure_b, own.figure_delta, own.formula);
    }
    QToolTip::showText(help->globalPos(), text, this);
    return true;
}

}  // namespace twin
