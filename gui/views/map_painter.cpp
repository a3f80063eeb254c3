#include "gui/views/map_painter.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <cmath>
#include <map>

#include "gui/look/result_texts.h"

namespace twin {
namespace {

QRgb blend(QRgb color, QRgb other, double share_of_other) {
    const auto mixed = [&](int a, int b) { return int(a + (b - a) * share_of_other); };
    return qRgb(mixed(qRed(color), qRed(other)), mixed(qGreen(color), qGreen(other)),
                mixed(qBlue(color), qBlue(other)));
}

class MapPainter {
  public:
    MapPainter(QPainter& painter, const QRect& frame, const MapPicture& picture)
        : painter_(painter), frame_(frame), p_(picture), own_font_(painter.font()) {}

    void paint() {
        painter_.fillRect(frame_, p_.theme.color(Tone::window));
        for (std::size_t g = 0; g < p_.layout.groups().size(); ++g)
            if (const QRect box = pixels(p_.layout.groups()[g]); box.intersects(frame_))
                paint_group(int(g), box);
        painter_.setRenderHint(QPainter::Antialiasing, false);
        paint_lines(hatch_, QPen(p_.theme.color(Tone::out), p_.scale < 12 ? 1 : 2));
        paint_lines(borders_, QPen(p_.theme.color(Tone::text), 1));
        paint_lines(outline_, QPen(p_.theme.color(Tone::text), 2));
        paint_mark(p_.pointed_at, QPen(p_.theme.color(Tone::text), 1));
        paint_mark(p_.chosen, QPen(p_.theme.color(Tone::accent), p_.scale < 6 ? 2 : 3));
    }

  private:
    QRect pixels(const QRectF& place) const {
        const QPointF at = frame_.topLeft() + (place.topLeft() - p_.origin) * p_.scale;
        const QPointF end = at + QPointF(place.width(), place.height()) * p_.scale;
        return {QPoint(int(std::lround(at.x())), int(std::lround(at.y()))),
                QPoint(int(std::lround(end.x())) - 1, int(std::lround(end.y())) - 1)};
    }

    QString translated(const char* text) const { return QCoreApplication::translate("Map", text); }

    // Making fonts takes longer than painting with them.
    const QFont& font(int pixel_size, bool bold) {
        const auto [found, is_new] = fonts_.try_emplace({pixel_size, bold}, own_font_);
        if (is_new) {
            found->second.setPixelSize(pixel_size);
            found->second.setBold(bold);
        }
        return found->second;
    }

    // One line that fits, or nothing where it could not be read.
    void write(const QRect& box, const QString& text, int pixel_size, Tone tone, bool bold,
               Qt::Alignment align = Qt::AlignLeft | Qt::AlignVCenter) {
        if (pixel_size < 7)
            return;
        painter_.setFont(font(pixel_size, bold));
        painter_.setPen(p_.theme.color(tone));
        painter_.drawText(box, int(align) | Qt::TextSingleLine, text);
    }

    void paint_group(int group, const QRect& box) {
        const Group& said = p_.machine.site.groups[std::size_t(group)];
        painter_.setRenderHint(QPainter::Antialiasing);
        painter_.setPen(p_.theme.color(Tone::line));
        painter_.setBrush(p_.theme.color(Tone::raised));
        painter_.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        painter_.setRenderHint(QPainter::Antialiasing, false);
        const int title = int(MapLayout::group_title * p_.scale);
        const int indent = std::max(4, int(0.6 * p_.scale));
        const QRect line(box.left() + indent, box.top() + 1, box.width() - 2 * indent, title);
        const int size = std::min(int(title * 0.72), 17);
        write(line, result_text(said.name), size, Tone::text, true);
        if (box.width() > 170)
            write_counts(line, said, size);
        for (int r = said.first_rack; r < said.first_rack + said.racks; ++r)
            if (const QRect rack = pixels(p_.layout.racks()[std::size_t(r)]);
                rack.intersects(frame_))
                paint_rack(r, rack);
    }

    void write_counts(const QRect& line, const Group& group, int size) {
        int busy = 0, out = 0;
        for (int r = group.first_rack; r < group.first_rack + group.racks; ++r) {
            busy += p_.now.busy_of_rack[std::size_t(r)];
            out += p_.now.out_of_rack[std::size_t(r)];
        }
        QString text = translated(QT_TRANSLATE_NOOP("Map", "%1 of %2 busy"))
                           .arg(QLocale().toString(busy), QLocale().toString(group.nodes));
        if (out > 0)
            text += translated(QT_TRANSLATE_NOOP("Map", ", %1 out")).arg(QLocale().toString(out));
        const int used = QFontMetrics(font(size, true)).horizontalAdvance(result_text(group.name));
        const int small = std::max(size - 2, 9);
        if (used + 12 + QFontMetrics(font(small, false)).horizontalAdvance(text) > line.width())
            return;
        write(line, text, small, out > 0 ? Tone::bad : Tone::muted, false,
              Qt::AlignRight | Qt::AlignVCenter);
    }

    void paint_rack(int index, const QRect& box) {
        const auto r = std::size_t(index);
        const Rack& rack = p_.machine.site.racks[r];
        const int title = int(MapLayout::rack_title * p_.scale);
        const QRect line(box.left(), box.top(), box.width(), title);
        const int size = std::min(title < 10 ? title - 1 : int(title * 0.78), 14);
        const bool wide = box.width() > 8 * size / 2 + 12;
        write(line,
              wide ? translated(QT_TRANSLATE_NOOP("Map", "rack %1")).arg(rack.number)
                   : QString::number(rack.number),
              size, Tone::muted, false);
        const int columns = p_.layout.columns();
        const QPointF corner = p_.layout.racks()[std::size_t(index)].topLeft();
        const double left = frame_.left() + (corner.x() - p_.origin.x()) * p_.scale;
        const double top =
            frame_.top() + (corner.y() + MapLayout::rack_title - p_.origin.y()) * p_.scale;
        const int gap = p_.scale < 4 ? 0 : p_.scale < 24 ? 1 : 3;
        const auto edge = [&](double from, int cell) {
            return int(std::lround(from + cell * p_.scale));
        };
        const bool plain = p_.scale < gpus_from && !p_.chosen_job && p_.now.out_of_rack[r] == 0;
        for (int first = 0; first < rack.nodes; first += columns) {
            const int y = edge(top, first / columns), bottom = edge(top, first / columns + 1);
            if (bottom < frame_.top())
                continue;
            if (y > frame_.bottom())
                break;
            const int end = std::min(first + columns, rack.nodes);
            for (int place = first; place < end;) {
                int until = place + 1;
                const auto color = [&](int at) {
                    return p_.colors[std::size_t(rack.first_node + at)];
                };
                while (plain && until < end && color(until) == color(place))
                    ++until;
                const int x = edge(left, place - first);
                const QRect cells(x, y, edge(left, until - first) - x - gap, bottom - y - gap);
                if (plain)
                    painter_.fillRect(cells, QColor(color(place)));
                else
                    paint_node(rack.first_node + place, cells);
                place = until;
            }
        }
        if (plain && gap > 0)
            for (int column = 1; column < columns; ++column)
                painter_.fillRect(
                    QRect(edge(left, column) - gap, box.top() + title, gap, box.height() - title),
                    p_.theme.color(Tone::raised));
        separate_jobs(rack, [&](int place) {
            return QPoint(edge(left, place % columns) - 1, edge(top, place / columns) - 1);
        });
    }

    // Between neighbours of one colour that hold different jobs.
    template <class Corner>
    void separate_jobs(const Rack& rack, Corner corner) {
        const int columns = p_.layout.columns();
        const auto differ = [&](int a, int b) {
            const auto n = std::size_t(rack.first_node + a), m = std::size_t(rack.first_node + b);
            return p_.jobs_have_colors && p_.now.job_of_node[n] != p_.now.job_of_node[m] &&
                   p_.colors[n] == p_.colors[m];
        };
        for (int place = 0; place < rack.nodes; ++place) {
            if (place % columns > 0 && differ(place, place - 1))
                borders_.push_back({corner(place), corner(place + columns)});
            if (place >= columns && differ(place, place - columns))
                borders_.push_back({corner(place), corner(place) + QPoint(int(p_.scale), 0)});
        }
    }

    void paint_node(NodeIndex node, const QRect& cell) {
        if (cell.right() < frame_.left() || cell.left() > frame_.right())
            return;
        const auto n = std::size_t(node);
        const int job = p_.now.job_of_node[n];
        QRgb color = p_.colors[n];
        const bool chosen = p_.chosen_job && job == *p_.chosen_job;
        if (p_.chosen_job && !chosen)
            color = blend(color, p_.theme.color(Tone::raised).rgb(), 0.65);
        if (p_.scale < gpus_from || p_.machine.gpus_per_node == 0) {
            painter_.fillRect(cell, QColor(color));
            if (p_.now.out[n] != 0) {
                hatch_.push_back({cell.bottomLeft(), cell.topRight()});
                hatch_.push_back({cell.topLeft(), cell.bottomRight()});
            }
        } else {
            paint_gpus(node, cell, color);
        }
        if (chosen)
            outline_cell(node, cell, job);
    }

    // What the cell is written on when there is room: slot, then name and job.
    void paint_gpus(NodeIndex node, const QRect& cell, QRgb color) {
        const QRgb body = blend(color, p_.theme.color(Tone::surface).rgb(), 0.62);
        painter_.fillRect(cell, QColor(body));
        const bool out = p_.now.out[std::size_t(node)] != 0;
        if (out)
            painter_.fillRect(cell, QBrush(p_.theme.color(Tone::out), Qt::BDiagPattern));
        int title = 0;
        if (p_.scale >= slots_from) {
            const bool named = p_.scale >= names_from;
            title = named ? int(std::min(p_.scale * 0.2, 20.0)) : int(p_.scale * 0.26);
            const int slot =
                node - p_.machine.site.racks[std::size_t(p_.layout.rack_of(node))].first_node + 1;
            const QRect line = cell.adjusted(4, 1, -3, 0);
            const QRect top(line.left(), line.top(), line.width(), title);
            painter_.setFont(font(std::clamp(int(title * 0.72), 8, 14), false));
            if (out)  // words need quiet behind them
                painter_.fillRect(
                    QRect(cell.left(), cell.top(), cell.width(), named ? 2 * title + 2 : title + 2),
                    QColor(body));
            painter_.setPen(p_.theme.text_on(QColor(body)));
            const auto draw = [&](const QRect& box, const QString& text) {
                painter_.drawText(
                    box, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                    painter_.fontMetrics().elidedText(text, Qt::ElideRight, box.width()));
            };
            draw(top,
                 named ? QString::fromStdString(p_.machine.name_of(node)) : QString::number(slot));
            if (named) {
                draw(top.translated(0, title), state_of(node));
                title *= 2;
            }
        }
        const int count = p_.machine.gpus_per_node;
        const int columns = int(std::ceil(std::sqrt(count)));
        const int lines = (count + columns - 1) / columns;
        const int inset = p_.scale < 30 ? 2 : 4, gap = p_.scale < 30 ? 1 : 3;
        const QRect inner = cell.adjusted(inset, inset + title, -inset, -inset);
        for (int gpu = 0; gpu < count; ++gpu) {
            const int x = inner.left() + gpu % columns * (inner.width() + gap) / columns;
            const int y = inner.top() + gpu / columns * (inner.height() + gap) / lines;
            const int right = inner.left() + (gpu % columns + 1) * (inner.width() + gap) / columns;
            const int bottom = inner.top() + (gpu / columns + 1) * (inner.height() + gap) / lines;
            const QRect square(x, y, right - x - gap, bottom - y - gap);
            if (!out)
                painter_.fillRect(square, QColor(color));
            if (out || square.height() < 22 || square.width() < 40)
                continue;
            painter_.setFont(font(11, false));
            painter_.setPen(p_.theme.text_on(QColor(color)));
            painter_.drawText(square, Qt::AlignCenter,
                              translated(QT_TRANSLATE_NOOP("Map", "GPU %1")).arg(gpu));
        }
    }

    QString state_of(NodeIndex node) const {
        const int job = p_.now.job_of_node[std::size_t(node)];
        if (job == MachineNow::nobody)
            return p_.now.out[std::size_t(node)] != 0
                       ? translated(QT_TRANSLATE_NOOP("Map", "out of service"))
                       : translated(QT_TRANSLATE_NOOP("Map", "free"));
        const PlacedJob placed = p_.machine.jobs.job(job);
        return translated(QT_TRANSLATE_NOOP("Map", "job %1, %2 %"))
            .arg(placed.idx)
            .arg(std::lround(100 * placed.gpu_utilisation));
    }

    // The sides beyond which another job's or nobody's nodes lie.
    void outline_cell(NodeIndex node, const QRect& cell, int job) {
        const int columns = p_.layout.columns();
        const Rack& rack = p_.machine.site.racks[std::size_t(p_.layout.rack_of(node))];
        const int place = node - rack.first_node;
        const auto is_own = [&](int other) {
            return other >= 0 && other < rack.nodes &&
                   p_.now.job_of_node[std::size_t(rack.first_node + other)] == job;
        };
        const QRect box = cell.adjusted(0, 0, 1, 1);
        if (place % columns == 0 || !is_own(place - 1))
            outline_.push_back({box.topLeft(), box.bottomLeft()});
        if (place % columns == columns - 1 || !is_own(place + 1))
            outline_.push_back({box.topRight(), box.bottomRight()});
        if (!is_own(place - columns))
            outline_.push_back({box.topLeft(), box.topRight()});
        if (!is_own(place + columns))
            outline_.push_back({box.bottomLeft(), box.bottomRight()});
    }

    void paint_lines(const std::vector<QLine>& lines, const QPen& pen) {
        if (lines.empty())
            return;
        painter_.setPen(pen);
        painter_.drawLines(lines.data(), int(lines.size()));
    }

    void paint_mark(Selected what, const QPen& pen) {
        const QRectF place = p_.layout.place(what);
        if (place.isEmpty())
            return;
        painter_.setPen(pen);
        painter_.setBrush(Qt::NoBrush);
        painter_.drawRect(pixels(place).adjusted(-1, -1, 0, 0));
    }

    QPainter& painter_;
    const QRect frame_;
    const MapPicture& p_;
    const QFont own_font_;
    std::map<std::pair<int, bool>, QFont> fonts_;  // by size in pixels, bold
    std::vector<QLine> hatch_, outline_, borders_;
};

}  // namespace

void paint_map(QPainter& painter, const QRect& frame, const MapPicture& picture) {
    MapPainter(painter, frame, picture).paint();
}

}  // namespace twin
