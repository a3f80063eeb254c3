#include "gui/views/view.h"

#include <QLabel>
#include <QStackedLayout>

namespace twin {

QString strong(const QString& title, const QString& rest) {
    return QStringLiteral("<b>%1</b>&nbsp; %2").arg(title.toHtmlEscaped(), rest.toHtmlEscaped());
}

View::View(Workspace& workspace)
    : workspace_(workspace), pages_(new QStackedLayout(this)), sentence_(new QLabel) {
    sentence_->setAlignment(Qt::AlignCenter);
    sentence_->setWordWrap(true);
    sentence_->setMargin(32);
    pages_->addWidget(sentence_);
    connect(&workspace_, &Workspace::runs_changed, this, &View::look_again);
    connect(&workspace_, &Workspace::facts_changed, this, &View::look_again);
}

void View::set_body(QWidget* body) {
    body_ = body;
    pages_->addWidget(body);
    setFocusProxy(body);
    look_again();
}

void View::look_again() {
    const QString reason = nothing_to_show();
    sentence_->setText(reason);
    if (body_ != nullptr)
        pages_->setCurrentWidget(reason.isEmpty() ? body_ : sentence_);
}

}  // namespace twin
