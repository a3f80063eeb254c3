#include "gui/views/kpi_board.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QTimer>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "gui/look/figures.h"
#include "gui/look/result_texts.h"
#include "sim/results/figure_text.h"

namespace twin {
namespace {

constexpr double tile_pad = 12, tile_gap = 8, inner = 9, narrowest = 232;

QFont large(QFont font) {
    font.setPointSizeF(font.pointSizeF() * 1.45);
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont strong(QFont font) {
    font.setWeight(QFont::DemiBold);
    return font;
}

// A unit that stands above already is not told again: "14.38" of "14.38 MW" below "17.37 MW".
QString without_unit_of(const QString& above, const QString& figure) {
    const qsizetype gap_above = above.indexOf(u' '), gap_here = figure.indexOf(u' ');
    const bool same = gap_above > 0 && gap_here > 0 && above.mid(gap_above) == figure.mid(gap_here);
    return same ? figure.left(gap_here) : figure;
}

QString elided(const QPainter& painter, const QString& text, double width) {
    return QFontMetricsF(painter.font()).elidedText(text, Qt::ElideRight, width);
}

}  // namespace

std::vector<LimitTile> limit_tiles(const RunFacts& facts) {
    std::vector<LimitTile> tiles;
    for (const LimitRecord& limit : facts.limits) {
        if (!(limit.limit > 0))
            continue;
        LimitTile tile;
        tile.title = result_text(limit_title(limit.name));
        if (!tile.title.isEmpty())
            tile.title[0] = tile.title[0].toUpper();
        tile.used = limit.p99 / limit.limit;
        tile.peak = limit.peak / limit.limit;
        tile.figure = KpiBoard::tr("%1 of %2")
                          .arg(figure(limit.p99, limit.unit), figure(limit.limit, limit.unit));
        // A share of degC would be one of an arbitrary zero.
        const bool is_temperature = limit.unit == "degC";
        const double room = limit.limit - limit.p99;
        const double near = is_temperature ? 2 : 0.05 * limit.limit;
        const QString share =
            is_temperature ? QLocale().toString(std::abs(room), 'f', 1) + QStringLiteral(" K")
                           : QLocale().toString(100 * std::abs(room) / limit.limit, 'f', 1) +
                                 QStringLiteral(" %");
        if (room < 0) {
            tile.tone = Tone::bad;
            tile.headroom = KpiBoard::tr("✗ over by %1").arg(share);
        } else if (room < near) {
            tile.tone = Tone::warning;
            tile.headroom = KpiBoard::tr("! near: %1 left").arg(share);
        } else {
            tile.tone = Tone::good;
            tile.headroom = KpiBoard::tr("✓ %1 left").arg(share);
        }
        const double at_limit = std::chrono::duration<double>(limit.at_limit).count();
        tile.words =
            KpiBoard::tr("%1: limit %2; 99 % of the time at most %3, highest %4; %5 at the limit")
                .arg(tile.title, figure(limit.limit, limit.unit), figure(limit.p99, limit.unit),
                     figure(limit.peak, limit.unit), span_of_time(at_limit));
        if (!limit.where.empty())
            tile.words += KpiBoard::tr("; nearest: %1").arg(result_text(limit.where));
        tiles.push_back(std::move(tile));
    }
    return tiles;
}

KpiBoard::KpiBoard(Workspace& workspace, QWidget* parent) : QWidget(parent), workspace_(workspace) {
    setFocusPolicy(Qt::StrongFocus);
    setMinimumWidth(int(narrowest + 2 * tile_pad));
    setAccessibleName(tr("Tiles of KPIs"));
    setAccessibleDescription(
        tr("Arrow keys go from tile to tile, Enter tells the formula; the table holds the same."));
    connect(&workspace_, &Workspace::theme_changed, this, qOverload<>(&QWidget::update));
}

void KpiBoard::set_tiles(std::vector<KpiLine> lines, std::vector<LimitTile> limits) {
    const QString chosen = chosen_ >= 0 ? lines_[std::size_t(chosen_)].name : QString();
    lines_ = std::move(lines);
    limits_ = std::move(limits);
    const auto same = std::find_if(lines_.begin(), lines_.end(),
                                   [&](const KpiLine& line) { return line.name == chosen; });
    chosen_ = same == lines_.end() ? -1 : int(same - lines_.begin());
    lay_out();
    update();
}

double KpiBoard::tile_height(const KpiLine& line) const {
    const double plain = QFontMetricsF(font()).height();
    double height = 2 * inner + plain + QFontMetricsF(large(font())).height();
    if (!line.figure_b.isEmpty())
        height += plain;
    return height + plain * double(line.targets.size());
}

void KpiBoard::lay_out() {
    const double width = this->width() - 2 * tile_pad;
    columns_ = std::max(1, int((width + tile_gap) / (narrowest + tile_gap)));
    const double tile = (width - tile_gap * (columns_ - 1)) / columns_;
    const double heading = QFontMetricsF(strong(font())).height() + 8;
    places_.assign(lines_.size(), {});
    limit_places_.assign(limits_.size(), {});
    headings_.clear();
    double y = tile_pad / 2;
    const auto section = [&](const QString& title, std::size_t count, auto&& place_of,
                             auto&& height_of) {
        headings_.push_back({title, QRectF(tile_pad, y, width, heading)});
        y += heading;
        for (std::size_t first = 0; first < count; first += std::size_t(columns_)) {
            const std::size_t end = std::min(count, first + std::size_t(columns_));
            double height = 0;
            for (std::size_t i = first; i < end; ++i)
                height = std::max(height, height_of(i));
            for (std::size_t i = first; i < end; ++i)
                place_of(i) =
                    QRectF(tile_pad + double(i - first) * (tile + tile_gap), y, tile, height);
            y += height + tile_gap;
        }
        y += 2;
    };
    const double plain = QFontMetricsF(font()).height();
    if (!limits_.empty())
        section(
            tr("Limits and headroom"), limits_.size(),
            [&](std::size_t i) -> QRectF& { return limit_places_[i]; },
            [&](std::size_t) { return 2 * inner + 3 * plain + 14; });
    for (std::size_t first = 0; first < lines_.size();) {
        std::size_t end = first;
        while (end < lines_.size() && lines_[end].topic == lines_[first].topic)
            ++end;
        QString topic = lines_[first].topic;
        topic[0] = topic[0].toUpper();
        section(
            topic, end - first, [&](std::size_t i) -> QRectF& { return places_[first + i]; },
            [&](std::size_t i) { return tile_height(lines_[first + i]); });
        first = end;
    }
    setMinimumHeight(int(std::ceil(y + tile_pad)));
}

void KpiBoard::resizeEvent(QResizeEvent*) {
    lay_out();
    // The tile that is looked at has moved; the area around learns its new height first.
    if (chosen_ >= 0)
        QTimer::singleShot(0, this, [this] {
            if (chosen_ >= 0)
                emit needs_sight(places_[std::size_t(chosen_)].toAlignedRect());
        });
}

void KpiBoard::paint_ground(QPainter& painter, const QRectF& place, bool chosen) const {
    const Theme& theme = workspace_.theme();
    painter.setPen(chosen ? QPen(theme.color(Tone::accent), 2) : QPen(theme.color(Tone::line), 1));
    painter.setBrush(theme.color(Tone::surface));
    painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
}

void KpiBoard::paint_tile(QPainter& painter, int index) const {
    const Theme& theme = workspace_.theme();
    const KpiLine& line = lines_[std::size_t(index)];
    const QRectF& place = places_[std::size_t(index)];
    paint_ground(painter, place, index == chosen_);
    QRectF text = place.adjusted(inner, inner, -inner, -inner);
    const auto write = [&](const QFont& font, Tone tone, const QString& words) {
        painter.setFont(font);
        painter.setPen(theme.color(tone));
        painter.drawText(text, Qt::AlignLeft | Qt::AlignTop, elided(painter, words, text.width()));
        text.setTop(text.top() + QFontMetricsF(font).height());
    };
    write(font(), Tone::muted, line.title);
    write(line.a ? large(font()) : font(), line.a ? Tone::text : Tone::muted,
          line.a ? line.figure_a : tr("not in this run"));
    if (!line.a)
        text.setTop(place.top() + inner + QFontMetricsF(font()).height() +
                    QFontMetricsF(large(font())).height());
    if (!line.figure_b.isEmpty()) {
        const QString b = tr("B %1").arg(without_unit_of(line.figure_a, line.figure_b));
        painter.setFont(font());
        painter.setPen(theme.color(Tone::run_b));
        painter.drawText(text, Qt::AlignLeft | Qt::AlignTop, elided(painter, b, text.width()));
        const double used = QFontMetricsF(font()).horizontalAdvance(b) + 8;
        painter.setPen(theme.color(tone_of(line.verdict)));
        painter.drawText(text, Qt::AlignRight | Qt::AlignTop,
                         elided(painter, line.change, text.width() - used));
        text.setTop(text.top() + QFontMetricsF(font()).height());
    }
    for (const KpiTarget& target : line.targets)
        write(font(), target.tone, target.text);
}

void KpiBoard::paint_limit(QPainter& painter, int index) const {
    const Theme& theme = workspace_.theme();
    const LimitTile& limit = limits_[std::size_t(index)];
    const QRectF& place = limit_places_[std::size_t(index)];
    paint_ground(painter, place, false);
    QRectF text = place.adjusted(inner, inner, -inner, -inner);
    const double line = QFontMetricsF(font()).height();
    painter.setFont(font());
    painter.setPen(theme.color(Tone::muted));
    painter.drawText(text, Qt::AlignLeft | Qt::AlignTop,
                     elided(painter, limit.title, text.width()));
    text.setTop(text.top() + line);
    painter.setPen(theme.color(Tone::text));
    painter.setFont(strong(font()));
    painter.drawText(text, Qt::AlignLeft | Qt::AlignTop,
                     elided(painter, limit.figure, text.width()));
    text.setTop(text.top() + line + 4);
    // The limit stands at five sixths, so that what is over it can be seen.
    const QRectF bar(text.left(), text.top(), text.width(), 7);
    const double at_limit = bar.width() / 1.2;
    const auto reach = [&](double share) { return std::clamp(share, 0.0, 1.2) * at_limit; };
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(Tone::grid));
    painter.drawRoundedRect(bar, 3, 3);
    painter.setBrush(theme.color(limit.tone));
    painter.drawRoundedRect(QRectF(bar.left(), bar.top(), reach(limit.used), bar.height()), 3, 3);
    painter.setPen(QPen(theme.color(Tone::text), 1));
    const double peak = bar.left() + reach(limit.peak);
    painter.drawLine(QPointF(peak, bar.top() - 1), QPointF(peak, bar.bottom() + 1));
    painter.setPen(QPen(theme.color(Tone::limit), 2));
    const double at = bar.left() + at_limit;
    painter.drawLine(QPointF(at, bar.top() - 3), QPointF(at, bar.bottom() + 3));
    text.setTop(bar.bottom() + 4);
    painter.setFont(font());
    painter.setPen(theme.color(limit.tone));
    painter.drawText(text, Qt::AlignLeft | Qt::AlignTop,
                     elided(painter, limit.headroom, text.width()));
}

void KpiBoard::paintEvent(QPaintEvent* event) {
    const Theme& theme = workspace_.theme();
    QPainter painter(this);
    painter.fillRect(event->rect(), theme.color(Tone::window));
    painter.setRenderHint(QPainter::Antialiasing);
    for (const Heading& heading : headings_) {
        painter.setFont(strong(font()));
        painter.setPen(theme.color(Tone::text));
        painter.drawText(heading.place, Qt::AlignLeft | Qt::AlignVCenter, heading.text);
    }
    for (std::size_t i = 0; i < limits_.size(); ++i)
        if (limit_places_[i].intersects(event->rect()))
            paint_limit(painter, int(i));
    for (std::size_t i = 0; i < lines_.size(); ++i)
        if (places_[i].intersects(event->rect()))
            paint_tile(painter, int(i));
}

int KpiBoard::tile_at(const QPointF& position) const {
    for (std::size_t i = 0; i < places_.size(); ++i)
        if (places_[i].contains(position))
            return int(i);
    return -1;
}

void KpiBoard::choose(int line) {
    if (line != chosen_) {
        chosen_ = line;
        update();
        emit chosen(line);
    }
    if (line >= 0)
        emit needs_sight(places_[std::size_t(line)].toAlignedRect());
}

void KpiBoard::mousePressEvent(QMouseEvent* event) {
    const int line = tile_at(event->position());
    choose(line);
    if (line >= 0)
        emit opened(line);
}

// To the tile that is nearest in the next row, whichever topic that is of.
void KpiBoard::move_vertically(int rows) {
    const QPointF here = places_[std::size_t(chosen_)].center();
    int best = -1;
    double least = 0;
    for (std::size_t i = 0; i < places_.size(); ++i) {
        const QPointF by = places_[i].center() - here;
        const bool in_row = std::abs(places_[i].top() - places_[std::size_t(chosen_)].top()) < 1;
        const double distance = 10 * std::abs(by.y()) + std::abs(by.x());
        if (!in_row && by.y() * rows > 0 && (best < 0 || distance < least)) {
            best = int(i);
            least = distance;
        }
    }
    if (best >= 0)
        choose(best);
}

void KpiBoard::keyPressEvent(QKeyEvent* event) {
    const int count = int(lines_.size());
    const bool starts = chosen_ < 0 && count > 0;
    switch (event->key()) {
        case Qt::Key_Left:
            return choose(starts ? 0 : std::max(0, chosen_ - 1));
        case Qt::Key_Right:
            return choose(starts ? 0 : std::min(count - 1, chosen_ + 1));
        case Qt::Key_Up:
        case Qt::Key_Down:
            if (starts || count == 0)
                return choose(count - 1 < 0 ? -1 : 0);
            return move_vertically(event->key() == Qt::Key_Up ? -1 : 1);
        case Qt::Key_Home:
            return choose(count > 0 ? 0 : -1);
        case Qt::Key_End:
            return choose(count - 1);
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (chosen_ >= 0)
                emit opened(chosen_);
            return;
        default:
            QWidget::keyPressEvent(event);
    }
}

bool KpiBoard::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* const help = static_cast<QHelpEvent*>(event);
    QString text;
    const int line = tile_at(help->pos());
    if (line >= 0) {
        const KpiLine& own = lines_[std::size_t(line)];
        text = own.title + u'\n' + own.formula;
        if (!own.figure_delta.isEmpty())
            text += tr("\nB - A: %1 %2").arg(own.figure_delta, words_of(own.verdict));
    }
    for (std::size_t i = 0; i < limit_places_.size(); ++i)
        if (limit_places_[i].contains(help->pos()))
            text = limits_[i].words;
    QToolTip::showText(help->globalPos(), text, this);
    return true;
}

}  // namespace twin
