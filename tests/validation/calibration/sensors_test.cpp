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

// Newer processors show each package by their registers in memory too: 3 J, not 6 J.
TEST_F(RaplTree, CountsAPackageOnce) {
    zone("intel-rapl:0", "package-0", 1e6);
    zone("intel-rapl-mmio:0", "package-0", 1e6);
    Rapl rapl(folder / "");
    count("intel-rapl:0", 4e6);
    count("intel-rapl-mmio:0", 4e6);
    EXPECT_NEAR(rapl.energy()->in(joule), 3, 1e-9);
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
    folder.write("proc/stat",
                 "cpu  101 21 31 9999 8 4 5 6 8 8\ncpu0 100 20 30 9999 8 3 4 5 7 7\n"
                 "cpu1 1 1 1 1 1 1 1 1 1 1\n");
    const std::string cpu = "sys/devices/system/cpu/";
    folder.write(cpu + "cpu0/cache/index0/size", "32K\n");
    folder.write(cpu + "cpu0/cache/index0/level", "1\n");
    folder.write(cpu + "cpu0/cache/index1/size", "32768K\n");
    folder.write(cpu + "cpu0/cache/index1/level", "3\n");
    for (const std::string core : {"cpu0", "cpu1"}) {
        folder.write(cpu + core + "/cpufreq/scaling_cur_freq",
                     core == "cpu0" ? "2000000\n" : "3000000\n");
        folder.write(cpu + core + "/cpufreq/cpuinfo_max_freq", "3500000\n");
        folder.write(cpu + core + "/thermal_throttle/core_throttle_count", "2\n");
    }
    folder.write("sys/class/thermal/thermal_zone0/type", "acpitz\n");
    folder.write("sys/class/thermal/thermal_zone1/type", "x86_pkg_temp\n");
    folder.write("sys/class/thermal/thermal_zone1/temp", "61500\n");
    const CpuSensors sensors(folder / "", {0});
    EXPECT_EQ(sensors.name(), "AMD EPYC 7763 64-Core Processor");
    EXPECT_EQ(sensors.memory(), DataSize::from_si(16384 * 1024));
    EXPECT_EQ(sensors.last_caches(), DataSize::from_si(32768 * 1024));
    EXPECT_EQ(sensors.clock(), 2.5e9 * hertz);
    EXPECT_EQ(sensors.highest_clock(), 3.5e9 * hertz);
    EXPECT_NEAR(sensors.temperature()->in(kelvin), 61.5, 1e-9);
    EXPECT_EQ(sensors.throttle_events(), 4);
    EXPECT_NEAR(sensors.busy_time()->in(second), 162.0 / double(sysconf(_SC_CLK_TCK)), 1e-9);
}

// Cores 0 and 1 share an L3 of 32 MiB, 2 and 3 another; 4 and 5 a third, which is not ours.
TEST(CpuSensors, AddTheLastCachesOfTheMeasuredCores) {
    TemporaryFolder folder;
    const std::vector<std::string> sharing = {"0-1", "0-1", "2-3", "2-3", "4-5", "4-5"};
    for (std::size_t core = 0; core < sharing.size(); ++core) {
        const std::string caches =
            "sys/devices/system/cpu/cpu" + std::to_string(core) + "/cache/index";
        folder.write(caches + "0/level", "2\n");
        folder.write(caches + "0/size", "65536K\n");
        folder.write(caches + "0/shared_cpu_list", std::to_string(core) + "\n");
        folder.write(caches + "1/level", "3\n");
        folder.write(caches + "1/size", "32768K\n");
        folder.write(caches + "1/shared_cpu_list", sharing[core] + "\n");
    }
    EXPECT_EQ(CpuSensors(folder / "", {0, 1, 2}).last_caches(),
              DataSize::from_si(2 * 32768 * 1024));
    EXPECT_EQ(CpuSensors(folder / "", {1}).last_caches(), DataSize::from_si(32768 * 1024));
}

// Of cores 0 and 10 alone: 100 + 7 ticks; core 1 works for others on its own.
TEST(CpuSensors, BusyTimeIsThatOfTheMeasuredCores) {
    TemporaryFolder folder;
    folder.write("proc/stat",
                 "cpu  1107 0 0 9 0 0 0 0 0 0\ncpu0 100 0 0 3 0 0 0 0 0 0\n"
                 "cpu1 1000 0 0 3 0 0 0 0 0 0\ncpu10 7 0 0 3 0 0 0 0 0 0\nintr 5\n");
    const double tick = 1 / double(sysconf(_SC_CLK_TCK));
    EXPECT_NEAR(CpuSensors(folder / "", {0, 10}).busy_time()->in(second), 107 * tick, 1e-9);
    EXPECT_EQ(CpuSensors(folder / "", {2}).busy_time(), std::nullopt);
}

TEST(CpuSensors, KnowWhatLinuxDoesNotSay) {
    TemporaryFolder folder;
    const CpuSensors sensors(folder / "");
    EXPECT_EQ(sensors.name(), "");
    EXPECT_EQ(sensors.memory(), DataSize());
    EXPECT_EQ(sensors.last_caches(), DataSize());
    EXPECT_EQ(sensors.clock(), std::nullopt);
    EXPECT_EQ(sensors.highest_clock(), std::nullopt);
    EXPECT_EQ(sensors.temperature(), std::nullopt);
    EXPECT_EQ(sensors.throttle_events(), 0);
    EXPECT_EQ(sensors.busy_time(), std::nullopt);
}

}  // namespace
}  // namespace twin::calibration
