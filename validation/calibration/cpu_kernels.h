// The bodies of the kernels on a CPU: plain loops over a stretch of the work, for one core. T:
// float or double.
#pragma once

#include <cstdint>

namespace twin::calibration::cpu {

template <class T>
void fill_random(T* a, std::int64_t begin, std::int64_t end, std::uint64_t stream);
template <class T>
void copy(const T* a, T* b, std::int64_t begin, std::int64_t end);
template <class T>
void triad(T* a, const T* b, const T* c, std::int64_t begin, std::int64_t end);
// Added in T within blocks, in double across them.
template <class T>
double reduction(const T* a, std::int64_t begin, std::int64_t end);
// Rows of `n` elements.
template <class T>
void softmax(const T* a, T* b, std::int64_t n, std::int64_t first_row, std::int64_t last_row);
template <class T>
void layer_norm(const T* a, T* b, std::int64_t n, std::int64_t first_row, std::int64_t last_row);
// Rows of queries over all heads: row r is token r % n of head r / n. Each array holds heads of n
// tokens of k elements; k at most 256.
template <class T>
void attention(const T* queries, const T* keys, const T* values, T* out, std::int64_t n,
               std::int64_t k, std::int64_t first_row, std::int64_t last_row);
// Rows of C[m,n] = A[m,k] B[k,n], row after row in memory: the cross-check of the BLAS, in blocks
// that stay in the caches.
template <class T>
void blocked_gemm(const T* a, const T* b, T* c, std::int64_t n, std::int64_t k,
                  std::int64_t first_row, std::int64_t last_row);

}  // namespace twin::calibration::cpu
