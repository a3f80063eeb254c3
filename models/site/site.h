// What exists: racks of nodes in groups of the interconnect. Built once from a scenario, then
// const.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/hardware/parts.h"
#include "models/units/ids.h"

namespace twin {

struct Rack {
    int number = 0;  // as painted on the door; names come from it
    std::shared_ptr<const RackPart> part;
    NodeIndex first_node = 0;
    NodeCount nodes = 0;
    GroupIndex group = 0;
    int first_node_number = 0;  // {node} of its first node
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
    std::optional<SupplyPart> supply;  // from the grid to the racks; absent: not known

    // Precondition of the first two: 0 <= node < nodes.
    RackIndex rack_of(NodeIndex node) const;                           // O(log racks)
    std::string name_of(NodeIndex node) const;                         // "jpbo-017-05"
    std::optional<NodeIndex> node_named(std::string_view node) const;  // inverse of name_of
    int gpus() const;                                                  // of all nodes
};

// Consecutive racks of one kind, as a site part or a scenario lists them.
struct RackRow {
    std::shared_ptr<const RackPart> part;
    Figure<int> count;  // >= 1
    // Per rack; absent (0): full racks. A row of a part without slots (a flat pool) leaves it
    // absent in the site's file, and the scenario must give it (site.nodes).
    Figure<NodeCount> nodes;
};

// A file of models/parts/sites; key names are the field names.
struct SiteDescription {
    std::string id, name, node_name;
    std::vector<RackRow> rows;
    Figure<int> first_rack_number{1};  // absent: 1
    // Numbers of racks that are not there (`{ value = [41], source = "..." }`); absent: none. The
    // rows count them, so that all racks behind keep their numbers.
    Figure<std::vector<int>> missing_racks;
    Figure<int> first_node_number;  // of {node}; absent: 0
    Figure<int> racks_per_group;    // absent (0): the whole site is one group
    bool has_power = true;          // absent: true
    Figure<Power> fixed_power;      // absent: 0 W
    std::optional<Figure<Power>> it_power_limit;
    std::optional<SupplyPart> supply;   // absent: not known
    std::string cooling;                // id of the cooling plant that it has; empty: not known
    std::string network;                // id of its network; empty: not known
    std::vector<std::string> storages;  // ids; the first is where jobs read and write by default
};

// What is wrong with a node_name pattern, as a phrase for a problem; empty when it is good. A
// pattern is text with the placeholders {rack}, {slot} (from 1 in each rack) and {node} (running
// number from first_node_number over all slots, those of missing racks included), each with an
// optional zero-padded width: {rack:03}. It must tell nodes apart: {node}, or {rack} and {slot};
// between two placeholders stands text that does not start with a digit.
std::string node_name_problem(std::string_view pattern);

// Numbers racks from first_rack_number in row order. A rack whose number is in missing_racks is
// left out: it has no RackIndex, no nodes, no power. Groups take racks_per_group consecutive rack
// numbers and are named "group 1", "group 2", ...; a group without racks is left out, the others
// keep their names.
// Preconditions (checked by the scenario reader): counts as stated above; nodes of a row at most
// the slots of its part; missing_racks are numbers that the rows have; at least one rack is left;
// node_name_problem(node_name) is empty.
Site build_site(const SiteDescription& description);

}  // namespace twin
