#include "sim/scenario/calibration_file.h"

#include <gmock/gmock.h>
#include <thread>

#include "sim/scenario/parts_catalog.h"
#include "tests/sim/scenario/scenario_files.h"

namespace twin {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// One tile at a time, nothing beside the arithmetic.
const std::string whole = R"(name = "a round device"
fit = "rows that a test made up"
launch = "2 us"
[[gemm]]
precision = "bf16"
peak = "100 Tflop/s"
memory_bandwidth = "1 TB/s"
units = 100
grain = 64
tile_efficiency = ["10 %", "20 %", "30 %", "40 %", "50 %", "60 %", "75 %", "80 %"]
launch = "3 us"
wave = "0.5 us"
split_k = "1 us"
memory_efficiency = "90 %"
ramp_k = 64
overlap = 2.5
reread = "10 %"
saturation = "50 %"
quantisation = "25 %"
padding = "8 us"
padding_share = "12.5 %"
correction = [[5, 6, 7, -12, 44], [5, 6, 9, 8]]
tiling_m = [16, 4096]
tiling_n = [64]
tiling_k = [256, 4096]
tiling = [[-7, 8], [9, 10]]
[[curve]]
kernel = "copy"
precision = "fp32"
points = [["1 MB", "1 TB/s"], ["1 GB", "2 TB/s"]]
)";

std::string with(const std::string& line, const std::string& by) {
    std::string text = whole;
    const auto at = text.find(line);
    if (at == std::string::npos)
        throw std::logic_error("no such line: " + line);
    return text.replace(at, line.size(), by);
}

std::vector<std::string> mistakes(const std::string& text) {
    Calibrations calibrations;
    calibrations.add_file("x", text, "x.toml");
    Problems problems;
    calibrations.check(problems);
    return sentences(problems);
}

TEST(CalibrationFile, HoldsWhatTheTextSays) {
    Calibrations calibrations;
    calibrations.add_file("x", whole, "x.toml");
    const auto read = calibrations.find("x");
    ASSERT_NE(read, nullptr);
    EXPECT_EQ(read->id, "x");
    EXPECT_EQ(read->name, "a round device");
    EXPECT_EQ(read->evidence, Evidence::fit);
    EXPECT_EQ(read->note, "rows that a test made up");
    EXPECT_EQ(read->launch.si(), 2e-6);
    ASSERT_EQ(read->gemm.size(), 1U);
    const GemmSurface& gemm = read->gemm[0];
    EXPECT_EQ(gemm.precision, Precision::bf16);
    EXPECT_EQ(gemm.peak.si(), 100e12);
    EXPECT_EQ(gemm.memory_bandwidth.si(), 1e12);
    EXPECT_EQ(gemm.units, 100);
    EXPECT_THAT(gemm.tile_efficiency, ElementsAre(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.8));
    EXPECT_EQ(gemm.launch.si(), 3e-6);
    EXPECT_EQ(gemm.wave.si(), 0.5e-6);
    EXPECT_EQ(gemm.split_k.si(), 1e-6);
    EXPECT_EQ(gemm.memory_efficiency, 0.9);
    EXPECT_EQ(gemm.ramp_k, 64);
    EXPECT_EQ(gemm.overlap, 2.5);
    EXPECT_EQ(gemm.reread, 0.1);
    EXPECT_EQ(gemm.saturation, 0.5);
    EXPECT_EQ(gemm.quantisation, 0.25);
    EXPECT_EQ(gemm.padding.si(), 8e-6);
    EXPECT_EQ(gemm.padding_share, 0.125);
    EXPECT_EQ(gemm.tiling, (GemmTiling{{16, 4096}, {64}, {256, 4096}, {-7, 8, 9, 10}}));
    // Rows at k = 2^7, 2^8 and 2^9.
    EXPECT_THAT(gemm.correction.nodes(),
                ElementsAre(GemmCorrection::Node{5, 6, 7, -12}, GemmCorrection::Node{5, 6, 8, 44},
                            GemmCorrection::Node{5, 6, 9, 8}));
    ASSERT_EQ(read->curves.size(), 1U);
    EXPECT_EQ(read->curves[0].kind, KernelKind::copy);
    EXPECT_EQ(read->curves[0].precision, Precision::fp32);
    EXPECT_THAT(read->curves[0].points, ElementsAre(RatePoint{1e6, 1e12}, RatePoint{1e9, 2e12}));
}

TEST(CalibrationFile, CurvesOfAttentionAreArithmeticAndThoseOfAllReduceNameDevices) {
    EXPECT_THAT(mistakes(whole + R"([[curve]]
kernel = "attention"
precision = "bf16"
points = [["4 Gflop", "300 Tflop/s"]]
[[curve]]
kernel = "all_reduce"
precision = "bf16"
devices = 4
points = [["1 MB", "100 GB/s"]]
)"),
                IsEmpty());
    EXPECT_THAT(mistakes(whole + R"([[curve]]
kernel = "attention"
precision = "bf16"
points = [["4 GB", "3 TB/s"]]
[[curve]]
kernel = "all_reduce"
precision = "bf16"
points = [["4 Gflop", "300 Tflop/s"]]
[[curve]]
kernel = "triad"
precision = "fp32"
devices = 4
points = []
)"),
                ElementsAre("x.toml:34:11: curve.1.points.0: expected amounts of arithmetic of "
                            "attention, got 4 GB",
                            "x.toml:35:1: curve.2.devices: required of all_reduce: expected an "
                            "integer >= 2, got nothing",
                            "x.toml:38:11: curve.2.points.0: expected data sizes of all_reduce, "
                            "got 4 Gflop",
                            "x.toml:42:11: curve.3.devices: expected no such key of triad, got one "
                            "(only all_reduce has devices)",
                            "x.toml:43:10: curve.3.points: expected at least one point, got none"));
}

TEST(CalibrationFile, MistakesAreSentencesAtTheirPlace) {
    EXPECT_THAT(mistakes(whole), IsEmpty());
    EXPECT_THAT(
        mistakes(with(R"(, "80 %"])", "]")),
        ElementsAre("x.toml:10:19: gemm.0.tile_efficiency: expected a list of 8 shares, got "
                    "a list of 7"));
    EXPECT_THAT(mistakes(with("\"80 %\"", "\"101 %\"")),
                ElementsAre("x.toml:10:19: gemm.0.tile_efficiency: expected a share (%) > 0 % and "
                            "at most 100 %, got '101 %'"));
    EXPECT_THAT(mistakes(with("bf16", "bf61")),
                ElementsAre("x.toml:5:13: gemm.0.precision: expected one of fp64, fp32, tf32, "
                            "bf16, fp8, fp8_block, fp4, got 'bf61'; did you mean 'bf16'?"));
    EXPECT_THAT(mistakes(with("kernel = \"copy\"", "kernel = \"cpoy\"")),
                ElementsAre("x.toml:28:10: curve.0.kernel: expected one of copy, triad, reduction, "
                            "softmax, layer_norm, attention, host_to_device, device_to_host, "
                            "peer_copy, all_reduce, checkpoint_write, got 'cpoy'; did you mean "
                            "'copy'?"));
    EXPECT_THAT(mistakes(with(R"(["1 GB",)", R"(["1 MB",)")),
                ElementsAre("x.toml:30:31: curve.0.points.1: expected ascending sizes, got 1 MB "
                            "after 1 MB"));
    EXPECT_THAT(mistakes(with(R"(["1 GB",)", R"(["1 GB/s",)")),
                ElementsAre("x.toml:30:31: curve.0.points.1: expected a data size (byte, kB, MB, "
                            "GB, TB, PB, KiB, MiB, GiB), got '1 GB/s' (GB/s is a unit of "
                            "bandwidth)"));
    EXPECT_THAT(mistakes(with("[5, 6, 9, 8]", "[5, 6, 8, 8]")),
                ElementsAre("x.toml:22:35: gemm.0.correction.1: expected rows that do not overlap, "
                            "got log2 m, n, k = 5, 6, 8 once more"));
    const std::string row = "x.toml:22:35: gemm.0.correction.1: expected ";
    EXPECT_THAT(mistakes(with("[5, 6, 9, 8]", "[5, 6, 9]")),
                ElementsAre(row + "a row of integers: log2 m, log2 n, log2 of the first k, then "
                                  "the permilles of k, 2k, 4k ..., got a list of 3"));
    EXPECT_THAT(mistakes(with("[5, 6, 9, 8]", "[5, 32, 9, 8]")),
                ElementsAre(row + "an integer from 0 to 31, got 32"));
    EXPECT_THAT(mistakes(with("[5, 6, 9, 8]", "[5, 6, 30, 8, 8, 8]")),
                ElementsAre(row + "a row that ends at log2 k = 31, got one up to 32"));
    EXPECT_THAT(mistakes(with("saturation = \"50 %\"\n", "")),
                ElementsAre("x.toml:4:1: gemm.0.saturation: required: expected a share (%), got "
                            "nothing"));
    EXPECT_THAT(mistakes(with("units = 100", "unist = 100")),
                ElementsAre("x.toml:4:1: gemm.0.units: required: expected an integer, got nothing",
                            "x.toml:8:1: gemm.0.unist: unknown key; did you mean 'units'?"));
}

TEST(CalibrationFile, TheTilingsTableHasItsAxes) {
    EXPECT_THAT(mistakes(with("tiling_n = [64]\n", "")),
                ElementsAre("x.toml:4:1: gemm.0.tiling_n: required: tiling_m, tiling_n, "
                            "tiling_k and tiling stand together: expected a list, got nothing"));
    EXPECT_THAT(mistakes(with("[16, 4096]", "[16, 16]")),
                ElementsAre("x.toml:23:17: gemm.0.tiling_m.1: expected ascending integers, got 16 "
                            "after 16"));
    EXPECT_THAT(mistakes(with("[16, 4096]", "[0, 4096]")),
                ElementsAre("x.toml:23:13: gemm.0.tiling_m.0: expected an integer > 0, got 0"));
    EXPECT_THAT(mistakes(with(", [9, 10]]", "]")),
                ElementsAre("x.toml:26:10: gemm.0.tiling: expected a list for each of the 2 in "
                            "tiling_m, got 1 lists"));
    EXPECT_THAT(mistakes(with("[9, 10]]", "[9]]")),
                ElementsAre("x.toml:26:20: gemm.0.tiling.1: expected 2 permilles, for each of "
                            "tiling_n those of tiling_k, got a list of 1"));
    EXPECT_THAT(mistakes(with("tiling_n = [64]", "tiling_n = []")),
                ElementsAre("x.toml:24:12: gemm.0.tiling_n: expected a list of 1 to 1000 integers, "
                            "got a list of 0"));
}

TEST(CalibrationFile, OneSurfaceOfAPrecisionAndOneCurveOfAKernel) {
    const std::string gemm =
        whole.substr(whole.find("[[gemm]]"), whole.find("[[curve]]") - whole.find("[[gemm]]"));
    const std::string curve = whole.substr(whole.find("[[curve]]"));
    EXPECT_THAT(mistakes(whole + gemm + curve),
                ElementsAre("x.toml:32:13: gemm.1.precision: expected a precision that no other "
                            "[[gemm]] has, got 'bf16'",
                            "x.toml:55:10: curve.1.kernel: expected a kernel, precision and number "
                            "of devices that no other [[curve]] has, got 'copy fp32'"));
}

const std::string rows = R"([[rows]]
kernel = "softmax"
team = 256
short_row = 1024
short_team = 32
held = "48 kB"
units = 132
start = "0.8 us"
column = "80 ns"
row = "0.4 ns"
bandwidth = "3 TB/s"
)";

TEST(CalibrationFile, RowsHoldWhatTheTextSays) {
    Calibrations calibrations;
    calibrations.add_file("x", whole + rows, "x.toml");
    const auto read = calibrations.find("x");
    ASSERT_NE(read, nullptr);
    ASSERT_EQ(read->rows.size(), 1U);
    const RowRates& found = read->rows[0];
    EXPECT_EQ(found.kind, KernelKind::softmax);
    EXPECT_EQ(found.team, 256);
    EXPECT_EQ(found.short_row, 1024);
    EXPECT_EQ(found.short_team, 32);
    EXPECT_EQ(found.held.si(), 48e3);
    EXPECT_EQ(found.units, 132);
    EXPECT_DOUBLE_EQ(found.start.si(), 0.8e-6);
    EXPECT_DOUBLE_EQ(found.column.si(), 80e-9);
    EXPECT_DOUBLE_EQ(found.row.si(), 0.4e-9);
    EXPECT_EQ(found.bandwidth.si(), 3e12);
}

// Files that tell softmax by bytes, as all did before there was [[rows]].
TEST(CalibrationFile, RowsMayBeToldByBytes) {
    const std::string by_bytes =
        "[[curve]]\nkernel = \"softmax\"\nprecision = \"fp32\"\n"
        "points = [[\"1 MB\", \"1 TB/s\"]]\n";
    Calibrations calibrations;
    calibrations.add_file("x", whole + by_bytes, "x.toml");
    const auto read = calibrations.find("x");
    ASSERT_NE(read, nullptr);
    EXPECT_THAT(read->rows, IsEmpty());
    // 2 us and 2 x 4 byte x 125,000 at 1 TB/s.
    const Kernel kernel{KernelKind::softmax, Precision::fp32, 1000, 125};
    EXPECT_NEAR(std::get<KernelTime>(kernel_time(*read, kernel)).time.si(), 3e-6, 1e-15);
    EXPECT_THAT(mistakes(whole + by_bytes + rows),
                ElementsAre("x.toml:36:10: rows.0.kernel: expected a kernel that no [[curve]] has, "
                            "got 'softmax' (its time is told by the length of its rows or by "
                            "bytes, not by both)"));
}

TEST(CalibrationFile, MistakesInRowsAreSentencesAtTheirPlace) {
    EXPECT_THAT(mistakes(whole + rows + rows),
                ElementsAre("x.toml:43:10: rows.1.kernel: expected a kernel that no other [[rows]] "
                            "has, got 'softmax'"));
    const auto changed = [](const std::string& line, const std::string& by) {
        std::string text = rows;
        text.replace(text.find(line), line.size(), by);
        return mistakes(whole + text);
    };
    EXPECT_THAT(changed("softmax", "copy"),
                ElementsAre("x.toml:32:10: rows.0.kernel: expected one of softmax, layer_norm, got "
                            "'copy'"));
    EXPECT_THAT(changed("short_row = 1024\n", ""),
                ElementsAre("x.toml:31:1: rows.0.short_row: required: short_row and short_team "
                            "stand together: expected an integer, got nothing"));
    EXPECT_THAT(changed("team = 256", "team = 0"),
                ElementsAre("x.toml:33:8: rows.0.team: expected an integer from 1 to 1024, got 0"));
    EXPECT_THAT(
        changed("bandwidth = \"3 TB/s\"\n", ""),
        ElementsAre("x.toml:31:1: rows.0.bandwidth: required: expected a bandwidth (GB/s, MB/s, "
                    "TB/s, Gb/s, Tb/s), got nothing"));
    EXPECT_THAT(
        changed("column = \"80 ns\"", "column = \"-80 ns\""),
        ElementsAre("x.toml:39:10: rows.0.column: expected a duration (s, ms, us, ns, min, h, d) "
                    ">= 0 s, got '-80 ns'"));
}

TEST(CalibrationFile, AMeasuredOneSaysWhereItIsFrom) {
    EXPECT_THAT(mistakes("name = \"nothing\"\ncompute = { value = \"50 %\", source = \"a\" }\n"),
                ElementsAre("x.toml:2:11: compute: expected no such key without from, got one (it "
                            "scales the calibration that from names)",
                            "x.toml:1:1: expected one of source, assumption (with its reason) and "
                            "fit (with its rows), got none",
                            "x.toml:1:1: launch: required: expected a duration (s, ms, us, ns, "
                            "min, h, d), got nothing",
                            "x.toml:1:1: expected at least one [[gemm]], [[curve]] or [[rows]], "
                            "got none"));
    EXPECT_THAT(mistakes(with("launch = \"2 us\"", "launch = \"2 us\"\nsource = \"a paper\"")),
                ElementsAre("x.toml:1:1: expected one of source, assumption (with its reason) and "
                            "fit (with its rows), got 2"));
}

const std::string half = R"(name = "half of it"
from = "x"
compute = { value = "50 %", source = "a data sheet" }
memory = { value = "25 %", source = "a measurement" }
)";

// Half the rate of arithmetic, a quarter of the memory's.
TEST(CalibrationFile, ADerivedOneIsScaled) {
    Calibrations calibrations;
    calibrations.add_file("a", half, "a.toml");
    calibrations.add_file("x", whole, "x.toml");
    const auto read = calibrations.find("a");
    ASSERT_NE(read, nullptr);
    EXPECT_EQ(read->id, "a");
    EXPECT_EQ(read->name, "half of it");
    EXPECT_EQ(read->derived_from, "x");
    EXPECT_EQ(read->evidence, Evidence::fit);  // that of x
    EXPECT_EQ(
        read->note,
        "that of x; compute 50 % (source: a data sheet); memory 25 % (source: a measurement)");
    ASSERT_EQ(read->gemm.size(), 1U);
    EXPECT_EQ(read->gemm[0].peak.si(), 50e12);
    EXPECT_EQ(read->gemm[0].memory_bandwidth.si(), 0.25e12);
    EXPECT_EQ(read->gemm[0].units, 100);
    EXPECT_THAT(read->curves[0].points,
                ElementsAre(RatePoint{1e6, 0.25e12}, RatePoint{1e9, 0.5e12}));
    EXPECT_EQ(read->launch.si(), 2e-6);
}

TEST(CalibrationFile, TheWeakestEvidenceIsThatOfADerivedOne) {
    std::string text = half;
    text.replace(text.find("source"), 6, "assumption");
    Calibrations calibrations;
    calibrations.add_file("a", text, "a.toml");
    calibrations.add_file("x", whole, "x.toml");
    EXPECT_EQ(calibrations.find("a")->evidence, Evidence::assumption);
}

TEST(CalibrationFile, ADerivedOneBuildsOnAnotherThatIsThere) {
    const auto both = [](const std::string& a, const std::string& x) {
        Calibrations calibrations;
        calibrations.add_file("a", a, "a.toml");
        calibrations.add_file("x", x, "x.toml");
        Problems problems;
        calibrations.check(problems);
        return sentences(problems);
    };
    EXPECT_THAT(both(half, whole), IsEmpty());
    // x builds on a, which asked for it.
    std::string circle = half;
    circle.replace(circle.find("\"x\""), 3, "\"a\"");
    EXPECT_THAT(both(half, circle),
                ElementsAre("x.toml:2:8: from: expected a calibration that does not build on this "
                            "one, got 'a'"));
    EXPECT_THAT(both(circle, whole),
                ElementsAre("a.toml:2:8: from: expected a calibration that does not build on this "
                            "one, got 'a'"));
    EXPECT_THAT(mistakes("name = \"b\"\nfrom = \"xx\"\nlaunch = \"1 us\"\nfit = \"f\"\n"
                         "compute = { value = \"50 %\", source = \"a\" }\n"
                         "gemm = []\n"),
                ElementsAre("x.toml:2:8: from: expected the id of a calibration, got 'xx'; did you "
                            "mean 'x'?",
                            "x.toml:6:8: gemm: expected no such key beside from, got one (it is "
                            "that of xx; the figures of the scale have their own evidence)",
                            "x.toml:3:10: launch: expected no such key beside from, got one (it is "
                            "that of xx; the figures of the scale have their own evidence)",
                            "x.toml:4:7: fit: expected no such key beside from, got one (it is "
                            "that of xx; the figures of the scale have their own evidence)",
                            "x.toml:1:1: memory: required beside from: expected a share (%) with "
                            "its source, got nothing"));
}

TEST(CalibrationFile, OthersStandOnThoseOfTheBase) {
    auto base = std::make_shared<Calibrations>();
    base->add_file("x", whole, "x.toml");
    Calibrations own(base);
    own.add_file("a", half, "a.toml");
    EXPECT_THAT(own.ids(), ElementsAre("a", "x"));
    EXPECT_TRUE(own.contains("x"));
    EXPECT_FALSE(own.contains("b"));
    EXPECT_EQ(own.find("b"), nullptr);
    EXPECT_EQ(own.find("x"), base->find("x"));
    EXPECT_EQ(own.find("a")->derived_from, "x");
    EXPECT_EQ(base->find("a"), nullptr);
}

TEST(CalibrationFile, IsReadOnceWhoeverAsks) {
    Calibrations calibrations;
    calibrations.add_file("a", half, "a.toml");
    calibrations.add_file("x", whole, "x.toml");
    std::shared_ptr<const Calibration> one, other;
    std::thread first([&] { one = calibrations.find("a"); });
    std::thread second([&] { other = calibrations.find("a"); });
    first.join();
    second.join();
    EXPECT_NE(one, nullptr);
    EXPECT_EQ(one, other);
}

TEST(CalibrationFile, AShippedOneIsNotReadBeforeItIsUsed) {
    Problems problems;
    const PartsCatalog parts =
        read_parts({{"calibrations", "bad", "name = 7\n"}, {"calibrations", "x", whole}}, problems);
    EXPECT_THAT(sentences(problems), IsEmpty());
    EXPECT_EQ(parts.calibration("x")->name, "a round device");
    EXPECT_EQ(parts.calibration("none"), nullptr);
    EXPECT_THROW(parts.calibration("bad"), std::logic_error);
    EXPECT_THROW(parts.calibration("bad"), std::logic_error);
}

TEST(CalibrationFile, WhatBuildsOnOneWithMistakesHasThemToo) {
    for (const bool origin_first : {false, true}) {
        Calibrations calibrations;
        calibrations.add_file("a", half, "a.toml");
        calibrations.add_file("x", with("name = \"a round device\"", "name = 7"), "x.toml");
        if (origin_first) {
            EXPECT_THROW(calibrations.find("x"), std::logic_error);
        }
        EXPECT_THROW(calibrations.find("a"), std::logic_error);
        EXPECT_THROW(calibrations.find("a"), std::logic_error);
        EXPECT_THROW(calibrations.find("x"), std::logic_error);
    }
}

TEST(CalibrationFile, AllShippedOnesAreSound) {
    Problems problems;
    shipped_parts().calibrations->check(problems);
    EXPECT_THAT(sentences(problems), IsEmpty());
    for (const std::string& id : shipped_parts().calibrations->ids()) {
        const auto calibration = shipped_parts().calibration(id);
        EXPECT_GT(calibration->note.size(), 8U) << id;
        EXPECT_FALSE(calibration->gemm.empty()) << id;
    }
}

TEST(CalibrationFile, ADeviceNamesOneThatExists) {
    const std::string cpu = R"(name = "a CPU"
cores = { value = 8, source = "a data sheet" }
idle_power = { value = "10 W", source = "a data sheet" }
max_power = { value = "50 W", source = "a data sheet" }
)";
    const auto with_calibration = [&](const std::string& id) {
        Problems problems;
        read_parts({{"calibrations", "round", whole},
                    {"cpus", "c", cpu + "calibration = \"" + id + "\"\n"}},
                   problems);
        return sentences(problems);
    };
    EXPECT_THAT(with_calibration("round"), IsEmpty());
    EXPECT_THAT(with_calibration("rund"),
                ElementsAre("models/parts/cpus/c.toml:5:15: calibration: expected the id of a "
                            "part, got 'rund'; did you mean 'round'?"));
}

}  // namespace
}  // namespace twin
