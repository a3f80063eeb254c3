// Losses of a network in the words of an option.
#pragma once

#include <string>
#include <vector>

#include "models/interconnect/losses.h"

namespace twin {

// What the words (loss_words.h) mean on this network; empty: it has none of that name.
std::vector<Loss> losses_in(const std::string& text, const Topology& topology);

// What can be lost of the network, for problems.
std::string losses_expected(const Topology& topology, const std::string& network);

// A sentence on shortest ways between two groups whose tray is lost, where they have more bandwidth
// than the tray had; else empty. `whole`: before the losses, `left`: after them.
std::string detours_text(const LostTray& tray, const Topology& whole, const Topology& left);

}  // namespace twin
