// Cooling and supply of a site, advanced together: temperatures and every flux are states of one
// stepper (Boost.Odeint, adaptive), so balances hold because of physics and are checked, not
// assigned.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "models/cooling/cooling_model.h"
#include "models/power/conversion.h"

namespace twin {

// Integrals over one step, and what is read at its end. Without cooling or supply their parts stay
// 0 and `grid` is `it`.
struct PlantStep {
    Duration length{};
    Energy it{};  // at the racks' input
    Energy cdu_pumps{}, primary_pumps{}, fans{}, air_handling{}, heat_pump{};
    Energy transformer_loss{}, ups_loss{}, distribution_loss{}, rectifier_loss{};
    Energy grid{};
    Energy liquid_heat{}, air_heat{}, pump_heat{}, rejected{}, reused{}, delivered{}, stored{};
    Volume water{};
    CoolingReadings end;
    // |left - right| / largest term, of grid = it + cooling + losses, and of heat in = heat out +
    // stored, the latter from the masses' temperatures at both ends of the step. The heat's is 0
    // where the difference is within the last digit (2^-52) of the heat that all masses hold above
    // 0 K: over a very short step that is more than what flows.
    double electricity_residual = 0, heat_residual = 0;
    // A step behind this one: integrals add up, of residuals the larger stays, `end` is left alone.
    PlantStep& operator+=(const PlantStep& next);
    Energy cooling() const { return cdu_pumps + primary_pumps + fans + air_handling + heat_pump; }
    Energy losses() const {
        return transformer_loss + ups_loss + distribution_loss + rectifier_loss;
    }
};

class SitePlant {
  public:
    // Either may be absent. A plant starts settled under the inputs of its first step.
    SitePlant(std::shared_ptr<const CoolingModel> cooling, std::optional<SupplyPart> supply,
              ConversionPlan plan);
    ~SitePlant();
    SitePlant(SitePlant&&) noexcept;
    SitePlant& operator=(SitePlant&&) noexcept;

    const CoolingModel* cooling() const;

    // Goes on by `length` (> 0) under constant inputs. `it` at the racks' input. The result holds
    // until the next call. `inputs` is not looked at without cooling.
    const PlantStep& advance(Duration length, Power it, const CoolingInputs& inputs);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace twin
