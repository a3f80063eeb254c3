#include "gui/run/machine.h"

#include <algorithm>

#include "gui/run/job_store.h"
#include "gui/run/run_facts.h"

namespace twin {
namespace {

std::vector<UnplacedAttempt> read_lost_attempts(const ResultStore& store) {
    std::vector<UnplacedAttempt> attempts;
    // The last attempt of a job that failed is its record.
    std::string sql =
        "SELECT a.idx, a.start_ns / 1e9, a.lost_ns / 1e9, a.nodes FROM lost_attempt a "
        "LEFT JOIN job_record j ON j.idx = a.idx AND j.start_ns = a.start_ns WHERE j.idx IS NULL";
    // Those with a place are among the jobs.
    if (places_lost_attempts(store))
        sql += " AND a.node_ranges = ''";
    auto lost = store.query(sql);
    while (lost.next())
        attempts.push_back(
            {int(lost.integer(0)), lost.real(1), lost.real(2), NodeCount(lost.integer(3))});
    return attempts;
}

template <class Reading>
SeriesPoints points_of(const Machine& machine, const SparseSeries<Reading>& series, int place,
                       float Reading::*value) {
    SeriesPoints points;
    points.interval_s = machine.interval_s;
    if (place < 0 || std::size_t(place) + 1 >= series.first.size())
        return points;
    const std::uint32_t begin = series.first[std::size_t(place)];
    const std::uint32_t end = series.first[std::size_t(place) + 1];
    if (begin == end)
        return points;
    points.values.assign(std::size_t(machine.intervals), std::numeric_limits<float>::quiet_NaN());
    for (std::uint32_t i = begin; i < end; ++i) {
        const int until = i + 1 < end ? series.interval[i + 1] : machine.intervals;
        for (int k = series.interval[i]; k < std::min(until, machine.intervals); ++k)
            points.values[std::size_t(k)] = series.reading[i].*value;
    }
    return points;
}

}  // namespace

std::int32_t Machine::interval_at(double seconds) const {
    return std::clamp(std::int32_t(seconds / interval_s), 0, std::max(intervals - 1, 0));
}

std::string Machine::name_of(NodeIndex node) const {
    // The number from which {node} counts is not in the file.
    if (site.node_name.find("{node") != std::string::npos ||
        !node_name_problem(site.node_name).empty())
        return "node #" + std::to_string(node);
    return site.name_of(node);
}

SeriesPoints Machine::rack_power(int rack) const {
    return has_power ? points_of(*this, racks, rack, &RackReading::power_w) : SeriesPoints{};
}

SeriesPoints Machine::group_return(int group) const {
    return points_of(*this, groups, group, &WaterReading::return_c);
}

Machine read_machine(const ResultStore& store, Outages outages) {
    Machine machine;
    const RunSummary run = store.run();
    const std::vector<Place> racks = read_places(store, "rack");
    machine.site = site_of(run, read_places(store, "group"), racks);
    for (const Place& place : racks)
        machine.rack_limit_w.push_back(place.power_limit_w);
    machine.has_power = run.has_power;
    machine.is_growing = run.is_growing();
    machine.interval_s = to_seconds(run.interval);
    if (run.nodes > 0 && run.gpus % run.nodes == 0)
        machine.gpus_per_node = run.gpus / run.nodes;
    machine.lost_attempts = read_lost_attempts(store);
    machine.outages = std::move(outages);

    auto available = store.query("SELECT available_nodes FROM series_site ORDER BY interval");
    while (available.next())
        machine.available_nodes.push_back(float(available.real(0)));
    machine.intervals = int(machine.available_nodes.size());
    const auto rack = [&](const Rows& rows, std::size_t place) {
        const RackReading reading{float(rows.real(2)), float(rows.real(3))};
        const auto nodes = float(std::max(machine.site.racks[place].nodes, 1));
        machine.largest_node_w = std::max(machine.largest_node_w, reading.power_w / nodes);
        return reading;
    };
    machine.racks = read_sparse<RackReading>(
        store,
        "SELECT place, interval, it_power_w, busy_nodes FROM series_rack ORDER BY place, interval",
        machine.site.racks.size(), rack);
    const auto water = [&](const Rows& rows, std::size_t) {
        const WaterReading reading{float(rows.real(2)), float(rows.real(3)), float(rows.real(4)),
                                   float(rows.real(5))};
        machine.coldest_c = std::min(machine.coldest_c, reading.supply_c);
        machine.warmest_c = std::max(machine.warmest_c, reading.return_c);
        return reading;
    };
    machine.groups = read_sparse<WaterReading>(
        store,
        "SELECT place, interval, supply_c, return_c, flow_l_s, valve FROM series_group_cooling "
        "ORDER BY place, interval",
        machine.site.groups.size(), water);
    machine.has_water = !machine.groups.reading.empty();
    return machine;
}

MachineNow machine_at(const Machine& machine, double seconds) {
    MachineNow now;
    now.at_s = seconds;
    const auto nodes = std::size_t(machine.site.nodes);
    now.job_of_node.assign(nodes, MachineNow::nobody);
    now.out.assign(nodes, 0);
    now.busy_of_rack.assign(machine.site.racks.size(), 0);
    now.out_of_rack.assign(machine.site.racks.size(), 0);
    const auto fill = [nodes](auto& values, const NodeRange& range, auto value) {
        const auto first = std::min(std::size_t(std::max(range.first, 0)), nodes);
        const auto end = std::min(std::size_t(std::max(range.end(), 0)), nodes);
        std::fill(values.begin() + std::ptrdiff_t(first), values.begin() + std::ptrdiff_t(end),
                  value);
    };
    for (const Outage* const outage : machine.outages.at(seconds))
        for (const NodeRange& range : outage->nodes)
            fill(now.out, range, char(1));
    now.running = machine.jobs.running_at(seconds);
    for (const int row : now.running)
        for (const NodeRange& range : machine.jobs.where(row))
            fill(now.job_of_node, range, row);

    for (std::size_t i = 0; i < machine.site.racks.size(); ++i) {
        const Rack& rack = machine.site.racks[i];
        for (NodeIndex node = rack.first_node; node < rack.first_node + rack.nodes; ++node) {
            const auto n = std::size_t(node);
            const bool busy = now.job_of_node[n] != MachineNow::nobody;
            now.busy_of_rack[i] += busy;
            now.out_of_rack[i] += now.out[n];
            now.free += !busy && now.out[n] == 0;
        }
        now.busy += now.busy_of_rack[i];
        now.out_of_service += now.out_of_rack[i];
    }
    for (const UnplacedAttempt& lost : machine.lost_attempts)
        if (lost.start_s <= seconds && seconds < lost.lost_s) {
            now.lost_nodes += lost.nodes;
            ++now.lost_jobs;
        }
    if (machine.intervals > 0) {
        const float available = machine.available_nodes[std::size_t(machine.interval_at(seconds))];
        const auto known = machine.site.nodes - now.out_of_service;
        // A mean over the interval: within it an outage may begin.
        const double begin = machine.interval_at(seconds) * machine.interval_s;
        const bool steady = machine.outages.is_steady(begin, begin + machine.interval_s);
        if (steady)
            now.missing = std::max(0, NodeCount(std::lround(float(known) - available)));
    }
    return now;
}

}  // namespace twin
