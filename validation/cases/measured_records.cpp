// Records that the project's own program measured: each fitted to one half of its points, tested on
// the other.
#include <fmt/format.h>
#include <stdexcept>

#include "validation/calibration/fit.h"
#include "validation/cases/cases.h"

namespace twin {
namespace {

constexpr std::string_view cpu_record = "validation/measurements/epyc-2-cores.toml";

// What the project asks of kernels that are not in the fit, in %: of their median, where so many
// say it.
constexpr double cpu_limit = 25;
constexpr std::size_t fewest_points = 5;

}  // namespace

std::vector<Row> cpu_kernels(const CaseSetting& setting) {
    Problems problems;
    const auto record = calibration::read_record(setting.repository / cpu_record, problems);
    if (!problems.empty())
        throw std::runtime_error(problems.front().text());
    std::vector<Row> rows;
    for (const calibration::GroupErrors& group : calibration::fit(record, {}).errors) {
        const calibration::ErrorSummary& errors = group.held_out;
        if (errors.points == 0)
            continue;
        const auto add = [&](const char* which, double size, std::optional<double> limit) {
            rows.push_back({.quantity = fmt::format("{}: {} error", group.group, which),
                            .unit = "%",
                            .source = fmt::format("{}, {}", cpu_record, record.header.device),
                            .measured = 0,
                            .model = 100 * size,
                            .digits = 1,
                            .error_in = ErrorIn::units,
                            .limit = limit,
                            .kind = Kind::prediction,
                            .note = fmt::format(
                                "{} kernels held out of the fit, at worst {:.0f} %; "
                                "their own spread {:.0f} % in the median",
                                errors.points, 100 * errors.worst, 100 * errors.measured_spread)});
        };
        add("median", errors.median,
            errors.points >= fewest_points ? std::optional(cpu_limit) : std::nullopt);
        add("90th percentile of the", errors.p90, std::nullopt);
    }
    return rows;
}

}  // namespace twin
