#include "gui/event_bar.h"

#include <QApplication>
#include <QDrag>
#include <QLabel>
#include <QMimeData>
#include <QMouseEvent>
#include <QToolButton>

#include "gui/look/result_texts.h"
#include "gui/time_bar.h"
#include "sim/scenario/run_plan.h"

namespace twin {
namespace {

class EventButton : public QToolButton {
  public:
    explicit EventButton(QString kind) : kind_(std::move(kind)) {
        setText(result_text(kind_.toStdString()));
    }

  protected:
    void mousePressEvent(QMouseEvent* press) override {
        pressed_at_ = press->pos();
        QToolButton::mousePressEvent(press);
    }

    void mouseMoveEvent(QMouseEvent* move) override {
        const bool far =
            (move->pos() - pressed_at_).manhattanLength() >= QApplication::startDragDistance();
        if (!(move->buttons() & Qt::LeftButton) || !far)
            return;
        setDown(false);
        auto* const content = new QMimeData;
        content->setData(QLatin1String(event_kind_mime), kind_.toUtf8());
        auto* const drag = new QDrag(this);
        drag->setMimeData(content);
        drag->setPixmap(grab());
        drag->exec(Qt::CopyAction);
    }

  private:
    QString kind_;
    QPoint pressed_at_;
};

}  // namespace

EventBar::EventBar(Workspace& workspace, QWidget* parent)
    : QToolBar(tr("Events"), parent), workspace_(workspace) {
    setObjectName(QStringLiteral("events"));
    setMovable(false);
    addWidget(new QLabel(tr(" What if: ")));
    for (const ChangeKindRow& row : change_kinds()) {
        const auto kind = QString::fromUtf8(row.name.data(), qsizetype(row.name.size()));
        auto* const button = new EventButton(kind);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setToolTip(tr("%1. Drag it onto the time bar, or press it for the play head.")
                               .arg(result_text(row.summary)));
        button->setAccessibleName(tr("What if: %1").arg(button->text()));
        connect(button, &QToolButton::clicked, this,
                [this, kind] { emit event_wanted(kind, workspace_.time().play_head()); });
        addWidget(button);
    }
    connect(&workspace_, &Workspace::facts_changed, this, &EventBar::update_buttons);
    connect(&workspace_, &Workspace::runs_changed, this, &EventBar::update_buttons);
    update_buttons();
}

void EventBar::update_buttons() {
    setEnabled(workspace_.facts_a() != nullptr);
}

}  // namespace twin
