#include "tests/sim/scenario/scenario_files.h"

#include <fmt/format.h>
#include <fstream>
#include <stdexcept>
#include <unistd.h>

namespace twin {

namespace fs = std::filesystem;

ScenarioFiles::ScenarioFiles()
    : home_(fs::current_path()),
      folder_(fs::temp_directory_path() / fmt::format("twin-scenario-test-{}", getpid())) {
    fs::create_directories(folder_);
    fs::current_path(folder_);
}

ScenarioFiles::~ScenarioFiles() {
    fs::current_path(home_);
    fs::remove_all(folder_);
}

void ScenarioFiles::write(const std::string& name, const std::string& text) const {
    std::ofstream(name, std::ios::binary) << text;
}

CheckedScenario ScenarioFiles::check(const std::string& text, const Options& options) const {
    write("s.toml", text);
    return check_scenario(read_scenario("s.toml", options), test_vocabulary());
}

std::vector<std::string> ScenarioFiles::mistakes(const std::string& text,
                                                 const Options& options) const {
    return sentences(check(text, options).problems);
}

std::vector<std::string> ScenarioFiles::build_mistakes(const std::string& text,
                                                       const BuildOptions& options) const {
    const CheckedScenario checked = check(text);
    if (!checked.problems.empty())
        throw std::logic_error("not sound: " + checked.problems.front().text());
    return sentences(build_run(checked, options).problems);
}

RunPlan ScenarioFiles::plan(const std::string& text) const {
    BuiltRun built = build_run(check(text), {});
    if (!built.problems.empty())
        throw std::logic_error("not sound: " + built.problems.front().text());
    return std::move(built.plan);
}

Vocabulary test_vocabulary() {
    return make_vocabulary({"makespan", "it_energy"});
}

std::vector<std::string> sentences(const Problems& problems) {
    std::vector<std::string> texts;
    for (const auto& problem : problems)
        texts.push_back(problem.text());
    return texts;
}

std::string round_parts() {
    return R"([calibrations.round]
name = "round figures"
assumption = "to be followed by hand"
launch = "5 ms"
[[calibrations.round.curve]]
kernel = "copy"
precision = "fp64"
points = [["1 GB", "100 GB/s"]]
[cpus.round]
name = "a CPU of round figures"
cores = { value = 64, assumption = "round" }
idle_power = { value = "100 W", assumption = "round" }
max_power = { value = "300 W", assumption = "round" }
calibration = "round"
[nodes.round]
name = "a node"
gpus = { value = 0, assumption = "round" }
cpus = { value = 2, assumption = "round" }
cpu = "round"
memory_power = { value = "50 W", assumption = "round" }
nic_power = { value = "20 W", assumption = "round" }
drive_power = { value = "10 W", assumption = "round" }
converter_loss = { value = "0 W", assumption = "round" }
converter_efficiency = { value = "100 %", assumption = "round" }
[racks.round]
name = "a rack"
node = "round"
nodes = { value = 4, assumption = "round" }
switches = { value = 0, assumption = "round" }
rectifiers = { value = 0, assumption = "round" }
[sites.round]
name = "a partition of round figures"
node_name = "cpu-{node}"
fixed_power = { value = "0 W", assumption = "round" }
[[sites.round.rows]]
part = "round"
count = { value = 1, assumption = "round" }
)";
}

std::string sound_text() {
    return R"(title = "one job"
[time]
start = "2024-01-01T00:00:00Z"
horizon = "1 d"
[site]
part = "jedi"
[scheduling]
policy = "fcfs"
[[job]]
name = "a"
submit = "+1 h"
nodes = 2
run_time = "2 h"
)";
}

std::string sound_text_but(const std::string& line, const std::string& by) {
    std::string text = sound_text();
    const auto at = text.find(line + "\n");
    if (at == std::string::npos)
        throw std::logic_error("no such line: " + line);
    return text.replace(at, line.size(), by);
}

}  // namespace twin
