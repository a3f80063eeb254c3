// What a run's file says that is small: read once, then shared by all views. Finished data, no
// handle on the file.
#pragma once

#include <string>
#include <vector>

#include "gui/run/outages.h"
#include "sim/results/result_store.h"

namespace twin {

struct Place {
    int id = 0;
    std::string name;  // "rack 17"
    int number = 0;    // on a rack's door
    int parent = 0;    // of a rack: index in `groups`
    NodeIndex first_node = 0;
    NodeCount nodes = 0;
    double power_limit_w = 0;  // 0: none is known
};

struct RunFacts {
    RunSummary summary;
    std::vector<Place> groups, racks;
    std::vector<Kpi> kpis;
    std::vector<SizeWaits> waits;
    std::vector<LimitRecord> limits;
    std::vector<ChainRow> chain;
    std::vector<ReadingRange> cooling;
    std::vector<BillLine> bill;
    std::vector<Compliance> compliance;
    std::vector<ViolationRecord> violations;
    std::vector<Setting> settings;
    std::vector<LogEntry> events;
    Outages outages;
    // Which of the series tables hold rows.
    bool has_power = false, has_plant = false, has_cooling = false, has_energy = false;
    double start_s = 0, end_s = 0;  // what is recorded, in seconds of the run
    double horizon_s = 0;           // where it will end; end_s where that is not known
};

// Throw std::runtime_error with the path and the reason.
RunFacts read_facts(const ResultStore& store);
std::vector<Place> read_places(const ResultStore& store, std::string_view kind);

// Places and names only, no parts.
Site site_of(const RunSummary& run, const std::vector<Place>& groups,
             const std::vector<Place>& racks);

}  // namespace twin
