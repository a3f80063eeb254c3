// The words of parts and tables, and what descriptions of keys share.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/scenario/key_visitors.h"

namespace twin {

// The words that a scenario may use where it chooses from a table of the program.
struct Vocabulary {
    std::vector<std::string> sites, racks, supplies, plants, storages, activities, codes, models,
        policies, placements;
    std::vector<std::string> failures;  // sets of them
    std::vector<std::string> kpis;      // of sim/results, which this folder does not know
    bool own_parts = false;             // of a schema: files may bring parts beside these
};

inline Rule part_of(std::vector<std::string> ids, const Vocabulary& words) {
    Rule rule = Rule::one_of(std::move(ids));
    rule.open = words.own_parts;
    return rule;
}

// What a failure takes, in parts and in scenarios.
inline const std::vector<std::string> failing_words = {"gpu", "node", "link", "leaf_switch",
                                                       "program"};

inline const std::vector<std::string> failing_link_words = {"global_cable", "spine_switch"};

// Inside, a share is a double; in the text it is "45 %".
template <class Visitor>
void share_key(Visitor& v, std::string_view name, double& value, const Rule& rule,
               std::string_view documentation) {
    Share share{value};
    v.key(name, share, rule, documentation);
    value = share.value;
}

// The same for what may be absent.
template <class Visitor>
void share_key(Visitor& v, std::string_view name, std::optional<double>& value, const Rule& rule,
               std::string_view documentation) {
    std::optional<Share> share;
    if (value)
        share = Share{*value};
    v.key(name, share, rule, documentation);
    if (share)
        value = share->value;
}

// Part ids and the word for no part at all.
inline std::vector<std::string> or_none(std::vector<std::string> ids) {
    ids.emplace_back("none");
    return ids;
}

}  // namespace twin
