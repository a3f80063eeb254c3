// Readings of many places over time, kept where they change.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/results/result_store.h"

namespace twin {

// Readings of places that hold until the next one of the same place.
template <class Reading>
struct SparseSeries {
    std::vector<std::uint32_t> first;  // per place, where its readings begin; one more at the end
    std::vector<std::int32_t> interval;
    std::vector<Reading> reading;

    // Null: none yet, or none at all.
    const Reading* at(std::size_t place, std::int32_t wanted) const {
        if (place + 1 >= first.size())
            return nullptr;
        std::uint32_t low = first[place], high = first[place + 1];
        if (low == high || interval[low] > wanted)
            return nullptr;
        while (high - low > 1) {
            const std::uint32_t middle = (low + high) / 2;
            (interval[middle] <= wanted ? low : high) = middle;
        }
        return &reading[low];
    }
};

// `query` gives place and interval first, by place and interval; `read` makes a reading of a row
// and its place.
template <class Reading, class Read>
SparseSeries<Reading> read_sparse(const ResultStore& store, const std::string& query,
                                  std::size_t places, Read read) {
    SparseSeries<Reading> series;
    auto rows = store.query(query);
    while (rows.next()) {
        const auto place = std::size_t(rows.integer(0));
        if (place >= places)
            continue;
        while (series.first.size() <= place)
            series.first.push_back(std::uint32_t(series.reading.size()));
        series.interval.push_back(std::int32_t(rows.integer(1)));
        series.reading.push_back(read(rows, place));
    }
    while (series.first.size() <= places)
        series.first.push_back(std::uint32_t(series.reading.size()));
    return series;
}

}  // namespace twin
