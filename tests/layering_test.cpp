// Who may include whom. The table reads as the direction of the house: each folder, the folders
// of the project and the libraries beside the standard one that it may include.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <regex>
#include <string>
#include <vector>

namespace twin {
namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

struct FolderRule {
    std::string folder;
    Names folders;    // beside itself
    Names libraries;  // first part of the path in <...>
};

const std::vector<FolderRule> rules = {
    // clang-format off
    {"models/units",        {},                                                        {"fmt", "boost"}},
    {"models/hardware",     {"models/units"},                                          {"fmt", "boost"}},
    {"models/interconnect", {"models/units", "models/hardware"},                       {"fmt", "boost"}},
    {"models/workload",     {"models/units", "models/hardware", "models/interconnect", "models/power"},
                                                                                       {"fmt", "boost"}},
    {"models/power",        {"models/units", "models/hardware", "models/workload"},    {"fmt", "boost"}},
    {"models/cooling",      {"models/units", "models/hardware", "models/workload"},    {"fmt", "boost"}},
    {"models/energy",       {"models/units", "models/hardware", "models/workload"},    {"fmt", "boost"}},
    {"models/site",         {"models"},                                                {"fmt", "boost"}},

    {"sim/digest",          {},                                                        {"openssl"}},
    {"sim/arrivals",        {"models", "sim/digest"},                                  {"fmt", "boost", "zlib.h"}},
    {"sim/series",          {"models", "sim/arrivals"},                                {"fmt", "boost"}},
    {"sim/scheduling",      {"models"},                                                {"fmt", "boost"}},
    {"sim/results",         {"models", "sim/digest"},                                  {"fmt", "boost", "nlohmann", "SQLiteCpp", "sqlite3.h"}},
    {"sim/scenario",        {"models", "sim/arrivals", "sim/scheduling", "sim/series"}, {"fmt", "boost", "nlohmann", "toml++"}},
    {"sim/lessons",         {"models", "sim/digest", "sim/scenario", "sim/results"},   {"fmt"}},
    {"sim/engine",          {"models", "sim/arrivals", "sim/scheduling", "sim/scenario", "sim/results"},
                                                                                       {"fmt", "boost", "simgrid"}},
    {"sim/zoom",            {"models"},                                                {"fmt", "boost", "simgrid"}},
    {"sim/commands",        {"models", "sim"},                                         {"fmt", "boost", "nlohmann", "CLI"}},
    {"sim/main.cpp",        {"sim/commands"},                                          {"fmt"}},

    {"gui",                 {"models", "sim/scenario", "sim/results", "sim/lessons"},  {"fmt", "nlohmann", "Q", "Qt", "qcustomplot.h"}},

    {"validation/calibration", {"models", "sim/arrivals", "sim/scenario", "sim/commands"},
                                                                                       {"fmt", "nlohmann", "CLI", "cblas.h", "cuda"}},
    {"validation/collectives", {"models", "sim/arrivals", "sim/scenario"},             {"fmt"}},
    {"validation/codes",       {"models/units", "sim/arrivals"},                       {"fmt"}},
    {"validation/training",    {"models", "sim/arrivals", "sim/scenario"},             {"fmt"}},
    {"validation/cases",    {"models", "sim/arrivals", "sim/scenario", "sim/results", "validation/calibration",
                             "validation/codes", "validation/collectives", "validation/training", "validation/child_process.h", "validation/scoreboard.h"},
                                                                                       {"fmt"}},
    {"validation/bench",    {"models", "sim", "gui", "validation/child_process.h", "validation/scratch_folder.h"},
                                                                                       {"fmt", "CLI", "benchmark", "Q"}},
    {"validation/validate.cpp", {"validation/cases", "validation/scoreboard.h", "validation/scratch_folder.h"},
                                                                                       {"fmt", "CLI"}},
    {"validation/child_process.h", {},                                                 {"fmt"}},
    {"validation/child_process.cpp", {"validation/child_process.h"},                   {"fmt", "spawn.h"}},
    {"validation/scoreboard.h", {},                                                    {"fmt"}},
    {"validation/scoreboard.cpp", {"validation/scoreboard.h"},                         {"fmt"}},
    {"validation/scratch_folder.h", {},                                                {"fmt"}},
    // clang-format on
};

// The libraries that few may use.
struct FewUsers {
    std::string library;
    Names folders;
};
const std::vector<FewUsers> few_users = {{"simgrid", {"sim/engine", "sim/zoom"}},
                                         {"SQLiteCpp", {"sim/results"}},
                                         {"sqlite3.h", {"sim/results"}},
                                         {"toml++", {"sim/scenario"}}};

// What the standard library and POSIX offer has no folder of its own.
const Names system_headers = {"sys/", "unistd.h", "fcntl.h", "sched.h", "dlfcn.h"};

// Of CUDA: cuda_runtime.h, cublasLt.h, nccl.h, mma.h ...
bool is_of_cuda(const std::string& header) {
    return header.starts_with("cuda") || header.starts_with("cublas") ||
           header.starts_with("nccl") || header == "mma.h";
}

struct Include {
    std::string file, target;
    bool quoted;
    std::string text() const { return file + " includes " + target; }
};

bool is_in(const std::string& path, const std::string& folder) {
    return path == folder || path.starts_with(folder + "/");
}

std::vector<Include> includes_under(const std::string& folder) {
    static const std::regex line(R"re(^\s*#\s*include\s*([<"])([^>"]+)[>"])re");
    std::vector<Include> found;
    if (!fs::exists(folder))
        return found;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        const std::string extension = entry.path().extension().string();
        if (extension != ".h" && extension != ".cpp" && extension != ".cu")
            continue;
        std::ifstream in(entry.path());
        std::smatch match;
        for (std::string text; std::getline(in, text);)
            if (std::regex_search(text, match, line))
                found.push_back({entry.path().string(), match[2], match[1] == "\""});
    }
    return found;
}

std::vector<Include> all_includes() {
    std::vector<Include> all;
    for (const char* top : {"models", "sim", "gui", "validation", "tests"})
        for (auto& include : includes_under(top))
            all.push_back(std::move(include));
    return all;
}

bool is_standard(const std::string& header) {
    const bool plain = header.find('/') == std::string::npos && header.find('.') == header.npos &&
                       !header.starts_with("Q");
    return plain || std::any_of(system_headers.begin(), system_headers.end(),
                                [&](const auto& start) { return header.starts_with(start); });
}

bool may_include(const FolderRule& rule, const Include& include) {
    if (include.quoted)
        return is_in(include.target, rule.folder) ||
               std::any_of(rule.folders.begin(), rule.folders.end(),
                           [&](const auto& folder) { return is_in(include.target, folder); });
    return is_standard(include.target) ||
           std::any_of(rule.libraries.begin(), rule.libraries.end(), [&](const auto& library) {
               return is_in(include.target, library) ||
                      (library == "Q" && include.target.starts_with("Q")) ||
                      (library == "cuda" && is_of_cuda(include.target));
           });
}

TEST(Layering, FoldersIncludeOnlyWhatTheTableAllows) {
    Names broken;
    std::size_t seen = 0;
    for (const char* top : {"models", "sim", "gui", "validation"})
        for (const auto& include : includes_under(top)) {
            const auto rule = std::find_if(rules.begin(), rules.end(), [&](const auto& candidate) {
                return is_in(include.file, candidate.folder);
            });
            ++seen;
            if (rule == rules.end())
                broken.push_back(include.file + " lies in no folder of the table");
            else if (!may_include(*rule, include))
                broken.push_back(include.text());
        }
    EXPECT_THAT(broken, testing::IsEmpty());
    EXPECT_GT(seen, 300U);
}

// All else is built where there is no CUDA.
TEST(Layering, OnlyCudaFilesIncludeCudaHeaders) {
    Names broken;
    for (const auto& include : all_includes())
        if (!include.quoted && is_of_cuda(include.target) &&
            !include.file.starts_with("validation/calibration/cuda_"))
            broken.push_back(include.text());
    EXPECT_THAT(broken, testing::IsEmpty());
}

TEST(Layering, SomeLibrariesHaveFewUsers) {
    Names broken;
    for (const auto& include : all_includes())
        for (const FewUsers& few : few_users)
            if (!include.quoted && is_in(include.target, few.library) &&
                std::none_of(few.folders.begin(), few.folders.end(),
                             [&](const auto& folder) { return is_in(include.file, folder); }) &&
                !include.file.starts_with("tests/") && !include.file.starts_with("validation/"))
                broken.push_back(include.text());
    EXPECT_THAT(broken, testing::IsEmpty());
}

// The benchmark of the window is the exception.
TEST(Layering, OnlyTestsIncludeTestsValidationOrTheGui) {
    Names broken;
    for (const auto& include : all_includes())
        for (const std::string folder : {"tests", "validation", "gui"})
            if (include.quoted && is_in(include.target, folder) && !is_in(include.file, folder) &&
                !is_in(include.file, "tests") &&
                !(folder == "gui" && is_in(include.file, "validation/bench")))
                broken.push_back(include.text());
    EXPECT_THAT(broken, testing::IsEmpty());
}

TEST(Layering, IncludesNameTheirFileFromTheTop) {
    Names broken;
    for (const auto& include : all_includes())
        if (include.quoted && !fs::is_regular_file(include.target))
            broken.push_back(include.text());
    EXPECT_THAT(broken, testing::IsEmpty());
}

}  // namespace
}  // namespace twin
