#include "models/site/site_plant.h"

#include <algorithm>
#include <boost/array.hpp>
#include <boost/fusion/container/generation/make_vector.hpp>
#include <boost/numeric/odeint/stepper/controlled_runge_kutta.hpp>
#include <boost/numeric/odeint/stepper/explicit_error_generic_rk.hpp>
#include <cassert>
#include <cmath>
#include <iterator>
#include <limits>
#include <span>

namespace twin {
namespace {

namespace odeint = boost::numeric::odeint;
using States = std::vector<double>;

// The error of a step in the temperatures' norm, relative to what is allowed.
constexpr double allowed_error = 1e-4;  // K

// The integrated fluxes stand behind the plant's own states, in this order, the water last.
constexpr Energy PlantStep::*energies[] = {
    &PlantStep::it,
    &PlantStep::cdu_pumps,
    &PlantStep::primary_pumps,
    &PlantStep::fans,
    &PlantStep::air_handling,
    &PlantStep::heat_pump,
    &PlantStep::transformer_loss,
    &PlantStep::ups_loss,
    &PlantStep::distribution_loss,
    &PlantStep::rectifier_loss,
    &PlantStep::grid,
    &PlantStep::liquid_heat,
    &PlantStep::air_heat,
    &PlantStep::pump_heat,
    &PlantStep::rejected,
    &PlantStep::reused,
    &PlantStep::delivered,
    &PlantStep::stored,
};
constexpr std::size_t flux_count = std::size(energies) + 1;

// Looks at the plant's own states only: the fluxes are as good as the temperatures they follow.
class TemperatureError {
  public:
    explicit TemperatureError(std::size_t states) : states_(states) {}

    template <class Algebra, class State, class Deriv, class Err, class Time>
    double error(Algebra&, const State&, const Deriv&, Err& error, Time) const {
        double largest = 0;
        for (std::size_t i = 0; i < states_; ++i)
            largest = std::max(largest, std::abs(error[i]));
        return largest / allowed_error;
    }

  private:
    std::size_t states_;
};

// Bogacki and Shampine, "A 3(2) pair of Runge-Kutta formulas", Appl. Math. Lett. 2 (1989), 321-325.
// Most steps are short, from one change of load to the next: what counts is how often the plant is
// asked within one, and this pair asks 4 times.
using GenericPair = odeint::explicit_error_generic_rk<4, 3, 3, 2, States>;
class BogackiShampine : public GenericPair {
  public:
    BogackiShampine()
        : GenericPair(boost::fusion::make_vector(
                          boost::array<double, 1>{1.0 / 2}, boost::array<double, 2>{0, 3.0 / 4},
                          boost::array<double, 3>{2.0 / 9, 1.0 / 3, 4.0 / 9}),
                      {2.0 / 9, 1.0 / 3, 4.0 / 9, 0},
                      {2.0 / 9 - 7.0 / 24, 1.0 / 3 - 1.0 / 4, 4.0 / 9 - 1.0 / 3, -1.0 / 8},
                      {0, 1.0 / 2, 3.0 / 4, 1}) {}
};
using Stepper = odeint::controlled_runge_kutta<BogackiShampine, TemperatureError>;

// |left - right| / the largest term.
double residual(double left, double right, std::initializer_list<double> terms) {
    double largest = 0;
    for (const double term : terms)
        largest = std::max(largest, std::abs(term));
    return largest > 0 ? std::abs(left - right) / largest : 0;
}

}  // namespace

PlantStep& PlantStep::operator+=(const PlantStep& next) {
    length += next.length;
    for (const auto energy : energies)
        this->*energy += next.*energy;
    water += next.water;
    electricity_residual = std::max(electricity_residual, next.electricity_residual);
    heat_residual = std::max(heat_residual, next.heat_residual);
    return *this;
}

struct SitePlant::Impl {
    Impl(std::shared_ptr<const CoolingModel> cooling_model, std::optional<SupplyPart> supply_part,
         ConversionPlan conversion)
        : cooling(std::move(cooling_model)),
          supply(std::move(supply_part)),
          plan(conversion),
          own_states(cooling ? cooling->states() : 0),
          stepper(TemperatureError(own_states)),
          x(own_states + flux_count),
          start(own_states) {}

    void fluxes(Power it_power, const CoolingInputs& inputs, const States& at, States& dxdt) const {
        CoolingFluxes flux;
        Power air;
        if (cooling) {
            flux = cooling->derivatives(inputs, std::span(at).first(own_states),
                                        std::span(dxdt).first(own_states));
            air = inputs.air_heat;
        }
        const Power electricity = flux.electricity();
        SupplyDraw draw;
        draw.grid = it_power + electricity;
        if (supply)
            draw = supply_draw(*supply, it_power, electricity, plan);
        // What a second would bring.
        constexpr Duration one = 1.0 * second;
        PlantStep rates;
        rates.it = it_power * one;
        rates.cdu_pumps = flux.cdu_pumps * one;
        rates.primary_pumps = flux.primary_pumps * one;
        rates.fans = flux.fans * one;
        rates.air_handling = flux.air_handling * one;
        rates.heat_pump = flux.heat_pump * one;
        rates.transformer_loss = draw.transformer_loss * one;
        rates.ups_loss = draw.ups_loss * one;
        rates.distribution_loss = draw.distribution_loss * one;
        rates.rectifier_loss = draw.rectifier_loss * one;
        rates.grid = draw.grid * one;
        rates.liquid_heat = flux.liquid_heat * one;
        rates.air_heat = air * one;
        rates.pump_heat = flux.pump_heat * one;
        rates.rejected = flux.rejected * one;
        rates.reused = flux.reused * one;
        rates.delivered = flux.delivered * one;
        rates.stored = flux.stored * one;
        double* out = dxdt.data() + own_states;
        for (const auto energy : energies)
            *out++ = (rates.*energy).si();
        *out = flux.evaporated.si();
    }

    void integrate(double length, Power it_power, const CoolingInputs& inputs) {
        const auto system = [&](const States& at, States& dxdt, double) {
            fluxes(it_power, inputs, at, dxdt);
        };
        for (double t = 0; t < length;) {
            const double left = length - t;
            // A rest too short for a step of its own would only be rounding.
            const bool last = dt >= left * (1 - 1e-12);
            double next = last ? left : dt;
            const bool taken = stepper.try_step(system, x, t, next) == odeint::success;
            // A step that was cut at the end says nothing against the length that was good before.
            dt = taken && last ? std::max(dt, next) : next;
            if (taken && last)
                return;
        }
    }

    PlantStep& finish(Duration length, const CoolingInputs& inputs) {
        const double* sum = x.data() + own_states;
        step.length = length;
        for (const auto energy : energies)
            step.*energy = *sum++ * joule;
        step.water = *sum * litre;  // a kilogram of water is a litre
        step.electricity_residual = residual(
            step.grid.si(), (step.it + step.cooling() + step.losses()).si(), {step.grid.si()});
        if (cooling) {
            const auto now = std::span(std::as_const(x)).first(own_states);
            const double kept = cooling->stored_between(start, now).si();
            const double in = (step.liquid_heat + step.pump_heat).si();
            const double out = (step.rejected + step.reused).si() + kept;
            // A temperature is known to one part in 2^53 of its kelvins: over a very short step
            // that is more than the heat that flows.
            const double rounding =
                cooling->stored_between(zeros, now).si() * std::numeric_limits<double>::epsilon();
            step.heat_residual = std::abs(in - out) <= rounding
                                     ? 0
                                     : residual(in, out,
                                                {step.liquid_heat.si(), step.pump_heat.si(),
                                                 step.rejected.si(), step.reused.si(), kept});
            cooling->read(inputs, now, step.end);
        }
        return step;
    }

    std::shared_ptr<const CoolingModel> cooling;
    std::optional<SupplyPart> supply;
    ConversionPlan plan;
    std::size_t own_states;
    Stepper stepper;
    States x, start;
    const States zeros = States(own_states);
    bool settled = false;
    double dt = 60;  // s, the last good one; the first is a guess
    PlantStep step;
};

SitePlant::SitePlant(std::shared_ptr<const CoolingModel> cooling, std::optional<SupplyPart> supply,
                     ConversionPlan plan)
    : impl_(std::make_unique<Impl>(std::move(cooling), std::move(supply), plan)) {}

SitePlant::~SitePlant() = default;
SitePlant::SitePlant(SitePlant&&) noexcept = default;
SitePlant& SitePlant::operator=(SitePlant&&) noexcept = default;

const CoolingModel* SitePlant::cooling() const {
    return impl_->cooling.get();
}

const PlantStep& SitePlant::advance(Duration length, Power it, const CoolingInputs& inputs) {
    assert(length > 0.0 * second);
    Impl& impl = *impl_;
    const auto own = std::span(impl.x).first(impl.own_states);
    if (impl.cooling && !impl.settled)
        impl.cooling->settle(inputs, own);
    impl.settled = true;
    std::copy(own.begin(), own.end(), impl.start.begin());
    std::fill(impl.x.begin() + std::ptrdiff_t(impl.own_states), impl.x.end(), 0.0);
    impl.integrate(length.in(second), it, inputs);
    return impl.finish(length, inputs);
}

}  // namespace twin
