// Quantities: doubles that know their dimension. SI inside; text and display go through
// unit_table.h. Adding watts to joules does not compile; watts times seconds is joules.
#pragma once

#include <compare>

namespace twin {

// Exponents of the base units kg, m, s, K, byte, flop, token, EUR and gCO2e (grams of CO2
// equivalent). A quantity leaves its type only through in(unit).
template <int Kg, int M, int S, int K = 0, int Byte = 0, int Flop = 0, int Token = 0, int Eur = 0,
          int Gco2 = 0>
class Quantity {
  public:
    constexpr Quantity() = default;

    // `si` is the value in base units. Prefer `680.0 * watt`.
    static constexpr Quantity from_si(double si) { return Quantity(si); }

    constexpr double in(Quantity unit) const { return si_ / unit.si_; }
    constexpr double si() const { return si_; }

    constexpr auto operator<=>(const Quantity&) const = default;
    constexpr Quantity operator-() const { return Quantity(-si_); }
    constexpr Quantity& operator+=(Quantity o) { return si_ += o.si_, *this; }
    constexpr Quantity& operator-=(Quantity o) { return si_ -= o.si_, *this; }
    friend constexpr Quantity operator+(Quantity a, Quantity b) { return a += b; }
    friend constexpr Quantity operator-(Quantity a, Quantity b) { return a -= b; }
    friend constexpr Quantity operator*(double f, Quantity q) { return Quantity(f * q.si_); }
    friend constexpr Quantity operator*(Quantity q, double f) { return f * q; }
    friend constexpr Quantity operator/(Quantity q, double f) { return Quantity(q.si_ / f); }
    friend constexpr double operator/(Quantity a, Quantity b) { return a.si_ / b.si_; }

  private:
    constexpr explicit Quantity(double si) : si_(si) {}
    double si_ = 0;
};

template <int... A, int... B>
constexpr auto operator*(Quantity<A...> a, Quantity<B...> b) {
    return Quantity<(A + B)...>::from_si(a.si() * b.si());
}
template <int... A, int... B>
requires(!((A == B) && ...)) constexpr auto operator/(Quantity<A...> a, Quantity<B...> b) {
    return Quantity<(A - B)...>::from_si(a.si() / b.si());
}

using Duration = Quantity<0, 0, 1>;
using Frequency = Quantity<0, 0, -1>;
using Energy = Quantity<1, 2, -2>;
using Power = Quantity<1, 2, -3>;
using DataSize = Quantity<0, 0, 0, 0, 1>;
using Bandwidth = Quantity<0, 0, -1, 0, 1>;
using FlopCount = Quantity<0, 0, 0, 0, 0, 1>;
using FlopRate = Quantity<0, 0, -1, 0, 0, 1>;
using TokenCount = Quantity<0, 0, 0, 0, 0, 0, 1>;
using TemperatureDifference = Quantity<0, 0, 0, 1>;
using HeatCapacity = Quantity<1, 2, -2, -1>;
using ThermalConductance = Quantity<1, 2, -3, -1>;
using MassFlow = Quantity<1, 0, -1>;
using Volume = Quantity<0, 3, 0>;
using VolumeFlow = Quantity<0, 3, -1>;
using Pressure = Quantity<1, -1, -2>;
using Money = Quantity<0, 0, 0, 0, 0, 0, 0, 1>;
using EnergyPrice = Quantity<-1, -2, 2, 0, 0, 0, 0, 1>;
using DemandPrice = Quantity<-1, -2, 3, 0, 0, 0, 0, 1>;  // EUR per watt, for each year
using CarbonMass = Quantity<0, 0, 0, 0, 0, 0, 0, 0, 1>;
using CarbonIntensity = Quantity<-1, -2, 2, 0, 0, 0, 0, 0, 1>;

inline constexpr auto second = Duration::from_si(1);
inline constexpr auto minute = 60 * second;
inline constexpr auto hour = 3600 * second;
inline constexpr auto day = 24 * hour;
inline constexpr auto hertz = Frequency::from_si(1);
inline constexpr auto watt = Power::from_si(1);
inline constexpr auto kilowatt = 1e3 * watt;
inline constexpr auto megawatt = 1e6 * watt;
inline constexpr auto joule = Energy::from_si(1);
inline constexpr auto kilowatt_hour = 3.6e6 * joule;
inline constexpr auto megawatt_hour = 3.6e9 * joule;
inline constexpr auto kelvin = TemperatureDifference::from_si(1);
inline constexpr auto kilogram_per_second = MassFlow::from_si(1);
inline constexpr auto cubic_metre = Volume::from_si(1);
inline constexpr auto litre = 1e-3 * cubic_metre;
inline constexpr auto cubic_metre_per_second = VolumeFlow::from_si(1);
inline constexpr auto litre_per_second = 1e-3 * cubic_metre_per_second;
inline constexpr auto pascal = Pressure::from_si(1);
inline constexpr auto euro = Money::from_si(1);
inline constexpr auto gram_co2 = CarbonMass::from_si(1);
inline constexpr auto kilogram_co2 = 1e3 * gram_co2;
inline constexpr auto tonne_co2 = 1e6 * gram_co2;

}  // namespace twin
