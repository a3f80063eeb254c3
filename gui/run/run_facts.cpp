#include "gui/run/run_facts.h"

namespace twin {
namespace {

bool holds(const ResultStore& store, const std::string& query) {
    auto rows = store.query("SELECT EXISTS (" + query + ")");
    return rows.next() && rows.integer(0) != 0;
}

}  // namespace

std::vector<Place> read_places(const ResultStore& store, std::string_view kind) {
    std::vector<Place> places;
    auto rows = store.query(
        "SELECT id, name, number, parent, first_node, nodes, power_limit_w FROM place "
        "WHERE kind = ? ORDER BY id",
        {kind});
    while (rows.next())
        places.push_back({int(rows.integer(0)), std::string(rows.text(1)), int(rows.integer(2)),
                          int(rows.integer(3)), NodeIndex(rows.integer(4)),
                          NodeCount(rows.integer(5)), rows.real(6)});
    return places;
}

Site site_of(const RunSummary& run, const std::vector<Place>& groups,
             const std::vector<Place>& racks) {
    Site site;
    site.id = run.site_id;
    site.name = run.site_name;
    site.node_name = run.node_name_pattern;
    site.nodes = run.nodes;
    site.has_power = run.has_power;
    for (const Place& place : groups)
        site.groups.push_back({place.name, 0, 0, place.first_node, place.nodes});
    for (const Place& place : racks) {
        Rack rack;
        rack.number = place.number;
        rack.first_node = place.first_node;
        rack.nodes = place.nodes;
        rack.group = GroupIndex(place.parent);
        if (std::size_t(rack.group) < site.groups.size()) {
            Group& group = site.groups[std::size_t(rack.group)];
            if (group.racks++ == 0)
                group.first_rack = RackIndex(site.racks.size());
        }
        site.racks.push_back(std::move(rack));
    }
    return site;
}

RunFacts read_facts(const ResultStore& store) {
    RunFacts facts;
    facts.summary = store.run();
    facts.groups = read_places(store, "group");
    facts.racks = read_places(store, "rack");
    facts.kpis = store.kpis();
    facts.waits = store.waits();
    facts.limits = store.limits();
    facts.chain = store.chain();
    facts.cooling = store.cooling();
    facts.bill = store.bill();
    facts.compliance = store.compliance();
    facts.violations = store.violations();
    facts.settings = store.settings();
    facts.events = store.events();
    facts.outages = Outages(facts.events, site_of(facts.summary, facts.groups, facts.racks));
    facts.has_power = holds(store, "SELECT 1 FROM series_power");
    facts.has_plant = holds(store, "SELECT 1 FROM series_plant");
    facts.has_cooling = holds(store, "SELECT 1 FROM series_plant WHERE supply_c IS NOT NULL");
    facts.has_energy = holds(store, "SELECT 1 FROM series_energy");
    facts.end_s = to_seconds(facts.summary.end - sim_start);
    facts.horizon_s = facts.summary.status == RunStatus::running && facts.summary.horizon
                          ? to_seconds(*facts.summary.horizon)
                          : facts.end_s;
    return facts;
}

}  // namespace twin
