// What twin-gui is asked to do.
#pragma once

#include <QLocale>
#include <QSize>
#include <QString>
#include <QStringList>
#include <optional>

#include "gui/look/theme.h"

namespace twin {

struct CommandLine {
    QString run, compare;       // files; empty: none
    QString scenario;           // file; empty: none
    QString lesson;             // file; empty: none
    QString view;               // name in the table of views; empty: the one that fits
    QString screenshot;         // file; empty: the window stays
    bool whole_window = false;  // on it, not the view alone
    std::optional<double> at;   // s, where the play head stands
    ThemeName theme = ThemeName::light;
    QLocale locale;
    QSize size;       // of the window; not valid: its own
    QString problem;  // what is wrong, a whole sentence; empty: nothing
};

// --help and --version print and end the program.
CommandLine read_command_line(const QStringList& arguments);

}  // namespace twin
