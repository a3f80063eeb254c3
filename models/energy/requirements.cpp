#include "models/energy/requirements.h"

#include <algorithm>

namespace twin {
namespace {

// 29 February of a leap year becomes 1 March where the year has none.
Date years_after(Date date, int years) {
    const Date later = date + std::chrono::years(years);
    return later.ok() ? later : later.year() / std::chrono::March / 1;
}

}  // namespace

std::vector<DatedRequirement> requirements_for(const std::vector<Requirement>& law, Date begun,
                                               std::optional<Power> load) {
    std::vector<DatedRequirement> binding;
    for (const Requirement& row : law) {
        if ((row.begun_from && begun < *row.begun_from) ||
            (row.begun_before && begun >= *row.begun_before) ||
            (row.connected_load && load && *load < *row.connected_load))
            continue;
        Date from = begun;
        if (row.binds_from)
            from = std::max(from, *row.binds_from);
        if (row.binds_after_years)
            from = std::max(from, years_after(begun, *row.binds_after_years));
        binding.push_back({row, from});
    }
    std::ranges::stable_sort(binding, {}, &DatedRequirement::from);
    return binding;
}

}  // namespace twin
