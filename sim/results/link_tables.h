// How links, and what of them is in service when, reach a run's file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "sim/results/insert.h"
#include "sim/results/records.h"

namespace twin {

class LinkTables {
  public:
    LinkTables(sqlite3* db, const std::filesystem::path& file);

    // All of them, once; nothing of them is lost yet.
    void links(const std::vector<LinkRecord>& links);
    void states(SimTime at, const std::vector<LinkState>& states);

  private:
    Insert insert_link_, insert_state_;
    std::vector<int> parts_;  // of each link
    std::int64_t states_ = 0;
};

}  // namespace twin
