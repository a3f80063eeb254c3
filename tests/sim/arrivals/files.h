// Files that the tests of the readers write, and jobs collected from a source.
#pragma once

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>
#include <zlib.h>

#include "sim/arrivals/job_source.h"

namespace twin {

// Named after the running test, so that tests may run at once.
inline std::filesystem::path test_file(std::string_view extension) {
    const auto* const info = testing::UnitTest::GetInstance()->current_test_info();
    return std::filesystem::path(testing::TempDir()) /
           (std::string(info->test_suite_name()) + "." + info->name() + std::string(extension));
}

inline std::filesystem::path write_file(std::string_view content, std::string_view extension) {
    const auto path = test_file(extension);
    std::ofstream(path, std::ios::binary) << content;
    return path;
}

inline std::string read_bytes(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline std::filesystem::path write_gzip(std::string_view content) {
    const auto path = test_file(".gz");
    gzFile file = gzopen(path.c_str(), "wb");
    gzwrite(file, content.data(), static_cast<unsigned>(content.size()));
    gzclose(file);
    return path;
}

inline std::vector<Job> all_jobs(JobSource& source) {
    std::vector<Job> jobs;
    while (std::optional<Job> job = source.next())
        jobs.push_back(*job);
    return jobs;
}

}  // namespace twin
