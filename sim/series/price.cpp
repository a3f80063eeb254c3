#include "sim/series/price.h"

#include "sim/series/calendar_rows.h"

namespace twin {

PriceReading read_price(const std::filesystem::path& path, const SeriesOptions& options) {
    PriceReading reading;
    CsvReader csv(path, reading);
    const ValueKind price{"price", {"price"}, units_with(Dimension::energy_price)};
    reading.price = read_calendar_rows(csv, {&price, 1}, options, reading).front();
    return reading;
}

}  // namespace twin
