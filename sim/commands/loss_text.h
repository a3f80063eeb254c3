// Losses of a network in the words of an option.
#pragma once

#include <string>
#include <vector>

#include "models/interconnect/losses.h"

namespace twin {

// What the words (loss_words.h) mean on this network, of which `so_far` is lost already: cables add
// up. Empty: it has none of that name, or not as many cables left.
std::vector<Loss> losses_in(const std::string& text, const Topology& topology,
                            const std::vector<Loss>& so_far);

// What can be lost of the network, for problems.
std::string losses_expected(const Topology& topology, const std::string& network);
std::string losses_hint(const std::vector<Loss>& so_far);

// A sentence on shortest ways between two groups whose tray is lost, where they have more bandwidth
// than the tray had; else empty. `whole`: before the losses, `left`: after them.
std::string detours_text(const LostTray& tray, const Topology& whole, const Topology& left);

}  // namespace twin
