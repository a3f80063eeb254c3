// Every colour of the window. Widgets and painters ask for a tone by what it means; only theme.cpp
// holds colours.
#pragma once

#include <QColor>
#include <QPalette>
#include <QString>
#include <span>

namespace twin {

enum class Tone {
    window,     // behind everything
    surface,    // behind data: plots, tables, fields
    raised,     // tiles, headers
    text,       // what is read
    muted,      // what is read second: units, axes
    line,       // borders, ticks
    grid,       // lines behind data
    accent,     // what is chosen, links, the play head
    on_accent,  // text on it
    good,       // met, better; never without a sign or a word
    bad,        // missed, worse, down
    warning,    // near a limit, throttled
    free,       // a node without a job
    busy,       // a node with one
    out,        // out of service
    limit,      // lines of limits
    run_a,      // the run that is looked at
    run_b,      // the run that it is compared with
    it,         // energy: what computes
    cooling,    // pumps, fans, heat pump, water
    loss,       // conversion
    heat,       // heat on its way out
    reuse,      // heat or electricity that is used again
    tone_count,
};

enum class ThemeName { light, dark, high_contrast };

struct ThemeRow {
    ThemeName name;
    const char* id;     // "dark": on the command line and in the settings
    const char* title;  // for people, in the context "Theme"
};
std::span<const ThemeRow> theme_table();

class Theme {
  public:
    explicit Theme(ThemeName name);

    ThemeName name() const { return name_; }
    QColor color(Tone tone) const;
    // Colours that tell neighbours apart, one per index, repeating; for jobs and many series.
    QColor category(int index) const;
    // From dark to bright (or the other way about in the light), for 0 to 1; perceptually even.
    QColor ramp(double share) const;
    // Text on a colour: the one of the theme's two that is easier to read.
    QColor text_on(const QColor& background) const;
    QPalette palette() const;  // for QApplication

  private:
    ThemeName name_;
};

}  // namespace twin
