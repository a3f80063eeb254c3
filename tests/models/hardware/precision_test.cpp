#include "models/hardware/precision.h"

#include <gmock/gmock.h>

namespace twin {
namespace {

TEST(Precision, IsFoundByItsName) {
    for (const PrecisionRow& row : precisions()) {
        EXPECT_EQ(find_precision(row.name), row.precision);
        EXPECT_EQ(row_of(row.precision).name, row.name);
    }
    EXPECT_EQ(find_precision("bfloat16"), std::nullopt);
    EXPECT_EQ(find_precision(""), std::nullopt);
}

TEST(Precision, CountsScalesAmongTheBytesOfElements) {
    EXPECT_EQ(row_of(Precision::bf16).element_bytes, 2);
    EXPECT_EQ(row_of(Precision::fp8).element_bytes, 1);
    // 4 bytes of scale for 128 elements; 1 byte for 16 of half a byte.
    EXPECT_EQ(row_of(Precision::fp8_block).element_bytes, 1.03125);
    EXPECT_EQ(row_of(Precision::fp4).element_bytes, 0.5625);
}

TEST(Precision, StandsWidestFirst) {
    // The scales of fp8_block make it a little wider than fp8.
    for (std::size_t i = 1; i < precisions().size(); ++i) {
        EXPECT_LE(precisions()[i].element_bytes, precisions()[i - 1].element_bytes + 0.04);
    }
}

}  // namespace
}  // namespace twin
