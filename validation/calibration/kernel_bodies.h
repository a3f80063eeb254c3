// What kernels do to one element, the same on every backend. C++17 without anything of the host:
// CUDA code includes this too (nvcc --expt-relaxed-constexpr).
#pragma once

#include <cstdint>

namespace twin::calibration {

// The scalar of triad, and what keeps the variance of layer_norm from 0.
constexpr double triad_scale = 0.5;
constexpr double layer_norm_floor = 1e-5;

// Bits of their own for each index of each stream (the mixer of SplitMix64: Steele, Lea and Flood,
// "Fast splittable pseudorandom number generators", OOPSLA 2014).
constexpr std::uint64_t random_bits(std::uint64_t stream, std::uint64_t index) {
    std::uint64_t bits = (index + 1) * 0x9E3779B97F4A7C15ULL + stream * 0xD1B54A32D192ED03ULL;
    bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9ULL;
    bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBULL;
    return bits ^ (bits >> 31);
}

// Uniform in [-1, 1) in steps of 2^-fraction_bits: exact in a format with that many bits behind the
// leading one (52 in fp64, 23 in fp32, 10 in tf32, 7 in bf16, 3 in fp8), so that the device rounds
// nothing when it reads its operands, and all bits of the format change.
constexpr double random_value(std::uint64_t stream, std::uint64_t index, int fraction_bits) {
    const std::uint64_t steps = random_bits(stream, index) >> (63 - fraction_bits);
    const std::uint64_t half = std::uint64_t(1) << fraction_bits;
    return (static_cast<double>(steps) - static_cast<double>(half)) / static_cast<double>(half);
}

template <class T>
constexpr T triad_element(T b, T c) {
    return b + T(triad_scale) * c;
}

// Mean and variance of a row, one element at a time.
template <class T>
struct RowMoments {
    T sum{}, squares{};
    constexpr void add(T x) {
        sum += x;
        squares += x * x;
    }
    constexpr void join(const RowMoments& other) {
        sum += other.sum;
        squares += other.squares;
    }
    constexpr T mean(T elements) const { return sum / elements; }
    constexpr T variance(T elements) const {
        return squares / elements - mean(elements) * mean(elements);
    }
};

template <class T>
constexpr T layer_norm_element(T x, T mean, T inverse_deviation) {
    return (x - mean) * inverse_deviation;
}

// The softmax of scores that come one at a time, as flash attention takes it: add() gives what all
// that was weighted before has to be multiplied with, weight() what the new score weighs.
template <class T>
struct RunningSoftmax {
    T largest, sum{};
    constexpr explicit RunningSoftmax(T lowest) : largest(lowest) {}
    template <class Exp>
    constexpr T add(T score, Exp exp) {
        const T before = largest;
        largest = score > largest ? score : largest;
        const T shrink = exp(before - largest);
        sum = sum * shrink + exp(score - largest);
        return shrink;
    }
    template <class Exp>
    constexpr T weight(T score, Exp exp) const {
        return exp(score - largest);
    }
};

}  // namespace twin::calibration
