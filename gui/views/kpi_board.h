// Tiles of KPIs under their topics and of limits with their headroom, painted; as many columns as
// the width holds.
#pragma once

#include <QWidget>

#include "gui/tables/kpi_table.h"
#include "gui/workspace.h"

namespace twin {

struct LimitTile {
    QString title, figure, headroom, words;  // words: what a tooltip says
    double used = 0, peak = 0;               // of the limit, 0 to 1 and above
    Tone tone{};
};
std::vector<LimitTile> limit_tiles(const RunFacts& facts);

class KpiBoard : public QWidget {
    Q_OBJECT

  public:
    explicit KpiBoard(Workspace& workspace, QWidget* parent = nullptr);

    // Topics in the order in which their first line comes.
    void set_tiles(std::vector<KpiLine> lines, std::vector<LimitTile> limits);

    int columns() const { return columns_; }
    const std::vector<KpiLine>& lines() const { return lines_; }

  signals:
    void chosen(int line);                // -1: none
    void opened(int line);                // by click or Enter
    void needs_sight(const QRect& tile);  // scroll there

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

  private:
    struct Heading {
        QString text;
        QRectF place;
    };
    void lay_out();
    double tile_height(const KpiLine& line) const;
    int tile_at(const QPointF& position) const;
    void choose(int line);
    void move_vertically(int rows);
    void paint_tile(QPainter& painter, int line) const;
    void paint_limit(QPainter& painter, int limit) const;
    void paint_ground(QPainter& painter, const QRectF& place, bool chosen) const;

    Workspace& workspace_;
    std::vector<KpiLine> lines_;
    std::vector<LimitTile> limits_;
    std::vector<QRectF> places_, limit_places_;
    std::vector<Heading> headings_;
    int columns_ = 1, chosen_ = -1;
};

}  // namespace twin
