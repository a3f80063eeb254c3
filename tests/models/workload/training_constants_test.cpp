#include "models/workload/training_constants.h"

#include <gtest/gtest.h>

namespace twin {
namespace {

TEST(TrainingConstants, AttentionGoesByTheSizeOfItsHeads) {
    const auto cudnn = AttentionLibrary::cudnn, flash = AttentionLibrary::flash_attention_2;
    EXPECT_EQ(attention_share(cudnn, 128).forward, 1);
    EXPECT_EQ(attention_share(flash, 128).backward, 1);
    // Measured at 64 and 256; beyond them as there.
    EXPECT_DOUBLE_EQ(attention_share(cudnn, 64).forward, 0.73);
    EXPECT_DOUBLE_EQ(attention_share(cudnn, 32).backward, 0.79);
    EXPECT_DOUBLE_EQ(attention_share(cudnn, 256).forward, 1.09);
    EXPECT_DOUBLE_EQ(attention_share(flash, 512).backward, 0.86);
    // 96 = 128 / 2^0.415.
    EXPECT_NEAR(attention_share(flash, 96).forward, 1 - 0.415 * 0.13, 1e-4);
}

}  // namespace
}  // namespace twin
