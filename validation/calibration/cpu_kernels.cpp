#include "validation/calibration/cpu_kernels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "validation/calibration/kernel_bodies.h"

namespace twin::calibration::cpu {
namespace {

template <class T>
T dot(const T* a, const T* b, std::int64_t count) {
    T sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t i = 0; i < count; ++i)
        sum += a[i] * b[i];
    return sum;
}

}  // namespace

template <class T>
void fill_random(T* a, std::int64_t begin, std::int64_t end, std::uint64_t stream) {
    constexpr int bits = std::numeric_limits<T>::digits - 1;
    for (std::int64_t i = begin; i < end; ++i)
        a[i] = T(random_value(stream, std::uint64_t(i), bits));
}

template <class T>
void copy(const T* a, T* b, std::int64_t begin, std::int64_t end) {
    std::copy(a + begin, a + end, b + begin);
}

template <class T>
void triad(T* __restrict a, const T* __restrict b, const T* __restrict c, std::int64_t begin,
           std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i)
        a[i] = triad_element(b[i], c[i]);
}

template <class T>
double reduction(const T* a, std::int64_t begin, std::int64_t end) {
    constexpr std::int64_t block = 4096;
    double total = 0;
    for (std::int64_t first = begin; first < end; first += block) {
        const std::int64_t last = std::min(first + block, end);
        T sum = 0;
#pragma omp simd reduction(+ : sum)
        for (std::int64_t i = first; i < last; ++i)
            sum += a[i];
        total += double(sum);
    }
    return total;
}

template <class T>
void softmax(const T* a, T* b, std::int64_t n, std::int64_t first_row, std::int64_t last_row) {
    for (std::int64_t row = first_row; row < last_row; ++row) {
        const T* const in = a + row * n;
        T* const out = b + row * n;
        T largest = in[0];
#pragma omp simd reduction(max : largest)
        for (std::int64_t i = 0; i < n; ++i)
            largest = std::max(largest, in[i]);
        T sum = 0;
        for (std::int64_t i = 0; i < n; ++i)
            sum += out[i] = std::exp(in[i] - largest);
        const T share = 1 / sum;
        for (std::int64_t i = 0; i < n; ++i)
            out[i] *= share;
    }
}

template <class T>
void layer_norm(const T* a, T* b, std::int64_t n, std::int64_t first_row, std::int64_t last_row) {
    for (std::int64_t row = first_row; row < last_row; ++row) {
        const T* const in = a + row * n;
        T* const out = b + row * n;
        T sum = 0, squares = 0;
#pragma omp simd reduction(+ : sum, squares)
        for (std::int64_t i = 0; i < n; ++i) {
            sum += in[i];
            squares += in[i] * in[i];
        }
        const RowMoments<T> moments{sum, squares};
        const T mean = moments.mean(T(n));
        const T scale = 1 / std::sqrt(moments.variance(T(n)) + T(layer_norm_floor));
        for (std::int64_t i = 0; i < n; ++i)
            out[i] = layer_norm_element(in[i], mean, scale);
    }
}

template <class T>
void attention(const T* queries, const T* keys, const T* values, T* out, std::int64_t n,
               std::int64_t k, std::int64_t first_row, std::int64_t last_row) {
    const auto exp = [](T x) { return std::exp(x); };
    const T scale = 1 / std::sqrt(T(k));
    std::array<T, 256> sums;
    for (std::int64_t row = first_row; row < last_row; ++row) {
        const std::int64_t head = row / n * n * k;
        RunningSoftmax<T> softmax(std::numeric_limits<T>::lowest());
        std::fill_n(sums.begin(), k, T(0));
        for (std::int64_t token = 0; token < n; ++token) {
            const T score = scale * dot(queries + row * k, keys + head + token * k, k);
            const T shrink = softmax.add(score, exp);
            const T weight = softmax.weight(score, exp);
            const T* const value = values + head + token * k;
            for (std::int64_t i = 0; i < k; ++i)
                sums[std::size_t(i)] = sums[std::size_t(i)] * shrink + weight * value[i];
        }
        for (std::int64_t i = 0; i < k; ++i)
            out[row * k + i] = sums[std::size_t(i)] / softmax.sum;
    }
}

template <class T>
void blocked_gemm(const T* a, const T* b, T* __restrict c, std::int64_t n, std::int64_t k,
                  std::int64_t first_row, std::int64_t last_row) {
    // 64 rows of B of 512 columns: 128 or 256 kB, within the second cache.
    constexpr std::int64_t deep = 64, wide = 512;
    std::fill(c + first_row * n, c + last_row * n, T(0));
    for (std::int64_t k0 = 0; k0 < k; k0 += deep)
        for (std::int64_t n0 = 0; n0 < n; n0 += wide)
            for (std::int64_t row = first_row; row < last_row; ++row)
                for (std::int64_t kk = k0; kk < std::min(k, k0 + deep); ++kk) {
                    const T factor = a[row * k + kk];
                    for (std::int64_t column = n0; column < std::min(n, n0 + wide); ++column)
                        c[row * n + column] += factor * b[kk * n + column];
                }
}

template void fill_random(float*, std::int64_t, std::int64_t, std::uint64_t);
template void fill_random(double*, std::int64_t, std::int64_t, std::uint64_t);
template void copy(const float*, float*, std::int64_t, std::int64_t);
template void copy(const double*, double*, std::int64_t, std::int64_t);
template void triad(float*, const float*, const float*, std::int64_t, std::int64_t);
template void triad(double*, const double*, const double*, std::int64_t, std::int64_t);
template double reduction(const float*, std::int64_t, std::int64_t);
template double reduction(const double*, std::int64_t, std::int64_t);
template void softmax(const float*, float*, std::int64_t, std::int64_t, std::int64_t);
template void softmax(const double*, double*, std::int64_t, std::int64_t, std::int64_t);
template void layer_norm(const float*, float*, std::int64_t, std::int64_t, std::int64_t);
template void layer_norm(const double*, double*, std::int64_t, std::int64_t, std::int64_t);
template void attention(const float*, const float*, const float*, float*, std::int64_t,
                        std::int64_t, std::int64_t, std::int64_t);
template void attention(const double*, const double*, const double*, double*, std::int64_t,
                        std::int64_t, std::int64_t, std::int64_t);
template void blocked_gemm(const float*, const float*, float*, std::int64_t, std::int64_t,
                           std::int64_t, std::int64_t);
template void blocked_gemm(const double*, const double*, double*, std::int64_t, std::int64_t,
                           std::int64_t, std::int64_t);

}  // namespace twin::calibration::cpu
