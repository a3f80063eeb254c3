// A figure of a part: no number without a source.
#pragma once

#include <string>

namespace twin {

enum class Evidence {
    source,      // `note` names the paper, data sheet or page
    assumption,  // we chose it; `note` gives the reason
    fit,         // chosen so that measurements come out; `note` names them and the method
};

template <class T>
struct Figure {
    T value{};
    Evidence evidence = Evidence::source;
    std::string note{};
    operator const T&() const { return value; }  // NOLINT: reads as its value in formulas
};

}  // namespace twin
