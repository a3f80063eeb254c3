#include "gui/views/series_list.h"

#include <QContextMenuEvent>
#include <QDropEvent>
#include <QKeyEvent>
#include <QMimeData>

#include "gui/run/series_catalog.h"

namespace twin {
namespace {

constexpr int name_role = Qt::UserRole;

}  // namespace

QString series_in(const QMimeData& dragged) {
    const auto name = QString::fromLatin1(dragged.data(QLatin1String(series_mime)));
    return find_series(name) == nullptr ? QString() : name;
}

SeriesList::SeriesList(QWidget* parent) : QListWidget(parent) {
    setAccessibleName(tr("Recorded series"));
    setAccessibleDescription(
        tr("Space shows a series or hides it. The menu key offers the plots to put it into, delete "
           "takes it away, control with up and down moves its plot."));
    setToolTip(tr("Tick a series to draw it, or drag it onto a plot or between two."));
    setDragEnabled(true);
    setAcceptDrops(true);
    setDragDropMode(QAbstractItemView::DragDrop);
    setDefaultDropAction(Qt::CopyAction);
    connect(this, &QListWidget::itemChanged, this, [this](QListWidgetItem* item) {
        emit ticked(name_of(*item), item->checkState() == Qt::Checked);
    });
}

QString SeriesList::name_of(const QListWidgetItem& item) const {
    return item.data(name_role).toString();
}

void SeriesList::fill(const QStringList& shown,
                      const std::function<QString(const QString&)>& missing) {
    const QSignalBlocker quiet(this);
    while (count() < int(series_table().size()))
        addItem(new QListWidgetItem);
    int place = 0;
    for (const SeriesRow& row : series_table()) {
        QListWidgetItem& series = *item(place++);
        const auto name = QString::fromLatin1(row.name);
        const QString reason = missing(name);
        const bool is_shown = shown.contains(name);
        series.setText(title_of(row));
        series.setData(name_role, name);
        series.setToolTip(reason);
        series.setCheckState(is_shown ? Qt::Checked : Qt::Unchecked);
        // One that is shown can be taken away whatever the run holds.
        Qt::ItemFlags flags = Qt::ItemIsSelectable | Qt::ItemIsUserCheckable |
                              Qt::ItemIsDragEnabled | Qt::ItemIsEnabled;
        if (!reason.isEmpty() && !is_shown)
            flags = Qt::ItemIsSelectable;
        series.setFlags(flags);
    }
}

QMimeData* SeriesList::mimeData(const QList<QListWidgetItem*>& items) const {
    if (items.isEmpty())
        return nullptr;
    auto* const carried = new QMimeData;
    carried->setData(QLatin1String(series_mime), name_of(*items.front()).toLatin1());
    return carried;
}

// From a plot: back into the list.
void SeriesList::dragEnterEvent(QDragEnterEvent* dragged) {
    if (dragged->source() != this && !series_in(*dragged->mimeData()).isEmpty())
        dragged->acceptProposedAction();
}

void SeriesList::dragMoveEvent(QDragMoveEvent* dragged) {
    if (dragged->source() != this)
        dragged->acceptProposedAction();
}

void SeriesList::dropEvent(QDropEvent* dropped) {
    if (dropped->source() == this)
        return;
    dropped->acceptProposedAction();
    emit removed(series_in(*dropped->mimeData()));
}

void SeriesList::keyPressEvent(QKeyEvent* key) {
    const QListWidgetItem* const chosen = currentItem();
    const bool moves = key->modifiers() & Qt::ControlModifier;
    if (chosen != nullptr && key->key() == Qt::Key_Delete)
        emit removed(name_of(*chosen));
    else if (chosen != nullptr && moves && key->key() == Qt::Key_Up)
        emit moved(name_of(*chosen), -1);
    else if (chosen != nullptr && moves && key->key() == Qt::Key_Down)
        emit moved(name_of(*chosen), 1);
    else
        QListWidget::keyPressEvent(key);
}

void SeriesList::contextMenuEvent(QContextMenuEvent* wanted) {
    const bool by_mouse = wanted->reason() == QContextMenuEvent::Mouse;
    QListWidgetItem* const series = by_mouse ? itemAt(wanted->pos()) : currentItem();
    if (series == nullptr || !(series->flags() & Qt::ItemIsEnabled))
        return;
    const QPoint where = by_mouse ? wanted->globalPos()
                                  : viewport()->mapToGlobal(visualItemRect(series).bottomLeft());
    emit menu_wanted(name_of(*series), where);
}

}  // namespace twin
