// Records that the project's own program measured: each fitted to one half of its points, tested on
// the other; and what the shipped parts say of the same kernels.
#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <stdexcept>

#include "models/power/kernel_power.h"
#include "sim/scenario/parts_catalog.h"
#include "validation/calibration/fit.h"
#include "validation/calibration/quantile.h"
#include "validation/cases/cases.h"

namespace twin {
namespace {

constexpr std::string_view cpu_record = "validation/measurements/epyc-2-cores.toml";
constexpr std::string_view gpu_record = "validation/measurements/h100-80gb-hbm3.toml";

// What the project asks of kernels that are not in the fit, in %: of their median, where so many
// say it.
constexpr double asked_limit = 25;
constexpr std::size_t fewest_points = 5;

calibration::Record record_of(const CaseSetting& setting, std::string_view file) {
    Problems problems;
    auto record = calibration::read_record(setting.repository / file, problems);
    if (!problems.empty())
        throw std::runtime_error(problems.front().text());
    return record;
}

Row error_row(std::string quantity, std::string source, double size, std::optional<double> limit,
              std::string note) {
    return {.quantity = std::move(quantity),
            .unit = "%",
            .source = std::move(source),
            .measured = 0,
            .model = 100 * size,
            .digits = 1,
            .error_in = ErrorIn::units,
            .limit = limit,
            .kind = Kind::prediction,
            .note = std::move(note)};
}

// Kernels of its own record that the fit did not see.
std::vector<Row> held_out_kernels(const CaseSetting& setting, std::string_view file) {
    const auto record = record_of(setting, file);
    const std::string source = fmt::format("{}, {}", file, record.header.device);
    std::vector<Row> rows;
    for (const calibration::GroupErrors& group : calibration::fit(record, {}).errors) {
        const calibration::ErrorSummary& errors = group.held_out;
        if (errors.points == 0)
            continue;
        const std::string note = fmt::format(
            "{} kernels held out of the fit, at worst {:.0f} %; their own spread "
            "{:.0f} % in the median",
            errors.points, 100 * errors.worst, 100 * errors.measured_spread);
        rows.push_back(error_row(
            group.group + ": median error", source, errors.median,
            errors.points >= fewest_points ? std::optional(asked_limit) : std::nullopt, note));
        rows.push_back(error_row(group.group + ": 90th percentile of the error", source, errors.p90,
                                 std::nullopt, note));
    }
    return rows;
}

// Errors of a shipped GPU on the kernels of one kind and precision, with their sign.
struct ShippedErrors {
    KernelKind kind{};
    Precision precision{};
    std::vector<double> time, power;
};

struct MeasuredGpu {
    std::string_view part;
    std::array<std::string_view, 2> records;
};
constexpr std::array measured_gpus = {
    MeasuredGpu{"h100", {gpu_record, "validation/measurements/h100-80gb-hbm3-products.toml"}},
    MeasuredGpu{"h200", {"validation/measurements/h200.toml", ""}},
};

// Whether no kernel of this kind and record chose times of the shipped calibration
// (models/parts/README.md): the H100's products of bf16 are another program's, those of fp8 the
// second record's.
bool chose_nothing(std::string_view part, std::string_view record, const Kernel& kernel) {
    if (part != "h100")
        return true;
    return kernel.kind == KernelKind::gemm &&
           (kernel.precision == Precision::bf16 ||
            (kernel.precision == Precision::fp8 && record == gpu_record));
}

void add_errors(std::vector<ShippedErrors>& all, const CaseSetting& setting,
                std::string_view record, std::string_view part) {
    const GpuPart& gpu = shipped_parts().gpus.at(std::string(part));
    const auto shipped = shipped_parts().calibration(gpu.calibration);
    for (const calibration::MeasuredPoint& point : record_of(setting, record).points) {
        const Kernel& kernel = point.kernel;
        if (point.state != calibration::PointState::good)
            continue;
        const auto run = run_kernel(gpu, *shipped, kernel);
        const KernelRun* known = std::get_if<KernelRun>(&run);
        if (known == nullptr)
            continue;
        auto errors = std::find_if(all.begin(), all.end(), [&](const ShippedErrors& e) {
            return e.kind == kernel.kind && e.precision == kernel.precision;
        });
        if (errors == all.end())
            errors = all.insert(all.end(), {kernel.kind, kernel.precision, {}, {}});
        if (chose_nothing(part, record, kernel))
            errors->time.push_back(known->time / point.median - 1);
        if (point.power)
            errors->power.push_back(known->power / *point.power - 1);
    }
}

double median_size(std::vector<double> errors) {
    for (double& error : errors)
        error = std::abs(error);
    return calibration::median_of(std::move(errors));
}

}  // namespace

std::vector<Row> cpu_kernels(const CaseSetting& setting) {
    return held_out_kernels(setting, cpu_record);
}

std::vector<Row> gpu_kernels(const CaseSetting& setting) {
    return held_out_kernels(setting, gpu_record);
}

std::vector<Row> gpu_parts(const CaseSetting& setting) {
    std::vector<Row> times, watts;
    for (const MeasuredGpu& gpu : measured_gpus) {
        std::vector<ShippedErrors> all;
        std::string source;
        for (const std::string_view file : gpu.records) {
            if (file.empty())
                continue;
            add_errors(all, setting, file, gpu.part);
            source += fmt::format("{}{}", source.empty() ? "" : ", ", file);
        }
        for (const ShippedErrors& errors : all) {
            // The calibrations' attention is that of libraries, the records' is an own kernel.
            if (errors.kind == KernelKind::attention)
                continue;
            const KernelKindRow& kind = row_of(errors.kind);
            const std::string name =
                fmt::format("{}, {}{}", gpu.part, kind.name,
                            kind.shape == KernelShape::none
                                ? ""
                                : fmt::format(" {}", row_of(errors.precision).name));
            const auto add = [&](std::vector<Row>& rows, std::string_view what,
                                 const std::vector<double>& of) {
                if (of.size() >= fewest_points)
                    rows.push_back(error_row(
                        fmt::format("{}: median error of {}", name, what), source, median_size(of),
                        {},
                        fmt::format("{} kernels; with their signs {:+.1f} % in the median",
                                    of.size(), 100 * calibration::median_of(of))));
            };
            add(times, "time", errors.time);
            add(watts, "power", errors.power);
        }
    }
    times.insert(times.end(), watts.begin(), watts.end());
    return times;
}

}  // namespace twin
