// What runs on the GPU, as calls that launch it on a stream: C++17, for .cu and .cpp files alike.
// All return at once; each throws nothing and leaves its error to cudaGetLastError(). Pointers are
// of the device, 16-byte aligned. Results and limits: README.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cuda_runtime_api.h>

namespace twin::calibration::cuda {

// How a number lies in memory (tf32 as fp32).
enum class Element { fp64, fp32, bf16, fp8 };

void empty(cudaStream_t stream);

// data[i] = random_value(numbers, i, fraction_bits), see kernel_bodies.h.
void fill(void* data, Element element, std::size_t count, std::uint64_t numbers, int fraction_bits,
          cudaStream_t stream);

// `units`: multiprocessors of the device. fp32 or fp64.
void copy(const void* from, void* to, std::size_t bytes, int units, cudaStream_t stream);
void triad(const void* b, const void* c, void* a, Element element, std::size_t count, int units,
           cudaStream_t stream);

// What reduction() needs between its blocks; one of a stream.
struct ReductionSpace {
    static constexpr int most_blocks = 4096;
    double* partial = nullptr;   // most_blocks of them
    unsigned* ticket = nullptr;  // 0 before the first call, and after each
};
// *result = the sum, added in fp64. fp32, fp64 or bf16.
void reduction(const void* a, Element element, std::size_t count, double* result,
               ReductionSpace space, int units, cudaStream_t stream);

// Of each of `rows` rows of `columns` elements, fp32 or bf16; columns < 2^31.
void softmax(const void* from, void* to, Element element, std::size_t rows, std::size_t columns,
             cudaStream_t stream);
void layer_norm(const void* from, void* to, Element element, std::size_t rows, std::size_t columns,
                cudaStream_t stream);

// *count += elements of bf16 that differ by more than absolute + relative |expected|, or are not
// numbers.
void count_differences(const void* got, const void* expected, std::size_t count, float absolute,
                       float relative, unsigned long long* differences, cudaStream_t stream);

// C[m,n] = A[m,k] B[k,n] in bf16, added in fp32 by tensor cores; B is stored as its transpose
// [n,k]. k is a multiple of 8; m, n, k < 2^31.
void tensor_gemm(const void* a, const void* b_transposed, void* c, int m, int n, int k,
                 cudaStream_t stream);

// Softmax(Q K^T / root of k) V of each head, not causal, in bf16: [heads][tokens][k]. k is 64 or
// 128; heads < 65536.
void attention(const void* q, const void* keys, const void* values, void* result, int heads,
               int tokens, int k, cudaStream_t stream);

// Lets tensor_gemm and attention have the shared memory that they need; once for each device.
cudaError_t prepare_tensor_kernels();

}  // namespace twin::calibration::cuda
