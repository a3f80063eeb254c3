// The word that a user may have meant.
#pragma once

#include <string>
#include <vector>

namespace twin {

// "did you mean 'horizon'?" for the nearest of `known` (edit distance at most a third of the
// word's length, or 1); empty if none is near.
std::string did_you_mean(const std::string& word, const std::vector<std::string>& known);

}  // namespace twin
