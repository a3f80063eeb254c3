#include <array>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <unistd.h>

#include "sim/commands/exit_status.h"
#include "sim/commands/input_error.h"
#include "sim/commands/program.h"
#include "sim/commands/stop_signal.h"
#include "validation/calibration/calendar_now.h"
#include "validation/calibration/commands.h"
#include "validation/calibration/grids.h"
#include "validation/calibration/measure.h"
#include "validation/calibration/record_text.h"
#include "validation/calibration/steady_now.h"

namespace twin::calibration {
namespace {

namespace fs = std::filesystem;

struct MeasureOptions {
    std::string backend, file, note;
    int device = 0;
    bool quick = false, force = false;
    std::vector<std::string> kernels;
    std::optional<double> seconds;
    std::optional<int> repeats;
};

std::vector<Kernel> named_kernels(const std::vector<std::string>& texts) {
    std::vector<Kernel> kernels;
    Problems problems;
    for (const std::string& text : texts) {
        const auto read = read_kernel(text);
        if (const auto* kernel = std::get_if<Kernel>(&read))
            kernels.push_back(*kernel);
        else if (const auto* error = std::get_if<UnitError>(&read))
            problems.push_back({{"--kernel", 0, 0},
                                "",
                                fmt::format("expected {}, got {}", error->expected, error->got),
                                error->hint});
    }
    if (!problems.empty())
        throw InputError(std::move(problems));
    return kernels;
}

const BackendRow& named_backend(const std::string& name) {
    std::vector<std::string> known;
    for (const BackendRow& row : backends()) {
        if (row.name == name)
            return row;
        known.emplace_back(row.name);
    }
    refuse("--backend", fmt::format("one of {}", fmt::join(known, ", ")), "'" + name + "'",
           did_you_mean(name, known));
}

MeasureSettings settings_of(const MeasureOptions& options) {
    MeasureSettings settings;
    if (options.quick) {
        settings.repeats = 5;
        settings.sample = 4e-3 * second;
        settings.warm_up = 8e-3 * second;
        settings.per_kernel = 0.2 * second;
        settings.watts = false;
    }
    if (options.repeats) {
        if (*options.repeats < 3)
            refuse("--repeats", "an integer >= 3", std::to_string(*options.repeats));
        settings.repeats = *options.repeats;
    }
    if (options.seconds) {
        if (!(*options.seconds > 0))
            refuse("--seconds", "a number > 0", fmt::format("{}", *options.seconds));
        settings.budget = *options.seconds * second;
    }
    return settings;
}

void print_progress(const MeasuredPoint& point, std::size_t place, std::size_t all) {
    fmt::print(stderr, "[{}/{}] {}: ", place + 1, all, kernel_text(point.kernel));
    if (point.repeats > 0)
        fmt::print(stderr, "{}, spread {:.1f} %", rate_text(point), 100 * point.spread());
    if (point.state != PointState::good)
        fmt::print(stderr, "{}{}: {}", point.repeats > 0 ? "; " : "", to_text(point.state),
                   point.note);
    fmt::print(stderr, "\n");
}

int measure_device(const MeasureOptions& options) {
    const BackendRow& row = named_backend(options.backend);
    refuse_other_than_toml("-o", options.file);
    const MeasureSettings settings = settings_of(options);
    std::vector<Kernel> kernels = named_kernels(options.kernels);
    const fs::path file = options.file;
    const fs::path points = fs::path(file).replace_extension(".csv");
    for (const fs::path& written : {file, points})
        refuse_existing(written.string(), options.force);

    std::unique_ptr<Backend> backend;
    try {
        backend = row.open(options.device, file.has_parent_path() ? file.parent_path() : ".");
    } catch (const NoDevice& none) {
        fmt::print(stderr, "{}\n", none.what());
        return exit_status::world;
    }
    const StopSignal signal;
    RecordHeader header = backend->describe();
    header.begun = calendar_now();
    std::array<char, 256> host{};
    if (gethostname(host.data(), host.size() - 1) == 0)
        header.host = host.data();
    if (!options.note.empty())
        header.remarks.push_back(options.note);
    for (const std::string& remark : header.remarks)
        fmt::print(stderr, "{}\n", remark);
    if (kernels.empty())
        kernels = spread_out(backend->kernels(options.quick));
    fs::remove(file);
    fs::remove(points);
    RecordWriter writer(file, header);
    std::size_t measured = 0, good = 0;
    const MeasureEnd end = measure(*backend, kernels, settings,
                                   {steady_now, [&] { return signal.number() != 0; },
                                    [&](const MeasuredPoint& point, std::size_t place) {
                                        writer.add(point);
                                        print_progress(point, place, kernels.size());
                                        ++measured;
                                        good += point.state == PointState::good;
                                    }});
    header.state = end == MeasureEnd::stopped ? RecordState::interrupted : RecordState::complete;
    if (end == MeasureEnd::out_of_time)
        header.remarks.push_back(fmt::format("The {} s of --seconds ended before {} of {} kernels.",
                                             *options.seconds, kernels.size() - measured,
                                             kernels.size()));
    writer.finish(header);
    fmt::print("{}: {} of {} kernels measured, {} points good\n", options.file, measured,
               kernels.size(), good);
    return end == MeasureEnd::stopped ? exit_status::signal_base + signal.number()
                                      : exit_status::done;
}

}  // namespace

void add_measure(CLI::App& command, int& exit_status) {
    auto options = std::make_shared<MeasureOptions>();
    command.add_option("--backend", options->backend, "cpu or cuda; see twin-calibrate devices")
        ->required();
    command.add_option("--device", options->device, "number of the device; where absent 0");
    command.add_flag("--quick", options->quick, "a few kernels of each kind, in some seconds");
    command
        .add_option("--kernel", options->kernels,
                    "measure this one, e.g. \"gemm fp32 512x512x512\"; can be repeated")
        ->allow_extra_args(false);
    command.add_option("--seconds", options->seconds,
                       "measure no further kernel after this time; where absent all are measured");
    command.add_option("--repeats", options->repeats, "timed samples of a kernel, at least 3");
    command.add_option("--note", options->note, "a remark to keep in the record");
    command.add_option("-o", options->file, "record to write: NAME.toml, and NAME.csv beside it")
        ->required()
        ->check(named_file);
    command.add_flag("--force", options->force, "replace a record that exists");
    command.callback([options, &exit_status] { exit_status = measure_device(*options); });
}

}  // namespace twin::calibration
