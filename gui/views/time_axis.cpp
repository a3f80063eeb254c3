#include "gui/views/time_axis.h"

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>
#include <algorithm>
#include <array>
#include <cmath>

#include "gui/look/figures.h"

namespace twin {
namespace {

constexpr double hour = 3600, day = 86400;
constexpr std::array<double, 18> steps = {1,         5,    15,      30,       60,       300,
                                          900,       1800, hour,    2 * hour, 3 * hour, 6 * hour,
                                          12 * hour, day,  2 * day, 4 * day,  7 * day,  14 * day};
constexpr std::array<int, 6> month_steps = {1, 2, 3, 6, 12, 24};
constexpr double month = 30.5 * day;

QString label_of(const QDateTime& time, double step) {
    const QString format = step >= month ? QStringLiteral("MMM\nyyyy")
                           : step >= day ? day_format() + QStringLiteral("\nyyyy")
                           : step >= 60  ? QStringLiteral("HH:mm\n") + day_format()
                                         : QStringLiteral("HH:mm:ss\n") + day_format();
    return QLocale().toString(time, format);
}

}  // namespace

std::vector<TimeTick> time_ticks(CalendarTime start, double from, double until, int most) {
    std::vector<TimeTick> ticks;
    if (!(until > from) || most < 1)
        return ticks;
    const double epoch = std::chrono::duration<double>(start.time_since_epoch()).count();
    const double least = (until - from) / most;
    const auto time_at = [&](double seconds) {
        return QDateTime::fromMSecsSinceEpoch(std::llround((epoch + seconds) * 1000),
                                              QTimeZone::utc());
    };
    const auto* const step =
        std::find_if(steps.begin(), steps.end(), [least](double s) { return s >= least; });
    if (step != steps.end()) {
        for (double at = std::ceil((epoch + from) / *step) * *step - epoch; at <= until;
             at += *step)
            ticks.push_back({at, label_of(time_at(at), *step)});
        return ticks;
    }
    const auto* const months = std::find_if(month_steps.begin(), month_steps.end() - 1,
                                            [least](int count) { return count * month >= least; });
    const QDate first = time_at(from).date();
    for (int number = (first.year() * 12 + first.month() - 1) / *months * *months;;
         number += *months) {
        const QDateTime time(QDate(number / 12, number % 12 + 1, 1), QTime(0, 0), QTimeZone::utc());
        const double at = double(time.toMSecsSinceEpoch()) / 1000 - epoch;
        if (at > until)
            return ticks;
        if (at >= from)
            ticks.push_back({at, label_of(time, *months * month)});
    }
}

void paint_time_axis(QPainter& painter, const Theme& theme, CalendarTime start, double from,
                     double until, const QRectF& area) {
    const auto most = std::max(int(area.width() / 90), 1);
    const double scale = area.width() / (until - from);
    for (const TimeTick& tick : time_ticks(start, from, until, most)) {
        const double x = area.left() + (tick.at_s - from) * scale;
        painter.setPen(theme.color(Tone::grid));
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
        painter.setPen(theme.color(Tone::line));
        painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + 3));
        painter.setPen(theme.color(Tone::muted));
        const double left = std::clamp(x - 45, area.left() - 30, area.right() - 80);
        painter.drawText(QRectF(left, area.bottom() + 3, 90, time_axis_height - 3),
                         Qt::AlignHCenter | Qt::AlignTop, tick.label);
    }
    painter.setPen(theme.color(Tone::line));
    painter.drawLine(area.bottomLeft(), area.bottomRight());
}

}  // namespace twin
