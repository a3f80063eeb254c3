// Losses of a network in the words of an option: "leaf 3 of group 2", "core 4", "tray 1-2".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "models/interconnect/losses.h"

namespace twin {

// A whole number of digits alone; absent where the text is none, or too large.
std::optional<int> count_in(std::string_view text);

// Absent: the network has none of that name.
std::optional<Loss> loss_in(const std::string& text, const Topology& topology);

// What can be lost of the network, for problems.
std::string losses_expected(const Topology& topology, const std::string& network);

// A sentence on shortest ways between two groups whose tray is lost, where they have more bandwidth
// than the tray had; else empty. `whole`: before the losses, `left`: after them.
std::string detours_text(const LostTray& tray, const Topology& whole, const Topology& left);

}  // namespace twin
