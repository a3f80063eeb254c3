// Equal cards in rows: as many columns as are wide enough, every row as high as its highest card.
#pragma once

#include <QLayout>
#include <memory>
#include <vector>

namespace twin {

class CardLayout : public QLayout {
    Q_OBJECT

  public:
    CardLayout(int narrowest, int widest, int gap);
    ~CardLayout() override;

    int columns() const { return columns_in(geometry().width()); }

    void addItem(QLayoutItem* item) override;
    int count() const override;
    QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    void setGeometry(const QRect& place) override;
    QSize sizeHint() const override;
    QSize minimumSize() const override;

  private:
    int columns_in(int width) const;
    int arranged(const QRect& place, bool really) const;

    int narrowest_, widest_, gap_;
    std::vector<std::unique_ptr<QLayoutItem>> cards_;
};

}  // namespace twin
