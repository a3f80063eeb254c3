#include "models/energy/requirements.h"

#include <gmock/gmock.h>

namespace twin {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

constexpr Date july(int year) {
    return std::chrono::year(year) / 7 / 1;
}

std::vector<Requirement> law() {
    Requirement old_later{.law = "old", .kpi = "pue", .threshold = 1.3};
    old_later.begun_before = july(2026);
    old_later.binds_from = july(2030);
    Requirement old_soon = old_later;
    old_soon.threshold = 1.5;
    old_soon.binds_from = july(2027);
    Requirement fresh{.law = "new", .kpi = "pue", .threshold = 1.2};
    fresh.begun_from = july(2026);
    fresh.binds_after_years = 2;
    Requirement all{.law = "all", .kpi = "ref", .at_most = false, .threshold = 50};
    all.binds_from = std::chrono::year(2024) / 1 / 1;
    return {old_later, old_soon, fresh, all};
}

std::vector<std::pair<double, Date>> binding(Date begun) {
    std::vector<std::pair<double, Date>> rows;
    for (const DatedRequirement& row : requirements_for(law(), begun))
        rows.emplace_back(row.requirement.threshold, row.from);
    return rows;
}

TEST(Requirements, BindByTheDateTheSiteBegan) {
    // JUPITER: begun in 2025.
    EXPECT_THAT(binding(2025y / 9 / 5),
                ElementsAre(std::pair{50., Date(2025y / 9 / 5)}, std::pair{1.5, july(2027)},
                            std::pair{1.3, july(2030)}));
    EXPECT_THAT(binding(2026y / 6 / 30), testing::SizeIs(3));
    EXPECT_THAT(binding(july(2026)),
                ElementsAre(std::pair{50., july(2026)}, std::pair{1.2, july(2028)}));
}

// Of a site whose load is not known all are asked for.
TEST(Requirements, ALawMayBeginAtALoad) {
    std::vector<Requirement> rows = law();
    rows.back().connected_load = 300.0 * kilowatt;
    const auto count = [&](std::optional<Power> load) {
        return requirements_for(rows, july(2026), load).size();
    };
    EXPECT_EQ(count(300.0 * kilowatt), 2u);
    EXPECT_EQ(count(299.9 * kilowatt), 1u);
    EXPECT_EQ(count(std::nullopt), 2u);
}

TEST(Requirements, YearsAfter29FebruaryEndOn1March) {
    EXPECT_THAT(binding(2028y / 2 / 29), testing::Contains(std::pair{1.2, Date(2030y / 3 / 1)}));
}

}  // namespace
}  // namespace twin
