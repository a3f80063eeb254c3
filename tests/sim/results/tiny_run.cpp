#include "tests/sim/results/tiny_run.h"

#include <unistd.h>

#include "sim/results/run_file.h"

namespace twin {

TemporaryFile::TemporaryFile(const std::string& name)
    : path_(std::filesystem::temp_directory_path() /
            ("twin-results-" + std::to_string(getpid()) + "-" + name)) {
    remove_run_file(path_);
}

TemporaryFile::~TemporaryFile() {
    remove_run_file(path_);
}

SimDuration seconds(std::int64_t s) {
    return std::chrono::seconds(s);
}

SimTime at_second(std::int64_t s) {
    return sim_start + seconds(s);
}

Site tiny_site() {
    Site site;
    site.id = "tiny";
    site.name = "Tiny site";
    site.node_name = "n-{rack:02}-{slot:02}";
    site.nodes = 12;
    site.it_power_limit = Figure<Power>{8 * kilowatt, Evidence::assumption, "for the test"};
    auto part = std::make_shared<RackPart>();
    part->id = "four-nodes";
    part->node.gpus.value = 2;
    part->power_limit = Figure<Power>{3 * kilowatt, Evidence::assumption, "for the test"};
    for (int i = 0; i < 3; ++i)
        site.racks.push_back({i + 1, part, i * 4, 4, i / 2});
    site.groups.push_back({"group 1", 0, 2, 0, 8});
    site.groups.push_back({"group 2", 2, 1, 8, 4});
    return site;
}

Site flat_site(NodeCount nodes) {
    Site site;
    site.id = "flat";
    site.name = "Flat pool";
    site.nodes = nodes;
    site.has_power = false;
    site.racks.push_back({1, nullptr, 0, nodes, 0});
    site.groups.push_back({"all", 0, 1, 0, nodes});
    return site;
}

RunInfo tiny_info() {
    using namespace std::chrono;
    RunInfo info;
    info.title = "Seven jobs";
    info.description = "Worked out by hand.";
    info.scenario_path = "scenarios/tiny.toml";
    info.scenario_text = "title = \"Seven jobs\"\n";
    info.settings = {{"scheduling.policy", "easy", "tiny.toml:9"},
                     {"scheduling.placement", "lowest_first", "default"}};
    info.inputs = {{"data/tiny.swf", std::string(64, 'a'), 1234}};
    info.seed = 7;
    info.program_version = "0.1.0";
    info.start = sys_days(year(2024) / 4 / 7);
    info.warm_up = hours(1);
    info.horizon = hours(5);
    info.interval = hours(1);
    return info;
}

JobRecord job_of(JobIndex index, std::int64_t submit, std::int64_t start, std::int64_t end,
                 NodeCount nodes) {
    JobRecord job;
    job.index = index;
    job.log_id = index + 1;
    job.submit = at_second(submit);
    job.start = at_second(start);
    job.end = at_second(end);
    job.run_time = job.end - job.start;
    job.limit = job.run_time;
    job.nodes = nodes;
    job.state = JobState::completed;
    job.wait_cause = start > submit ? WaitCause::nodes : WaitCause::none;
    job.groups = 1;
    job.where = {{0, nodes}};
    return job;
}

void record_tiny_run(Recorder& recorder) {
    recorder.count({"data/tiny.swf", "records", 8});
    recorder.count({"data/tiny.swf", "dropped: larger than the site", 1});

    const auto sample = [&](std::int64_t k, double watts, double busy, double waiting,
                            std::vector<PlaceSample> racks) {
        SiteSample site;
        site.it_power = watts * watt;
        site.it_power_peak = 1.2 * watts * watt;
        site.busy_nodes = busy;
        site.available_nodes = 12;
        site.waiting_jobs = waiting;
        recorder.sample(k, site, {{0.75 * watts * watt, busy}, {0.25 * watts * watt, 0}}, racks);
    };
    const PlaceSample low{300 * watt, 0}, high{2 * kilowatt, 4};
    sample(0, 1000, 4, 0, {low, low, low});

    recorder.job(job_of(0, 0, 0, 1800, 4));
    sample(1, 2000, 8, 1, {low, low, low});
    recorder.job(job_of(1, 3600, 3600, 7200, 8));
    sample(2, 5000, 12, 2, {low, high, low});

    JobRecord killed = job_of(2, 4000, 7600, 9400, 12);
    killed.state = JobState::killed_at_limit;
    recorder.job(killed);
    JobRecord shortest = job_of(3, 5000, 9400, 9405, 1);
    shortest.backfilled = true;
    shortest.wait_cause = WaitCause::order;
    shortest.name = "short, \"quoted\"";
    shortest.energy = 7.2e6 * joule;  // 2 kWh
    shortest.where = {{0, 1}, {4, 4}, {11, 1}};
    recorder.job(shortest);
    recorder.event({at_second(9700), "lose", "rack 3", "4 nodes down, 1 job failed"});
    JobRecord lost = job_of(6, 8000, 9400, 10000, 1);
    lost.state = JobState::failed;
    lost.requeues = 1;
    recorder.job(lost);
    sample(3, 3000, 3, 0.5, {low, high, low});
    sample(4, 2000, 1, 0, {high, high, low});

    JobRecord running = job_of(4, 6000, 9405, 29405, 2);
    running.end = sim_never;
    running.state = JobState::running;
    recorder.job(running);
    JobRecord waiting = job_of(5, 7000, 8000, 9000, 12);
    waiting.start = waiting.end = sim_never;
    waiting.state = JobState::waiting;
    waiting.where.clear();
    waiting.groups = 0;
    recorder.job(waiting);

    recorder.limit({"nodes", "nodes", 12, 12, 12, seconds(1800), at_second(7600), ""});
    recorder.limit({"rack_power", "kW", 3, 2, 2.4, {}, sim_never, "rack 2"});
    recorder.limit({"site_power", "kW", 8, 5, 6, {}, sim_never, ""});
}

Recorder::Totals tiny_totals() {
    Recorder::Totals totals;
    totals.end = at_second(5 * 3600);
    totals.it_energy = 12 * kilowatt_hour;  // 2 + 5 + 3 + 2 kW, an hour each
    totals.it_power_peak = 6 * kilowatt;
    totals.busy_node_seconds = 24 * 3600;  // 8 + 12 + 3 + 1 nodes, an hour each
    totals.available_node_seconds = 48 * 3600;
    totals.events = 14;
    return totals;
}

void write_tiny_run(const std::filesystem::path& file, RunStatus status) {
    const Site site = tiny_site();
    Recorder recorder(file, tiny_info(), site);
    record_tiny_run(recorder);
    recorder.finish(status, tiny_totals());
}

}  // namespace twin
