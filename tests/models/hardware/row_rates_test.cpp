#include "models/hardware/row_rates.h"

#include <gtest/gtest.h>

namespace twin {
namespace {

constexpr auto microsecond = 1e-6 * second;

RowRates made() {
    return {.kind = KernelKind::softmax,
            .team = 256,
            .short_row = 1024,
            .short_team = 32,
            .held = DataSize::from_si(48'000),
            .start = 1 * microsecond,
            .column = 0.1 * microsecond,
            .row = 0.0005 * microsecond,
            .bandwidth = Bandwidth::from_si(2e12)};
}

double us(std::string_view text) {
    return row_time(made(), std::get<Kernel>(read_kernel(text))) / microsecond;
}

// 128 columns of 32 threads: 4 each, 0.4 us. A row of 2 x 256 byte would pass in 0.256 ns, but
// takes 0.5.
TEST(RowRates, FewColumnsTakeARowsOwnTime) {
    EXPECT_NEAR(us("softmax bf16 16x128"), 1 + 0.4 + 16 * 0.0005, 1e-9);
    EXPECT_NEAR(us("softmax bf16 65536x128"), 1 + 0.4 + 65536 * 0.0005, 1e-9);
    // 100 columns take as long as 128: what is left of the last turn is idle.
    EXPECT_NEAR(us("softmax bf16 16x100"), 1 + 0.4 + 16 * 0.0005, 1e-9);
}

// 1024 columns of 32 threads: 32 each. 2 x 2048 byte at 2 TB/s: 2.048 ns.
TEST(RowRates, ManyRowsPassAtTheBandwidth) {
    EXPECT_NEAR(us("softmax bf16 65536x1024"), 1 + 3.2 + 65536 * 0.002048, 1e-9);
    // Other precisions: as many columns, twice the bytes.
    EXPECT_NEAR(us("softmax fp32 65536x1024"), 1 + 3.2 + 65536 * 0.004096, 1e-9);
}

// One column more is the work of 256 threads, 5 each; 2 x 4100 byte: 4.1 ns.
TEST(RowRates, LongRowsHaveALargerTeam) {
    EXPECT_NEAR(us("softmax fp32 8x1025"), 1 + 0.5 + 8 * 0.0041, 1e-9);
}

// 12,000 fp32 are 48 kB: held, 47 columns a thread, 2 x 48 kB in 48 ns. One more is read twice: 3 x
// 48,004 byte in 72.006 ns.
TEST(RowRates, RowsThatAreNotHeldAreReadTwice) {
    EXPECT_NEAR(us("softmax fp32 1000x12000"), 1 + 4.7 + 48, 1e-9);
    EXPECT_NEAR(us("softmax fp32 1000x12001"), 1 + 4.7 + 72.006, 1e-9);
    RowRates all = made();
    all.held = {};
    EXPECT_EQ(traffic_of_a_row(all, 12001, Precision::fp32).si(), 2 * 4 * 12001);
}

// Eight rows of up to 1,024 columns are a block, 16 two blocks; longer ones are one each.
TEST(RowRates, FewRowsLeaveUnitsWithoutWork) {
    RowRates rates = made();
    EXPECT_EQ(units_at_work(rates, 16, 128), 1);
    rates.units = 100;
    EXPECT_DOUBLE_EQ(units_at_work(rates, 16, 1024), 0.02);
    EXPECT_DOUBLE_EQ(units_at_work(rates, 17, 1024), 0.03);
    EXPECT_DOUBLE_EQ(units_at_work(rates, 16, 1025), 0.16);
    EXPECT_EQ(units_at_work(rates, 101, 1025), 1);
}

}  // namespace
}  // namespace twin
