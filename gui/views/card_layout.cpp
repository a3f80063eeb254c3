#include "gui/views/card_layout.h"

#include <algorithm>

namespace twin {

CardLayout::CardLayout(int narrowest, int widest, int gap)
    : narrowest_(narrowest), widest_(widest), gap_(gap) {
    setContentsMargins(0, 0, 0, 0);
}

CardLayout::~CardLayout() = default;

void CardLayout::addItem(QLayoutItem* item) {
    cards_.emplace_back(item);
}

int CardLayout::count() const {
    return int(cards_.size());
}

QLayoutItem* CardLayout::itemAt(int index) const {
    return index >= 0 && index < count() ? cards_[std::size_t(index)].get() : nullptr;
}

QLayoutItem* CardLayout::takeAt(int index) {
    if (index < 0 || index >= count())
        return nullptr;
    QLayoutItem* const taken = cards_[std::size_t(index)].release();
    cards_.erase(cards_.begin() + index);
    return taken;
}

int CardLayout::columns_in(int width) const {
    return std::clamp((width + gap_) / (narrowest_ + gap_), 1, std::max(1, count()));
}

int CardLayout::arranged(const QRect& place, bool really) const {
    const int columns = columns_in(place.width());
    const int width = std::min(widest_, (place.width() - gap_ * (columns - 1)) / columns);
    int y = place.y();
    for (int first = 0; first < count(); first += columns) {
        const int end = std::min(first + columns, count());
        int height = 0;
        for (int at = first; at < end; ++at) {
            QLayoutItem& card = *cards_[std::size_t(at)];
            height = std::max(height, card.hasHeightForWidth() ? card.heightForWidth(width)
                                                               : card.sizeHint().height());
        }
        for (int at = first; really && at < end; ++at)
            cards_[std::size_t(at)]->setGeometry(
                {place.x() + (at - first) * (width + gap_), y, width, height});
        y += height + gap_;
    }
    return count() == 0 ? 0 : y - gap_ - place.y();
}

int CardLayout::heightForWidth(int width) const {
    return arranged({0, 0, width, 0}, false);
}

void CardLayout::setGeometry(const QRect& place) {
    QLayout::setGeometry(place);
    arranged(place, true);
}

QSize CardLayout::sizeHint() const {
    const int width = 3 * narrowest_ + 2 * gap_;
    return {width, heightForWidth(width)};
}

QSize CardLayout::minimumSize() const {
    return {narrowest_, 0};
}

}  // namespace twin
