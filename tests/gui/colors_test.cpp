// One place decides how the window looks: look/theme.cpp.
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <regex>

namespace twin {
namespace {

bool holds_a_color(const std::string& line) {
    static const std::regex literal(
        // QColor(12, ...), QColor("red"), QColor{0x...}
        R"(\bQColor(\s+\w+)?\s*[({]\s*(\d|"|u"|QStringLiteral|QLatin1String|Qt::[a-z]))"
        R"(|\bqRgba?\s*\(\s*\d|\bQRgb(\s+\w+)?\s*[=({]?\s*0x)"
        R"(|\bQColor::from\w+\s*\(\s*[\d"])"
        R"(|\bQt::(white|black|(dark)?(red|green|blue|cyan|magenta|yellow|gray|Red|Green|Blue|Cyan|Magenta|Yellow|Gray)|lightGray)\b)"
        R"(|"[^"]*#([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\b)"
        R"(|\brgba?\s*\(\s*\d)");
    return std::regex_search(line, literal);
}

TEST(Colors, AreKnownWhenTheyAreSeen) {
    for (const char* const line : {"QColor(12, 13, 14)", "QColor(\"red\")", "QColor c{255, 0, 0};",
                                   "Qt::darkRed", "Qt::black", "\"color: #a0b0c0\"", "\"#fff\"",
                                   "qRgb(1, 2, 3)", "QColor::fromRgb(0, 0, 0)", "QColor(Qt::blue)",
                                   "constexpr QRgb red = 0xff0000;", "\"rgb(1, 2, 3)\""})
        EXPECT_TRUE(holds_a_color(line)) << line;
    for (const char* const line :
         {"Qt::transparent", "QColor(color(place))", "theme.color(Tone::text)", "\"#%1\"",
          "QColor(mix(a.red(), b.red()))", "(color & RGB_MASK) | 0x78000000"})
        EXPECT_FALSE(holds_a_color(line)) << line;
}

TEST(Colors, StandOnlyInTheTheme) {
    int files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator("gui")) {
        const auto& path = entry.path();
        if ((path.extension() != ".cpp" && path.extension() != ".h") ||
            path == std::filesystem::path("gui/look/theme.cpp"))
            continue;
        ++files;
        std::ifstream in(path);
        std::string line;
        for (int number = 1; std::getline(in, line); ++number)
            EXPECT_FALSE(holds_a_color(line)) << path.string() << ":" << number << ": " << line;
    }
    EXPECT_GT(files, 100);
}

}  // namespace
}  // namespace twin
