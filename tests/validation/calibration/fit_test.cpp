#include "validation/calibration/fit.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>

#include "sim/scenario/calibration_file.h"
#include "validation/calibration/fit_curves.h"
#include "validation/calibration/fit_rows.h"
#include "validation/calibration/table_import.h"

namespace twin::calibration {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto microsecond = 1e-6 * second;

Kernel kernel(std::string_view text) {
    return std::get<Kernel>(read_kernel(text));
}

MeasuredPoint point(const Kernel& of, Duration time) {
    MeasuredPoint p;
    p.kernel = of;
    p.repeats = 5;
    p.median = p.p10 = p.p90 = time;
    return p;
}

// A device whose times are those of a surface that the fit does not start from.
GemmSurface true_surface() {
    GemmSurface surface;
    surface.precision = Precision::bf16;
    surface.peak = FlopRate::from_si(100e12);
    surface.memory_bandwidth = Bandwidth::from_si(1e12);
    surface.units = 50;
    surface.tile_efficiency = {0.2, 0.3, 0.3, 0.5, 0.7, 0.7, 0.4, 0.4};
    surface.launch = 6 * microsecond;
    surface.wave = 0.3 * microsecond;
    surface.split_k = 2 * microsecond;
    surface.memory_efficiency = 0.8;
    surface.ramp_k = 50;
    surface.overlap = 3;
    surface.reread = 0.02;
    surface.quantisation = 0.6;
    return surface;
}

Record products() {
    Record record;
    record.header.device = "made";
    record.header.backend = "cpu";
    record.header.begun = "2026-11-22T20:00:00Z";
    record.header.units = 50;
    const GemmSurface surface = true_surface();
    for (const std::int64_t m : {16, 64, 128, 192, 512, 1024, 3000})
        for (const std::int64_t n : {64, 256, 384, 1024, 4096})
            for (const std::int64_t k : {64, 128, 512, 1024, 3072, 8192})
                record.points.push_back(
                    point({KernelKind::gemm, Precision::bf16, m, n, k, {}, 1},
                          gemm_time(surface, {double(m), double(n), double(k)}).time));
    return record;
}

FitSettings datasheet() {
    FitSettings settings;
    settings.peaks = {{Precision::bf16, FlopRate::from_si(100e12)}};
    settings.memory_bandwidth = Bandwidth::from_si(1e12);
    return settings;
}

const GroupErrors* group(const FittedCalibration& fitted, std::string_view name) {
    for (const GroupErrors& errors : fitted.errors)
        if (errors.group == name)
            return &errors;
    return nullptr;
}

TEST(Fit, RecoversASurfaceOnPointsThatItHasNotSeen) {
    const FittedCalibration fitted = fit(products(), datasheet());
    const GroupErrors* large = group(fitted, "gemm bf16, m, n, k >= 128");
    const GroupErrors* small = group(fitted, "gemm bf16, smaller");
    ASSERT_NE(large, nullptr);
    ASSERT_NE(small, nullptr);
    EXPECT_EQ(large->fitted.points + large->held_out.points, 100u);  // 5 m, 4 n, 5 k
    EXPECT_LT(large->held_out.median, 0.05);
    EXPECT_LT(large->held_out.p90, 0.15);
    EXPECT_LT(small->held_out.p90, 0.20);
    EXPECT_TRUE(fitted.taken.peaks.empty());
    EXPECT_FALSE(fitted.taken.memory_bandwidth);
}

TEST(Fit, TheSameRecordGivesTheSameBytes) {
    const std::string once = calibration_toml(fit(products(), datasheet()).calibration);
    EXPECT_EQ(once, calibration_toml(fit(products(), datasheet()).calibration));
    EXPECT_THAT(once, HasSubstr("name = \"made\"\nfit = \""));
    EXPECT_THAT(
        once,
        HasSubstr("\n[[gemm]]\nprecision = \"bf16\"\npeak = \"100 Tflop/s\"\n"
                  "memory_bandwidth = \"1 TB/s\"\nunits = 50\ngrain = 64\ntile_efficiency = [\""));
}

TEST(Fit, HoldsOutAboutHalf) {
    std::size_t held = 0, all = 0;
    for (std::int64_t m = 1; m <= 20; ++m)
        for (std::int64_t n = 1; n <= 50; ++n, ++all)
            held += held_out({KernelKind::gemm, Precision::fp8, m, n, 64, {}, 1}) ? 1 : 0;
    // Four deviations of 1,000 throws of a coin: 4 * sqrt(250) = 63.
    EXPECT_GT(held, all / 2 - 63);
    EXPECT_LT(held, all / 2 + 63);
}

TEST(Fit, TakesCurvesFromWhatTheLaunchLeaves) {
    Record record;
    record.header.device = "made";
    record.points = {point(kernel("launch"), 2 * microsecond),
                     point(kernel("copy fp32 1 MB"), 12 * microsecond),    // 2 MB in 10 us
                     point(kernel("copy fp32 4 MB"), 22 * microsecond),    // 8 MB in 20 us
                     point(kernel("triad fp32 1 MB"), 12 * microsecond)};  // one alone
    record.points.push_back(point(kernel("copy fp32 8 MB"), 1 * second));
    record.points.back().state = PointState::busy;
    FitSettings settings;
    settings.hold_out_half = false;
    const FittedCalibration fitted = fit(record, settings);
    EXPECT_EQ(fitted.calibration.launch, 2 * microsecond);
    ASSERT_EQ(fitted.calibration.curves.size(), 1u);
    EXPECT_THAT(fitted.calibration.curves[0].points,
                ElementsAre(RatePoint{2e6, 200e9}, RatePoint{8e6, 400e9}));
    EXPECT_THAT(fitted.remarks,
                ElementsAre("1 of 5 points are left out, as they are not good.",
                            "triad fp32: 1 points are too few for a fit, which takes 2."));
    EXPECT_THAT(calibration_toml(fitted.calibration),
                HasSubstr("launch = \"2 us\"\n\n[[curve]]\nkernel = \"copy\"\nprecision = "
                          "\"fp32\"\npoints = [\n    [\"2 MB\", \"200 GB/s\"],\n    [\"8 MB\", "
                          "\"400 GB/s\"],\n]\n"));
}

TEST(Fit, TakesFromRecordsBesideWhatTheFirstHasNoneOf) {
    Record record, beside, last;
    record.header.device = "made";
    record.header.backend = "table";
    record.header.source = "a table";
    record.points = {point(kernel("copy fp32 1 MB"), 10 * microsecond),   // 2 MB: 200 GB/s
                     point(kernel("copy fp32 4 MB"), 20 * microsecond)};  // 8 MB: 400 GB/s
    beside.header.device = "another name of it";
    beside.header.backend = "cuda";
    beside.header.begun = "2026-11-23T05:00:00Z";
    beside.header.host = "desk";
    beside.points = {point(kernel("launch"), 0.1 * microsecond),
                     point(kernel("copy fp32 1 MB"), 5 * microsecond),
                     point(kernel("softmax bf16 1024x1024"), 4.1 * microsecond),
                     point(kernel("softmax bf16 4096x1024"), 8.1 * microsecond)};
    last.header = beside.header;
    last.points = {point(kernel("softmax bf16 2048x1024"), 1 * second)};
    FitSettings settings;
    settings.hold_out_half = false;
    settings.beside = {&beside, &last};
    const FittedCalibration fitted = fit(record, settings);
    EXPECT_EQ(fitted.calibration.name, "made");
    EXPECT_EQ(fitted.calibration.launch, 0.1 * microsecond);
    ASSERT_EQ(fitted.calibration.curves.size(), 1u);
    // Of the first record alone: 2 MB in 9.9 us, 8 MB in 19.9 us.
    EXPECT_EQ(fitted.calibration.curves[0].kind, KernelKind::copy);
    EXPECT_THAT(fitted.calibration.curves[0].points,
                ElementsAre(RatePoint{2e6, 202e9}, RatePoint{8e6, 402e9}));
    // Of the first beside it that has some: 2^22 bytes in 4 of 4.1 us, 2^24 in 8 of 8.1 us. Two
    // points bear out a bandwidth alone: 2^22 bytes in x us, where 1 / 4.1 x - 4 / 4.1 and
    // 4 / 8.1 x - 8 / 8.1 have the least squares, x = 0.725684 / 0.303353 = 2.39221.
    ASSERT_EQ(fitted.calibration.rows.size(), 1u);
    EXPECT_EQ(fitted.calibration.rows[0].kind, KernelKind::softmax);
    EXPECT_EQ(fitted.calibration.rows[0].bandwidth, Bandwidth::from_si(1753e9));
    EXPECT_EQ(fitted.calibration.rows[0].start, Duration());
    EXPECT_EQ(fitted.calibration.note,
              "2 of 2 good points of a table; beside them 3 of 3 good points of the record of "
              "2026-11-23T05:00:00Z on desk by backend cuda");
}

TEST(Fit, JoinsNearSizesOfACurve) {
    // 1 kB to 1.5 kB are one point at sqrt(1000 * 1440) = 1200 byte with the median rate.
    EXPECT_THAT(fit_curve({{1440, 3e9}, {1000, 1e9}, {2000, 5e9}}, 1.5),
                ElementsAre(RatePoint{1200, 2e9}, RatePoint{2000, 5e9}));
}

// Times of every second kernel of the grid, in two precisions, as made up here come out of the fit;
// a row of 128 bf16 passes in 512 byte / 3 TB/s = 0.171 ns and takes twice that.
TEST(Fit, FindsWhatARowTakes) {
    const RowRates device{.team = 256, .short_row = 1024, .short_team = 32};
    RowRates made = device;
    made.start = 0.8 * microsecond;
    made.column = 0.08 * microsecond;
    made.row = 0.3413e-3 * microsecond;
    made.bandwidth = Bandwidth::from_si(3e12);
    std::vector<RowSample> samples;
    for (const Precision precision : {Precision::fp32, Precision::bf16})
        for (const std::int64_t m : {16, 128, 1024, 8192, 65536})
            for (const std::int64_t n : {128, 1024, 4096, 16384}) {
                const Kernel kernel{KernelKind::softmax, precision, m, n};
                const Duration body = row_time(made, kernel);
                if ((m + n / 128) % 3 != 0)
                    samples.push_back({kernel, body + 1 * microsecond, body});
            }
    const RowRates fitted = fit_rows(samples, device);
    EXPECT_NEAR(fitted.start / made.start, 1, 0.002);
    EXPECT_NEAR(fitted.column / made.column, 1, 0.002);
    EXPECT_NEAR(fitted.row / made.row, 1, 0.002);
    EXPECT_NEAR(fitted.bandwidth / made.bandwidth, 1, 0.002);
    EXPECT_EQ(fitted.team, 256);
}

// Four kernels at 1 TB/s within 1 %: no work of a row is to be seen in them.
TEST(Fit, GivesARowNoTimeThatFewKernelsDoNotBearOut) {
    std::vector<RowSample> samples;
    for (const auto& [rows, error] :
         {std::pair(100, 1.01), {400, 0.99}, {1600, 1.01}, {6400, 0.99}}) {
        // 2 x 4 byte x 1,000 columns.
        const Duration body = error * rows * 0.008 * microsecond;
        samples.push_back({{KernelKind::softmax, Precision::fp32, rows, 1000}, body, body});
    }
    const RowRates fitted = fit_rows(samples, {});
    EXPECT_EQ(fitted.start, Duration());
    EXPECT_EQ(fitted.column, Duration());
    EXPECT_EQ(fitted.row, Duration());
    EXPECT_NEAR(fitted.bandwidth.si(), 1e12, 0.01e12);
}

TEST(Fit, WritesRowsAsTheyAreRead) {
    Calibration calibration;
    calibration.name = "made";
    calibration.note = "nothing";
    calibration.launch = 1 * microsecond;
    calibration.rows = {{.kind = KernelKind::layer_norm,
                         .team = 256,
                         .short_row = 1024,
                         .short_team = 32,
                         .held = DataSize::from_si(48'128),
                         .units = 132,
                         .start = 0.65 * microsecond,
                         .column = 44.1 * (1e-9 * second),
                         .bandwidth = Bandwidth::from_si(3.15e12)}};
    const std::string text = calibration_toml(calibration);
    EXPECT_EQ(
        text,
        "name = \"made\"\nfit = \"nothing\"\nlaunch = \"1 us\"\n\n[[rows]]\nkernel = "
        "\"layer_norm\"\nteam = 256\nshort_row = 1024\nshort_team = 32\nheld = \"48.128 "
        "kB\"\nunits = 132\nstart = \"0.65 us\"\ncolumn = \"44.1 ns\"\nrow = \"0 ns\"\nbandwidth = "
        "\"3.15 TB/s\"\n");
    Calibrations read;
    read.add_file("made", text, "made.toml");
    const auto found = read.find("made");
    ASSERT_EQ(found->rows.size(), 1u);
    EXPECT_EQ(found->rows[0], calibration.rows[0]);
}

TEST(Fit, KnowsNoDatasheetFromTheBestRates) {
    Record record = products();
    FitSettings settings;
    settings.hold_out_half = false;
    const FittedCalibration fitted = fit(record, settings);
    EXPECT_THAT(fitted.remarks,
                testing::Contains(HasSubstr(
                    "The peak of bf16 is not known: taken for the best rate measured, ")));
    EXPECT_THAT(fitted.remarks,
                testing::Contains(HasSubstr("The memory's bandwidth is not known: taken for the "
                                            "best rate of the operands of products, ")));
    EXPECT_THAT(fitted.taken.peaks, ElementsAre(Precision::bf16));
    EXPECT_TRUE(fitted.taken.memory_bandwidth);
    const FlopRate peak = fitted.calibration.gemm.front().peak;
    EXPECT_GT(peak, FlopRate::from_si(40e12));
    EXPECT_LT(peak, FlopRate::from_si(100e12));
}

TEST(Fit, RefusesARecordOfTooFewPoints) {
    Record record;
    record.header.device = "made";
    record.points = {point(kernel("launch"), 1 * microsecond),
                     point(kernel("launch"), 1 * microsecond),
                     point(kernel("gemm bf16 8x8x8"), 1 * microsecond)};
    FitSettings settings;
    settings.hold_out_half = false;
    try {
        fit(record, settings);
        FAIL() << "no error";
    } catch (const TooFewPoints& error) {
        EXPECT_STREQ(error.what(),
                     "expected at least 12 good points of products in one precision or 2 of "
                     "another kind of kernel, got 1 and 0");
    }
}

// 2 MB in 10 and in 20 us beside the launch of 2 us: one point of the curve with 150 GB/s,
// predicted 15.333 us. Errors of 12 and 22 us: 15.333 / 12 - 1 = 27.78 %, 1 - 15.333 / 22 = 30.30
// %; half way 29.04 %, nine tenths of the way 30.05 %.
TEST(Fit, ErrorsLieBetweenTwoPoints) {
    Record record;
    record.header.device = "made";
    record.points = {point(kernel("launch"), 2 * microsecond),
                     point(kernel("copy fp32 1 MB"), 12 * microsecond),
                     point(kernel("copy fp32 1 MB"), 22 * microsecond)};
    FitSettings settings;
    settings.hold_out_half = false;
    const FittedCalibration fitted = fit(record, settings);
    const GroupErrors* copies = group(fitted, "copy fp32");
    ASSERT_NE(copies, nullptr);
    EXPECT_NEAR(copies->fitted.median, 0.2904, 5e-5);
    EXPECT_NEAR(copies->fitted.p90, 0.3005, 5e-5);
}

TEST(CalibrationText, EscapesWhatTomlDoesNotAllow) {
    Calibration calibration;
    calibration.name = "a \"b\"\x7F";
    calibration.note = "c\\d";
    EXPECT_THAT(calibration_toml(calibration),
                testing::StartsWith("name = \"a \\\"b\\\"\\u007F\"\nfit = \"c\\\\d\"\n"));
}

class ImportedTable : public testing::Test {
  protected:
    Record import(const std::string& text) {
        std::ofstream(file_, std::ios::binary) << text;
        RecordHeader header;
        header.device = "made";
        return import_gemm_table(file_, header, problems_);
    }
    void TearDown() override { std::filesystem::remove(file_); }

    const std::filesystem::path file_ =
        std::filesystem::temp_directory_path() /
        (std::string("twin-table-") +
         testing::UnitTest::GetInstance()->current_test_info()->name() + ".csv");
    Problems problems_;
};

TEST_F(ImportedTable, BecomesARecord) {
    const Record record =
        import("dtype,m,n,k,latency_us\nbfloat16,1,32,64,2.5\nnvfp4,2,3,4,7\nfp8_block,1,1,1,1\n");
    EXPECT_TRUE(problems_.empty());
    EXPECT_EQ(record.header.backend, "table");
    EXPECT_EQ(record.header.device, "made");
    EXPECT_EQ(record.header.state, RecordState::complete);
    ASSERT_EQ(record.points.size(), 3u);
    EXPECT_EQ(kernel_text(record.points[0].kernel), "gemm bf16 1x32x64");
    EXPECT_EQ(record.points[0].median, 2.5 * microsecond);
    EXPECT_EQ(kernel_text(record.points[1].kernel), "gemm fp4 2x3x4");
    EXPECT_EQ(record.points[2].kernel.precision, Precision::fp8_block);
}

TEST_F(ImportedTable, NamesTheLinesOfMistakes) {
    const Record record = import(
        "dtype,m,n,k,latency_us\nbfloat16,1,32,64\nfp7,1,1,1,1\nfp8,1,0,1,1\nfp8,1,1,1,-2\n"
        "fp8,1,1,1,3\n");
    EXPECT_EQ(record.points.size(), 1u);
    std::vector<std::string> messages;
    for (const Problem& problem : problems_)
        messages.push_back(std::to_string(problem.where.line) + ": " + problem.message);
    EXPECT_THAT(messages,
                ElementsAre("2: expected 5 fields (dtype,m,n,k,latency_us), got 4",
                            "3: expected a precision such as bfloat16, fp8 or nvfp4, got 'fp7'",
                            "4: expected an integer > 0 as n, got '0'",
                            "5: expected microseconds > 0 as latency_us, got '-2'"));
}

TEST_F(ImportedTable, WantsItsColumns) {
    import("m,n,k\n");
    ASSERT_EQ(problems_.size(), 1u);
    EXPECT_EQ(problems_[0].message,
              "expected the line of columns 'dtype,m,n,k,latency_us', got 'm,n,k'");
}

}  // namespace
}  // namespace twin::calibration
