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

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

  private:
    void lay_out();

    Theme theme_;
    QString markdown_;
};

// Of Markdown, for those who listen.
QString plain_text(const QString& markdown);

}  // namespace twin
