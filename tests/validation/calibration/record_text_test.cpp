#include "validation/calibration/record_text.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "tests/validation/calibration/made_records.h"
#include "validation/calibration/record_compare.h"

namespace twin::calibration {
namespace {

using testing::HasSubstr;
using testing::Not;

Record made_record() {
    Record record;
    record.header = small_header();
    record.header.units = 132;
    record.header.memory_bandwidth = Bandwidth::from_si(3.2e12);
    record.header.peak = FlopRate::from_si(60e12);
    record.header.remarks = {"Others used 12 % of the device."};
    // 2 x 1000^3 in 1 ms: 2 Tflop/s, of 60 3.3 %; in 0.5 ms 4 Tflop/s, 6.7 %.
    record.points = {good_point("gemm fp32 1000x1000x1000", 1e-3),
                     good_point("gemm fp32 1000x1000x1000", 0.5e-3), good_point("launch", 3e-6),
                     good_point("launch", 2e-6),
                     // 2 GB in 1 ms: 2 TB/s, of 3.2 62.5 %.
                     good_point("copy fp32 1 GB", 1e-3),
                     bad_point("copy fp32 2 GB", PointState::error, "out of memory")};
    record.points[0].power = 600 * watt;
    record.points[1].power = 700 * watt;
    return record;
}

TEST(RecordText, SumsUpEachKind) {
    EXPECT_EQ(record_text(made_record()),
              R"(device             NVIDIA Test GPU
backend            cuda
state              complete
begun              2026-11-22T23:10:00Z
units              132
peak, fp32         60 Tflop/s
memory bandwidth   3.2 TB/s
remark: Others used 12 % of the device.

kernels                  points   good              best  of peak   spread    watts  best of
gemm fp32                     2      2         4 Tflop/s    6.7 %   15.0 %    650.0  gemm fp32 1000x1000x1000
launch                        2      2              2 us        -   15.0 %        -  launch
copy fp32                     2      1            2 TB/s   62.5 %   15.0 %        -  copy fp32 1 GB

6 points, 5 good, 1 error
  error: copy fp32 2 GB: -: out of memory
)");
}

TEST(RecordText, ARunningRecordMayHaveDied) {
    Record record = made_record();
    record.header.state = RecordState::running;
    EXPECT_THAT(record_text(record), HasSubstr("state              running, or died\n"));
    record.points.clear();
    EXPECT_THAT(record_text(record), HasSubstr("\n0 points\n"));
}

TEST(RecordText, JsonHoldsEveryPoint) {
    const auto json = record_json(made_record());
    EXPECT_EQ(json["device"], "NVIDIA Test GPU");
    EXPECT_EQ(json["units"], 132);
    EXPECT_TRUE(json["power_cap_w"].is_null());
    EXPECT_EQ(json["points"].size(), 6U);
    EXPECT_EQ(json["points"][1]["median_s"], 0.5e-3);
    EXPECT_TRUE(json["points"][5]["median_s"].is_null());
    EXPECT_EQ(json["points"][5]["note"], "out of memory");
    EXPECT_EQ(json["groups"][0]["best_rate"], 4e12);
    EXPECT_EQ(json["groups"][2]["states"]["error"], 1);
}

TEST(RecordComparison, SaysWhatDiffers) {
    Record a = made_record(), b = made_record();
    b.header.power_cap = 500 * watt;
    b.header.driver = "590";
    b.points.erase(b.points.begin(), b.points.begin() + 4);
    b.points[0].median = 2e-3 * second;
    b.points.push_back(good_point("triad fp32 1 GB", 1e-3));
    EXPECT_EQ(comparison_text(a, b, "a.toml", "b.toml"),
              R"(A: a.toml
B: b.toml
driver           not known -> 590
power cap        not known -> 500 W

kernels                    both       p10   median      p90   time of B to time of A
copy fp32                     1     2.000    2.000    2.000

largest differences
  copy fp32 1 GB                               2 TB/s ->         1 TB/s  2.000

only in A: 4 points: 2 gemm fp32, 2 launch
only in B: 1 points: 1 triad fp32
)");
}

TEST(RecordComparison, ARecordIsAsItself) {
    const std::string text = comparison_text(made_record(), made_record(), "a", "a");
    EXPECT_THAT(text, HasSubstr("copy fp32                     1     1.000    1.000    1.000\n"));
    EXPECT_THAT(text, HasSubstr("only in A: 0 points\nonly in B: 0 points\n"));
    EXPECT_THAT(text, Not(HasSubstr("power cap")));
}

}  // namespace
}  // namespace twin::calibration
