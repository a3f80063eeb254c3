// The list of all series: ticks show them, they are dragged from here onto plots, and one that is
// dragged back here from a plot is taken away.
#pragma once

#include <QListWidget>

namespace twin {

// Of drags that carry the name of a series.
inline constexpr auto series_mime = "application/x-twin-series";
QString series_in(const QMimeData& dragged);  // empty: none that is known

class SeriesList : public QListWidget {
    Q_OBJECT

  public:
    explicit SeriesList(QWidget* parent = nullptr);

    QString name_of(const QListWidgetItem& item) const;
    // Of what is recorded, `missing` says for others why not, a sentence.
    void fill(const QStringList& shown, const std::function<QString(const QString&)>& missing);

  signals:
    void ticked(const QString& name, bool on);
    void removed(const QString& name);
    void moved(const QString& name, int plots);  // with its plot, up or down
    void menu_wanted(const QString& name, QPoint where);

  protected:
    QMimeData* mimeData(const QList<QListWidgetItem*>& items) const override;
    void dragEnterEvent(QDragEnterEvent* dragged) override;
    void dragMoveEvent(QDragMoveEvent* dragged) override;
    void dropEvent(QDropEvent* dropped) override;
    void keyPressEvent(QKeyEvent* key) override;
    void contextMenuEvent(QContextMenuEvent* wanted) override;
};

}  // namespace twin
