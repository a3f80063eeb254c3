#include "gui/look/figures.h"

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>
#include <cmath>

#include "gui/look/result_texts.h"
#include "sim/results/figure_text.h"

namespace twin {
namespace {

// The digits of the report with the locale's signs.
QString localised(const std::string& text) {
    const QLocale locale;
    QString shown;
    for (const QChar c : QString::fromStdString(text))
        if (c == u',')
            shown += locale.groupSeparator();
        else if (c == u'.')
            shown += locale.decimalPoint();
        else
            shown += c;
    return shown;
}

}  // namespace

QString figure(std::optional<double> value, std::string_view unit) {
    const std::string text = figure_text(value, unit);
    // A unit may hold a point or a comma of its own; only the number is the locale's.
    const auto end = text.find(' ');
    return end == std::string::npos
               ? localised(text)
               : localised(text.substr(0, end)) + u' ' + result_text(text.substr(end + 1));
}

QString figure_in(std::optional<double> value, std::string_view unit) {
    if (!value)
        return figure(value, unit);
    const QString digits = localised(grouped(*value));
    return unit.empty() ? digits : digits + u' ' + result_text(std::string(unit));
}

QString rate_text(double bytes_per_second) {
    return figure(bytes_per_second / 1e9, "GB/s");
}

QString number(double value, int significant) {
    return QLocale().toString(value, 'g', significant);
}

QString day_format() {
    return QLocale().language() == QLocale::German ? QStringLiteral("d. MMM")
                                                   : QStringLiteral("d MMM");
}

QString moment(CalendarTime start, double seconds) {
    using std::chrono::milliseconds;
    const auto since_epoch =
        std::chrono::duration_cast<milliseconds>(start.time_since_epoch()).count();
    const auto time = QDateTime::fromMSecsSinceEpoch(since_epoch + std::llround(seconds * 1000),
                                                     QTimeZone::utc());
    return QLocale().toString(time, day_format() + QStringLiteral(" yyyy HH:mm"));
}

QString span_of_time(double seconds) {
    struct Part {
        double length;
        const char* unit;
    };
    static constexpr Part parts[] = {{86400, "d"}, {3600, "h"}, {60, "min"}, {1, "s"}};
    const QLocale locale;
    double left = std::round(std::abs(seconds));
    QString text = seconds <= -0.5 ? locale.negativeSign() : QString();
    const Part* const last = std::end(parts) - 1;
    const Part* part = std::begin(parts);
    while (part != last && left < part->length)
        ++part;
    const auto add = [&](const Part& shown) {
        const double count = std::floor(left / shown.length);
        left -= count * shown.length;
        text += locale.toString(count, 'f', 0) + u' ' + QLatin1String(shown.unit);
    };
    add(*part);
    if (part != last && left >= (part + 1)->length) {
        text += u' ';
        add(*(part + 1));
    }
    return text;
}

}  // namespace twin
