#include "models/hardware/row_rates.h"

#include <algorithm>
#include <cmath>

namespace twin {

namespace {

int team_of(const RowRates& rates, double columns) {
    return columns <= rates.short_row ? rates.short_team : rates.team;
}

}  // namespace

double columns_of_a_thread(const RowRates& rates, double columns) {
    return std::ceil(columns / team_of(rates, columns));
}

DataSize traffic_of_a_row(const RowRates& rates, double columns, Precision precision) {
    const auto once = DataSize::from_si(columns * row_of(precision).element_bytes);
    const bool again = rates.held > DataSize() && once > rates.held;
    return (again ? 3 : 2) * once;
}

double units_at_work(const RowRates& rates, double rows, double columns) {
    if (rates.units <= 0)
        return 1;
    const double rows_of_a_block = std::max(1, rates.team / team_of(rates, columns));
    return std::min(1.0, std::ceil(rows / rows_of_a_block) / rates.units);
}

Duration row_time(const RowRates& rates, const Kernel& kernel) {
    const double columns = double(kernel.n);
    const Duration each =
        std::max(rates.row, traffic_of_a_row(rates, columns, kernel.precision) / rates.bandwidth);
    return rates.start + columns_of_a_thread(rates, columns) * rates.column +
           double(kernel.m) * each;
}

}  // namespace twin
