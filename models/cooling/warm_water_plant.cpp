#include "models/cooling/warm_water_plant.h"

#include <algorithm>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>

#include "models/cooling/exchanger_table.h"
#include "models/cooling/heat_exchanger.h"
#include "models/cooling/heat_rejection.h"

namespace twin {
namespace {

// The search for a state of rest ends here. Assumption: water at no site boils below (95 degC: at
// 845 hPa, 1,500 m above the sea).
const double hottest = Temperature::celsius(95).si();

PlantSize size_of(const CoolingPlantPart& part, const std::vector<int>& racks_per_group,
                  const PlantOverrides& overrides) {
    PlantSize size;
    for (const int racks : racks_per_group)
        size.cdus += double(racks) / part.racks_per_cdu;
    // A plant as large as needed, but for rounding in the division.
    const double needed =
        std::ceil(size.cdus * (part.cdu_heat.value / part.unit_heat.value) - 1e-9);
    size.rejection_units = overrides.rejection_units.value_or(int(std::max(1.0, needed)));
    return size;
}

bool assist_of(const CoolingPlantPart& part, const PlantOverrides& overrides) {
    return overrides.adiabatic_assist.value_or(part.adiabatic_assist);
}

}  // namespace

// SI doubles in flat arrays: asked at every derivative.
struct WarmWaterPlant::Constants {
    Constants(const CoolingPlantPart& part, const std::vector<int>& racks_per_group,
              const PlantOverrides& overrides)
        : size(size_of(part, racks_per_group, overrides)),
          supply_set_point(overrides.supply_set_point.value_or(part.supply_set_point)),
          supply_limit(part.supply_limit),
          trip_limit(part.trip_limit),
          heat_reuse(overrides.heat_reuse),
          set_point(supply_set_point.si()),
          primary_set_point((supply_set_point - part.primary_approach.value).si()),
          cdu_heat(part.cdu_heat.value.si()),
          secondary_stream(water_volumetric_heat * part.secondary_flow.value.si()),
          lowest_secondary(part.lowest_secondary_flow),
          cdu_pump_work(part.secondary_pressure.value.si() * part.secondary_flow.value.si()),
          cdu_pump_held(part.secondary_held_pressure),
          cdu_pump_efficiency(part.secondary_pump_efficiency),
          primary_stream(water_volumetric_heat * part.primary_flow.value.si()),
          all_primary_stream(primary_stream * size.cdus),
          primary_pump_work(part.primary_pressure.value.si() * size.cdus *
                            part.primary_flow.value.si()),
          primary_pump_held(part.primary_held_pressure),
          primary_pump_efficiency(part.primary_pump_efficiency),
          supply_mass(water_volumetric_heat * size.cdus * part.supply_volume.value.si()),
          return_mass(water_volumetric_heat * size.cdus * part.return_volume.value.si()),
          air_fan_share(part.air_fan_share),
          chiller_cop(part.chiller_cop),
          free_cooling_below(part.free_cooling_below.value.si()),
          chiller_above(part.chiller_above.value.si()),
          exchanger(part),
          rejection(part, size.rejection_units, assist_of(part, overrides), all_primary_stream) {
        for (const int racks : racks_per_group) {
            cdus.push_back(double(racks) / part.racks_per_cdu);
            masses.push_back(cdus.back() * part.secondary_mass.value.si());
        }
    }

    PlantSize size;
    Temperature supply_set_point, supply_limit, trip_limit;
    std::optional<HeatReusePlan> heat_reuse;
    double set_point, primary_set_point;  // K
    // Of one CDU: W, W/K, and shares.
    double cdu_heat, secondary_stream, lowest_secondary, cdu_pump_work, cdu_pump_held,
        cdu_pump_efficiency, primary_stream;
    // Of the whole primary loop: W/K, W, J/K.
    double all_primary_stream, primary_pump_work, primary_pump_held, primary_pump_efficiency;
    double supply_mass, return_mass;
    double air_fan_share, chiller_cop, free_cooling_below, chiller_above;
    ExchangerTable exchanger;
    HeatRejection rejection;
    std::vector<double> cdus, masses;  // of each group; J/K

    // The racks' water of a group and what its CDU does with it.
    struct Secondary {
        double stream = 0;     // W/K; 0: the CDU stands still
        double flow = 0;       // share of the nominal one of the working CDUs
        double working = 0;    // CDUs
        double pump_work = 0;  // W, into the water
    };
    Secondary secondary(std::size_t g, const CoolingInputs& inputs) const {
        Secondary side;
        side.working = cdus[g] * inputs.cdu_share[g];
        if (side.working <= 0)
            return side;
        side.flow = std::clamp(inputs.liquid_heat[g].si() / (side.working * cdu_heat),
                               lowest_secondary, 1.0);
        side.stream = side.working * side.flow * secondary_stream;
        side.pump_work = side.working * cdu_pump_work * pump_power_share(side.flow, cdu_pump_held);
        return side;
    }

    // What the valve does about a return of `back`, above a primary supply of `cold`.
    ExchangerTable::Opening valve(const Secondary& side, double back, double cold) const {
        // Where the water is no warmer than the primary's, opening or shutting is all that is left.
        constexpr double least = 1e-9;  // K
        return exchanger.opening(side.flow, (back - set_point) / std::max(back - cold, least));
    }

    // Of the primary pumps into the water, W.
    double primary_work(double stream) const {
        return primary_pump_work * pump_power_share(stream / all_primary_stream, primary_pump_held);
    }

    struct Primary {
        double pump_work = 0;  // W, into the water
        HeatReuse reuse{};
        HeatRejection::Point rejection{};
    };
    Primary primary(const CoolingInputs& inputs, double stream, double back) const {
        Primary side;
        side.pump_work = primary_work(stream);
        double inlet = back;
        if (heat_reuse && stream > 0) {
            side.reuse = twin::heat_reuse(
                *heat_reuse, inputs.heat_demand, Temperature::from_si(back),
                ThermalConductance::from_si(stream), Temperature::from_si(primary_set_point));
            inlet -= side.reuse.taken.si() / stream;
        }
        side.rejection = rejection.reject(stream, inlet, primary_set_point, inputs.rejection_share,
                                          inputs.dry_bulb.si(), inputs.wet_bulb.si());
        return side;
    }

    // Electricity for the heat that racks give to the air.
    double air_handling(const CoolingInputs& inputs) const {
        const double chilled = std::clamp(
            (inputs.dry_bulb.si() - free_cooling_below) / (chiller_above - free_cooling_below), 0.0,
            1.0);
        return inputs.air_heat.si() * (air_fan_share + chilled / chiller_cop);
    }

    // Fills the groups' states for a primary supply of `cold` at rest, and the primary return.
    // The result is the heat that is left over, W: 0 at rest, above 0 where it would go on warming.
    double rest(const CoolingInputs& inputs, double cold, std::span<double> x) const {
        double stream = 0, heat = 0;
        for (std::size_t g = 0; g < cdus.size(); ++g) {
            const Secondary side = secondary(g, inputs);
            x[g] = set_point;
            if (side.stream <= 0)
                continue;
            const double moved = inputs.liquid_heat[g].si() + side.pump_work;
            const auto opening = valve(side, set_point + moved / side.stream, cold);
            x[g] = cold + moved / (side.stream * opening.effectiveness);
            stream += side.working * opening.primary * primary_stream;
            heat += moved;
        }
        x[cdus.size()] = x[cdus.size() + 1] = cold;
        if (stream <= 0)
            return 0;
        heat += primary_work(stream);
        const double back = cold + heat / stream;
        x[cdus.size() + 1] = back;
        const Primary side = primary(inputs, stream, back);
        return heat - side.reuse.taken.si() - side.rejection.rejected;
    }
};

WarmWaterPlant::WarmWaterPlant(const CoolingPlantPart& part,
                               const std::vector<int>& racks_per_group,
                               const PlantOverrides& overrides)
    : k_(std::make_unique<const Constants>(part, racks_per_group, overrides)) {}

WarmWaterPlant::~WarmWaterPlant() = default;

std::size_t WarmWaterPlant::groups() const {
    return k_->cdus.size();
}

std::size_t WarmWaterPlant::states() const {
    return groups() + 2;
}

Temperature WarmWaterPlant::supply_limit() const {
    return k_->supply_limit;
}

Temperature WarmWaterPlant::trip_limit() const {
    return k_->trip_limit;
}

Temperature WarmWaterPlant::supply_set_point() const {
    return k_->supply_set_point;
}

const PlantSize& WarmWaterPlant::size() const {
    return k_->size;
}

void WarmWaterPlant::settle(const CoolingInputs& inputs, std::span<double> x) const {
    const double low = k_->primary_set_point;
    const auto left_over = [&](double cold) { return k_->rest(inputs, cold, x); };
    // At the set point the coolers take all they are asked to, if they can: rounding is left.
    const double at_low = left_over(low);
    if (at_low < 1e-3)
        return;
    const double at_high = left_over(hottest);
    if (at_high >= 0)
        return;
    std::uintmax_t tries = 100;
    const auto [from, to] =
        boost::math::tools::toms748_solve(left_over, low, hottest, at_low, at_high,
                                          boost::math::tools::eps_tolerance<double>(50), tries);
    left_over((from + to) / 2);
}

CoolingFluxes WarmWaterPlant::derivatives(const CoolingInputs& inputs, std::span<const double> x,
                                          std::span<double> dxdt) const {
    const Constants& k = *k_;
    const std::size_t groups = k.cdus.size();
    const double cold = x[groups], back = x[groups + 1];
    double liquid = 0, pump_work = 0, moved = 0, stream = 0, stored = 0;
    for (std::size_t g = 0; g < groups; ++g) {
        const auto side = k.secondary(g, inputs);
        const double heat = inputs.liquid_heat[g].si();
        double out = 0;
        if (side.stream > 0) {
            const auto opening = k.valve(side, x[g], cold);
            out = opening.effectiveness * side.stream * (x[g] - cold);
            stream += side.working * opening.primary * k.primary_stream;
        }
        dxdt[g] = (heat + side.pump_work - out) / k.masses[g];
        stored += k.masses[g] * dxdt[g];
        liquid += heat;
        pump_work += side.pump_work;
        moved += out;
    }
    const auto primary = k.primary(inputs, stream, back);
    const double reused = primary.reuse.taken.si();
    const double exchange = stream * (back - cold);
    dxdt[groups] = (exchange - reused - primary.rejection.rejected) / k.supply_mass;
    dxdt[groups + 1] = (moved + primary.pump_work - exchange) / k.return_mass;
    stored += k.supply_mass * dxdt[groups] + k.return_mass * dxdt[groups + 1];

    CoolingFluxes fluxes;
    fluxes.liquid_heat = liquid * watt;
    fluxes.pump_heat = (pump_work + primary.pump_work) * watt;
    fluxes.rejected = primary.rejection.rejected * watt;
    fluxes.reused = primary.reuse.taken;
    fluxes.stored = stored * watt;
    fluxes.cdu_pumps = pump_work / k.cdu_pump_efficiency * watt;
    fluxes.primary_pumps =
        (primary.pump_work / k.primary_pump_efficiency + primary.rejection.tower_pumps) * watt;
    fluxes.fans = primary.rejection.fan_power * watt;
    fluxes.air_handling = k.air_handling(inputs) * watt;
    fluxes.heat_pump = primary.reuse.electricity;
    fluxes.delivered = primary.reuse.delivered;
    fluxes.evaporated = primary.rejection.evaporated * kilogram_per_second;
    return fluxes;
}

void WarmWaterPlant::read(const CoolingInputs& inputs, std::span<const double> x,
                          CoolingReadings& out) const {
    const Constants& k = *k_;
    const std::size_t groups = k.cdus.size();
    const double cold = x[groups], back = x[groups + 1];
    double stream = 0;
    out.groups.resize(groups);
    for (std::size_t g = 0; g < groups; ++g) {
        auto& group = out.groups[g];
        const auto side = k.secondary(g, inputs);
        double supply = x[g];
        group.valve = 0;
        if (side.stream > 0) {
            const auto opening = k.valve(side, x[g], cold);
            supply -= opening.effectiveness * (x[g] - cold);
            group.valve = opening.primary;
            stream += side.working * opening.primary * k.primary_stream;
        }
        group.supply = Temperature::from_si(supply);
        group.return_ = Temperature::from_si(x[g]);
        group.flow = VolumeFlow::from_si(side.stream / water_volumetric_heat);
    }
    out.primary_supply = Temperature::from_si(cold);
    out.primary_return = Temperature::from_si(back);
    out.primary_flow = VolumeFlow::from_si(stream / water_volumetric_heat);
    out.fan_speed = k.primary(inputs, stream, back).rejection.fan_speed;
}

Energy WarmWaterPlant::stored_between(std::span<const double> from,
                                      std::span<const double> to) const {
    const std::size_t groups = k_->cdus.size();
    double stored = k_->supply_mass * (to[groups] - from[groups]) +
                    k_->return_mass * (to[groups + 1] - from[groups + 1]);
    for (std::size_t g = 0; g < groups; ++g)
        stored += k_->masses[g] * (to[g] - from[g]);
    return stored * joule;
}

std::shared_ptr<const WarmWaterPlant> make_plant(const CoolingPlantPart& part,
                                                 const std::vector<int>& racks_per_group,
                                                 const PlantOverrides& overrides) {
    return std::make_shared<const WarmWaterPlant>(part, racks_per_group, overrides);
}

}  // namespace twin
