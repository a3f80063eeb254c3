#include "tests/sim/engine/small_run.h"

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
    rack.rectifier_loss.value = 10 * watt;
    rack.rectifier_efficiency.value = 0.5;
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

Site small_site(const RackPart& last) {
    Site site;
    site.id = "small";
    site.node_name = "n{node}";
    const auto first_part = std::make_shared<const RackPart>(small_rack());
    const auto last_part = std::make_shared<const RackPart>(last);
    for (int i = 0; i < 3; ++i)
        site.racks.push_back({i + 1, i < 2 ? first_part : last_part, 4 * i, 4, i / 2, 4 * i});
    site.groups = {{"group 1", 0, 2, 0, 8}, {"group 2", 2, 1, 8, 4}};
    site.nodes = 12;
    site.fixed_power.value = 300 * watt;
    return site;
}

Phase phase(std::int64_t length, double utilisation) {
    return {seconds(length), utilisation, 0};
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

}  // namespace twin
