#include "sim/results/svg_picture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <iterator>

#include "sim/results/figure_text.h"

namespace twin {
namespace {

constexpr int picture_width = 760;
constexpr int plot_left = 64;
constexpr int letter_width = 7;  // of 12 px, about
constexpr int legend_line = 20;

// Told apart also in print without colours and by those who see fewer of them (Okabe and Ito).
struct Ink {
    std::string_view name, color;
};
constexpr Ink first_ink{"c1", "#0072b2"}, second_ink{"c2", "#b34700"}, third_ink{"c3", "#00735c"},
    limit_ink{"cl", "#a3004f"}, text_ink{"ct", "#222222"}, muted_ink{"cm", "#555555"},
    grid_ink{"cg", "#d8d8d8"};

Ink ink_of(CurveStyle style) {
    switch (style) {
        case CurveStyle::main:
            return first_ink;
        case CurveStyle::other:
            return second_ink;
        case CurveStyle::extra:
            return third_ink;
        case CurveStyle::limit:
            return limit_ink;
    }
    return first_ink;
}

std::string_view dashes_of(const Curve& curve) {
    if (curve.style == CurveStyle::limit)
        return curve.is_b ? " stroke-dasharray=\"2 5\"" : " stroke-dasharray=\"9 4\"";
    return curve.is_b ? " stroke-dasharray=\"5 3\"" : "";
}

std::string pixel(double value) {
    const std::string text = fmt::format("{:.1f}", value);
    return text.ends_with(".0") ? text.substr(0, text.size() - 2) : text;
}

// 1, 2 or 5 times a power of ten, so that at most `most` of them cover the span.
double round_step(double span, int most) {
    const double rough = span / most;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    for (const double factor : {1., 2., 5.})
        if (factor * power >= rough * (1 - 1e-9))
            return factor * power;
    return 10 * power;
}

class Svg {
  public:
    void text(double x, double y, std::string_view anchor, Ink ink, std::string_view words,
              bool is_bold = false) {
        fmt::format_to(out(),
                       "<text x=\"{}\" y=\"{}\" text-anchor=\"{}\" fill=\"{}\" class=\"f{}\"{}>"
                       "{}</text>\n",
                       pixel(x), pixel(y), anchor, ink.color, ink.name,
                       is_bold ? " font-weight=\"bold\"" : "", escaped(words));
    }
    void line(double x1, double y1, double x2, double y2, Ink ink) {
        fmt::format_to(out(), "<path d=\"M{} {}L{} {}\" stroke=\"{}\" class=\"s{}\"/>\n", pixel(x1),
                       pixel(y1), pixel(x2), pixel(y2), ink.color, ink.name);
    }
    void path(std::string_view d, Ink ink, std::string_view more) {
        fmt::format_to(out(),
                       "<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.5\" "
                       "stroke-linejoin=\"round\" class=\"s{}\"{}/>\n",
                       d, ink.color, ink.name, more);
    }
    void bar(double x, double y, double width, double height, Ink ink, bool is_hollow) {
        fmt::format_to(out(), "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" {}/>\n", pixel(x),
                       pixel(y), pixel(width), pixel(height),
                       is_hollow ? fmt::format("fill=\"none\" stroke=\"{}\" stroke-width=\"1.5\" "
                                               "stroke-dasharray=\"5 3\" class=\"s{}\"",
                                               ink.color, ink.name)
                                 : fmt::format("fill=\"{}\" class=\"f{}\"", ink.color, ink.name));
    }
    SvgPicture finished(std::string_view id, const std::string& title, const std::string& about,
                        double height) const {
        const int whole = static_cast<int>(std::ceil(height));
        return {fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
                            "viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" "
                            "aria-labelledby=\"{2}-title {2}-about\" font-family=\"sans-serif\" "
                            "font-size=\"12\">\n<title id=\"{2}-title\">{3}</title>\n"
                            "<desc id=\"{2}-about\">{4}</desc>\n{5}</svg>\n",
                            picture_width, whole, id, escaped(title), escaped(about), body_),
                picture_width, whole};
    }

  private:
    std::back_insert_iterator<std::string> out() { return std::back_inserter(body_); }
    std::string body_;
};

struct Ticks {
    std::vector<std::pair<double, std::string>> places;  // where, and its text
};

Ticks round_ticks(double from, double until, int most) {
    Ticks ticks;
    const double step = round_step(until - from, most);
    const int decimals = std::max(0, static_cast<int>(-std::floor(std::log10(step) + 1e-9)));
    for (double k = std::ceil(from / step - 1e-9); k * step <= until * (1 + 1e-12) + 1e-12; ++k) {
        const double place = k * step + 0.0;  // no "-0.0"
        ticks.places.emplace_back(
            place, decimals > 0 ? fmt::format("{:.{}f}", place, decimals) : grouped(place));
    }
    return ticks;
}

constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string date_text(CalendarTime time, bool by_month) {
    const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(time));
    const auto month = months[static_cast<unsigned>(date.month()) - 1];
    return by_month ? fmt::format("{} {}", month, static_cast<int>(date.year()))
                    : fmt::format("{} {}", static_cast<unsigned>(date.day()), month);
}

// That a year or a number of years is whole numbers of.
int month_step(double span_in_months) {
    constexpr std::array steps = {1, 2, 3, 6, 12, 24, 60, 120, 240};
    return *std::find_if(steps.begin(), steps.end() - 1,
                         [&](int step) { return span_in_months / step <= 9; });
}

Ticks month_ticks(CalendarTime start, double end_s, int step) {
    using namespace std::chrono;
    Ticks ticks;
    const year_month_day first(floor<days>(start));
    for (year_month month = first.year() / first.month();; month += std::chrono::months(1)) {
        const CalendarTime begin = sys_days(month / 1);
        const double at = duration<double>(begin - start).count();
        if (at > end_s)
            return ticks;
        const int number = 12 * static_cast<int>(month.year()) +
                           static_cast<int>(static_cast<unsigned>(month.month())) - 1;
        if (at >= 0 && number % step == 0)
            ticks.places.emplace_back(at, date_text(begin, true));
    }
}

std::string clock_text(std::chrono::nanoseconds since_midnight) {
    const auto minutes = std::chrono::floor<std::chrono::minutes>(since_midnight).count();
    return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

Ticks time_ticks(const TimePicture& picture) {
    using namespace std::chrono;
    constexpr double hour = 3600, day = 24 * hour, most = 9;
    const double span = picture.end_s;
    if (picture.is_calendar && span > most * 14 * day)
        return month_ticks(picture.start, span, month_step(span / (31 * day)));
    constexpr std::array<double, 16> steps = {
        60,        300, 900,     1800,    hour,     2 * hour, 3 * hour, 6 * hour,
        12 * hour, day, 2 * day, 7 * day, 14 * day, 28 * day, 91 * day, 364 * day};
    const double step =
        *std::find_if(steps.begin(), steps.end() - 1, [&](double s) { return span / s <= most; });
    Ticks ticks;
    const auto start_of_day = floor<days>(picture.start);
    const double into_day =
        picture.is_calendar ? duration<double>(picture.start - start_of_day).count() : 0;
    for (double at = std::ceil(into_day / step) * step - into_day; at <= span; at += step) {
        const CalendarTime time =
            picture.start + nanoseconds(static_cast<std::int64_t>(std::llround(at * 1e9)));
        const auto midnight = floor<days>(time);
        std::string text;
        if (!picture.is_calendar)
            text = step >= day ? fmt::format("{:g} d", at / day) : fmt::format("{:g} h", at / hour);
        else if (step >= day || time == midnight)
            text = date_text(time, false);
        else
            text = clock_text(time - midnight);
        ticks.places.emplace_back(at, std::move(text));
    }
    return ticks;
}

std::pair<double, double> range_of(const TimePicture& picture) {
    double low = picture.from_zero ? 0 : 1e300, high = picture.from_zero ? 0 : -1e300;
    for (const Curve& curve : picture.curves)
        for (const CurvePiece& piece : curve.pieces) {
            low = std::min(low, piece.low);
            high = std::max(high, piece.high);
        }
    if (low > high)
        return {0, 1};
    if (high - low < 1e-9 * std::max(std::abs(high), 1.))
        high = low + std::max(std::abs(low), 1.);
    // A curve along the frame would not be seen.
    const double room = 0.05 * (high - low);
    return {low < 0 || !picture.from_zero ? low - room : low, high + room};
}

SvgPicture draw(const TimePicture& picture, std::string_view id) {
    Svg svg;
    constexpr double height = 190;
    double x = 4, y = 16;
    svg.text(x, y, "start", text_ink, fmt::format("{} [{}]", picture.title, picture.unit), true);
    y += legend_line;
    for (const Curve& curve : picture.curves) {
        const double width = 34 + letter_width * static_cast<double>(curve.name.size());
        if (x > 4 && x + width > picture_width) {
            x = 4;
            y += legend_line;
        }
        svg.path(fmt::format("M{} {}H{}", pixel(x), pixel(y - 4), pixel(x + 26)),
                 ink_of(curve.style), dashes_of(curve));
        svg.text(x + 31, y, "start", text_ink, curve.name);
        x += width + 10;
    }
    const double top = y + 14, bottom = top + height;
    const auto [low, high] = range_of(picture);
    const auto across = [&](double s) { return plot_left + plot_width * s / picture.end_s; };
    const auto up = [&, low = low, high = high](double value) {
        return bottom - height * (value - low) / (high - low);
    };
    for (const auto& [value, text] : round_ticks(low, high, 5).places) {
        svg.line(plot_left, up(value), plot_left + plot_width, up(value), grid_ink);
        svg.text(plot_left - 6, up(value) + 4, "end", muted_ink, text);
    }
    for (const auto& [at, text] : time_ticks(picture).places) {
        svg.line(across(at), bottom, across(at), bottom + 5, muted_ink);
        const double room = 3.4 * static_cast<double>(text.size());
        svg.text(std::clamp(across(at), room, picture_width - room), bottom + 18, "middle",
                 muted_ink, text);
    }
    svg.line(plot_left, bottom, plot_left + plot_width, bottom, muted_ink);
    for (const Curve& curve : picture.curves) {
        std::string d;
        double last = -1, height_before = 0;
        for (const CurvePiece& piece : curve.pieces) {
            const double from = across(piece.from_s), until = across(piece.until_s);
            const bool goes_on = piece.from_s == last;
            last = piece.until_s;
            if (piece.low == piece.high) {
                const double level = up(piece.low);
                if (!goes_on)
                    d += fmt::format("M{} {}", pixel(from), pixel(level));
                else if (pixel(level) != pixel(height_before))
                    d += fmt::format("L{} {}", pixel(from), pixel(level));
                d += 'H' + pixel(until);
                height_before = level;
                continue;
            }
            // Lowest and highest of a column, the nearer one first.
            double near = up(piece.low), far = up(piece.high);
            if (goes_on && std::abs(far - height_before) < std::abs(near - height_before))
                std::swap(near, far);
            d += fmt::format("{}{} {}V{}", goes_on ? 'L' : 'M', pixel((from + until) / 2),
                             pixel(near), pixel(far));
            height_before = far;
        }
        if (!d.empty())
            svg.path(d, ink_of(curve.style), dashes_of(curve));
    }
    return svg.finished(id, picture.title, picture.about, bottom + 28);
}

SvgPicture draw(const BarPicture& picture, std::string_view id) {
    Svg svg;
    constexpr double row = 20, label_width = 230, value_width = 120;
    constexpr double left = label_width, width = picture_width - label_width - value_width;
    svg.text(4, 16, "start", text_ink, picture.title, true);
    double low = 0, high = 0;
    for (const Bar& bar : picture.bars) {
        low = std::min({low, bar.from, bar.until});
        high = std::max({high, bar.from, bar.until});
    }
    const double span = high > low ? high - low : 1;
    const auto across = [&](double value) { return left + width * (value - low) / span; };
    const double top = 28, bottom = top + row * static_cast<double>(picture.bars.size());
    svg.line(across(0), top - 4, across(0), bottom, muted_ink);
    double y = top;
    for (const Bar& bar : picture.bars) {
        const auto [from, until] = std::minmax(bar.from, bar.until);
        const Ink ink = bar.is_total ? first_ink : bar.is_gain ? third_ink : second_ink;
        svg.bar(across(from), y + 2, std::max(across(until) - across(from), 1.), row - 6, ink,
                bar.is_b);
        svg.text(left - 8, y + 13, "end", text_ink, bar.label, bar.is_total);
        svg.text(across(until) + 6, y + 13, "start", text_ink, bar.value, bar.is_total);
        y += row;
    }
    return svg.finished(id, picture.title, picture.about, bottom + 6);
}

// The bytes of the character of UTF-8 at the beginning; 0: there is none that XML allows.
std::size_t character_bytes(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned first = byte(0);
    if (first < 0x80)
        return first >= 0x20 || first == '\t' || first == '\n' || first == '\r' ? 1 : 0;
    const std::size_t count = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || text.size() < count)
        return 0;
    unsigned code = first & (0xffu >> (count + 1));
    for (std::size_t i = 1; i < count; ++i) {
        if ((byte(i) & 0xc0u) != 0x80u)
            return 0;
        code = code << 6u | (byte(i) & 0x3fu);
    }
    const bool is_short = (count == 3 && code < 0x800) || (count == 4 && code < 0x10000);
    const bool is_forbidden =
        (code >= 0xd800 && code < 0xe000) || code == 0xfffe || code == 0xffff || code > 0x10ffff;
    return is_short || is_forbidden ? 0 : count;
}

}  // namespace

SvgPicture svg_of(const Picture& picture, std::string_view id) {
    return std::visit([&](const auto& of_a_kind) { return draw(of_a_kind, id); }, picture);
}

std::string escaped(std::string_view text) {
    std::string safe;
    safe.reserve(text.size());
    while (!text.empty()) {
        const std::size_t count = character_bytes(text);
        const char c = text.front();
        if (count == 0)
            safe += "\xef\xbf\xbd";
        else if (c == '<')
            safe += "&lt;";
        else if (c == '>')
            safe += "&gt;";
        else if (c == '&')
            safe += "&amp;";
        else if (c == '"')
            safe += "&quot;";
        else if (c == '\'')
            safe += "&#39;";
        else
            safe += text.substr(0, count);
        text.remove_prefix(std::max<std::size_t>(count, 1));
    }
    return safe;
}

}  // namespace twin
