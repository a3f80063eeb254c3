#include "gui/look/control_style.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyleFactory>
#include <QStyleOption>

namespace twin {
namespace {

constexpr double corner = 2;

// Of a box that is ticked the edge must be seen: the colour of second text, not that of lines.
void paint_indicator(QPainter& painter, const QStyleOption& option, bool is_round) {
    const QPalette& palette = option.palette;
    const bool has_focus = option.state.testFlag(QStyle::State_HasFocus);
    const bool is_on = option.state.testFlag(QStyle::State_On);
    const double side = std::min(option.rect.width(), option.rect.height()) - 1;
    QRectF box(0, 0, side, side);
    box.moveCenter(QRectF(option.rect).center());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(
        palette.color(has_focus || is_on ? QPalette::Highlight : QPalette::PlaceholderText), 1));
    painter.setBrush(palette.color(!is_round && is_on ? QPalette::Highlight : QPalette::Base));
    if (is_round)
        painter.drawEllipse(box);
    else
        painter.drawRoundedRect(box, corner, corner);
    if (is_round && is_on) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(palette.color(QPalette::Highlight));
        painter.drawEllipse(box.center(), side * 0.25, side * 0.25);
    } else if (is_on) {
        const auto at = [&](double x, double y) {
            return box.topLeft() + QPointF(x * side, y * side);
        };
        QPainterPath tick(at(0.22, 0.52));
        tick.lineTo(at(0.42, 0.72));
        tick.lineTo(at(0.78, 0.28));
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(palette.color(QPalette::HighlightedText), 1.6));
        painter.drawPath(tick);
    } else if (option.state.testFlag(QStyle::State_NoChange)) {
        painter.setPen(QPen(palette.color(QPalette::Text), 1.6));
        painter.drawLine(box.center() - QPointF(side * 0.25, 0),
                         box.center() + QPointF(side * 0.25, 0));
    }
    painter.restore();
}

void paint_outline(QPainter& painter, const QStyleOption& option) {
    const bool has_focus = option.state.testFlag(QStyle::State_HasFocus);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(option.palette.color(has_focus ? QPalette::Highlight : QPalette::Mid));
    painter.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), corner, corner);
    painter.restore();
}

// Of a button that stays down: its shade alone does not show on a dark window.
void paint_mark(QPainter& painter, const QStyleOption& option) {
    constexpr int thick = 3, inset = 3;
    const QRect& box = option.rect;
    painter.fillRect(
        QRect(box.left() + inset, box.bottom() - thick, box.width() - 2 * inset, thick),
        option.palette.color(QPalette::Highlight));
}

}  // namespace

ControlStyle::ControlStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

void ControlStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option,
                                 QPainter* painter, const QWidget* widget) const {
    switch (element) {
        case PE_IndicatorRadioButton:
            return paint_indicator(*painter, *option, true);
        case PE_IndicatorCheckBox:
        case PE_IndicatorItemViewItemCheck:
            return paint_indicator(*painter, *option, false);
        case PE_FrameLineEdit:
        case PE_PanelButtonCommand:
            QProxyStyle::drawPrimitive(element, option, painter, widget);
            return paint_outline(*painter, *option);
        case PE_PanelButtonTool:
            QProxyStyle::drawPrimitive(element, option, painter, widget);
            if (!option->state.testFlag(State_AutoRaise))
                paint_outline(*painter, *option);
            if (option->state.testFlag(State_On))
                paint_mark(*painter, *option);
            return;
        default:
            QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void ControlStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                                      QPainter* painter, const QWidget* widget) const {
    QProxyStyle::drawComplexControl(control, option, painter, widget);
    if (control == CC_ComboBox || control == CC_SpinBox)
        paint_outline(*painter, *option);
}

}  // namespace twin
