#include "gui/run/network_flow.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>

namespace twin {
namespace {

std::optional<NetworkLink::Kind> kind_of(std::string_view text) {
    if (text == "group")
        return NetworkLink::Kind::group;
    if (text == "pair")
        return NetworkLink::Kind::pair;
    if (text == "storage read")
        return NetworkLink::Kind::storage_read;
    if (text == "storage write")
        return NetworkLink::Kind::storage_write;
    return std::nullopt;
}

void read_links(const ResultStore& store, NetworkFlow& network) {
    auto rows = store.query(
        "SELECT kind, name, a, b, capacity_b_s, shares, first_node, nodes FROM link ORDER BY id");
    while (rows.next()) {
        const auto kind = kind_of(rows.text(0));
        if (!kind)
            throw std::runtime_error("unknown kind of link: " + std::string(rows.text(0)));
        network.links.push_back(
            {*kind, std::string(rows.text(1)), rows.is_null(2) ? -1 : int(rows.integer(2)),
             rows.is_null(3) ? -1 : int(rows.integer(3)), rows.real(4), rows.integer(5) != 0});
        if (*kind == NetworkLink::Kind::group)
            network.nodes.push_back({NodeIndex(rows.integer(6)), NodeCount(rows.integer(7))});
    }
    network.groups = int(network.nodes.size());
    // Only its links are recorded each way by itself.
    for (const NetworkLink& link : network.links)
        if (link.kind == NetworkLink::Kind::pair && link.a > link.b)
            network.storage_group = link.a;
}

void read_slowed(const ResultStore& store, NetworkFlow& network) {
    auto rows = store.query(
        "SELECT idx, placement_ns / 1e9, storage_ns / 1e9, lost_links_ns / 1e9, sharing_ns / 1e9, "
        "slowed_most_by, slowed_most_ns / 1e9 FROM job_network ORDER BY idx");
    while (rows.next())
        network.slowed.push_back({int(rows.integer(0)), rows.real(1), rows.real(2), rows.real(3),
                                  rows.real(4), rows.is_null(5) ? -1 : int(rows.integer(5)),
                                  rows.is_null(6) ? 0 : rows.real(6)});
}

void read_service(const ResultStore& store, NetworkFlow& network) {
    network.service.resize(network.links.size());
    auto rows = store.query(
        "SELECT link, at_ns / 1e9, lost, parts, capacity_left FROM link_state ORDER BY position");
    while (rows.next())
        network.service[std::size_t(rows.integer(0))].push_back(
            {rows.real(1), int(rows.integer(2)), int(rows.integer(3)), rows.real(4)});
}

}  // namespace

double NetworkFlow::flow_at(std::size_t link, double seconds) const {
    const int last = std::max(intervals - 1, 0);
    const float* const now = flow.at(link, std::clamp(std::int32_t(seconds / interval_s), 0, last));
    return now == nullptr ? 0 : double(*now);
}

double NetworkFlow::mean_flow(std::size_t link, double from, double until) const {
    const int begin = int(std::ceil(std::max(from, 0.0) / interval_s));
    const int end = std::min(int(std::ceil(until / interval_s)), intervals);
    if (begin >= end)
        return flow_at(link, from);
    double sum = 0;
    for (int k = begin; k < end; ++k)
        if (const float* const flow_then = flow.at(link, k))
            sum += double(*flow_then);
    return sum / (end - begin);
}

// Of several at one instant the last one holds.
LinkService NetworkFlow::least_service(std::size_t link, double from, double until) const {
    LinkService least;
    if (link >= service.size())
        return least;
    const std::vector<LinkService>& all = service[link];
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool is_over = i + 1 < all.size() && all[i + 1].from_s <= from;
        const bool is_momentary = i + 1 < all.size() && all[i + 1].from_s <= all[i].from_s;
        if (all[i].from_s > until)
            break;
        if (!is_over && !is_momentary && (least.parts == 0 || all[i].left < least.left))
            least = all[i];
    }
    return least;
}

double NetworkFlow::mean_capacity(std::size_t link, double from, double until) const {
    double lost = 0;  // seconds
    for (std::size_t i = 0; link < service.size() && i < service[link].size(); ++i) {
        const std::vector<LinkService>& all = service[link];
        const double end = i + 1 < all.size() ? std::min(all[i + 1].from_s, until) : until;
        lost += (1 - all[i].left) * std::max(0.0, end - std::max(all[i].from_s, from));
    }
    return links[link].capacity_b_s * (until > from ? 1 - lost / (until - from) : 1);
}

LinkNow NetworkFlow::link_at(std::size_t link, double seconds) const {
    const double begin = std::floor(std::max(seconds, 0.0) / interval_s) * interval_s;
    return {flow_at(link, seconds), mean_capacity(link, begin, begin + interval_s),
            least_service(link, seconds, seconds)};
}

LinkNow NetworkFlow::link_between(std::size_t link, double from, double until) const {
    return {mean_flow(link, from, until), mean_capacity(link, from, until),
            least_service(link, from, until)};
}

const SlowedJob* NetworkFlow::slowed_job(int idx) const {
    const auto found =
        std::lower_bound(slowed.begin(), slowed.end(), idx,
                         [](const SlowedJob& job, int wanted) { return job.idx < wanted; });
    return found == slowed.end() || found->idx != idx ? nullptr : &*found;
}

std::vector<NodeCount> NetworkFlow::nodes_by_group(std::span<const NodeRange> where) const {
    std::vector<NodeCount> held(nodes.size());
    for (const NodeRange& range : where)
        for (std::size_t g = 0; g < nodes.size(); ++g)
            held[g] += std::max(
                0, std::min(range.end(), nodes[g].end()) - std::max(range.first, nodes[g].first));
    return held;
}

NetworkFlow read_network_flow(const ResultStore& store) {
    NetworkFlow network;
    network.interval_s = to_seconds(store.run().interval);
    auto count = store.query("SELECT count(*) FROM series");
    if (count.next())
        network.intervals = int(count.integer(0));
    read_links(store, network);
    network.flow = read_sparse<float>(
        store, "SELECT link, interval, flow_b_s FROM series_link ORDER BY link, interval",
        network.links.size(), [](const Rows& rows, std::size_t) { return float(rows.real(2)); });
    read_service(store, network);
    read_slowed(store, network);
    return network;
}

}  // namespace twin
