#include "gui/main_window.h"

#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QSlider>
#include <QStatusBar>
#include <QTabWidget>
#include <QToolBar>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

#include "gui/command_palette.h"
#include "gui/event_bar.h"
#include "gui/export_view.h"
#include "gui/inspector.h"
#include "gui/lesson/lesson_pages.h"
#include "gui/lesson/lesson_panel.h"
#include "gui/lesson_menu.h"
#include "gui/look/figures.h"
#include "gui/look/icons.h"
#include "gui/notice.h"
#include "gui/scenario_menu.h"
#include "gui/stop_menu.h"
#include "gui/time_bar.h"
#include "gui/views/lesson_view.h"
#include "gui/views/series_view.h"
#include "gui/views/views.h"
#include "gui/views/welcome_view.h"

namespace twin {
namespace {

// Seconds of the run a second, from one to a month.
constexpr std::array<double, 23> speeds = {
    1,    2,    5,     10,    20,    30,    60,     120,    300,    600,     1200,   1800,
    3600, 7200, 10800, 21600, 43200, 86400, 172800, 345600, 604800, 1209600, 2592000};

QString translated(const char* context, const char* text) {
    return QCoreApplication::translate(context, text);
}

}  // namespace

MainWindow::MainWindow(ThemeName theme, const QString& runs_folder)
    : workspace_(theme),
      player_(workspace_),
      control_(workspace_, runs_folder, RunProcess::program_beside_this_one()),
      pages_(new QTabWidget),
      time_label_(new QLabel) {
    setObjectName(QStringLiteral("MainWindow"));
    auto* const middle = new QWidget;
    auto* const column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    time_bar_ = new TimeBar(workspace_);
    auto* const events = new EventBar(workspace_);
    notice_ = new Notice(workspace_);
    column->addWidget(notice_);
    column->addWidget(pages_, 1);
    column->addWidget(events);
    column->addWidget(time_bar_);
    setCentralWidget(middle);
    make_pages();
    make_menus();
    auto* const inspector = new QDockWidget(tr("Inspector"), this);
    inspector->setObjectName(QStringLiteral("inspector"));
    inspector->setWidget(new Inspector(workspace_));
    addDockWidget(Qt::RightDockWidgetArea, inspector);
    make_player_bar();
    view_menu_->addSeparator();
    const auto can_be_hidden = [this](QAction* shows, const QString& text) {
        shows->setText(text);
        view_menu_->addAction(shows);
        return shows;
    };
    can_be_hidden(inspector->toggleViewAction(), tr("&Inspector"))
        ->setShortcut(QKeySequence(tr("Ctrl+I")));
    can_be_hidden(player_bar_->toggleViewAction(), tr("&Player's buttons"));
    can_be_hidden(events->toggleViewAction(), tr("&Event buttons"));
    make_status();
    scenario_menu_ = new ScenarioMenu(*this, workspace_, control_);
    connect(scenario_menu_, &ScenarioMenu::scenario_opened, this,
            [this] { show_view(QStringLiteral("scenario")); });
    connect(events, &EventBar::event_wanted, scenario_menu_, &ScenarioMenu::ask_for_event);
    connect(time_bar_, &TimeBar::event_wanted, scenario_menu_, &ScenarioMenu::ask_for_event);
    connect(&control_, &RunControl::told, this, &MainWindow::tell);
    connect(&control_, &RunControl::problems_shown, this,
            [this] { show_view(QStringLiteral("scenario")); });
    make_lessons();
    make_welcome({inspector, events, time_bar_});
    auto* const find = new QAction(tr("Find a command"), this);
    find->setShortcut(QKeySequence(tr("Ctrl+K")));
    connect(find, &QAction::triggered, this, [this] { CommandPalette(*this).exec(); });
    menuBar()->addAction(find);
    connect(&workspace_, &Workspace::theme_changed, this, &MainWindow::apply_theme);
    connect(&workspace_, &Workspace::failed, this, &MainWindow::tell);
    connect(&report_writer_, &ReportWriter::told, this, &MainWindow::tell);
    connect(&workspace_, &Workspace::runs_changed, this, &MainWindow::update_title);
    connect(&workspace_, &Workspace::facts_changed, this, &MainWindow::update_title);
    apply_theme();
    update_title();
    resize(1280, 800);
}

MainWindow::~MainWindow() = default;

void MainWindow::closeEvent(QCloseEvent* closing) {
    if (scenario_menu_->may_close())
        QMainWindow::closeEvent(closing);
    else
        closing->ignore();
}

void MainWindow::make_pages() {
    pages_->setDocumentMode(true);
    for (const ViewRow& row : view_table()) {
        View* const view = row.make(workspace_).release();
        view->setObjectName(QString::fromLatin1(row.name));
        view->setWindowTitle(translated("View", row.title));
        view->setAccessibleName(translated("View", row.title));
        view->setAccessibleDescription(translated("View", row.about));
        const int page = pages_->addTab(view, translated("View", row.title));
        pages_->setTabToolTip(page, translated("View", row.about));
        views_[QString::fromLatin1(row.name)] = view;
    }
}

void MainWindow::make_menus() {
    QMenu* const file = menuBar()->addMenu(tr("&File"));
    file->addAction(tr("&Open run…"), QKeySequence::Open, this, [this] { open_run(false); });
    needs_run_.push_back(file->addAction(tr("&Compare with…"), QKeySequence(tr("Ctrl+Shift+O")),
                                         this, [this] { open_run(true); }));
    needs_run_.push_back(file->addAction(tr("S&wap A and B"), QKeySequence(tr("Ctrl+B")),
                                         &workspace_, &Workspace::swap_runs));
    needs_run_.push_back(file->addAction(tr("Close &B"), this, [this] { workspace_.open_b({}); }));
    file->addSeparator();
    file->addAction(tr("&Save this view as…"), QKeySequence(tr("Ctrl+E")), this,
                    &MainWindow::export_current);
    // Of the run, or of both that are compared; always in English, as the command line writes it.
    for (const auto& [text, ending] : {std::pair(tr("Report as &HTML…"), QStringLiteral("html")),
                                       std::pair(tr("Report as &PDF…"), QStringLiteral("pdf"))})
        needs_run_.push_back(
            file->addAction(text, this, [this, ending = ending] { write_report_as(ending); }));
    file->addSeparator();
    file->addAction(tr("&Quit"), QKeySequence::Quit, this, &QWidget::close);

    view_menu_ = menuBar()->addMenu(tr("&View"));
    QMenu* const look = view_menu_;
    int number = 0;  // of the welcome page, so that 1 is the first view of a run
    for (const ViewRow& row : view_table()) {
        const QString name = QString::fromLatin1(row.name);
        QAction* const action =
            look->addAction(translated("View", row.title), this, [this, name] { show_view(name); });
        if (number < 10)
            action->setShortcut(QKeySequence(QStringLiteral("Alt+%1").arg(number++)));
    }
    look->addSeparator();
    auto* const themes = new QActionGroup(this);
    QMenu* const theme_menu = look->addMenu(tr("&Theme"));
    for (const ThemeRow& row : theme_table()) {
        QAction* const action = theme_menu->addAction(
            translated("Theme", row.title), this, [this, &row] { workspace_.set_theme(row.name); });
        action->setCheckable(true);
        action->setChecked(row.name == workspace_.theme().name());
        themes->addAction(action);
    }
    QAction* const all = look->addAction(tr("Show the &whole run"), QKeySequence(tr("Ctrl+0")),
                                         &workspace_.time(), &TimeContext::show_all);
    needs_run_.push_back(all);
    QAction* const unselect =
        look->addAction(tr("&Clear the selection"), QKeySequence(Qt::Key_Escape),
                        &workspace_.selection(), &Selection::clear);
    needs_run_.push_back(unselect);
}

void MainWindow::make_player_bar() {
    player_bar_ = addToolBar(tr("Play"));
    QToolBar* const bar = player_bar_;
    bar->setObjectName(QStringLiteral("play"));
    bar->setMovable(false);
    QMenu* const play = menuBar()->addMenu(tr("&Play"));
    const auto add = [&](Icon icon, const QString& text, const QKeySequence& key, auto&& what) {
        QAction* const action = play->addAction(text, key, this, what);
        action->setIcon(icon_of(icon, workspace_.theme()));
        connect(&workspace_, &Workspace::theme_changed, action,
                [this, action, icon] { action->setIcon(icon_of(icon, workspace_.theme())); });
        bar->addAction(action);
        needs_run_.push_back(action);
        return action;
    };
    add(Icon::to_start, tr("To the &start"), QKeySequence(tr("Ctrl+Home")),
        [this] { player_.to_start(); });
    add(Icon::step_back, tr("Step &back"), QKeySequence(Qt::SHIFT | Qt::Key_F4),
        [this] { player_.step_back(); });
    add(Icon::step, tr("S&tep"), QKeySequence(Qt::Key_F4), [this] { player_.step(); });
    add(Icon::play, tr("&Run"), QKeySequence(Qt::Key_F5), [this] { player_.play(); });
    add(Icon::fast, tr("&Fast"), QKeySequence(Qt::Key_F6), [this] { player_.play_fast(); });
    add(Icon::to_end, tr("&Express to the end"), QKeySequence(Qt::Key_F7),
        [this] { player_.to_end(); });
    add(Icon::stop, tr("St&op"), QKeySequence(Qt::Key_F8), [this] { player_.stop(); });
    QAction* const until =
        play->addAction(tr("&Until…"), QKeySequence(Qt::SHIFT | Qt::Key_F5), this, [this] {
            bool chosen = false;
            const double hours =
                QInputDialog::getDouble(this, tr("Run until"), tr("Hours after the run's start:"),
                                        workspace_.time().play_head() / 3600, 0,
                                        workspace_.time().end() / 3600, 2, &chosen);
            if (chosen)
                player_.until(hours * 3600);
        });
    needs_run_.push_back(until);
    add_stop_menu(*play, player_, workspace_, needs_run_);
    connect(&player_, &Player::stopped, this, &MainWindow::tell);

    auto* const speed = new QSlider(Qt::Horizontal);
    speed->setRange(0, int(speeds.size()) - 1);
    speed->setPageStep(3);
    const auto usual = std::lower_bound(speeds.begin(), speeds.end(), player_.speed());
    speed->setValue(int(usual - speeds.begin()));
    speed->setMaximumWidth(160);
    speed->setAccessibleName(tr("Speed of playing"));
    auto* const speed_label = new QLabel;
    const auto set_speed = [this, speed_label](int value) {
        player_.set_speed(speeds[std::size_t(value)]);
        speed_label->setText(tr("%1 a second").arg(span_of_time(player_.speed())));
    };
    connect(speed, &QSlider::valueChanged, this, set_speed);
    set_speed(speed->value());
    bar->addSeparator();
    bar->addWidget(speed);
    bar->addWidget(speed_label);
    connect(&player_, &Player::state_changed, this, &MainWindow::update_actions);
}

void MainWindow::make_status() {
    state_label_ = new QLabel;
    statusBar()->addWidget(time_label_);
    statusBar()->addPermanentWidget(state_label_);
    // A status bar that is not shown yet leaves both in one place.
    connect(statusBar(), &QStatusBar::messageChanged, time_label_,
            [this](const QString& message) { time_label_->setVisible(message.isEmpty()); });
    const auto tell_time = [this] {
        const RunFacts* const facts = workspace_.facts_a();
        time_label_->setText(
            facts == nullptr ? QString()
                             : tr("%1, %2 after the start")
                                   .arg(moment(facts->summary.start, workspace_.time().play_head()),
                                        span_of_time(workspace_.time().play_head())));
    };
    connect(&workspace_.time(), &TimeContext::play_head_changed, this, tell_time);
    connect(&workspace_, &Workspace::facts_changed, this, tell_time);
}

// The lesson beside the views: it says what is to be seen, the views show it.
void MainWindow::make_lessons() {
    LessonSession& session = workspace_.lesson();
    session.set_engine(RunProcess::program_beside_this_one(), control_.folder());
    lesson_menu_ = new LessonMenu(*this, workspace_);
    connect(lesson_menu_, &LessonMenu::view_wanted, this, [this](const QString& name) {
        // What the student works in keeps the keyboard.
        QWidget* const worked_in = focusWidget();
        const bool in_lesson = lesson_menu_->panel().isAncestorOf(worked_in);
        show_view(name);
        if (in_lesson)
            worked_in->setFocus();
    });
    connect(lesson_menu_, &LessonMenu::scenario_wanted, scenario_menu_, &ScenarioMenu::open);
    connect(lesson_menu_, &LessonMenu::told, this, &MainWindow::tell);
    connect(&session, &LessonSession::series_wanted, this, [this](const QStringList& names) {
        auto* const series = qobject_cast<SeriesView*>(view(QStringLiteral("series")));
        const auto plots = series->layout_of_plots().plots();
        for (const auto& plot : plots)
            for (const QString& name : plot)
                if (!names.contains(name))
                    series->hide_series(name);
        for (const QString& name : names)
            series->show_series(name);
    });
    auto* const lessons = qobject_cast<LessonView*>(view(QStringLiteral("lessons")));
    connect(lessons, &LessonView::lesson_wanted, lesson_menu_, &LessonMenu::open);
    connect(lessons, &LessonView::sheet_wanted, this, [this] {
        lesson_menu_->save_sheet(lesson_menu_->panel().next_page()->student().text());
    });
    connect(&session, &LessonSession::opened, this, [this, lessons] {
        connect(&lesson_menu_->panel().next_page()->student(), &QLineEdit::textChanged, lessons,
                &LessonView::set_student);
    });
}

// What the welcome page asks for; what shows a run appears with the first one.
void MainWindow::make_welcome(const std::vector<QWidget*>& needs_run) {
    const auto* const welcome = qobject_cast<WelcomeView*>(view(QStringLiteral("welcome")));
    connect(welcome, &WelcomeView::view_wanted, this, &MainWindow::show_view);
    connect(welcome, &WelcomeView::open_run_wanted, this, [this] { open_run(false); });
    connect(welcome, &WelcomeView::scenario_wanted, scenario_menu_, &ScenarioMenu::open);
    connect(welcome, &WelcomeView::lesson_wanted, lesson_menu_, &LessonMenu::open);
    connect(welcome, &WelcomeView::run_wanted, this, [this](const QString& file) {
        workspace_.open_a(file);
        show_view(QStringLiteral("map"));
    });
    connect(welcome, &WelcomeView::run_scenario_wanted, this, [this](const QString& file) {
        scenario_menu_->open(file);
        const ScenarioDocument& document = workspace_.document();
        if (document.file() != QFileInfo(file).absoluteFilePath() || document.is_modified())
            return;
        connect(
            &document, &ScenarioDocument::check_finished, this,
            [this] {
                control_.run_document();
                if (control_.is_running())
                    show_view(QStringLiteral("map"));
            },
            Qt::SingleShotConnection);
    });
    for (QWidget* const widget : needs_run)
        widget->hide();
    connect(
        &workspace_, &Workspace::runs_changed, this,
        [needs_run] {
            for (QWidget* const widget : needs_run)
                widget->show();
        },
        Qt::SingleShotConnection);
}

View* MainWindow::view(const QString& name) const {
    const auto found = views_.find(name);
    return found == views_.end() ? nullptr : found->second;
}

void MainWindow::show_view(const QString& name) {
    if (View* const wanted = view(name)) {
        pages_->setCurrentWidget(wanted);
        wanted->setFocus();
    }
}

View* MainWindow::current_view() const {
    return qobject_cast<View*>(pages_->currentWidget());
}

void MainWindow::tell(const QString& sentence) {
    statusBar()->showMessage(sentence.section(u'\n', 0, 0));
    if (sentence.contains(u'\n'))
        notice_->tell(sentence);
}

void MainWindow::remember_no_runs() {
    qobject_cast<WelcomeView*>(view(QStringLiteral("welcome")))->remember_no_runs();
}

void MainWindow::open_run(bool as_b) {
    const QString file =
        QFileDialog::getOpenFileName(this, as_b ? tr("Compare with a run") : tr("Open a run"), {},
                                     tr("Runs (*.sqlite);;All files (*)"));
    if (file.isEmpty())
        return;
    if (as_b)
        workspace_.open_b(file);
    else
        workspace_.open_a(file);
}

void MainWindow::export_current() {
    View* const view = current_view();
    const QString file = QFileDialog::getSaveFileName(
        this, tr("Save this view"), view->objectName() + QStringLiteral(".png"),
        tr("Pictures (*.png);;Drawings (*.svg);;Documents (*.pdf);;Figures (*.csv)"));
    if (file.isEmpty())
        return;
    const QString problem = export_view(*view, file);
    tell(problem.isEmpty() ? tr("Wrote %1.").arg(file) : problem);
}

void MainWindow::write_report_as(const QString& ending) {
    // With the ending in the dialog itself, it asks before it replaces a file.
    QFileDialog dialog(
        this, tr("Save the report"), {},
        ending == QLatin1String("pdf") ? tr("Documents (*.pdf)") : tr("Pages (*.html)"));
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setDefaultSuffix(ending);
    dialog.selectFile(workspace_.a()->name() + u'.' + ending);
    if (dialog.exec() != QDialog::Accepted)
        return;
    const QString file = dialog.selectedFiles().front();
    report_writer_.write(workspace_.a()->file(),
                         workspace_.b() == nullptr ? QString() : workspace_.b()->file(), file);
}

void MainWindow::apply_theme() {
    QApplication::setPalette(workspace_.theme().palette());
}

void MainWindow::update_title() {
    QStringList parts;
    if (const RunFacts* const facts = workspace_.facts_a())
        parts += QString::fromStdString(facts->summary.title);
    if (workspace_.b() != nullptr)
        parts += tr("against %1").arg(workspace_.b()->name());
    parts += QStringLiteral("AI Factory Twin");
    setWindowTitle(parts.join(QStringLiteral(" – ")));
    state_label_->setText(workspace_.a() == nullptr ? QString() : workspace_.a()->file());
    update_actions();
}

void MainWindow::update_actions() {
    for (QAction* const action : needs_run_)
        action->setEnabled(workspace_.a() != nullptr);
}

}  // namespace twin
