#include "gui/views/map_colors.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <cmath>

namespace twin {
namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
constexpr double soon_s = 86400;  // a node that is free later than this is simply busy

constexpr std::array color_rows = {
    MapColorRow{MapColor::job, "job", QT_TRANSLATE_NOOP("Map", "Job"),
                QT_TRANSLATE_NOOP("Map", "Every job has a colour; neighbours differ.")},
    MapColorRow{MapColor::tenant, "tenant", QT_TRANSLATE_NOOP("Map", "Tenant"),
                QT_TRANSLATE_NOOP("Map", "Whose job it is: user, account or project.")},
    MapColorRow{MapColor::state, "state", QT_TRANSLATE_NOOP("Map", "State"),
                QT_TRANSLATE_NOOP("Map", "Free, busy with a job, or out of service.")},
    MapColorRow{MapColor::utilisation, "utilisation", QT_TRANSLATE_NOOP("Map", "GPU utilisation"),
                QT_TRANSLATE_NOOP("Map", "Of the job on the node, its mean over all its GPUs.")},
    MapColorRow{
        MapColor::power, "power", QT_TRANSLATE_NOOP("Map", "Power"),
        QT_TRANSLATE_NOOP("Map", "A node's even share of its rack's mean power in the interval.")},
    MapColorRow{MapColor::supply, "supply", QT_TRANSLATE_NOOP("Map", "Water into racks"),
                QT_TRANSLATE_NOOP("Map", "Temperature of the group's water on its way in.")},
    MapColorRow{MapColor::warm_return, "return", QT_TRANSLATE_NOOP("Map", "Water out of racks"),
                QT_TRANSLATE_NOOP("Map", "Temperature of the group's water on its way out.")},
    MapColorRow{
        MapColor::free, "free", QT_TRANSLATE_NOOP("Map", "Free, or how soon"),
        QT_TRANSLATE_NOOP("Map", "Free nodes, and in how many hours the others' jobs end.")},
};

QString translated(const char* text) {
    return QCoreApplication::translate("Map", text);
}

double value_of_group(MapColor by, const Machine& machine, const MachineNow& now, int group) {
    const WaterReading* const water =
        machine.groups.at(std::size_t(group), machine.interval_at(now.at_s));
    if (water == nullptr)
        return nothing;
    return by == MapColor::supply ? water->supply_c : water->return_c;
}

double value_of_rack(const Machine& machine, const MachineNow& now, std::size_t rack) {
    const RackReading* const reading = machine.racks.at(rack, machine.interval_at(now.at_s));
    const NodeCount nodes = machine.site.racks[rack].nodes;
    return reading == nullptr || nodes == 0 || !machine.has_power
               ? nothing
               : double(reading->power_w) / nodes;
}

double value_of_job(MapColor by, const PlacedJob& job, double at_s) {
    if (by == MapColor::utilisation)
        return 100 * double(job.gpu_utilisation);
    return std::min(job.end_s - at_s, soon_s) / 3600;
}

}  // namespace

std::span<const MapColorRow> map_color_table() {
    return color_rows;
}

MapScale map_scale(MapColor by, const Machine& machine) {
    switch (by) {
        case MapColor::utilisation:
            return {0, 100, QStringLiteral("%")};
        case MapColor::power:
            return {0, double(machine.largest_node_w), QStringLiteral("W")};
        case MapColor::supply:
        case MapColor::warm_return:
            return {std::floor(double(machine.coldest_c)), std::ceil(double(machine.warmest_c)),
                    QStringLiteral("degC")};
        case MapColor::free:
            return {0, soon_s / 3600, QStringLiteral("h")};
        case MapColor::job:
        case MapColor::tenant:
        case MapColor::state:
            break;
    }
    return {};
}

QString map_color_missing(MapColor by, const Machine& machine) {
    if (by == MapColor::tenant)
        return translated(QT_TRANSLATE_NOOP(
            "Map", "No tenant is recorded: jobs have no user, account or project here."));
    if (by == MapColor::power && !machine.has_power)
        return translated(QT_TRANSLATE_NOOP(
            "Map", "This run knows nothing of the power of its nodes: it ran on a flat pool."));
    if ((by == MapColor::supply || by == MapColor::warm_return) && !machine.has_water)
        return translated(QT_TRANSLATE_NOOP(
            "Map", "This run does not simulate cooling, so it has no water temperatures."));
    if (by == MapColor::utilisation && machine.gpus_per_node == 0)
        return translated(QT_TRANSLATE_NOOP("Map", "The nodes of this run have no GPUs."));
    return {};
}

double map_value(MapColor by, const Machine& machine, const MachineNow& now, NodeIndex node) {
    const auto rack = std::size_t(machine.site.rack_of(node));
    switch (by) {
        case MapColor::power:
            return value_of_rack(machine, now, rack);
        case MapColor::supply:
        case MapColor::warm_return:
            return value_of_group(by, machine, now, machine.site.racks[rack].group);
        case MapColor::utilisation:
        case MapColor::free: {
            const int job = now.job_of_node[std::size_t(node)];
            return job == MachineNow::nobody ? nothing
                                             : value_of_job(by, machine.jobs.job(job), now.at_s);
        }
        case MapColor::job:
        case MapColor::tenant:
        case MapColor::state:
            break;
    }
    return nothing;
}

std::vector<QRgb> map_colors(MapColor by, const Machine& machine, const MachineNow& now,
                             const Theme& theme) {
    const MapScale scale = map_scale(by, machine);
    const QRgb free = theme.color(Tone::free).rgb();
    const auto ramp = [&](double value) {
        if (std::isnan(value))
            return free;
        const double share = (value - scale.least) / std::max(scale.most - scale.least, 1e-9);
        // Soon is bright: that is what is looked for.
        return theme.ramp(by == MapColor::free ? 1 - share : share).rgb();
    };
    std::vector<QRgb> colors(now.job_of_node.size(), free);
    if (by == MapColor::power || by == MapColor::supply || by == MapColor::warm_return) {
        for (std::size_t r = 0; r < machine.site.racks.size(); ++r) {
            const Rack& rack = machine.site.racks[r];
            const QRgb color =
                ramp(by == MapColor::power ? value_of_rack(machine, now, r)
                                           : value_of_group(by, machine, now, rack.group));
            std::fill_n(colors.begin() + rack.first_node, rack.nodes, color);
        }
        return colors;
    }
    const QRgb busy = theme.color(Tone::busy).rgb();
    for (const int row : now.running) {
        const PlacedJob job = machine.jobs.job(row);
        const bool plain = by == MapColor::state || by == MapColor::tenant;
        const QRgb color = by == MapColor::job ? theme.category(job.idx).rgb()
                           : plain             ? busy
                                               : ramp(value_of_job(by, job, now.at_s));
        for (const NodeRange& range : machine.jobs.where(row))
            for (NodeIndex node = std::max(range.first, 0);
                 node < std::min(range.end(), machine.site.nodes); ++node)
                colors[std::size_t(node)] = color;
    }
    if (by == MapColor::free) {
        const QRgb good = theme.color(Tone::good).rgb();
        for (std::size_t node = 0; node < colors.size(); ++node)
            if (now.job_of_node[node] == MachineNow::nobody)
                colors[node] = good;
    }
    for (std::size_t node = 0; node < colors.size(); ++node)
        if (now.out[node] != 0 && now.job_of_node[node] == MachineNow::nobody)
            colors[node] = theme.color(Tone::surface).rgb();
    return colors;
}

}  // namespace twin
