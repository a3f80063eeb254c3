#include "validation/calibration/cuda_grid.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace twin::calibration::cuda {
namespace {

constexpr auto byte = DataSize::from_si(1);
constexpr auto megabyte = 1e6 * byte;
constexpr auto gigabyte = 1e9 * byte;

void add(std::vector<Kernel>& kernels, const std::vector<Kernel>& more) {
    for (const Kernel& kernel : more)
        if (std::find(kernels.begin(), kernels.end(), kernel) == kernels.end())
            kernels.push_back(kernel);
}

// Beside those for any device: what only a GPU does in a moment, the layers of language models, and
// steps of m and n by which the waves over its multiprocessors show.
std::vector<Kernel> gemm_kernels(Precision precision, const GridLimits& limits) {
    std::vector<Kernel> kernels;
    const auto shape = [&](std::int64_t m, std::int64_t n, std::int64_t k) {
        const Kernel kernel{KernelKind::gemm, precision, m, n, k};
        if (flops(kernel) <= limits.most_flops)
            add(kernels, {kernel});
    };
    if (limits.quick) {
        for (const std::int64_t side : {2048, 4096, 8192})
            shape(side, side, side);
        for (const std::int64_t m : {1, 16, 128, 1024})
            shape(m, 8192, 8192);
        add(kernels, gemm_grid(precision, limits));
        return kernels;
    }
    add(kernels, gemm_grid(precision, limits));
    for (const std::int64_t m : {256, 1024, 4096, 16384})
        for (const std::int64_t n : {256, 1024, 4096, 16384})
            for (const std::int64_t k : {256, 1024, 4096, 16384})
                shape(m, n, k);
    for (const std::int64_t m : {1, 4, 16, 64, 128, 256, 1024, 4096, 8192})
        for (const auto& [n, k] : {std::array<std::int64_t, 2>{2560, 2560},
                                   {6144, 4096},
                                   {28672, 4096},
                                   {4096, 14336},
                                   {10240, 8192},
                                   {8192, 8192},
                                   {8192, 28672},
                                   {7168, 2048},
                                   {16384, 7168}})
            shape(m, n, k);
    for (const std::int64_t n : {1, 8, 16, 64})
        for (const std::int64_t m : {4096, 16384})
            shape(m, n, 4096);
    for (std::int64_t m = 128; m <= 4096; m += 128)
        shape(m, 4096, 4096);
    for (std::int64_t n = 384; n <= 6144; n += 384)
        shape(1024, n, 1024);
    return kernels;
}

}  // namespace

bool gemm_is_possible(const Kernel& kernel, int capability) {
    if (kernel.precision == Precision::fp8)
        return capability >= 89 && kernel.n % 16 == 0 && kernel.k % 16 == 0;
    return kernel.precision != Precision::fp8_block && kernel.precision != Precision::fp4;
}

DataSize buffers_of(const Kernel& kernel) {
    DataSize bytes = traffic(kernel);
    if (kernel.kind == KernelKind::gemm)  // the own kernel's result beside the library's
        bytes += row_of(kernel.precision).result_bytes * double(kernel.m) * double(kernel.n) * byte;
    if (kernel.kind == KernelKind::all_reduce)  // what is sent and what is received
        bytes += kernel.size;
    return bytes;
}

int fp32_lanes(int capability) {
    // "CUDA C++ Programming Guide", arithmetic instructions: results of fp32 a clock.
    switch (capability) {
        case 80:
            return 64;
        case 86:
        case 87:
        case 89:
        case 90:
        case 100:
        case 103:
        case 120:
        case 121:
            return 128;
        default:
            return 0;
    }
}

std::vector<Kernel> kernel_grid(const DeviceFigures& figures, bool quick) {
    // A GEMM of 16384 a side and an attention of 128 heads over 16384 tokens: some 20 ms of today.
    GridLimits limits{quick, 2e13, 12 * gigabyte};
    std::vector<Kernel> kernels = {{KernelKind::launch}};

    constexpr auto largest = 4 * gigabyte;  // of each of the buffers of a stream
    for (const KernelKind kind : {KernelKind::copy, KernelKind::triad, KernelKind::reduction}) {
        GridLimits of_kind = limits;
        of_kind.most_traffic = traffic({kind, Precision::fp32, 0, 0, 0, largest});
        add(kernels, size_grid(kind, Precision::fp32, (quick ? 1e6 : 64e3) * byte, of_kind));
    }
    for (const Precision precision : {Precision::bf16, Precision::fp32})
        for (const KernelKind kind : {KernelKind::softmax, KernelKind::layer_norm})
            add(kernels, row_grid(kind, precision, limits));
    add(kernels, attention_grid(Precision::bf16, limits));

    GridLimits transfers = limits;
    transfers.most_traffic = (quick ? 100e6 : 1e9) * byte;
    for (const KernelKind kind : {KernelKind::host_to_device, KernelKind::device_to_host})
        add(kernels, size_grid(kind, Precision::fp32, 16e3 * byte, transfers));
    if (figures.has_peer)
        add(kernels, size_grid(KernelKind::peer_copy, Precision::fp32, 16e3 * byte, transfers));
    if (figures.has_nccl)
        for (int devices = 2; devices <= figures.devices; devices *= 2) {
            // It runs on the first devices: one that looks on has nothing to tell.
            if (devices <= figures.number)
                continue;
            for (Kernel kernel :
                 size_grid(KernelKind::all_reduce, Precision::bf16, 16e3 * byte, transfers)) {
                kernel.devices = devices;
                kernels.push_back(kernel);
            }
        }
    add(kernels, size_grid(KernelKind::checkpoint_write, Precision::fp32, megabyte, transfers));

    for (const Precision precision :
         {Precision::bf16, Precision::fp8, Precision::tf32, Precision::fp64, Precision::fp32}) {
        GridLimits of_precision = limits;
        if (precision == Precision::fp64 && !figures.half_fp64)
            of_precision.most_flops = 1e11;
        add(kernels, gemm_kernels(precision, of_precision));
    }
    std::erase_if(kernels, [&](const Kernel& kernel) {
        return buffers_of(kernel) > figures.free_memory ||
               (kernel.kind == KernelKind::gemm && !gemm_is_possible(kernel, figures.capability));
    });
    return kernels;
}

}  // namespace twin::calibration::cuda
