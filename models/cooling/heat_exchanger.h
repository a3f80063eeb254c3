// Heat exchangers and what drives water and air through them. Equations and sources: README.md.
#pragma once

namespace twin {

// Share of the largest possible heat that a counterflow exchanger moves. `ntu` = UA / smaller
// capacity flow, >= 0; `ratio` = smaller / larger capacity flow, 0 to 1.
double counterflow_effectiveness(double ntu, double ratio);

// Conductance as a share of that at the nominal flows, where film_a and film_b are the shares of
// the resistance that the two films have there (the rest is the wall's) and flow_a, flow_b > 0 the
// flows as shares of the nominal ones. The film of a side falls with flow^exponent.
double conductance_share(double film_a, double flow_a, double exponent_a, double film_b,
                         double flow_b, double exponent_b);

// Power of pumps as a share of that at the nominal flow. They raise the share `held` of the nominal
// pressure at any flow, the rest with its square: where nothing is held, the affinity laws' cube.
constexpr double pump_power_share(double flow, double held) {
    return flow * (held + (1 - held) * flow * flow);
}

// Turbulent flow in tubes and plate channels: Dittus and Boelter 1930, h ~ Re^0.8.
inline constexpr double water_film_exponent = 0.8;
// Air across finned tubes: about 0.6 in Incropera et al., Fundamentals of Heat and Mass Transfer,
// chapter on flow across banks of tubes (Re^0.6).
inline constexpr double air_film_exponent = 0.6;

// At 40 degC: IAPWS-IF97.
inline constexpr double water_density = 992.2;                                        // kg/m3
inline constexpr double water_heat_capacity = 4179;                                   // J/(kg K)
inline constexpr double water_volumetric_heat = water_density * water_heat_capacity;  // J/(m3 K)
// At 30 degC and sea level: ideal gas of 287.05 J/(kg K).
inline constexpr double air_density = 1.164;       // kg/m3
inline constexpr double air_heat_capacity = 1007;  // J/(kg K)

}  // namespace twin
