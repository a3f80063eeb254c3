#include "validation/cases/gemm_tables.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "validation/calibration/fit.h"
#include "validation/calibration/quantile.h"
#include "validation/calibration/table_import.h"

namespace twin {
namespace {

constexpr std::array<GemmTable, 4> all_tables = {{
    {"a100-sxm", "A100 SXM", "calibration/gemm_a100_sxm.csv.gz",
     "validation/measurements/a100-sxm.toml"},
    {"h100-sxm", "H100 SXM", "calibration/gemm_h100_sxm.csv.gz",
     "validation/measurements/h100-sxm.toml"},
    {"b200-sxm", "B200 SXM", "calibration/gemm_b200_sxm.csv.gz",
     "validation/measurements/b200-sxm.toml"},
    {"gb200", "GB200", "calibration/gemm_gb200.csv.gz", "validation/measurements/gb200.toml"},
}};

constexpr std::int64_t least_large = 128;

std::vector<MeasuredGemm> products_of(const calibration::Record& record, const Problems& problems) {
    if (!problems.empty())
        throw std::runtime_error(problems.front().text());
    std::vector<MeasuredGemm> rows;
    rows.reserve(record.points.size());
    for (const calibration::MeasuredPoint& point : record.points)
        rows.push_back({point.kernel, point.median, calibration::held_out(point.kernel)});
    return rows;
}

}  // namespace

std::span<const GemmTable> gemm_tables() {
    return all_tables;
}

std::vector<MeasuredGemm> read_gemm_table(const CaseSetting& setting, const GemmTable& table) {
    Problems problems;
    calibration::RecordHeader header;
    header.device = table.device;
    const calibration::Record record =
        calibration::import_gemm_table(setting.shared / table.file, header, problems);
    return products_of(record, problems);
}

std::vector<MeasuredGemm> read_gemm_record(const CaseSetting& setting, const GemmTable& table) {
    Problems problems;
    const auto record = calibration::read_record(setting.repository / table.record, problems);
    return products_of(record, problems);
}

std::vector<Precision> precisions_of(const std::vector<MeasuredGemm>& rows) {
    std::vector<Precision> found;
    for (const MeasuredGemm& row : rows)
        if (std::find(found.begin(), found.end(), row.kernel.precision) == found.end())
            found.push_back(row.kernel.precision);
    return found;
}

bool is_large(const Kernel& kernel) {
    return std::min({kernel.m, kernel.n, kernel.k}) >= least_large;
}

GemmErrors gemm_errors(const Calibration& calibration, const std::vector<MeasuredGemm>& rows,
                       const std::function<bool(const MeasuredGemm&)>& meant) {
    std::vector<double> sizes;
    for (const MeasuredGemm& row : rows) {
        if (!meant(row))
            continue;
        const auto known = kernel_time(calibration, row.kernel);
        if (const KernelTime* time = std::get_if<KernelTime>(&known))
            sizes.push_back(100 * std::abs(time->time / row.time - 1));
    }
    if (sizes.empty())
        return {};
    std::sort(sizes.begin(), sizes.end());
    return {sizes.size(), calibration::quantile(sizes, 0.5), calibration::quantile(sizes, 0.9),
            sizes.back()};
}

}  // namespace twin
