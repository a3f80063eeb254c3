// A day of Frontier's 25 cooling units, driven by their measured loads and the wet bulb. The file
// holds inputs only, so the answers stand beside the published ranges of that plant.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <stdexcept>

#include "models/cooling/warm_water_plant.h"
#include "models/site/site_plant.h"
#include "sim/arrivals/line_reader.h"
#include "sim/scenario/parts_catalog.h"
#include "validation/cases/cases.h"

namespace twin {
namespace {

constexpr std::size_t units = 25;
constexpr std::string_view plant_source =
    "public Modelica model of the plant: repository yifrankliu/NVAITC, folder my_exadigit";
// Of a unit's power that goes into its water: the peer's factor, ExaDigiT RAPS (second hand).
constexpr double liquid_share = 0.945;
// What the source calls the highest speed of its pumps is taken as the one of the nominal flow. A
// pump's head is nearly shut_off n^2 - (shut_off - 1) f^2 of the nominal one (affinity laws), with
// some 1.25 for centrifugal pumps (assumption); pumps that hold the nominal pressure at the flow f
// turn at this share of their speed.
constexpr double highest_cdu_speed = 75, highest_primary_speed = 72;
double speed_share(double flow) {
    constexpr double shut_off = 1.25;
    return std::sqrt((1 + (shut_off - 1) * flow * flow) / shut_off);
}

struct Sample {
    double time = 0;
    std::array<double, units> power{};
    double wet_bulb = 0;
};

std::vector<Sample> read_day(const std::filesystem::path& file) {
    LineReader reader(file);
    std::vector<Sample> samples;
    std::string_view line;
    reader.next(line);  // the headings
    while (reader.next(line)) {
        std::array<double, units + 2> values{};
        const char* at = line.data();
        const char* const end = at + line.size();
        for (double& value : values) {
            const auto result = std::from_chars(at, end, value);
            if (result.ec != std::errc() || (result.ptr != end && *result.ptr != ','))
                throw std::runtime_error(fmt::format("{}:{}: expected {} numbers", file.string(),
                                                     reader.line_number(), values.size()));
            at = std::min(result.ptr + 1, end);
        }
        Sample& sample = samples.emplace_back();
        sample.time = values.front();
        std::copy_n(values.begin() + 1, units, sample.power.begin());
        sample.wet_bulb = values.back();
    }
    return samples;
}

// Time-weighted mean and extremes.
class Spread {
  public:
    void add(double value, double weight) {
        sum_ += value * weight;
        weight_ += weight;
        low_ = std::min(low_, value);
        high_ = std::max(high_, value);
    }
    double mean() const { return sum_ / weight_; }
    double low() const { return low_; }
    double high() const { return high_; }

  private:
    double sum_ = 0, weight_ = 0, low_ = 1e300, high_ = -1e300;
};

struct Day {
    Spread supply, back, secondary_flow, primary_supply, primary_return, primary_flow;
    Spread cdu_speed, primary_speed, fan_speed, load;
    Energy it, cdu_pumps, primary_pumps, fans, air_handling;
    Volume water;
    double worst_residual = 0;
    double pue() const { return 1 + (cdu_pumps + primary_pumps + fans + air_handling) / it; }
};

Day simulate(const CoolingPlantPart& part, const std::vector<Sample>& samples) {
    const auto plant = make_plant(part, std::vector<int>(units, part.racks_per_cdu));
    SitePlant site(plant, std::nullopt, {});
    Day sum;
    for (std::size_t i = 0; i + 1 < samples.size(); ++i) {
        const Sample& sample = samples[i];
        CoolingInputs inputs;
        Power it;
        for (const double power : sample.power) {
            it += power * watt;
            inputs.liquid_heat.push_back(liquid_share * power * watt);
        }
        inputs.cdu_share.assign(units, 1.0);
        inputs.air_heat = (1 - liquid_share) * it;
        // The dry bulb is not in the file; only the air handling would look at it.
        inputs.dry_bulb = inputs.wet_bulb = Temperature::celsius(sample.wet_bulb);
        const double length = samples[i + 1].time - sample.time;
        const PlantStep& step = site.advance(length * second, it, inputs);

        const CoolingReadings& end = step.end;
        for (const auto& group : end.groups) {
            sum.supply.add(group.supply.in_celsius(), length);
            sum.back.add(group.return_.in_celsius(), length);
            sum.secondary_flow.add(group.flow.in(litre_per_second), length);
            sum.cdu_speed.add(
                highest_cdu_speed * speed_share(group.flow / part.secondary_flow.value), length);
        }
        sum.primary_supply.add(end.primary_supply.in_celsius(), length);
        sum.primary_return.add(end.primary_return.in_celsius(), length);
        sum.primary_flow.add(end.primary_flow.in(litre_per_second), length);
        const double speed =
            highest_primary_speed *
            speed_share(end.primary_flow / (plant->size().cdus * part.primary_flow.value));
        sum.primary_speed.add(speed, length);
        sum.fan_speed.add(100 * end.fan_speed, length);
        sum.load.add(it.in(megawatt), length);
        sum.it += step.it;
        sum.cdu_pumps += step.cdu_pumps;
        sum.primary_pumps += step.primary_pumps;
        sum.fans += step.fans;
        sum.air_handling += step.air_handling;
        sum.water += step.water;
        sum.worst_residual =
            std::max({sum.worst_residual, step.heat_residual, step.electricity_residual});
    }
    return sum;
}

Row shown(std::string quantity, std::string unit, double model, int digits) {
    Row row;
    row.quantity = std::move(quantity);
    row.unit = std::move(unit);
    row.model = model;
    row.digits = digits;
    return row;
}

Row beside(std::string quantity, std::string unit, double measured, double model, int digits,
           std::string_view source, std::string note) {
    Row row = shown(std::move(quantity), std::move(unit), model, digits);
    row.measured = measured;
    row.source = source;
    row.error_in = ErrorIn::units;
    row.note = std::move(note);
    return row;
}

// What the formula can give at all.
std::string between_any_flow(double highest_speed) {
    return fmt::format("pumps that hold their pressure turn at {:.1f} to {:.1f} % at any flow; ",
                       highest_speed * speed_share(0), highest_speed);
}

std::string between(const Spread& spread, int digits) {
    return fmt::format("the model's range over the day: {:.{}f} to {:.{}f}", spread.low(), digits,
                       spread.high(), digits);
}

}  // namespace

std::vector<Row> frontier_cooling(const CaseSetting& setting) {
    const auto samples = read_day(setting.shared / "traces/power/frontier_25cdu_2024-04-07.csv.gz");
    const CoolingPlantPart& part = shipped_parts().plants.at("frontier-towers");
    const Day whole = simulate(part, samples);
    CoolingPlantPart small = part;
    small.exchanger_conductance.value = 73.9 * kilowatt / (1.0 * kelvin);
    const Day with_small = simulate(small, samples);
    const double seconds = samples.back().time - samples.front().time;
    const auto mean_kilowatts = [&](Energy energy) {
        return (energy / (seconds * second)).in(kilowatt);
    };

    std::vector<Row> rows;
    Row balance = beside("worst residual of both balances, any 15 s", "1e-9", 0,
                         whole.worst_residual * 1e9, 1, "conservation of energy", "");
    balance.limit = 1;
    balance.kind = Kind::equality;
    rows.push_back(balance);
    rows.push_back(beside("racks' supply, mean", "degC", 28, whole.supply.mean(), 2, plant_source,
                          "the set point is an input of the model; that the plant can hold it is "
                          "not; " +
                              between(whole.supply, 2)));
    rows.push_back(beside("racks' supply, highest, if 73.9 kW/K were the whole exchanger", "degC",
                          28, with_small.supply.high(), 2, plant_source,
                          "why 73.9 kW/K, where the source's table ends, is taken for each of its "
                          "five volumes"));
    rows.push_back(beside("CDU pumps, mean speed", "%", 63.5, whole.cdu_speed.mean(), 1,
                          plant_source,
                          "middle of the published 52 to 75 %, where 75 % is taken for the nominal "
                          "flow; " +
                              between_any_flow(highest_cdu_speed) + between(whole.cdu_speed, 1)));
    rows.push_back(beside(
        "hot-water pumps, mean speed", "%", 62.5, whole.primary_speed.mean(), 1, plant_source,
        "middle of the published 53 to 72 %, where 72 % is taken for the nominal "
        "flow. The source stages four pumps, the model turns all at one speed; " +
            between_any_flow(highest_primary_speed) + between(whole.primary_speed, 1)));
    rows.push_back(beside("a CDU's pumps, mean power", "kW", 8.47347,
                          mean_kilowatts(whole.cdu_pumps) / units, 3,
                          "ExaDigiT RAPS, commit 6c142bf, configuration of Frontier",
                          "the peer's is constant and includes what else a unit draws"));
    rows.push_back(beside("PUE, cooling only", "", 1.03, whole.pue(), 4,
                          "operator's figure (memory, unverified)",
                          "without transformers and what else a building draws, which the "
                          "operator's figure has"));
    rows.push_back(shown("IT load, mean", "MW", whole.load.mean(), 3));
    rows.push_back(shown("racks' return, mean", "degC", whole.back.mean(), 2));
    rows.push_back(
        shown("flow of a CDU's secondary side, mean", "L/s", whole.secondary_flow.mean(), 2));
    rows.push_back(shown("primary supply, mean", "degC", whole.primary_supply.mean(), 2));
    rows.push_back(shown("primary return, mean", "degC", whole.primary_return.mean(), 2));
    rows.push_back(shown("primary flow, mean", "L/s", whole.primary_flow.mean(), 1));
    rows.push_back(
        shown("primary and tower pumps, mean power", "kW", mean_kilowatts(whole.primary_pumps), 1));
    rows.push_back(shown("tower fans, mean speed", "%", whole.fan_speed.mean(), 1));
    rows.push_back(shown("tower fans, mean power", "kW", mean_kilowatts(whole.fans), 2));
    rows.push_back(shown("water evaporated", "m3", whole.water / cubic_metre, 1));
    return rows;
}

}  // namespace twin
