// Kernels by tensor cores, written with the instructions that sm_80 and all later ones have: a
// product as a cross-check of the library's, and attention. Fragments of mma.sync m16n8k16 and of
// ldmatrix are as the PTX ISA draws them ("Matrix Fragments for mma.m16n8k16").
#include <cuda_bf16.h>

#include "validation/calibration/cuda_kernels.h"

namespace twin::calibration::cuda {
namespace {

using bf16 = __nv_bfloat16;

constexpr int warp_threads = 32;
constexpr unsigned all_lanes = 0xFFFFFFFFu;
constexpr int chunk = 8;  // elements of 16 bytes, what one copy moves

__device__ unsigned shared_address(const void* pointer) {
    return static_cast<unsigned>(__cvta_generic_to_shared(pointer));
}

// 16 bytes from global to shared memory without waiting; zeros where `inside` is false, in which
// case nothing is read.
__device__ void copy_chunk(bf16* to, const bf16* from, bool inside) {
    const int bytes = inside ? 16 : 0;
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;\n" ::"r"(shared_address(to)),
                 "l"(__cvta_generic_to_global(from)), "r"(bytes)
                 : "memory");
}
__device__ void end_copies() {
    asm volatile("cp.async.commit_group;\n" ::: "memory");
}
// Until at most `Open` of the groups that were ended are still under way.
template <int Open>
__device__ void wait_for_copies() {
    asm volatile("cp.async.wait_group %0;\n" ::"n"(Open) : "memory");
}

// Four 8x8 matrices; each lane gives the place of a row of 8 elements.
__device__ void load_matrices(unsigned (&r)[4], const bf16* row) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];\n"
                 : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3])
                 : "r"(shared_address(row))
                 : "memory");
}
__device__ void load_matrices_transposed(unsigned (&r)[4], const bf16* row) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];\n"
                 : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3])
                 : "r"(shared_address(row))
                 : "memory");
}

// c[16,8] += a[16,16] b[16,8].
__device__ void multiply_add(float (&c)[4], const unsigned (&a)[4], unsigned b0, unsigned b1) {
    asm volatile(
        "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 "
        "{%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};\n"
        : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
}

// Two numbers in 32 bits, `low` in the lower half: the order of two neighbours in memory.
__device__ unsigned packed(float low, float high) {
    const __nv_bfloat162 pair = __floats2bfloat162_rn(low, high);
    return *reinterpret_cast<const unsigned*>(&pair);
}

// ---- C[m,n] = A[m,k] B[k,n]

constexpr int tile = 128;   // rows and columns of C of a block
constexpr int tile_k = 32;  // of k at a time
constexpr int stages = 4;   // of k under way
constexpr int gemm_threads = 256;
constexpr int tile_elements = tile * tile_k;
constexpr int gemm_shared_bytes = stages * 2 * tile_elements * int(sizeof(bf16));  // 64 KiB
constexpr int tile_group = 8;  // rows of tiles that go together over the columns: they share B

// Where a chunk of a row of tile_k elements lies. Eight rows of one column of chunks fill all
// banks: two rows share 128 bytes, and the pair's number turns the chunks around.
__device__ int gemm_place(int row, int column_chunk) {
    return row * tile_k + ((column_chunk ^ ((row >> 1) & 3)) * chunk);
}

__global__ void __launch_bounds__(gemm_threads, 2)
    gemm_kernel(const bf16* __restrict__ a, const bf16* __restrict__ b, bf16* __restrict__ c, int m,
                int n, int k) {
    extern __shared__ uint4 gemm_memory[];
    bf16* const shared_a = reinterpret_cast<bf16*>(gemm_memory);
    bf16* const shared_b = shared_a + stages * tile_elements;

    const int tiles_m = (m + tile - 1) / tile;
    const int tiles_n = (n + tile - 1) / tile;
    const int in_group = tile_group * tiles_n;
    const int group = static_cast<int>(blockIdx.x) / in_group;
    const int group_rows = min(tile_group, tiles_m - group * tile_group);
    const int within = static_cast<int>(blockIdx.x) % in_group;
    const int first_row = (group * tile_group + within % group_rows) * tile;
    const int first_column = (within / group_rows) * tile;

    const int thread = static_cast<int>(threadIdx.x);
    const int lane = thread % warp_threads;
    const int warp = thread / warp_threads;
    // Eight warps in 2 x 4, each with 64 x 32 of C.
    const int warp_row = (warp / 4) * 64;
    const int warp_column = (warp % 4) * 32;

    // 128 rows of 4 chunks: two of each operand a thread.
    auto copy_stage = [&](int stage, int first_k) {
#pragma unroll
        for (int i = 0; i < 2; ++i) {
            const int index = thread + i * gemm_threads;
            const int row = index / 4, column_chunk = index % 4;
            const int at_k = first_k + column_chunk * chunk;
            // k is a multiple of 8: a chunk is inside or outside as a whole.
            const bool inside_a = first_row + row < m && at_k < k;
            const bool inside_b = first_column + row < n && at_k < k;
            const std::size_t from_a = static_cast<std::size_t>(first_row + row) * k + at_k;
            const std::size_t from_b = static_cast<std::size_t>(first_column + row) * k + at_k;
            copy_chunk(shared_a + stage * tile_elements + gemm_place(row, column_chunk),
                       inside_a ? a + from_a : a, inside_a);
            copy_chunk(shared_b + stage * tile_elements + gemm_place(row, column_chunk),
                       inside_b ? b + from_b : b, inside_b);
        }
    };

    float sums[4][4][4] = {};
    const int steps = (k + tile_k - 1) / tile_k;
#pragma unroll
    for (int stage = 0; stage < stages - 1; ++stage) {
        if (stage < steps)
            copy_stage(stage, stage * tile_k);
        end_copies();  // of nothing too: the count of groups stays that of stages
    }

    for (int step = 0; step < steps; ++step) {
        wait_for_copies<stages - 2>();
        // Copies of this stage are seen by all, and nobody reads the stage that is filled next.
        __syncthreads();
        const int next = step + stages - 1;
        if (next < steps)
            copy_stage(next % stages, next * tile_k);
        end_copies();

        const bf16* const stage_a = shared_a + (step % stages) * tile_elements;
        const bf16* const stage_b = shared_b + (step % stages) * tile_elements;
#pragma unroll
        for (int part = 0; part < tile_k / 16; ++part) {
            unsigned fragment_a[4][4];
            unsigned fragment_b[2][4];
#pragma unroll
            for (int i = 0; i < 4; ++i)
                load_matrices(fragment_a[i], stage_a + gemm_place(warp_row + i * 16 + lane % 16,
                                                                  part * 2 + lane / 16));
#pragma unroll
            for (int j = 0; j < 2; ++j)
                load_matrices(fragment_b[j],
                              stage_b + gemm_place(warp_column + j * 16 + lane % 8 + lane / 16 * 8,
                                                   part * 2 + lane / 8 % 2));
#pragma unroll
            for (int i = 0; i < 4; ++i) {
#pragma unroll
                for (int j = 0; j < 4; ++j)
                    multiply_add(sums[i][j], fragment_a[i], fragment_b[j / 2][j % 2 * 2],
                                 fragment_b[j / 2][j % 2 * 2 + 1]);
            }
        }
    }
    wait_for_copies<0>();

    const bool pairs = n % 2 == 0;  // then each pair of columns lies at 4 bytes
#pragma unroll
    for (int i = 0; i < 4; ++i) {
#pragma unroll
        for (int half = 0; half < 2; ++half) {
            const int row = first_row + warp_row + i * 16 + half * 8 + lane / 4;
            if (row >= m)
                continue;
            bf16* const out = c + static_cast<std::size_t>(row) * n;
#pragma unroll
            for (int j = 0; j < 4; ++j) {
                const int column = first_column + warp_column + j * 8 + lane % 4 * 2;
                const float low = sums[i][j][half * 2], high = sums[i][j][half * 2 + 1];
                if (pairs) {
                    if (column < n)
                        *reinterpret_cast<unsigned*>(out + column) = packed(low, high);
                } else {
                    if (column < n)
                        out[column] = __float2bfloat16(low);
                    if (column + 1 < n)
                        out[column + 1] = __float2bfloat16(high);
                }
            }
        }
    }
}

// ---- Attention

constexpr int attention_warps = 4;
constexpr int attention_threads = attention_warps * warp_threads;
constexpr int block_queries = attention_warps * 16;
constexpr int block_keys = 64;

// Keys and values of two blocks: one that is worked on, one that is on its way.
template <int K>
constexpr int attention_shared_bytes = 2 * 2 * block_keys* K* int(sizeof(bf16));

// Rows of K elements: eight rows of one column of chunks lie in eight different ones.
template <int K>
__device__ int attention_place(int row, int column_chunk) {
    return row * K + ((column_chunk ^ (row & 7)) * chunk);
}

// Rows `first` to `first` + Rows - 1 of [tokens][K]; zeros below the last.
template <int K, int Rows>
__device__ void copy_rows(bf16* to, const bf16* from, int first, int tokens) {
    constexpr int row_chunks = K / chunk;
#pragma unroll
    for (int i = 0; i < Rows * row_chunks / attention_threads; ++i) {
        const int index = static_cast<int>(threadIdx.x) + i * attention_threads;
        const int row = index / row_chunks, column_chunk = index % row_chunks;
        const bool inside = first + row < tokens;
        const std::size_t at = static_cast<std::size_t>(first + row) * K +
                               static_cast<std::size_t>(column_chunk) * chunk;
        copy_chunk(to + attention_place<K>(row, column_chunk), inside ? from + at : from, inside);
    }
}

// Of the four lanes that hold a row of a fragment.
__device__ float largest_of_row(float x) {
    x = fmaxf(x, __shfl_xor_sync(all_lanes, x, 1));
    return fmaxf(x, __shfl_xor_sync(all_lanes, x, 2));
}
__device__ float sum_of_row(float x) {
    x += __shfl_xor_sync(all_lanes, x, 1);
    return x + __shfl_xor_sync(all_lanes, x, 2);
}

// 64 queries of one head a block, 16 a warp; keys and values pass in blocks of 64 under a running
// softmax (Dao et al., "FlashAttention", NeurIPS 2022).
template <int K>
__global__ void __launch_bounds__(attention_threads)
    attention_kernel(const bf16* __restrict__ q, const bf16* __restrict__ keys,
                     const bf16* __restrict__ values, bf16* __restrict__ result, int tokens,
                     float scale) {
    extern __shared__ uint4 attention_memory[];
    constexpr int block_elements = block_keys * K;
    bf16* const shared_keys = reinterpret_cast<bf16*>(attention_memory);
    bf16* const shared_values = shared_keys + 2 * block_elements;

    const std::size_t head = static_cast<std::size_t>(blockIdx.y) * tokens * K;
    q += head;
    keys += head;
    values += head;
    result += head;
    const int first_query = static_cast<int>(blockIdx.x) * block_queries;
    const int lane = static_cast<int>(threadIdx.x) % warp_threads;
    const int warp = static_cast<int>(threadIdx.x) / warp_threads;

    // Queries pass through the memory of the first keys into registers.
    copy_rows<K, block_queries>(shared_keys, q, first_query, tokens);
    end_copies();
    wait_for_copies<0>();
    __syncthreads();
    unsigned query[K / 16][4];
#pragma unroll
    for (int part = 0; part < K / 16; ++part)
        load_matrices(query[part], shared_keys + attention_place<K>(warp * 16 + lane % 16,
                                                                    part * 2 + lane / 16));
    __syncthreads();

    const int blocks = (tokens + block_keys - 1) / block_keys;
    copy_rows<K, block_keys>(shared_keys, keys, 0, tokens);
    copy_rows<K, block_keys>(shared_values, values, 0, tokens);
    end_copies();

    float out[K / 8][4] = {};
    float largest[2] = {-INFINITY, -INFINITY};  // of the rows lane / 4 and lane / 4 + 8
    float sum[2] = {0, 0};                      // of this lane's columns
    for (int block = 0; block < blocks; ++block) {
        wait_for_copies<0>();
        // This block is seen by all, and nobody reads the other one any more.
        __syncthreads();
        if (block + 1 < blocks) {
            const int other = (block + 1) % 2 * block_elements;
            copy_rows<K, block_keys>(shared_keys + other, keys, (block + 1) * block_keys, tokens);
            copy_rows<K, block_keys>(shared_values + other, values, (block + 1) * block_keys,
                                     tokens);
        }
        end_copies();
        const bf16* const block_key = shared_keys + block % 2 * block_elements;
        const bf16* const block_value = shared_values + block % 2 * block_elements;

        float score[block_keys / 8][4] = {};
#pragma unroll
        for (int part = 0; part < K / 16; ++part) {
#pragma unroll
            for (int j = 0; j < block_keys / 16; ++j) {
                unsigned fragment[4];
                load_matrices(fragment,
                              block_key + attention_place<K>(j * 16 + lane % 8 + lane / 16 * 8,
                                                             part * 2 + lane / 8 % 2));
                multiply_add(score[j * 2], query[part], fragment[0], fragment[1]);
                multiply_add(score[j * 2 + 1], query[part], fragment[2], fragment[3]);
            }
        }
        if ((block + 1) * block_keys > tokens) {
#pragma unroll
            for (int j = 0; j < block_keys / 8; ++j) {
#pragma unroll
                for (int e = 0; e < 4; ++e) {
                    const int key = block * block_keys + j * 8 + lane % 4 * 2 + e % 2;
                    if (key >= tokens)
                        score[j][e] = -INFINITY;
                }
            }
        }

#pragma unroll
        for (int half = 0; half < 2; ++half) {
            float top = largest[half];
#pragma unroll
            for (int j = 0; j < block_keys / 8; ++j)
                top = fmaxf(top, fmaxf(score[j][half * 2], score[j][half * 2 + 1]));
            top = largest_of_row(top);  // finite: each block has a key
            const float shrink = exp2f((largest[half] - top) * scale);
            largest[half] = top;
            sum[half] *= shrink;
#pragma unroll
            for (int j = 0; j < block_keys / 8; ++j) {
#pragma unroll
                for (int e = half * 2; e < half * 2 + 2; ++e) {
                    score[j][e] = exp2f((score[j][e] - top) * scale);
                    sum[half] += score[j][e];
                }
            }
#pragma unroll
            for (int j = 0; j < K / 8; ++j) {
                out[j][half * 2] *= shrink;
                out[j][half * 2 + 1] *= shrink;
            }
        }

        // The weights lie in registers as the product before left them, which is how the next one
        // takes its left operand.
#pragma unroll
        for (int part = 0; part < block_keys / 16; ++part) {
            const unsigned weight[4] = {packed(score[part * 2][0], score[part * 2][1]),
                                        packed(score[part * 2][2], score[part * 2][3]),
                                        packed(score[part * 2 + 1][0], score[part * 2 + 1][1]),
                                        packed(score[part * 2 + 1][2], score[part * 2 + 1][3])};
#pragma unroll
            for (int j = 0; j < K / 16; ++j) {
                unsigned fragment[4];
                load_matrices_transposed(
                    fragment,
                    block_value + attention_place<K>(part * 16 + lane % 16, j * 2 + lane / 16));
                multiply_add(out[j * 2], weight, fragment[0], fragment[1]);
                multiply_add(out[j * 2 + 1], weight, fragment[2], fragment[3]);
            }
        }
    }
    wait_for_copies<0>();

#pragma unroll
    for (int half = 0; half < 2; ++half) {
        const float inverse = 1 / sum_of_row(sum[half]);
        const int row = first_query + warp * 16 + half * 8 + lane / 4;
        if (row >= tokens)
            continue;
        bf16* const at = result + static_cast<std::size_t>(row) * K;
#pragma unroll
        for (int j = 0; j < K / 8; ++j)
            *reinterpret_cast<unsigned*>(at + j * 8 + lane % 4 * 2) =
                packed(out[j][half * 2] * inverse, out[j][half * 2 + 1] * inverse);
    }
}

template <int K>
void launch_attention(const void* q, const void* keys, const void* values, void* result, int heads,
                      int tokens, cudaStream_t stream) {
    const dim3 grid((tokens + block_queries - 1) / block_queries, heads);
    // Of 2^x, which is what the device has: e^x = 2^(x log2 e).
    const float scale = 1.4426950408889634f / sqrtf(float(K));
    attention_kernel<K><<<grid, attention_threads, attention_shared_bytes<K>, stream>>>(
        static_cast<const bf16*>(q), static_cast<const bf16*>(keys),
        static_cast<const bf16*>(values), static_cast<bf16*>(result), tokens, scale);
}

template <class Kernel>
cudaError_t allow_shared(Kernel kernel, int bytes) {
    return cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, bytes);
}

}  // namespace

void tensor_gemm(const void* a, const void* b_transposed, void* c, int m, int n, int k,
                 cudaStream_t stream) {
    const int tiles_m = (m + tile - 1) / tile, tiles_n = (n + tile - 1) / tile;
    gemm_kernel<<<tiles_m * tiles_n, gemm_threads, gemm_shared_bytes, stream>>>(
        static_cast<const bf16*>(a), static_cast<const bf16*>(b_transposed), static_cast<bf16*>(c),
        m, n, k);
}

void attention(const void* q, const void* keys, const void* values, void* result, int heads,
               int tokens, int k, cudaStream_t stream) {
    if (k == 64)
        launch_attention<64>(q, keys, values, result, heads, tokens, stream);
    else
        launch_attention<128>(q, keys, values, result, heads, tokens, stream);
}

cudaError_t prepare_tensor_kernels() {
    cudaError_t status = allow_shared(gemm_kernel, gemm_shared_bytes);
    if (status == cudaSuccess)
        status = allow_shared(attention_kernel<64>, attention_shared_bytes<64>);
    if (status == cudaSuccess)
        status = allow_shared(attention_kernel<128>, attention_shared_bytes<128>);
    return status;
}

}  // namespace twin::calibration::cuda
