// Named random streams: Rng(seed, "arrivals") is independent of Rng(seed, "utilisation"), so a new
// consumer never shifts the numbers of another.
#pragma once

#include <cstdint>
#include <string_view>

namespace twin {

// splitmix64 over a hash of (seed, name); satisfies UniformRandomBitGenerator, for Boost.Random's
// distributions (the standard library's are not the same everywhere).
class Rng {
  public:
    using result_type = std::uint64_t;
    Rng(std::uint64_t seed, std::string_view name);
    // The stream of one thing (a job's index): independent of how many others were drawn.
    Rng(std::uint64_t seed, std::string_view name, std::uint64_t of);
    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return ~result_type{0}; }
    result_type operator()();
    double uniform();  // [0, 1), 53 bits

  private:
    std::uint64_t state_;
};

}  // namespace twin
