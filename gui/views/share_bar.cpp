#include "gui/views/share_bar.h"

#include <QPainter>
#include <algorithm>
#include <numeric>

namespace twin {
namespace {

constexpr double bar_top = 24, bar_height = 22, label_top = bar_top + bar_height + 8;
constexpr double swatch_size = 10, label_gap = 18;

}  // namespace

ShareBar::ShareBar(Theme theme, QWidget* parent) : QWidget(parent), theme_(theme) {
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void ShareBar::set_theme(Theme theme) {
    theme_ = theme;
    update();
}

void ShareBar::set_parts(const QString& title, std::vector<BarPart> parts, double limit,
                         const QString& limit_text) {
    title_ = title;
    limit_ = limit;
    limit_text_ = limit_text;
    std::erase_if(parts, [](const BarPart& part) { return part.value <= 0; });
    parts_ = std::move(parts);
    QStringList words = {title_};
    for (const BarPart& part : parts_)
        words += part.name + u' ' + part.figure;
    setAccessibleName(title_);
    setAccessibleDescription(words.join(QStringLiteral(", ")) + u' ' + limit_text_);
    updateGeometry();
    update();
}

std::vector<ShareBar::Label> ShareBar::labels(double width) const {
    const QFontMetricsF metrics(font());
    std::vector<Label> out;
    double x = 0, y = label_top;
    for (const BarPart& part : parts_) {
        const QString text = part.name + QStringLiteral("  ") + part.figure;
        const double needed = swatch_size + 6 + metrics.horizontalAdvance(text);
        if (x > 0 && x + needed > width) {
            x = 0;
            y += metrics.height() + 4;
        }
        out.push_back({QRectF(x, y, needed, metrics.height()), text});
        x += needed + label_gap;
    }
    return out;
}

int ShareBar::heightForWidth(int width) const {
    const std::vector<Label> all = labels(width);
    return int(all.empty() ? label_top : all.back().box.bottom()) + 8;
}

QSize ShareBar::sizeHint() const {
    return {560, heightForWidth(560)};
}

void ShareBar::resizeEvent(QResizeEvent*) {
    updateGeometry();
}

void ShareBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(theme_.color(Tone::text));
    painter.drawText(QRectF(0, 0, width(), bar_top - 4), Qt::AlignLeft | Qt::AlignVCenter, title_);
    painter.setFont(font());
    const double sum =
        std::accumulate(parts_.begin(), parts_.end(), 0.0,
                        [](double s, const BarPart& part) { return s + part.value; });
    const double whole = std::max(sum, limit_);
    if (whole <= 0)
        return;
    painter.fillRect(QRectF(0, bar_top, width(), bar_height), theme_.color(Tone::raised));
    const std::vector<Label> all = labels(width());
    double x = 0;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        const QColor color = theme_.category(int(i));
        const double length = parts_[i].value / whole * width();
        painter.fillRect(QRectF(x, bar_top, std::max(length - 1, 0.5), bar_height), color);
        x += length;
        const QRectF& box = all[i].box;
        painter.fillRect(
            QRectF(box.left(), box.center().y() - swatch_size / 2, swatch_size, swatch_size),
            color);
        painter.setPen(theme_.color(Tone::text));
        painter.drawText(box.adjusted(swatch_size + 6, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                         all[i].text);
    }
    if (limit_ <= 0)
        return;
    const double at = limit_ / whole * width();
    painter.setPen(QPen(theme_.color(Tone::limit), 2));
    painter.drawLine(QPointF(at - 1, bar_top - 4), QPointF(at - 1, bar_top + bar_height + 4));
    painter.setPen(theme_.color(sum > limit_ ? Tone::bad : Tone::muted));
    painter.drawText(QRectF(0, 0, width(), bar_top - 4), Qt::AlignRight | Qt::AlignVCenter,
                     limit_text_);
}

}  // namespace twin
