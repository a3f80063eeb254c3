// Numbers of a report as people read them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace twin {

// In a fitting unit where `unit` is of the unit table, else with groups of digits: "15.79 MW",
// "5,884 nodes", "1.43"; "-" for none.
std::string figure_text(std::optional<double> value, std::string_view unit);
// Of the difference of two figures in `unit`: K of degC.
std::string_view difference_unit(std::string_view unit);
// "5,884"; "99.4", with one decimal from ten to a thousand where it is not whole; "1.433" below.
std::string grouped(double value);
// Of a limit: "rack power" of "rack_power", "IT power" of "it_power".
std::string limit_title(std::string name);

}  // namespace twin
