// What a user's scenario needs to run on a measured device: the calibration, a part of the device,
// and a node, a rack and a site of them.
#pragma once

#include <optional>
#include <string>

#include "models/hardware/calibration.h"
#include "validation/calibration/fit.h"
#include "validation/calibration/record.h"

namespace twin::calibration {

struct PartsSettings {
    std::string record;  // the record's file, as the parts cite it
    // Of the device; where the record says nothing and these neither, an assumption is written.
    std::optional<Power> idle_power, max_power;
    TakenFromPoints taken;      // by the fit
    std::string like = "h100";  // the shipped GPU that says what a record of a GPU cannot
};

// "amd-epyc" of "AMD EPYC": small letters, digits and single hyphens.
std::string part_id(const std::string& device);
// Whether a text can be the id of a part: of small letters, digits, "-" and "_".
bool is_part_id(const std::string& id);

// The file NAME.parts.toml: calibrations, cpus or gpus, nodes, racks and sites of the id of the
// calibration.
std::string parts_toml(const Record& record, const Calibration& calibration,
                       const PartsSettings& settings);

// A scenario of jobs of kernels on that site; `parts`: the parts file as the scenario names it.
// Half of the kernels lie between the sizes that are measured.
std::string scenario_toml(const Calibration& calibration, const std::string& parts);

}  // namespace twin::calibration
