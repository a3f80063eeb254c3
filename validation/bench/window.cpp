// twin-bench-window: what the window costs, beside its budgets.
#include <CLI/CLI.hpp>
#include <QProcess>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <thread>

#include "validation/bench/processor_name.h"
#include "validation/bench/window_timing.h"
#include "validation/child_process.h"
#include "validation/scratch_folder.h"

namespace twin {
namespace {

namespace fs = std::filesystem;

constexpr int rounds = 3;
constexpr int target_missed = 3;

// What the processes are asked for, in this order.
struct Order {
    const char* name;
    WindowTask task;
    bool with_run;
};
constexpr Order orders[] = {
    {"start", WindowTask::start, false},
    {"start with run", WindowTask::start, true},
    {"open", WindowTask::open, true},
    {"frames", WindowTask::frames, true},
};

struct Row {
    const char* title;
    const char* samples;  // order and name of the value
    const char* unit;
    std::optional<double> target;  // below it
};

constexpr const char* longest_turn = "open/turn";
const Row rows[] = {
    {"start: process to first painted welcome page", "start/painted", "ms", 1000},
    {"start: process to the whole welcome page", "start/complete", "ms", {}},
    {"start: process to first painted window, with the year's run", "start with run/painted", "ms",
     1000},
    {"opening the year's run to the first picture of its map", "open/first picture", "ms", 1500},
    {"peak memory with the year's run, every view visited", "open/peak memory", "MB", 400},
    {"longest turn of the event loop while opening and visiting every view", longest_turn, "ms",
     50},
    {"cursor move, 6 plots over the year, 1280x800", "frames/cursor 1280x800", "ms", 16},
    {"the same, 2560x1440", "frames/cursor 2560x1440", "ms", 16},
    {"the same, 3840x2160", "frames/cursor 3840x2160", "ms", {}},
    {"map of 23,536 GPUs, recoloured and repainted, 1280x800", "frames/map 1280x800", "ms", 8},
    {"the same, 2560x1440", "frames/map 2560x1440", "ms", 8},
    {"the same, 3840x2160", "frames/map 3840x2160", "ms", {}},
    {"play head moved, whole window with map, 1280x800", "frames/map and window 1280x800", "ms",
     16},
    {"the same, 2560x1440", "frames/map and window 2560x1440", "ms", 16},
    {"energy flow repainted, 1280x800", "frames/flow 1280x800", "ms", 16},
    {"the same, 2560x1440", "frames/flow 2560x1440", "ms", 16},
    {"the same, 3840x2160", "frames/flow 3840x2160", "ms", {}},
    {"play head moved, whole window with energy flow, 1280x800", "frames/flow and window 1280x800",
     "ms", 16},
    {"Gantt of 100,000 jobs, another range to its picture", "frames/gantt", "ms", 30},
    {"of that, the window is blocked", "frames/gantt blocked", "ms", 30},
};

using Samples = std::map<std::string, std::vector<double>>;

struct Spread {
    double median = 0, least = 0, most = 0;
};

Spread spread_of(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return {values[values.size() / 2], values.front(), values.back()};
}

// A screen without a screen, for as long as this lives.
class VirtualScreen {
  public:
    VirtualScreen() {
        server_.setProgram(QStringLiteral("Xvfb"));
        server_.setArguments({QStringLiteral("-displayfd"), QStringLiteral("1"),
                              QStringLiteral("-screen"), QStringLiteral("0"),
                              QStringLiteral("3840x2160x24"), QStringLiteral("-nolisten"),
                              QStringLiteral("tcp")});
        server_.start();
        if (server_.waitForReadyRead(10'000))
            display_ = ":" + server_.readAllStandardOutput().trimmed().toStdString();
    }
    ~VirtualScreen() {
        server_.terminate();
        server_.waitForFinished();
    }
    VirtualScreen(const VirtualScreen&) = delete;
    VirtualScreen& operator=(const VirtualScreen&) = delete;
    const std::string& display() const { return display_; }  // empty: there is none

  private:
    QProcess server_;
    std::string display_;
};

struct Files {
    fs::path twin, scratch, run, many_jobs;
};

void make_runs(Files& files) {
    if (files.run.empty()) {
        files.run = files.scratch / "year.sqlite";
        fmt::print(stderr, "making the year's run\n");
        run_child_well({files.twin, "run", "scenarios/examples/jupiter-year.toml", "--out",
                        files.run, "--force"});
    }
    files.many_jobs = files.scratch / "many-jobs.sqlite";
    run_child_well({files.twin, "run", "scenarios/validation/flat-6000.toml", "--set",
                    "workload.generator.jobs=100000", "--set", "time.horizon=13800000 s", "--out",
                    files.many_jobs, "--force"});
}

// The longest turn of a process's opening and visits, as one value; which one, as "turn of".
void measure(const Order& order, const Files& files, Samples& samples,
             std::map<std::string, std::vector<double>>& turns) {
    const std::int64_t now =
        std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
    const fs::path self = fs::read_symlink("/proc/self/exe");
    std::vector<std::string> command = {
        self,          "--task",        order.name, "--settings",       files.scratch,
        "--many-jobs", files.many_jobs, "--begun",  std::to_string(now)};
    if (order.with_run)
        command.insert(command.end(), {"--run", files.run});
    const ChildResult result = run_child_well(command);
    double longest = 0;
    std::istringstream lines(result.output);
    for (std::string line; std::getline(lines, line);) {
        const auto equals = line.find(" = ");
        if (equals == std::string::npos || !line.starts_with("time: "))
            continue;
        const std::string name = line.substr(6, equals - 6);
        const double value = std::stod(line.substr(equals + 3));
        if (name.starts_with("turn ")) {
            turns[name.substr(5)].push_back(value);
            longest = std::max(longest, value);
        } else {
            samples[fmt::format("{}/{}", order.name, name)].push_back(value);
        }
    }
    if (order.task == WindowTask::open) {
        samples[longest_turn].push_back(longest);
        samples["open/peak memory"].push_back(result.peak_mb);
    }
}

std::string line_of(const Row& row, const std::vector<double>& values) {
    const Spread spread = spread_of(values);
    std::string verdict;
    if (row.target)
        verdict = fmt::format("{} {}: {}", *row.target, row.unit,
                              spread.median < *row.target ? "met" : "missed");
    const int places = spread.median < 100 ? 1 : 0;
    return fmt::format("| {} | {:.{}f} {} ({:.{}f} to {:.{}f}) | {} | {} |\n", row.title,
                       spread.median, places, row.unit, spread.least, places, spread.most, places,
                       values.size(), verdict);
}

// One platform of Qt: a table, and where the longest turns come from.
std::string bench(const std::string& platform, const Files& files) {
    setenv("QT_QPA_PLATFORM", platform.c_str(), 1);
    Samples samples, turns;
    for (int round = 0; round < rounds; ++round)
        for (const Order& order : orders) {
            fmt::print(stderr, "{}, round {}: {}\n", platform, round + 1, order.name);
            measure(order, files, samples, turns);
        }
    std::string text = fmt::format(
        "\n## {}\n\n| what | median (least to most) | values | budget |\n"
        "|---|--:|--:|---|\n",
        platform == "xcb" ? "xcb, on Xvfb" : platform);
    for (const Row& row : rows)
        if (const auto found = samples.find(row.samples); found != samples.end())
            text += line_of(row, found->second);
        else
            text += fmt::format("| {} | not measured | 0 | missed |\n", row.title);
    text += "\nLongest turns, medians in ms:";
    for (const auto& [view, values] : turns)
        text += fmt::format(" {} {:.0f},", view, spread_of(values).median);
    text.back() = '.';
    return text + '\n';
}

std::string header() {
    const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    return fmt::format(
        R"(# Is the window fast?

Made by `twin-bench-window --write`, version {}, build type {}, on {:%Y-%m-%d}; not edited by hand.
Machine: {}, {} processors, shared with other work; software rendering. The real window with its real
views, in a process of its own for each of {} rounds, with the run of `jupiter-year.toml` (500,000 jobs)
and one of 100,000 jobs on 6,000 flat nodes. Opening, starting and turns are by the clock; a turn is
the longest that a click would have waited: gaps of a timer that ticks each millisecond. A frame is
the processor's time that the window's thread takes from the change until all of it is painted; the
Gantt chart, which other threads paint, is by the clock.
)",
        TWIN_VERSION, *TWIN_BUILD_TYPE == '\0' ? "None" : TWIN_BUILD_TYPE, fmt::gmtime(now),
        processor_name(), std::thread::hardware_concurrency(), rounds);
}

int bench_all(const std::string& platform, Files files, bool write) {
    const ScratchFolder scratch;
    files.scratch = scratch.path();
    fs::current_path(TWIN_SOURCE_DIR);
    make_runs(files);
    std::string text = header();
    if (platform != "xcb")
        text += bench("offscreen", files);
    if (platform != "offscreen") {
        const VirtualScreen screen;
        if (!screen.display().empty()) {
            setenv("DISPLAY", screen.display().c_str(), 1);
            text += bench("xcb", files);
        } else {
            text += "\nOn xcb nothing was measured: there is no Xvfb.\n";
        }
    }
    fmt::print("{}", text);
    if (write)
        std::ofstream("validation/bench/WINDOW.md") << text;
    return text.find("missed") == std::string::npos ? 0 : target_missed;
}

void time_this(int argc, char** argv, const std::string& name, WindowOrder order) {
    const auto* const found = std::find_if(std::begin(orders), std::end(orders),
                                           [&](const Order& known) { return known.name == name; });
    if (found == std::end(orders))
        throw std::runtime_error("--task: expected one of those of the table, got " + name);
    order.task = found->task;
    time_window(argc, argv, order, [](const std::string& what, double value) {
        fmt::print("time: {} = {:.3f}\n", what, value);
    });
}

}  // namespace
}  // namespace twin

int main(int argc, char** argv) try {
    CLI::App app("What the window costs.", "twin-bench-window");
    twin::Files files;
    files.twin = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "twin";
    std::string platform = "all", task;
    twin::WindowOrder order;
    bool write = false;
    app.add_option("--twin", files.twin, "the program twin; where absent: the one beside this");
    app.add_option("--run", order.run, "a year's run; where absent: it is made");
    app.add_option("--platform", platform, "of Qt: offscreen, xcb (on Xvfb) or all")
        ->check(CLI::IsMember({"offscreen", "xcb", "all"}));
    app.add_flag("--write", write, "write validation/bench/WINDOW.md");
    app.add_option("--task", task, "measure this, once, in this process");
    app.add_option("--many-jobs", order.many_jobs, "of a task: a run of 100,000 jobs");
    app.add_option("--settings", order.settings, "of a task: a folder for its settings");
    app.add_option("--begun", order.begun_ns, "of a task: when it was asked for");
    CLI11_PARSE(app, argc, argv);
    if (!task.empty()) {
        twin::time_this(argc, argv, task, order);
        return 0;
    }
    files.twin = std::filesystem::absolute(files.twin);
    if (!order.run.empty())
        files.run = std::filesystem::absolute(order.run);
    return twin::bench_all(platform, files, write);
} catch (const std::exception& error) {
    std::fprintf(stderr, "twin-bench-window: %s\n", error.what());
    return 1;
}
