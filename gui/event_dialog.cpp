#include "gui/event_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include "gui/look/result_texts.h"
#include "sim/scenario/run_plan.h"

namespace twin {

EventDialog::EventDialog(const QString& kind, double at_s, const QString& when, QWidget* parent)
    : QDialog(parent),
      at_s_(at_s),
      kind_(new QComboBox),
      about_(new QLabel),
      what_(new QLineEdit),
      to_(new QLineEdit),
      lasts_(new QLineEdit),
      form_(new QFormLayout(this)) {
    setWindowTitle(tr("What if, from %1?").arg(when));
    for (const ChangeKindRow& row : change_kinds())
        kind_->addItem(result_text(row.name),
                       QString::fromUtf8(row.name.data(), qsizetype(row.name.size())));
    kind_->setCurrentIndex(kind_->findData(kind));
    about_->setWordWrap(true);
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    buttons->button(QDialogButtonBox::Ok)->setText(tr("&Run this future"));
    form_->addRow(new QLabel(tr("The run so far is kept; from %1 on the other future is run and "
                                "shown as B.")
                                 .arg(when)));
    form_->addRow(tr("&Event:"), kind_);
    form_->addRow(about_);
    form_->addRow(tr("&What:"), what_);
    form_->addRow(tr("&To:"), to_);
    form_->addRow(tr("&For:"), lasts_);
    form_->addRow(buttons);
    lasts_->setPlaceholderText(tr("2 h; empty: to the end"));
    connect(kind_, &QComboBox::currentIndexChanged, this, &EventDialog::show_kind);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    show_kind();
    what_->setFocus();
}

void EventDialog::show_kind() {
    const QString kind = kind_->currentData().toString();
    for (const ChangeKindRow& row : change_kinds())
        if (kind == QLatin1String(row.name.data(), qsizetype(row.name.size())))
            about_->setText(result_text(row.summary));
    what_->setText(QString::fromStdString(example_of(kind.toStdString())));
    what_->selectAll();
    const bool sets = kind == QLatin1String("set");
    form_->setRowVisible(to_, sets);
    to_->setText(sets ? QStringLiteral("14 MW") : QString());
    form_->setRowVisible(lasts_, kind != QLatin1String("restore"));
    adjustSize();
}

NewEvent EventDialog::event() const {
    return {at_s_, kind_->currentData().toString().toStdString(),
            what_->text().trimmed().toStdString(), to_->text().trimmed().toStdString(),
            form_->isRowVisible(lasts_) ? lasts_->text().trimmed().toStdString() : std::string()};
}

}  // namespace twin
