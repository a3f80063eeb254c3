// twin-validate: measurements and published figures against the models. The table of cases is
// cases/cases.cpp.
#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fstream>
#include <sstream>

#include "validation/cases/cases.h"
#include "validation/scoreboard.h"
#include "validation/scratch_folder.h"

namespace twin {
namespace {

namespace fs = std::filesystem;

enum ExitStatus { good = 0, error = 1, usage = 2, outside = 3 };

struct Options {
    std::string case_name;
    fs::path twin;
    bool all = false, write = false, check = false;
};

const fs::path scoreboard_file = fs::path(TWIN_SOURCE_DIR) / "validation/README.md";

// A name stands for itself and for all cases below it ("schedules": "schedules.small", ...).
bool is_meant(const CaseEntry& entry, const Options& options) {
    if (options.case_name.empty())
        return entry.quick || options.all || options.write;
    return entry.name == options.case_name || entry.name.starts_with(options.case_name + ".");
}

std::string contents_of(const fs::path& file) {
    std::ifstream stream(file);
    return (std::ostringstream() << stream.rdbuf()).str();
}

int validate(const Options& options) {
    const ScratchFolder scratch;
    const CaseSetting setting{options.twin, TWIN_SOURCE_DIR, TWIN_SHARED_DIR, scratch.path()};
    const std::string written = options.check ? contents_of(scoreboard_file) : "";
    std::vector<CaseResult> results;
    int meant = 0, skipped = 0, wrong = 0;
    for (const CaseEntry& entry : cases()) {
        if (!is_meant(entry, options))
            continue;
        ++meant;
        if (!entry.needs.empty() && !fs::exists(setting.shared / entry.needs)) {
            fmt::print("{}: skipped: needs {}\n\n", entry.name,
                       (setting.shared / entry.needs).string());
            ++skipped;
            continue;
        }
        CaseResult result{std::string(entry.name), std::string(entry.title), entry.run(setting)};
        fmt::print("{}", to_text(result));
        for (const Row& row : result.rows)
            wrong += is_scored(row) && !is_within_limit(row);
        if (options.check && written.find(to_markdown(result)) == std::string::npos) {
            fmt::print("{}: the section of {} differs; write it anew with --write\n\n", entry.name,
                       scoreboard_file.string());
            ++wrong;
        }
        results.push_back(std::move(result));
    }
    if (meant == 0) {
        fmt::print(stderr, "no case '{}'; --list names them\n", options.case_name);
        return usage;
    }
    if (options.write) {
        if (skipped > 0) {
            fmt::print(stderr, "{} cases were skipped: the scoreboard stays as it was\n", skipped);
            return error;
        }
        const auto today = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
        std::ofstream(scoreboard_file)
            << scoreboard_markdown(results, fmt::format("`twin-validate --write`, version {}, "
                                                        "on {:%Y-%m-%d}",
                                                        TWIN_VERSION, fmt::gmtime(today)));
    }
    return wrong > 0 ? outside : good;
}

}  // namespace
}  // namespace twin

int main(int argc, char** argv) try {
    CLI::App app("Measurements and published figures against the models.", "twin-validate");
    twin::Options options;
    options.twin = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "twin";
    bool list = false;
    app.add_option("--case", options.case_name, "run this case only");
    app.add_option("--twin", options.twin, "the program twin; where absent: the one beside this");
    app.add_flag("--all", options.all, "the long cases too");
    app.add_flag("--list", list, "name the cases and run none");
    app.add_flag("--check", options.check, "fail also where validation/README.md says otherwise");
    app.add_flag("--write", options.write, "run all and write validation/README.md")
        ->excludes("--case")
        ->excludes("--check");
    CLI11_PARSE(app, argc, argv);
    if (list) {
        for (const twin::CaseEntry& entry : twin::cases())
            fmt::print("{:<18} {}{}\n", entry.name, entry.title, entry.quick ? "" : " (long)");
        return twin::good;
    }
    return twin::validate(options);
} catch (const std::exception& error) {
    fmt::print(stderr, "twin-validate: {}\n", error.what());
    return twin::error;
}
