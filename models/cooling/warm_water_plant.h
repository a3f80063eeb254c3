// A plant of three sides: the racks' own water in each group, one primary loop, and dry coolers or
// towers that reject the heat. Equations, sources and limits: README.md beside this file.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "models/cooling/cooling_model.h"
#include "models/cooling/heat_reuse.h"
#include "models/cooling/plant_part.h"

namespace twin {

// What a scenario may change of a plant part.
struct PlantOverrides {
    std::optional<Temperature> supply_set_point;  // of the racks' water
    std::optional<bool> adiabatic_assist;
    std::optional<int> rejection_units;  // dry coolers or tower cells; absent: as the racks need
    std::optional<HeatReusePlan> heat_reuse;
};

// What was built for the racks: for reports, so that no one is surprised by a plant's size.
struct PlantSize {
    double cdus = 0;          // of all groups
    int rejection_units = 0;  // dry coolers or tower cells
};

class WarmWaterPlant final : public CoolingModel {
  public:
    // `racks_per_group` > 0 each. States: the return temperature of each group, then the supply and
    // the return of the primary loop, all in K.
    WarmWaterPlant(const CoolingPlantPart& part, const std::vector<int>& racks_per_group,
                   const PlantOverrides& overrides = {});
    ~WarmWaterPlant() override;

    std::size_t groups() const override;
    std::size_t states() const override;
    // A group without a working CDU never rests; it starts at its set point.
    void settle(const CoolingInputs& inputs, std::span<double> x) const override;
    CoolingFluxes derivatives(const CoolingInputs& inputs, std::span<const double> x,
                              std::span<double> dxdt) const override;
    void read(const CoolingInputs& inputs, std::span<const double> x,
              CoolingReadings& out) const override;
    Energy stored_between(std::span<const double> from, std::span<const double> to) const override;
    Temperature supply_limit() const override;
    Temperature trip_limit() const override;

    Temperature supply_set_point() const;
    const PlantSize& size() const;

  private:
    struct Constants;
    std::unique_ptr<const Constants> k_;
};

std::shared_ptr<const WarmWaterPlant> make_plant(const CoolingPlantPart& part,
                                                 const std::vector<int>& racks_per_group,
                                                 const PlantOverrides& overrides = {});

}  // namespace twin
