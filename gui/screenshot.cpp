#include "gui/screenshot.h"

#include <QApplication>
#include <QTextStream>
#include <QTimer>

#include "gui/export_view.h"
#include "gui/lesson/lesson_session.h"
#include "gui/views/view.h"

namespace twin {
namespace {

// A view is ready when no question is open twice in a row: answers may lead to more questions.
constexpr int look_every_ms = 50;
constexpr int looks = 3;

constexpr int failed = 1, bad_input = 2;  // exit statuses, as of twin

void end_with(const QString& problem, int status = failed) {
    if (!problem.isEmpty())
        QTextStream(stderr) << problem << '\n';
    QApplication::exit(problem.isEmpty() ? 0 : status);
}

void write(MainWindow& window, const CommandLine& wanted) {
    if (!wanted.view.isEmpty() && !wanted.whole_window)
        return end_with(export_view(*window.current_view(), wanted.screenshot));
    const bool written = window.grab().save(wanted.screenshot);
    end_with(written ? QString()
                     : QStringLiteral("cannot write %1, expected a folder that exists and a name "
                                      "that ends in .png")
                           .arg(wanted.screenshot));
}

}  // namespace

void take_screenshot(MainWindow& window, const CommandLine& wanted) {
    auto* const timer = new QTimer(&window);
    timer->setInterval(look_every_ms);
    QObject::connect(&window.workspace(), &Workspace::failed, timer,
                     [](const QString& sentence) { end_with(sentence); });
    QObject::connect(&window.workspace().lesson(), &LessonSession::open_ended, timer,
                     [timer](const QString&, const QString& problem) {
                         if (problem.isEmpty())
                             return;
                         timer->stop();
                         end_with(problem, bad_input);
                     });
    QObject::connect(
        timer, &QTimer::timeout, &window, [&window, wanted, timer, quiet = 0]() mutable {
            const bool read = wanted.run.isEmpty() || window.workspace().facts_a() != nullptr;
            const bool opens = window.workspace().lesson().is_opening();
            if (!read || opens || !window.workspace().is_settled() ||
                !window.current_view()->is_ready()) {
                quiet = 0;
                return;
            }
            if (quiet == 0 && wanted.at)
                window.workspace().time().set_play_head(*wanted.at);
            if (++quiet < looks)
                return;
            timer->stop();
            write(window, wanted);
        });
    timer->start();
}

}  // namespace twin
