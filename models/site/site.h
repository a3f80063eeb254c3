// What exists: racks of nodes in groups of the interconnect. Built once from a scenario, then
// const.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/hardware/parts.h"
#include "models/units/ids.h"

namespace twin {

struct Rack {
    int number = 0;  // as painted on the door; names come from it
    std::shared_ptr<const RackPart> part;
    NodeIndex first_node = 0;
    NodeCount nodes = 0;  // <= part->nodes
    GroupIndex group = 0;
};

struct Group {  // a DragonFly+ group or an island of a fat tree
    std::string name;
    RackIndex first_rack = 0;
    int racks = 0;
    NodeIndex first_node = 0;
    NodeCount nodes = 0;
};

struct Site {
    std::string id, name;
    std::string node_name;    // pattern, e.g. "jpbo-{rack:03}-{slot:02}"
    std::vector<Rack> racks;  // ascending in number and in first_node
    std::vector<Group> groups;
    NodeCount nodes = 0;
    bool has_power = true;  // false for a flat pool: nothing is known of its watts
    // Power inside the metering point that belongs to no rack (pumps of cooling units).
    Figure<Power> fixed_power;
    std::optional<Figure<Power>> it_power_limit;

    RackIndex rack_of(NodeIndex node) const;    // O(log racks)
    std::string name_of(NodeIndex node) const;  // "jpbo-017-05"
    std::optional<NodeIndex> node_named(const std::string& name) const;
    int gpus() const;  // of all nodes
};

// Consecutive racks of one kind, as a site part or a scenario lists them.
struct RackRow {
    std::shared_ptr<const RackPart> part;
    int count = 0;
    NodeCount nodes = 0;  // per rack
};

struct SiteDescription {
    std::string id, name, node_name;
    std::vector<RackRow> rows;
    std::vector<int> missing_racks;  // rack numbers that are skipped (count as built in rows)
    int racks_per_group = 0;         // 0: the whole site is one group
    bool has_power = true;
    Figure<Power> fixed_power;
    std::optional<Figure<Power>> it_power_limit;
};

// Numbers racks from 1 in row order; a rack whose number is in missing_racks keeps its number but
// is left out (it has no nodes and draws no power). Groups take racks_per_group consecutive rack
// numbers.
Site build_site(const SiteDescription& description);

}  // namespace twin
