#include "gui/scenario_menu.h"

#include <QAction>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QProgressBar>
#include <QStatusBar>

#include "gui/event_dialog.h"
#include "gui/look/figures.h"

namespace twin {

ScenarioMenu::ScenarioMenu(QMainWindow& window, Workspace& workspace, RunControl& control)
    : QObject(&window),
      window_(window),
      workspace_(workspace),
      control_(control),
      bar_(new QProgressBar),
      rate_(new QLabel) {
    QMenu* const menu = window.menuBar()->addMenu(tr("&Scenario"));
    menu->addAction(tr("&Open scenario…"), QKeySequence(tr("Ctrl+Alt+O")), this,
                    &ScenarioMenu::open_with_dialog);
    menu->addAction(tr("&New on top of one…"), QKeySequence::New, this,
                    &ScenarioMenu::derive_from_run);
    save_ = menu->addAction(tr("&Save"), QKeySequence::Save, this, &ScenarioMenu::save);
    menu->addAction(tr("Save &as…"), QKeySequence(tr("Ctrl+Shift+S")), this,
                    &ScenarioMenu::save_as);
    menu->addSeparator();
    QUndoStack& history = workspace.document().undo_stack();
    QAction* const undo = history.createUndoAction(this, tr("Undo:"));
    undo->setShortcut(QKeySequence::Undo);
    QAction* const redo = history.createRedoAction(this, tr("Redo:"));
    redo->setShortcut(QKeySequence::Redo);
    menu->addActions({undo, redo});
    menu->addSeparator();
    run_ = menu->addAction(tr("&Run the scenario"), QKeySequence(tr("Ctrl+R")), &control,
                           &RunControl::run_document);
    cancel_ = menu->addAction(tr("&Cancel the run"), QKeySequence(tr("Ctrl+.")), &control,
                              &RunControl::cancel);
    menu->addAction(tr("&Fork at the play head…"), QKeySequence(tr("Ctrl+F")), this, [this] {
        ask_for_event(QStringLiteral("set"), workspace_.time().play_head());
    });

    bar_->setMaximumWidth(180);
    bar_->setAccessibleName(tr("Progress of the run"));
    window.statusBar()->addPermanentWidget(rate_);
    window.statusBar()->addPermanentWidget(bar_);
    connect(&control, &RunControl::progressed, this, &ScenarioMenu::show_progress);
    connect(&control, &RunControl::state_changed, this, &ScenarioMenu::update);
    ScenarioDocument& document = workspace.document();
    connect(&document, &ScenarioDocument::text_changed, this, &ScenarioMenu::update);
    connect(&document, &ScenarioDocument::file_changed, this, &ScenarioMenu::update);
    update();
}

void ScenarioMenu::update() {
    const bool open = workspace_.document().is_open();
    save_->setEnabled(open);
    run_->setEnabled(open && !control_.is_running());
    cancel_->setEnabled(control_.is_running());
    bar_->setVisible(control_.is_running());
    rate_->setVisible(control_.is_running());
    bar_->setRange(0, 0);
    window_.setWindowModified(workspace_.document().is_modified());
}

void ScenarioMenu::show_progress(const RunProgress& progress) {
    bar_->setRange(0, progress.percent ? 100 : 0);
    bar_->setValue(int(progress.percent.value_or(0)));
    rate_->setText(
        tr("%1 events/s, %2 jobs ended").arg(number(progress.events_per_s, 3)).arg(progress.ended));
}

void ScenarioMenu::open_with_dialog() {
    const QString file = QFileDialog::getOpenFileName(&window_, tr("Open a scenario"), {},
                                                      tr("Scenarios (*.toml);;All files (*)"));
    if (!file.isEmpty())
        open(file);
}

QString ScenarioMenu::open(const QString& file) {
    if (!may_close())
        return {};
    const QString problem = workspace_.document().open(file);
    window_.statusBar()->showMessage(problem.isEmpty() ? tr("Opened %1.").arg(file) : problem);
    if (problem.isEmpty())
        emit scenario_opened();
    return problem;
}

void ScenarioMenu::derive_from_run() {
    if (!may_close())
        return;
    const QString base =
        QFileDialog::getOpenFileName(&window_, tr("The scenario that it builds on"), {},
                                     tr("Scenarios (*.toml);;All files (*)"));
    if (base.isEmpty())
        return;
    workspace_.document().derive(base, tr("A change of %1").arg(QFileInfo(base).baseName()));
    emit scenario_opened();
}

bool ScenarioMenu::save() {
    if (workspace_.document().file().isEmpty())
        return save_as();
    const QString problem = workspace_.document().save();
    if (!problem.isEmpty())
        window_.statusBar()->showMessage(problem);
    return problem.isEmpty();
}

bool ScenarioMenu::save_as() {
    const QString file = QFileDialog::getSaveFileName(
        &window_, tr("Save the scenario"), workspace_.document().file(), tr("Scenarios (*.toml)"));
    if (file.isEmpty())
        return false;
    const QString problem = workspace_.document().save_as(file);
    if (!problem.isEmpty())
        window_.statusBar()->showMessage(problem);
    return problem.isEmpty();
}

bool ScenarioMenu::may_close() {
    if (!workspace_.document().is_modified())
        return true;
    const QString name = QFileInfo(workspace_.document().file()).fileName();
    const auto answer =
        QMessageBox::question(&window_, tr("The scenario has changed"),
                              tr("Save the changes of %1 before it is closed?")
                                  .arg(name.isEmpty() ? tr("the new scenario") : name),
                              QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel);
    return answer == QMessageBox::Discard || (answer == QMessageBox::Save && save());
}

void ScenarioMenu::ask_for_event(const QString& kind, double seconds) {
    const RunFacts* const facts = workspace_.facts_a();
    if (facts == nullptr || control_.is_running())
        return;
    EventDialog dialog(kind, seconds, moment(facts->summary.start, seconds), &window_);
    if (dialog.exec() == QDialog::Accepted)
        control_.fork(dialog.event());
}

}  // namespace twin
