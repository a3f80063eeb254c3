// What a law asks of a data centre's KPIs, from when, and of whom.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "models/units/quantity.h"

namespace twin {

using Date = std::chrono::year_month_day;

struct Requirement {    // a row of the data file
    std::string law{};  // "EnEfG section 11 (2) no. 1"
    std::string kpi{};  // name in the table of KPIs
    bool at_most = true;
    double threshold = 0;  // in the KPI's unit
    // Of sites that began to operate in [begun_from, begun_before).
    std::optional<Date> begun_from{}, begun_before{};
    std::optional<Date> binds_from{};        // a date for all of them,
    std::optional<int> binds_after_years{};  // or so many years after the site began
    std::optional<Power> connected_load{};   // of sites with at least as much; absent: of all
    std::string note{};
};

// A requirement as it binds a site.
struct DatedRequirement {
    Requirement requirement;
    Date from{};
};

// Those that apply to a site that began to operate on `begun` and is connected for `load`, by date.
// Absent: its load is not known and taken to be large enough.
std::vector<DatedRequirement> requirements_for(const std::vector<Requirement>& law, Date begun,
                                               std::optional<Power> load = std::nullopt);

}  // namespace twin
