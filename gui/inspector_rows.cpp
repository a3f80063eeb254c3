#include "gui/inspector_rows.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>
#include <algorithm>
#include <cmath>

#include "gui/look/figures.h"
#include "gui/look/result_texts.h"
#include "gui/look/translate.h"

namespace twin {
namespace {

QString count(std::int64_t value) {
    return QLocale().toString(qlonglong(value));
}

QString text_of(const std::string& text) {
    return QString::fromStdString(text);
}

std::optional<double> real(const Rows& rows, int column) {
    return rows.is_null(column) ? std::nullopt : std::optional(rows.real(column));
}

QString of(int part, int whole) {
    return tr("%1 of %2").arg(count(part), count(whole));
}

void add_water(Inspection& said, const Machine& machine, const MachineNow& now, int group) {
    const WaterReading* const water =
        machine.groups.at(std::size_t(group), machine.interval_at(now.at_s));
    if (water == nullptr) {
        said.add(tr("Water"), tr("this run does not simulate cooling"));
        return;
    }
    said.add(tr("Water into racks"), figure(double(water->supply_c), "degC"));
    said.add(tr("Water out of racks"), figure(double(water->return_c), "degC"));
    said.add(tr("Water flow"), figure(double(water->flow_l_s), "L/s"));
    said.add(tr("Valve"), figure(100 * double(water->valve), "%"));
}

void add_power(Inspection& said, const Machine& machine, const MachineNow& now, int rack) {
    const RackReading* const reading =
        machine.racks.at(std::size_t(rack), machine.interval_at(now.at_s));
    const double limit = machine.rack_limit_w[std::size_t(rack)];
    if (!machine.has_power) {
        said.add(tr("Power"), tr("not known of this site"));
        return;
    }
    if (reading != nullptr) {
        said.add(tr("Power, mean of the interval"), figure(double(reading->power_w), "W"));
        if (limit > 0)
            said.add(tr("Headroom"), figure(limit - double(reading->power_w), "W"));
    }
    said.add(tr("Power limit"), limit > 0 ? figure(limit, "W") : tr("none is known"));
}

QString job_text(const PlacedJob& job, double at_s) {
    return tr("job %1: %2 nodes, for %3")
        .arg(QString::number(job.idx), count(job.nodes), span_of_time(at_s - job.start_s));
}

// The jobs on these nodes, the largest first, a few by name.
QString jobs_on(const Machine& machine, const MachineNow& now, NodeRange nodes) {
    constexpr int named = 8;
    std::vector<int> found;
    for (NodeIndex node = nodes.first; node < nodes.end(); ++node)
        if (const int job = now.job_of_node[std::size_t(node)]; job != MachineNow::nobody)
            found.push_back(job);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    const Occupancy& jobs = machine.jobs;
    std::stable_sort(found.begin(), found.end(),
                     [&](int a, int b) { return jobs.job(a).nodes > jobs.job(b).nodes; });
    QStringList lines;
    for (std::size_t i = 0; i < std::min<std::size_t>(found.size(), named); ++i)
        lines += job_text(jobs.job(found[i]), now.at_s);
    if (found.size() > named)
        lines += tr("and %1 more").arg(count(std::int64_t(found.size()) - named));
    return lines.isEmpty() ? tr("none") : lines.join(u'\n');
}

QString why(const std::string& cause) {
    if (cause == "nodes")
        return tr("too few nodes were free");
    if (cause == "order")
        return tr("the policy's order: others went first");
    if (cause == "power")
        return tr("the power cap");
    return tr("it did not wait");
}

QString state_text(const std::string& state) {
    static constexpr const char* states[] = {
        QT_TRANSLATE_NOOP("twin", "waiting"), QT_TRANSLATE_NOOP("twin", "running"),
        QT_TRANSLATE_NOOP("twin", "completed"), QT_TRANSLATE_NOOP("twin", "killed at limit"),
        QT_TRANSLATE_NOOP("twin", "failed")};
    for (const char* const known : states)
        if (state == known)
            return tr(known);
    return text_of(state);
}

QString status_text(RunStatus status) {
    switch (status) {
        case RunStatus::running:
            return tr("running");
        case RunStatus::finished:
            return tr("finished");
        case RunStatus::interrupted:
            return tr("interrupted");
        case RunStatus::failed:
            return tr("failed");
        case RunStatus::died:
            break;
    }
    return tr("died");
}

QString state_at(const JobDetails& job, double at_s) {
    if (at_s < job.submit_s)
        return tr("not submitted yet");
    if (!job.start_s || at_s < *job.start_s)
        return tr("waiting");
    if (!job.end_s || at_s < *job.end_s)
        return tr("running");
    return state_text(job.state);
}

}  // namespace

std::optional<JobDetails> read_job(const ResultStore& store, int idx) {
    auto rows = store.query(
        "SELECT name, state, wait_cause, node_ranges, log_id, nodes, groups, requeues, backfilled, "
        "submit_s, limit_s, lost_s, start_s, end_s, cpu_utilisation, gpu_utilisation, wait_s "
        "FROM job WHERE idx = ?",
        {std::int64_t(idx)});
    if (!rows.next())
        return std::nullopt;
    JobDetails job;
    job.idx = idx;
    job.name = rows.text(0);
    job.state = rows.text(1);
    job.wait_cause = rows.text(2);
    job.node_ranges = rows.text(3);
    if (!rows.is_null(4))
        job.log_id = rows.integer(4);
    job.nodes = NodeCount(rows.integer(5));
    job.groups = int(rows.integer(6));
    job.requeues = int(rows.integer(7));
    job.backfilled = rows.integer(8) != 0;
    job.submit_s = rows.real(9);
    job.limit_s = rows.real(10);
    job.lost_s = rows.real(11);
    job.start_s = real(rows, 12);
    job.end_s = real(rows, 13);
    job.cpu_utilisation = rows.real(14);
    job.gpu_utilisation = rows.real(15);
    job.wait_s = real(rows, 16);
    auto energy = store.query(
        "SELECT slowed_s, gpu_kwh, node_kwh, grid_kwh, cost_eur, carbon_direct_kg, "
        "carbon_life_cycle_kg FROM job_energy WHERE idx = ?",
        {std::int64_t(idx)});
    if (energy.next()) {
        job.slowed_s = real(energy, 0);
        job.gpu_kwh = real(energy, 1);
        job.node_kwh = real(energy, 2);
        job.grid_kwh = real(energy, 3);
        job.cost_eur = real(energy, 4);
        job.direct_kg = real(energy, 5);
        job.life_cycle_kg = real(energy, 6);
    }
    auto saved = store.query(
        "SELECT checkpoints, interval_ns / 1e9, writing_ns / 1e9, restarting_ns / 1e9 "
        "FROM job_checkpoint WHERE idx = ?",
        {std::int64_t(idx)});
    if (saved.next())
        job.checkpoints = JobDetails::Checkpoints{int(saved.integer(0)), saved.real(1),
                                                  saved.real(2), saved.real(3)};
    const std::vector<std::string> tables = store.tables();
    if (std::find(tables.begin(), tables.end(), "job_progress") != tables.end()) {
        auto progress = store.query("SELECT unit, planned, kept FROM job_progress WHERE idx = ?",
                                    {std::int64_t(idx)});
        if (progress.next())
            job.progress = JobDetails::Progress{std::string(progress.text(0)), progress.real(1),
                                                progress.real(2)};
    }
    auto network = store.query(
        "SELECT n.placement_ns / 1e9, n.storage_ns / 1e9, n.lost_links_ns / 1e9, n.sharing_ns / "
        "1e9, "
        "n.slowed_most_by, o.name, n.slowed_most_ns / 1e9 FROM job_network n "
        "LEFT JOIN job_record o ON o.idx = n.slowed_most_by WHERE n.idx = ?",
        {std::int64_t(idx)});
    if (network.next()) {
        job.placement_s = real(network, 0);
        job.storage_s = real(network, 1);
        job.lost_links_s = real(network, 2);
        job.sharing_s = real(network, 3);
        if (!network.is_null(4)) {
            job.slowed_by = int(network.integer(4));
            job.slowed_by_name = network.text(5);
            job.slowed_by_s = real(network, 6);
        }
    }
    return job;
}

void set_beside(Inspection& a, const Inspection& b) {
    for (auto& [name, value] : a.rows) {
        const auto found = std::find_if(b.rows.begin(), b.rows.end(),
                                        [&](const auto& row) { return row.first == name; });
        if (found != b.rows.end() && found->second != value)
            value = tr("A: %1\nB: %2").arg(value, found->second);
    }
}

Inspection inspect_site(const RunFacts& facts, const Machine& machine, const MachineNow& now) {
    Inspection said;
    const RunSummary& run = facts.summary;
    said.title = text_of(run.site_name);
    said.add(tr("Run"), text_of(run.title));
    said.add(tr("Nodes"), count(run.nodes));
    if (run.gpus > 0)
        said.add(tr("GPUs"), count(run.gpus));
    said.add(tr("Groups · racks"), tr("%1 · %2").arg(count(std::int64_t(facts.groups.size())),
                                                     count(std::int64_t(facts.racks.size()))));
    said.add(tr("Begins"), moment(run.start, 0));
    said.add(tr("Ends"), moment(run.start, facts.end_s));
    said.add(tr("Seed"), QString::number(run.seed));
    said.add(tr("Status"), status_text(run.status));
    said.add(tr("At the play head"), moment(run.start, now.at_s));
    said.add(tr("Busy nodes"), of(now.busy, machine.site.nodes));
    said.add(tr("Running jobs"), count(std::int64_t(now.running.size())));
    said.add(tr("Free nodes"), count(now.free));
    said.add(tr("Out of service"), count(now.out_of_service));
    return said;
}

Inspection inspect_group(const Machine& machine, const MachineNow& now, int group) {
    Inspection said;
    const Group& place = machine.site.groups[std::size_t(group)];
    said.title = result_text(place.name);
    int busy = 0, out = 0;
    double power = 0;
    for (int r = place.first_rack; r < place.first_rack + place.racks; ++r) {
        busy += now.busy_of_rack[std::size_t(r)];
        out += now.out_of_rack[std::size_t(r)];
        if (const RackReading* const reading =
                machine.racks.at(std::size_t(r), machine.interval_at(now.at_s)))
            power += double(reading->power_w);
    }
    said.add(tr("Racks"), count(place.racks));
    said.add(tr("Busy nodes"), of(busy, place.nodes));
    said.add(tr("Out of service"), count(out));
    if (machine.has_power)
        said.add(tr("Power of its racks"), figure(power, "W"));
    add_water(said, machine, now, group);
    said.add(tr("Jobs on it"), jobs_on(machine, now, {place.first_node, place.nodes}));
    return said;
}

Inspection inspect_rack(const Machine& machine, const MachineNow& now, int rack) {
    Inspection said;
    const Rack& place = machine.site.racks[std::size_t(rack)];
    said.title = tr("Rack %1").arg(place.number);
    said.add(tr("Group"), result_text(machine.site.groups[std::size_t(place.group)].name));
    said.add(tr("Busy nodes"), of(now.busy_of_rack[std::size_t(rack)], place.nodes));
    said.add(tr("Out of service"), count(now.out_of_rack[std::size_t(rack)]));
    add_power(said, machine, now, rack);
    add_water(said, machine, now, place.group);
    said.add(tr("Jobs on it"), jobs_on(machine, now, {place.first_node, place.nodes}));
    return said;
}

Inspection inspect_node(const Machine& machine, const MachineNow& now, NodeIndex node) {
    Inspection said;
    const int rack = machine.site.rack_of(node);
    const Rack& place = machine.site.racks[std::size_t(rack)];
    said.title = text_of(machine.name_of(node));
    said.add(tr("Rack"),
             tr("rack %1, place %2").arg(place.number).arg(node - place.first_node + 1));
    said.add(tr("Group"), result_text(machine.site.groups[std::size_t(place.group)].name));
    if (machine.gpus_per_node > 0)
        said.add(tr("GPUs"), count(machine.gpus_per_node));
    const int job = now.job_of_node[std::size_t(node)];
    const bool out = now.out[std::size_t(node)] != 0;
    said.add(tr("State"), job != MachineNow::nobody ? (out ? tr("busy, drains") : tr("busy"))
                          : out                     ? tr("out of service")
                                                    : tr("free"));
    if (job != MachineNow::nobody) {
        const PlacedJob placed = machine.jobs.job(job);
        said.add(tr("Job"), job_text(placed, now.at_s));
        said.add(tr("GPU utilisation of the job"),
                 figure(100 * double(placed.gpu_utilisation), "%"));
        if (std::isfinite(placed.end_s))
            said.add(tr("Free in"), span_of_time(placed.end_s - now.at_s));
    }
    const RackReading* const reading =
        machine.racks.at(std::size_t(rack), machine.interval_at(now.at_s));
    if (machine.has_power && reading != nullptr)
        said.add(tr("Even share of the rack's power"),
                 figure(double(reading->power_w) / place.nodes, "W"));
    add_water(said, machine, now, place.group);
    return said;
}

Inspection inspect_job(const RunFacts& facts, const JobDetails& job, double at_s) {
    Inspection said;
    const CalendarTime start = facts.summary.start;
    const auto when = [&](const std::optional<double>& seconds) {
        return seconds ? moment(start, *seconds) : tr("not yet");
    };
    said.title = job.name.empty() ? tr("Job %1").arg(job.idx)
                                  : tr("Job %1: %2").arg(job.idx).arg(text_of(job.name));
    if (job.log_id)
        said.add(tr("Number in the log"), QString::number(*job.log_id));
    said.add(tr("State at the play head"), state_at(job, at_s));
    said.add(tr("State at the end"), state_text(job.state));
    said.add(tr("Nodes"), count(job.nodes));
    said.add(tr("Submitted"), moment(start, job.submit_s));
    said.add(tr("Started"), when(job.start_s));
    said.add(tr("Ended"), when(job.end_s));
    said.add(tr("Waited"), job.wait_s ? span_of_time(*job.wait_s) : tr("still"));
    said.add(tr("Waited because"), why(job.wait_cause));
    if (job.start_s)
        said.add(tr("Run time"), span_of_time(job.end_s.value_or(facts.end_s) - *job.start_s));
    said.add(tr("Requested time"), span_of_time(job.limit_s));
    if (job.backfilled)
        said.add(tr("Backfilled"), tr("started before a job that had waited longer"));
    if (job.requeues > 0)
        said.add(tr("Put back"),
                 tr("%1 times, %2 lost").arg(count(job.requeues), span_of_time(job.lost_s)));
    if (job.slowed_s && *job.slowed_s > 0)
        said.add(tr("Slowed by caps or heat"), span_of_time(*job.slowed_s));
    if (job.progress)
        said.add(tr("Done for good"),
                 tr("%1 of %2 %3")
                     .arg(count(std::llround(job.progress->kept)),
                          count(std::llround(job.progress->planned)),
                          job.progress->unit == "steps"       ? tr("steps")
                          : job.progress->unit == "solutions" ? tr("solutions")
                                                              : text_of(job.progress->unit)));
    if (job.checkpoints) {
        said.add(tr("Checkpoints"), tr("%1, after each %2 of work")
                                        .arg(count(job.checkpoints->finished),
                                             span_of_time(job.checkpoints->interval_s)));
        said.add(tr("Work stood still for them"), span_of_time(job.checkpoints->writing_s));
        if (job.checkpoints->restarting_s > 0)
            said.add(tr("Restarts took"), span_of_time(job.checkpoints->restarting_s));
    }
    if (job.placement_s.value_or(0) > 0)
        said.add(tr("Slowed by its placement"), span_of_time(*job.placement_s));
    if (job.placement_s.value_or(0) < 0)
        said.add(tr("Sped up by its placement"), span_of_time(-*job.placement_s));
    if (job.storage_s.value_or(0) > 0)
        said.add(tr("Slowed by the storage"), span_of_time(*job.storage_s));
    if (job.lost_links_s.value_or(0) > 0)
        said.add(tr("Slowed by lost links"), span_of_time(*job.lost_links_s));
    if (job.sharing_s.value_or(0) > 0)
        said.add(tr("Slowed by sharing"), span_of_time(*job.sharing_s));
    if (job.slowed_by) {
        const QString other =
            job.slowed_by_name.empty()
                ? tr("job %1").arg(*job.slowed_by)
                : tr("job %1: %2").arg(*job.slowed_by).arg(text_of(job.slowed_by_name));
        said.add(tr("Most of it beside"),
                 tr("%1, %2").arg(other, span_of_time(job.slowed_by_s.value_or(0))));
    }
    if (facts.summary.gpus > 0)
        said.add(tr("GPU utilisation"), figure(100 * job.gpu_utilisation, "%"));
    const auto add = [&](const QString& name, const std::optional<double>& value,
                         const char* unit) {
        if (value)
            said.add(name, figure(value, unit));
    };
    add(tr("Energy at GPUs"), job.gpu_kwh, "kWh");
    add(tr("Energy at nodes"), job.node_kwh, "kWh");
    add(tr("Share of the grid's energy"), job.grid_kwh, "kWh");
    add(tr("Share of the cost"), job.cost_eur, "EUR");
    add(tr("CO2, direct"), job.direct_kg, "kg");
    add(tr("CO2, life cycle"), job.life_cycle_kg, "kg");
    if (!job.node_kwh)
        said.add(tr("Energy"), tr("not known of this site"));
    if (job.groups > 0) {
        said.add(tr("Groups"), count(job.groups));
        said.add(tr("Nodes' indices"),
                 text_of(job.node_ranges).replace(u',', QStringLiteral(", ")));
    }
    return said;
}

}  // namespace twin
