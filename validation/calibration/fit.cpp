#include "validation/calibration/fit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "models/units/unit_text.h"
#include "validation/calibration/fit_curves.h"
#include "validation/calibration/fit_gemm.h"
#include "validation/calibration/fit_rows.h"
#include "validation/calibration/quantile.h"
#include "validation/calibration/rounding.h"

namespace twin::calibration {
namespace {

// Sizes within this ratio are one point of a curve.
constexpr double curve_width = 1.5;
constexpr std::size_t fewest_curve_points = 2;
// What is left of a time without the launch is at least this share of it.
constexpr double least_body = 0.05;
// How the kernels that are measured share out rows: cuda_kernels.cu (a warp or a block, which keeps
// the row in 48 KiB of shared memory, 1 of them its own, where it fits), cpu_backend.cpp (one
// thread).
constexpr RowRates rows_on_gpu{
    .team = 256, .short_row = 1024, .short_team = 32, .held = DataSize::from_si(47 * 1024)};
constexpr RowRates rows_on_cpu{};
// Above this m, n and k a product counts as large.
constexpr std::int64_t large_extent = 128;

// A table of products has no attention. It is taken for products of as many flop at this share of
// their rate: FlashAttention-2 reaches 225 Tflop/s on an A100 whose products reach 262 to 290,
// FlashAttention-3 740 on an H100 whose products reach 733 to 861 (the papers' figures: memory,
// unverified).
constexpr double attention_share = 0.85;
// Nor has it kernels that only move data. They are taken for products with m = 1, which read their
// weights once.
constexpr KernelKind streaming[] = {KernelKind::copy, KernelKind::triad, KernelKind::reduction,
                                    KernelKind::softmax, KernelKind::layer_norm};
constexpr double assumed_width = 2;  // of a point of such a curve

bool is_large(const Kernel& kernel) {
    return kernel.m >= large_extent && kernel.n >= large_extent && kernel.k >= large_extent;
}

// "copy", "copy and triad", "copy, triad and reduction".
std::string listed(const std::vector<std::string_view>& names) {
    const auto last = names.end() - 1;
    const std::string before = fmt::format("{}", fmt::join(names.begin(), last, ", "));
    return before.empty() ? std::string(*last) : fmt::format("{} and {}", before, *last);
}

double size_of(const Kernel& kernel) {
    return kernel.kind == KernelKind::attention ? flops(kernel) : traffic(kernel).si();
}

std::string label(const Kernel& kernel) {
    const KernelKindRow& row = row_of(kernel.kind);
    if (row.shape == KernelShape::none)
        return std::string(row.name);
    const std::string name = fmt::format("{} {}", row.name, row_of(kernel.precision).name);
    return kernel.kind == KernelKind::all_reduce ? fmt::format("{} over {}", name, kernel.devices)
                                                 : name;
}

// What one fit is for: kernels of one kind, precision and number of devices.
struct Group {
    std::vector<const MeasuredPoint*> fitted, all;
};
using GroupKey = std::tuple<KernelKind, Precision, int>;

// A record, and how many of its points count.
struct Source {
    const RecordHeader& header;
    std::size_t points = 0, fitted = 0;
};

class Fitter {
  public:
    Fitter(const Record& record, const FitSettings& settings)
        : record_(record), settings_(settings) {}

    FittedCalibration run() {
        sort_points();
        find_launch();
        for (const auto& [key, group] : groups_)
            switch (const KernelKind kind = std::get<KernelKind>(key); row_of(kind).shape) {
                case KernelShape::none:
                    break;
                case KernelShape::m_n_k:
                    fit_surface(std::get<Precision>(key), group);
                    break;
                case KernelShape::rows:
                    add_rows(kind);
                    break;
                case KernelShape::heads:
                case KernelShape::size:
                    fit_rates(key, group);
            }
        if (record_.header.backend == "table")
            assume_rest();
        if (out_.calibration.gemm.empty() && out_.calibration.curves.empty() &&
            out_.calibration.rows.empty())
            refuse_too_few();
        describe();
        summarise();
        return std::move(out_);
    }

  private:
    bool is_held_out(const MeasuredPoint& point) const {
        // Empty kernels are all alike.
        return settings_.hold_out_half && point.kernel.kind != KernelKind::launch &&
               held_out(point.kernel);
    }

    void sort_points() {
        std::size_t left_out = add_points(record_), seen = record_.points.size();
        for (const Record* more : settings_.beside) {
            left_out += add_points(*more);
            seen += more->points.size();
        }
        if (left_out > 0)
            remark("{} of {} points are left out, as they are not good.", left_out, seen);
    }

    // Of what no record before has points of; gives how many are not good.
    std::size_t add_points(const Record& record) {
        Source source{record.header, 0, 0};
        std::size_t left_out = 0;
        std::map<GroupKey, Group> groups;
        for (const MeasuredPoint& point : record.points) {
            if (point.state != PointState::good || point.median <= Duration()) {
                ++left_out;
                continue;
            }
            const GroupKey key{point.kernel.kind, point.kernel.precision, point.kernel.devices};
            if (groups_.contains(key))
                continue;
            Group& group = groups[key];
            group.all.push_back(&point);
            ++source.points;
            if (!is_held_out(point)) {
                group.fitted.push_back(&point);
                ++source.fitted;
            }
        }
        groups_.merge(groups);
        sources_.push_back(source);
        return left_out;
    }

    [[noreturn]] void refuse_too_few() const {
        std::size_t products = 0, others = 0;
        for (const auto& [key, group] : groups_) {
            const KernelKind kind = std::get<KernelKind>(key);
            if (kind == KernelKind::launch)
                continue;
            std::size_t& most = kind == KernelKind::gemm ? products : others;
            most = std::max(most, group.fitted.size());
        }
        throw TooFewPoints(fmt::format("at least {} good points of products in one precision or {} "
                                       "of another kind of kernel",
                                       fewest_gemm_samples, fewest_curve_points),
                           fmt::format("{} and {}", products, others));
    }

    void find_launch() {
        std::vector<double> empty;
        std::optional<double> shortest;
        for (const auto& [key, group] : groups_) {
            if (std::get<KernelKind>(key) == KernelKind::launch)
                for (const MeasuredPoint* point : group.all)
                    empty.push_back(point->median.si());
            for (const MeasuredPoint* point : group.fitted)
                shortest = std::min(shortest.value_or(point->median.si()), point->median.si());
        }
        const double launch = empty.empty() ? shortest.value_or(0) : median_of(empty);
        out_.calibration.launch = Duration::from_si(rounded(launch, 1e-6));
        if (empty.empty() && shortest)
            remark(
                "No empty kernel was measured: the launch is the shortest of all fitted times, "
                "{}.",
                exact_quantity(out_.calibration.launch.si(), Dimension::duration));
    }

    // Without the launch.
    double body(const MeasuredPoint& point) const {
        return std::max(least_body * point.median.si(),
                        (point.median - out_.calibration.launch).si());
    }

    // Of products, whose launch is a parameter of their own surface.
    std::optional<double> best_rate(const Group& group, bool of_traffic) const {
        std::optional<double> best;
        for (const MeasuredPoint* point : group.fitted) {
            const double amount = of_traffic ? traffic(point->kernel).si() : flops(point->kernel);
            best = std::max(best.value_or(0), amount / point->median.si());
        }
        return best;
    }

    FlopRate peak_of(Precision precision, const Group& group) {
        for (const auto& [known, peak] : settings_.peaks)
            if (known == precision)
                return peak;
        if (precision == Precision::fp32 && record_.header.peak)
            return *record_.header.peak;
        const double best = rounded(best_rate(group, false).value_or(1e9), 1e9);
        out_.taken.peaks.push_back(precision);
        remark("The peak of {} is not known: taken for the best rate measured, {}.",
               row_of(precision).name, exact_quantity(best, Dimension::flop_rate));
        return FlopRate::from_si(best);
    }

    Bandwidth memory_bandwidth(const Group& products) {
        if (settings_.memory_bandwidth)
            return *settings_.memory_bandwidth;
        if (record_.header.memory_bandwidth)
            return *record_.header.memory_bandwidth;
        if (!bandwidth_) {
            // The largest sizes lie past all caches.
            double largest = 0, best = 0;
            for (const bool look : {false, true})
                for (const auto& [key, group] : groups_)
                    if (const KernelKind kind = std::get<KernelKind>(key);
                        kind == KernelKind::copy || kind == KernelKind::triad)
                        for (const MeasuredPoint* point : group.fitted) {
                            const double size = traffic(point->kernel).si();
                            if (!look)
                                largest = std::max(largest, size);
                            else if (size >= largest / 4)
                                best = std::max(best, size / body(*point));
                        }
            const bool copies = best > 0;
            out_.taken.memory_bandwidth = true;
            bandwidth_ = Bandwidth::from_si(
                rounded(copies ? best : best_rate(products, true).value_or(1e9), 1e9));
            remark("The memory's bandwidth is not known: taken for the best rate of {}, {}.",
                   copies ? "the largest copies and triads" : "the operands of products",
                   exact_quantity(bandwidth_->si(), Dimension::bandwidth));
        }
        return *bandwidth_;
    }

    void fit_surface(Precision precision, const Group& group) {
        if (group.fitted.size() < fewest_gemm_samples) {
            remark("gemm {}: {} points are too few for a fit, which takes {}.",
                   row_of(precision).name, group.fitted.size(), fewest_gemm_samples);
            return;
        }
        GemmSurface device;
        device.precision = precision;
        device.peak = peak_of(precision, group);
        device.memory_bandwidth = memory_bandwidth(group);
        device.units = settings_.units.value_or(record_.header.units);
        if (device.units <= 0) {
            device.units = 1;
            remark("gemm {}: the number of units is not known: taken for one.",
                   row_of(precision).name);
        }
        std::vector<GemmSample> samples;
        for (const MeasuredPoint* point : group.fitted)
            samples.push_back(
                {{double(point->kernel.m), double(point->kernel.n), double(point->kernel.k)},
                 point->median});
        const bool cpu = record_.header.backend == "cpu";
        out_.calibration.gemm.push_back(
            fit_gemm(samples, device,
                     cpu ? std::span<const int>(cpu_grains) : std::span<const int>(gpu_grains)));
    }

    std::vector<RateSample> rates(const Group& group) const {
        std::vector<RateSample> samples;
        for (const MeasuredPoint* point : group.fitted) {
            const double size = size_of(point->kernel);
            samples.push_back({size, size / body(*point)});
        }
        return samples;
    }

    void fit_rates(const GroupKey& key, const Group& group) {
        const auto& [kind, precision, devices] = key;
        if (group.fitted.size() < fewest_curve_points) {
            remark("{}: {} points are too few for a fit, which takes {}.",
                   label(group.all.front()->kernel), group.fitted.size(), fewest_curve_points);
            return;
        }
        out_.calibration.curves.push_back(
            {kind, precision, devices, fit_curve(rates(group), curve_width)});
    }

    // Of all precisions together, at the first of them.
    void add_rows(KernelKind kind) {
        if (!with_rows_.insert(kind).second)
            return;
        std::vector<RowSample> samples;
        for (const auto& [key, group] : groups_)
            if (std::get<KernelKind>(key) == kind)
                for (const MeasuredPoint* point : group.fitted)
                    samples.push_back(
                        {point->kernel, point->median, Duration::from_si(body(*point))});
        if (samples.size() < fewest_curve_points) {
            remark("{}: {} points are too few for a fit, which takes {}.", row_of(kind).name,
                   samples.size(), fewest_curve_points);
            return;
        }
        RowRates device = record_.header.backend == "cpu" ? rows_on_cpu : rows_on_gpu;
        device.kind = kind;
        device.units = settings_.units.value_or(record_.header.units);
        out_.calibration.rows.push_back(fit_rows(samples, device));
    }

    bool is_fitted(KernelKind kind, std::optional<Precision> precision) const {
        const Calibration& known = out_.calibration;
        return std::any_of(known.rows.begin(), known.rows.end(),
                           [&](const RowRates& rates) { return rates.kind == kind; }) ||
               std::any_of(known.curves.begin(), known.curves.end(), [&](const RateCurve& curve) {
                   return curve.kind == kind && (!precision || curve.precision == *precision);
               });
    }

    // What a table of products alone lets us suppose of other kernels.
    void assume_rest() {
        bool streams = false, attends = false;
        for (const auto& [key, group] : groups_) {
            const auto& [kind, precision, devices] = key;
            if (kind != KernelKind::gemm)
                continue;
            std::vector<RateSample> reads, products;
            for (const MeasuredPoint* point : group.fitted) {
                if (point->kernel.m == 1)
                    reads.push_back(
                        {traffic(point->kernel).si(), traffic(point->kernel).si() / body(*point)});
                if (is_large(point->kernel))
                    products.push_back({flops(point->kernel),
                                        attention_share * flops(point->kernel) / body(*point)});
            }
            // Of the widest precision; others are alike in bytes.
            if (!streams && reads.size() >= fewest_curve_points) {
                std::vector<std::string_view> moving;
                for (const KernelKind moved : streaming)
                    if (!is_fitted(moved, std::nullopt)) {
                        out_.calibration.curves.push_back(
                            {moved, precision, 1, fit_curve(reads, assumed_width)});
                        moving.push_back(row_of(moved).name);
                    }
                streams = true;
                if (!moving.empty())
                    assumed_.push_back(
                        fmt::format("{} at the rate at which {} products with m = 1 read their "
                                    "weights",
                                    listed(moving), row_of(precision).name));
            }
            if ((precision == Precision::bf16 || precision == Precision::fp8) &&
                !is_fitted(KernelKind::attention, precision) &&
                products.size() >= fewest_curve_points) {
                out_.calibration.curves.push_back(
                    {KernelKind::attention, precision, 1, fit_curve(products, assumed_width)});
                attends = true;
            }
        }
        if (attends)
            assumed_.push_back(
                fmt::format("attention at {:.0f} % of the median rate of products of as many flop "
                            "(FlashAttention-2 and -3 reach 78 to 100 % of it; memory, unverified)",
                            100 * attention_share));
        for (const std::string& text : assumed_)
            remark("Not measured, assumed: {}.", text);
    }

    void describe() {
        Calibration& calibration = out_.calibration;
        calibration.name = record_.header.device;
        calibration.evidence = Evidence::fit;
        std::string note;
        for (const Source& source : sources_) {
            if (source.points == 0)
                continue;
            const RecordHeader& of = source.header;
            note += fmt::format(
                "{}{} of {} good points of {}", note.empty() ? "" : "; beside them ", source.fitted,
                source.points,
                of.backend == "table"
                    ? of.source
                    : fmt::format("the record of {} on {} by backend {}", of.begun,
                                  of.host.empty() ? "a host without a name" : of.host, of.backend));
        }
        if (settings_.hold_out_half)
            note += "; the others are held out and test it";
        for (const std::string& text : assumed_)
            note += "; assumed: " + text;
        calibration.note = note;
    }

    static ErrorSummary summary(std::vector<double> errors, std::vector<double> spreads) {
        ErrorSummary out;
        out.points = errors.size();
        if (errors.empty())
            return out;
        std::sort(errors.begin(), errors.end());
        out.median = quantile(errors, 0.5);
        out.p90 = quantile(errors, 0.9);
        out.worst = errors.back();
        out.measured_spread = median_of(std::move(spreads));
        return out;
    }

    void summarise() {
        struct Errors {
            std::vector<double> errors, spreads;
        };
        // Fitted and held out, by group in the order of kinds and precisions.
        std::vector<std::pair<std::string, std::array<Errors, 2>>> all;
        const auto errors_of = [&](const std::string& name) -> std::array<Errors, 2>& {
            for (auto& [known, errors] : all)
                if (known == name)
                    return errors;
            return all.emplace_back(name, std::array<Errors, 2>{}).second;
        };
        for (const auto& [key, group] : groups_) {
            const auto& [kind, precision, devices] = key;
            const std::string name = label(group.all.front()->kernel);
            const bool is_gemm = kind == KernelKind::gemm;
            if (is_gemm)  // large ones first
                errors_of(fmt::format("{}, m, n, k >= {}", name, large_extent));
            for (const MeasuredPoint* point : group.all) {
                const auto predicted = kernel_time(out_.calibration, point->kernel);
                const KernelTime* time = std::get_if<KernelTime>(&predicted);
                if (time == nullptr)
                    continue;
                const std::string group_name =
                    !is_gemm                  ? name
                    : is_large(point->kernel) ? fmt::format("{}, m, n, k >= {}", name, large_extent)
                                              : name + ", smaller";
                Errors& errors = errors_of(group_name)[is_held_out(*point) ? 1 : 0];
                errors.errors.push_back(std::abs(time->time / point->median - 1));
                errors.spreads.push_back((point->p90 - point->p10) / point->median);
            }
        }
        for (auto& [name, errors] : all)
            if (!errors[0].errors.empty() || !errors[1].errors.empty())
                out_.errors.push_back({name, summary(errors[0].errors, errors[0].spreads),
                                       summary(errors[1].errors, errors[1].spreads)});
    }

    template <class... Args>
    void remark(fmt::format_string<Args...> format, Args&&... args) {
        out_.remarks.push_back(fmt::format(format, std::forward<Args>(args)...));
    }

    const Record& record_;
    const FitSettings& settings_;
    std::map<GroupKey, Group> groups_;
    std::set<KernelKind> with_rows_;  // looked at
    std::vector<Source> sources_;
    std::optional<Bandwidth> bandwidth_;
    std::vector<std::string> assumed_;
    FittedCalibration out_;
};

}  // namespace

FittedCalibration fit(const Record& record, const FitSettings& settings) {
    return Fitter(record, settings).run();
}

bool held_out(const Kernel& kernel) {
    // FNV-1a; its lowest bits are weak.
    std::uint64_t hash = 14695981039346656037u;
    for (const char c : kernel_text(kernel))
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
    return (hash >> 32 & 1) == 1;
}

}  // namespace twin::calibration
