#include "gui/views/sankey_layout.h"

#include <algorithm>
#include <map>

namespace twin {
namespace {

constexpr double bar_width = 11, band_gap = 9, least_height = 2, fair_share = 0.4,
                 widest_label = 170;

// A bar, or the place where a band passes a column.
struct Item {
    int column = 0;
    double rank = 0, value = 0, y = 0;
    bool is_bar = false;
};

struct Stacks {
    std::vector<Item> items;                // bars first, as the nodes
    std::vector<std::vector<int>> columns;  // of item indices, from the top
    std::vector<std::vector<int>> ways;     // of links: the items from its source to its target
};

Stacks stacks_of(const EnergyFlow& flow) {
    Stacks stacks;
    std::map<int, int> used;  // columns that hold a bar
    for (const FlowNode& node : flow.nodes)
        used[node.column] = 0;
    int count = 0;
    for (auto& [column, place] : used)
        place = count++;
    for (const FlowNode& node : flow.nodes)
        stacks.items.push_back({used[node.column], double(node.rank), node.value, 0, true});
    for (const FlowLink& link : flow.links) {
        const Item from = stacks.items[std::size_t(link.from)];
        const Item to = stacks.items[std::size_t(link.to)];
        auto& way = stacks.ways.emplace_back();
        way.push_back(link.from);
        for (int column = from.column + 1; column < to.column; ++column) {
            way.push_back(int(stacks.items.size()));
            // Below the bars; the nearer its target, the higher.
            const double rank = 100 + 10 * to.column + from.rank + 0.1 * to.rank;
            stacks.items.push_back({column, rank, link.value, 0, false});
        }
        way.push_back(link.to);
    }
    stacks.columns.resize(std::size_t(count));
    for (std::size_t i = 0; i < stacks.items.size(); ++i)
        stacks.columns[std::size_t(stacks.items[i].column)].push_back(int(i));
    for (auto& column : stacks.columns)
        std::stable_sort(column.begin(), column.end(), [&](int a, int b) {
            return stacks.items[std::size_t(a)].rank < stacks.items[std::size_t(b)].rank;
        });
    return stacks;
}

double thickness(double value, double scale) {
    return std::max(least_height, value * scale);
}

double need_of(const Item& item, double scale, double label_height) {
    const double height = thickness(item.value, scale);
    return item.is_bar ? std::max(height, label_height) : height;
}

double height_of(const Stacks& stacks, const std::vector<int>& column, double scale,
                 double label_height) {
    double height = band_gap * double(column.size() - 1);
    for (const int i : column)
        height += need_of(stacks.items[std::size_t(i)], scale, label_height);
    return height;
}

double largest_scale(const Stacks& stacks, double height, double label_height, double most) {
    double low = 0, high = most;
    for (int step = 0; step < 40; ++step) {
        const double scale = (low + high) / 2;
        const bool fits =
            std::all_of(stacks.columns.begin(), stacks.columns.end(), [&](const auto& column) {
                return height_of(stacks, column, scale, label_height) <= height;
            });
        (fits ? low : high) = scale;
    }
    return low;
}

// From the right edge of one item to the left edge of the next, past those between.
QPainterPath band(const std::vector<QPointF>& top, double height) {
    QPainterPath path(top.front());
    const auto curve = [&path](QPointF from, QPointF to) {
        const double middle = (from.x() + to.x()) / 2;
        path.cubicTo(QPointF(middle, from.y()), QPointF(middle, to.y()), to);
    };
    const auto step = [&](std::size_t i, const QPointF& from, const QPointF& to) {
        // Every second stretch is the straight one within a column.
        if (i % 2 == 0)
            curve(from, to);
        else
            path.lineTo(to);
    };
    for (std::size_t i = 0; i + 1 < top.size(); ++i)
        step(i, top[i], top[i + 1]);
    const QPointF down(0, height);
    path.lineTo(top.back() + down);
    for (std::size_t i = top.size() - 1; i > 0; --i)
        step(i - 1, top[i] + down, top[i - 1] + down);
    path.closeSubpath();
    return path;
}

}  // namespace

SankeyLayout lay_out_sankey(const EnergyFlow& flow, const QRectF& area, double label_height,
                            double scale) {
    SankeyLayout layout;
    if (flow.nodes.empty() || area.isEmpty())
        return layout;
    Stacks stacks = stacks_of(flow);
    const double most = area.height() / std::max(flow.total, 1e-9);
    layout.scale = largest_scale(stacks, area.height(), label_height,
                                 scale > 0 ? std::min(scale, most) : most);
    layout.is_roomy = layout.scale * flow.total >= fair_share * area.height() ||
                      (scale > 0 && layout.scale >= 0.99 * scale);
    // The last column holds labels alone: no more than these need.
    const double last = std::min(area.width() / double(stacks.columns.size()), widest_label);
    const double slot = (area.width() - last) / std::max(1.0, double(stacks.columns.size()) - 1);
    const auto left_of = [&](const Item& item) { return area.left() + slot * item.column; };
    for (const auto& column : stacks.columns) {
        double y = area.top();
        for (const int i : column) {
            Item& item = stacks.items[std::size_t(i)];
            const double height = thickness(item.value, layout.scale);
            const double need = need_of(item, layout.scale, label_height);
            item.y = y + (need - height) / 2;
            if (item.is_bar) {
                auto& place = layout.nodes.emplace_back();
                place.bar = QRectF(left_of(item), item.y, bar_width, height);
                const bool at_end = item.column + 1 == int(stacks.columns.size());
                place.label = QRectF(left_of(item) + bar_width + 5, y + (need - label_height) / 2,
                                     (at_end ? last : slot) - bar_width - 8, label_height);
            }
            y += need + band_gap;
        }
    }
    // The bars came by column and rank, as the nodes are ordered.
    const auto y_of = [&](int i) { return stacks.items[std::size_t(i)].y; };
    const std::size_t links = flow.links.size();
    std::vector<std::size_t> order(links);
    for (std::size_t i = 0; i < links; ++i)
        order[i] = i;
    std::vector<double> leaves(links), arrives(links), used(flow.nodes.size());
    const auto dock = [&](bool at_source, std::vector<double>& y) {
        std::fill(used.begin(), used.end(), 0);
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            const auto &way_a = stacks.ways[a], &way_b = stacks.ways[b];
            return at_source ? y_of(way_a[1]) < y_of(way_b[1])
                             : y_of(way_a[way_a.size() - 2]) < y_of(way_b[way_b.size() - 2]);
        });
        for (const std::size_t i : order) {
            const auto node = std::size_t(at_source ? flow.links[i].from : flow.links[i].to);
            y[i] = y_of(int(node)) + used[node];
            used[node] += flow.links[i].value * layout.scale;
        }
    };
    dock(true, leaves);
    dock(false, arrives);
    for (std::size_t i = 0; i < links; ++i) {
        const auto& way = stacks.ways[i];
        std::vector<QPointF> top;
        for (std::size_t k = 0; k < way.size(); ++k) {
            const Item& item = stacks.items[std::size_t(way[k])];
            const double y = k == 0 ? leaves[i] : k + 1 == way.size() ? arrives[i] : item.y;
            if (k > 0)
                top.emplace_back(left_of(item), y);
            if (k + 1 < way.size())
                top.emplace_back(left_of(item) + bar_width, y);
        }
        layout.bands.push_back(band(top, std::max(1.0, flow.links[i].value * layout.scale)));
    }
    return layout;
}

}  // namespace twin
