// A folder of their own for the files of one test; the tests name them without a folder, as their
// problems do.
#pragma once

#include <filesystem>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "sim/scenario/build.h"
#include "sim/scenario/check.h"

namespace twin {

class ScenarioFiles : public testing::Test {
  protected:
    ScenarioFiles();
    ~ScenarioFiles() override;

    void write(const std::string& name, const std::string& text) const;

    using Options = std::vector<std::string>;
    // s.toml with this text, read and checked with the words of the shipped parts and the KPIs
    // "makespan" and "it_energy".
    CheckedScenario check(const std::string& text, const Options& options = {}) const;
    // The sentences of what is wrong with it.
    Options mistakes(const std::string& text, const Options& options = {}) const;
    // The same of a sound scenario when it is built.
    Options build_mistakes(const std::string& text, const BuildOptions& options = {}) const;
    RunPlan plan(const std::string& text) const;

  private:
    std::filesystem::path home_, folder_;
};

Vocabulary test_vocabulary();
std::vector<std::string> sentences(const Problems& problems);

// A parts file of a site "round" with one rack of four nodes, each with two CPUs "round" of 64
// cores that copy 100 GB/s behind a launch of 5 ms.
std::string round_parts();

// A sound scenario of 13 lines: one job on JEDI.
std::string sound_text();
// With one of its lines replaced; several lines shift what follows.
std::string sound_text_but(const std::string& line, const std::string& by);

}  // namespace twin
