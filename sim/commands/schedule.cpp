#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <optional>
#include <stdexcept>
#include <system_error>

#include "sim/arrivals/swf.h"
#include "sim/commands/commands.h"
#include "sim/commands/exit_status.h"
#include "sim/commands/input_error.h"
#include "sim/commands/run_scenario.h"
#include "sim/commands/stop_signal.h"
#include "sim/results/run_file.h"
#include "sim/results/schedule_hash.h"

namespace twin {
namespace {

namespace fs = std::filesystem;

struct ScheduleOptions {
    std::string trace;
    std::string policy = "easy";
    std::optional<std::int64_t> processors;
    BuildOptions build;
    OutputOptions output;
};

// A folder for the result file of somebody who only wants the figures: gone when this is.
class PassingFolder {
  public:
    PassingFolder() {
        std::string name = (fs::temp_directory_path() / "twin-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr)
            throw std::runtime_error(
                fmt::format("cannot write {}: {}", name, std::generic_category().message(errno)));
        path_ = name;
    }
    ~PassingFolder() {
        std::error_code ignored;  // what stays is in the folder that the system clears
        fs::remove_all(path_, ignored);
    }
    PassingFolder(const PassingFolder&) = delete;
    PassingFolder& operator=(const PassingFolder&) = delete;
    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

std::int64_t processors_of(const ScheduleOptions& options) {
    if (options.processors)
        return *options.processors;
    if (log_format(options.trace) == "csv")
        refuse(options.trace, "the size of the pool for a job list", "nothing",
               "give --processors");
    const auto size = read_swf_header(options.trace).machine_size();
    if (!size)
        refuse(options.trace, "MaxProcs or MaxNodes in the log's header", "neither",
               "give --processors");
    return *size;
}

// The scenario of a classic log on a flat pool, as options of an empty file.
ScenarioText scenario_of(const ScheduleOptions& options) {
    ScenarioText text;
    const auto set = [&](const std::string& key, const std::string& value, std::string option) {
        set_value(text.root, key, value, {std::move(option), 0, 0}, text.problems);
    };
    set("title", "schedule of " + fs::path(options.trace).filename().string(), options.trace);
    set("site.part", "flat-pool", options.trace);
    set("site.nodes", std::to_string(processors_of(options)), "--processors");
    set("workload.trace.file", options.trace, options.trace);
    set("scheduling.policy", options.policy, "--policy " + options.policy);
    set("time.interval", "1 d", options.trace);
    // A job list has no calendar; its zero may as well be the computer's.
    if (log_format(options.trace) == "csv")
        set("time.start", "1970-01-01T00:00:00Z", options.trace);
    return text;
}

int schedule(const ScheduleOptions& options) {
    std::optional<PassingFolder> passing;
    OutputOptions output = options.output;
    if (output.file.empty())
        output.file = passing.emplace().path() / "run.sqlite";
    const ScenarioText text = scenario_of(options);
    const CheckedScenario checked = checked_scenario(text);
    RunPlan plan = planned_run(checked, options.build);
    if (run_plan(text, checked, plan, output) == RunStatus::interrupted)
        return exit_status::signal_base + StopSignal::last_number();
    const ScheduleSummary summary = summarise_schedule(ResultStore(output.file));
    fmt::print("jobs                   {}\n", summary.jobs);
    fmt::print("mean wait              {:.9f} s\n", summary.mean_wait_s);
    fmt::print("mean bounded slowdown  {:.9f}\n", summary.mean_bounded_slowdown);
    fmt::print("makespan               {} s\n", summary.makespan_s);
    fmt::print("utilisation            {:.9f}\n", summary.utilisation);
    fmt::print("backfilled             {}\n", summary.backfilled);
    fmt::print("schedule SHA-256       {}\n", summary.sha256);
    return exit_status::done;
}

}  // namespace

void add_schedule(CLI::App& command, int& exit_status) {
    auto options = std::make_shared<ScheduleOptions>();
    command
        .add_option("TRACE", options->trace, "job log (.swf, .swf.gz) or job list (.csv, .csv.gz)")
        ->required();
    command.add_option("--policy", options->policy, "see twin list schedulers")
        ->capture_default_str();
    command.add_option("--processors", options->processors,
                       "size of the pool; where absent: as the log's header says");
    command.add_option("--out", options->output.file, "keep the result file under this name")
        ->check(named_file);
    command.add_flag("--force", options->output.force, "replace a result file that exists");
    command.add_flag("--strict", options->build.strict, "unusable records are problems");
    add_progress_option(command, options->output.progress);
    command.callback([options, &exit_status] { exit_status = schedule(*options); });
}

}  // namespace twin
