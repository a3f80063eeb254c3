// A record for people and for programs.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "validation/calibration/record.h"

namespace twin::calibration {

// Of one execution: flop/s of gemm and attention, bytes/s of traffic of the rest; 0 of a launch and
// of what was not timed.
double rate_of(const MeasuredPoint& point);

// "412.3 Gflop/s", "1.2 TB/s", of a launch its time.
std::string rate_text(const MeasuredPoint& point);

// "gemm bf16", "launch", "all_reduce bf16 4": what is summarised together.
std::string group_of(const Kernel& kernel);

// The header, remarks, a table of the groups, and the points that are not good.
std::string record_text(const Record& record);
nlohmann::ordered_json record_json(const Record& record);

}  // namespace twin::calibration
