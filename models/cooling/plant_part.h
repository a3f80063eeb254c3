// The struct that the files of models/parts/plants fill. Figures are those of one cooling
// distribution unit (CDU) or of one dry cooler or tower cell, so that a plant grows with its racks.
#pragma once

#include <string>

#include "models/hardware/figure.h"
#include "models/units/quantity.h"
#include "models/units/temperature.h"

namespace twin {

struct CoolingPlantPart {
    std::string id, name;

    // A group of n racks has n / racks_per_cdu CDUs, fractions too.
    Figure<int> racks_per_cdu;
    Figure<Power> cdu_heat;  // from the racks into the water, that one CDU is sized for

    // Secondary side: the racks' own water.
    Figure<Temperature> supply_set_point;      // held by the valve on the primary side
    Figure<Temperature> supply_limit;          // above it racks throttle
    Figure<Temperature> trip_limit;            // above it they switch themselves off
    Figure<VolumeFlow> secondary_flow;         // at cdu_heat; falls with the heat
    Figure<double> lowest_secondary_flow;      // share of secondary_flow
    Figure<Pressure> secondary_pressure;       // of the pumps at secondary_flow
    Figure<double> secondary_held_pressure;    // share of it at any flow; absent: 0
    Figure<double> secondary_pump_efficiency;  // hydraulic / electric
    Figure<HeatCapacity> secondary_mass;       // water, cold plates and racks

    // Between both sides, counterflow; at the nominal flows.
    Figure<ThermalConductance> exchanger_conductance;
    Figure<double> secondary_film, primary_film;  // shares of its resistance

    // Primary side: one loop for the site.
    Figure<TemperatureDifference> primary_approach;  // set point below supply_set_point
    Figure<VolumeFlow> primary_flow;                 // through one CDU, valve open
    Figure<double> lowest_primary_flow;              // share of it, valve shut
    Figure<Pressure> primary_pressure;               // of the pumps, all valves open
    Figure<double> primary_held_pressure;            // share of it at any flow; absent: 0
    Figure<double> primary_pump_efficiency;          // hydraulic / electric
    Figure<Volume> supply_volume, return_volume;     // for each CDU

    Figure<std::string> rejection;  // dry_coolers or towers
    // One dry cooler or tower cell; there are as many as the CDUs' heat needs.
    Figure<Power> unit_heat;       // that one is sized for
    Figure<Power> unit_fan_power;  // at full speed
    Figure<VolumeFlow> unit_air_flow, unit_water_flow;
    Figure<ThermalConductance> unit_conductance;  // of towers at 25 degC
    Figure<double> air_film, water_film;          // shares of its resistance
    // Fan power is speed^fan_exponent: 3 where all units change their speed, 1 where they are
    // switched one by one.
    Figure<double> fan_exponent;
    // Dry coolers: water cools the incoming air towards its wet bulb from a dry bulb on; absent: 0,
    // not possible.
    Figure<double> adiabatic_efficiency;
    Figure<Temperature> adiabatic_from;
    Figure<bool> adiabatic_assist;  // whether it is used; absent: not
    // Towers: the exchanger between primary and tower water, for each cell; absent: 0, none. The
    // tower's pumps follow those of the primary loop.
    Figure<ThermalConductance> intermediate_conductance;
    Figure<Pressure> tower_pressure;
    Figure<double> tower_pump_efficiency{1.0};
    Figure<double> evaporated_share;  // of the rejected heat that leaves as vapour; absent: 0

    // Air handling of the heat that does not go into the water.
    Figure<double> air_fan_share;                           // electricity / heat
    Figure<double> chiller_cop;                             // heat / electricity
    Figure<Temperature> free_cooling_below, chiller_above;  // outdoors; between them both share
};

}  // namespace twin
