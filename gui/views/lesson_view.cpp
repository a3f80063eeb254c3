#include "gui/views/lesson_view.h"

#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTextBrowser>
#include <QTextStream>
#include <QVBoxLayout>

#include "gui/lesson/lesson_session.h"
#include "gui/lesson/lesson_sheet.h"
#include "gui/views/card_layout.h"
#include "gui/views/lesson_card.h"

namespace twin {

LessonView::LessonView(Workspace& workspace) : View(workspace), pages_(new QStackedWidget) {
    pool_.setMaxThreadCount(1);
    library_ = make_library();
    pages_->addWidget(library_);
    pages_->addWidget(make_sheet());
    LessonSession& session = workspace.lesson();
    connect(&session, &LessonSession::opened, this, [this] { show_library(false); });
    connect(&session, &LessonSession::changed, this, &LessonView::refresh);
    connect(&workspace, &Workspace::theme_changed, this, &LessonView::apply_theme);
    set_body(pages_);
    show_library(true);
    apply_theme();
    read();
}

LessonView::~LessonView() = default;

QWidget* LessonView::make_library() {
    auto* const scroll = new QScrollArea;
    auto* const content = new QWidget;
    auto* const column = new QVBoxLayout(content);
    column->setContentsMargins(24, 18, 24, 24);
    column->setSpacing(10);
    auto* const heading = new QLabel(tr("Lessons"));
    QFont strong = heading->font();
    strong.setBold(true);
    strong.setPointSizeF(strong.pointSizeF() * 1.6);
    heading->setFont(strong);
    about_ = new QLabel(
        tr("Predict, run, look, explain: a question about a real machine, answered by running it "
           "on these views. A teacher can write lessons: they are text files."));
    about_->setWordWrap(true);
    none_ = new QLabel(tr("Looking for lessons…"));
    none_->setWordWrap(true);
    to_sheet_ = new QPushButton(tr("Back to the open lesson"));
    connect(to_sheet_, &QPushButton::clicked, this, [this] { show_library(false); });
    cards_place_ = new QWidget;
    card_layout_ = new CardLayout(300, 460, 14);
    cards_place_->setLayout(card_layout_);
    QSizePolicy grows(QSizePolicy::Preferred, QSizePolicy::Preferred);
    grows.setHeightForWidth(true);
    cards_place_->setSizePolicy(grows);
    column->addWidget(heading);
    column->addWidget(about_);
    column->addWidget(to_sheet_, 0, Qt::AlignLeft);
    column->addWidget(none_);
    column->addWidget(cards_place_);
    column->addStretch(1);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    return scroll;
}

QWidget* LessonView::make_sheet() {
    auto* const page = new QWidget;
    auto* const column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* const all = new QPushButton(tr("‹ All lessons"));
    auto* const save = new QPushButton(tr("Save the result sheet…"));
    connect(all, &QPushButton::clicked, this, [this] { show_library(true); });
    connect(save, &QPushButton::clicked, this, &LessonView::sheet_wanted);
    auto* const row = new QHBoxLayout;
    row->setContentsMargins(12, 8, 12, 8);
    row->addWidget(all);
    row->addStretch(1);
    row->addWidget(save);
    column->addLayout(row);
    sheet_ = new QTextBrowser;
    sheet_->setFrameShape(QFrame::NoFrame);
    sheet_->document()->setDocumentMargin(20);
    sheet_->setAccessibleName(tr("Result sheet of the lesson"));
    column->addWidget(sheet_, 1);
    return page;
}

QWidget& LessonView::picture() {
    return pages_->currentWidget() == library_ ? *library_ : *sheet_;
}

void LessonView::read() {
    pool_.start([this] {
        std::vector<LessonBrief> briefs = read_lessons(lessons_folder());
        QMetaObject::invokeMethod(
            this,
            [this, briefs = std::move(briefs)] {
                reading_ = false;
                show_cards(briefs);
                emit ready();
            },
            Qt::QueuedConnection);
    });
}

void LessonView::show_cards(const std::vector<LessonBrief>& briefs) {
    for (const LessonBrief& brief : briefs) {
        auto* const card = new LessonCard(brief, theme());
        card_layout_->addWidget(card);
        cards_.push_back(card);
        connect(card, &LessonCard::open_wanted, this, &LessonView::lesson_wanted);
    }
    none_->setVisible(cards_.empty());
    none_->setText(
        tr("No lessons were found. Looked for a folder scenarios/lessons beside the "
           "scenarios. The environment variable TWIN_LESSONS can name another folder."));
    if (!cards_.empty())
        library_->setFocusProxy(cards_.front());
}

void LessonView::show_library(bool library) {
    pages_->setCurrentIndex(library ? 0 : 1);
    to_sheet_->setVisible(workspace().lesson().is_open());
    pages_->setFocusProxy(library ? library_ : sheet_);
    refresh();
}

void LessonView::set_student(const QString& student) {
    student_ = student;
    refresh();
}

void LessonView::showEvent(QShowEvent* shown) {
    View::showEvent(shown);
    refresh();
}

// The sheet of a page that nobody sees waits until somebody does.
void LessonView::refresh() {
    const LessonSession& session = workspace().lesson();
    if (!session.is_open() || !isVisible())
        return;
    const int at = sheet_->verticalScrollBar()->value();
    sheet_->setHtml(lesson_sheet(session, student_, theme()));
    sheet_->verticalScrollBar()->setValue(at);
}

void LessonView::apply_theme() {
    QPalette muted = theme().palette();
    muted.setColor(QPalette::WindowText, theme().color(Tone::muted));
    about_->setPalette(muted);
    none_->setPalette(muted);
    for (LessonCard* const card : cards_)
        card->set_theme(theme());
    refresh();
}

bool LessonView::write_csv(QIODevice& out) const {
    const LessonSession& session = workspace().lesson();
    if (session.is_open()) {
        write_sheet_csv(session, student_, out);
        return true;
    }
    QTextStream text(&out);
    text << "lesson,minutes [min],file\n";
    for (const LessonCard* const card : cards_)
        text << csv_cell(card->brief().title) << ',' << card->brief().minutes << ','
             << csv_cell(card->brief().file) << '\n';
    return true;
}

}  // namespace twin
