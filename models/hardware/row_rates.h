// How long a kernel over rows (softmax, layer norm) takes on a device, by the number of its rows
// and their length: a team of threads works on each row, so that few columns leave threads idle and
// few rows wait for one row's own work. Equations, fit and validation: README.md beside this file.
#pragma once

#include "models/hardware/kernel.h"
#include "models/units/quantity.h"

namespace twin {

struct RowRates {
    KernelKind kind = KernelKind::softmax;
    // How the kernels that were measured share out rows: threads to a row, >= 1, and to one of up
    // to `short_row` columns (0: none is short). Rows above `held` are read twice; 0: none is.
    int team = 1, short_row = 0, short_team = 1;
    DataSize held{};
    int units = 0;  // multiprocessors or cores, one block of `team` threads each; 0: not known
    // Fitted, for all precisions: columns count for threads, bytes for the memory.
    Duration start{};       // of a row's work, however short; >= 0
    Duration column{};      // for each column that one thread of the team takes; >= 0
    Duration row{};         // at least, for each row, where the device is full of them; >= 0
    Bandwidth bandwidth{};  // > 0

    bool operator==(const RowRates&) const = default;
};

// Columns that one thread of a row's team takes.
double columns_of_a_thread(const RowRates& rates, double columns);

// What crosses the memory for one row.
DataSize traffic_of_a_row(const RowRates& rates, double columns, Precision precision);

// Of the device's units, the share that `rows` of so many columns keep at work; 1 where their
// number is not known.
double units_at_work(const RowRates& rates, double rows, double columns);

// Without the launch. `kernel` is of the rates' kind.
Duration row_time(const RowRates& rates, const Kernel& kernel);

}  // namespace twin
