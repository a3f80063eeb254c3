// twin-bench: what whole runs cost, beside the targets and the peers' published figures.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fstream>
#include <optional>
#include <thread>

#include "validation/bench/processor_name.h"
#include "validation/child_process.h"
#include "validation/scratch_folder.h"

namespace twin {
namespace {

namespace fs = std::filesystem;

constexpr int repetitions = 3;
constexpr int target_missed = 3;

struct Peer {
    std::string_view name;
    double cpu_s = 0, peak_mb = 0;
};

struct Benchmark {
    std::string_view name;
    std::int64_t jobs;
    std::vector<std::string> arguments;  // of twin; paths from the repository's folder
    std::optional<double> cpu_target_s{}, peak_target_mb{};
    std::string_view why_missed{};  // stands below the table, should it miss a target
    std::optional<Peer> peer{};
    bool needs_shared = false;
    bool writes_result = true;  // takes --out
};

constexpr std::string_view year = "scenarios/validation/jupiter-year-it.toml";
constexpr std::string_view flat = "scenarios/validation/flat-6000.toml";

std::vector<std::string> run_of(std::string_view scenario,
                                const std::vector<std::string>& settings = {}) {
    std::vector<std::string> words = {"run", std::string(scenario)};
    for (const std::string& setting : settings) {
        words.emplace_back("--set");
        words.push_back(setting);
    }
    return words;
}

std::vector<std::string> flat_run(std::int64_t jobs) {
    return run_of(flat, {fmt::format("workload.generator.jobs={}", jobs),
                         fmt::format("time.horizon={} s", 138 * jobs)});
}

// The year on 58,828 nodes: 1,103 more racks of 48.
constexpr double nodes_small = 5884, nodes_large = 5884 + 1103 * 48;
std::vector<std::string> large_year(double offered_load) {
    return run_of(year, {"site.racks.add=1103", "site.racks.part=bullsequana-xh3000-gh200",
                         fmt::format("workload.generator.offered_load={} %", 100 * offered_load)});
}

enum : std::size_t {
    year_small = 2,
    year_same_jobs = 4,
    year_same_load = 5,
    week_of_racks = 9,
    week_whole = 10
};

const std::vector<Benchmark>& benchmarks() {
    static const std::vector<Benchmark> table = {
        {.name = "Frontier, 1 day",
         .jobs = 1'500,
         .arguments = run_of("scenarios/validation/frontier-day.toml"),
         .cpu_target_s = 0.15,
         .peer = Peer{"ExaDigiT RAPS, the same jobs, 15 s tick, its loop alone", 25, 1840}},
        {.name = "Frontier, 30 days",
         .jobs = 45'000,
         .arguments = run_of("scenarios/validation/frontier-month.toml"),
         .cpu_target_s = 1.5,
         .peak_target_mb = 150},
        {.name = "JUPITER Booster, 1 year, load 0.90",
         .jobs = 500'000,
         .arguments = run_of(year),
         .cpu_target_s = 15,
         .peak_target_mb = 400},
        {.name = "CEA Curie, EASY",
         .jobs = 295'540,
         .arguments = {"schedule", TWIN_SHARED_DIR "/traces/hpc/CEA-Curie-2011-2.1-cln.swf.gz",
                       "--policy", "easy"},
         .cpu_target_s = 8,
         .needs_shared = true},
        {.name = "the year's jobs on 58,828 nodes",
         .jobs = 500'000,
         .arguments = large_year(0.90 * nodes_small / nodes_large)},
        {.name = "the year on 58,828 nodes, longer jobs, load 0.90",
         .jobs = 500'000,
         .arguments = large_year(0.90)},
        {.name = "6,000 flat nodes, as Batsim's",
         .jobs = 1'000,
         .arguments = flat_run(1'000),
         .peer = Peer{"Batsim 4.2.0 and batsched easy_bf_fast", 1.2, 79}},
        {.name = "6,000 flat nodes, as Batsim's",
         .jobs = 10'000,
         .arguments = flat_run(10'000),
         .peer = Peer{"Batsim 4.2.0 and batsched easy_bf_fast", 12.4, 0}},
        {.name = "6,000 flat nodes, as Batsim's",
         .jobs = 100'000,
         .arguments = flat_run(100'000),
         .peer = Peer{"Batsim 4.2.0 and batsched easy_bf_fast", 98.0, 877}},
        {.name = "JUPITER Booster, 9 days, power to the racks only",
         .jobs = 727,
         .arguments = run_of("scenarios/validation/jupiter-week-it.toml")},
        {.name = "JUPITER Booster, 9 days, with cooling and energy",
         .jobs = 727,
         .arguments = run_of("scenarios/examples/jupiter-week.toml")},
        {.name = "JUPITER Booster, 1 year, with cooling and energy",
         .jobs = 500'000,
         .arguments = run_of("scenarios/examples/jupiter-year.toml"),
         .cpu_target_s = 30},
        {.name = "one all-reduce of 1 GB over 2,048 GPUs of JUPITER as flows",
         .jobs = 1,
         .arguments = {"zoom", "all_reduce", "1 GB", "--site", "jupiter-booster", "--gpus", "2048",
                       "--library", "JUPITER"},
         .cpu_target_s = 3,
         .peer = Peer{"ASTRA-sim 2 analytical, 1 GiB, two tiers", 26.9, 0},
         .writes_result = false},
        {.name = "the same by rings through all GPUs",
         .jobs = 1,
         .arguments = {"zoom", "all_reduce", "1 GB", "--site", "jupiter-booster", "--gpus", "2048",
                       "--algorithm", "ring", "--library", "NVLink 4"},
         .cpu_target_s = 3,
         .peer = Peer{"ASTRA-sim 2 analytical, 1 GiB, two tiers", 26.9, 0},
         .writes_result = false},
        {.name = "the fastest plan of 530 G weights on 2,520 A100 of JUWELS Booster",
         .jobs = 1,
         .arguments = {"estimate", "training", "--model", "megatron-530b", "--site",
                       "juwels-booster", "--gpus", "2520", "--sequence", "2048", "--batch", "2520"},
         .cpu_target_s = 1,
         .peer = Peer{"Calculon, its search of the same", 40, 0},
         .writes_result = false},
        {.name = "JUPITER Booster, 1 year, links between groups shared",
         .jobs = 500'000,
         .arguments = run_of(year, {"network.job_traffic.network=5 GB/s",
                                    "network.job_traffic.network_bound=10 %"}),
         .cpu_target_s = 60},
    };
    return table;
}

struct Measured {  // one benchmark, round by round
    std::array<double, repetitions> cpu_s{}, peak_mb{};
};

struct Cost {
    double cpu_s = 0, least_cpu_s = 0, most_cpu_s = 0;  // the first is the median
    double peak_mb = 0;                                 // median
};

template <std::size_t N>
double median(std::array<double, N> values) {
    std::sort(values.begin(), values.end());
    return values[N / 2];
}

ChildResult run_once(const fs::path& twin, const Benchmark& benchmark, const fs::path& scratch) {
    std::vector<std::string> command = {twin.string()};
    command.insert(command.end(), benchmark.arguments.begin(), benchmark.arguments.end());
    if (benchmark.writes_result)
        command.insert(command.end(), {"--out", (scratch / "bench.sqlite").string(), "--force"});
    return run_child_well(command);
}

Cost cost_of(const Measured& measured) {
    return {median(measured.cpu_s), *std::min_element(measured.cpu_s.begin(), measured.cpu_s.end()),
            *std::max_element(measured.cpu_s.begin(), measured.cpu_s.end()),
            median(measured.peak_mb)};
}

// Median over the rounds of how many times as much `large` took as `small`.
double growth(const Measured& small, const Measured& large) {
    std::array<double, repetitions> ratios{};
    for (std::size_t i = 0; i < repetitions; ++i)
        ratios[i] = large.cpu_s[i] / small.cpu_s[i];
    return median(ratios);
}

std::string target_text(double value, const std::optional<double>& target, std::string_view unit) {
    if (!target)
        return "";
    return fmt::format("{} {}: {}", *target, unit, value < *target ? "met" : "MISSED");
}

bool is_missed(const Benchmark& benchmark, const Cost& cost) {
    return cost.cpu_s >= benchmark.cpu_target_s.value_or(INFINITY) ||
           cost.peak_mb >= benchmark.peak_target_mb.value_or(INFINITY);
}

// A line for each row that misses a target.
std::string reasons_text(const std::vector<Benchmark>& table, const std::vector<Measured>& all) {
    std::string text;
    for (std::size_t i = 0; i < table.size(); ++i)
        if (is_missed(table[i], cost_of(all[i])))
            text += fmt::format("- missed: {}: {}\n", table[i].name,
                                table[i].why_missed.empty() ? "nobody has looked for the reason"
                                                            : table[i].why_missed);
    return text.empty() ? text : "\n" + text;
}

std::string peer_text(const Cost& cost, const std::optional<Peer>& peer) {
    if (!peer)
        return "";
    std::string text =
        fmt::format("{}: {} s, {:.0f} times", peer->name, peer->cpu_s, peer->cpu_s / cost.cpu_s);
    if (peer->peak_mb > 0)
        text += fmt::format("; {} MB, {:.1f} times", peer->peak_mb, peer->peak_mb / cost.peak_mb);
    return text;
}

std::string header() {
    const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    return fmt::format(
        R"(# Is it fast?

Made by `twin-bench --write`, version {}, build type {}, on {:%Y-%m-%d}; not edited by hand. Machine: {},
{} processors, shared with other work. CPU seconds are user and system of the whole program, reading,
result file and report included; medians of {} runs (least to most). Peak memory is the largest
resident set. The peers' figures were taken on a 2-core machine of the same class, of their
simulation alone; a ratio says how many times the peer's figure is ours. What single structures cost
tells `twin-bench-micro`, what the window costs WINDOW.md.

| run | jobs | CPU s | us a job | peak MB | target CPU | target memory | peer |
|---|--:|--:|--:|--:|---|---|---|
)",
        TWIN_VERSION, TWIN_BUILD_TYPE, fmt::gmtime(now), processor_name(),
        std::thread::hardware_concurrency(), repetitions);
}

bool is_skipped(const Benchmark& benchmark) {
    return benchmark.needs_shared && !fs::exists(benchmark.arguments[1]);
}

std::string line_of(const Benchmark& benchmark, const Cost& cost) {
    return fmt::format("| {} | {} | {:.3f} ({:.3f} to {:.3f}) | {:.1f} | {:.0f} | {} | {} | {} |\n",
                       benchmark.name, benchmark.jobs, cost.cpu_s, cost.least_cpu_s,
                       cost.most_cpu_s, 1e6 * cost.cpu_s / static_cast<double>(benchmark.jobs),
                       cost.peak_mb, target_text(cost.cpu_s, benchmark.cpu_target_s, "s"),
                       target_text(cost.peak_mb, benchmark.peak_target_mb, "MB"),
                       peer_text(cost, benchmark.peer));
}

int bench(const fs::path& twin, bool write) {
    const ScratchFolder scratch;
    fs::current_path(TWIN_SOURCE_DIR);
    const std::vector<Benchmark>& table = benchmarks();
    std::vector<Measured> measured(table.size());
    // In rounds, so that what else the machine does falls on all of them.
    for (std::size_t round = 0; round < repetitions; ++round)
        for (std::size_t i = 0; i < table.size(); ++i) {
            if (is_skipped(table[i]))
                continue;
            const ChildResult result = run_once(twin, table[i], scratch.path());
            measured[i].cpu_s[round] = result.cpu_s;
            measured[i].peak_mb[round] = result.peak_mb;
            fmt::print(stderr, "round {}: {}, {} jobs: {:.3f} s\n", round + 1, table[i].name,
                       table[i].jobs, result.cpu_s);
        }
    std::string text = header();
    for (std::size_t i = 0; i < table.size(); ++i)
        text += is_skipped(table[i]) ? "" : line_of(table[i], cost_of(measured[i]));
    text += reasons_text(table, measured);
    const double same_jobs = growth(measured[year_small], measured[year_same_jobs]);
    const double same_load = growth(measured[year_small], measured[year_same_load]);
    text += fmt::format(
        "\nTen times the machine: a job costs {:.2f} times as much where the same jobs run on "
        "58,828 "
        "instead of 5,884 nodes\n(target 1.3: {}), and {:.2f} times where the jobs are ten times "
        "as "
        "long, so that the load is the same and ten\ntimes as many run at once. Medians of the "
        "ratios "
        "of each round.\n",
        same_jobs, same_jobs <= 1.3 ? "met" : "MISSED", same_load);
    const double whole = growth(measured[week_of_racks], measured[week_whole]);
    text += fmt::format(
        "\nCooling, supply and energy: the nine days with their 5-minute intervals take {:.2f} "
        "times "
        "as long with them\nas without (target 2.5: {}).\n",
        whole, whole <= 2.5 ? "met" : "MISSED");
    fmt::print("{}", text);
    if (write)
        std::ofstream("validation/bench/README.md") << text;
    return text.find("MISSED") == std::string::npos ? 0 : target_missed;
}

}  // namespace
}  // namespace twin

int main(int argc, char** argv) try {
    CLI::App app("What whole runs cost.", "twin-bench");
    std::filesystem::path twin =
        std::filesystem::read_symlink("/proc/self/exe").parent_path() / "twin";
    bool write = false;
    app.add_option("--twin", twin, "the program twin; where absent: the one beside this");
    app.add_flag("--write", write, "write validation/bench/README.md");
    CLI11_PARSE(app, argc, argv);
    return twin::bench(std::filesystem::absolute(twin), write);
} catch (const std::exception& error) {
    fmt::print(stderr, "twin-bench: {}\n", error.what());
    return 1;
}
