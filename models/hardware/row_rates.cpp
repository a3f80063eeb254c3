#include "models/hardware/row_rates.h"

#include <algorithm>
#include <cmath>

namespace twin {

double columns_of_a_thread(const RowRates& rates, double columns) {
    return std::ceil(columns / (columns <= rates.short_row ? rates.short_team : rates.team));
}

DataSize traffic_of_a_row(const RowRates& rates, double columns, Precision precision) {
    const auto once = DataSize::from_si(columns * row_of(precision).element_bytes);
    const bool again = rates.held > DataSize() && once > rates.held;
    return (again ? 3 : 2) * once;
}

Duration row_time(const RowRates& rates, const Kernel& kernel) {
    const double columns = double(kernel.n);
    const Duration each =
        std::max(rates.row, traffic_of_a_row(rates, columns, kernel.precision) / rates.bandwidth);
    return rates.start + columns_of_a_thread(rates, columns) * rates.column +
           double(kernel.m) * each;
}

}  // namespace twin
