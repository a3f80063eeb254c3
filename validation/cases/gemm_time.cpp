// Times of products of matrices by shape: the shipped calibrations against rows that no fit saw,
// and against other devices' rows.
#include <algorithm>
#include <fmt/format.h>

#include "sim/scenario/parts_catalog.h"
#include "validation/cases/cases.h"
#include "validation/cases/gemm_tables.h"

namespace twin {
namespace {

// What the project asks of shapes of at least 128, in %.
constexpr double median_limit = 5, p90_limit = 15;

const std::string table_source =
    "ai-dynamo/aiconfigurator, measured tables, as in ../shared/calibration";

// The shipped fp8 of the H100 is this project's own record: products alone. The tables' products
// cast their operands, too.
bool leaves_out_cast(std::string_view calibration, Precision precision) {
    return calibration == "h100-sxm" && precision == Precision::fp8;
}
constexpr std::string_view why_faster =
    "; these cast their operands, what is shipped does not (its own test: gpu_parts)";

void add_errors(std::vector<Row>& rows, const std::string& what, const GemmErrors& errors,
                bool scored, Kind kind, const std::string& note) {
    const auto add = [&](const char* which, double size, double limit) {
        rows.push_back({.quantity = fmt::format("{}: {} error", what, which),
                        .unit = "%",
                        .source = table_source,
                        .measured = 0,
                        .model = size,
                        .digits = 2,
                        .error_in = ErrorIn::units,
                        .limit = scored ? std::optional(limit) : std::nullopt,
                        .kind = kind,
                        .note = note});
    };
    add("median", errors.median, median_limit);
    add("90th percentile of the", errors.p90, p90_limit);
}

// Median and 90th percentile by device and type, large shapes first, of the rows that no fit saw.
template <class Read>
std::vector<Row> held_out_errors(Read read) {
    std::vector<Row> large, small;
    for (const GemmTable& one : gemm_tables()) {
        const auto calibration = shipped_parts().calibration(std::string(one.calibration));
        const std::vector<MeasuredGemm> measured = read(one);
        for (const Precision precision : precisions_of(measured)) {
            const auto errors_of = [&](bool of_large) {
                return gemm_errors(*calibration, measured, [&](const MeasuredGemm& row) {
                    return row.held_out && row.kernel.precision == precision &&
                           is_large(row.kernel) == of_large;
                });
            };
            const std::string name = fmt::format("{}, {}", one.device, row_of(precision).name);
            const bool no_cast = leaves_out_cast(one.calibration, precision);
            const auto note = [&](const GemmErrors& errors) {
                return fmt::format("{} rows held out of the fit, at worst {:.0f} %{}",
                                   errors.points, errors.worst, no_cast ? why_faster : "");
            };
            const Kind kind = no_cast ? Kind::comparison : Kind::prediction;
            const GemmErrors of_large = errors_of(true), of_small = errors_of(false);
            add_errors(large, name + ", m, n, k >= 128", of_large, !no_cast, kind, note(of_large));
            add_errors(small, name + ", smaller", of_small, false, kind, note(of_small));
        }
    }
    large.insert(large.end(), small.begin(), small.end());
    return large;
}

}  // namespace

std::vector<Row> gemm_time(const CaseSetting& setting) {
    return held_out_errors([&](const GemmTable& one) { return read_gemm_table(setting, one); });
}

std::vector<Row> gemm_points(const CaseSetting& setting) {
    return held_out_errors([&](const GemmTable& one) { return read_gemm_record(setting, one); });
}

namespace {

struct OtherDevice {
    std::string_view target, origin;  // calibrations
};
constexpr std::array<OtherDevice, 5> others = {{
    {"a100-sxm", "h100-sxm"},
    {"h100-sxm", "a100-sxm"},
    {"b200-sxm", "h100-sxm"},
    {"b200-sxm", "gb200"},
    {"gb200", "b200-sxm"},
}};

const GemmSurface& bf16_of(const Calibration& calibration) {
    return *std::find_if(calibration.gemm.begin(), calibration.gemm.end(),
                         [](const auto& surface) { return surface.precision == Precision::bf16; });
}

// The datasheets' figures alone: peak, bandwidth and units.
DeviceScale datasheet_ratio(const Calibration& target, const Calibration& origin) {
    const GemmSurface &to = bf16_of(target), &from = bf16_of(origin);
    return {to.peak / from.peak, to.memory_bandwidth / from.memory_bandwidth, to.units};
}

}  // namespace

std::vector<Row> device_scaling(const CaseSetting& setting) {
    std::vector<Row> rows;
    for (const OtherDevice& other : others) {
        const auto target = shipped_parts().calibration(std::string(other.target));
        const auto origin = shipped_parts().calibration(std::string(other.origin));
        const DeviceScale ratio = datasheet_ratio(*target, *origin);
        const Calibration derived = scaled(*origin, ratio);
        const auto table =
            std::find_if(gemm_tables().begin(), gemm_tables().end(),
                         [&](const GemmTable& one) { return one.calibration == other.target; });
        const auto measured = read_gemm_table(setting, *table);
        for (const Precision precision : precisions_of(measured)) {
            for (const bool large : {true, false}) {
                const GemmErrors errors =
                    gemm_errors(derived, measured, [&](const MeasuredGemm& row) {
                        return row.kernel.precision == precision && is_large(row.kernel) == large;
                    });
                if (errors.points == 0)
                    continue;
                const bool no_cast = leaves_out_cast(other.origin, precision);
                add_errors(
                    rows,
                    fmt::format("{} from {}, {}, {}", table->device, other.origin,
                                row_of(precision).name, large ? "m, n, k >= 128" : "smaller"),
                    errors, false, no_cast ? Kind::comparison : Kind::prediction,
                    fmt::format("{} rows, none of this device was used: arithmetic times "
                                "{:.3f}, memory times {:.3f}, {} units; at worst {:.0f} %{}",
                                errors.points, ratio.compute, ratio.memory, *ratio.units,
                                errors.worst, no_cast ? why_faster : ""));
            }
        }
    }
    return rows;
}

}  // namespace twin
