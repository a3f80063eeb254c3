#include "gui/lesson_menu.h"

#include <QAction>
#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QStatusBar>

#include "gui/lesson/lesson_library.h"
#include "gui/lesson/lesson_pages.h"
#include "gui/lesson/lesson_panel.h"
#include "gui/lesson/lesson_sheet.h"
#include "gui/workspace.h"

namespace twin {

LessonMenu::LessonMenu(QMainWindow& window, Workspace& workspace)
    : QObject(&window),
      window_(window),
      workspace_(workspace),
      panel_(new LessonPanel(workspace)),
      dock_(new QDockWidget(tr("Lesson"), &window)) {
    dock_->setObjectName(QStringLiteral("lesson"));
    dock_->setWidget(panel_);
    window.addDockWidget(Qt::LeftDockWidgetArea, dock_);
    dock_->hide();
    LessonSession& session = workspace.lesson();
    QMenu* const menu = window.menuBar()->addMenu(tr("&Lesson"));
    menu->addAction(tr("&All lessons"), QKeySequence(tr("Ctrl+L")), this,
                    [this] { emit view_wanted(QStringLiteral("lessons")); });
    menu->addAction(tr("&Open a lesson's file…"), this, &LessonMenu::open_with_dialog);
    menu->addSeparator();
    const auto add = [&](const QString& text, const QKeySequence& key, auto&& what) {
        needs_lesson_.push_back(menu->addAction(text, key, this, what));
    };
    add(tr("&Back a step"), QKeySequence(tr("Alt+Left")), [this] { panel_->go_back(); });
    add(tr("&Next step"), QKeySequence(tr("Alt+Right")), [this] { panel_->go_on(); });
    add(tr("&Run the lesson's runs"), QKeySequence(tr("Ctrl+Shift+R")),
        [&session] { session.run(); });
    add(tr("&Cancel the lesson's runs"), QKeySequence(tr("Ctrl+Shift+.")),
        [&session] { session.cancel(); });
    add(tr("Show the &views' next step"), QKeySequence(tr("Ctrl+Shift+N")),
        [&session] { session.show_reveal(session.reveal_step() + 1); });
    add(tr("To the &lesson's page"), QKeySequence(tr("F2")), [this] {
        dock_->show();
        panel_->take_keyboard();
    });
    add(tr("&Start again"), {}, [&session] { session.start_again(); });
    add(tr("&Teacher's notes"), {}, [this] { panel_->show_teacher_notes(); });
    add(tr("Save the result s&heet…"), {},
        [this] { save_sheet(panel_->next_page()->student().text()); });
    QAction* const shown = dock_->toggleViewAction();
    shown->setText(tr("Show the lesson's &panel"));
    menu->addAction(shown);
    needs_lesson_.push_back(shown);
    connect(&session, &LessonSession::opened, this, [this] {
        dock_->show();
        dock_->raise();
        // Side by side with the views, at the width that texts need.
        window_.resizeDocks({dock_}, {window_.width() > 1800 ? 520 : 400}, Qt::Horizontal);
        panel_->take_keyboard();
    });
    connect(&session, &LessonSession::open_ended, this, &LessonMenu::tell_opened);
    connect(&session, &LessonSession::changed, this, &LessonMenu::update);
    connect(&session, &LessonSession::view_wanted, this, &LessonMenu::view_wanted);
    // A narrow window has room for the lesson and a view; Ctrl+I brings the inspector back.
    connect(&session, &LessonSession::changed, this, [this] {
        auto* const inspector = window_.findChild<QDockWidget*>(QStringLiteral("inspector"));
        const bool looks = workspace_.lesson().step() == LessonStep::reveal;
        if (looks && !looks_ && inspector != nullptr && window_.width() < 1500)
            inspector->hide();
        looks_ = looks;
    });
    connect(panel_, &LessonPanel::sheet_wanted, this, &LessonMenu::save_sheet);
    connect(panel_, &LessonPanel::scenario_wanted, this, &LessonMenu::scenario_wanted);
    update();
}

void LessonMenu::update() {
    for (QAction* const action : needs_lesson_)
        action->setEnabled(workspace_.lesson().is_open());
}

void LessonMenu::open_with_dialog() {
    const QString file =
        QFileDialog::getOpenFileName(&window_, tr("Open a lesson"), lessons_folder(),
                                     tr("Lessons (*.lesson.toml);;All files (*)"));
    if (!file.isEmpty())
        open(file);
}

void LessonMenu::open(const QString& file) {
    LessonSession& session = workspace_.lesson();
    if (session.is_running()) {
        window_.statusBar()->showMessage(tr("The runs of the open lesson are under way."));
        return;
    }
    session.open(file);
}

void LessonMenu::tell_opened(const QString& file, const QString& problem) {
    emit told(problem.isEmpty() ? tr("Opened the lesson %1.").arg(QFileInfo(file).fileName())
                                : problem);
    if (problem.isEmpty())
        emit view_wanted(QStringLiteral("lessons"));
}

void LessonMenu::save_sheet(const QString& student) {
    const LessonSession& session = workspace_.lesson();
    if (!session.is_open())
        return;
    const QString stem =
        QFileInfo(QString::fromStdString(session.lesson().file.string())).baseName();
    const QString file = QFileDialog::getSaveFileName(
        &window_, tr("Save the result sheet"), stem + QStringLiteral(".html"),
        tr("Web pages (*.html);;Documents (*.pdf);;Figures (*.csv)"));
    if (file.isEmpty())
        return;
    const QString problem = save_lesson_sheet(session, student, file);
    window_.statusBar()->showMessage(problem.isEmpty() ? tr("Wrote %1.").arg(file) : problem);
}

}  // namespace twin
