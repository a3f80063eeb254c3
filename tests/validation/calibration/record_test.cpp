#include "validation/calibration/record.h"

#include <gmock/gmock.h>
#include <optional>

#include "tests/validation/calibration/made_records.h"
#include "tests/validation/calibration/temporary_folder.h"

namespace twin::calibration {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const std::string sound_toml = R"(device = "NVIDIA Test GPU"
backend = "cuda"
state = "complete"
begun = "2026-11-22T23:10:00Z"
)";
const std::string columns =
    "kernel,state,repeats,median_s,p10_s,p90_s,power_w,clock_hz,temperature_degc,note\n";

class RecordFile : public testing::Test {
  protected:
    // The sentences about these two files, without the folder's name.
    std::vector<std::string> problems_of(const std::string& toml, const std::string& csv) {
        folder.write("r.toml", toml);
        folder.write("r.csv", csv);
        Problems problems;
        record = read_record(folder / "r.toml", problems);
        std::vector<std::string> texts;
        for (const Problem& problem : problems) {
            texts.push_back(problem.text());
            const std::string name = (folder / "").string();
            if (const auto at = texts.back().find(name); at != std::string::npos)
                texts.back().erase(at, name.size());
        }
        return texts;
    }
    std::vector<std::string> problems_of_points(const std::string& lines) {
        return problems_of(sound_toml, columns + lines);
    }

    TemporaryFolder folder;
    Record record;
};

TEST_F(RecordFile, EverythingComesBackByteForByte) {
    RecordHeader header = small_header();
    header.source = "a table";
    header.host = "node \"7\"\\a";
    header.driver = "580.65.06";
    header.libraries = {{"cuBLASLt", "13.1"}, {"NCCL", "2.28"}};
    header.units = 132;
    header.memory = 80e9 * DataSize::from_si(1);
    header.peak = FlopRate::from_si(66.9e12);
    header.memory_bandwidth = Bandwidth::from_si(3.35e12);
    header.core_clock = 1.98e9 * hertz;
    header.memory_clock = 2.619e9 * hertz;
    header.power_cap = 700 * watt;
    header.idle_power = 72.5 * watt;
    header.context_power = 121.7 * watt;
    header.power_source = "energy counter";
    header.remarks = {"Others used 12 % of the device.", "Ä line\nbreak"};
    MeasuredPoint full = good_point("gemm bf16 8192x8192x8192", 1.0 / 700);
    full.power = 698.25 * watt;
    full.clock = 1.4e9 * hertz;
    full.temperature = 61.5 * kelvin;
    full.note = "a note, with \"quotes\"";
    const std::vector<MeasuredPoint> points = {
        full,
        good_point("all_reduce bf16 256 MB 4", 1e-3),
        good_point("launch", 2.5e-6),
        bad_point("copy fp32 1 GB", PointState::wrong_result, "element 3 is 1, expected 2"),
        bad_point("gemm fp8 64x64x64", PointState::error, "no fp8"),
    };
    const auto write = [&](const std::string& name, const RecordHeader& head,
                           const std::vector<MeasuredPoint>& all) {
        RecordWriter writer(folder / name, head);
        for (const MeasuredPoint& point : all)
            writer.add(point);
        writer.finish(head);
    };
    write("a.toml", header, points);
    Problems problems;
    const Record read = read_record(folder / "a.toml", problems);
    ASSERT_THAT(problems, IsEmpty());
    EXPECT_EQ(read.header.state, RecordState::complete);
    EXPECT_EQ(read.header.remarks, header.remarks);
    EXPECT_EQ(read.header.libraries, header.libraries);
    EXPECT_EQ(read.header.host, header.host);
    ASSERT_THAT(read.points, SizeIs(5));
    EXPECT_EQ(read.points[0].median, full.median);
    EXPECT_EQ(read.points[0].note, full.note);
    EXPECT_EQ(read.points[0].power, full.power);
    EXPECT_EQ(read.points[3].state, PointState::wrong_result);
    EXPECT_EQ(read.points[3].repeats, 0);
    write("b.toml", read.header, read.points);
    EXPECT_EQ(folder.read("a.toml"), folder.read("b.toml"));
    EXPECT_EQ(folder.read("a.csv"), folder.read("b.csv"));
    EXPECT_THAT(folder.read("a.csv"),
                HasSubstr(",698.25,1400000000,61.5,\"a note, with \"\"quotes\"\"\"\n"));
}

// (1.1 - 0.95) / 1
TEST_F(RecordFile, TheSpreadIsOfTheMedian) {
    EXPECT_NEAR(good_point("launch", 3e-6).spread(), 0.15, 1e-12);
    EXPECT_EQ(bad_point("launch", PointState::error, "").spread(), 0);
}

TEST_F(RecordFile, WhatWasMeasuredOutlivesTheWriter) {
    {
        RecordHeader header = small_header();
        header.state = RecordState::running;
        RecordWriter writer(folder / "r.toml", header);
        writer.add(good_point("launch", 2e-6));
        writer.add(good_point("copy fp32 1 GB", 1e-3));
    }
    Problems problems;
    const Record read = read_record(folder / "r.toml", problems);
    EXPECT_THAT(problems, IsEmpty());
    EXPECT_EQ(read.header.state, RecordState::running);
    EXPECT_THAT(read.points, SizeIs(2));
    EXPECT_THAT(read.header.remarks, IsEmpty());
}

TEST_F(RecordFile, ALastLineThatIsCutIsLeftOutAndTold) {
    EXPECT_THAT(problems_of_points("launch,good,5,2e-06,2e-06,2e-06,,,,\ncopy fp32 1 GB,go"),
                IsEmpty());
    EXPECT_THAT(record.points, SizeIs(1));
    EXPECT_THAT(record.header.remarks,
                ElementsAre("Line 3 of r.csv is cut, as a killed program leaves it: left out."));
}

TEST_F(RecordFile, ARecordIsNeverOverwritten) {
    folder.write("r.toml", "mine");
    try {
        RecordWriter writer(folder / "r.toml", small_header());
        FAIL() << "overwrote a file";
    } catch (const std::runtime_error& error) {
        EXPECT_EQ(error.what(), (folder / "r.toml").string() + " exists already");
    }
    EXPECT_EQ(folder.read("r.toml"), "mine");
    EXPECT_FALSE(std::filesystem::exists(folder / "r.csv"));
}

TEST_F(RecordFile, AFileThatIsNotThereIsAnErrorOfTheWorld) {
    Problems problems;
    EXPECT_THROW(read_record(folder / "none.toml", problems), std::runtime_error);
    folder.write("alone.toml", sound_toml);
    EXPECT_THROW(read_record(folder / "alone.toml", problems), std::runtime_error);
}

TEST_F(RecordFile, TheHeaderHasToBeSound) {
    EXPECT_THAT(
        problems_of("device = 7\nbackend = \"cuda\"\nstate = \"complet\"\nunits = 0\n"
                    "power_cap = \"3 kWh\"\npower_source = \"RAPL\"\nlibrarys = []\n",
                    columns),
        testing::UnorderedElementsAre(
            "r.toml:1:10: device: expected a text, got 7",
            "r.toml:3:9: state: expected one of running, complete, interrupted, got 'complet'; "
            "did you mean 'complete'?",
            "r.toml:1:1: begun: required: expected a text, got nothing",
            "r.toml:4:9: units: expected an integer > 0, got 0",
            "r.toml:5:13: power_cap: expected a power (W, mW, kW, MW, GW), got '3 kWh' (kWh is a "
            "unit of energy)",
            "r.toml:7:1: librarys: unknown key; did you mean 'libraries'?"));
    EXPECT_THAT(problems_of("device = \"a\"\nbackend = \"table\"\nstate = \"complete\"\n"
                            "begun = \"yesterday\"\n[[libraries]]\nname = \"NCCL\"\n",
                            columns),
                ElementsAre("r.toml:5:1: libraries.0.version: required: expected a text, got "
                            "nothing",
                            "r.toml:4:9: begun: expected an instant with its zone, got "
                            "'yesterday'",
                            "r.toml:1:1: source: required of a record of the backend table: "
                            "expected where the figures were printed, got nothing"));
    EXPECT_THAT(problems_of("device = \n", columns), SizeIs(1));
}

TEST_F(RecordFile, TheColumnsAreNamed) {
    EXPECT_THAT(problems_of(sound_toml, ""),
                ElementsAre("r.csv:1:1: expected the line of columns (kernel,state,repeats,"
                            "median_s,p10_s,p90_s,power_w,clock_hz,temperature_degc,note), got an "
                            "empty file"));
    EXPECT_THAT(problems_of(sound_toml,
                            "kernel,state,repeats,median_s,p10_s,p90_s,powr_w,"
                            "clock_hz,temperature_degc,note,note\n"),
                ElementsAre("r.csv:1:43: unknown column 'powr_w'; did you mean 'power_w'?",
                            "r.csv:1:81: column 'note' twice",
                            "r.csv:1:1: power_w: required: expected a column of this name, got "
                            "nothing"));
    // In any order.
    EXPECT_THAT(problems_of(sound_toml,
                            "note,kernel,state,repeats,median_s,p10_s,p90_s,power_w,"
                            "clock_hz,temperature_degc\nwhy,launch,good,3,2,1,3,,,\n"),
                IsEmpty());
    ASSERT_THAT(record.points, SizeIs(1));
    EXPECT_EQ(record.points[0].note, "why");
    EXPECT_EQ(record.points[0].median, 2 * second);
}

TEST_F(RecordFile, EveryFieldOfAPointIsChecked) {
    EXPECT_THAT(
        problems_of_points("gem bf16 1x1x1,good,5,1,1,1,,,,\n"
                           "launch,god,5,1,1,1,,,,\n"
                           "launch,good,x,1,1,1,,,,\n"
                           "launch,good,0,1,1,1,,,,\n"
                           "launch,good,5,,1,1,,,,\n"
                           "launch,good,5,-1,1,1,,,,\n"
                           "launch,good,5,0,0,1,,,,\n"
                           "launch,good,5,3,1,2,,,,\n"
                           "launch,good,5,1,1,1,hot,,-300,\n"
                           "launch,good,5,1,1,1,,,\n"
                           "launch,good,5,1,1,1,,,,\"x\n"),
        ElementsAre(
            "r.csv:2:1: kernel: expected a kernel such as \"gemm bf16 8192x8192x8192\", got 'gem "
            "bf16 1x1x1' (kernels are launch, gemm, copy, triad, reduction, softmax, layer_norm, "
            "attention, host_to_device, device_to_host, peer_copy, all_reduce, checkpoint_write)",
            "r.csv:3:8: state: expected one of good, wrong_result, busy, throttled, error, "
            "unsteady, got 'god'; did you mean 'good'?",
            "r.csv:4:13: repeats: expected an integer >= 0, got 'x'",
            "r.csv:4:13: repeats: expected an integer >= 1 of a point that is good, got 'x'",
            "r.csv:5:13: repeats: expected an integer >= 1 of a point that is good, got '0'",
            "r.csv:6:15: median_s: expected seconds > 0 of a point with repeats, got nothing",
            "r.csv:7:15: median_s: expected seconds > 0, got '-1'",
            "r.csv:8:17: p10_s: expected seconds > 0, got '0'",
            "r.csv:8:15: median_s: expected seconds > 0, got '0'",
            "r.csv:9:15: median_s: expected seconds from p10_s to p90_s, got '3'",
            "r.csv:10:21: power_w: expected watts >= 0, got 'hot'",
            "r.csv:10:26: temperature_degc: expected degrees Celsius >= -100, got '-300'",
            "r.csv:11:1: expected 10 fields, got 9",
            "r.csv:12:1: expected a quotation mark at the end of a text, got none"));
    EXPECT_THAT(record.points, IsEmpty());
}

}  // namespace
}  // namespace twin::calibration
