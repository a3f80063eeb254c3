// Parts of a whole as one bar with their names and figures below, against a limit where there is
// one.
#pragma once

#include <QWidget>
#include <algorithm>
#include <vector>

#include "gui/look/theme.h"

namespace twin {

struct BarPart {
    QString name, figure;
    double value = 0;
};

class ShareBar : public QWidget {
    Q_OBJECT

  public:
    explicit ShareBar(Theme theme, QWidget* parent = nullptr);

    void set_theme(Theme theme);
    // `limit` above 0: a line at it, and the bar is as long as the larger of both.
    void set_parts(const QString& title, std::vector<BarPart> parts, double limit = 0,
                   const QString& limit_text = {});

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {240, heightForWidth(std::max(width(), 240))}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    struct Label {
        QRectF box;
        QString text;
    };
    std::vector<Label> labels(double width) const;  // the last one ends at the bottom

    Theme theme_;
    QString title_, limit_text_;
    std::vector<BarPart> parts_;  // above 0
    double limit_ = 0;
};

}  // namespace twin
