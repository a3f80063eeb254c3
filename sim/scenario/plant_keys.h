// The keys of [cooling] and [energy]; see keys.h.
#pragma once

#include "sim/scenario/scenario.h"
#include "sim/scenario/vocabulary.h"

namespace twin {

template <class Visitor>
void describe(Visitor& v, HeatReuseSection& s) {
    v.key("demand", s.demand, Rule::not_negative().needed(),
          "heat that the consumer takes at most: a constant power, or the energy of each month, "
          "January first");
    v.key("supply", s.supply, Rule{.min = 273.15, .max = 473.15}.needed(),
          "temperature that the consumer asks for");
    v.key("heat_pump", s.heat_pump, Rule::any(), "lifts the heat to that temperature");
    v.key("carnot_share", s.carnot_share, Rule{.min = 0, .max = 1, .above_min = true},
          "coefficient of performance of the heat pump over that of Carnot's; where absent: 50 %");
}

template <class Visitor>
void describe(Visitor& v, CoolingSection& s, const Vocabulary& words) {
    v.key("plant", s.plant, part_of(or_none(words.plants), words),
          "a part; where absent: the site's; none: no plant is simulated");
    v.key("supply", s.supply, Rule{.min = 273.15, .max = 373.15},
          "set point of the water to the racks; where absent: that of the plant");
    v.key("adiabatic", s.adiabatic, Rule::any(),
          "water is sprayed before the dry coolers when it is warm; where absent: as the plant's "
          "part says");
    v.key("dry_coolers", s.dry_coolers, Rule::between(1, 10'000),
          "how many; where absent: as the plant's part says");
    share_key(v, "liquid_share", s.liquid_share, Rule::between(0, 1),
              "of the racks' heat that goes into their water, the rest into the rooms' air; the "
              "default is that of XH3000 racks");
    v.section("heat_reuse", s.heat_reuse, Rule::any(), "a consumer of the waste heat");
}

template <class Visitor>
void describe(Visitor& v, SeriesSection& s) {
    v.key("file", s.file, Rule::any().needed(),
          "CSV (.csv, .csv.gz), named from this file's folder");
    v.key("zone", s.zone, Rule::any(),
          "of times without one: \"UTC\", \"Europe/Berlin\", \"+01:00\"; where absent: UTC if the "
          "column's name says so, else each time must name its own");
    v.key(
        "repair", s.repair, Rule::any(),
        "missing values are filled, those of the hour that clocks skip dropped, and both counted; "
        "else they are problems, as doubled values always are");
}

template <class Visitor>
void describe(Visitor& v, Tariff& s) {
    v.key("fixed_price", s.fixed_price, Rule::any(), "of energy, instead of the market's");
    v.key("markup", s.markup, Rule::any(), "of the supplier, on the market's price");
    v.key("grid_fee", s.grid_fee, Rule::not_negative(), "by the kWh");
    v.key("levies", s.levies, Rule::not_negative(), "by the kWh");
    v.key("tax", s.tax, Rule::not_negative(), "by the kWh");
    v.key("feed_in", s.feed_in, Rule::not_negative(), "paid for what is given to the grid");
    v.key("demand_charge", s.demand_charge, Rule::not_negative(),
          "on the highest quarter-hour of the year");
    v.key("contract", s.contract, Rule::positive(), "the most that the site may draw");
}

template <class Visitor>
void describe(Visitor& v, BatteryPart& s) {
    v.key("capacity", s.capacity, Rule::positive().needed(), "usable");
    v.key("c_rate", s.c_rate, Rule{.min = 0, .max = 100, .above_min = true},
          "largest power over capacity, in 1/h; the same both ways");
    share_key(v, "round_trip", s.round_trip, Rule{.min = 0, .max = 1, .above_min = true},
              "energy out over energy in, both at the meter");
    share_key(v, "start_charge", s.start_charge, Rule::between(0, 1), "of the capacity");
    v.key("charge_below", s.charge_below, Rule::any(),
          "price under which it charges, compared with the market's alone (without markup, fees, "
          "tax); under a fixed_price only beside peak_limit and above that price");
    v.key("discharge_above", s.discharge_above, Rule::any(),
          "price over which it discharges, compared with the market's alone; none under a "
          "fixed_price");
    v.key("peak_limit", s.peak_limit, Rule::positive(),
          "it keeps the site's draw from the grid below");
}

template <class Visitor>
void describe(Visitor& v, PhotovoltaicsPart& s) {
    v.key("peak", s.peak, Rule::positive().needed(), "nominal power of all modules");
    v.key("latitude", s.latitude, Rule::between(-66, 66).needed(), "degrees, north is positive");
    v.key("longitude", s.longitude, Rule::between(-180, 180).needed(), "degrees, east is positive");
    v.key("yearly_hours", s.yearly_hours,
          Rule{.min = 0, .max = 4380 * 3600.0, .above_min = true}.needed(),
          "energy of a year over the peak");
}

template <class Visitor>
void describe(Visitor& v, EmbodiedPart& s) {
    const Rule years{.min = 0, .max = 100, .above_min = true};
    v.key("gpu", s.gpu, Rule::not_negative().needed(), "each, with its share of the board");
    v.key("node", s.node, Rule::not_negative().needed(), "each, without its GPUs");
    v.key("rack", s.rack, Rule::not_negative().needed(), "each, without its nodes");
    v.key("building_per_kw", s.building_per_kw, Rule::not_negative().needed(),
          "building, plant and supply, for each kW of IT");
    v.key("it_years", s.it_years, Rule(years).needed(), "life of GPUs, nodes and racks");
    v.key("building_years", s.building_years, Rule(years).needed(), "life of the building");
}

template <class Visitor>
void describe(Visitor& v, EnergySection& s) {
    v.file_section("price", s.price, "of the market, CSV; negative ones are legal");
    v.file_section("carbon", s.carbon, "intensity of the grid, direct and life-cycle, CSV");
    v.file_section("weather", s.weather, "dry and wet bulb outdoors, for the cooling, CSV");
    v.section("tariff", s.tariff, Rule::any(), "what is paid beside the market's price");
    v.section("battery", s.battery, Rule::any(), "on the site, behind the meter");
    v.section("photovoltaics", s.photovoltaics, Rule::any(), "on the site, behind the meter");
    v.key("renewable_share", s.renewable_share, Rule::between(0, 1),
          "of the purchased electricity, by contract");
    v.key("market_carbon", s.market_carbon, Rule::not_negative(),
          "intensity that the contract states, for market-based accounting");
    v.section("embodied", s.embodied, Rule::any(), "carbon of making what the site is");
    v.key("requirements", s.requirements, Rule::any(),
          "what a law asks, and from when: CSV, named from this file's folder");
    v.key("operation_begun", s.operation_begun, Rule::any(),
          "when the site began to operate: decides which requirements bind it");
}

}  // namespace twin
