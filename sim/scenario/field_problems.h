// Problems of a scenario that has been read: each at the place of its key.
#pragma once

#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <utility>

#include "sim/scenario/key_visitors.h"

namespace twin {

class FieldProblems {
  public:
    explicit FieldProblems(const KeyPlaces& places) : places_(places) {}

    // The place of a key, or of the innermost table around it that the text holds.
    Where where(std::string field) const {
        for (;;) {
            const auto place = places_.find(field);
            if (place != places_.end())
                return place->second;
            const auto dot = field.rfind('.');
            field = dot == std::string::npos ? "" : field.substr(0, dot);
        }
    }

    bool has(const std::string& field) const { return places_.contains(field); }

    void add(const std::string& field, const std::string& expected, const std::string& got,
             const std::string& hint = "") {
        add({where(field), field, fmt::format("{}, got {}", expected, got), hint});
    }
    void add(Problem problem) { problems_.push_back(std::move(problem)); }

    // Whether there is a problem of this very key.
    bool named(const std::string& field) const {
        return std::any_of(problems_.begin(), problems_.end(),
                           [&](const Problem& problem) { return problem.field == field; });
    }
    bool none() const { return problems_.empty(); }
    Problems take() && { return std::move(problems_); }

  private:
    const KeyPlaces& places_;
    Problems problems_;
};

}  // namespace twin
