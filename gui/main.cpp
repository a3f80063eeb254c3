// twin-gui: shows runs. See gui/README.md.
#include <QApplication>
#include <QCommandLineParser>
#include <QLibraryInfo>
#include <QTextStream>
#include <QTimer>
#include <QTranslator>
#include <algorithm>
#include <string_view>

#include "gui/command_line.h"
#include "gui/lesson/lesson_session.h"
#include "gui/lesson_menu.h"
#include "gui/look/control_style.h"
#include "gui/main_window.h"
#include "gui/scenario_menu.h"
#include "gui/screenshot.h"

namespace {

// As soon as the run is read, once.
void put_play_head(twin::Workspace& workspace, double at_s) {
    auto* const once = new QObject(&workspace);
    QObject::connect(&workspace, &twin::Workspace::facts_changed, once, [&workspace, once, at_s] {
        if (workspace.facts_a() == nullptr)
            return;
        workspace.time().set_play_head(at_s);
        once->deleteLater();
    });
}

bool asks_for_help(int argc, char** argv) {
    return std::any_of(argv + 1, argv + argc, [](const std::string_view word) {
        return word == "--help" || word == "-h" || word == "-?";
    });
}

}  // namespace

int main(int argc, char** argv) {
    // Help needs no display, without which a QApplication would abort.
    if (asks_for_help(argc, argv)) {
        const QCoreApplication words(argc, argv);
        twin::read_command_line(QCoreApplication::arguments());
    }
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("twin-gui"));
    QApplication::setOrganizationName(QStringLiteral("AI Factory Twin"));
    QApplication::setStyle(new twin::ControlStyle);

    const twin::CommandLine wanted = twin::read_command_line(QApplication::arguments());
    if (!wanted.problem.isEmpty()) {
        QTextStream(stderr) << wanted.problem << '\n';
        return 2;
    }
    QLocale::setDefault(wanted.locale);
    QTranslator texts, qt_texts;
    // Of English only the plurals: they are right in languages without texts, too.
    if (texts.load(wanted.locale, QStringLiteral("twin"), QStringLiteral("_"),
                   QStringLiteral(":/i18n")) ||
        texts.load(QStringLiteral(":/i18n/twin_en")))
        QApplication::installTranslator(&texts);
    if (qt_texts.load(wanted.locale, QStringLiteral("qtbase"), QStringLiteral("_"),
                      QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QApplication::installTranslator(&qt_texts);

    twin::MainWindow window(wanted.theme, twin::default_runs_folder());
    if (wanted.size.isValid())
        window.resize(wanted.size);
    if (!wanted.screenshot.isEmpty())
        window.remember_no_runs();
    if (!wanted.run.isEmpty())
        window.workspace().open_a(wanted.run);
    if (!wanted.compare.isEmpty())
        window.workspace().open_b(wanted.compare);
    if (!wanted.scenario.isEmpty())
        if (const QString problem = window.scenario_menu().open(wanted.scenario);
            !problem.isEmpty() && !wanted.screenshot.isEmpty()) {
            QTextStream(stderr) << problem << '\n';
            return 1;
        }
    if (!wanted.lesson.isEmpty())
        window.lesson_menu().open(wanted.lesson);
    // A lesson shows a view of its own once it is read.
    if (!wanted.lesson.isEmpty() && !wanted.view.isEmpty())
        QObject::connect(
            &window.workspace().lesson(), &twin::LessonSession::open_ended, &window,
            [&window, view = wanted.view] { window.show_view(view); }, Qt::SingleShotConnection);
    if (!wanted.view.isEmpty())
        window.show_view(wanted.view);
    else if (wanted.scenario.isEmpty() && wanted.lesson.isEmpty())
        window.show_view(wanted.run.isEmpty() ? QStringLiteral("welcome") : QStringLiteral("map"));
    if (wanted.at && wanted.screenshot.isEmpty())
        put_play_head(window.workspace(), *wanted.at);
    window.show();
    if (!wanted.screenshot.isEmpty())
        twin::take_screenshot(window, wanted);
    return QApplication::exec();
}
