#include "validation/calibration/record_compare.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <map>

#include "models/units/unit_text.h"
#include "validation/calibration/quantile.h"
#include "validation/calibration/record_text.h"

namespace twin::calibration {
namespace {

struct Pair {
    const MeasuredPoint *a, *b;
    double ratio;  // of the times, B to A
};

// By the kernel's text; of a kernel that was measured twice the first.
using GoodPoints = std::map<std::string, const MeasuredPoint*>;

GoodPoints good_points(const Record& record) {
    GoodPoints points;
    for (const MeasuredPoint& point : record.points)
        if (point.state == PointState::good)
            points.emplace(kernel_text(point.kernel), &point);
    return points;
}

std::vector<Pair> pairs_of(const Record& a, const GoodPoints& b) {
    std::vector<Pair> pairs;
    for (const MeasuredPoint& point : a.points)
        if (point.state == PointState::good)
            if (const auto other = b.find(kernel_text(point.kernel)); other != b.end())
                pairs.push_back({&point, other->second, other->second->median / point.median});
    return pairs;
}

template <class Q>
std::string text_of(const std::optional<Q>& value, Dimension dimension) {
    return value ? format_quantity(value->si(), dimension) : "not known";
}

std::string known(const std::string& text) {
    return text.empty() ? "not known" : text;
}

std::vector<std::array<std::string, 3>> header_rows(const RecordHeader& a, const RecordHeader& b) {
    std::vector<std::array<std::string, 3>> rows = {
        {"device", a.device, b.device},
        {"backend", a.backend, b.backend},
        {"begun", a.begun, b.begun},
        {"host", known(a.host), known(b.host)},
        {"driver", known(a.driver), known(b.driver)},
        {"units", std::to_string(a.units), std::to_string(b.units)},
        {"highest clock", text_of(a.core_clock, Dimension::frequency),
         text_of(b.core_clock, Dimension::frequency)},
        {"memory clock", text_of(a.memory_clock, Dimension::frequency),
         text_of(b.memory_clock, Dimension::frequency)},
        {"power cap", text_of(a.power_cap, Dimension::power),
         text_of(b.power_cap, Dimension::power)},
        {"idle power", text_of(a.idle_power, Dimension::power),
         text_of(b.idle_power, Dimension::power)},
    };
    const auto version = [](const RecordHeader& header, const std::string& name) {
        for (const auto& [known_name, text] : header.libraries)
            if (known_name == name)
                return text;
        return std::string("not known");
    };
    for (const auto& [name, text] : a.libraries)
        rows.push_back({name, text, version(b, name)});
    for (const auto& [name, text] : b.libraries)
        if (version(a, name) == "not known")
            rows.push_back({name, "not known", text});
    return rows;
}

// The good points of one record that the other has not, counted by group.
std::string only_in(const Record& one, const GoodPoints& other, const std::string& name) {
    std::vector<std::pair<std::string, std::size_t>> counts;
    std::size_t all = 0;
    for (const MeasuredPoint& point : one.points) {
        if (point.state != PointState::good || other.contains(kernel_text(point.kernel)))
            continue;
        ++all;
        const std::string group = group_of(point.kernel);
        const auto count = std::find_if(counts.begin(), counts.end(),
                                        [&](const auto& entry) { return entry.first == group; });
        if (count == counts.end())
            counts.emplace_back(group, 1);
        else
            ++count->second;
    }
    std::string text = fmt::format("only in {}: {} points", name, all);
    for (std::size_t i = 0; i < counts.size(); ++i)
        text += fmt::format("{}{} {}", i == 0 ? ": " : ", ", counts[i].second, counts[i].first);
    return text + "\n";
}

}  // namespace

std::string comparison_text(const Record& a, const Record& b, const std::string& name_a,
                            const std::string& name_b) {
    std::string text = fmt::format("A: {}\nB: {}\n", name_a, name_b);
    for (const auto& [what, in_a, in_b] : header_rows(a.header, b.header))
        if (in_a != in_b)
            text += fmt::format("{:16} {} -> {}\n", what, in_a, in_b);

    const GoodPoints good_of_a = good_points(a), good_of_b = good_points(b);
    std::vector<Pair> pairs = pairs_of(a, good_of_b);
    text += fmt::format("\n{:24} {:>6}  {:>8} {:>8} {:>8}   time of B to time of A\n", "kernels",
                        "both", "p10", "median", "p90");
    std::vector<std::string> groups;
    for (const Pair& pair : pairs) {
        const std::string group = group_of(pair.a->kernel);
        if (std::find(groups.begin(), groups.end(), group) == groups.end())
            groups.push_back(group);
    }
    for (const std::string& group : groups) {
        std::vector<double> ratios;
        for (const Pair& pair : pairs)
            if (group_of(pair.a->kernel) == group)
                ratios.push_back(pair.ratio);
        std::sort(ratios.begin(), ratios.end());
        text += fmt::format("{:24} {:>6}  {:>8.3f} {:>8.3f} {:>8.3f}\n", group, ratios.size(),
                            quantile(ratios, 0.1), quantile(ratios, 0.5), quantile(ratios, 0.9));
    }

    std::stable_sort(pairs.begin(), pairs.end(), [](const Pair& x, const Pair& y) {
        return std::abs(std::log(x.ratio)) > std::abs(std::log(y.ratio));
    });
    if (!pairs.empty())
        text += "\nlargest differences\n";
    for (std::size_t i = 0; i < std::min<std::size_t>(pairs.size(), 10); ++i)
        text += fmt::format("  {:36} {:>14} -> {:>14}  {:.3f}\n", kernel_text(pairs[i].a->kernel),
                            rate_text(*pairs[i].a), rate_text(*pairs[i].b), pairs[i].ratio);
    return text + "\n" + only_in(a, good_of_b, "A") + only_in(b, good_of_a, "B");
}

}  // namespace twin::calibration
