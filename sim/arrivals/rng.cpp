#include "sim/arrivals/rng.h"

namespace twin {
namespace {

constexpr std::uint64_t golden_gamma = 0x9e3779b97f4a7c15;  // 2^64 / golden ratio, odd

// The output function of splitmix64 (Steele, Lea, Flood 2014; constants of Vigna's C version).
constexpr std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

// FNV-1a, 64 bits.
constexpr std::uint64_t hash(std::string_view name) {
    std::uint64_t h = 0xcbf29ce484222325;
    for (const char c : name)
        h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return h;
}

}  // namespace

Rng::Rng(std::uint64_t seed, std::string_view name)
    : state_(mix(mix(seed + golden_gamma) ^ hash(name))) {}

Rng::Rng(std::uint64_t seed, std::string_view name, std::uint64_t of) : Rng(seed, name) {
    state_ = mix(state_ ^ mix(of + golden_gamma));
}

Rng::result_type Rng::operator()() {
    return mix(state_ += golden_gamma);
}

double Rng::uniform() {
    return static_cast<double>((*this)() >> 11) * 0x1p-53;
}

}  // namespace twin
