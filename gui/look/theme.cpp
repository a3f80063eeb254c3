#include "gui/look/theme.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace twin {
namespace {

constexpr std::size_t tones = std::size_t(Tone::tone_count);
using Colors = std::array<QRgb, tones>;

constexpr std::array<ThemeRow, 3> theme_rows = {{
    {ThemeName::light, "light", QT_TRANSLATE_NOOP("Theme", "Light")},
    {ThemeName::dark, "dark", QT_TRANSLATE_NOOP("Theme", "Dark")},
    {ThemeName::high_contrast, "high-contrast", QT_TRANSLATE_NOOP("Theme", "High contrast")},
}};

// In the order of Tone.
constexpr Colors light = {
    0xfff3f4f6, 0xffffffff, 0xfff8f9fa, 0xff1b1f24, 0xff596370, 0xffc4cad1, 0xffe6e9ed, 0xff0b62c4,
    0xffffffff, 0xff1a7f4b, 0xffb3261e, 0xff9a6200, 0xffdfe4ea, 0xff4c8bd6, 0xff8d3b72, 0xffb3261e,
    0xff0b62c4, 0xffc2410c, 0xff3b78c4, 0xff1498a6, 0xffa86a12, 0xffcf4a3a, 0xff3f8f4a,
};
constexpr Colors dark = {
    0xff15181c, 0xff1d2126, 0xff262b32, 0xffe7eaee, 0xff9ba5b1, 0xff434b55, 0xff2d333b, 0xff5aa9ff,
    0xff0b1420, 0xff4cc38a, 0xffff7a70, 0xffe5a73b, 0xff353c45, 0xff5a96e0, 0xffc77bb0, 0xffff7a70,
    0xff5aa9ff, 0xffffa057, 0xff5f9be6, 0xff3fbfcd, 0xffd79a3e, 0xfff07f70, 0xff6cc077,
};
constexpr Colors contrast = {
    0xff000000, 0xff000000, 0xff101010, 0xffffffff, 0xffc8c8c8, 0xffffffff, 0xff5a5a5a, 0xffffff00,
    0xff000000, 0xff00ff66, 0xffff6060, 0xffffb000, 0xff404040, 0xff40a0ff, 0xffff80ff, 0xffff6060,
    0xff40d0ff, 0xffffa000, 0xff60a8ff, 0xff00ffff, 0xffffc040, 0xffff7060, 0xff60ff60,
};

// Tableau's ten, in an order in which neighbours differ; a little lighter in the dark.
constexpr std::array<QRgb, 10> categories = {0xff4e79a7, 0xfff28e2b, 0xff59a14f, 0xffb07aa1,
                                             0xff76b7b2, 0xffe15759, 0xffedc948, 0xff9c755f,
                                             0xffff9da7, 0xff8a8f98};

// Every eighth of viridis (S. van der Walt, N. Smith, 2015; CC0).
constexpr std::array<QRgb, 9> viridis = {0xff440154, 0xff472d7b, 0xff3b528b, 0xff2c728e, 0xff21918c,
                                         0xff28ae80, 0xff5ec962, 0xffaddc30, 0xfffde725};

const Colors& colors_of(ThemeName name) {
    switch (name) {
        case ThemeName::light:
            return light;
        case ThemeName::dark:
            return dark;
        case ThemeName::high_contrast:
            break;
    }
    return contrast;
}

// WCAG 2.1, relative luminance.
double luminance(const QColor& color) {
    const auto channel = [](double value) {
        return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * channel(color.redF()) + 0.7152 * channel(color.greenF()) +
           0.0722 * channel(color.blueF());
}

double contrast_between(const QColor& a, const QColor& b) {
    const double first = luminance(a), second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

}  // namespace

std::span<const ThemeRow> theme_table() {
    return theme_rows;
}

Theme::Theme(ThemeName name) : name_(name) {}

QColor Theme::color(Tone tone) const {
    return QColor(colors_of(name_)[std::size_t(tone)]);
}

QColor Theme::category(int index) const {
    const auto count = int(categories.size());
    return QColor(categories[std::size_t(((index % count) + count) % count)]);
}

QColor Theme::ramp(double share) const {
    if (!(share >= 0))
        share = 0;
    const double place = std::min(share, 1.0) * double(viridis.size() - 1);
    const auto below = std::min(std::size_t(place), viridis.size() - 2);
    const double t = place - double(below);
    const QColor low(viridis[below]), high(viridis[below + 1]);
    const auto between = [t](int a, int b) { return int(std::lround(a + t * (b - a))); };
    return QColor(between(low.red(), high.red()), between(low.green(), high.green()),
                  between(low.blue(), high.blue()));
}

QColor Theme::text_on(const QColor& background) const {
    const QColor dark_text(light[std::size_t(Tone::text)]);
    const QColor bright_text(light[std::size_t(Tone::surface)]);
    return contrast_between(background, dark_text) >= contrast_between(background, bright_text)
               ? dark_text
               : bright_text;
}

QPalette Theme::palette() const {
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, Tone tone) {
        palette.setColor(role, color(tone));
    };
    set(QPalette::Window, Tone::window);
    set(QPalette::WindowText, Tone::text);
    set(QPalette::Base, Tone::surface);
    set(QPalette::AlternateBase, Tone::raised);
    set(QPalette::Text, Tone::text);
    set(QPalette::PlaceholderText, Tone::muted);
    set(QPalette::Button, Tone::raised);
    set(QPalette::ButtonText, Tone::text);
    set(QPalette::BrightText, Tone::bad);
    set(QPalette::ToolTipBase, Tone::raised);
    set(QPalette::ToolTipText, Tone::text);
    set(QPalette::Highlight, Tone::accent);
    set(QPalette::HighlightedText, Tone::on_accent);
    set(QPalette::Link, Tone::accent);
    set(QPalette::LinkVisited, Tone::accent);
    set(QPalette::Light, Tone::raised);
    set(QPalette::Midlight, Tone::grid);
    set(QPalette::Mid, Tone::line);
    set(QPalette::Dark, Tone::line);
    set(QPalette::Shadow, Tone::line);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, color(Tone::muted));
    return palette;
}

}  // namespace twin
