// The recorded series that can be drawn, one row each.
#pragma once

#include <QString>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "gui/run/open_run.h"

namespace twin {

struct SeriesRow {
    const char* name;        // "it_power"
    const char* title;       // for people, in the context "Series"
    const char* unit;        // of the unit table where it is of one; "" for a pure number
    const char* table;       // of the result file: holds a column `interval`
    const char* expression;  // SQL over the row, in `unit`
    const char* limit;       // name of the limit that is drawn beside it; "" for none
};

std::span<const SeriesRow> series_table();
const SeriesRow* find_series(const QString& name);  // nullptr: unknown
QString title_of(const SeriesRow& row);             // translated

// What a series belongs to: the site, or one rack or group (which have a few series of their own).
struct SeriesPoints {
    double interval_s = 1;
    std::vector<float> values;  // one per interval; NaN where it is not known
};
using SharedPoints = std::shared_ptr<const SeriesPoints>;

// Throws as ResultStore does. Empty values: the run does not record it.
SeriesPoints read_series(const ResultStore& store, const SeriesRow& row);

// The least and the largest value of `values` in each of `columns` equal parts of the time between
// `from` and `until`; parts without a value are NaN. Never more than the screen can show.
struct Column {
    float least, largest;
};
std::vector<Column> columns_of(const SeriesPoints& points, double from, double until, int columns);

}  // namespace twin
