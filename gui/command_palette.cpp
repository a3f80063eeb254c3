#include "gui/command_palette.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QVBoxLayout>
#include <algorithm>

namespace twin {
namespace {

// Whether the letters of `wanted` stand in `name` in this order.
bool fits(const QString& name, const QString& wanted) {
    qsizetype from = 0;
    for (const QChar letter : wanted) {
        if (letter.isSpace())
            continue;
        from = name.indexOf(letter, from, Qt::CaseInsensitive);
        if (from < 0)
            return false;
        ++from;
    }
    return true;
}

QString without_mark(QString text) {
    return text.remove(u'&');
}

}  // namespace

QString full_name(const QAction& action) {
    for (const QObject* const owner : action.associatedObjects())
        if (const auto* const menu = qobject_cast<const QMenu*>(owner))
            return without_mark(menu->title()) + QStringLiteral(": ") + without_mark(action.text());
    return without_mark(action.text());
}

CommandPalette::CommandPalette(QWidget& window)
    : QDialog(&window), window_(window), field_(new QLineEdit), list_(new QListWidget) {
    setWindowTitle(tr("Find a command"));
    field_->setPlaceholderText(tr("Type a part of a command's name"));
    field_->setAccessibleName(tr("Part of a command's name"));
    list_->setAccessibleName(tr("Commands"));
    field_->installEventFilter(this);
    auto* const column = new QVBoxLayout(this);
    column->addWidget(field_);
    column->addWidget(list_);
    resize(520, 380);
    connect(field_, &QLineEdit::textChanged, this, &CommandPalette::fill);
    connect(field_, &QLineEdit::returnPressed, this, &CommandPalette::take);
    connect(list_, &QListWidget::itemActivated, this, &CommandPalette::take);
    fill({});
}

void CommandPalette::fill(const QString& wanted) {
    list_->clear();
    actions_.clear();
    const auto all = window_.findChildren<QAction*>();
    for (QAction* const action : all) {
        const bool usable = action->isEnabled() && !action->isSeparator() &&
                            action->menu() == nullptr && !action->text().isEmpty();
        const QString name = full_name(*action);
        if (!usable || !fits(name, wanted))
            continue;
        const QString key = action->shortcut().toString(QKeySequence::NativeText);
        list_->addItem(key.isEmpty() ? name : name + QStringLiteral("    ") + key);
        actions_ += action;
    }
    list_->setCurrentRow(0);
}

void CommandPalette::take() {
    const int row = list_->currentRow();
    if (row < 0)
        return;
    QAction* const action = actions_[row];
    accept();
    action->trigger();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (watched == field_ && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        const int rows = list_->count();
        if ((key == Qt::Key_Down || key == Qt::Key_Up) && rows > 0) {
            const int step = key == Qt::Key_Down ? 1 : -1;
            list_->setCurrentRow(std::clamp(list_->currentRow() + step, 0, rows - 1));
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

}  // namespace twin
