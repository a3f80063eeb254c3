#include "models/energy/tariff.h"

#include <algorithm>
#include <cassert>

namespace twin {
namespace {

constexpr Duration year = 365 * day;
// A draw equal to the contract is none above it, whatever the sums of its energy round to.
constexpr double rounding = 1e-9;

EnergyPrice supplier_price(const Tariff& tariff, EnergyPrice market) {
    return tariff.fixed_price ? *tariff.fixed_price : market + tariff.markup;
}

}  // namespace

EnergyPrice price_of_energy(const Tariff& tariff, EnergyPrice market) {
    return supplier_price(tariff, market) + tariff.grid_fee + tariff.levies + tariff.tax;
}

Money BillMeter::add(CalendarTime from, Duration length, Energy drawn, Energy fed_in,
                     EnergyPrice market) {
    const CalendarTime quarter = std::chrono::floor<QuarterHours>(from);
    assert(from + to_sim(length) <= quarter + QuarterHours(1));
    if (quarter != quarter_) {
        bill_.highest_quarter_hour = std::max(bill_.highest_quarter_hour, quarter_mean());
        note_quarter(violations_);
        quarter_ = quarter;
        in_quarter_ = {};
        quarter_metered_ = {};
    }
    in_quarter_ += drawn;
    quarter_metered_ += length;
    metered_ += length;
    end_ = from + to_sim(length);

    bill_.drawn += drawn;
    bill_.fed_in += fed_in;
    bill_.energy += drawn * supplier_price(tariff_, market);
    bill_.grid_fee += drawn * tariff_.grid_fee;
    bill_.levies += drawn * tariff_.levies;
    bill_.tax += drawn * tariff_.tax;
    bill_.feed_in += fed_in * tariff_.feed_in;
    return drawn * price_of_energy(tariff_, market) - fed_in * tariff_.feed_in;
}

Bill BillMeter::bill() const {
    Bill bill = bill_;
    bill.highest_quarter_hour = std::max(bill.highest_quarter_hour, quarter_mean());
    bill.share_of_year = metered_ / year;
    bill.demand = bill.share_of_year * (bill.highest_quarter_hour * tariff_.demand_charge);
    return bill;
}

std::vector<ContractViolation> BillMeter::violations() const {
    std::vector<ContractViolation> violations = violations_;
    note_quarter(violations);
    return violations;
}

Power BillMeter::quarter_mean() const {
    return quarter_metered_ > Duration{} ? in_quarter_ / quarter_metered_ : Power{};
}

void BillMeter::note_quarter(std::vector<ContractViolation>& violations) const {
    const Power mean = quarter_mean();
    if (!tariff_.contract || mean <= (1 + rounding) * *tariff_.contract)
        return;
    const CalendarTime from = end_ - to_sim(quarter_metered_);
    if (violations.empty() || violations.back().until < quarter_)
        violations.push_back({from, end_, mean});
    violations.back().until = end_;
    violations.back().worst = std::max(violations.back().worst, mean);
}

}  // namespace twin
