// Losses of a network in words, which events of scenarios and options of commands share:
// "cable 3-7", "cables 3-7 4" (four of them), "tray 3-7" (all), "tray 3-cores", "spine 2 of group
// 3", "spines 1-4 of group 3", "leaf 5 of group 3", "core 4". Groups and switches count from 1.
#pragma once

#include <optional>
#include <string_view>

#include "models/interconnect/topology.h"

namespace twin {

// A whole number of digits alone; absent where the text is none, or too large.
std::optional<int> count_in(std::string_view text);

enum class LossKind { cables, tray, switches };

struct LossWords {
    LossKind kind = LossKind::cables;
    GroupIndex a = -1;  // of cables and trays, and of switches; -1: of none (cores)
    GroupIndex b = -1;  // the other end of cables and trays; -1: the cores
    int cables = 0;     // how many
    VertexKind switches = VertexKind::spine;
    int first = 0, last = 0;  // switches, from 0
};

// Absent: other words, or numbers below 1. What the network has of these is for the caller to know.
std::optional<LossWords> loss_words(std::string_view text);

}  // namespace twin
