// A temperature, as opposed to a difference of two: 20 degC plus 20 degC has no meaning.
#pragma once

#include <compare>

#include "models/units/quantity.h"

namespace twin {

class Temperature {
  public:
    constexpr Temperature() = default;  // 0 K
    static constexpr Temperature from_si(double kelvins) { return Temperature(kelvins); }
    static constexpr Temperature celsius(double degrees) { return Temperature(degrees + zero); }

    constexpr double si() const { return kelvins_; }  // K
    constexpr double in_celsius() const { return kelvins_ - zero; }

    constexpr auto operator<=>(const Temperature&) const = default;
    friend constexpr TemperatureDifference operator-(Temperature a, Temperature b) {
        return TemperatureDifference::from_si(a.kelvins_ - b.kelvins_);
    }
    friend constexpr Temperature operator+(Temperature a, TemperatureDifference d) {
        return Temperature(a.kelvins_ + d.si());
    }
    friend constexpr Temperature operator-(Temperature a, TemperatureDifference d) {
        return Temperature(a.kelvins_ - d.si());
    }

  private:
    static constexpr double zero = 273.15;
    constexpr explicit Temperature(double kelvins) : kelvins_(kelvins) {}
    double kelvins_ = 0;
};

}  // namespace twin
