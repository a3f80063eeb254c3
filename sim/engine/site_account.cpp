#include "sim/engine/site_account.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <fmt/format.h>
#include <utility>

#include "models/cooling/psychrometrics.h"
#include "sim/results/nearest_rank.h"

namespace twin {
namespace {

// The first instant of the calendar after `time` that is a multiple of `step`.
SimDuration to_next(SimDuration step, CalendarTime time) {
    const SimDuration past = time.time_since_epoch() % step;  // negative before 1970
    return past < SimDuration{} ? -past : step - past;
}

double megawatt_hours(Energy energy) {
    return energy.in(megawatt_hour);
}

// A bill's line whose price follows from its amount.
BillRecord line(std::string item, Energy quantity, Money amount) {
    const double mwh = megawatt_hours(quantity);
    return {std::move(item), mwh, "MWh", mwh > 0 ? amount.in(euro) / mwh : 0, amount, ""};
}

}  // namespace

SiteAccount::SiteAccount(const RunPlan& plan, Facility& facility, Recorder& recorder)
    : plan_(plan),
      facility_(facility),
      recorder_(recorder),
      active_(plan.site.has_power && (plan.cooling || plan.energy || plan.site.supply)),
      window_start_(sim_start + plan.warm_up),
      interval_end_(sim_start + plan.interval),
      plant_(plan.cooling ? plan.cooling->model : nullptr, plan.site.supply, plan.conversion),
      shares_([this](JobRecord&& record) { recorder_.job(record); }) {
    if (plan.energy)
        energy_.emplace(plan.energy->tariff, plan.energy->battery, plan.energy->photovoltaics);
    if (plan.cooling) {
        const std::size_t groups = plan.site.groups.size();
        inputs_.liquid_heat.resize(groups);
        inputs_.cdu_share.assign(groups, 1);
        water_.emplace(*plan.cooling->model, plan.cooling->release, window_start_, recorder);
        group_readings_.resize(groups);
    }
}

SimTime SiteAccount::next_boundary() const {
    // Of the calendar, so that neither jobs nor intervals move the instants.
    const bool watched = water_ && (warmer_.si() != 0 || water_->watched(inputs_));
    const SimDuration step = watched ? WaterLimits::watch_step : QuarterHours(1);
    return std::min({interval_end_, since_ + to_next(step, calendar(since_)),
                     since_ < window_start_ ? window_start_ : sim_never});
}

void SiteAccount::lose_cooling(const std::vector<double>& cdu_share, double rejection_share) {
    inputs_.cdu_share = cdu_share;
    inputs_.rejection_share = rejection_share;
}

SiteAccount::Outdoors SiteAccount::outdoors_at(SimTime time) const {
    const CoolingPlan& cooling = *plan_.cooling;
    const Temperature dry = Temperature::from_si(cooling.dry_bulb.interpolated(calendar(time)));
    const Temperature wet = Temperature::from_si(cooling.wet_bulb.interpolated(calendar(time)));
    // A heat wave brings no water: the air's moisture stays.
    return {dry + warmer_, warmer_.si() == 0 ? wet : wet_bulb_after_warming(dry, wet, warmer_)};
}

void SiteAccount::advance(SimTime now) {
    if (now <= since_)
        return;
    assert(now <= next_boundary());
    const Facility::Stretch& load = facility_.close_stretch(now);
    if (plan_.cooling) {
        const Outdoors outdoors = outdoors_at(since_ + (now - since_) / 2);
        inputs_.dry_bulb = outdoors.dry_bulb;
        inputs_.wet_bulb = outdoors.wet_bulb;
        inputs_.air_heat = load.fixed;
        for (std::size_t i = 0; i < load.groups.size(); ++i) {
            // What is still on in racks that switched themselves off warms the room, not the water:
            // standing water would get ever warmer.
            const double liquid = water_->tripped()[i] ? 0 : plan_.cooling->liquid_share;
            inputs_.liquid_heat[i] = liquid * load.groups[i];
            inputs_.air_heat += (1 - liquid) * load.groups[i];
        }
        if (!plan_.cooling->heat_demand.values.empty())
            inputs_.heat_demand = Power::from_si(plan_.cooling->heat_demand.at(calendar(since_)));
    }
    const PlantStep& step = plant_.advance(to_quantity(now - since_), load.it, inputs_);
    interval_.sums += step;
    assert(step.electricity_residual < 1e-9 && step.heat_residual < 1e-9);
    StretchTotals totals{.grid = step.grid, .cost = {}, .direct = {}, .life_cycle = {}};
    if (energy_)
        pay(now, step, totals);
    shares_.close_stretch(now, load.busy_nodes, totals);
    if (water_) {
        readings_ = step.end;
        water_->look(now, readings_, inputs_);
    }
    since_ = now;
}

void SiteAccount::pay(SimTime now, const PlantStep& step, StretchTotals& totals) {
    const EnergyPlan& plan = *plan_.energy;
    const CalendarTime from = calendar(since_);
    if (since_ == window_start_)
        energy_->restart_bill();
    const auto value = [&](const TimeSeries& series) {
        return series.values.empty() ? 0 : series.at(from);
    };
    const EnergyPrice market = EnergyPrice::from_si(value(plan.price)) + dearer_;
    const auto direct = CarbonIntensity::from_si(value(plan.carbon_direct));
    const auto life_cycle = CarbonIntensity::from_si(value(plan.carbon_life_cycle));
    const EnergyAccount::Stretch& paid =
        energy_->add(from, step.length, step.grid / step.length, market, direct, life_cycle);
    const double length = to_seconds(now - since_);
    interval_.photovoltaics += paid.photovoltaics * paid.length;
    interval_.charged += paid.charge * paid.length;
    interval_.discharged += paid.discharge * paid.length;
    interval_.battery_loss += paid.battery_loss;
    interval_.drawn += paid.grid * paid.length;
    interval_.fed_in += paid.feed_in * paid.length;
    interval_.price_seconds += market.si() * length;
    interval_.direct_seconds += direct.si() * length;
    interval_.life_cycle_seconds += life_cycle.si() * length;
    interval_.cost += paid.cost;
    interval_.direct += paid.direct;
    interval_.life_cycle += paid.life_cycle;
    totals = {.grid = paid.grid * paid.length,
              .cost = paid.cost,
              .direct = paid.direct,
              .life_cycle = paid.life_cycle};
}

void SiteAccount::close_interval(SimTime end) {
    const PlantStep& sums = interval_.sums;
    const Duration length = sums.length;
    PlantSample& plant = plant_sample_;
    plant = {.cdu_pumps = sums.cdu_pumps / length,
             .primary_pumps = sums.primary_pumps / length,
             .cooling_fans = sums.fans / length,
             .air_handling = sums.air_handling / length,
             .heat_pump = sums.heat_pump / length,
             .transformer_loss = sums.transformer_loss / length,
             .ups_loss = sums.ups_loss / length,
             .distribution_loss = sums.distribution_loss / length,
             .rectifier_loss = sums.rectifier_loss / length,
             .site = sums.grid / length,
             .liquid_heat = sums.liquid_heat / length,
             .air_heat = sums.air_heat / length,
             .pump_heat = sums.pump_heat / length,
             .rejected = sums.rejected / length,
             .reused = sums.reused / length,
             .delivered = sums.delivered / length,
             .stored = sums.stored / length,
             .water = sums.water / length,
             .readings = std::nullopt,
             .electricity_residual = sums.electricity_residual,
             .heat_residual = sums.heat_residual};
    if (plan_.cooling) {
        PlantSample::Readings& shown = plant.readings.emplace();
        shown.primary_supply = readings_.primary_supply;
        shown.primary_return = readings_.primary_return;
        shown.primary_flow = readings_.primary_flow;
        shown.fan_speed = readings_.fan_speed;
        const Outdoors outdoors = outdoors_at(end);
        shown.dry_bulb = outdoors.dry_bulb;
        shown.wet_bulb = outdoors.wet_bulb;
        for (std::size_t i = 0; i < readings_.groups.size(); ++i) {
            const auto& group = readings_.groups[i];
            group_readings_[i] = {group.supply, group.return_, group.flow, group.valve};
            shown.supply = std::max(shown.supply, group.supply);
            shown.return_ = std::max(shown.return_, group.return_);
            shown.secondary_flow += group.flow;
        }
    }
    Power drawn = plant.site;
    if (energy_) {
        const EnergyPlan& plan = *plan_.energy;
        const bool market = !plan.price.values.empty();
        const bool direct = !plan.carbon_direct.values.empty();
        const bool life_cycle = !plan.carbon_life_cycle.values.empty();
        const auto where = [](bool known, auto figure) {
            return known ? std::optional(figure) : std::nullopt;
        };
        const double seconds = length.in(second);
        drawn = interval_.drawn / length;
        energy_sample_ = EnergySample{
            .photovoltaics = interval_.photovoltaics / length,
            .battery = (interval_.charged - interval_.discharged) / length,
            .discharged = interval_.discharged / length,
            .battery_loss = interval_.battery_loss / length,
            .grid = drawn,
            .feed_in = interval_.fed_in / length,
            .stored = energy_->stored(),
            .price = where(market, EnergyPrice::from_si(interval_.price_seconds / seconds)),
            .carbon_direct =
                where(direct, CarbonIntensity::from_si(interval_.direct_seconds / seconds)),
            .carbon_life_cycle =
                where(life_cycle, CarbonIntensity::from_si(interval_.life_cycle_seconds / seconds)),
            .cost = where(knows_price(), interval_.cost),
            .direct = where(direct, interval_.direct),
            .life_cycle = where(life_cycle, interval_.life_cycle)};
    }
    if (interval_.start >= window_start_) {
        grid_means_.push_back(drawn.in(watt));
        if (water_)
            water_->count_interval();
    }
    interval_ = {};
    interval_.start = end;
    interval_end_ = end + plan_.interval;
}

void SiteAccount::write(std::int64_t interval) {
    recorder_.plant(interval, plant_sample_, group_readings_);
    if (energy_sample_)
        recorder_.energy(interval, *energy_sample_);
}

void SiteAccount::finish(SimTime end) {
    shares_.settle();
    if (water_)
        water_->finish(end);
    recorder_.unshared(shares_.unshared());
    if (!energy_)
        return;
    const auto sim_time = [&](CalendarTime time) { return SimTime(time - plan_.start); };
    for (const ContractViolation& over : energy_->contract_violations())
        recorder_.violation({sim_time(over.from), sim_time(over.until), "energy.contract", "W",
                             plan_.energy->tariff.contract->in(watt), over.worst.in(watt),
                             "the site drew more in a quarter-hour than its contract allows"});
    if (end > window_start_ && knows_price())
        write_bill(energy_->bill());
    for (const DatedRequirement& dated : plan_.energy->requirements)
        recorder_.requirement({dated.requirement.law, dated.requirement.kpi,
                               dated.requirement.at_most, dated.requirement.threshold,
                               fmt::format("{:04}-{:02}-{:02}", static_cast<int>(dated.from.year()),
                                           static_cast<unsigned>(dated.from.month()),
                                           static_cast<unsigned>(dated.from.day())),
                               dated.requirement.note});
    recorder_.facts({.renewable_share = plan_.energy->renewable_share,
                     .market_based = plan_.energy->market_based,
                     .embodied_per_year = plan_.energy->embodied_per_year,
                     .contract = plan_.energy->tariff.contract});
}

void SiteAccount::write_bill(const Bill& bill) {
    recorder_.bill(line(plan_.energy->tariff.fixed_price ? "energy at the fixed price"
                                                         : "energy at the market's price",
                        bill.drawn, bill.energy));
    recorder_.bill(line("grid fee", bill.drawn, bill.grid_fee));
    recorder_.bill(line("levies", bill.drawn, bill.levies));
    recorder_.bill(line("electricity tax", bill.drawn, bill.tax));
    const double kilowatts = bill.highest_quarter_hour.in(kilowatt);
    recorder_.bill({"demand charge", kilowatts, "kW",
                    kilowatts > 0 ? bill.demand.in(euro) / kilowatts : 0, bill.demand,
                    bill.share_of_year != 1
                        ? fmt::format("{:.3g} % of a year's charge on the highest quarter-hour",
                                      100 * bill.share_of_year)
                        : "a year's charge on the highest quarter-hour"});
    if (bill.fed_in.si() > 0)
        recorder_.bill(line("fed into the grid", bill.fed_in, -bill.feed_in));
}

bool SiteAccount::knows_price() const {
    return plan_.energy->tariff.fixed_price || !plan_.energy->price.values.empty();
}

std::vector<LimitRecord> SiteAccount::limits(SimTime end) {
    std::vector<LimitRecord> rows;
    if (energy_ && plan_.energy->tariff.contract) {
        SimDuration over{};
        SimTime first = sim_never;
        for (const ContractViolation& violation : energy_->contract_violations()) {
            over += violation.until - violation.from;
            first = std::min(first, SimTime(violation.from - plan_.start));
        }
        rows.push_back({.name = "grid_contract",
                        .unit = "W",
                        .limit = plan_.energy->tariff.contract->in(watt),
                        .p99 = nearest_rank(grid_means_, 99),
                        .peak = energy_->bill().highest_quarter_hour.in(watt),
                        .at_limit = over,
                        .first_reached = first,
                        .where = ""});
    }
    if (water_)
        rows.push_back(water_->limit(end));
    return rows;
}

}  // namespace twin
