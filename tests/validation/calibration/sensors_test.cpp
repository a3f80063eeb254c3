// RAPL and the processor's files, as trees in a folder.
#include <gmock/gmock.h>
#include <unistd.h>

#include "tests/validation/calibration/temporary_folder.h"
#include "validation/calibration/cpu_sensors.h"
#include "validation/calibration/rapl.h"

namespace twin::calibration {
namespace {

class RaplTree : public testing::Test {
  protected:
    void zone(const std::string& folder_name, const std::string& name, double microjoules) {
        folder.write(folder_name + "/name", name + "\n");
        folder.write(folder_name + "/max_energy_range_uj", "1000000000\n");
        count(folder_name, microjoules);
    }
    void count(const std::string& folder_name, double microjoules) {
        folder.write(folder_name + "/energy_uj",
                     std::to_string(static_cast<long long>(microjoules)) + "\n");
    }
    TemporaryFolder folder;
};

// Two packages and a DRAM; the cores inside a package and the platform do not count.
TEST_F(RaplTree, AddsPackagesAndDram) {
    zone("intel-rapl:0", "package-0", 1e6);
    zone("intel-rapl:0:0", "core", 5e6);
    zone("intel-rapl:0:1", "dram", 2e6);
    zone("intel-rapl:1", "package-1", 4e6);
    zone("intel-rapl:2", "psys", 9e6);
    Rapl rapl(folder / "");
    EXPECT_EQ(rapl.absence(), "");
    count("intel-rapl:0", 4e6);    // 3 J
    count("intel-rapl:0:0", 8e6);  // inside
    count("intel-rapl:0:1", 4e6);  // 2 J
    count("intel-rapl:1", 5e6);    // 1 J
    count("intel-rapl:2", 20e6);
    EXPECT_NEAR(rapl.energy()->in(joule), 6, 1e-9);
    EXPECT_NEAR(rapl.energy()->in(joule), 6, 1e-9);
}

// From 999 J over the end at 1000 J to 3 J: 4 J.
TEST_F(RaplTree, CountsThroughTheWrap) {
    zone("intel-rapl:0", "package-0", 999e6);
    Rapl rapl(folder / "");
    count("intel-rapl:0", 3e6);
    EXPECT_NEAR(rapl.energy()->in(joule), 4, 1e-9);
}

TEST_F(RaplTree, SaysWhyThereAreNoWatts) {
    Rapl none(folder / "nothing");
    EXPECT_EQ(none.absence(),
              "no power: " + (folder / "nothing").string() + " has no energy counter of a package");
    EXPECT_EQ(none.energy(), std::nullopt);
    folder.write("intel-rapl:0/name", "package-0\n");
    Rapl unreadable(folder / "");
    EXPECT_EQ(unreadable.absence(), "no power: " + (folder / "intel-rapl:0/energy_uj").string() +
                                        " cannot be read (root may)");
    EXPECT_EQ(unreadable.energy(), std::nullopt);
}

TEST_F(RaplTree, ACounterThatGoesAwayGivesNothing) {
    zone("intel-rapl:0", "package-0", 1e6);
    Rapl rapl(folder / "");
    std::filesystem::remove(folder / "intel-rapl:0/energy_uj");
    EXPECT_EQ(rapl.energy(), std::nullopt);
}

TEST(CpuSensors, ReadWhatLinuxSays) {
    TemporaryFolder folder;
    folder.write("proc/cpuinfo", "processor\t: 0\nmodel name\t: AMD EPYC 7763 64-Core Processor\n");
    folder.write("proc/meminfo", "MemTotal:       16384 kB\nMemFree: 5 kB\n");
    // user nice system idle iowait irq softirq steal: 100 + 20 + 30 + 3 + 4 + 5 ticks of work.
    folder.write("proc/stat", "cpu  100 20 30 9999 8 3 4 5 7 7\ncpu0 1 1 1 1 1 1 1 1 1 1\n");
    const std::string cpu = "sys/devices/system/cpu/";
    folder.write(cpu + "cpu0/cache/index0/size", "32K\n");
    folder.write(cpu + "cpu0/cache/index1/size", "32768K\n");
    for (const std::string core : {"cpu0", "cpu1"}) {
        folder.write(cpu + core + "/cpufreq/scaling_cur_freq",
                     core == "cpu0" ? "2000000\n" : "3000000\n");
        folder.write(cpu + core + "/cpufreq/cpuinfo_max_freq", "3500000\n");
        folder.write(cpu + core + "/thermal_throttle/core_throttle_count", "2\n");
    }
    folder.write("sys/class/thermal/thermal_zone0/type", "acpitz\n");
    folder.write("sys/class/thermal/thermal_zone1/type", "x86_pkg_temp\n");
    folder.write("sys/class/thermal/thermal_zone1/temp", "61500\n");
    const CpuSensors sensors(folder / "");
    EXPECT_EQ(sensors.name(), "AMD EPYC 7763 64-Core Processor");
    EXPECT_EQ(sensors.memory(), DataSize::from_si(16384 * 1024));
    EXPECT_EQ(sensors.largest_cache(), DataSize::from_si(32768 * 1024));
    EXPECT_EQ(sensors.clock(), 2.5e9 * hertz);
    EXPECT_EQ(sensors.highest_clock(), 3.5e9 * hertz);
    EXPECT_NEAR(sensors.temperature()->in(kelvin), 61.5, 1e-9);
    EXPECT_EQ(sensors.throttle_events(), 4);
    EXPECT_NEAR(sensors.busy_time()->in(second), 162.0 / double(sysconf(_SC_CLK_TCK)), 1e-9);
}

TEST(CpuSensors, KnowWhatLinuxDoesNotSay) {
    TemporaryFolder folder;
    const CpuSensors sensors(folder / "");
    EXPECT_EQ(sensors.name(), "");
    EXPECT_EQ(sensors.memory(), DataSize());
    EXPECT_EQ(sensors.largest_cache(), DataSize());
    EXPECT_EQ(sensors.clock(), std::nullopt);
    EXPECT_EQ(sensors.highest_clock(), std::nullopt);
    EXPECT_EQ(sensors.temperature(), std::nullopt);
    EXPECT_EQ(sensors.throttle_events(), 0);
    EXPECT_EQ(sensors.busy_time(), std::nullopt);
}

}  // namespace
}  // namespace twin::calibration
