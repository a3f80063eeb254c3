// One kernel: what it computes, on how much. Times of it: calibration.h; watts:
// models/power/kernel_power.h.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "models/hardware/precision.h"
#include "models/units/quantity.h"
#include "models/units/unit_text.h"

namespace twin {

enum class KernelKind {
    launch,            // an empty kernel, from its launch until its end is seen
    gemm,              // C[m,n] = A[m,k] B[k,n]
    copy,              // b = a; size: of a
    triad,             // a = b + s c; size: of a
    reduction,         // sum of a; size: of a
    softmax,           // m rows of n elements
    layer_norm,        // m rows of n elements
    attention,         // m heads (of all sequences) over n tokens, heads of k elements, not causal
    host_to_device,    // size: of the message
    device_to_host,    // size: of the message
    peer_copy,         // from one device to another of the node; size: of the message
    all_reduce,        // in place over `devices` devices of one node; size: of the message
    checkpoint_write,  // from the device's memory to a file, until it is on the disk; size: of it
};

// Which numbers say how large a kernel of a kind is.
enum class KernelShape { none, m_n_k, rows, heads, size };

struct KernelKindRow {
    KernelKind kind;
    std::string_view name;  // in scenarios, parts and records: "gemm"
    KernelShape shape;
    bool on_device;  // its time is the device's own, not that of a link, host or disk
    std::string_view summary;
};
std::span<const KernelKindRow> kernel_kinds();
const KernelKindRow& row_of(KernelKind kind);

struct Kernel {
    KernelKind kind = KernelKind::gemm;
    Precision precision = Precision::bf16;  // of the elements; no meaning where shape is `none`
    std::int64_t m = 0, n = 0, k = 0;       // > 0 where the shape has them, else 0
    DataSize size{};                        // > 0 where the shape has it, else 0
    int devices = 1;                        // > 1 of all_reduce, else 1
    bool operator==(const Kernel&) const = default;
};

// Arithmetic that the result needs: 2 m n k of a GEMM, 4 m n n k of attention, the additions of a
// reduction; 0 flop of copies and transfers.
double flops(const Kernel& kernel);

// What has to cross the device's memory at least once: operands read, results written. Of a
// transfer: the message.
DataSize traffic(const Kernel& kernel);

// "gemm bf16 8192x8192x8192", "softmax bf16 4096x4096", "attention bf16 32x4096x128",
// "copy fp32 1 GB", "all_reduce bf16 256 MB 4", "launch". Both ways without loss.
std::string kernel_text(const Kernel& kernel);
std::variant<Kernel, UnitError> read_kernel(std::string_view text);

}  // namespace twin
