// A plant of round figures, whose answers can be derived by hand: 100 kW racks in 10 kW/K of water,
// one dry cooler for five of them. Pumps cost nothing unless a test says so.
#pragma once

#include <vector>

#include "models/cooling/heat_exchanger.h"
#include "models/cooling/warm_water_plant.h"

namespace twin {

inline VolumeFlow water_flow(double watts_per_kelvin) {
    return VolumeFlow::from_si(watts_per_kelvin / water_volumetric_heat);
}

inline CoolingPlantPart small_part() {
    CoolingPlantPart part;
    part.id = "small";
    part.racks_per_cdu = {1};
    part.cdu_heat = {100 * kilowatt};
    part.supply_set_point = {Temperature::celsius(40)};
    part.supply_limit = {Temperature::celsius(45)};
    part.trip_limit = {Temperature::celsius(60)};
    part.secondary_flow = {water_flow(10e3)};
    part.lowest_secondary_flow = {0.5};
    part.secondary_pump_efficiency = {0.5};
    part.secondary_mass = {HeatCapacity::from_si(2e6)};
    part.exchanger_conductance = {ThermalConductance::from_si(40e3)};
    part.secondary_film = {0.4};
    part.primary_film = {0.4};
    part.primary_approach = {4.0 * kelvin};
    part.primary_flow = {water_flow(10e3)};
    part.lowest_primary_flow = {0.05};
    part.primary_pump_efficiency = {0.5};
    part.supply_volume = {1e6 / water_volumetric_heat * cubic_metre};  // 1 MJ/K
    part.return_volume = {1e6 / water_volumetric_heat * cubic_metre};
    part.rejection = {"dry_coolers"};
    part.unit_heat = {500 * kilowatt};
    part.unit_fan_power = {10 * kilowatt};
    // 50 kW/K of air
    part.unit_air_flow = {VolumeFlow::from_si(50e3 / (air_density * air_heat_capacity))};
    part.unit_water_flow = {water_flow(50e3)};
    part.unit_conductance = {ThermalConductance::from_si(150e3)};
    part.air_film = {0.7};
    part.water_film = {0.25};
    part.fan_exponent = {3};
    part.air_fan_share = {0.05};
    part.chiller_cop = {4};
    part.free_cooling_below = {Temperature::celsius(10)};
    part.chiller_above = {Temperature::celsius(20)};
    return part;
}

// All groups alike: `heat` each, everything works, 20 degC outdoors.
inline CoolingInputs mild_weather(std::size_t groups, Power heat) {
    CoolingInputs inputs;
    inputs.liquid_heat.assign(groups, heat);
    inputs.cdu_share.assign(groups, 1.0);
    inputs.dry_bulb = Temperature::celsius(20);
    inputs.wet_bulb = Temperature::celsius(15);
    return inputs;
}

}  // namespace twin
