#include "sim/series/coverage.h"

#include <gtest/gtest.h>

#include "tests/sim/series/messages.h"

namespace twin {
namespace {

std::string missing(const char* from, const char* until) {
    // 2024-01-01 to 2024-01-03.
    const TimeSeries series{instant("2024-01-01T00:00Z"), std::chrono::hours(1),
                            std::vector<double>(48)};
    return missing_cover(series, instant(from), instant(until));
}

TEST(Coverage, SaysWhatOfTheRunIsMissing) {
    EXPECT_EQ(missing("2024-01-01T00:00Z", "2024-01-03T00:00Z"), "");
    EXPECT_EQ(missing("2024-01-01T00:00Z", "2024-01-03T06:00Z"),
              "expected values from 2024-01-01T00:00:00Z until 2024-01-03T06:00:00Z, got "
              "2024-01-01T00:00:00Z until 2024-01-03T00:00:00Z: the last 6 h of the run are "
              "missing");
    EXPECT_EQ(missing("2023-12-31T12:00Z", "2024-01-03T06:00Z"),
              "expected values from 2023-12-31T12:00:00Z until 2024-01-03T06:00:00Z, got "
              "2024-01-01T00:00:00Z until 2024-01-03T00:00:00Z: the first 12 h of the run are "
              "missing and the last 6 h of the run are missing");
    EXPECT_EQ(missing("2025-01-01T00:00Z", "2025-01-02T00:00Z"),
              "expected values from 2025-01-01T00:00:00Z until 2025-01-02T00:00:00Z, got "
              "2024-01-01T00:00:00Z until 2024-01-03T00:00:00Z: all of the run is missing");
    EXPECT_EQ(missing_cover({}, instant("2024-01-01T00:00Z"), instant("2024-01-02T00:00Z")),
              "expected values from 2024-01-01T00:00:00Z until 2024-01-02T00:00:00Z, got none");
}

}  // namespace
}  // namespace twin
