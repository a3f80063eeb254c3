// twin-calibrate as a whole: its exit status and its sentences.
#include <csignal>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "tests/child_twin.h"

namespace twin {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// A CSV and a TOML of one sound point.
const std::string header = R"(device = "Test CPU"
backend = "cpu"
state = "complete"
begun = "2026-11-22T23:10:00Z"
)";
const std::string columns =
    "kernel,state,repeats,median_s,p10_s,p90_s,power_w,clock_hz,temperature_degc,note\n";

class Program : public testing::Test {
  protected:
    // Refused: these sentences, nothing else, no record.
    void expect_refused(const ChildTwin::Arguments& arguments, const std::string& sentences) {
        const Outcome outcome = calibrate.run(arguments);
        EXPECT_EQ(outcome.err, sentences);
        EXPECT_EQ(outcome.status, 2);
        EXPECT_EQ(outcome.out, "");
        EXPECT_FALSE(calibrate.has("r.toml"));
        EXPECT_FALSE(calibrate.has("r.csv"));
    }
    ChildTwin calibrate;
};

TEST_F(Program, NamesItsCommands) {
    expect_refused({"mesure"},
                   "twin-calibrate: expected a command (devices, measure, show, compare, fit, "
                   "import), got 'mesure'; did you mean 'measure'?\n");
    EXPECT_EQ(calibrate.run({"--version"}).status, 0);
    EXPECT_THAT(calibrate.run({"--help"}).out, HasSubstr("measure the kernels of a device"));
}

TEST_F(Program, ListsTheDevices) {
    const Outcome outcome = calibrate.run({"devices"});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.out, StartsWith("cpu    the processor that this runs on\n    0: "));
    EXPECT_THAT(outcome.out, HasSubstr("\ncuda   an NVIDIA GPU\n    "));
}

// On a machine with a GPU there is no device of this number.
TEST_F(Program, SaysPlainlyThatThereIsNoDevice) {
    const Outcome outcome =
        calibrate.run({"measure", "--backend", "cuda", "--device", "99", "-o", "r.toml"});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.err, StartsWith("no CUDA device"));
    EXPECT_EQ(outcome.out, "");
    EXPECT_FALSE(calibrate.has("r.toml"));
    EXPECT_FALSE(calibrate.has("r.csv"));
    const Outcome other =
        calibrate.run({"measure", "--backend", "cpu", "--device", "1", "-o", "r.toml"});
    EXPECT_EQ(other.status, 1);
    EXPECT_EQ(other.err, "no CPU device 1: all processors of a host are one, device 0\n");
}

TEST_F(Program, RefusesOptionsInSentences) {
    const ChildTwin::Arguments measure = {"measure", "--backend", "cpu", "-o", "r.toml"};
    const auto with = [&](ChildTwin::Arguments more) {
        more.insert(more.begin(), measure.begin(), measure.end());
        return more;
    };
    expect_refused({"measure", "--backend", "gpu", "-o", "r.toml"},
                   "--backend: expected one of cpu, cuda, got 'gpu'; did you mean 'cpu'?\n");
    expect_refused({"measure", "--backend", "cpu", "-o", "r.json"},
                   "-o: expected a name that ends with .toml, got 'r.json'\n");
    expect_refused(with({"--repeats", "2"}), "--repeats: expected an integer >= 3, got 2\n");
    expect_refused(with({"--seconds", "0"}), "--seconds: expected a number > 0, got 0\n");
    expect_refused(with({"--kernel", "gemm fp32 64x64", "--kernel", "copi fp32 1 GB"}),
                   "--kernel: expected a kernel such as \"gemm bf16 8192x8192x8192\", got 'gemm "
                   "fp32 64x64'\n"
                   "--kernel: expected a kernel such as \"gemm bf16 8192x8192x8192\", got 'copi "
                   "fp32 1 GB' (kernels are launch, gemm, copy, triad, reduction, softmax, "
                   "layer_norm, attention, host_to_device, device_to_host, peer_copy, all_reduce, "
                   "checkpoint_write)\n");
}

TEST_F(Program, KeepsARecordThatExists) {
    calibrate.write("old.toml", "mine");
    const ChildTwin::Arguments measure = {"measure", "--backend", "cpu",     "--kernel",
                                          "launch",  "-o",        "old.toml"};
    const Outcome refused = calibrate.run(measure);
    EXPECT_EQ(refused.status, 2);
    EXPECT_EQ(refused.err,
              "old.toml: expected a name that is free, got a file that exists (--force replaces "
              "it)\n");
    EXPECT_EQ(calibrate.read("old.toml"), "mine");
    ChildTwin::Arguments forced = measure;
    forced.push_back("--force");
    EXPECT_EQ(calibrate.run(forced).status, 0);
    EXPECT_THAT(calibrate.read("old.toml"), HasSubstr("backend = \"cpu\""));
}

TEST_F(Program, MeasuresTheKernelsThatAreNamed) {
    const Outcome outcome =
        calibrate.run({"measure", "--backend", "cpu", "--kernel", "gemm fp32 64x64x64", "--kernel",
                       "gemm bf16 64x64x64", "--note", "on a desk", "-o", "r.toml"});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.err, HasSubstr("[1/2] gemm fp32 64x64x64: "));
    EXPECT_THAT(outcome.err,
                HasSubstr("[2/2] gemm bf16 64x64x64: error: the cpu backend computes in fp64 and "
                          "fp32\n"));
    EXPECT_THAT(outcome.out, StartsWith("r.toml: 2 of 2 kernels measured, "));
    const Outcome shown = calibrate.run({"show", "r.toml", "--json"});
    const auto json = nlohmann::json::parse(shown.out);
    EXPECT_EQ(json["state"], "complete");
    EXPECT_EQ(json["points"].size(), 2U);
    EXPECT_EQ(json["points"][1]["state"], "error");
    EXPECT_EQ(json["remarks"].back(), "on a desk");
    EXPECT_GE(json["points"][0]["repeats"].get<int>(), 3);
}

TEST_F(Program, TheTimeThatIsGivenEnds) {
    const Outcome outcome =
        calibrate.run({"measure", "--backend", "cpu", "--seconds", "0.001", "-o", "r.toml"});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(calibrate.read("r.toml"), HasSubstr("The 0.001 s of --seconds ended before "));
}

TEST_F(Program, WhatWasMeasuredOutlivesASignal) {
    calibrate.start({"measure", "--backend", "cpu", "-o", "r.toml"});
    ASSERT_TRUE(calibrate.await_error_text("[2/"));
    calibrate.signal(SIGTERM);
    const Outcome outcome = calibrate.wait();
    EXPECT_EQ(outcome.status, 128 + SIGTERM);
    EXPECT_THAT(outcome.out, HasSubstr(" kernels measured, "));
    const auto json = nlohmann::json::parse(calibrate.run({"show", "r.toml", "--json"}).out);
    EXPECT_EQ(json["state"], "interrupted");
    EXPECT_GE(json["points"].size(), 2U);
}

TEST_F(Program, WhatWasMeasuredOutlivesAKill) {
    calibrate.start({"measure", "--backend", "cpu", "-o", "r.toml"});
    ASSERT_TRUE(calibrate.await_error_text("[2/"));
    calibrate.signal(SIGKILL);
    calibrate.wait();
    const Outcome shown = calibrate.run({"show", "r.toml"});
    EXPECT_EQ(shown.status, 0);
    EXPECT_THAT(shown.out, HasSubstr("state              running, or died\n"));
    EXPECT_THAT(shown.out, HasSubstr("launch"));
}

// 300 bytes hold what is said on standard error, but not the record.
TEST_F(Program, ADiskThatIsFullIsSaid) {
    const Outcome outcome =
        calibrate.run({"measure", "--backend", "cpu", "--kernel", "launch", "-o", "r.toml"}, 300);
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.err, EndsWith("twin-calibrate: cannot write r.toml\n"));
    EXPECT_FALSE(calibrate.has("r.toml.partial"));
}

TEST_F(Program, EveryMistakeOfARecordIsTold) {
    calibrate.write("bad.toml", header + "unit = 3\n");
    calibrate.write("bad.csv", columns + "launch,fine,1,1,1,1,,,,\n");
    const std::string sentences =
        "bad.toml:5:1: unit: unknown key; did you mean 'units'?\n"
        "bad.csv:2:8: state: expected one of good, wrong_result, busy, throttled, error, "
        "unsteady, got 'fine'\n";
    for (const ChildTwin::Arguments& command : {ChildTwin::Arguments{"show", "bad.toml"},
                                                {"compare", "bad.toml", "bad.toml"},
                                                {"fit", "bad.toml"}})
        expect_refused(command, sentences);
    const Outcome none = calibrate.run({"show", "none.toml"});
    EXPECT_EQ(none.status, 1);
    EXPECT_EQ(none.err, "twin-calibrate: cannot read none.toml\n");
}

TEST_F(Program, RefusesOptionsOfAFit) {
    calibrate.write("ok.toml", header);
    calibrate.write("ok.csv", columns + "launch,good,3,1e-6,1e-6,1e-6,,,,\n");
    expect_refused(
        {"fit", "ok.toml", "--peak", "bf17=3 Tflop/s", "--peak", "bf16=3 TB/s", "--units", "0",
         "--idle-power", "0 W", "--also", "error", "--id", "My CPU", "--like", "h1000",
         "--scenario", "s.toml"},
        "--peak: expected PRECISION=RATE such as \"bf16=989.4 Tflop/s\", got 'bf17=3 Tflop/s'\n"
        "--peak: expected a compute rate (Gflop/s, Tflop/s, Pflop/s, Eflop/s), got '3 TB/s' (TB/s "
        "is a unit of bandwidth)\n"
        "--idle-power: expected a power (W, mW, kW, MW, GW) > 0, got '0 W'\n"
        "--also: expected one of busy, throttled, unsteady, got 'error'\n"
        "--units: expected an integer > 0, got 0\n"
        "--id: expected small letters, digits, '-' and '_', got 'My CPU'\n"
        "--like: expected the id of a shipped GPU, got 'h1000' (twin list parts names them)\n"
        "--scenario: expected -o NAME.parts.toml beside it, got nothing\n");
}

TEST_F(Program, CarriesATableOver) {
    calibrate.write("table.csv", "dtype,m,n,k,latency_us\nbfloat16,128,256,512,2\n");
    const ChildTwin::Arguments import = {"import",   "table.csv",  "--device", "A GPU",
                                         "--source", "a web page", "-o",       "t.toml",
                                         "--units",  "132"};
    const Outcome outcome = calibrate.run(import);
    EXPECT_EQ(outcome.err, "");
    EXPECT_EQ(outcome.out, "t.toml: 1 points\n");
    EXPECT_THAT(calibrate.read("t.csv"), HasSubstr("\ngemm bf16 128x256x512,good,1,2e-06,"));
    EXPECT_THAT(calibrate.read("t.toml"),
                HasSubstr("backend = \"table\"\nsource = \"a web page\"\n"));
    expect_refused({"import", "table.csv", "--device", "A GPU", "--source", "s", "-o", "r.toml",
                    "--begun", "June", "--memory-bandwidth", "3 W"},
                   "--memory-bandwidth: expected a bandwidth (GB/s, MB/s, TB/s, Gb/s, Tb/s), got "
                   "'3 W' (W is a unit of power)\n"
                   "--begun: expected an instant with its zone, e.g. \"2025-06-01T00:00:00Z\", got "
                   "'June'\n");
}

TEST_F(Program, ATableThatSaysNoDateIsRemarked) {
    const std::string remark =
        "The table does not say when it was measured: begun is when it was carried over.";
    calibrate.write("table.csv", "dtype,m,n,k,latency_us\nbfloat16,128,256,512,2\n");
    ChildTwin::Arguments import = {"import",   "table.csv", "--device", "A GPU",
                                   "--source", "a page",    "-o",       "t.toml"};
    EXPECT_EQ(calibrate.run(import).status, 0);
    EXPECT_THAT(calibrate.read("t.toml"), HasSubstr(remark));
    import.insert(import.end(), {"--begun", "2025-06-01T00:00:00Z", "--force"});
    EXPECT_EQ(calibrate.run(import).status, 0);
    EXPECT_THAT(calibrate.read("t.toml"), HasSubstr("state = \"complete\""));
    EXPECT_THAT(calibrate.read("t.toml"), Not(HasSubstr(remark)));
}

// 600 bytes hold the TOML, but not a hundred points.
TEST_F(Program, ATableThatIsCutIsNotComplete) {
    std::string table = "dtype,m,n,k,latency_us\n";
    for (int n = 1; n <= 100; ++n)
        table += "bfloat16,128," + std::to_string(n) + ",512,2\n";
    calibrate.write("table.csv", table);
    const Outcome outcome = calibrate.run(
        {"import", "table.csv", "--device", "A GPU", "--source", "a page", "-o", "t.toml"}, 600);
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(calibrate.read("t.toml"), HasSubstr("state = \"running\""));
}

TEST_F(Program, AnEmptyTextIsAMistake) {
    calibrate.write("ok.toml", header);
    calibrate.write("ok.csv", columns + "launch,good,3,1e-6,1e-6,1e-6,,,,\n");
    expect_refused({"fit", "ok.toml", "--peak", "bf16=", "--memory-bandwidth", "", "--idle-power",
                    "", "--max-power", "", "--id", ""},
                   "--peak: expected a compute rate (Gflop/s, Tflop/s, Pflop/s, Eflop/s), got ''\n"
                   "--memory-bandwidth: expected a bandwidth (GB/s, MB/s, TB/s, Gb/s, Tb/s), got "
                   "''\n"
                   "--idle-power: expected a power (W, mW, kW, MW, GW), got ''\n"
                   "--max-power: expected a power (W, mW, kW, MW, GW), got ''\n"
                   "--id: expected small letters, digits, '-' and '_', got ''\n");
    calibrate.write("table.csv", "dtype,m,n,k,latency_us\n");
    expect_refused({"import", "table.csv", "--device", "A GPU", "--source", "s", "-o", "r.toml",
                    "--begun", ""},
                   "--begun: expected an instant with its zone, e.g. \"2025-06-01T00:00:00Z\", got "
                   "''\n");
}

TEST_F(Program, WritesOverNoneOfItsOwnFiles) {
    calibrate.write("ok.toml", header);
    calibrate.write("ok.csv", columns + "launch,good,3,1e-6,1e-6,1e-6,,,,\n");
    expect_refused({"fit", "ok.toml", "-o", "a.toml"},
                   "-o: expected a name that ends with .parts.toml, got 'a.toml' "
                   "(--calibration-only takes any .toml)\n");
    expect_refused(
        {"fit", "ok.toml", "-o", "a.parts.toml", "--scenario", "./a.parts.toml", "--force"},
        "--scenario: expected another file than -o, got './a.parts.toml'\n");
    expect_refused({"fit", "ok.toml", "-o", "./ok.toml", "--calibration-only", "--force"},
                   "-o: expected another file than the record, got './ok.toml'\n");
    expect_refused({"fit", "ok.toml", "-o", "a.parts.toml", "--scenario", "ok.toml", "--force"},
                   "--scenario: expected another file than the record, got 'ok.toml'\n");
    EXPECT_EQ(calibrate.read("ok.toml"), header);
    const std::string table = "dtype,m,n,k,latency_us\nbfloat16,128,256,512,2\n";
    calibrate.write("table.csv", table);
    expect_refused({"import", "table.csv", "--device", "A GPU", "--source", "s", "-o", "table.toml",
                    "--force"},
                   "-o: expected another file than the table, got 'table.csv'\n");
    EXPECT_EQ(calibrate.read("table.csv"), table);
}

TEST_F(Program, TooFewPointsForAFitAreToldAsAProblem) {
    calibrate.write("ok.toml", header);
    calibrate.write("ok.csv", columns + "gemm fp32 8x8x8,good,3,1e-6,1e-6,1e-6,,,,\n");
    expect_refused({"fit", "ok.toml", "--all-points"},
                   "ok.toml: expected at least 12 good points of products in one precision or 2 of "
                   "another kind of kernel, got 1 and 0 (--all-points holds none out, --also takes "
                   "points that are not good)\n");
}

// The whole path on whatever machine this is, which others may be using.
TEST_F(Program, MeasureFitAndRunAScenario) {
    ASSERT_EQ(calibrate.run({"measure", "--backend", "cpu", "--quick", "-o", "desk.toml"}).status,
              0);
    const Outcome fitted =
        calibrate.run({"fit", "desk.toml", "-o", "desk.parts.toml", "--scenario", "desk-jobs.toml",
                       "--id", "desk", "--also", "busy", "--also", "unsteady"});
    ASSERT_EQ(fitted.status, 0) << fitted.err;
    // Errors stand in the report only where a surface was fitted.
    EXPECT_THAT(fitted.out, HasSubstr("\ngemm fp64, m, n, k >= 128 "));
    EXPECT_THAT(fitted.out, HasSubstr("wrote desk.parts.toml\nwrote desk-jobs.toml\n"));
    EXPECT_THAT(calibrate.read("desk.parts.toml"), HasSubstr("[cpus.desk]\n"));
    EXPECT_THAT(calibrate.read("desk.parts.toml"), HasSubstr("record desk.toml, measured on 20"));
    const std::string scenario = (calibrate.folder() / "desk-jobs.toml").string();
    ChildTwin twin(TWIN_ITSELF);
    const Outcome checked = twin.run({"check", scenario});
    ASSERT_EQ(checked.status, 0) << checked.err;
    const Outcome ran = twin.run({"run", scenario, "--out", "desk.sqlite"});
    EXPECT_EQ(ran.status, 0) << ran.err;
    const Outcome again = calibrate.run({"fit", "desk.toml", "-o", "desk.parts.toml"});
    EXPECT_EQ(again.status, 2);
    EXPECT_THAT(again.err, StartsWith("desk.parts.toml: expected a name that is free"));
}

}  // namespace
}  // namespace twin
