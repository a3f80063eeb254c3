// The parts of one kind, read from their texts: shipped files or tables of a user's.
#pragma once

#include <array>
#include <fmt/format.h>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/scenario/part_keys.h"
#include "sim/scenario/parts_catalog.h"

namespace twin {

template <class Part>
std::vector<std::string> ids_of(const std::map<std::string, Part>& parts) {
    std::vector<std::string> ids;
    for (const auto& [id, part] : parts)
        ids.push_back(id);
    return ids;
}

// One part as a tree: of a file, or a table in it.
struct PartText {
    std::string kind, id;
    std::string path;  // of the table: "cpus.epyc-2"; empty: the whole file
    TextNode root;
};

inline std::string name_of(const PartFile& file) {
    return fmt::format("models/parts/{}/{}.toml", file.kind, file.id);
}

inline constexpr const char* calibrations_kind = "calibrations";

// The folders of models/parts.
inline constexpr std::array part_kinds = {calibrations_kind, "gpus",       "cpus",   "switches",
                                          "networks",        "nodes",      "racks",  "rectifiers",
                                          "supplies",        "activities", "plants", "storages",
                                          "sites",           "codes",      "models", "failures"};

// Reads all parts of one kind; `keep` receives each with the places of its keys.
class KindReader {
  public:
    KindReader(const std::vector<PartText>& texts, Problems& problems)
        : texts_(texts), problems_(problems) {}

    template <class Part, class Keep>
    void read(const std::string& kind, Keep keep) {
        for (const auto& text : texts_) {
            if (text.kind != kind)
                continue;
            places_.clear();
            path_ = text.path;
            Part part;
            TableReader reader(text.root, path_, places_, problems_);
            describe(reader, part);
            reader.finish();
            keep(text.id, part);
        }
    }

    // Replaces a part that holds only its id by the one of the catalogue.
    template <class Part>
    void resolve(const std::map<std::string, Part>& known, Part& reference, const char* field,
                 bool needed) {
        const auto found = known.find(reference.id);
        if (found != known.end())
            reference = found->second;
        else if (needed || !reference.id.empty())
            unknown(reference.id, field, ids_of(known));
    }

    void unknown(const std::string& id, const std::string& key,
                 const std::vector<std::string>& known) {
        const std::string field = key_path(path_, key);
        // Where there is none, the reader has said so.
        if (places_.contains(field))
            problems_.push_back({places_.at(field), field,
                                 fmt::format("expected the id of a part, got '{}'", id),
                                 did_you_mean(id, known)});
        else if (id.empty() && !known.empty())
            problems_.push_back(
                {places_.at(path_), field, "required: expected the id of a part, got nothing", ""});
    }

    // The place of a key, or of the file where the key is missing.
    void wrong(const std::string& key, const std::string& message) {
        const std::string field = key_path(path_, key);
        if (!places_.contains(field))
            return problems_.push_back({places_.at(path_), field, message, ""});
        problems_.push_back({places_.at(field), field, message, ""});
    }

    // Whether the part has the key, be it with a value that is none.
    bool has(const std::string& key) const { return places_.contains(key_path(path_, key)); }

  private:
    const std::vector<PartText>& texts_;
    Problems& problems_;
    KeyPlaces places_;
    std::string path_;
};

}  // namespace twin
