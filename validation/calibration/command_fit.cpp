#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <memory>

#include "sim/commands/input_error.h"
#include "sim/commands/program.h"
#include "sim/scenario/parts_catalog.h"
#include "validation/calibration/commands.h"
#include "validation/calibration/fit.h"
#include "validation/calibration/parts_file.h"
#include "validation/calibration/quantity_options.h"

namespace twin::calibration {
namespace {

namespace fs = std::filesystem;

struct FitOptions {
    std::string record, parts, scenario, like = "h100";
    bool calibration_only = false, all_points = false, force = false;
    std::vector<std::string> beside, without, peaks, also;
    std::optional<std::string> id, memory_bandwidth, idle_power, max_power;
    std::optional<int> units;
};

std::vector<std::pair<Precision, FlopRate>> read_peaks(const std::vector<std::string>& texts,
                                                       QuantityOptions& quantities) {
    std::vector<std::pair<Precision, FlopRate>> peaks;
    for (const std::string& text : texts) {
        const std::size_t equals = text.find('=');
        const auto precision = find_precision(text.substr(0, equals));
        if (equals == std::string::npos || !precision)
            quantities.add("--peak", "PRECISION=RATE such as \"bf16=989.4 Tflop/s\"",
                           "'" + text + "'", "");
        else if (const auto rate = quantities.read<FlopRate>("--peak", text.substr(equals + 1),
                                                             Dimension::flop_rate))
            peaks.emplace_back(*precision, *rate);
    }
    return peaks;
}

// Takes the points of these states for good ones; the number of them.
std::size_t take_also(std::vector<Record>& records, const std::vector<std::string>& states,
                      QuantityOptions& quantities) {
    const std::vector<PointState> allowed = {PointState::busy, PointState::throttled,
                                             PointState::unsteady};
    std::size_t taken = 0;
    for (const std::string& state : states) {
        const auto known = std::find_if(allowed.begin(), allowed.end(),
                                        [&](PointState s) { return to_text(s) == state; });
        if (known == allowed.end()) {
            quantities.add("--also", "one of busy, throttled, unsteady", "'" + state + "'");
            continue;
        }
        for (Record& record : records)
            for (MeasuredPoint& point : record.points)
                if (point.state == *known && point.repeats > 0) {
                    point.state = PointState::good;
                    ++taken;
                }
    }
    return taken;
}

void leave_out(std::vector<Record>& records, const std::vector<std::string>& names,
               QuantityOptions& quantities) {
    for (const std::string& name : names) {
        const auto kinds = kernel_kinds();
        const auto row = std::find_if(kinds.begin(), kinds.end(),
                                      [&](const KernelKindRow& k) { return k.name == name; });
        if (row == kinds.end()) {
            quantities.add("--without", "a kind of kernel", "'" + name + "'",
                           "twin list kernels names them");
            continue;
        }
        for (Record& record : records)
            std::erase_if(record.points, [&](const MeasuredPoint& point) {
                return point.kernel.kind == row->kind;
            });
    }
}

std::string percent(double share) {
    return fmt::format("{:.1f} %", 100 * share);
}

void print_report(const FittedCalibration& fitted) {
    fmt::print("{:36} {:>7} {:>9} {:>8} {:>8} {:>8} {:>8}\n", "kernels", "fitted", "held out",
               "median", "p90", "worst", "spread");
    for (const GroupErrors& group : fitted.errors) {
        // Where nothing is held out, the figures are those of the points that were fitted.
        const bool held = group.held_out.points > 0;
        const ErrorSummary& errors = held ? group.held_out : group.fitted;
        fmt::print("{:36} {:>7} {:>9} {:>8} {:>8} {:>8} {:>8}{}\n", group.group,
                   group.fitted.points, group.held_out.points, percent(errors.median),
                   percent(errors.p90), percent(errors.worst),
                   errors.measured_spread > 0 ? percent(errors.measured_spread) : "-",
                   held ? "" : "  (of the fitted points)");
    }
    for (const std::string& remark : fitted.remarks)
        fmt::print("{}\n", remark);
}

void write_text(const std::string& file, const std::string& text) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (!out)
        throw std::runtime_error("cannot write " + file);
    fmt::print("wrote {}\n", file);
}

FittedCalibration fitted_to(const Record& record, const FitSettings& settings,
                            const std::string& file) {
    try {
        return fit(record, settings);
    } catch (const TooFewPoints& few) {
        refuse(file, few.expected, few.got,
               "--all-points holds none out, --also takes points that are not good");
    }
}

void fit_record(const FitOptions& options) {
    std::vector<Record> records = {sound_record(options.record)};
    for (const std::string& file : options.beside)
        records.push_back(sound_record(file));
    const Record& record = records.front();
    QuantityOptions quantities;
    FitSettings settings;
    settings.hold_out_half = !options.all_points;
    settings.peaks = read_peaks(options.peaks, quantities);
    settings.memory_bandwidth = quantities.read<Bandwidth>(
        "--memory-bandwidth", options.memory_bandwidth, Dimension::bandwidth);
    settings.units = options.units;
    PartsSettings parts;
    parts.record = fs::path(options.record).filename().string();
    parts.idle_power = quantities.read<Power>("--idle-power", options.idle_power, Dimension::power);
    parts.max_power = quantities.read<Power>("--max-power", options.max_power, Dimension::power);
    parts.like = options.like;
    const std::size_t taken = take_also(records, options.also, quantities);
    leave_out(records, options.without, quantities);
    for (std::size_t i = 1; i < records.size(); ++i)
        settings.beside.push_back(&records[i]);
    quantities.expect_positive("--units", options.units);
    const std::string id = options.id.value_or(part_id(record.header.device));
    if (!is_part_id(id))
        quantities.add("--id", "small letters, digits, '-' and '_'", "'" + id + "'");
    if (!shipped_parts().gpus.contains(options.like))
        quantities.add("--like", "the id of a shipped GPU", "'" + options.like + "'",
                       "twin list parts names them");
    if (!options.scenario.empty() && (options.parts.empty() || options.calibration_only))
        quantities.add("--scenario", "-o NAME.parts.toml beside it",
                       options.calibration_only ? "--calibration-only" : "nothing");
    quantities.finish();
    if (!options.parts.empty() && !options.calibration_only &&
        !options.parts.ends_with(".parts.toml"))
        refuse("-o", "a name that ends with .parts.toml", "'" + options.parts + "'",
               "--calibration-only takes any .toml");
    refuse_same("--scenario", options.scenario, "-o", options.parts);
    for (const auto& [option, file] :
         {std::pair("-o", options.parts), std::pair("--scenario", options.scenario)})
        if (!file.empty()) {
            refuse_other_than_toml(option, file);
            refuse_same(option, file, "the record", options.record);
            refuse_existing(file, options.force);
        }

    FittedCalibration fitted = fitted_to(record, settings, options.record);
    fitted.calibration.id = id;
    parts.taken = fitted.taken;
    if (taken > 0)
        fmt::print("{} points that are not good were taken too ({}).\n", taken,
                   fmt::join(options.also, ", "));
    print_report(fitted);
    if (options.parts.empty())
        return;
    if (options.calibration_only)
        return write_text(options.parts, calibration_toml(fitted.calibration));
    write_text(options.parts, parts_toml(record, fitted.calibration, parts));
    if (!options.scenario.empty())
        write_text(
            options.scenario,
            scenario_toml(fitted.calibration,
                          fs::absolute(options.parts)
                              .lexically_relative(fs::absolute(options.scenario).parent_path())
                              .string()));
}

}  // namespace

void add_fit(CLI::App& command, int&) {
    auto options = std::make_shared<FitOptions>();
    command.add_option("RECORD", options->record, "record (TOML)")->required();
    command
        .add_option("--beside", options->beside,
                    "record of the same device for kernels that RECORD has none of, by kind and "
                    "precision; can be repeated, earlier ones come first")
        ->allow_extra_args(false);
    command
        .add_option("--without", options->without,
                    "kind of kernel to leave out, e.g. attention; can be repeated")
        ->allow_extra_args(false);
    command
        .add_option("-o", options->parts,
                    "parts file to write (NAME.parts.toml); where absent: the report only")
        ->check(named_file);
    command.add_flag("--calibration-only", options->calibration_only,
                     "write the calibration alone, as models/parts/calibrations/ID.toml");
    command
        .add_option("--scenario", options->scenario,
                    "scenario to write that runs kernels on these parts")
        ->check(named_file);
    add_text(command, "--id", options->id, "id of the parts; where absent from the device's name");
    command.add_flag("--all-points", options->all_points, "fit all points, hold none out");
    command
        .add_option("--also", options->also,
                    "take points of this state too: busy, throttled or unsteady; can be repeated")
        ->allow_extra_args(false);
    command
        .add_option(
            "--peak", options->peaks,
            "PRECISION=RATE of the data sheet, e.g. \"bf16=989.4 Tflop/s\"; can be repeated")
        ->allow_extra_args(false);
    add_text(command, "--memory-bandwidth", options->memory_bandwidth, "of the data sheet");
    command.add_option("--units", options->units, "streaming multiprocessors or cores");
    add_text(command, "--idle-power", options->idle_power, "where the record has none");
    add_text(command, "--max-power", options->max_power, "where the record has none");
    command.add_option("--like", options->like,
                       "shipped GPU that says what a record of a GPU cannot; where absent h100");
    command.add_flag("--force", options->force, "replace files that exist");
    command.callback([options] { fit_record(*options); });
}

}  // namespace twin::calibration
