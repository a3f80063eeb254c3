#include "gui/views/study_picture.h"

#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <numbers>

namespace twin {
namespace {

constexpr double day_s = 86400;

QColor mixed(const QColor& a, const QColor& b, double share) {
    const auto between = [share](float from, float to) {
        return float(from + share * double(to - from));
    };
    return QColor::fromRgbF(between(a.redF(), b.redF()), between(a.greenF(), b.greenF()),
                            between(a.blueF(), b.blueF()));
}

// The same for the same place, even over 0 to 1.
double scattered(unsigned place) {
    unsigned bits = place * 2654435761u;
    bits ^= bits >> 15;
    bits *= 2246822519u;
    bits ^= bits >> 13;
    return double(bits % 1000u) / 1000;
}

class Picture {
  public:
    Picture(QPainter& painter, const QRectF& frame, const ScenarioBrief& brief, const Theme& theme)
        : painter_(painter), frame_(frame), brief_(brief), theme_(theme) {
        length_s_ = brief.horizon_s > 0 ? brief.horizon_s : 7 * day_s;
        const double days = std::max(1.0, std::round(length_s_ / day_s));
        racks_ = int(days <= 45 ? days : std::min(60.0, std::ceil(days / 7)));
        ground_ = frame.bottom() - 16;
        inner_ = QRectF(frame.left() + 14, frame.top() + 26, frame.width() - 28,
                        ground_ - frame.top() - 26);
    }

    void paint() {
        paint_sky();
        if (brief_.study == Study::heat_wave)
            paint_sun(0.34);
        else if (brief_.study == Study::year)
            paint_seasons();
        paint_racks();
        if (brief_.study == Study::power_cap)
            paint_cap();
        paint_ground();
    }

  private:
    QColor tone(Tone which) const { return theme_.color(which); }

    QColor leading() const {
        switch (brief_.study) {
            case Study::heat_wave:
                return tone(Tone::heat);
            case Study::power_cap:
                return tone(Tone::it);
            case Study::outage:
                return tone(Tone::run_b);
            case Study::year:
                return tone(Tone::cooling);
            case Study::plain:
                break;
        }
        return tone(Tone::busy);
    }

    double x_at(double seconds) const {
        return inner_.left() + std::clamp(seconds / length_s_, 0.0, 1.0) * inner_.width();
    }

    bool is_weekend(int rack) const {
        if (racks_ > 45 || !brief_.start.isValid())
            return false;
        return brief_.start.addDays(rack).dayOfWeek() >= 6;
    }

    double warmth(double share) const {  // -1 in winter, 1 in summer
        const int first = brief_.start.isValid() ? brief_.start.dayOfYear() : 1;
        const double day = first + share * length_s_ / day_s;
        return -std::cos(2 * std::numbers::pi * (day - 15) / 365.25);
    }

    double height_of(int rack) const {  // of the frame's
        const auto seed = unsigned(rack) + unsigned(qHash(brief_.title) % 97);
        const double swing = 0.2 * scattered(seed);
        if (brief_.study == Study::year)
            return 0.46 + 0.12 * warmth((rack + 0.5) / racks_) + 0.5 * swing;
        return (is_weekend(rack) ? 0.44 : 0.6) + swing;
    }

    double cap_height() const { return 0.6; }

    bool is_in_heat(int rack) const {
        const double from = rack * length_s_ / racks_, to = (rack + 1) * length_s_ / racks_;
        return std::any_of(
            brief_.events.begin(), brief_.events.end(), [&](const ScenarioEvent& event) {
                return event.study == Study::heat_wave && event.from_s < to && event.to_s > from;
            });
    }

    void paint_sky() {
        QLinearGradient sky(frame_.topLeft(), frame_.bottomLeft());
        const bool plain = theme_.name() == ThemeName::high_contrast;
        sky.setColorAt(0, mixed(tone(Tone::surface), leading(), plain ? 0 : 0.24));
        sky.setColorAt(1, mixed(tone(Tone::surface), leading(), plain ? 0 : 0.06));
        painter_.fillRect(frame_, sky);
    }

    void paint_sun(double share) {
        const QPointF middle(inner_.left() + share * inner_.width() + inner_.width() * 0.08,
                             inner_.top() + 16);
        for (const double radius : {44.0, 31.0, 19.0}) {
            QColor glow = theme_.category(6);
            glow.setAlphaF(radius > 40 ? 0.13f : radius > 30 ? 0.22f : 0.95f);
            painter_.setPen(Qt::NoPen);
            painter_.setBrush(glow);
            painter_.drawEllipse(middle, radius, radius);
        }
    }

    // The temperature over the year, cold and warm parts by tone and side of the line.
    void paint_seasons() {
        QPainterPath path;
        constexpr int steps = 72;
        for (int step = 0; step <= steps; ++step) {
            const double share = double(step) / steps;
            const QPointF point(inner_.left() + share * inner_.width(),
                                inner_.top() + inner_.height() * (0.22 - 0.2 * warmth(share)));
            step == 0 ? path.moveTo(point) : path.lineTo(point);
        }
        QLinearGradient ink(inner_.topLeft(), inner_.topRight());
        for (int step = 0; step <= 12; ++step)
            ink.setColorAt(step / 12.0,
                           mixed(tone(Tone::it), tone(Tone::heat), (warmth(step / 12.0) + 1) / 2));
        painter_.setBrush(Qt::NoBrush);
        painter_.setPen(QPen(QBrush(ink), 2.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter_.drawPath(path);
    }

    void paint_racks() {
        const double pitch = inner_.width() / racks_;
        const double gap = std::clamp(pitch * 0.2, 1.0, 8.0);
        for (int rack = 0; rack < racks_; ++rack) {
            const double wanted = height_of(rack) * inner_.height();
            double height = wanted;
            const bool cut = brief_.study == Study::power_cap && height_of(rack) > cap_height();
            if (cut)
                height = cap_height() * inner_.height();
            const double left = inner_.left() + rack * pitch + gap / 2, width = pitch - gap;
            if (cut)
                paint_saved({left, ground_ - wanted, width, wanted - height});
            paint_rack({left, ground_ - height, width, height}, rack);
        }
    }

    // What the cap takes away: an outline where the rack would have reached.
    void paint_saved(const QRectF& place) {
        QColor ink = tone(Tone::limit);
        ink.setAlphaF(0.6f);
        painter_.setPen(QPen(ink, 1, Qt::DotLine));
        painter_.setBrush(Qt::NoBrush);
        painter_.drawRect(place.adjusted(0.5, 0.5, -0.5, 0));
    }

    void paint_rack(const QRectF& place, int rack) {
        QColor body = leading();
        if (brief_.study == Study::heat_wave)
            body = is_in_heat(rack) ? tone(Tone::heat) : tone(Tone::busy);
        else if (brief_.study == Study::year)
            body = mixed(tone(Tone::it), tone(Tone::heat),
                         0.75 * (warmth((rack + 0.5) / racks_) + 1) / 2);
        if (is_weekend(rack))
            body = mixed(body, tone(Tone::surface), 0.35);
        painter_.setPen(Qt::NoPen);
        painter_.setBrush(body);
        const double round = std::min(3.0, place.width() / 4);
        painter_.drawRoundedRect(place.adjusted(0, 0, 0, round), round, round);
        if (place.width() < 9)
            return;
        // Node trays with a lamp each; some idle.
        const QColor tray = mixed(body, tone(Tone::surface), 0.55);
        const QColor dim = mixed(body, tone(Tone::surface), 0.2);
        constexpr double step = 6, inset = 3;
        int line = 0;
        for (double y = place.top() + 5; y < place.bottom() - 4; y += step, ++line) {
            const bool lit = scattered(unsigned(rack * 64 + line)) < 0.78;
            painter_.fillRect(QRectF(place.left() + inset, y, place.width() - 2 * inset, 2),
                              lit ? tray : dim);
        }
    }

    void paint_cap() {
        const double y = ground_ - cap_height() * inner_.height();
        painter_.setPen(QPen(tone(Tone::limit), 2, Qt::DashLine, Qt::FlatCap));
        painter_.drawLine(QPointF(inner_.left() - 8, y), QPointF(inner_.right() + 8, y));
        if (brief_.cap.isEmpty())
            return;
        QFont font = painter_.font();
        font.setBold(true);
        painter_.setFont(font);
        const QFontMetricsF metrics(font);
        const double width = metrics.horizontalAdvance(brief_.cap) + 12;
        const QRectF tag(inner_.right() + 8 - width, y - metrics.height() - 5, width,
                         metrics.height() + 3);
        painter_.setPen(Qt::NoPen);
        painter_.setBrush(tone(Tone::surface));
        painter_.drawRoundedRect(tag, 4, 4);
        painter_.setPen(tone(Tone::limit));
        painter_.drawText(tag, Qt::AlignCenter, brief_.cap);
    }

    // The ground, and under it the events where they happen.
    void paint_ground() {
        const QRectF below(frame_.left(), ground_, frame_.width(), frame_.bottom() - ground_);
        painter_.fillRect(below, tone(Tone::surface));
        painter_.setPen(QPen(tone(Tone::line), 1));
        painter_.drawLine(below.topLeft(), below.topRight());
        for (const ScenarioEvent& event : brief_.events) {
            const QColor ink = event.study == Study::heat_wave   ? tone(Tone::heat)
                               : event.study == Study::outage    ? tone(Tone::cooling)
                               : event.study == Study::power_cap ? tone(Tone::limit)
                                                                 : tone(Tone::muted);
            const double from = x_at(event.from_s);
            const double width = std::max(3.0, x_at(event.to_s) - from);
            painter_.setPen(Qt::NoPen);
            painter_.setBrush(ink);
            painter_.drawRoundedRect(QRectF(from, ground_ + 5, width, 5), 2.5, 2.5);
        }
    }

    QPainter& painter_;
    QRectF frame_, inner_;
    const ScenarioBrief& brief_;
    const Theme& theme_;
    double length_s_ = 0, ground_ = 0;
    int racks_ = 1;
};

}  // namespace

void paint_study(QPainter& painter, const QRectF& frame, const ScenarioBrief& brief,
                 const Theme& theme) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath clip;
    constexpr double corner = 7;
    clip.addRoundedRect(frame, corner, corner);
    painter.setClipPath(clip, Qt::IntersectClip);
    Picture(painter, frame, brief, theme).paint();
    painter.restore();
}

}  // namespace twin
