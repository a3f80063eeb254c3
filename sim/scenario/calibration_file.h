// Calibrations as texts (models/parts/calibrations, [calibrations.ID] of a parts file), each read
// at its first use: their tables are long, and most runs need none.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "models/hardware/calibration.h"
#include "sim/scenario/problem.h"
#include "sim/scenario/text_tree.h"

namespace twin {

// By id; those of a catalogue, beside those of the catalogue that it is built on.
class Calibrations {
  public:
    explicit Calibrations(std::shared_ptr<const Calibrations> base = nullptr);
    ~Calibrations();

    // A whole file, named so in problems. Precondition: the id is not there yet.
    void add_file(const std::string& id, std::string text, std::string file);
    // A table of a file; `path` is its place there ("calibrations.epyc-2").
    void add_table(const std::string& id, TextNode table, std::string path);

    bool contains(const std::string& id) const;
    std::vector<std::string> ids() const;

    // Reads all of its own, so that their mistakes show.
    void check(Problems& problems) const;

    // nullptr: unknown id. Any thread may ask. Whoever asks for one with mistakes has not checked:
    // std::logic_error, each time.
    std::shared_ptr<const Calibration> find(const std::string& id) const;

  private:
    struct Entry;
    // Reads the entry unless that has been done.
    void read(Entry& entry, Problems& problems) const;

    std::shared_ptr<const Calibrations> base_;
    std::map<std::string, std::unique_ptr<Entry>> own_;
    mutable std::recursive_mutex reading_;  // one that is derived asks for its origin meanwhile
};

}  // namespace twin
