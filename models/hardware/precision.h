// The number formats that arithmetic on a device may use.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace twin {

enum class Precision { fp64, fp32, tf32, bf16, fp8, fp8_block, fp4 };

struct PrecisionRow {
    Precision precision;
    std::string_view name;     // in scenarios, parts and records
    double element_bytes;      // of the operands A and B of a product, their scales included
    double result_bytes;       // of an element of its result C
    std::string_view summary;  // what it is
};
// All of them, widest first.
std::span<const PrecisionRow> precisions();

const PrecisionRow& row_of(Precision precision);
std::optional<Precision> find_precision(std::string_view name);

}  // namespace twin
