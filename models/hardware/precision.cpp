#include "models/hardware/precision.h"

#include <algorithm>
#include <array>

namespace twin {
namespace {

constexpr std::array<PrecisionRow, 7> table = {{
    {Precision::fp64, "fp64", 8, 8, "64 bits"},
    {Precision::fp32, "fp32", 4, 4, "32 bits"},
    {Precision::tf32, "tf32", 4, 4, "32 bits in memory, 19 in tensor cores"},
    {Precision::bf16, "bf16", 2, 2, "16 bits, 8 of them exponent; fp16 is as fast"},
    {Precision::fp8, "fp8", 1, 2, "8 bits, one scale a tensor; results in 16"},
    // A 32-bit scale for each block of 128 elements.
    {Precision::fp8_block, "fp8_block", 1 + 4.0 / 128, 2,
     "8 bits, a scale for each block; results in 16"},
    // An 8-bit scale for each block of 16 elements.
    {Precision::fp4, "fp4", 0.5 + 1.0 / 16, 2, "4 bits, a scale for each 16; results in 16"},
}};

}  // namespace

std::span<const PrecisionRow> precisions() {
    return table;
}

const PrecisionRow& row_of(Precision precision) {
    return table[static_cast<std::size_t>(precision)];
}

std::optional<Precision> find_precision(std::string_view name) {
    const auto found = std::find_if(table.begin(), table.end(),
                                    [&](const PrecisionRow& row) { return row.name == name; });
    return found == table.end() ? std::nullopt : std::optional(found->precision);
}

}  // namespace twin
