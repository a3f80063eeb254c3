// Prices of electricity at the market.
#pragma once

#include <filesystem>

#include "models/energy/time_series.h"
#include "sim/series/reading.h"

namespace twin {

struct PriceReading : SeriesReading {
    TimeSeries price;  // EUR/J
};

// Columns time and price, whose name gives the unit ("price (EUR/MWh)"); other columns are ignored.
// Prices below zero are legal. Throws as LineReader does where the file itself cannot be read.
PriceReading read_price(const std::filesystem::path& path, const SeriesOptions& options);

}  // namespace twin
