#include "gui/command_line.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include "gui/look/translate.h"
#include "gui/views/views.h"
#include "models/units/unit_text.h"

namespace twin {
namespace {

QStringList names_of_views() {
    QStringList names;
    for (const ViewRow& row : view_table())
        names += QString::fromLatin1(row.name);
    return names;
}

QStringList names_of_themes() {
    QStringList names;
    for (const ThemeRow& row : theme_table())
        names += QString::fromLatin1(row.id);
    return names;
}

QString one_of(const QString& option, const QStringList& known, const QString& got) {
    return QStringLiteral("--%1: expected one of %2, got '%3'")
        .arg(option, known.join(QStringLiteral(", ")), got);
}

}  // namespace

CommandLine read_command_line(const QStringList& arguments) {
    const QCommandLineOption run(QStringLiteral("run"), tr("open a run's file"),
                                 QStringLiteral("FILE"));
    const QCommandLineOption compare(QStringLiteral("compare"), tr("compare it with another run"),
                                     QStringLiteral("FILE"));
    const QCommandLineOption scenario(QStringLiteral("scenario"), tr("open a scenario"),
                                      QStringLiteral("FILE"));
    const QCommandLineOption lesson(QStringLiteral("lesson"), tr("open a lesson"),
                                    QStringLiteral("FILE"));
    const QCommandLineOption view(
        QStringLiteral("view"),
        tr("show a view: %1").arg(names_of_views().join(QStringLiteral(", "))),
        QStringLiteral("NAME"));
    const QCommandLineOption at(QStringLiteral("at"),
                                tr("put the play head there, for example \"3 d\""),
                                QStringLiteral("TIME"));
    const QCommandLineOption theme(QStringLiteral("theme"),
                                   names_of_themes().join(QStringLiteral(", ")),
                                   QStringLiteral("NAME"), QStringLiteral("light"));
    const QCommandLineOption language(QStringLiteral("language"), tr("en or de"),
                                      QStringLiteral("NAME"));
    const QCommandLineOption size(QStringLiteral("size"), tr("of the window, for example 1280x800"),
                                  QStringLiteral("SIZE"));
    const QCommandLineOption screenshot(
        QStringLiteral("screenshot"),
        tr("write a picture of the view (without --view: of the window) and end"),
        QStringLiteral("FILE"));
    const QCommandLineOption window(QStringLiteral("window"),
                                    tr("on the picture the whole window, not the view alone"));
    QCommandLineParser parser;
    parser.setApplicationDescription(tr("Explore runs of AI Factory Twin."));
    parser.addHelpOption();
    parser.addOptions(
        {run, compare, scenario, lesson, view, at, theme, language, size, screenshot, window});
    CommandLine wanted;
    if (!parser.parse(arguments)) {
        wanted.problem = parser.errorText();
        return wanted;
    }
    if (parser.isSet(QStringLiteral("help")))
        parser.showHelp();
    if (const QStringList rest = parser.positionalArguments(); !rest.isEmpty()) {
        wanted.problem =
            QStringLiteral("expected options, got '%1' (a run's file goes behind --run)")
                .arg(rest.front());
        return wanted;
    }

    wanted.run = parser.value(run);
    wanted.compare = parser.value(compare);
    wanted.scenario = parser.value(scenario);
    wanted.lesson = parser.value(lesson);
    wanted.whole_window = parser.isSet(window);
    wanted.screenshot = parser.value(screenshot);
    wanted.view = parser.value(view);
    if (parser.isSet(view) && !names_of_views().contains(wanted.view))
        wanted.problem = one_of(view.names().first(), names_of_views(), wanted.view);
    bool known = false;
    for (const ThemeRow& row : theme_table())
        if (parser.value(theme) == QLatin1String(row.id)) {
            wanted.theme = row.name;
            known = true;
        }
    if (!known)
        wanted.problem = one_of(theme.names().first(), names_of_themes(), parser.value(theme));
    if (parser.isSet(language)) {
        const QStringList languages = {QStringLiteral("en"), QStringLiteral("de")};
        if (!languages.contains(parser.value(language)))
            wanted.problem = one_of(language.names().first(), languages, parser.value(language));
        wanted.locale = QLocale(parser.value(language));
    }
    if (parser.isSet(at)) {
        const auto seconds = parse_quantity(parser.value(at).toStdString(), Dimension::duration);
        if (const auto* error = std::get_if<UnitError>(&seconds))
            wanted.problem = QStringLiteral("--at: expected %1, got %2")
                                 .arg(QString::fromStdString(error->expected),
                                      QString::fromStdString(error->got));
        else
            wanted.at = std::get<double>(seconds);
    }
    if (parser.isSet(size)) {
        const QStringList parts = parser.value(size).split(u'x');
        if (parts.size() == 2)
            wanted.size = QSize(parts[0].toInt(), parts[1].toInt());
        // Wider than any screen, and still a picture that can be kept in memory.
        constexpr int most = 16384;
        if (parts.size() != 2 || wanted.size.width() < 320 || wanted.size.height() < 240 ||
            wanted.size.width() > most || wanted.size.height() > most)
            wanted.problem =
                QStringLiteral(
                    "--size: expected WIDTHxHEIGHT from 320x240 to 16384x16384, got '%1'")
                    .arg(parser.value(size));
    }
    return wanted;
}

}  // namespace twin
