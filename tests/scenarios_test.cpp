// Every scenario that is shipped is sound, and those that say what they expect get it.
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <gtest/gtest.h>

#include "tests/child_twin.h"

namespace twin {
namespace {

namespace fs = std::filesystem;

// From the repository's top: new files are found when the tests are listed. What lies in sites/ is
// a base of others, without jobs of its own; lessons have tests of their own, parts are no
// scenarios.
std::vector<std::string> shipped_scenarios() {
    std::vector<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator("scenarios"))
        if (entry.path().extension() == ".toml" && entry.path().stem().extension() != ".lesson" &&
            entry.path().stem().extension() != ".parts" &&
            entry.path().parent_path() != "scenarios/sites")
            files.push_back(entry.path().string());
    std::sort(files.begin(), files.end());
    return files;
}

// Those that take longer than a default test may.
bool is_long(const fs::path& file) {
    return file.string().starts_with("scenarios/validation/") ||
           file.stem().string().ends_with("-year");
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
    std::string name = fs::path(info.param).replace_extension().string();
    std::replace_if(
        name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
    return name;
}

class ShippedScenario : public testing::TestWithParam<std::string> {};

TEST_P(ShippedScenario, IsSoundAndGetsWhatItExpects) {
    ChildTwin twin;
    const std::string file = fs::absolute(GetParam()).string();
    const Outcome check = twin.run({"check", file, "--show"});
    ASSERT_EQ(check.status, 0) << check.err;
    const bool expects = check.out.find("\nexpect.") != std::string::npos;
    if (!expects || is_long(GetParam()))
        return;
    const Outcome run = twin.run({"run", file, "--out", "out.sqlite"});
    EXPECT_EQ(run.status, 0) << run.out << run.err;
}

INSTANTIATE_TEST_SUITE_P(All, ShippedScenario, testing::ValuesIn(shipped_scenarios()), test_name);

}  // namespace
}  // namespace twin
