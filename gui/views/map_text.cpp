#include "gui/views/map_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include "gui/look/figures.h"
#include "gui/look/result_texts.h"
#include "gui/look/translate.h"

namespace twin {
namespace {

QString count(std::int64_t value) {
    return QLocale().toString(qlonglong(value));
}

QString job_line(const PlacedJob& job, double at_s) {
    QString text =
        tr("Job %1: %2 nodes, GPUs %3, running for %4")
            .arg(QString::number(job.idx), count(job.nodes),
                 figure(100 * double(job.gpu_utilisation), "%"), span_of_time(at_s - job.start_s));
    if (std::isfinite(job.end_s))
        text += tr(", ends in %1").arg(span_of_time(job.end_s - at_s));
    return text;
}

void add_rack(QStringList& lines, const Machine& machine, const MachineNow& now, int rack) {
    const RackReading* const reading =
        machine.racks.at(std::size_t(rack), machine.interval_at(now.at_s));
    const double limit = machine.rack_limit_w[std::size_t(rack)];
    if (reading == nullptr || !machine.has_power)
        return;
    lines += limit > 0 ? tr("Rack's power %1 of %2")
                             .arg(figure(double(reading->power_w), "W"), figure(limit, "W"))
                       : tr("Rack's power %1").arg(figure(double(reading->power_w), "W"));
}

void add_group(QStringList& lines, const Machine& machine, const MachineNow& now, int group) {
    if (const WaterReading* const water =
            machine.groups.at(std::size_t(group), machine.interval_at(now.at_s)))
        lines += tr("Group's water %1 in, %2 out")
                     .arg(figure(double(water->supply_c), "degC"),
                          figure(double(water->return_c), "degC"));
}

}  // namespace

QString describe(const Machine& machine, const MachineNow& now, Selected what) {
    QStringList lines;
    const Site& site = machine.site;
    const auto i = std::size_t(what.index);
    switch (what.kind) {
        case Selected::Kind::nothing:
            break;
        case Selected::Kind::node: {
            if (i >= now.job_of_node.size())
                break;
            const int rack = site.rack_of(what.index);
            const int group = site.racks[std::size_t(rack)].group;
            lines += QString::fromStdString(machine.name_of(what.index));
            lines += tr("Rack %1, %2")
                         .arg(site.racks[std::size_t(rack)].number)
                         .arg(result_text(site.groups[std::size_t(group)].name));
            if (now.out[i] != 0)
                lines += tr("Out of service");
            if (now.job_of_node[i] != MachineNow::nobody)
                lines += job_line(machine.jobs.job(now.job_of_node[i]), now.at_s);
            else if (now.out[i] == 0)
                lines += tr("Free");
            add_rack(lines, machine, now, rack);
            add_group(lines, machine, now, group);
            break;
        }
        case Selected::Kind::rack: {
            if (i >= site.racks.size())
                break;
            const Rack& rack = site.racks[i];
            lines += tr("Rack %1, %2")
                         .arg(rack.number)
                         .arg(result_text(site.groups[std::size_t(rack.group)].name));
            lines += tr("%1 of %2 nodes busy").arg(count(now.busy_of_rack[i]), count(rack.nodes));
            if (now.out_of_rack[i] > 0)
                lines += tr("%1 out of service").arg(count(now.out_of_rack[i]));
            add_rack(lines, machine, now, int(i));
            add_group(lines, machine, now, rack.group);
            break;
        }
        case Selected::Kind::group: {
            if (i >= site.groups.size())
                break;
            const Group& group = site.groups[i];
            int busy = 0;
            for (int r = group.first_rack; r < group.first_rack + group.racks; ++r)
                busy += now.busy_of_rack[std::size_t(r)];
            lines += result_text(group.name);
            lines += tr("%1 racks, %2 of %3 nodes busy")
                         .arg(count(group.racks), count(busy), count(group.nodes));
            add_group(lines, machine, now, int(i));
            break;
        }
        case Selected::Kind::job:
            if (const auto row = machine.jobs.find(what.index, now.at_s)) {
                const PlacedJob job = machine.jobs.job(*row);
                lines += job.start_s <= now.at_s && now.at_s < job.end_s
                             ? job_line(job, now.at_s)
                             : tr("Job %1 does not run now").arg(job.idx);
            }
            break;
    }
    return lines.join(u'\n');
}

QString describe_all(const Machine& machine, const MachineNow& now) {
    QString text = tr("%1 nodes: %2 busy with %3 jobs, %4 free")
                       .arg(count(machine.site.nodes), count(now.busy),
                            count(std::int64_t(now.running.size())), count(now.free));
    if (now.out_of_service > 0)
        text += tr(", %1 out of service").arg(count(now.out_of_service));
    return text;
}

QString describe_unknown(const Machine& machine, const MachineNow& now) {
    QStringList sentences;
    if (machine.is_growing)
        sentences += tr("The run has not ended: jobs that still run are not in its file.");
    if (now.missing > 0)
        sentences += tr("%1 more nodes are not available; the file does not say which.")
                         .arg(count(now.missing));
    if (now.lost_jobs > 0)
        sentences += tr("%1 more nodes work for %2 attempts that will be lost; the file does not "
                        "say which.")
                         .arg(count(now.lost_nodes), count(now.lost_jobs));
    return sentences.join(u' ');
}

}  // namespace twin
