#include "validation/calibration/parts_file.h"

#include <gmock/gmock.h>

#include "sim/scenario/parts_catalog.h"
#include "tests/validation/calibration/made_records.h"

namespace twin::calibration {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Record cpu_record() {
    Record record;
    record.header = small_header();
    record.header.device = "AMD EPYC 7B13, \"two\" cores";
    record.header.backend = "cpu";
    record.header.units = 2;
    record.points = {good_point("copy fp32 1 GB", 0.1)};
    return record;
}

Calibration made_calibration() {
    Calibration calibration;
    calibration.id = "desk";
    calibration.name = "AMD EPYC";
    calibration.note = "one copy";
    calibration.launch = 10e-6 * second;
    RateCurve copy;
    copy.kind = KernelKind::copy;
    copy.points = {{1e6, 2e10}, {1e9, 1e10}};
    calibration.curves = {copy};
    GemmSurface products;
    products.precision = Precision::fp64;
    products.peak = FlopRate::from_si(1e11);
    products.memory_bandwidth = Bandwidth::from_si(2e10);
    products.units = 2;
    products.tile_efficiency.fill(0.5);
    const std::vector<GemmCorrection::Node> nodes = {{5, 6, 7, -12}, {6, 6, 7, 44}};
    products.correction = GemmCorrection(nodes);
    calibration.gemm = {products};
    return calibration;
}

std::shared_ptr<const PartsCatalog> read_back(const std::string& text) {
    Problems problems;
    PartsText file{"desk.parts.toml", parse_text(text, "desk.parts.toml", problems)};
    auto catalog = parts_with({file}, problems);
    for (const Problem& problem : problems)
        ADD_FAILURE() << problem.text();
    return catalog;
}

TEST(PartId, IsOfSmallLettersDigitsAndHyphens) {
    EXPECT_EQ(part_id("NVIDIA H100 80GB HBM3"), "nvidia-h100-80gb-hbm3");
    EXPECT_EQ(part_id(" AMD EPYC(tm) "), "amd-epyc-tm");
    EXPECT_EQ(part_id("--"), "device");
    EXPECT_TRUE(is_part_id("a100-40gb_x"));
    EXPECT_FALSE(is_part_id("A100"));
    EXPECT_FALSE(is_part_id("a.b"));
    EXPECT_FALSE(is_part_id(""));
}

// Without watts: 280 W / 64 cores = 4.375 W a core, and 90/280 of it idle.
TEST(PartsFile, OfACpuWithoutWattsSaysWhatIsAssumed) {
    PartsSettings settings;
    settings.record = "desk.toml";
    const std::string text = parts_toml(cpu_record(), made_calibration(), settings);
    EXPECT_THAT(text, HasSubstr("max_power = { value = \"8.75 W\", assumption = "));
    const auto catalog = read_back(text);
    const CpuPart& cpu = catalog->cpus.at("desk");
    EXPECT_EQ(cpu.cores.value, 2);
    EXPECT_EQ(cpu.cores.note, "record desk.toml, measured on 2026-11-22T23:10:00Z");
    EXPECT_EQ(cpu.calibration, "desk");
    EXPECT_NEAR(cpu.idle_power.value.in(watt), 8.75 * 90 / 280, 1e-9);
    EXPECT_EQ(cpu.idle_power.evidence, Evidence::assumption);
    EXPECT_EQ(catalog->racks.at("desk")->node.cpu.id, "desk");
    EXPECT_EQ(catalog->sites.at("desk").node_name, "desk-{node:03}");
    const auto calibration = catalog->calibration("desk");
    ASSERT_NE(calibration, nullptr);
    EXPECT_EQ(calibration->curves.size(), 1U);
    ASSERT_EQ(calibration->gemm.size(), 1U);
    EXPECT_EQ(calibration->gemm[0].correction.nodes().size(), 2U);
}

TEST(PartsFile, OfACpuWithWattsCitesTheRecord) {
    Record record = cpu_record();
    record.header.idle_power = 60 * watt;
    record.points[0].power = 200 * watt;
    record.points.push_back(bad_point("copy fp32 2 GB", PointState::busy, ""));
    record.points[1].power = 900 * watt;
    PartsSettings settings;
    settings.record = "desk.toml";
    settings.max_power = 300 * watt;
    const auto catalog = read_back(parts_toml(record, made_calibration(), settings));
    const CpuPart& cpu = catalog->cpus.at("desk");
    EXPECT_EQ(cpu.idle_power.value, 60 * watt);
    EXPECT_EQ(cpu.max_power.value, 200 * watt);
    EXPECT_EQ(cpu.max_power.note,
              "record desk.toml, measured on 2026-11-22T23:10:00Z, the most of any kernel");
}

TEST(PartsFile, OptionsStandWhereTheRecordIsSilent) {
    PartsSettings settings;
    settings.idle_power = 40 * watt;
    settings.max_power = 120 * watt;
    const auto catalog = read_back(parts_toml(cpu_record(), made_calibration(), settings));
    EXPECT_EQ(catalog->cpus.at("desk").idle_power.value, 40 * watt);
    EXPECT_EQ(catalog->cpus.at("desk").max_power.value, 120 * watt);
    EXPECT_EQ(catalog->cpus.at("desk").max_power.note, "--max-power of the fit");
}

// Half of the 700 W of gpus/h100: half of its paths of power.
TEST(PartsFile, OfAGpuScalesWhatTheRecordCannotSay) {
    Record record;
    record.header = small_header();
    record.header.power_cap = 350 * watt;
    record.header.idle_power = 50 * watt;
    record.header.context_power = 90 * watt;
    record.header.memory = DataSize::from_si(48e9);
    record.header.memory_bandwidth = Bandwidth::from_si(1e12);
    const auto catalog = read_back(parts_toml(record, made_calibration(), {}));
    const GpuPart& gpu = catalog->gpus.at("desk");
    const GpuPart& like = shipped_parts().gpus.at("h100");
    EXPECT_EQ(gpu.max_power.value, 350 * watt);
    EXPECT_EQ(gpu.idle_power.value, 50 * watt);
    EXPECT_NEAR(gpu.context_power.value.in(watt), 40, 1e-9);
    EXPECT_NEAR(gpu.tensor_power.value / like.tensor_power.value, 0.5, 1e-12);
    EXPECT_EQ(gpu.tensor_power.evidence, Evidence::assumption);
    EXPECT_EQ(gpu.memory.value, DataSize::from_si(48e9));
    EXPECT_EQ(gpu.generation, like.generation);
    EXPECT_EQ(catalog->racks.at("desk")->node.gpu.id, "desk");
}

TEST(PartsFile, OfAGpuSaysWhatIsTakenFromAShippedOne) {
    Record record;
    record.header = small_header();
    Calibration curves_only = made_calibration();
    curves_only.gemm.clear();
    const auto catalog = read_back(parts_toml(record, curves_only, {}));
    const GpuPart& gpu = catalog->gpus.at("desk");
    const GpuPart& like = shipped_parts().gpus.at("h100");
    EXPECT_EQ(gpu.memory_bandwidth.value, like.memory_bandwidth.value);
    EXPECT_EQ(gpu.memory_bandwidth.evidence, Evidence::assumption);
    EXPECT_EQ(gpu.memory_bandwidth.note, "as gpus/h100");
    EXPECT_EQ(gpu.max_power.value, like.max_power.value);
    EXPECT_EQ(gpu.max_power.note, "as gpus/h100");
}

TEST(PartsFile, TheBestRateOfThePointsIsAFit) {
    Record record;
    record.header = small_header();
    Calibration calibration = made_calibration();
    calibration.gemm[0].precision = Precision::bf16;
    PartsSettings settings;
    settings.record = "h100.toml";
    const auto given = read_back(parts_toml(record, calibration, settings));
    EXPECT_EQ(given->gpus.at("desk").bf16_dense.evidence, Evidence::source);
    EXPECT_EQ(given->gpus.at("desk").memory_bandwidth.evidence, Evidence::source);
    settings.taken = {{Precision::bf16}, true};
    const auto taken = read_back(parts_toml(record, calibration, settings));
    const GpuPart& gpu = taken->gpus.at("desk");
    EXPECT_EQ(gpu.bf16_dense.evidence, Evidence::fit);
    EXPECT_EQ(gpu.bf16_dense.note,
              "peak of the products of calibrations/desk: best rate of record h100.toml, measured "
              "on 2026-11-22T23:10:00Z");
    EXPECT_EQ(gpu.memory_bandwidth.evidence, Evidence::fit);
    EXPECT_EQ(gpu.memory_bandwidth.note,
              "memory bandwidth of calibrations/desk: best rate of record h100.toml, measured on "
              "2026-11-22T23:10:00Z");
}

TEST(PartsFile, OfATableCitesWhereItsFiguresWerePrinted) {
    Record record;
    record.header = small_header();
    record.header.backend = "table";
    record.header.source = "a web page";
    record.header.memory = DataSize::from_si(48e9);
    PartsSettings settings;
    settings.record = "t.toml";
    const auto catalog = read_back(parts_toml(record, made_calibration(), settings));
    EXPECT_EQ(catalog->gpus.at("desk").memory.note, "record t.toml, carried over from a web page");
}

// 48 MB copied: 96 MB of traffic. Between 1 MB at 20 GB/s and 1 GB at 10 GB/s the rate is 20 GB/s *
// 2^-(ln 96 / ln 1000) = 12.65 GB/s: 7.588 ms and 0.01 ms of launch, 78,964 times in ten minutes.
TEST(ScenarioOfKernels, RunsWhatIsKnownForTenMinutes) {
    Calibration calibration = made_calibration();
    calibration.curves.push_back(calibration.curves.front());
    calibration.curves.back().kind = KernelKind::host_to_device;
    const std::string text = scenario_toml(calibration, "desk.parts.toml");
    EXPECT_THAT(text, HasSubstr("parts = \"desk.parts.toml\"\n"));
    EXPECT_THAT(text, HasSubstr("part = \"desk\"\n"));
    EXPECT_THAT(text, HasSubstr("{ run = \"copy fp32 48 MB\", times = 79000 },\n]"));
    EXPECT_THAT(text, HasSubstr("{ run = \"gemm fp64 512x512x512\", times = "));
    // No kernel of a device alone.
    EXPECT_THAT(text, Not(HasSubstr("host_to_device")));
}

}  // namespace
}  // namespace twin::calibration
