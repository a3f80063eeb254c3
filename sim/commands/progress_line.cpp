#include "sim/commands/progress_line.h"

#include <cstdio>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "models/units/calendar.h"

namespace twin {

ProgressLine::ProgressLine(ProgressStyle style, CalendarTime start) : style_(style), start_(start) {
    if (style_ == ProgressStyle::automatic)
        style_ = isatty(STDERR_FILENO) != 0 ? ProgressStyle::line : ProgressStyle::none;
}

std::function<void(const Progress&)> ProgressLine::reporter() {
    if (style_ == ProgressStyle::none)
        return {};
    if (style_ == ProgressStyle::json)
        return [this](const Progress& progress) { print_json(progress); };
    return [this](const Progress& progress) { print_line(progress); };
}

void ProgressLine::print_line(const Progress& progress) {
    std::string line = format_calendar(start_ + progress.now.time_since_epoch());
    if (progress.share)
        line += fmt::format("  {:3.0f} %", 100 * *progress.share);
    line += fmt::format("  {} jobs submitted, {} ended  {:.0f} events/s", progress.submitted,
                        progress.ended, progress.events_per_second);
    const std::size_t width = line.size();
    if (width < width_)
        line.append(width_ - width, ' ');
    width_ = width;
    fmt::print(stderr, "\r{}{}", line, progress.last ? "\n" : "");
    std::fflush(stderr);
}

void ProgressLine::print_json(const Progress& progress) const {
    nlohmann::ordered_json object{
        {"date", format_calendar(start_ + progress.now.time_since_epoch())},
        {"simulated_s", to_seconds(progress.now)},
        {"percent", nullptr},
        {"submitted", progress.submitted},
        {"ended", progress.ended},
        {"events", progress.events},
        {"events_per_s", progress.events_per_second},
        {"last", progress.last}};
    if (progress.share)
        object["percent"] = 100 * *progress.share;
    fmt::print(stderr, "{}\n", object.dump());
    std::fflush(stderr);
}

}  // namespace twin
