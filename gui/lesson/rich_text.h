// A text of a lesson: Markdown, as high as it needs, formulas on a ground of their own.
#pragma once

#include <QTextBrowser>

#include "gui/look/theme.h"

namespace twin {

class RichText : public QTextBrowser {
    Q_OBJECT

  public:
    explicit RichText(const Theme& theme);

    void set_text(const QString& markdown);
    void set_theme(const Theme& theme);

    // As high as the layout makes it, with a scroll bar where that is not enough.
    void scroll();

    QSize sizeHint() const override { return {320, 40}; }
    QSize minimumSizeHint() const override { return {120, 20}; }

  protected:
    void resizeEvent(QResizeEvent* resized) override;

  private:
    void lay_out();
    void fit_height();

    Theme theme_;
    QString markdown_;
    bool scrolls_ = false;
};

// Of Markdown, for those who listen.
QString plain_text(const QString& markdown);

}  // namespace twin
