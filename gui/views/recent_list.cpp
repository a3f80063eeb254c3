#include "gui/views/recent_list.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMessageBox>
#include <QPainter>
#include <QStyledItemDelegate>

namespace twin {
namespace {

constexpr int most_rows = 6;
constexpr int inset = 10;

class TwoLines : public QStyledItemDelegate {
  public:
    TwoLines(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), theme_(theme) {}

    void set_theme(const Theme& theme) { theme_ = theme; }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override {
        return {120, 2 * option.fontMetrics.height() + 16};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& place) const override {
        const auto text = [&](int column) {
            return place.siblingAtColumn(column).data().toString();
        };
        const bool chosen = option.state.testFlag(QStyle::State_Selected);
        painter->save();
        const QColor back = theme_.color(chosen ? Tone::accent : Tone::surface);
        painter->fillRect(option.rect, back);
        if (!chosen && option.state.testFlag(QStyle::State_MouseOver))
            painter->fillRect(option.rect, theme_.color(Tone::grid));
        const auto ink = [&](Tone tone) {
            painter->setPen(theme_.color(chosen ? Tone::on_accent : tone));
        };
        const QRect inner = option.rect.adjusted(inset, 6, -inset, -6);
        const int line = option.fontMetrics.height();
        QFont strong = option.font;
        strong.setWeight(QFont::DemiBold);
        painter->setFont(strong);
        const auto tone = Tone(place.data(RecentTable::tone_role).toInt());
        ink(tone == Tone::muted ? Tone::muted : Tone::text);
        painter->drawText(QRect(inner.left(), inner.top(), inner.width(), line), Qt::AlignLeft,
                          QFontMetrics(strong).elidedText(text(RecentTable::title), Qt::ElideRight,
                                                          inner.width()));
        painter->setFont(option.font);
        const QString status = text(RecentTable::status);
        const QRect second(inner.left(), inner.bottom() - line + 1, inner.width(), line);
        ink(tone);
        painter->drawText(second, Qt::AlignLeft, status);
        const int used = option.fontMetrics.horizontalAdvance(status);
        ink(Tone::muted);
        QString rest = text(RecentTable::when);
        if (!rest.isEmpty())
            rest = QStringLiteral(" · %1 · %2").arg(rest, text(RecentTable::bytes));
        painter->drawText(
            second.adjusted(used, 0, 0, 0), Qt::AlignLeft,
            option.fontMetrics.elidedText(rest, Qt::ElideRight, inner.width() - used));
        if (place.row() > 0) {
            painter->setPen(theme_.color(Tone::grid));
            painter->drawLine(option.rect.topLeft(), option.rect.topRight());
        }
        if (option.state.testFlag(QStyle::State_HasFocus) && !chosen) {
            painter->setPen(QPen(theme_.color(Tone::accent), 2));
            painter->drawRect(option.rect.adjusted(1, 1, -1, -1));
        }
        painter->restore();
    }

  private:
    Theme theme_;
};

}  // namespace

RecentList::RecentList(RecentTable& table, const Theme& theme) : table_(table) {
    may_remove = [this](const RecentRun& run) {
        return QMessageBox::question(
                   this, tr("Take it off the list?"),
                   tr("%1\n\nIt only leaves this list; the file is not touched:\n%2")
                       .arg(run.title, run.file),
                   QMessageBox::Yes | QMessageBox::Cancel) == QMessageBox::Yes;
    };
    setModel(&table);
    setItemDelegate(new TwoLines(theme, this));
    setUniformItemSizes(true);
    setMouseTracking(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(tr("Recent runs"));
    setAccessibleDescription(tr("Enter opens a run, Delete takes it off the list."));
    connect(this, &QListView::doubleClicked, this, &RecentList::open);
    connect(&table, &QAbstractItemModel::modelReset, this, &RecentList::updateGeometry);
}

void RecentList::set_theme(const Theme& theme) {
    static_cast<TwoLines*>(itemDelegate())->set_theme(theme);
    viewport()->update();
}

QSize RecentList::sizeHint() const {
    const int rows = std::clamp(table_.rowCount(), 1, most_rows);
    return {240, rows * (2 * fontMetrics().height() + 16)};
}

QSize RecentList::minimumSizeHint() const {
    return {120, sizeHint().height()};
}

void RecentList::keyPressEvent(QKeyEvent* pressed) {
    if (pressed->key() == Qt::Key_Return || pressed->key() == Qt::Key_Enter)
        open(currentIndex());
    else if (pressed->key() == Qt::Key_Delete)
        remove_current();
    else
        QListView::keyPressEvent(pressed);
}

void RecentList::contextMenuEvent(QContextMenuEvent* asked) {
    if (table_.run(currentIndex()) == nullptr)
        return;
    QMenu menu(this);
    menu.addAction(tr("Open"), this, [this] { open(currentIndex()); });
    menu.addAction(tr("Take off the list"), this, &RecentList::remove_current);
    menu.exec(asked->globalPos());
}

void RecentList::open(const QModelIndex& place) {
    const RecentRun* const run = table_.run(place);
    if (run == nullptr)
        return;
    if (run->gone)
        remove_current();
    else
        emit open_wanted(run->file);
}

void RecentList::remove_current() {
    const RecentRun* const run = table_.run(currentIndex());
    if (run != nullptr && may_remove(*run))
        emit removed(run->file);
}

}  // namespace twin
