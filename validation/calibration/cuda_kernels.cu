// Kernels that the memory bounds: fills, copy, triad, reduction, rows.
#include <cuda_bf16.h>
#include <cuda_fp8.h>

#include "validation/calibration/cuda_kernels.h"
#include "validation/calibration/kernel_bodies.h"

namespace twin::calibration::cuda {
namespace {

constexpr int block_threads = 256;
constexpr int warp_threads = 32;
constexpr unsigned all_lanes = 0xFFFFFFFFu;

// 16 bytes, the widest that a thread loads or stores at once.
template <class T>
struct alignas(16) Pack {
    static constexpr int size = 16 / sizeof(T);
    T element[size];
};

template <class T>
__device__ T from_double(double x) {
    return T(x);
}
template <>
__device__ __nv_bfloat16 from_double<__nv_bfloat16>(double x) {
    return __float2bfloat16(static_cast<float>(x));
}
template <>
__device__ __nv_fp8_e4m3 from_double<__nv_fp8_e4m3>(double x) {
    return __nv_fp8_e4m3(static_cast<float>(x));
}

__device__ float to_float(float x) {
    return x;
}
__device__ float to_float(__nv_bfloat16 x) {
    return __bfloat162float(x);
}
__device__ double to_double(double x) {
    return x;
}
__device__ double to_double(float x) {
    return x;
}
__device__ double to_double(__nv_bfloat16 x) {
    return __bfloat162float(x);
}

// Blocks for `work` items of a thread each, as many as the device holds at once but no more.
unsigned blocks_for(std::size_t work, int units) {
    const std::size_t needed = (work + block_threads - 1) / block_threads;
    const std::size_t resident = static_cast<std::size_t>(units) * 8;  // of 256 threads: all 2048
    const std::size_t blocks = needed < resident ? needed : resident;
    return blocks == 0 ? 1u : static_cast<unsigned>(blocks);
}

__device__ std::size_t global_index() {
    return static_cast<std::size_t>(blockIdx.x) * blockDim.x + threadIdx.x;
}
__device__ std::size_t global_threads() {
    return static_cast<std::size_t>(gridDim.x) * blockDim.x;
}

__global__ void empty_kernel() {}

template <class T>
__global__ void fill_kernel(T* data, std::size_t count, std::uint64_t numbers, int fraction_bits) {
    for (std::size_t i = global_index(); i < count; i += global_threads())
        data[i] = from_double<T>(random_value(numbers, i, fraction_bits));
}

template <class T>
void fill_of(void* data, std::size_t count, std::uint64_t numbers, int fraction_bits,
             cudaStream_t stream) {
    fill_kernel<T><<<blocks_for(count, 1024), block_threads, 0, stream>>>(
        static_cast<T*>(data), count, numbers, fraction_bits);
}

// Four loads under way before the first store, so that few threads fill the memory's pipe.
constexpr int unrolled = 4;

__global__ void copy_kernel(const uint4* from, uint4* to, std::size_t packs, std::size_t bytes) {
    const std::size_t step = global_threads();
    std::size_t i = global_index();
    for (; i + (unrolled - 1) * step < packs; i += unrolled * step) {
        uint4 held[unrolled];
#pragma unroll
        for (int u = 0; u < unrolled; ++u)
            held[u] = from[i + u * step];
#pragma unroll
        for (int u = 0; u < unrolled; ++u)
            to[i + u * step] = held[u];
    }
    for (; i < packs; i += step)
        to[i] = from[i];
    // What is left of the last 16 bytes.
    const std::size_t at = packs * sizeof(uint4) + global_index();
    if (at < bytes)
        reinterpret_cast<unsigned char*>(to)[at] = reinterpret_cast<const unsigned char*>(from)[at];
}

template <class T>
__global__ void triad_kernel(const T* b, const T* c, T* a, std::size_t count) {
    const auto* const packed_b = reinterpret_cast<const Pack<T>*>(b);
    const auto* const packed_c = reinterpret_cast<const Pack<T>*>(c);
    auto* const packed_a = reinterpret_cast<Pack<T>*>(a);
    const std::size_t packs = count / Pack<T>::size;
    const std::size_t step = global_threads();
    constexpr int together = 2;
    std::size_t i = global_index();
    for (; i + (together - 1) * step < packs; i += together * step) {
        Pack<T> held_b[together], held_c[together];
#pragma unroll
        for (int u = 0; u < together; ++u) {
            held_b[u] = packed_b[i + u * step];
            held_c[u] = packed_c[i + u * step];
        }
#pragma unroll
        for (int u = 0; u < together; ++u) {
            Pack<T> result;
#pragma unroll
            for (int e = 0; e < Pack<T>::size; ++e)
                result.element[e] = triad_element(held_b[u].element[e], held_c[u].element[e]);
            packed_a[i + u * step] = result;
        }
    }
    for (; i < packs; i += step) {
        const Pack<T> held_b = packed_b[i], held_c = packed_c[i];
        Pack<T> result;
#pragma unroll
        for (int e = 0; e < Pack<T>::size; ++e)
            result.element[e] = triad_element(held_b.element[e], held_c.element[e]);
        packed_a[i] = result;
    }
    const std::size_t at = packs * Pack<T>::size + global_index();
    if (at < count)
        a[at] = triad_element(b[at], c[at]);
}

__device__ double sum_of_warp(double x) {
#pragma unroll
    for (int distance = warp_threads / 2; distance > 0; distance /= 2)
        x += __shfl_xor_sync(all_lanes, x, distance);
    return x;
}

// The same sum in all threads of the block; `shared` holds one of each warp.
__device__ double sum_of_block(double x, double* shared) {
    x = sum_of_warp(x);
    __syncthreads();
    if (threadIdx.x % warp_threads == 0)
        shared[threadIdx.x / warp_threads] = x;
    __syncthreads();
    double sum = 0;
#pragma unroll
    for (int warp = 0; warp < block_threads / warp_threads; ++warp)
        sum += shared[warp];
    return sum;
}

template <class T>
__global__ void reduction_kernel(const T* a, std::size_t count, double* result,
                                 ReductionSpace space) {
    __shared__ double shared[block_threads / warp_threads];
    __shared__ bool last;
    const auto* const packed = reinterpret_cast<const Pack<T>*>(a);
    const std::size_t packs = count / Pack<T>::size;
    const std::size_t step = global_threads();
    double sum = 0;
    std::size_t i = global_index();
    for (; i + (unrolled - 1) * step < packs; i += unrolled * step) {
        Pack<T> held[unrolled];
#pragma unroll
        for (int u = 0; u < unrolled; ++u)
            held[u] = packed[i + u * step];
#pragma unroll
        for (int u = 0; u < unrolled; ++u) {
#pragma unroll
            for (int e = 0; e < Pack<T>::size; ++e)
                sum += to_double(held[u].element[e]);
        }
    }
    for (; i < packs; i += step) {
        const Pack<T> held = packed[i];
#pragma unroll
        for (int e = 0; e < Pack<T>::size; ++e)
            sum += to_double(held.element[e]);
    }
    const std::size_t at = packs * Pack<T>::size + global_index();
    if (at < count)
        sum += to_double(a[at]);

    sum = sum_of_block(sum, shared);
    if (threadIdx.x == 0) {
        space.partial[blockIdx.x] = sum;
        __threadfence();
        // Wraps to 0 with the last block: ready for the next call.
        last = atomicInc(space.ticket, gridDim.x - 1) == gridDim.x - 1;
    }
    __syncthreads();
    if (!last)
        return;
    __threadfence();
    sum = 0;
    const volatile double* const partial = space.partial;
    for (unsigned block = threadIdx.x; block < gridDim.x; block += block_threads)
        sum += partial[block];
    sum = sum_of_block(sum, shared);
    if (threadIdx.x == 0)
        *result = sum;
}

template <class T>
void reduction_of(const void* a, std::size_t count, double* result, ReductionSpace space, int units,
                  cudaStream_t stream) {
    unsigned blocks = blocks_for(count / Pack<T>::size, units);
    if (blocks > ReductionSpace::most_blocks)
        blocks = ReductionSpace::most_blocks;
    reduction_kernel<T>
        <<<blocks, block_threads, 0, stream>>>(static_cast<const T*>(a), count, result, space);
}

// What the threads of a row agree on: all of a warp, or of a block.
template <int Threads>
struct RowTeam {
    float* shared;  // of the block's warps, where the row has the whole block

    template <class Join>
    __device__ float join(float x, Join joined) const {
#pragma unroll
        for (int distance = warp_threads / 2; distance > 0; distance /= 2)
            x = joined(x, __shfl_xor_sync(all_lanes, x, distance));
        if constexpr (Threads > warp_threads) {
            __syncthreads();
            if (threadIdx.x % warp_threads == 0)
                shared[threadIdx.x / warp_threads] = x;
            __syncthreads();
            x = shared[0];
#pragma unroll
            for (int warp = 1; warp < Threads / warp_threads; ++warp)
                x = joined(x, shared[warp]);
        }
        return x;
    }
};

struct Largest {
    __device__ float operator()(float a, float b) const { return fmaxf(a, b); }
};
struct Sum {
    __device__ float operator()(float a, float b) const { return a + b; }
};

struct SoftmaxRow {
    // The largest so far, and the sum of the exponentials of what is below it.
    float largest = -INFINITY, sum = 0;

    template <class T, int Size>
    __device__ void add(const T (&x)[Size]) {
        float top = largest;
#pragma unroll
        for (int e = 0; e < Size; ++e)
            top = fmaxf(top, to_float(x[e]));
        sum *= __expf(largest - top);  // of the first: exp(-inf) = 0
        largest = top;
#pragma unroll
        for (int e = 0; e < Size; ++e)
            sum += __expf(to_float(x[e]) - top);
    }
    template <class Team>
    __device__ void join(const Team& team, float) {
        const float top = team.join(largest, Largest());
        // A thread without elements has the largest -inf and adds 0.
        sum = team.join(sum * __expf(largest - top), Sum());
        largest = top;
    }
    __device__ float result(float x) const {
        return __expf(x - largest) / sum;
    }
};

struct LayerNormRow {
    RowMoments<float> moments;
    float mean = 0, inverse_deviation = 0;

    template <class T, int Size>
    __device__ void add(const T (&x)[Size]) {
#pragma unroll
        for (int e = 0; e < Size; ++e)
            moments.add(to_float(x[e]));
    }
    template <class Team>
    __device__ void join(const Team& team, float columns) {
        moments.sum = team.join(moments.sum, Sum());
        moments.squares = team.join(moments.squares, Sum());
        mean = moments.mean(columns);
        inverse_deviation = rsqrtf(moments.variance(columns) + float(layer_norm_floor));
    }
    __device__ float result(float x) const {
        return layer_norm_element(x, mean, inverse_deviation);
    }
};

// Elements that a thread takes at once: 16 bytes of them where each row begins at such a place,
// else one.
template <class T, bool Packed>
struct alignas(Packed ? 16 : sizeof(T)) RowPart {
    static constexpr int size = Packed ? Pack<T>::size : 1;
    T element[size];
};

// A row by `Threads` threads, twice: once for what all elements say together, once for the results.
// `kept`: the row waits in shared memory in between; else it is read again.
template <class T, class Row, int Threads, bool Packed>
__global__ void __launch_bounds__(block_threads)
    row_kernel(const T* from, T* to, std::size_t rows, std::size_t columns, bool kept) {
    using Part = RowPart<T, Packed>;
    extern __shared__ uint4 row_memory[];
    __shared__ float shared[block_threads / warp_threads];
    constexpr int rows_together = block_threads / Threads;
    const int lane = threadIdx.x % Threads;
    const int parts = static_cast<int>(columns / Part::size);
    auto* const held = reinterpret_cast<Part*>(row_memory) +
                       static_cast<std::size_t>(threadIdx.x / Threads) * parts;
    const RowTeam<Threads> team{shared};
    for (std::size_t row =
             static_cast<std::size_t>(blockIdx.x) * rows_together + threadIdx.x / Threads;
         row < rows; row += static_cast<std::size_t>(gridDim.x) * rows_together) {
        const auto* const in = reinterpret_cast<const Part*>(from + row * columns);
        auto* const out = reinterpret_cast<Part*>(to + row * columns);
        Row state;
        for (int i = lane; i < parts; i += Threads) {
            const Part part = in[i];
            if (kept)
                held[i] = part;  // read again by this thread only
            state.add(part.element);
        }
        state.join(team, static_cast<float>(columns));
        for (int i = lane; i < parts; i += Threads) {
            const Part part = kept ? held[i] : in[i];
            Part result;
#pragma unroll
            for (int e = 0; e < Part::size; ++e)
                result.element[e] = from_double<T>(state.result(to_float(part.element[e])));
            out[i] = result;
        }
    }
}

template <class T, class Row, int Threads, bool Packed>
void launch_rows(const void* from, void* to, std::size_t rows, std::size_t columns,
                 cudaStream_t stream) {
    constexpr std::size_t shared_without_asking = 48 * 1024;
    constexpr std::size_t rows_together = block_threads / Threads;
    // A little of the 48 KiB is the kernel's own.
    const std::size_t bytes = rows_together * columns * sizeof(T);
    const bool kept = bytes + 1024 <= shared_without_asking;
    const std::size_t needed = (rows + rows_together - 1) / rows_together;
    constexpr std::size_t most_blocks = std::size_t(1) << 30;
    const auto blocks = static_cast<unsigned>(needed < most_blocks ? needed : most_blocks);
    row_kernel<T, Row, Threads, Packed><<<blocks, block_threads, kept ? bytes : 0, stream>>>(
        static_cast<const T*>(from), static_cast<T*>(to), rows, columns, kept);
}

template <class T, class Row>
void rows_of(const void* from, void* to, std::size_t rows, std::size_t columns,
             cudaStream_t stream) {
    // A warp for a short row, a block for a long one.
    const bool packed = columns % Pack<T>::size == 0;
    const bool small = columns <= 1024;
    if (packed && small)
        launch_rows<T, Row, warp_threads, true>(from, to, rows, columns, stream);
    else if (packed)
        launch_rows<T, Row, block_threads, true>(from, to, rows, columns, stream);
    else
        launch_rows<T, Row, block_threads, false>(from, to, rows, columns, stream);
}

template <class Row>
void any_rows(const void* from, void* to, Element element, std::size_t rows, std::size_t columns,
              cudaStream_t stream) {
    if (element == Element::bf16)
        rows_of<__nv_bfloat16, Row>(from, to, rows, columns, stream);
    else
        rows_of<float, Row>(from, to, rows, columns, stream);
}

__global__ void count_differences_kernel(const __nv_bfloat16* got, const __nv_bfloat16* expected,
                                         std::size_t count, float absolute, float relative,
                                         unsigned long long* differences) {
    unsigned long long mine = 0;
    for (std::size_t i = global_index(); i < count; i += global_threads()) {
        const float a = __bfloat162float(got[i]), b = __bfloat162float(expected[i]);
        // Not `>`: what is not a number differs.
        if (!(fabsf(a - b) <= absolute + relative * fabsf(b)))
            ++mine;
    }
    if (mine > 0)
        atomicAdd(differences, mine);
}

}  // namespace

void empty(cudaStream_t stream) {
    empty_kernel<<<1, 1, 0, stream>>>();
}

void fill(void* data, Element element, std::size_t count, std::uint64_t numbers, int fraction_bits,
          cudaStream_t stream) {
    switch (element) {
        case Element::fp64:
            return fill_of<double>(data, count, numbers, fraction_bits, stream);
        case Element::fp32:
            return fill_of<float>(data, count, numbers, fraction_bits, stream);
        case Element::bf16:
            return fill_of<__nv_bfloat16>(data, count, numbers, fraction_bits, stream);
        case Element::fp8:
            return fill_of<__nv_fp8_e4m3>(data, count, numbers, fraction_bits, stream);
    }
}

void copy(const void* from, void* to, std::size_t bytes, int units, cudaStream_t stream) {
    const std::size_t packs = bytes / sizeof(uint4);
    copy_kernel<<<blocks_for(packs, units), block_threads, 0, stream>>>(
        static_cast<const uint4*>(from), static_cast<uint4*>(to), packs, bytes);
}

void triad(const void* b, const void* c, void* a, Element element, std::size_t count, int units,
           cudaStream_t stream) {
    if (element == Element::fp64)
        triad_kernel<<<blocks_for(count / 2, units), block_threads, 0, stream>>>(
            static_cast<const double*>(b), static_cast<const double*>(c), static_cast<double*>(a),
            count);
    else
        triad_kernel<<<blocks_for(count / 4, units), block_threads, 0, stream>>>(
            static_cast<const float*>(b), static_cast<const float*>(c), static_cast<float*>(a),
            count);
}

void reduction(const void* a, Element element, std::size_t count, double* result,
               ReductionSpace space, int units, cudaStream_t stream) {
    if (element == Element::fp64)
        reduction_of<double>(a, count, result, space, units, stream);
    else if (element == Element::bf16)
        reduction_of<__nv_bfloat16>(a, count, result, space, units, stream);
    else
        reduction_of<float>(a, count, result, space, units, stream);
}

void softmax(const void* from, void* to, Element element, std::size_t rows, std::size_t columns,
             cudaStream_t stream) {
    any_rows<SoftmaxRow>(from, to, element, rows, columns, stream);
}

void layer_norm(const void* from, void* to, Element element, std::size_t rows, std::size_t columns,
                cudaStream_t stream) {
    any_rows<LayerNormRow>(from, to, element, rows, columns, stream);
}

void count_differences(const void* got, const void* expected, std::size_t count, float absolute,
                       float relative, unsigned long long* differences, cudaStream_t stream) {
    count_differences_kernel<<<blocks_for(count, 1024), block_threads, 0, stream>>>(
        static_cast<const __nv_bfloat16*>(got), static_cast<const __nv_bfloat16*>(expected), count,
        absolute, relative, differences);
}

}  // namespace twin::calibration::cuda
