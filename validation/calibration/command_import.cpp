#include <filesystem>
#include <fmt/format.h>
#include <memory>

#include "sim/commands/input_error.h"
#include "sim/commands/program.h"
#include "validation/calibration/calendar_now.h"
#include "validation/calibration/commands.h"
#include "validation/calibration/quantity_options.h"
#include "validation/calibration/table_import.h"

namespace twin::calibration {
namespace {

namespace fs = std::filesystem;

struct ImportOptions {
    std::string table, device, source, file;
    std::optional<std::string> begun, memory_bandwidth;
    std::optional<int> units;
    bool force = false;
};

void import_table(const ImportOptions& options) {
    QuantityOptions quantities;
    RecordHeader header;
    header.device = options.device;
    header.source = options.source;
    header.begun = options.begun.value_or(calendar_now());
    if (!options.begun)
        header.remarks.push_back(
            "The table does not say when it was measured: begun is when it was carried over.");
    header.memory_bandwidth = quantities.read<Bandwidth>(
        "--memory-bandwidth", options.memory_bandwidth, Dimension::bandwidth);
    quantities.expect_positive("--units", options.units);
    header.units = options.units.value_or(0);
    if (options.device.empty())
        quantities.add("--device", "a text", "nothing");
    if (options.source.empty())
        quantities.add("--source", "where the figures were printed", "nothing");
    if (!parse_calendar(header.begun))
        quantities.add("--begun", "an instant with its zone, e.g. \"2025-06-01T00:00:00Z\"",
                       "'" + header.begun + "'");
    quantities.finish();
    refuse_other_than_toml("-o", options.file);
    const fs::path file = options.file;
    const fs::path points = fs::path(file).replace_extension(".csv");
    for (const fs::path& written : {file, points}) {
        refuse_same("-o", written.string(), "the table", options.table);
        refuse_existing(written.string(), options.force);
    }

    Problems problems;
    Record record = import_gemm_table(options.table, header, problems);
    if (!problems.empty())
        throw InputError(std::move(problems));
    fs::remove(file);
    fs::remove(points);
    record.header.state = RecordState::running;
    RecordWriter writer(file, record.header);
    for (const MeasuredPoint& point : record.points)
        writer.add(point);
    record.header.state = RecordState::complete;
    writer.finish(record.header);
    fmt::print("{}: {} points\n", options.file, record.points.size());
}

}  // namespace

void add_import(CLI::App& command, int&) {
    auto options = std::make_shared<ImportOptions>();
    command
        .add_option("TABLE", options->table,
                    "CSV, plain or gzip: columns dtype, m, n, k and latency_us")
        ->required();
    command.add_option("--device", options->device, "name of the device")->required();
    command.add_option("--source", options->source, "who printed the figures, where")->required();
    add_text(command, "--begun", options->begun,
             "when they were measured; where absent: now, with a remark");
    command.add_option("--units", options->units, "streaming multiprocessors or cores");
    add_text(command, "--memory-bandwidth", options->memory_bandwidth, "of the data sheet");
    command.add_option("-o", options->file, "record to write: NAME.toml, and NAME.csv beside it")
        ->required()
        ->check(named_file);
    command.add_flag("--force", options->force, "replace a record that exists");
    command.callback([options] { import_table(*options); });
}

}  // namespace twin::calibration
