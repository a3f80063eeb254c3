// gui/command_line.h and the figures of gui/look/figures.h.
#include "gui/command_line.h"

#include <QLocale>
#include <gmock/gmock.h>

#include "gui/look/figures.h"

namespace twin {
namespace {

std::string problem_of(QStringList arguments) {
    arguments.prepend(QStringLiteral("twin-gui"));
    return read_command_line(arguments).problem.toStdString();
}

TEST(CommandLine, TakesWhatItKnows) {
    EXPECT_EQ(problem_of({}), "");
    EXPECT_EQ(problem_of({QStringLiteral("--view"), QStringLiteral("map"), QStringLiteral("--size"),
                          QStringLiteral("16384x240"), QStringLiteral("--theme"),
                          QStringLiteral("dark"), QStringLiteral("--language"),
                          QStringLiteral("de"), QStringLiteral("--at"), QStringLiteral("3 d")}),
              "");
}

TEST(CommandLine, SaysWhatItExpects) {
    EXPECT_EQ(problem_of({QStringLiteral("week.sqlite")}),
              "expected options, got 'week.sqlite' (a run's file goes behind --run)");
    const auto size = [](const char* text) {
        return problem_of({QStringLiteral("--size"), QLatin1String(text)});
    };
    for (const char* const text : {"99999x99999", "319x240", "16385x240", "wide", "800"})
        EXPECT_EQ(size(text),
                  std::string("--size: expected WIDTHxHEIGHT from 320x240 to 16384x16384, got '") +
                      text + "'");
    EXPECT_EQ(problem_of({QStringLiteral("--theme"), QStringLiteral("blue")}),
              "--theme: expected one of light, dark, high-contrast, got 'blue'");
    EXPECT_EQ(problem_of({QStringLiteral("--language"), QStringLiteral("fr")}),
              "--language: expected one of en, de, got 'fr'");
    EXPECT_THAT(problem_of({QStringLiteral("--at"), QStringLiteral("3")}),
                testing::StartsWith("--at: expected "));
    EXPECT_THAT(problem_of({QStringLiteral("--view"), QStringLiteral("gant")}),
                testing::AllOf(
                    testing::StartsWith("--view: expected one of welcome, map, topology, gantt, "),
                    testing::EndsWith(", got 'gant'")));
}

// German puts a point behind the number of a day.
TEST(Figures, AreOfTheLanguage) {
    const CalendarTime start = std::chrono::sys_days{std::chrono::year{2024} / 4 / 4};
    const QLocale before;
    QLocale::setDefault(QLocale(QStringLiteral("en")));
    EXPECT_EQ(moment(start, 86400 + 3600).toStdString(), "5 Apr 2024 01:00");
    QLocale::setDefault(QLocale(QStringLiteral("de")));
    EXPECT_EQ(moment(start, 86400 + 3600).toStdString(), "5. Apr. 2024 01:00");
    EXPECT_EQ(figure(15.79e6, "W").toStdString(), "15,79 MW");
    QLocale::setDefault(before);
}

}  // namespace
}  // namespace twin
