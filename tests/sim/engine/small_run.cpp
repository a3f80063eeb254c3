#include "tests/sim/engine/small_run.h"

#include <random>
#include <sys/wait.h>
#include <unistd.h>

#include "sim/arrivals/list_source.h"

namespace twin {

RackPart small_rack() {
    RackPart rack;
    rack.id = "small";
    rack.node.cpus.value = 1;
    rack.node.cpu.idle_power.value = 100 * watt;
    rack.node.cpu.max_power.value = 300 * watt;
    rack.nodes.value = 4;
    rack.switches.value = 1;
    rack.network_switch.power.value = 40 * watt;
    rack.rectifiers.value = 1;
    rack.rectifier.rating.value = 1000 * watt;
    rack.rectifier.efficiency.value = {{1, 0.5}};
    rack.rectifier.fixed_loss.value = 10 * watt;
    return rack;
}

RackPart plain_rack() {
    RackPart rack;
    rack.id = "plain";
    rack.node.cpus.value = 1;
    rack.node.cpu.idle_power.value = 50 * watt;
    rack.node.cpu.max_power.value = 150 * watt;
    rack.nodes.value = 4;
    return rack;
}

namespace {

Site site_of(const RackPart& first, const RackPart& last) {
    Site site;
    site.id = "small";
    site.node_name = "n{node}";
    const auto first_part = std::make_shared<const RackPart>(first);
    const auto last_part = std::make_shared<const RackPart>(last);
    for (int i = 0; i < 3; ++i)
        site.racks.push_back({i + 1, i < 2 ? first_part : last_part, 4 * i, 4, i / 2, 4 * i});
    site.groups = {{"group 1", 0, 2, 0, 8}, {"group 2", 2, 1, 8, 4}};
    site.nodes = 12;
    site.fixed_power.value = 300 * watt;
    return site;
}

}  // namespace

Site small_site(const RackPart& last) {
    return site_of(small_rack(), last);
}

RackPart gpu_rack() {
    RackPart rack;
    rack.id = "gpus";
    rack.nodes.value = 4;
    rack.node.gpus.value = 1;
    GpuPart& gpu = rack.node.gpu;
    gpu.idle_power.value = 100 * watt;
    gpu.max_power.value = 300 * watt;
    gpu.tensor_power.value = 200 * watt;
    gpu.clock_exponent.value = 1;
    gpu.lowest_clock.value = 0.5;
    return rack;
}

Site gpu_site(const RackPart& last) {
    return site_of(gpu_rack(), last);
}

Phase phase(std::int64_t length, double utilisation) {
    return {.duration = seconds(length),
            .cpu_utilisation = utilisation,
            .gpu_utilisation = 0,
            .gpu_activity = {},
            .compute_bound = 0};
}

Phase gpu_phase(std::int64_t length, double tensor) {
    return {.duration = seconds(length),
            .cpu_utilisation = 0,
            .gpu_utilisation = 0,
            .gpu_activity = {.busy = 0, .tensor = tensor, .memory = 0, .link = 0},
            .compute_bound = 1};
}

Job phased(double submit, NodeCount nodes, std::int64_t limit, std::vector<Phase> phases) {
    Job job;
    job.submit = sim_start + to_sim(submit * second);
    job.nodes = nodes;
    job.limit = seconds(limit);
    for (const Phase& phase : phases) {
        job.run_time += phase.duration;
        job.phases.push_back(phase);
    }
    return job;
}

Job job(double submit, NodeCount nodes, std::int64_t run_time, std::int64_t limit,
        double utilisation) {
    return phased(submit, nodes, limit, {phase(run_time, utilisation)});
}

Job gpu_job(double submit, NodeCount nodes, std::int64_t run_time, std::int64_t limit) {
    return phased(submit, nodes, limit, {gpu_phase(run_time)});
}

std::vector<Job> random_jobs(unsigned seed, int count, NodeCount most, int length) {
    std::mt19937_64 random(seed);
    const auto below = [&](int n) { return static_cast<int>(random() % std::uint64_t(n)); };
    std::vector<Job> jobs;
    double at = 0;
    for (int i = 0; i < count; ++i) {
        at += below(2 * length) + below(1'000'000) * 1e-9;
        std::vector<Phase> phases;
        for (int k = 0; k <= below(3); ++k) {
            Phase next = gpu_phase(1 + below(length), below(1'000) / 999.0);
            next.cpu_utilisation = below(1'000) / 999.0;
            next.compute_bound = below(5) / 4.0;
            phases.push_back(next);
        }
        Job next = phased(at, 1 + below(most), 0, phases);
        next.killed_at_limit = i % 5 == 0;
        next.limit = next.run_time + (next.killed_at_limit ? seconds(0) : seconds(below(length)));
        jobs.push_back(next);
    }
    return jobs;
}

Change power_change(std::int64_t at, const PowerPlan& plan) {
    Change change;
    change.at = at_second(at);
    change.kind = ChangeKind::set;
    change.what = "power";
    change.power = plan;
    return change;
}

Change change(std::int64_t at, ChangeKind kind, NodeRanges nodes) {
    Change change;
    change.at = at_second(at);
    change.kind = kind;
    change.what = "nodes";
    change.nodes = std::move(nodes);
    return change;
}

SmallRun::SmallRun(std::string policy, Site site) {
    plan.start = CalendarTime(std::chrono::seconds(1'700'000'000));
    plan.interval = seconds(10);
    plan.scheduling = {find_scheduler(policy), find_placement("lowest_first"), site.nodes,
                       LostJobs::requeue};
    plan.site = std::move(site);
}

void SmallRun::set(std::int64_t at, const std::function<void(SchedulingPlan&)>& edit) {
    SchedulingPlan settings = plan.scheduling;
    edit(settings);
    Change change;
    change.at = at_second(at);
    change.kind = ChangeKind::set;
    change.what = "setting";
    change.plan = settings;
    plan.changes.push_back(change);
}

ResultStore& SmallRun::simulate() {
    std::vector<MergedSource::Input> inputs;
    inputs.push_back({std::make_unique<ListSource>(std::move(jobs)), {}, {}});
    plan.jobs = std::make_unique<MergedSource>(std::move(inputs), 1);
    plan.job_sources = {"[[job]]"};
    RunInfo info;
    info.start = plan.start;
    info.warm_up = plan.warm_up;
    info.horizon = plan.horizon;
    info.interval = plan.interval;
    Recorder recorder(file_, info, plan.site);
    twin::simulate(plan, recorder, options);
    store_ = std::make_unique<ResultStore>(file_);
    return *store_;
}

std::string SmallRun::schedule() const {
    return text(
        "SELECT CASE WHEN start_ns IS NULL THEN '' ELSE printf('%g', start_ns / 1e9) END || '-' ||"
        " CASE WHEN end_ns IS NULL THEN '' ELSE printf('%g', end_ns / 1e9) END "
        "FROM job_record ORDER BY idx");
}

std::string SmallRun::of_jobs(const std::string& column) const {
    return text("SELECT " + column + " FROM job_record ORDER BY idx");
}

double SmallRun::number(const std::string& sql) const {
    Rows rows = store_->query(sql);
    return rows.next() ? rows.real(0) : 0;
}

std::string SmallRun::text(const std::string& sql) const {
    std::string joined;
    for (Rows rows = store_->query(sql); rows.next();)
        joined += (joined.empty() ? "" : " ") + std::string(rows.text(0));
    return joined;
}

std::vector<double> SmallRun::numbers(const std::string& sql) const {
    std::vector<double> column;
    for (Rows rows = store_->query(sql); rows.next();)
        column.push_back(rows.real(0));
    return column;
}

std::string SmallRun::everything() const {
    std::string all;
    Rows tables = store_->query(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND "
        "name <> 'wall_clock' ORDER BY name");
    while (tables.next()) {
        const std::string table(tables.text(0));
        // quote() gives as many digits as a number has.
        const std::string row = text(
            "SELECT group_concat('quote(' || name || ')', '|| '','' ||') "
            "FROM pragma_table_info('" +
            table + "')");
        all += table + ": " + text("SELECT " + row + " FROM " + table) + "\n";
    }
    return all;
}

std::string in_another_process(const std::function<std::string()>& run) {
    int ends[2] = {};
    if (pipe(ends) != 0)
        return "no pipe";
    const pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        const std::string result = run();
        for (std::size_t written = 0; written < result.size();) {
            const ssize_t more = write(ends[1], result.data() + written, result.size() - written);
            if (more <= 0)
                _exit(1);
            written += static_cast<std::size_t>(more);
        }
        _exit(0);
    }
    close(ends[1]);
    std::string result;
    char buffer[4096];
    for (ssize_t got = 0; (got = read(ends[0], buffer, sizeof buffer)) > 0;)
        result.append(buffer, static_cast<std::size_t>(got));
    close(ends[0]);
    int status = 0;
    if (waitpid(child, &status, 0) != child || status != 0)
        result += " (the process failed)";
    return result;
}

}  // namespace twin
